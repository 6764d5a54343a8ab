"""A sum over other accounts is another sum: no new account is growth, no dead one a fall."""

import math

import pandas as pd
import pytest

from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month
from kpi_helpers.schema import VALUES

SEPTEMBER, OCTOBER = Month(2026, 9).period, Month(2026, 10).period


@pytest.fixture
def sums(catalogue, measure, kpi):
    """A flow, a stock and a rate of one table, and posts."""
    return catalogue(
        {
            "visits": measure(column="visits"),
            "orders": measure(column="orders"),
            "followers": measure(column="followers", over_time="last"),
            "likes": measure(table="post", column="likes"),
            "posts": measure(table="post", over_time="rows"),
        },
        {
            "visits": kpi(formula="visits"),
            "rate": kpi(formula="orders / visits", unit="percent"),
            "followers": kpi(formula="followers"),
            "likes": kpi(formula="likes"),
            "posts": kpi(formula="posts"),
        },
    )


def followers(*rows):
    names = ("date_start", "network", "account", "followers")
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_new_account_is_no_growth_of_a_stock(sums, grains):
    rows = followers(
        ("2026-09-30", "instagram", "maison", 1000),
        ("2026-10-31", "instagram", "maison", 1000),
        ("2026-10-31", "tiktok", "maison", 700),
    )
    tables = grains(account_day=rows)
    row = compare_kpis(sums, tables, ["followers"], OCTOBER, ["previous"]).iloc[0]
    assert (row["value"], row["baseline"]) == (1700, 1000)
    assert (row["comparable"], row["reason"]) == (False, "series_differ")
    assert math.isnan(row["change_rel"])  # never +0.7
    assert row["detail"]["new"] == ["maison (tiktok)"]
    assert row["detail"]["gone"] == []
    assert row["detail"]["series"] == ["+ maison (tiktok)"]
    one = compare_kpis(
        sums, tables, ["followers"], OCTOBER, ["previous"], where={"network": ["instagram"]}
    ).iloc[0]
    assert (one["comparable"], one["change_abs"]) == (True, 0)


def test_a_dead_account_is_no_fall_of_a_flow(sums, grains, days):
    rows = days("2025-10-01", 31, visits=10, orders=1, account="a")
    rows += days("2025-10-01", 31, visits=25, orders=1, account="old")
    rows += days("2026-10-01", 31, visits=10, orders=1, account="a")
    tables = grains(account_day=rows)
    for per_day in (False, True):
        row = compare_kpis(sums, tables, ["visits"], OCTOBER, ["year_ago"], per_day=per_day).iloc[0]
        assert (row["comparable"], row["reason"]) == (False, "series_differ")
        assert math.isnan(row["change_rel"])  # never -0.714
        assert row["detail"]["gone"] == ["old (instagram)"]
        assert row["detail"]["series"] == ["− old (instagram)"]
    by_account = compare_kpis(sums, tables, ["visits"], OCTOBER, ["year_ago"], by=["account"])
    found = by_account.set_index("account")
    assert found.loc["a", "comparable"]
    assert found.loc["old", "reason"] == "no_data"


def files(*rows):
    names = ("network", "account", "window_start", "window_end")
    known = {"source": "s", "brand": "b", "grain": "post"}
    return pd.DataFrame([known | dict(zip(names, row, strict=True)) for row in rows])


POSTS = (
    {"entity": "p1", "date_start": "2026-09-05", "account": "a", "likes": 3},
    {"entity": "p2", "date_start": "2026-09-06", "account": "z", "likes": 4},
    {"entity": "p3", "date_start": "2026-10-05", "account": "a", "likes": 5},
)


def test_an_account_that_was_looked_at_and_published_nothing_still_counts(sums, grains):
    windows = files(
        ("instagram", "a", "2026-09-01", "2026-10-31"),
        ("instagram", "z", "2026-09-01", "2026-10-31"),
    )
    tables = grains(post=list(POSTS), windows=windows)
    found = compare_kpis(sums, tables, ["likes", "posts"], OCTOBER, ["previous"])
    assert found["comparable"].tolist() == [True, True]
    assert found["change_abs"].tolist() == [-2, -1]


def test_an_account_whose_files_ended_is_gone(sums, grains):
    windows = files(
        ("instagram", "a", "2026-09-01", "2026-10-31"),
        ("instagram", "z", "2026-09-01", "2026-09-30"),
    )
    tables = grains(post=list(POSTS), windows=windows)
    found = compare_kpis(sums, tables, ["likes", "posts"], OCTOBER, ["previous"])
    assert found["reason"].tolist() == ["series_differ"] * 2
    assert found["detail"][0]["gone"] == ["z (instagram)"]


def test_a_file_that_names_no_account_stands_for_any(sums, grains):
    windows = files(
        ("instagram", None, "2026-09-01", "2026-09-30"),
        ("instagram", "a", "2026-10-01", "2026-10-31"),
    )
    tables = grains(post=[POSTS[0], POSTS[2]], windows=windows)
    found = compare_kpis(sums, tables, ["posts"], OCTOBER, ["elapsed_previous", "previous"])
    assert "series_differ" not in found["reason"].tolist()


def test_values_have_the_columns_of_the_schema_and_no_more(sums, grains, days):
    tables = grains(account_day=days("2026-09-01", 61, visits=1))
    values = kpi_values(sums, tables, ["visits"], [OCTOBER])
    assert list(values) == list(VALUES)
    assert "contributing" not in compare_kpis(sums, tables, ["visits"], OCTOBER)
    assert list(kpi_values(sums, tables, [], [OCTOBER])) == list(VALUES)
