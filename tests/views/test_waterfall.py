"""A waterfall's steps follow one another, and only lengths that mean something are drawn."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from made_catalogue import make_catalogue
from made_year import year_bridge, year_change
from spec_reading import datasets, spec_of

from kpi_helpers.views.show import present
from kpi_helpers.views.words import Words


def _panels(finding, field: str) -> list[list[dict[str, Any]]]:
    spec = spec_of(finding, "en")
    return [rows for _, rows in datasets(spec) if rows and field in rows[0]]


def test_months_that_add_up_rise_from_zero_each_from_the_end_of_the_last():
    revenue = next(rows for rows in _panels(year_bridge(), "opening") if rows[0]["end"] > 1)

    assert revenue[0]["start"] == 0
    assert not any(row["opening"] for row in revenue)
    for before, row in pairwise(revenue):
        assert row["start"] == before["end"]
    assert revenue[-1]["last"] == "€580,600"


def test_a_rate_does_not_rise_from_zero_so_its_first_month_is_no_bar():
    rate = next(rows for rows in _panels(year_bridge(), "opening") if rows[0]["end"] < 1)

    assert [row["opening"] for row in rate] == [True] + [False] * 9
    assert rate[0]["start"] == rate[0]["end"] == 0.031
    assert rate[1]["text"] == "+0.15\u202fpt"


def test_people_that_make_up_no_year_have_no_panel():
    assert len(_panels(year_bridge(), "opening")) == 2


def test_steps_lead_from_the_figure_before_to_the_figure_now():
    money, rate = _panels(year_change(), "start")

    assert [row["label"] for row in money] == ["Year before", "Volume", "Mix", "Rates", "This year"]
    assert [row["label"] for row in rate] == ["Year before", "Mix", "Rates", "This year"]
    assert (money[0]["end"], money[1]["start"]) == (529_643.0, 529_643.0)
    assert money[-2]["end"] == money[-1]["start"] == money[-1]["end"] == 580_600.0
    assert [row["text"] for row in rate] == ["8.4%", "−5\u202fpt", "+0.6\u202fpt", "4%"]


def test_where_there_is_one_effect_its_parts_are_the_steps():
    finding = year_change()
    finding.table.drop(finding.table.index[finding.table["effect"] != "rate"], inplace=True)
    rate = _panels(finding, "start")[1]

    assert [row["label"] for row in rate][1:-1] == ["Instagram", "Not attributed"]


def test_what_is_not_attributed_is_named_in_the_table():
    table = present(year_change(), Words("fr", make_catalogue()))[-1]["text/html"]

    assert "Non attribué" in table


def test_without_a_figure_nothing_is_drawn():
    for finding in (year_bridge(), year_change()):
        finding.table["contribution"] = float("nan")

        assert len(present(finding, Words("en", make_catalogue()))) == 2
