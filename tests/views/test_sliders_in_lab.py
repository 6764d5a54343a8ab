"""Sliders moved by the keyboard alone, in a real JupyterLab with a real kernel."""

from __future__ import annotations

import nbformat
import pytest
from real_lab import ARGUMENTS, CHROMIUM, run_first_cell, serving, write_notebook

pytestmark = pytest.mark.browser

CELL = """\
from IPython.display import display
from kpi_helpers import open_session, show
from kpi_helpers.views.widgets import bound_budget, slide

session = open_session("maison_alba", "2026-10", "en", {root!r})
targets = session.objectives.targets()
display(slide(**session.controls.horizon(session.outlook.ahead, "revenue", targets), show=show))
display(bound_budget(**session.controls.budget(), show=show))
"""


@pytest.fixture
def lab(workspace, tmp_path):
    """Address of a JupyterLab on loopback that serves both controls over the sample."""
    served = tmp_path / "served"
    served.mkdir()
    cell = nbformat.v4.new_code_cell(CELL.format(root=str(workspace)))
    write_notebook(served / "sliders.ipynb", cell)
    with serving(served, tmp_path) as address:
        yield address.format("sliders.ipynb")


def test_months_ahead_and_the_budget_answer_the_arrow_keys(lab):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(lab)
        run_first_cell(page)
        boxes = page.locator(".jp-OutputArea > .jp-OutputArea-child .widget-vbox")
        boxes.nth(1).locator(".kpi-finding").first.wait_for(timeout=180_000)
        months, budget = boxes.nth(0), boxes.nth(1)
        rows = months.locator("table tbody tr").count()
        _press(page, months, "ArrowRight", "7")
        page.wait_for_function(
            "before => document.querySelectorAll('.widget-vbox')[0]"
            ".querySelectorAll('table tbody tr').length > before",
            arg=rows,
            timeout=60_000,
        )
        before = budget.locator(".kpi-finding").first.inner_text()
        _press(page, budget, "PageDown", None)
        page.wait_for_function(
            "before => document.querySelectorAll('.widget-vbox')[1]"
            ".querySelector('.kpi-finding')?.innerText !== before",
            arg=before,
            timeout=60_000,
        )
        after = budget.locator(".kpi-finding").first.inner_text()
        browser.close()

    assert after and after != before


def _press(page, box, key, shown):
    box.locator(".noUi-handle").first.focus()
    page.keyboard.press(key)
    if shown:
        box.locator(".widget-readout").first.get_by_text(shown).wait_for(timeout=30_000)
