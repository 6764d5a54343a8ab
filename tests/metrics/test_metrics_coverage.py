"""Which days the data cover, and what may be compared with what."""

import math
from datetime import date

import pytest

from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month, Period

JANUARY, FEBRUARY = Month(2026, 1).period, Month(2026, 2).period


@pytest.fixture
def simple(catalogue, measure, kpi):
    return catalogue({"visits": measure(column="visits")}, {"visits": kpi(formula="visits")})


def test_a_bucket_counts_only_when_wholly_inside(catalogue, measure, kpi, grains):
    weeks = [
        ("2025-12-29", "2026-01-04"),
        ("2026-01-05", "2026-01-11"),
        ("2026-01-26", "2026-02-01"),
    ]
    tables = grains(
        channel_period=[
            {"date_start": first, "date_end": last, "spend": 7.0, "channel": "meta"}
            for first, last in weeks
        ]
    )
    declared = catalogue(
        {"spend": measure(table="channel_period", column="spend", unit="currency")},
        {"spend": kpi(formula="spend", unit="currency")},
    )
    row = kpi_values(declared, tables, ["spend"], [JANUARY]).iloc[0]
    assert row["value"] == 7
    assert row["coverage"] == 7 / 31
    assert row["as_of"] == date(2026, 1, 11)
    assert not row["complete"]
    assert "bucket_left_out" in row["caveats"]
    assert "currency_assumed" in row["caveats"]
    whole = Period(date(2025, 12, 29), date(2026, 1, 11))
    row = kpi_values(declared, tables, ["spend"], [whole]).iloc[0]
    assert (row["value"], row["coverage"], row["complete"]) == (14, 1, True)
    assert "bucket_left_out" not in row["caveats"]


def test_a_monthly_bucket_makes_a_month_whole(catalogue, measure, kpi, grains):
    tables = grains(
        channel_period=[{"date_start": "2026-01-01", "date_end": "2026-01-31", "cases": 40}]
    )
    declared = catalogue(
        {"cases": measure(table="channel_period", column="cases")}, {"cases": kpi(formula="cases")}
    )
    row = kpi_values(declared, tables, ["cases"], [JANUARY]).iloc[0]
    assert (row["value"], row["complete"], row["as_of"]) == (40, True, JANUARY.end)
    assert row["caveats"] == []


def test_posts_are_covered_by_what_the_files_speak_of(catalogue, measure, kpi, grains, windows):
    posts = [{"entity": "p", "date_start": "2026-01-05", "likes": 3}]
    files = windows("post", ("2025-12-01", "2025-12-31"), ("2026-01-01", "2026-02-10"))
    tables = grains(post=posts, windows=files)
    declared = catalogue(
        {
            "likes": measure(table="post", column="likes"),
            "posts": measure(table="post", over_time="rows"),
        },
        {"likes": kpi(formula="likes"), "posts": kpi(formula="posts")},
    )
    months = [JANUARY, FEBRUARY, Month(2026, 4).period]
    values = kpi_values(declared, tables, ["posts"], months)
    assert values["coverage"].tolist() == [1, 10 / 28, 0]
    assert values["complete"].tolist() == [True, False, False]
    assert values["value"].tolist()[:2] == [1, 0]  # looked at, and none published
    assert math.isnan(values["value"][2])  # never looked at
    assert values["as_of"].tolist() == [JANUARY.end, date(2026, 2, 10), None]
    likes = kpi_values(declared, tables, ["likes"], months)["value"]
    assert likes.isna().tolist() == [False, True, True]


def test_without_windows_posts_are_taken_as_known_up_to_the_newest_data_and_said_so(
    catalogue, measure, kpi, grains
):
    tables = grains("2026-01-20", post=[{"entity": "p", "date_start": "2026-01-05", "likes": 3}])
    declared = catalogue(
        {"likes": measure(table="post", column="likes")}, {"likes": kpi(formula="likes")}
    )
    row = kpi_values(declared, tables, ["likes"], [JANUARY]).iloc[0]
    assert row["as_of"] == date(2026, 1, 20)
    assert not row["complete"]
    assert "coverage_assumed" in row["caveats"]


def test_a_network_that_stops_delivering_makes_the_total_incomplete(simple, grains, days):
    rows = days("2025-12-01", 62, visits=10, network="facebook")
    rows += days("2025-12-01", 31, visits=10, network="instagram")
    row = kpi_values(simple, grains(account_day=rows), ["visits"], [JANUARY]).iloc[0]
    assert row["value"] == 310
    assert not row["complete"]
    assert row["coverage"] == 0.5
    assert "series_missing" in row["caveats"]
    assert row["detail"]["series_missing"] == ["a"]
    by_network = kpi_values(
        simple,
        grains(account_day=rows),
        ["visits"],
        [Month(2025, 12).period, JANUARY],
        by=["network"],
    ).set_index(["network", "period"])
    assert by_network["complete"].to_dict() == {
        ("facebook", "2025-12"): True,
        ("facebook", "2026-01"): True,
        ("instagram", "2025-12"): True,
        ("instagram", "2026-01"): False,
    }
    assert by_network.loc[("instagram", "2026-01"), "reason"] == "no_data"


def test_a_series_that_ended_long_ago_is_not_missed(simple, grains, days):
    rows = days("2026-01-01", 31, visits=10) + days("2025-06-01", 30, visits=1, account="old")
    row = kpi_values(simple, grains(account_day=rows), ["visits"], [JANUARY]).iloc[0]
    assert row["complete"]
    assert row["coverage"] == 1


