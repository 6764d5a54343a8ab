"""Closed months make up the year, each kind of KPI by its own rule, without a rest."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_bridge import closed, closed_row, declared, input_rows

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.year_bridge import year_bridge

JANUARY, FEBRUARY, MARCH = "2026-01", "2026-02", "2026-03"


def _bridge(
    kpi: str, months: dict[str, dict], to: str = MARCH, **more: object
) -> tuple[Finding, list[float], list[float]]:
    """The finding, and of its KPI the steps and the year after each of them."""
    closes, inputs = closed(kpi, months, **more)
    finding = year_bridge(closes, inputs, declared(), [kpi], Month.parse(to))
    table = finding.table
    return finding, table["contribution"].tolist(), table["year_to_date"].tolist()


def _quarter(*seen: dict) -> dict[str, dict]:
    return dict(zip((JANUARY, FEBRUARY, MARCH), seen, strict=True))


@pytest.mark.parametrize(
    ("kpi", "months", "steps", "year"),
    [
        ("revenue", _quarter({"revenue": 100}, {"revenue": 50}, {"revenue": 70}), [100, 50, 70],
         [100, 150, 220]),
        ("posts_published", _quarter({"posts": 4}, {"posts": 0}, {"posts": 6}), [4, 0, 6],
         [4, 4, 10]),
        ("followers", _quarter({"followers": 900}, {"followers": 950}, {"followers": 940}),
         [900, 50, -10], [900, 950, 940]),
        # 10/100, then 40/300, then 50/500: the year is a ratio of sums, no mean of months.
        ("reply_rate_24h", _quarter({"replies_24h": 10, "cases": 100},
         {"replies_24h": 30, "cases": 200}, {"replies_24h": 10, "cases": 200}),
         [0.1, 0.4 / 3 - 0.1, 0.1 - 0.4 / 3], [0.1, 0.4 / 3, 0.1]),
        # A flow over a flow of another table: 400/20 = 20, then 500/50 = 10.
        ("cac", _quarter({"spend": 400, "new_customers": 20}, {"spend": 100, "new_customers": 30},
         {"spend": 0, "new_customers": 0}), [20, -10, 0], [20, 10, 10]),
        ("nps", _quarter(
            {"nps_promoters": 6, "nps_detractors": 1, "nps_answers": 10},
            {"nps_promoters": 2, "nps_detractors": 2, "nps_answers": 10},
            {"nps_promoters": 1, "nps_detractors": 4, "nps_answers": 20}),
         [50, -25, -20], [50, 25, 5]),
        ("boosted_view_share", _quarter({"part": 0, "whole": 10}, {"part": 5, "whole": 10},
         {"part": 5, "whole": 20}), [0, 0.25, 0], [0, 0.25, 0.25]),
        # A running total already holds the months before it.
        ("revenue_ytd", _quarter({"revenue": 100}, {"revenue": 150}, {"revenue": 220}),
         [100, 50, 70], [100, 150, 220]),
        # `coalesce(saves, 0)`: what nobody counted in a month is nothing in the year.
        ("engagements", _quarter(
            {"reactions": 5, "comments": 1, "shares": 1, "saves": None},
            {"reactions": 5, "comments": 0, "shares": 0, "saves": 3},
            {"reactions": 0, "comments": 0, "shares": 0, "saves": 0}), [7, 8, 0], [7, 15, 15]),
    ],
)  # fmt: skip
def test_each_kind_of_kpi_goes_to_the_year_by_its_own_rule(kpi, months, steps, year):
    finding, found, levels = _bridge(kpi, months)

    assert found == pytest.approx(steps)
    assert levels == pytest.approx(year)
    assert math.fsum(found) == pytest.approx(levels[-1], rel=1e-12)
    assert finding.table["reason"].isna().all()


def test_people_of_several_months_are_refused_with_the_reason():
    finding, steps, year = _bridge("active_users", _quarter(*[{"active_users": 10}] * 3))

    assert all(map(math.isnan, [*steps, *year]))
    assert set(finding.table["reason"]) == {"not_additive"}
    assert finding.message == "year_bridge_plain_so_far"
    assert finding.values["answered"] == 0


def test_people_of_one_month_are_the_year_so_far():
    _, steps, year = _bridge("active_users", {JANUARY: {"active_users": 10}}, to=JANUARY)

    assert (steps, year) == ([10], [10])


def test_a_month_without_cases_has_no_rate_and_leaves_that_of_the_year():
    months = _quarter(
        {"replies_24h": 0, "cases": 0},
        {"replies_24h": 1, "cases": 4},
        {"replies_24h": 0, "cases": 0},
    )
    _, steps, year = _bridge("reply_rate_24h", months)

    assert math.isnan(steps[0]) and math.isnan(year[0])
    assert (steps[1:], year[1:]) == ([0.25, 0.0], [0.25, 0.25])


def test_a_rate_of_nothing_all_year_has_no_figure():
    finding, *_ = _bridge("reply_rate_24h", _quarter(*[{"replies_24h": 0, "cases": 0}] * 3))

    assert set(finding.table["reason"]) == {"zero_denominator"}


def test_a_sum_with_a_month_that_nobody_measured_is_no_sum_of_the_year():
    finding, steps, _ = _bridge(
        "revenue", _quarter({"revenue": 100}, {"revenue": None}, {"revenue": 70})
    )

    assert set(finding.table["reason"]) == {"month_without_value"}
    assert all(map(math.isnan, steps))


def test_the_year_stops_before_a_month_that_is_not_closed():
    months = {JANUARY: {"revenue": 100}, MARCH: {"revenue": 70}}
    finding, steps, year = _bridge("revenue", months)

    assert steps[0] == year[0] == 100
    assert math.isnan(steps[1]) and math.isnan(year[1])
    assert finding.table["reason"].tolist() == [None, "month_not_closed"]
    assert finding.values["count"] == 1
    assert finding.values["month"] == Month(2026, 1)
    assert finding.caveats[0].message == "month_not_closed"
    assert finding.caveats[0].values == {"months": [Month(2026, 2)]}


def test_without_january_no_figure_of_the_year_is_invented():
    finding, steps, _ = _bridge("revenue", {FEBRUARY: {"revenue": 1}, MARCH: {"revenue": 2}})

    assert finding.message == "year_bridge_gap"
    assert finding.values["first"] == Month(2026, 1)
    assert all(map(math.isnan, steps))


def test_without_closes_that_is_what_is_said():
    closes, inputs = closed("revenue", {"2025-12": {"revenue": 1}})
    finding = year_bridge(closes, inputs, declared(), ["revenue"], Month(2026, 3))

    assert finding.message == "year_bridge_none"
    assert finding.values == {"year": "2026"}
    assert finding.table.empty


def test_months_of_last_year_are_not_counted():
    months = {"2025-12": {"revenue": 999}, JANUARY: {"revenue": 100}}
    _, steps, year = _bridge("revenue", months, to=JANUARY)

    assert (steps, year) == ([100], [100])


def test_a_definition_that_changed_within_the_year_is_named_and_not_bridged():
    closes, inputs = closed("revenue", _quarter(*[{"revenue": 100}] * 3))
    closes.loc[closes["month"] == JANUARY, "kpi_version"] = "0.9.0"
    finding = year_bridge(closes, inputs, declared(), ["revenue"], Month(2026, 3))

    assert set(finding.table["reason"]) == {"version_changed"}
    assert finding.table["contribution"].isna().all()
    named = [c.values["kpis"] for c in finding.caveats if c.message == "version_changed"]
    assert named == [[Ref("kpi", "revenue")]]


def test_a_formula_edited_under_its_old_version_is_not_bridged():
    seen = {"replies_24h": 10, "cases": 100}
    closes, inputs = closed("reply_rate_24h", _quarter(seen, seen, seen))
    closes.loc[closes["month"] == FEBRUARY, "value"] = 0.9  # as cases without a reply, then
    finding = year_bridge(closes, inputs, declared(), ["reply_rate_24h"], Month(2026, 3))

    assert set(finding.table["reason"]) == {"version_changed"}
    assert finding.table["year_to_date"].isna().all()


def test_money_of_two_currencies_is_not_summed():
    closes, inputs = closed("revenue", _quarter(*[{"revenue": 100}] * 3))
    closes.loc[closes["month"] == JANUARY, "currency"] = "USD"
    finding = year_bridge(closes, inputs, declared(), ["revenue"], Month(2026, 3))

    assert set(finding.table["reason"]) == {"currency_mismatch"}


def test_a_platform_that_counts_anew_within_the_year_is_told():
    closes, inputs = closed("cumulated_reach", _quarter(*[{"reach_cumulated": 100}] * 3))
    closes["segment"] = [0, 0, 1]
    finding = year_bridge(closes, inputs, declared(), ["cumulated_reach"], Month(2026, 3))

    assert [c.message for c in finding.caveats] == ["definition_break_inside"]


def test_a_restated_month_is_named_with_the_sentence():
    closes, inputs = closed("revenue", _quarter(*[{"revenue": 100}] * 3))
    closes.loc[closes["month"] == FEBRUARY, "close"] = 2
    finding = year_bridge(closes, inputs, declared(), ["revenue"], Month(2026, 3))

    assert finding.table["close"].tolist() == [1, 2, 1]
    assert finding.caveats[0].message == "newest_close"
    assert finding.caveats[0].values == {"months": [Month(2026, 2)]}


def test_a_kpi_that_was_declared_later_than_the_first_close_has_no_year():
    one = closed("revenue", _quarter(*[{"revenue": 100}] * 3))
    late = closed("orders", {MARCH: {"orders": 5}})
    closes, inputs = (pd.concat(pair, ignore_index=True) for pair in zip(one, late, strict=True))
    finding = year_bridge(closes, inputs, declared(), ["orders", "revenue"], Month(2026, 3))

    assert finding.table.loc[0, ["kpi", "reason"]].tolist() == ["orders", "month_without_value"]
    assert finding.values["answered"] == 1


def test_rows_come_in_any_order_and_twice():
    closes, inputs = closed("revenue", _quarter({"revenue": 100}, {"revenue": 50}, {"revenue": 70}))
    closes, inputs = (pd.concat([f, f])[::-1].reset_index(drop=True) for f in (closes, inputs))
    finding = year_bridge(closes, inputs, declared(), ["revenue"], Month(2026, 3))

    assert finding.table["period"].tolist() == [JANUARY, FEBRUARY, MARCH]
    assert finding.table["contribution"].tolist() == [100, 50, 70]


def test_of_a_month_closed_twice_the_newest_close_counts():
    first = closed("revenue", {JANUARY: {"revenue": 100}})
    again = [frame.assign(close=2) for frame in closed("revenue", {JANUARY: {"revenue": 90}})]
    closes, inputs = (pd.concat(pair, ignore_index=True) for pair in zip(again, first, strict=True))
    table = year_bridge(closes, inputs, declared(), ["revenue"], Month(2026, 1)).table

    assert table[["close", "value", "year_to_date"]].values.tolist() == [[2, 90, 90]]


def test_the_sentence_tells_the_year_so_far_and_its_largest_month():
    finding, *_ = _bridge("revenue", _quarter({"revenue": 100}, {"revenue": 50}, {"revenue": 70}))

    assert finding.message == "year_bridge_so_far"
    assert finding.values == {
        "answered": 1,
        "month": Month(2026, 3),
        "kpi": Ref("kpi", "revenue"),
        "value": Figure(220.0, "currency", "EUR"),
        "best": Month(2026, 1),
        "step": Figure(100.0, "currency", "EUR"),
        "year": "2026",
        "count": 3,
        "total": 1,
    }


def test_twelve_closed_months_are_the_year():
    months = {f"2026-{number:02d}": {"revenue": number} for number in range(1, 13)}
    finding, _, year = _bridge("revenue", months, to="2026-12")

    assert finding.message == "year_bridge"
    assert year[-1] == 78


def test_a_year_that_the_data_of_today_tell_otherwise_is_named():
    closes, inputs = closed("revenue", _quarter(*[{"revenue": 100}] * 3))
    month = Month(2026, 3)

    def caveats(value: float, to: Month) -> list[str]:
        today = pd.DataFrame([{"kpi": "revenue", "value": value, "period_end": to.period.end}])
        found = year_bridge(closes, inputs, declared(), ["revenue"], month, today)
        return [caveat.message for caveat in found.caveats]

    assert caveats(301.0, month) == ["differs_from_today"]
    assert caveats(300.0, month) == []
    assert caveats(999.0, Month(2026, 4)) == []


NUMBERS = st.integers(-1000, 10**6).map(float)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_steps_of_every_declared_kpi_sum_to_its_year(data):
    catalogue = declared()
    kpis = [name for name in catalogue.kpis if name != "active_users"]
    months = [str(Month(2026, number)) for number in range(1, 5)]
    closes, inputs = [], []
    for kpi in kpis:
        names = ["part", "whole"] if catalogue.kpis[kpi].kind == "share" else _names(kpi)
        for month in months:
            seen = {name: data.draw(NUMBERS) for name in names}
            closes.append(closed_row(kpi, month, seen))
            inputs += input_rows(kpi, month, seen)
    finding = year_bridge(
        pd.DataFrame(closes), pd.DataFrame(inputs), catalogue, kpis, Month(2026, 4)
    )
    for _, rows in finding.table.groupby("kpi"):
        told = rows.dropna(subset=["contribution"])
        if len(told):
            scale = max(1.0, told["contribution"].abs().max())
            gap = math.fsum(told["contribution"]) - told["year_to_date"].iloc[-1]
            assert abs(gap) <= 1e-9 * scale


def _names(kpi: str) -> list[str]:
    from kpi_helpers.catalogue.formula import parse

    catalogue = declared()
    return sorted(parse(catalogue.kpis[kpi].formula, catalogue.measures).used)
