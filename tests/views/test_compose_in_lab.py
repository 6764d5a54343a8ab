"""The form in a real JupyterLab: typed, seen, saved, and loaded again."""

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

from kpi_helpers.catalogue.loader import load_catalogue

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TOKEN = "only-for-this-test"
FORM = """
from kpi_helpers import open_session
from kpi_helpers.views.widgets import compose
session = open_session("maison_alba", "2026-10", "en", {root!r})
perimeters = session.perimeters
compose(session.words, session.catalogue.measures, perimeters.preview, perimeters.save)
"""


@pytest.fixture
def own_project(workspace, tmp_path):
    """A project over the sample's store whose declarations may be changed."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "params", root / "params")
    (root / "data").mkdir()
    for folder in ("sample", "reference"):
        (root / "data" / folder).symlink_to(ROOT / "data" / folder)
    (root / "data/store").symlink_to(workspace / "data/store")
    (root / "notebooks").mkdir()
    cell = nbformat.v4.new_code_cell(FORM.format(root=str(root)))
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python",
    }  # fmt: skip
    nbformat.write(notebook, root / "notebooks" / "form.ipynb")
    return root


@pytest.fixture
def lab(own_project, tmp_path):
    """Address of a JupyterLab on loopback that serves the form."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    environment = os.environ | {f"JUPYTER_{place}": str(tmp_path / place) for place in places}
    environment["PYTHONPATH"] = str(ROOT)
    arguments = [
        *("--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--allow-root", f"--IdentityProvider.token={TOKEN}"),
        f"--ServerApp.root_dir={own_project / 'notebooks'}",
        *("--LabApp.extension_manager=readonly", f"--LabApp.workspaces_dir={tmp_path / 'w'}"),
    ]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments],
            env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        for _ in range(360):
            assert server.poll() is None, "JupyterLab ended before it answered"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        yield f"http://127.0.0.1:{port}/lab/tree/form.ipynb?token={TOKEN}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_a_formula_is_typed_seen_saved_and_loaded_again(lab, own_project):
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(lab)
        page.locator(".jp-CodeCell .cm-content").first.click(timeout=120_000)
        page.keyboard.press("Shift+Enter")
        form = page.locator(".jp-OutputArea .widget-vbox")
        formula = form.locator("textarea").first
        formula.wait_for(timeout=120_000)
        formula.fill("follows / reach_cumulatd")
        expect(form.get_by_text("did you mean “reach_cumulated”?")).to_be_visible(timeout=30_000)
        formula.fill("follows / reach_cumulated")
        expect(form.get_by_text("This month:")).to_be_visible(timeout=30_000)
        form.get_by_label("Unit").select_option("Share")
        expect(form.get_by_text("%")).to_be_visible(timeout=30_000)
        form.get_by_label("Id (small letters, _)").fill("follow_rate")
        for text in ("Name", "Definition", "What it decides"):
            for language in ("French", "English"):
                form.get_by_label(f"{text}, in {language}").fill("Follows by reach")
        form.get_by_label("Owner").fill("Ana")
        form.get_by_label("Departments").select_option("Marketing")
        form.get_by_role("button", name="Save").click()
        expect(form.get_by_text("Saved in brands/maison_alba.yaml:")).to_be_visible(timeout=30_000)
        browser.close()
    kpi = load_catalogue(own_project, "maison_alba").kpis["follow_rate"]

    assert (kpi.formula, kpi.unit, kpi.owner) == ("follows / reach_cumulated", "percent", "Ana")
    assert kpi.label.fr == "Follows by reach"
