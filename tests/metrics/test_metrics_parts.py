"""The small parts that figures are made of: the cut calendar, rates, presence of days."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.catalogue.models import FxRate
from kpi_helpers.metrics.cut import Cut
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.money import Rates
from kpi_helpers.metrics.numbering import numbered
from kpi_helpers.periods import Month, Period

JANUARY = Month(2026, 1).period
spans = st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 200)).map(
    lambda t: Period(t[0], t[0] + timedelta(t[1]))
)


@given(periods=st.lists(spans, min_size=1, max_size=6))
def test_the_pieces_of_the_calendar_tile_every_period(periods):
    bounds = sorted(Cut.around(periods).bounds().values())
    for (_, last), (first, _) in pairwise(bounds):
        assert first == last + 1
    for period in periods:
        start, end = period.start.toordinal(), period.end.toordinal()
        inside = [b for b in bounds if start <= b[0] and b[1] <= end]
        assert sum(last - first + 1 for first, last in inside) == period.days


def test_pieces_are_no_longer_than_a_month():
    cut = Cut.around([Period(date(2025, 1, 1), date(2026, 12, 31))])
    assert max(last - first for first, last in cut.bounds().values()) <= 30


def rate(base, quote, value, day=date(2026, 1, 5)):
    return FxRate(day=day, base=base, quote=quote, rate=value)


def test_a_rate_serves_both_directions_and_the_declared_one_wins():
    day = date(2026, 1, 5).toordinal()
    rates = Rates.of([rate("EUR", "USD", 1.25)])
    assert rates.on("USD", "EUR", day) == 0.8
    both = Rates.of([rate("USD", "EUR", 0.9), rate("EUR", "USD", 1.25)])
    assert (both.on("USD", "EUR", day), both.on("EUR", "USD", day)) == (0.9, 1.25)
    assert rates.on("GBP", "EUR", day) is None


@given(
    rows=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=30),
)
def test_numbers_tell_combinations_apart_and_keep_them(rows):
    columns = [np.array([row[0] for row in rows], dtype=object), np.array([r[1] for r in rows])]
    codes, found = numbered(columns)
    assert [found[code] for code in codes] == rows
    assert found == sorted(set(rows))


def test_a_breakdown_that_lacks_a_dimension_of_its_totals_is_refused(
    catalogue, measure, kpi, grains
):
    rows = [
        {"breakdown": "total", "channel": "x", "age_band": None, "reach": 10},
        {"breakdown": "age_band", "channel": None, "age_band": "18-24", "reach": 6},
    ]
    tables = grains(account_day=[row | {"date_start": "2026-01-05"} for row in rows])
    declared = catalogue({"reach": measure(column="reach")}, {"reach": kpi(formula="reach")})
    values = kpi_values(declared, tables, ["reach"], [JANUARY], by=["age_band", "channel"])
    assert values["reason"].tolist() == ["not_split_together"]
    assert values["detail"][0]["dimensions"] == ["age_band", "channel"]


def test_the_rest_of_a_stock_is_todays_total_less_todays_parts(catalogue, measure, kpi, grains):
    rows = [
        ("2026-01-30", "total", None, 90),
        ("2026-01-31", "total", None, 100),
        ("2026-01-31", "region", "north", 70),
        ("2026-01-31", "region", "south", 20),
    ]
    tables = grains(
        account_day=[
            {"date_start": day, "breakdown": breakdown, "region": region, "followers": n}
            for day, breakdown, region, n in rows
        ]
    )
    declared = catalogue(
        {"followers": measure(column="followers", over_time="last")},
        {"followers": kpi(formula="followers")},
    )
    split = kpi_values(declared, tables, ["followers"], [JANUARY], by=["region"])
    found = dict(zip(split["region"], split["value"], strict=True))
    assert found == {"north": 70, "south": 20, None: 10}
    assert kpi_values(declared, tables, ["followers"], [JANUARY])["value"].tolist() == [100]


def test_a_part_by_account_takes_its_rest_from_its_own_account(catalogue, measure, kpi, grains):
    rows = [
        ("a", "total", None, 50),
        ("a", "age_band", "18-24", 30),
        ("b", "total", None, 40),
    ]
    tables = grains(
        account_day=[
            {"account": account, "date_start": "2026-01-05", "breakdown": breakdown}
            | {"age_band": age, "reach": n}
            for account, breakdown, age, n in rows
        ]
    )
    declared = catalogue({"reach": measure(column="reach")}, {"reach": kpi(formula="reach")})
    split = kpi_values(declared, tables, ["reach"], [JANUARY], by=["account", "age_band"])
    assert split[["account", "age_band", "value"]].values.tolist() == [
        ["a", "18-24", 30],
        ["a", None, 20],
        ["b", None, 40],
    ]
