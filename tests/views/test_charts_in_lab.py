"""Every kind of chart in a real JupyterLab, offline but for its own server."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from made_findings import CHARTED, MAKERS, make_catalogue
from real_lab import ARGUMENTS, CHROMIUM, serving, write_notebook

from kpi_helpers.views.charts.renderer import CHART_MIME
from kpi_helpers.views.show import present
from kpi_helpers.views.words import Words

pytestmark = pytest.mark.browser

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
    write_notebook(folder / "charts.ipynb", cell)


@pytest.fixture
def lab(tmp_path):
    """Address of a JupyterLab on loopback that serves one notebook."""
    served = tmp_path / "served"
    served.mkdir()
    _notebook(served)
    with serving(served, tmp_path) as address:
        yield address.format("charts.ipynb")


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
        drawn.nth(len(CHARTED) - 1).wait_for(state="attached", timeout=180_000)
        count, curves = drawn.count(), page.evaluate(CURVES)
        browser.close()

    assert count == len(CHARTED)
    assert told == []
    assert len(curves) > 10
    assert all(curve == sorted(curve) for curve in curves)
