"""The form in a real JupyterLab: typed, seen, saved, and loaded again."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from real_lab import ARGUMENTS, CHROMIUM, run_first_cell, serving, write_notebook

from kpi_helpers.catalogue.loader import load_catalogue

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
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
    write_notebook(root / "notebooks" / "form.ipynb", cell)
    return root


@pytest.fixture
def lab(own_project, tmp_path):
    """Address of a JupyterLab on loopback that serves the form."""
    with serving(own_project / "notebooks", tmp_path, PYTHONPATH=str(ROOT)) as address:
        yield address.format("form.ipynb")


def test_a_formula_is_typed_seen_saved_and_loaded_again(lab, own_project):
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(lab)
        run_first_cell(page)
        form = page.locator(".jp-OutputArea .widget-vbox")
        formula = form.locator("textarea").first
        formula.wait_for(timeout=180_000)
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
