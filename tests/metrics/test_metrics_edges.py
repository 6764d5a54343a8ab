"""Empty tables, far periods, odd questions: an answer with a reason, never a crash."""

from datetime import UTC, date, datetime

import pytest

from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.rolling import rolling_values
from kpi_helpers.periods import COMPARISONS, Month, Period
from kpi_helpers.store.grains import Grains

FAR = Month(2035, 5).period
JANUARY = Month(2026, 1).period
WAYS = {
    "summed": {"column": "n"},
    "counted": {"over_time": "rows"},
    "level": {"column": "n", "over_time": "last"},
    "mean": {"column": "n", "over_time": "avg"},
    "people": {"column": "n", "over_time": "none"},
    "things": {"over_time": "none", "distinct": "content_id"},
    "middle": {"column": "n", "over_time": "none", "quantile": 0.5},
    "money": {"column": "n", "unit": "currency"},
}


@pytest.fixture
def every_way(catalogue, measure, kpi):
    """One KPI for each way a measure aggregates, over events and over days."""
    measures = {
        f"{name}_{table}": measure(table=table, **fields)
        for name, fields in WAYS.items()
        for table in ("post", "account_day")
    }
    return catalogue(measures, {n: kpi(formula=n, unit=measures[n].unit) for n in measures})


@pytest.fixture
def tables(grains):
    row = {"date_start": "2026-01-05", "entity": "p", "n": 3.0, "content_id": "x"}
    return grains(post=[row], account_day=[row])


@pytest.mark.parametrize("by", [(), ("network",), ("region",), ("network", "content_type")])
def test_a_period_without_any_data_has_reasons_and_no_values(every_way, tables, by):
    values = kpi_values(every_way, tables, list(every_way.kpis), [FAR], by=by)
    counted = values["kpi"].str.startswith("counted")
    assert values.loc[~counted, "value"].isna().all()
    assert values.loc[values["value"].isna(), "reason"].notna().all()
    assert not values["complete"].any()
    assert len(values) == len(every_way.kpis)


@pytest.mark.parametrize("by", [(), ("network",), ("network", "account")])
def test_every_way_of_aggregating_one_row_gives_that_row(every_way, tables, by):
    values = kpi_values(
        every_way, tables, list(every_way.kpis), [Period(date(2026, 1, 5), date(2026, 1, 5))], by=by
    )
    ways = values["kpi"].str.split("_").str[0]
    expected = ways.map(lambda way: 1 if way in ("counted", "things") else 3)
    assert values["value"].tolist() == expected.tolist()
    assert values["reason"].isna().all()


def test_every_comparison_of_nothing_is_refused(every_way, tables):
    compared = compare_kpis(every_way, tables, list(every_way.kpis), FAR, COMPARISONS)
    assert len(compared) == len(every_way.kpis) * len(COMPARISONS)
    assert not compared["comparable"].any()
    assert compared["reason"].notna().all()
    assert compared["change_abs"].isna().all()


def test_tables_without_rows_or_columns_answer_no_data(every_way):
    nothing = Grains.from_frames({}, known_at=datetime(2026, 2, 1, tzinfo=UTC))
    values = kpi_values(every_way, nothing, list(every_way.kpis), [JANUARY])
    assert set(values["reason"]) == {"no_data"}


def test_where_that_nothing_matches_is_no_data_not_a_zero(every_way, tables):
    where = {"network": ["tiktok"]}
    values = kpi_values(every_way, tables, ["summed_post", "level_post"], [JANUARY], where=where)
    assert values["reason"].tolist() == ["no_data", "no_data"]


def test_asking_twice_or_in_another_order_gives_the_same_rows(every_way, tables):
    once = kpi_values(every_way, tables, ["summed_post", "money_post"], [JANUARY], by=["network"])
    again = kpi_values(
        every_way,
        tables,
        ["money_post", "summed_post", "money_post"],
        [JANUARY],
        by=["network", "network"],
    )
    assert once["kpi"].tolist() == ["summed_post", "money_post"]
    assert again["kpi"].tolist() == ["money_post", "summed_post"]
    assert sorted(once["value"]) == sorted(again["value"])


def test_no_periods_is_a_question_nobody_can_answer(every_way, tables):
    with pytest.raises(ValueError, match="at least one period"):
        kpi_values(every_way, tables, ["summed_post"], [])
    with pytest.raises(ValueError, match="at least one period"):
        rolling_values(every_way, tables, ["summed_post"], [], 7)
