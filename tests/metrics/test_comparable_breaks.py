"""Trap 27 inside periods: what a platform counted in two ways is compared with nothing."""

import math

import pytest

from kpi_helpers.catalogue.models import Break
from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month

WORDS = {"fr": "mot", "en": "word"}
MARCH, APRIL, MAY = (Month(2026, number).period for number in (3, 4, 5))


@pytest.fixture
def views(catalogue, measure, kpi):
    """Views, which the platform counts anew from a day on."""

    def make(day, **fields):
        one = Break(
            id="x",
            network="instagram",
            metrics=fields.pop("metrics", ["views"]),
            day=day,
            label=WORDS,
            reference="changelog",
            **fields,
        )
        declared = {"views": measure(column="views")}
        return catalogue(declared, {"views": kpi(formula="views")}, breaks=(one,))

    return make


def verdict(declared, tables, period, kind="previous"):
    return compare_kpis(declared, tables, ["views"], period, [kind]).iloc[0]


def test_a_month_with_a_break_inside_is_compared_with_neither_neighbour(views, grains, days):
    tables = grains(account_day=days("2026-03-01", 92, views=10))
    declared = views("2026-04-10")
    months = [MARCH, APRIL, MAY]
    values = kpi_values(declared, tables, ["views"], months)
    assert len(set(values["segment"])) == 3
    for month in (APRIL, MAY):
        row = verdict(declared, tables, month)
        assert (row["comparable"], row["reason"]) == (False, "definition_break")
        assert math.isnan(row["change_rel"])


def test_a_break_on_the_first_day_of_a_month_parts_it_from_the_month_before_only(
    views, grains, days
):
    tables = grains(account_day=days("2026-03-01", 92, views=10))
    declared = views("2026-04-01")
    assert verdict(declared, tables, APRIL)["reason"] == "definition_break"
    row = verdict(declared, tables, MAY)
    assert row["comparable"]
    assert row["change_abs"] == 10


def test_a_break_on_the_last_day_lies_inside(views, grains, days):
    tables = grains(account_day=days("2026-03-01", 92, views=10))
    assert verdict(views("2026-04-30"), tables, MAY)["reason"] == "definition_break"


def test_a_renamed_metric_has_no_baseline_because_of_the_break(views, grains, days):
    rows = days("2025-05-01", 31, impressions=10) + days("2026-05-01", 31, views=15)
    declared = views("2025-06-21", metrics=["impressions"], replaced_by="views")
    row = verdict(declared, grains(account_day=rows), MAY, "year_ago")
    assert math.isnan(row["baseline"])
    assert (row["comparable"], row["reason"]) == (False, "definition_break")
    assert row["detail"]["baseline_reason"] == "no_data"


def test_a_renamed_metric_whose_break_lies_inside_the_empty_month(views, grains, days):
    rows = days("2026-04-01", 30, impressions=10) + days("2026-05-01", 31, views=15)
    declared = views("2026-04-21", metrics=["impressions"], replaced_by="views")
    row = verdict(declared, grains(account_day=rows), MAY)
    assert (row["comparable"], row["reason"]) == (False, "definition_break")
