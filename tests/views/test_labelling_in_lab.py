"""Labelling by the keyboard alone, in a real JupyterLab with a real kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from real_lab import ARGUMENTS, CHROMIUM, run_first_cell, serving, write_notebook

pytestmark = pytest.mark.browser

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
    served = tmp_path / "served"
    served.mkdir()
    write_notebook(served / "label.ipynb", nbformat.v4.new_code_cell(CELL))
    with serving(served, tmp_path) as address:
        yield address.format("label.ipynb"), served


def test_keys_alone_label_one_comment_after_another(lab):
    from playwright.sync_api import sync_playwright

    address, served = lab
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        run_first_cell(page)
        field = page.locator(".jp-OutputArea input[type=text]")
        field.wait_for(timeout=180_000)
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
