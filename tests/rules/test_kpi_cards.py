"""What a card tells beyond the catalogue: lines, versions, badges."""

from __future__ import annotations

import pandas as pd
from made_workshops import catalogue, frame, row

from kpi_helpers.catalogue.own import Origin
from kpi_helpers.finding import Ref
from kpi_helpers.rules.kpi_cards import kpi_cards
from kpi_helpers.rules.protected_cells import protected_cells

NO_SOURCES = pd.DataFrame(columns=["kpi", "source_file", "first_line", "last_line", "lines"])
NO_CLOSES = pd.DataFrame(columns=["month", "kpi", "kpi_version"])


def _cards(value=120.0, sources=NO_SOURCES, closes=NO_CLOSES, badges=None, origins=None):
    known = catalogue()
    known = known.model_copy(update={"provenance": {"kpis.workshop_guests": "kpis.yaml:7"}})
    cells = protected_cells(frame([row("workshop_guests", "whole", value=value)]), known)
    return kpi_cards(cells, origins or {}, sources, closes, known, badges)


def _closed(*versions):
    months = ("2026-07", "2026-08", "2026-09")
    return pd.DataFrame(
        [
            {"month": month, "kpi": "workshop_guests", "kpi_version": version}
            for month, version in zip(months, versions, strict=True)
        ]
    )


def _only(finding):
    assert len(finding.table) == 1
    return finding.table.iloc[0]


def test_the_files_with_most_lines_are_named_and_the_others_counted():
    sources = pd.DataFrame(
        [("workshop_guests", name, 2, last, last - 1) for name, last in
         (("a.csv", 5), ("b.csv", 90), ("c.csv", 2), ("d.csv", 40))],
        columns=NO_SOURCES.columns,
    )  # fmt: skip
    card = _only(_cards(sources=sources))

    assert card["read_from"] == ["b.csv:2–90", "d.csv:2–40", "a.csv:2–5"]
    assert (card["more_files"], card["lines"]) == (1, 133)


def test_a_line_read_for_two_measures_is_counted_once():
    sources = pd.DataFrame(
        [("workshop_guests", "a.csv", 2, 9, 8), ("workshop_guests", "a.csv", 4, 9, 6)],
        columns=NO_SOURCES.columns,
    )
    card = _only(_cards(sources=sources))

    assert (card["read_from"], card["lines"]) == (["a.csv:2–9"], 8)


def test_without_a_line_nothing_is_claimed_to_be_read():
    card = _only(_cards())

    assert (card["read_from"], card["more_files"], card["lines"]) == ([], 0, 0)


def test_a_version_stands_since_the_first_closed_month_under_it():
    card = _only(_cards(closes=_closed("0.9.0", "1.0.0", "1.0.0")))

    assert (card["since"], card["version_before"]) == ("2026-08", "0.9.0")
    assert _cards(closes=_closed("0.9.0", "1.0.0", "1.0.0")).values["changed"] == [
        Ref("kpi", "workshop_guests")
    ]


def test_a_version_that_never_changed_has_no_version_before():
    card = _only(_cards(closes=_closed("1.0.0", "1.0.0", "1.0.0").iloc[::-1]))

    assert (card["since"], card["version_before"]) == ("2026-07", None)


def test_a_version_newer_than_every_close_stands_since_no_month():
    card = _only(_cards(closes=_closed("0.8.0", "0.9.0", "0.9.0")))

    assert (card["since"], card["version_before"]) == (None, None)


def test_without_a_close_nothing_is_said_of_the_past():
    assert _only(_cards())["since"] is None


def test_a_card_says_where_the_kpi_is_declared_and_where_the_brand_changes_it():
    card = _only(_cards(origins={"workshop_guests": Origin("differs", "brands/b.yaml:9")}))

    assert card["place"] == ["kpis.yaml:7", "brands/b.yaml:9"]


def test_a_target_shows_its_badges_and_what_it_lacks():
    badges = pd.DataFrame(
        [{"kpi": "workshop_guests", "specific": False, "measurable": True, "achievable": True,
          "relevant": True, "timed": False, "gaps": ["perimeter", "date"]}]
    )  # fmt: skip
    card = _only(_cards(badges=badges))

    assert card["badges"] == ["measurable", "achievable", "relevant"]
    assert card["gaps"] == ["perimeter", "date"]


def test_an_indicator_without_objective_has_no_badges():
    assert _only(_cards())["badges"] is None


def test_a_withheld_figure_stands_on_no_card():
    card = _only(_cards(value=3.0))

    assert pd.isna(card["value"])
    assert card["reason"] == "withheld"


def test_no_kpi_makes_no_card():
    empty = frame([row("workshop_guests", "region", value=20)]).assign(withheld=[[]], least=10)

    assert kpi_cards(empty, {}, NO_SOURCES, NO_CLOSES, catalogue()).message == "kpi_cards_none"
