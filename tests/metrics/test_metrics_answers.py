"""What stands beside a value, and the less common ways in which measures aggregate."""

from datetime import date

import pandas as pd
import pytest

from kpi_helpers.errors import DimensionError, MeasureError, NonAdditiveError
from kpi_helpers.metrics import scan as scanning
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.totals import measure_total
from kpi_helpers.periods import Month, Period, months_back
from kpi_helpers.schema import VALUES

JANUARY, FEBRUARY = Month(2026, 1).period, Month(2026, 2).period


@pytest.fixture
def simple(catalogue, measure, kpi):
    return catalogue({"visits": measure(column="visits")}, {"visits": kpi(formula="visits")})


def test_answers_have_the_shared_columns_with_dimensions_in_their_place(simple, grains, days):
    tables = grains(account_day=days("2026-01-01", 31, visits=1))
    values = kpi_values(simple, tables, ["visits"], [JANUARY], by=["network", "region"])
    plain = kpi_values(simple, tables, ["visits"], [JANUARY])
    assert list(plain.columns) == list(VALUES)
    assert values["reason"].tolist() == ["not_split_by"]
    at = list(VALUES).index("period_end") + 1
    assert list(values.columns) == [*list(VALUES)[:at], "network", "region", *list(VALUES)[at:]]


def test_each_table_is_scanned_once_whatever_is_asked_of_it(
    catalogue, measure, kpi, grains, days, monkeypatch
):
    declared = catalogue(
        {
            "visits": measure(column="visits"),
            "orders": measure(column="orders"),
            "likes": measure(table="post", column="likes"),
            "posts": measure(table="post", over_time="rows"),
            "contents": measure(table="post", over_time="none", distinct="content_id"),
        },
        {
            "visits": kpi(formula="visits"),
            "rate": kpi(formula="orders / visits", unit="percent"),
            "ytd": kpi(kind="cumulative", to_date="year", formula="orders"),
            "likes_per_post": kpi(formula="likes / posts", unit="ratio"),
            "contents": kpi(formula="contents"),
        },
    )
    posts = [{"entity": "p", "date_start": "2026-01-05", "likes": 3, "content_id": "X"}]
    tables = grains(account_day=days("2025-01-01", 400, visits=10, orders=1), post=posts)
    backend = tables.tables["account_day"].get_backend()
    queries = []
    execute = backend.raw_sql
    monkeypatch.setattr(
        type(backend), "raw_sql", lambda self, q, **kw: queries.append(str(q)) or execute(q, **kw)
    )
    once = scanning.scan_table
    scanned = []
    monkeypatch.setattr(
        "kpi_helpers.metrics.board.scan_table",
        lambda table, request: (
            scanned.append(table.get_name().rsplit(".")[-1]) or once(table, request)
        ),
    )
    periods = [month.period for month in months_back(Month(2026, 1), 13)]
    periods.append(Period(date(2025, 12, 20), date(2026, 1, 9)))
    sums = ["visits", "rate", "ytd", "likes_per_post"]
    kpi_values(declared, tables, sums, periods, by=["network"])
    assert sorted(scanned) == ["account_day", "post"]
    assert sum('"account_day"' in query for query in queries) <= 1
    scanned.clear()
    kpi_values(declared, tables, [*sums, "contents"], periods)
    assert sorted(scanned) == ["account_day", "post", "post"]  # exact counts see single rows


def test_the_scan_is_one_select_without_any_join(simple, grains, days):
    from kpi_helpers.metrics.cut import Cut
    from kpi_helpers.metrics.readings import read_measure
    from kpi_helpers.metrics.request import Request

    tables = grains(account_day=days("2026-01-01", 31, visits=1))
    reading = read_measure("visits", simple.measures["visits"], {})
    request = Request((reading,), ("network",), Cut.around([JANUARY, FEBRUARY]), "EUR")
    query = scanning.scan_query(tables.tables["account_day"], request)
    assert query.get_backend().compile(query).count('"account_day"') == 1
    assert "JOIN" not in query.get_backend().compile(query).upper()


