"""The form: what is typed is checked at once, shown with its figure, and saved whole or refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from made_catalogue import make_catalogue

from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.errors import CatalogueError, Problem
from kpi_helpers.finding import Figure
from kpi_helpers.session import open_session
from kpi_helpers.views.widgets import compose
from kpi_helpers.views.words import Words

ROOT = Path(__file__).resolve().parents[2]
MEASURES = ("views", "link_clicks")
HOSTILE = "<script>alert(1)</script>"


class _Form:
    """A form with the callables that it was given, its controls found by what they are called."""

    def __init__(self, locale="en", row=None, refusal=None):
        self.asked, self.written = [], []
        self.row = row or {"value": 0.25, "unit": "percent", "currency": None, "reason": None}
        self.refusal = refusal
        self.words = Words(locale, make_catalogue())
        self.box = compose(self.words, MEASURES, self._preview, self._save)

    def _preview(self, fields):
        self.asked.append(dict(fields))
        return self.row

    def _save(self, name, fields):
        if self.refusal:
            raise self.refusal
        self.written.append((name, fields))
        return "brands/alba.yaml:40"

    def control(self, name):
        wanted = self.words.message(f"compose_{name}")
        return next(c for c in self.box.children if getattr(c, "description", "") == wanted)

    @property
    def told(self):
        return self.box.children[-3].value

    @property
    def saved(self):
        return self.box.children[-1].value

    def press(self):
        self.control("save").click()


def test_a_formula_is_told_in_words_with_its_figure_of_the_month():
    form = _Form()
    form.control("formula").value = "link_clicks / views"

    assert "link_clicks ÷ Views" in form.told
    assert "This month: 25%" in form.told
    assert form.asked[-1]["formula"] == "link_clicks / views"


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en", "did you mean “views”?"), ("fr", "vouliez-vous dire «\u202fviews\u202f»")],
)
def test_a_misspelt_measure_is_told_with_a_mark_under_it_and_the_nearest_name(locale, text):
    form = _Form(locale)
    form.control("formula").value = "link_clicks / viws"
    lines = form.told.splitlines()

    assert text in form.told
    assert lines[-2].index("viws") == lines[-1].index("^")
    assert form.asked == []


def test_a_figure_that_cannot_be_worked_out_says_why():
    form = _Form(row={"value": None, "unit": "percent", "currency": None, "reason": "no_data"})
    form.control("formula").value = "views"

    assert "<strong>no data</strong>" in form.told


def test_another_unit_asks_for_the_figure_again():
    form = _Form()
    form.control("formula").value = "views"
    form.control("unit").value = "count"

    assert [fields["unit"] for fields in form.asked] == ["ratio", "count"]


def test_saving_hands_over_every_field_as_the_file_holds_it():
    form = _Form()
    typed = {"formula": "link_clicks\n / views", "name": " my_rate ", "label_fr": "Mon taux"}
    typed |= {"label_en": "My rate", "owner": "Ana", "min_denominator": "1 000,5"}
    typed |= {"unit": "percent", "department": ("marketing",), "dimension": ("network",)}
    for name, value in typed.items():
        form.control(name).value = value
    form.press()
    name, fields = form.written[0]

    assert name == "my_rate"
    assert fields["formula"] == "link_clicks / views"
    assert fields["label"] == {"fr": "Mon taux", "en": "My rate"}
    assert fields["min_denominator"] == 1000.5
    assert (fields["department"], fields["dimensions"]) == (["marketing"], ["network"])
    assert "Saved in brands/alba.yaml:40" in form.saved


def test_what_was_refused_is_told_whole_and_nothing_is_called_saved():
    problems = [Problem("value_empty", {"allowed": 1}, key="label"), Problem("writing_changed")]
    form = _Form(refusal=CatalogueError(problems))
    form.press()

    assert form.saved.count("<pre") == 2
    assert "nothing was written" in form.saved
    assert form.written == []


def test_what_was_saved_is_not_claimed_of_what_is_typed_after_it():
    form = _Form()
    form.press()
    form.control("formula").value = "views"

    assert form.saved == ""


def test_typed_text_is_shown_as_text():
    form = _Form()
    form.control("formula").value = HOSTILE
    form.press()

    assert "<script" not in form.told + form.saved


def test_every_control_has_a_name_in_both_languages():
    names = [
        [c.description for c in _Form(locale).box.children if hasattr(c, "description")]
        for locale in ("fr", "en")
    ]

    assert len(names[0]) == len(names[1]) > 15
    assert all(text for language in names for text in language if text != "")


@pytest.fixture
def own_project(workspace, tmp_path):
    """A project over the sample's store whose declarations may be changed."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "data").mkdir()
    for folder in ("sample", "reference"):
        (tmp_path / "data" / folder).symlink_to(ROOT / "data" / folder)
    (tmp_path / "data/store").symlink_to(workspace / "data/store")
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    return tmp_path


def test_a_formula_typed_in_the_form_is_previewed_saved_and_shown_when_opened_again(own_project):
    session = open_session("maison_alba", "2026-10", "en", str(own_project))
    perimeters = session.perimeters
    box = compose(session.words, session.catalogue.measures, perimeters.preview, perimeters.save)
    named = {c.description: c for c in box.children if getattr(c, "description", "")}
    message = session.words.message
    typed = {"formula": "follows / reach_cumulated", "unit": "percent", "name": "follow_rate"}
    typed |= {f"{t}_{lang}": "Follows by reach" for t in ("label", "definition", "decision")
              for lang in ("fr", "en")}  # fmt: skip
    typed |= {"owner": "Ana", "department": ("marketing",), "dimension": ("network",)}
    for name, value in typed.items():
        named[message(f"compose_{name}")].value = value
    shown = box.children[-3].value
    named[message("compose_save")].click()
    again = open_session("maison_alba", "2026-10", "en", str(own_project))
    row = again.values(["follow_rate"]).iloc[0]

    assert "Saved in brands/maison_alba.yaml:" in box.children[-1].value
    assert again.words.figure(Figure(row["value"], "percent")) in shown
    assert "follow_rate" in again.perimeters.own
    assert load_catalogue(own_project, "maison_alba").kpis["follow_rate"].owner == "Ana"
