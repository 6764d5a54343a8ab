"""Every kind of chart in a real JupyterLab, offline but for its own server."""

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
from made_findings import CHARTED, MAKERS, make_catalogue

from kpi_helpers.views.charts.renderer import CHART_MIME
from kpi_helpers.views.show import present
from kpi_helpers.views.words import Words

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "only-for-this-test"
CURVES = """
() => [...document.querySelectorAll(".vega-embed svg .mark-line path")]
  .map(path => [...path.getAttribute("d").matchAll(/[ML](-?[\\d.]+),/g)].map(m => Number(m[1])))
"""


def _notebook(folder: Path) -> None:
    """One cell with what every finding of a chart shows, as a run leaves it."""
    words = Words("fr", make_catalogue())
    cell = nbformat.v4.new_code_cell("show(finding)")
    cell.outputs = [
        nbformat.v4.new_output("display_data", bundle)
        for make in MAKERS
        for bundle in present(make(), words)
        if CHART_MIME in bundle
    ]
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.write(notebook, folder / "charts.ipynb")


@pytest.fixture
def lab(tmp_path):
    """Address of a JupyterLab on loopback that serves one notebook."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    served = tmp_path / "served"
    served.mkdir()
    _notebook(served)
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
        yield f"http://127.0.0.1:{port}/lab/tree/charts.ipynb?token={TOKEN}"
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


def test_jupyterlab_draws_every_chart_offline_without_a_complaint(lab):
    from playwright.sync_api import sync_playwright

    told = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.on("console", lambda m: told.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.route(
            lambda address: not address.startswith("http://127.0.0.1:"), lambda route: route.abort()
        )
        page.goto(lab)
        drawn = page.locator(".jp-OutputArea .vega-embed svg.marks")
        drawn.nth(len(CHARTED) - 1).wait_for(state="attached", timeout=90_000)
        count, curves = drawn.count(), page.evaluate(CURVES)
        browser.close()

    assert count == len(CHARTED)
    assert told == []
    assert len(curves) > 10
    assert all(curve == sorted(curve) for curve in curves)
