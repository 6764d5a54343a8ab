"""Traps 13, 14 and 27: money, restatements and renamed metrics."""

import math
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import pytest

from kpi_helpers.catalogue.models import Break, FxRate
from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month
from kpi_helpers.schema import ENTITY, OBSERVATION, WINDOW
from kpi_helpers.sources.result import ReadResult, arrow_schema
from kpi_helpers.store.grains import open_grains
from kpi_helpers.store.observations import open_store

WORDS = {"fr": "mot", "en": "word"}


@pytest.fixture
def visits(catalogue, measure, kpi):
    """Daily visits, orders and their rate."""
    return catalogue(
        {"visits": measure(column="visits"), "orders": measure(column="orders")},
        {
            "visits": kpi(formula="visits"),
            "orders": kpi(formula="orders"),
            "rate": kpi(formula="orders / visits", unit="percent"),
        },
    )


def money(catalogue, measure, kpi, *rates):
    return catalogue(
        {"spend": measure(column="spend", unit="currency")},
        {"spend": kpi(formula="spend", unit="currency")},
        fx=tuple(FxRate(day=day, base="USD", quote="EUR", rate=rate) for day, rate in rates),
    )


def test_trap_13_money_is_exchanged_at_the_rate_of_its_own_day(catalogue, measure, kpi, grains):
    rates = (("2026-01-05", 0.90), ("2026-01-06", 0.95))
    declared = money(catalogue, measure, kpi, *rates)
    january = Month(2026, 1).period
    mixed = grains(
        account_day=[
            {"date_start": "2026-01-05", "spend": 100, "spend_currency": "EUR"},
            {"date_start": "2026-01-05", "account": "z", "spend": 100, "spend_currency": "USD"},
        ]
    )
    row = kpi_values(declared, mixed, ["spend"], [january]).iloc[0]
    assert row["value"] == pytest.approx(190)
    assert row["value"] != 200
    assert row["currency"] == "EUR"
    dollars = grains(
        account_day=[
            {"date_start": f"2026-01-0{d}", "spend": 100, "spend_currency": "USD"} for d in (5, 6)
        ]
    )
    row = kpi_values(declared, dollars, ["spend"], [january]).iloc[0]
    assert row["value"] == pytest.approx(185)
    assert row["value"] != pytest.approx(190)


def test_trap_13_a_missing_rate_is_named_and_never_a_wrong_sum(catalogue, measure, kpi, grains):
    declared = money(catalogue, measure, kpi, ("2026-01-05", 0.90))
    tables = grains(
        account_day=[
            {"date_start": "2026-01-05", "spend": 100, "spend_currency": "USD"},
            {"date_start": "2026-01-20", "spend": 100, "spend_currency": "USD"},
            {"date_start": "2026-02-01", "spend": 50, "spend_currency": "EUR"},
        ]
    )
    months = [Month(2026, 1).period, Month(2026, 2).period]
    january, february = kpi_values(declared, tables, ["spend"], months).to_dict("records")
    assert math.isnan(january["value"])
    assert january["reason"] == "no_fx_rate"
    assert january["detail"] == {"pair": "USD→EUR", "day": date(2026, 1, 20)}
    assert february["value"] == 50


def test_trap_13_a_rate_holds_for_a_week_and_no_longer(catalogue, measure, kpi, grains):
    declared = money(catalogue, measure, kpi, ("2026-01-05", 0.5))
    values = {
        day: kpi_values(
            declared,
            grains(account_day=[{"date_start": day, "spend": 100, "spend_currency": "USD"}]),
            ["spend"],
            [Month(2026, 1).period],
        ).iloc[0]
        for day in ("2026-01-04", "2026-01-12", "2026-01-13")
    }
    assert values["2026-01-12"]["value"] == 50
    assert values["2026-01-04"]["reason"] == values["2026-01-13"]["reason"] == "no_fx_rate"


def test_trap_13_a_weekend_takes_the_last_rate_before_it_and_a_month_its_average(
    catalogue, measure, kpi, grains
):
    rates = [
        (day.date(), 0.9 if day.day < 16 else 1.0)
        for day in pd.date_range("2026-04-01", "2026-04-30")
    ]
    declared = money(catalogue, measure, kpi, *rates, (date(2026, 1, 2), 0.5))
    tables = grains(
        account_day=[
            {"date_start": "2026-01-04", "date_end": "2026-01-04", "spend": 100}
            | {"spend_currency": "USD"},
            {"date_start": "2026-04-01", "date_end": "2026-04-30", "spend": 100}
            | {"spend_currency": "USD"},
        ]
    )
    months = [Month(2026, 1).period, Month(2026, 4).period]
    sunday, april = kpi_values(declared, tables, ["spend"], months).to_dict("records")
    assert sunday["value"] == 50
    assert april["value"] == pytest.approx(95)
    assert "fx_averaged" in april["caveats"]


