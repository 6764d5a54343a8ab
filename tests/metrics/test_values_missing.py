"""An export that left a column out, or a blank cell, is no fall to zero."""

import math

import pytest

from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month

SEPTEMBER, OCTOBER = Month(2026, 9).period, Month(2026, 10).period


@pytest.fixture
def posts(catalogue, measure, kpi):
    """Sums over posts."""
    names = ("reach", "saves", "seconds")
    return catalogue(
        {name: measure(table="post", column=name) for name in names},
        {name: kpi(formula=name) for name in names},
    )


@pytest.fixture
def tables(grains, windows):
    """Posts of September and October, both looked at in full on both networks."""
    months = (("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31"))
    files = windows("post", *((*m, n) for m in months for n in ("facebook", "instagram")))

    def make(*rows):
        names = ("date_start", "network", "content_type", "reach", "saves", "seconds")
        records = [dict(zip(names, row, strict=True)) for row in rows]
        posts = [record | {"entity": f"p{i}"} for i, record in enumerate(records)]
        return grains(post=posts, windows=files)

    return make


ROWS = (
    ("2026-09-05", "facebook", "photo", 100, None, None),
    ("2026-09-06", "instagram", "photo", 300, 3, None),
    ("2026-10-05", "facebook", "photo", 100, None, None),
    ("2026-10-06", "instagram", "photo", None, 4, None),
)


def compared(posts, tables, kpi, **more):
    return compare_kpis(posts, tables, [kpi], OCTOBER, ["previous"], **more)


def test_an_export_without_its_reach_is_no_fall_of_the_reach(posts, tables):
    row = compared(posts, tables(*ROWS), "reach").iloc[0]
    assert (row["value"], row["baseline"]) == (100, 400)
    assert math.isnan(row["change_rel"])  # never -0.75
    assert (row["comparable"], row["reason"], row["complete"]) == (False, "values_missing", False)
    assert "values_missing" in row["caveats"]
    daily = compared(posts, tables(*ROWS), "reach", per_day=True).iloc[0]
    assert daily["reason"] == "values_missing"


def test_the_gap_belongs_to_its_own_network(posts, tables):
    rows = compared(posts, tables(*ROWS), "reach", by=["network"]).set_index("network")
    assert rows.loc["facebook", "comparable"]
    assert rows.loc["facebook", "complete"]
    assert "values_missing" not in rows.loc["facebook", "caveats"]
    assert "values_missing" in rows.loc["instagram", "caveats"]
    one = compared(posts, tables(*ROWS), "reach", where={"network": ["facebook"]}).iloc[0]
    assert (one["comparable"], one["change_rel"]) == (True, 0)


def test_a_gap_in_the_earlier_month_is_no_rise(posts, tables):
    turned = [(day.replace("-09-", "-x-"), *rest) for day, *rest in ROWS]
    turned = [(day.replace("-10-", "-09-"), *rest) for day, *rest in turned]
    turned = [(day.replace("-x-", "-10-"), *rest) for day, *rest in turned]
    row = compared(posts, tables(*turned), "reach").iloc[0]
    assert (row["value"], row["baseline"]) == (400, 100)
    assert (row["comparable"], row["reason"]) == (False, "values_missing")
    assert row["complete"]


def test_a_metric_that_a_network_never_has_is_not_missing(posts, tables):
    row = compared(posts, tables(*ROWS), "saves").iloc[0]
    assert (row["comparable"], row["complete"], row["change_abs"]) == (True, True, 1)
    assert "values_missing" not in row["caveats"]


def test_a_metric_that_a_kind_of_post_never_has_is_not_missing(posts, tables):
    rows = (
        ("2026-09-05", "facebook", "video", 1, None, 60),
        ("2026-10-05", "facebook", "video", 1, None, 90),
        ("2026-10-06", "facebook", "photo", 1, None, None),
    )
    row = compared(posts, tables(*rows), "seconds").iloc[0]
    assert (row["comparable"], row["complete"], row["change_abs"]) == (True, True, 30)


def test_one_blank_cell_is_said(posts, tables):
    rows = (*ROWS[:3], ("2026-10-06", "instagram", "photo", 290, 1, None))
    whole = kpi_values(posts, tables(*rows), ["reach"], [SEPTEMBER, OCTOBER])
    assert whole["complete"].tolist() == [True, True]
    blank = (*rows, ("2026-10-07", "instagram", "photo", None, 1, None))
    values = kpi_values(posts, tables(*blank), ["reach"], [SEPTEMBER, OCTOBER])
    assert values["complete"].tolist() == [True, False]
    assert values["value"].tolist() == [400, 390]
