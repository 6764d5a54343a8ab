"""Drivers that the formula ties get their part of a change, and all parts make it up."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_helpers.catalogue.models import Driver
from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.driver_parts import driver_parts
from kpi_helpers.metrics.nature import as_flow, nature_of
from kpi_helpers.periods import Month

ALL = ("revenue", "orders", "value", "rate", "orders_alone")


def _by_formula(*kpis: str) -> list[Driver]:
    return [Driver(kpi=name, edge="formula") for name in kpis]


@pytest.fixture
def declared(catalogue, measure, kpi):
    """Revenue is orders times their value; a rate of orders among visits, which no KPI tells."""
    measures = {name: measure(table="post") for name in ("revenue", "orders", "visits")}
    measures["level"] = measure(over_time="last", series=["account"])
    measures["people"] = measure(over_time="none", distinct="entity", column=None)
    return catalogue(
        measures,
        {
            "revenue": kpi(formula="revenue", drivers=_by_formula("orders", "value")),
            "orders": kpi(formula="orders", drivers=[Driver(kpi="rate", edge="influence")]),
            "value": kpi(formula="revenue / orders", unit="ratio"),
            "rate": kpi(
                formula="orders / visits", unit="percent", drivers=_by_formula("orders_alone")
            ),
            "orders_alone": kpi(formula="orders"),
            "loose": kpi(formula="revenue"),
            "to_date": kpi(formula="revenue", kind="cumulative", to_date="year"),
            "level": kpi(formula="level"),
            "people": kpi(formula="people"),
        },
    )


@pytest.fixture
def found(declared, grains, windows):
    """Parts of the changes from September to October of (revenue, orders, visits)."""

    def make(before: tuple, after: tuple, kpis=ALL) -> pd.DataFrame:
        rows = [
            {"date_start": day, "entity": day, **dict(zip(("revenue", "orders", "visits"), numbers,
                                                          strict=True))}
            for day, numbers in (("2026-09-15", before), ("2026-10-15", after))
        ]  # fmt: skip
        tables = grains(windows=windows("post", ("2026-09-01", "2026-10-31")), post=rows)
        compared = compare_kpis(declared, tables, kpis, Month(2026, 10).period, ("previous",))
        return driver_parts(declared, tables, compared)

    return make


def _of(parts: pd.DataFrame, kpi: str) -> dict[str, float]:
    own = parts[parts["kpi"] == kpi]
    return dict(zip(own["driver"], own["part"], strict=True))


def test_an_amount_is_its_volume_times_its_value(found):
    """1 000 = 10 × 100 becomes 1 760 = 16 × 110: 6 × 105 and 10 × 13."""
    parts = found((1_000, 10, 50), (1_760, 16, 80))

    assert _of(parts, "revenue") == {"orders": pytest.approx(630), "value": pytest.approx(130)}


def test_a_rate_is_told_by_the_kpi_that_is_its_measure_alone_and_else_by_the_measure(found):
    parts = found((1_000, 10, 50), (1_000, 30, 100))  # 20 % becomes 30 %
    rows = parts[parts["kpi"] == "rate"].set_index("driver")

    assert dict(rows["kind"]) == {"orders_alone": "kpi", "visits": "measure"}
    # orders: (30 − 10) ÷ 50 and ÷ 100, their mean; visits: the rest of ten points
    assert rows["part"]["orders_alone"] == pytest.approx(0.3)
    assert rows["part"]["visits"] == pytest.approx(-0.2)


def test_parts_sum_to_the_change(found):
    parts = found((977.31, 13, 57), (1_310.77, 17, 41))

    assert abs(sum(_of(parts, "revenue").values()) - (1_310.77 - 977.31)) < 1e-9
    assert abs(sum(_of(parts, "rate").values()) - (17 / 41 - 13 / 57)) < 1e-9


def test_a_single_measure_and_a_mere_influence_have_no_parts(found):
    parts = found((1_000, 10, 50), (1_760, 16, 80), (*ALL, "loose"))

    assert not {"orders", "orders_alone", "loose"} & set(parts["kpi"])


def test_what_cannot_be_compared_says_why(found):
    parts = found((1_000, 10, 0), (1_760, 16, 80))
    (row,) = parts[parts["kpi"] == "rate"].to_dict("records")

    assert (row["driver"], row["reason"]) == (None, "no_baseline")


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("revenue", "flow"),
        ("to_date", "flow"),
        ("value", "rate"),
        ("level", "stock"),
        ("people", "growing"),
    ],
)
def test_what_may_be_prorated_is_known_by_how_it_grows(declared, name, nature):
    assert nature_of(declared, name) == nature


def test_a_total_to_date_is_told_month_by_month(declared):
    plain = as_flow(declared, ["to_date", "value"])

    assert (plain.kpis["to_date"].kind, plain.kpis["to_date"].to_date) == ("formula", None)
    assert plain.kpis["value"] is declared.kpis["value"]