def test_trap_14_a_figure_is_the_one_known_at_its_time(visits, grains):
    march = Month(2026, 3).period
    values = [
        kpi_values(
            visits,
            grains(known, account_day=[{"date_start": "2026-03-01", "visits": n}]),
            ["visits"],
            [march],
        )
        for known, n in (("2026-03-03", 100), ("2026-03-05", 130))
    ]
    assert [frame.iloc[0]["value"] for frame in values] == [100, 130]
    assert [str(frame.iloc[0]["known_at"].date()) for frame in values] == [
        "2026-03-03",
        "2026-03-05",
    ]


def test_trap_14_a_restated_value_replaces_the_first_one_and_the_past_stays_readable(
    catalogue, measure, kpi, tmp_path
):
    def file(value, seen):
        row = dict.fromkeys(OBSERVATION) | {
            "source": "s",
            "brand": "b",
            "network": "instagram",
            "account": "a",
            "grain": "account_day",
            "entity": "a",
            "metric": "reach",
            "date_start": date(2026, 3, 1),
            "date_end": date(2026, 3, 1),
            "breakdown": "total",
            "counter": "delta",
            "value": value,
            "observed_at": datetime(2026, 3, seen, 12),
            "observed_assumed": False,
            "source_file": f"{seen}.csv",
            "source_line": 2,
        }
        rows = pa.Table.from_pylist([row], schema=arrow_schema(OBSERVATION))
        none = [arrow_schema(columns).empty_table() for columns in (ENTITY, WINDOW)]
        return ReadResult("s", "b", f"{seen}.csv", f"sha{seen}", rows, *none, rows_read=1)

    store = open_store(tmp_path)
    store.append([file(100.0, 2)])
    store.append([file(130.0, 4)])
    declared = catalogue(
        {"reach": measure(column="reach")}, {"cumulated_reach": kpi(formula="reach")}
    )
    march = [Month(2026, 3).period]
    now, then = (
        kpi_values(declared, open_grains(store, "b", known), ["cumulated_reach"], march).iloc[0]
        for known in (None, datetime(2026, 3, 3, 12))
    )
    assert now["value"] == 130
    assert now["value"] != 230
    assert then["value"] == 100
    assert then["known_at"] == pd.Timestamp("2026-03-03 12:00")


def test_trap_27_nothing_is_compared_across_a_renamed_metric(catalogue, measure, kpi, grains, days):
    renamed = Break(
        id="meta_views",
        network="instagram",
        metrics=["impressions"],
        day="2025-04-21",
        replaced_by="views",
        label=WORDS,
        reference="changelog",
    )
    declared = catalogue(
        {"views": measure(column="views")}, {"views": kpi(formula="views")}, breaks=(renamed,)
    )
    rows = days("2024-05-01", 31, views=10) + days("2025-04-01", 61, views=15)
    may = Month(2025, 5).period
    compared = compare_kpis(declared, grains(account_day=rows), ["views"], may, ["year_ago"]).iloc[
        0
    ]
    assert not compared["comparable"]
    assert compared["reason"] == "definition_break"
    assert math.isnan(compared["change_rel"])
    months = [Month(2024, 5).period, Month(2025, 4).period, may]
    values = kpi_values(declared, grains(account_day=rows), ["views"], months)
    assert values["segment"].tolist() == [0, 1, 2]
    inside = ["definition_break_inside" in names for names in values["caveats"]]
    assert inside == [False, True, False]


def test_trap_27_a_break_of_one_network_does_not_touch_the_others(
    catalogue, measure, kpi, grains, days
):
    one = Break(
        id="x",
        network="facebook",
        metrics=["views"],
        day="2025-04-21",
        label=WORDS,
        reference="changelog",
    )
    declared = catalogue(
        {"views": measure(column="views")}, {"views": kpi(formula="views")}, breaks=(one,)
    )
    rows = days("2025-05-01", 31, views=1, network="facebook")
    rows += days("2025-05-01", 31, views=1, network="instagram")
    may = Month(2025, 5).period
    by_network = kpi_values(declared, grains(account_day=rows), ["views"], [may], by=["network"])
    assert by_network.set_index("network")["segment"].to_dict() == {"facebook": 2, "instagram": 0}
    only_instagram = kpi_values(
        declared, grains(account_day=rows), ["views"], [may], where={"network": ["instagram"]}
    )
    assert only_instagram["segment"].tolist() == [0]