def test_values_settle_after_the_days_the_source_needs(catalogue, measure, kpi, grains, days):
    declared = catalogue(
        {"spend": measure(column="spend", settle_days=28)}, {"spend": kpi(formula="spend")}
    )
    rows = days("2026-01-01", 31, spend=1)
    settled = [
        kpi_values(declared, grains(known, account_day=rows), ["spend"], [JANUARY])["settled"][0]
        for known in ("2026-02-27", "2026-02-28")
    ]
    assert settled == [False, True]


def test_the_year_to_date_adds_up_the_months_and_misses_none(catalogue, measure, kpi, grains, days):
    declared = catalogue(
        {"orders": measure(column="orders")},
        {"ytd": kpi(kind="cumulative", to_date="year", formula="orders")},
    )
    rows = days("2025-12-01", 31, orders=5) + days("2026-01-01", 31, orders=1)
    rows += days("2026-03-01", 31, orders=2)
    months = [JANUARY, FEBRUARY, Month(2026, 3).period]
    values = kpi_values(declared, grains(account_day=rows), ["ytd"], months)
    assert values["value"].tolist() == [31, 31, 93]
    assert values["complete"].tolist() == [True, False, False]
    assert values["coverage"].tolist() == pytest.approx([1, 31 / 59, 62 / 90])
    assert values["period"].tolist() == ["2026-01", "2026-02", "2026-03"]


def test_a_running_total_is_compared_with_the_same_day_of_last_year_only(
    catalogue, measure, kpi, grains, days
):
    declared = catalogue(
        {"orders": measure(column="orders")},
        {"ytd": kpi(kind="cumulative", to_date="year", formula="orders")},
    )
    tables = grains(account_day=days("2025-01-01", 400, orders=1))
    compared = compare_kpis(declared, tables, ["ytd"], JANUARY).set_index("kind")
    assert compared.loc["previous", "reason"] == "running_total"
    assert compared.loc["year_ago", "comparable"]
    assert compared.loc["year_ago", "change_abs"] == 0


def test_a_gap_that_means_zero_is_zero_only_where_somebody_looked(
    catalogue, measure, kpi, grains, windows
):
    declared = catalogue(
        {
            "sales": measure(column="sales", null_means="zero"),
            "spend": measure(column="spend"),
        },
        {"cost": kpi(formula="spend / sales", unit="ratio"), "sales": kpi(formula="sales")},
    )
    rows = [{"date_start": "2026-01-05", "spend": 10, "sales": None}]
    files = windows("account_day", ("2026-01-01", "2026-01-31"))
    tables = grains(account_day=rows, windows=files)
    values = kpi_values(declared, tables, ["sales", "cost"], [JANUARY, FEBRUARY])
    assert values["value"].tolist()[0] == 0
    assert values["reason"].tolist() == [None, "no_data", "zero_denominator", "no_data"]


def test_comparisons_refuse_what_they_cannot_set_side_by_side(
    catalogue, measure, kpi, grains, days
):
    declared = catalogue(
        {
            "visits": measure(column="visits"),
            "followers": measure(column="followers", over_time="last"),
        },
        {
            "visits": kpi(formula="visits"),
            "cost": kpi(formula="visits", direction="down"),
            "band": kpi(formula="visits", direction="none"),
            "followers": kpi(formula="followers"),
        },
    )
    rows = days("2025-12-20", 12, visits=0) + days("2026-01-01", 59, visits=1)
    rows += [
        {"account": name, "date_start": day, "followers": n}
        for name, day, n in (
            ("A", "2026-01-31", 100),
            ("C", "2026-01-31", 900),
            ("A", "2026-02-28", 110),
        )
    ]
    tables = grains(account_day=rows)
    asked = ["visits", "cost", "band", "followers"]
    rows = compare_kpis(declared, tables, asked, FEBRUARY, ["previous", "year_ago"])
    found = rows.set_index(["kpi", "kind"])
    assert found.loc[("visits", "year_ago"), "reason"] == "no_baseline"
    assert math.isnan(found.loc[("visits", "year_ago"), "baseline"])
    assert found.loc[("visits", "previous"), "change_abs"] == -3
    assert found["improved"].tolist()[:6:2] == [False, True, None]
    stale = found.loc[("followers", "previous")]
    assert (stale["value"], stale["baseline"]) == (110, 1000)
    assert stale["reason"] == "stale_differs"
    assert stale["detail"]["series"] == ["C"]
    january = compare_kpis(declared, tables, ["visits"], JANUARY, ["previous"]).iloc[0]
    assert january["reason"] == "baseline_partial"
    zero = compare_kpis(declared, tables, ["visits"], JANUARY, ["previous"], per_day=True).iloc[0]
    assert (zero["change_abs"], zero["comparable"]) == (1, True)
    assert math.isnan(zero["change_rel"])
    with pytest.raises(ValueError, match="unknown comparison"):
        compare_kpis(declared, tables, asked, FEBRUARY, ["last_week"])


def test_comparisons_by_dimension_meet_their_own_past(simple, grains, days):
    rows = days("2026-01-01", 31, visits=1, network="facebook")
    rows += days("2026-01-01", 59, visits=2, network="instagram")
    compared = compare_kpis(
        simple, grains(account_day=rows), ["visits"], FEBRUARY, ["previous"], by=["network"]
    ).set_index("network")
    assert compared.loc["instagram", "change_abs"] == 56 - 62
    assert compared.loc["facebook", "reason"] == "no_data"
    assert compared.loc["facebook", "baseline"] == 31


def test_both_sides_of_an_elapsed_comparison_have_the_same_days(simple, grains, days):
    rows = days("2026-02-01", 59, visits=1)
    march = Month(2026, 3).period
    row = compare_kpis(
        simple, grains(account_day=rows), ["visits"], march, ["elapsed_previous"]
    ).iloc[0]
    assert (row["value"], row["baseline"]) == (28, 28)
    assert row["period_end"] == date(2026, 3, 28)
