"""Labelling by the keyboard alone, in a real JupyterLab with a real kernel."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TOKEN = "only-for-this-test"
CELL = """\
from pathlib import Path
from kpi_helpers.store.labels import add_label
from kpi_helpers.views.widgets import label_texts
from kpi_helpers.views.words import Words

def save(comment, tone):
    add_label(Path("comments.csv"), ("comment", "tone"), {"comment": comment, "tone": tone})

items = [{"id": f"c{n}", "text": f"<b>Comment {n}</b>"} for n in range(5)]
values = {"positive": "Positive", "neutral": "Neutral", "negative": "Negative"}
label_texts(items, values, save, Words("en").message)
"""


@pytest.fixture
def lab(tmp_path):
    """Address of a JupyterLab on loopback, and the folder it serves."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    served = tmp_path / "served"
    served.mkdir()
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(CELL)], metadata={"kernelspec": kernel}
    )
    nbformat.write(notebook, served / "label.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    environment = os.environ | {f"JUPYTER_{place}": str(tmp_path / place) for place in places}
    arguments = [
        *("--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--allow-root", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={served}"),
        *("--LabApp.extension_manager=readonly", f"--LabApp.workspaces_dir={tmp_path / 'w'}"),
    ]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}/lab/tree/label.ipynb?token={TOKEN}", served
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "JupyterLab ended before it answered"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    raise AssertionError("JupyterLab did not answer within a minute")


def test_keys_alone_label_one_comment_after_another(lab):
    from playwright.sync_api import sync_playwright

    address, served = lab
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.locator(".jp-Notebook .cm-content").first.click(timeout=90_000)
        page.keyboard.press("Shift+Enter")
        field = page.locator(".jp-OutputArea input[type=text]")
        field.wait_for(timeout=90_000)
        shown = page.locator(".jp-OutputArea .widget-html").first
        first = shown.inner_text()
        field.focus()
        page.keyboard.type("p3bns")
        page.get_by_text("3 left").wait_for(timeout=30_000)
        page.locator(".widget-html", has_text="Comment 3").first.wait_for(timeout=30_000)
        focused = page.evaluate("document.activeElement.tagName")
        browser.close()

    assert "<b>Comment 0</b>" in first
    assert focused == "INPUT"
    assert _rows(served / "comments.csv") == ["c0,positive", "c1,negative", "c1,neutral"]


def _rows(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]
