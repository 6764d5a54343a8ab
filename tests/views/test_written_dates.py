"""Days, months and periods as each locale writes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kpi_helpers.periods import Month, Period
from kpi_helpers.views.dates import read_period
from kpi_helpers.views.words import Words


def test_a_day_is_written_out():
    assert Words("fr").date(date(2026, 10, 1)) == "1er octobre 2026"
    assert Words("en").date(date(2026, 10, 5)) == "5 October 2026"
    assert Words("en").date(datetime(2026, 10, 5, 12, 30)) == "5 October 2026, 12:30\u202fUTC"


def test_a_day_in_a_table_is_short():
    assert Words("fr").date_short(date(2026, 9, 5)) == "5 sept. 2026"
    assert Words("en").date_short(date(2026, 9, 5)) == "5 Sep 2026"


def test_a_month_is_named_and_its_short_name_tells_the_year():
    assert Words("fr").month("2026-09") == "septembre 2026"
    assert Words("en").month(Month(2026, 9)) == "September 2026"
    assert Words("fr").month_short("2026-09") == "sept. 26"
    assert Words("en").month_short("2026-09") == "Sep 26"


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_two_months_of_a_decade_share_a_short_name(locale):
    words = Words(locale)
    months = [Month(2020, 1).shifted(place) for place in range(120)]

    assert len({words.month_short(month) for month in months}) == 120


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ((2026, 9, 1), (2026, 9, 30), "septembre 2026", "September 2026"),
        ((2026, 1, 1), (2026, 12, 31), "2026", "2026"),
        ((2026, 1, 1), (2026, 9, 30), "janvier–septembre 2026", "January–September 2026"),
        (
            (2025, 11, 1),
            (2026, 1, 31),
            "novembre 2025 – janvier 2026",
            "November 2025 – January 2026",
        ),
        ((2026, 9, 1), (2026, 9, 10), "1er–10 septembre 2026", "1–10 September 2026"),
        (
            (2026, 8, 28),
            (2026, 9, 3),
            "28 août 2026 – 3 septembre 2026",
            "28 August 2026 – 3 September 2026",
        ),
        ((2026, 9, 4), (2026, 9, 4), "4 septembre 2026", "4 September 2026"),
    ],
)
def test_a_period_takes_its_shortest_clear_form(start, end, french, english):
    period = Period(date(*start), date(*end))

    assert Words("fr").period(period) == french
    assert Words("en").period(period) == english


@pytest.mark.parametrize("period", [Month(2026, 2).period, Period.trailing(date(2026, 3, 4), 9)])
def test_a_period_label_reads_back_to_its_period(period):
    assert read_period(period.label) == period


def test_a_text_that_is_no_period_label_is_kept():
    assert Words("fr").period("automne") == "automne"