def test_notes_of_the_import_become_caveats(catalogue, measure, kpi, grains):
    tables = grains(
        channel_period=[
            {"date_start": "2026-01-01", "cases": 4, "note": "prorated_bucket"},
            {"date_start": "2026-02-01", "cases": 4, "note": None},
        ]
    )
    declared = catalogue(
        {"cases": measure(table="channel_period", column="cases")}, {"cases": kpi(formula="cases")}
    )
    values = kpi_values(declared, tables, ["cases"], [JANUARY, FEBRUARY])
    assert values["caveats"].tolist() == [["prorated_bucket"], []]


def test_averages_are_over_time_within_a_series_and_series_add_up(catalogue, measure, kpi, grains):
    rows = [
        {"account": "a", "date_start": "2026-01-01", "stock": 10, "score": 4.0},
        {"account": "a", "date_start": "2026-01-02", "stock": 20, "score": 4.0},
        {"account": "a", "date_start": "2026-01-03", "stock": None, "score": 4.0},
        {"account": "b", "date_start": "2026-01-02", "stock": 100, "score": 2.0},
    ]
    declared = catalogue(
        {
            "stock": measure(column="stock", over_time="avg"),
            "stock_zero": measure(column="stock", over_time="avg", null_means="zero"),
            "score": measure(column="score", over_time="avg", unit="score"),
        },
        {
            "stock": kpi(formula="stock"),
            "stock_zero": kpi(formula="stock_zero"),
            "score": kpi(formula="score", unit="score"),
        },
    )
    asked = ["stock", "stock_zero", "score"]
    values = kpi_values(declared, grains(account_day=rows), asked, [JANUARY])
    assert values["value"].tolist() == [115, 110, 3.5]


def test_a_source_that_cannot_tell_a_dimension_is_left_out_and_named(
    catalogue, measure, kpi, grains
):
    rows = [
        {"source": "fb", "network": "facebook", "entity": "1", "breakdown": "total", "views": 100},
        {"source": "fb", "network": "facebook", "entity": "1", "breakdown": "funding"}
        | {"funding": "boosted", "views": 70},
        {"source": "ig", "network": "instagram", "entity": "2", "breakdown": "total", "views": 40},
    ]
    tables = grains(post=[row | {"date_start": "2026-01-05"} for row in rows])
    declared = catalogue(
        {
            "views": measure(table="post", column="views"),
            "boosted": measure(table="post", column="views", where={"funding": ["boosted"]}),
        },
        {
            "views": kpi(formula="views"),
            "boosted": kpi(formula="boosted"),
            "share": kpi(
                kind="share", measure="views", part={"funding": ["boosted"]}, unit="percent"
            ),
        },
    )
    split = kpi_values(declared, tables, ["views"], [JANUARY], by=["funding"])
    assert dict(zip(split["funding"], split["value"], strict=True)) == {"boosted": 70, None: 70}
    where = {"funding": ["boosted"]}
    limited = kpi_values(declared, tables, ["views"], [JANUARY], where=where).iloc[0]
    assert limited["value"] == 70
    assert "sources_left_out" in limited["caveats"]
    assert limited["detail"]["sources_left_out"] == ["ig"]
    values = kpi_values(declared, tables, ["boosted", "share"], [JANUARY])["value"]
    assert values.tolist() == [70, 0.7]  # never 70 of 140: Instagram cannot tell


def test_two_dimensions_give_the_combinations_that_exist(simple, grains):
    rows = [
        {"network": n, "region": r, "date_start": "2026-01-05", "visits": v}
        for n, r, v in (("fb", "north", 1), ("fb", "south", 2), ("ig", "north", 4))
    ]
    values = kpi_values(
        simple, grains(account_day=rows), ["visits"], [JANUARY], by=["network", "region"]
    )
    found = values[["network", "region", "value"]].values.tolist()
    assert found == [["fb", "north", 1], ["fb", "south", 2], ["ig", "north", 4]]


