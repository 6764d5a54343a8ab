"""Cards on the page: everything a reader must be able to check, and nothing that runs."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from made_workshops import catalogue

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.finding import Finding
from kpi_helpers.views.show import present
from kpi_helpers.views.words import Words

HOSTILE = '<img src=x onerror="alert(1)">'


def _finding(**more):
    row = {
        **{"kpi": "workshop_conversion", "kpi_version": "1.0.0", "value": 0.25, "unit": "percent"},
        **{"currency": None, "complete": True, "settled": True, "caveats": [], "withheld": []},
        **{"least": 10, "reason": None, "own_by": "declared", "place": ["brands/b.yaml:3"]},
        **{"objective": None, "since": None, "version_before": None, "badges": None, "gaps": None},
        **{"read_from": ["a.csv:2–9"], "more_files": 0, "lines": 8},
        **more,
    }
    return Finding("kpi_cards", pd.DataFrame([row]), "kpi_cards", {"count": 1, "changed": []})


def _html(finding, locale="en", known=None):
    return present(finding, Words(locale, known or catalogue()))[-1]["text/html"]


def test_a_card_shows_the_formula_in_words_and_in_symbols():
    html = _html(_finding())

    assert "workshop_buyers ÷ workshop_guests<br>" in html  # labels of this made-up catalogue
    assert "<code>workshop_buyers ÷ workshop_guests</code>" in html


def test_a_card_names_file_and_line_of_declaration_and_data():
    html = _html(_finding())

    assert "<code>brands/b.yaml:3</code>" in html
    assert "<code>a.csv:2–9</code>" in html
    assert "8 lines in" in html


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "1.0.0; no month is closed under it yet"),
        ({"since": "2026-08"}, "1.0.0; in every closed month since August 2026"),
        (
            {"since": "2026-08", "version_before": "0.9.0"},
            "1.0.0; in every closed month since August 2026, 0.9.0 until then",
        ),
    ],
)
def test_a_card_says_since_when_its_version_stands(more, text):
    assert text in _html(_finding(**more))


def test_badges_do_not_rest_on_colour_and_say_what_is_missing():
    met = {"objective": "growth", "badges": ["specific", "timed"], "gaps": ["baseline"]}
    html = _html(_finding(**met))
    letters = re.findall(r"<abbr[^>]*>(.*?)</abbr>", html)

    assert letters == ["S✓", "M✗", "A✗", "R✗", "T✓"]
    assert "missing: a baseline" in html


def test_a_masked_figure_stands_on_the_card_as_masked():
    html = _html(_finding(value=None, withheld=["value"], reason="withheld"))

    assert "under 10 or masked" in html


def test_a_figure_that_is_missing_gives_its_reason():
    html = _html(_finding(value=None, reason="no_data"))

    assert '<p class="kpi-card-value">no data</p>' in html


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_hostile_text_of_a_declaration_or_a_file_name_is_text(locale):
    known = catalogue()
    said = Text(fr=HOSTILE, en=HOSTILE)
    texts = dict.fromkeys(("label", "definition", "decision", "side_effects"), said)
    evil = known.kpis["workshop_conversion"].model_copy(update=texts | {"owner": HOSTILE})
    known = known.model_copy(update={"kpis": known.kpis | {"workshop_conversion": evil}})
    html = _html(_finding(read_from=[HOSTILE], place=[HOSTILE]), locale, known)

    assert "<img" not in html
    assert html.count("&lt;img") >= 7