def test_measures_may_have_filters_of_their_own(catalogue, measure, kpi, grains):
    rows = [
        {"channel": c, "source": s, "date_start": "2026-01-05", "sessions": n}
        for c, s, n in (("Organic Social", "x", 5), ("Paid Social", "x", 7), ("Direct", "y", 20))
    ]
    declared = catalogue(
        {
            "sessions": measure(table="site_day", column="sessions"),
            "social": measure(
                table="site_day",
                column="sessions",
                where={"channel": ["Organic Social", "Paid Social"]},
            ),
            "of_y": measure(table="site_day", column="sessions", where={"source": ["y"]}),
        },
        {
            "social_share": kpi(formula="social / sessions", unit="percent"),
            "of_y": kpi(formula="of_y"),
        },
    )
    tables = grains(site_day=rows)
    assert kpi_values(declared, tables, ["social_share", "of_y"], [JANUARY])["value"].tolist() == [
        12 / 32,
        20,
    ]
    limited = kpi_values(
        declared, tables, ["social_share"], [JANUARY], where={"channel": ["Paid Social"]}
    )
    assert limited["value"].tolist() == [1]


def test_a_small_denominator_keeps_its_value_and_says_so(catalogue, measure, kpi, grains):
    declared = catalogue(
        {"a": measure(column="a"), "b": measure(column="b")},
        {"rate": kpi(formula="a / b", unit="percent", min_denominator=30)},
    )
    row = kpi_values(
        declared,
        grains(account_day=[{"date_start": "2026-01-05", "a": 1, "b": 2}]),
        ["rate"],
        [JANUARY],
    ).iloc[0]
    assert row["value"] == 0.5
    assert row["caveats"] == ["small_denominator"]


def test_pairs_across_tables_are_refused(catalogue, measure, kpi, grains):
    declared = catalogue(
        {"a": measure(column="a"), "b": measure(table="post", column="b")},
        {"rate": kpi(formula="a / b", unit="percent", pairwise=True)},
    )
    tables = grains(account_day=[{"date_start": "2026-01-05", "a": 1}])
    assert kpi_values(declared, tables, ["rate"], [JANUARY])["reason"].tolist() == ["not_paired"]


def test_a_table_or_column_that_was_never_imported_is_no_data(catalogue, measure, kpi, grains):
    declared = catalogue(
        {
            "a": measure(column="a"),
            "b": measure(table="post", column="b"),
            "c": measure(column="c"),
        },
        {n: kpi(formula=n) for n in ("a", "b", "c")},
    )
    tables = grains(account_day=[{"date_start": "2026-01-05", "a": 1}])
    values = kpi_values(declared, tables, ["a", "b", "c"], [JANUARY])
    assert values["reason"].tolist() == [None, "no_data", "no_data"]
    assert values["detail"].tolist()[1:] == [{"measures": ["b"]}, {"measures": ["c"]}]


def test_one_measure_asked_directly_is_a_number_or_an_error_that_teaches(
    catalogue, measure, kpi, grains, days
):
    declared = catalogue(
        {
            "reach": measure(column="reach", over_time="none"),
            "visits": measure(column="visits"),
            "followers": measure(column="followers", over_time="last"),
        },
        {},
    )
    rows = [r | {"reach": 100 + i} for i, r in enumerate(days("2026-01-01", 31, visits=2))]
    rows[3] |= {"followers": 10}
    tables = grains(account_day=rows)
    assert measure_total(declared, tables, "visits", JANUARY) == 62
    assert measure_total(declared, tables, "visits", FEBRUARY) is None
    with pytest.raises(NonAdditiveError) as refused:
        measure_total(declared, tables, "reach", JANUARY)
    values = refused.value.problems[0].values
    assert (values["low"], values["high"]) == (130, 31 * 100 + 465)
    with pytest.raises(NonAdditiveError) as gap:
        measure_total(declared, tables, "reach", Period(date(2025, 12, 31), JANUARY.end))
    assert gap.value.problems[0].values["high"] is None
    with pytest.raises(MeasureError, match="stale"):
        measure_total(declared, tables, "followers", JANUARY)
    with pytest.raises(DimensionError, match="not_split_by"):
        measure_total(declared, tables, "visits", JANUARY, where={"region": ["IDF"]})
    with pytest.raises(MeasureError, match="unknown_measure"):
        measure_total(declared, tables, "visit", JANUARY)


def test_a_frame_of_answers_can_be_stored_as_json(simple, grains, days):
    tables = grains(account_day=days("2026-01-01", 31, visits=1))
    values = kpi_values(simple, tables, ["visits"], [JANUARY, FEBRUARY])
    text = values.to_json(orient="records", date_format="iso")
    assert pd.read_json(pd.io.common.StringIO(text))["value"].tolist()[0] == 31
