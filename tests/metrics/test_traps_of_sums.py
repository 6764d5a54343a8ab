"""Traps 3, 5-7, 15-18, 21 and 29: what may be summed or divided, and split by what."""

import math

import pytest

from kpi_helpers.errors import DimensionError, MeasureError
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month

JANUARY = Month(2026, 1).period


def only(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def test_trap_3_a_rate_is_a_ratio_of_sums(catalogue, measure, kpi, grains):
    tables = grains(
        account_day=[
            {"date_start": "2026-01-01", "clicks": 1, "views": 10},
            {"date_start": "2026-01-02", "clicks": 50, "views": 10_000},
        ]
    )
    declared = catalogue(
        {"clicks": measure(column="clicks"), "views": measure(column="views")},
        {"ctr": kpi(formula="clicks / views", unit="percent", min_denominator=1000)},
    )
    row = only(kpi_values(declared, tables, ["ctr"], [JANUARY]))
    assert row["value"] == pytest.approx(0.005095, abs=5e-7)
    assert row["value"] != pytest.approx(0.0525, abs=1e-3)
    assert (row["numerator"], row["denominator"]) == (51, 10_010)
    assert row["caveats"] == []


def test_trap_5_a_post_with_three_mentions_counts_once(catalogue, measure, kpi, grains):
    tables = grains(
        post=[{"entity": "p", "date_start": "2026-01-10", "engagements": 100}],
        mention=[
            {"entity": f"m{n}", "date_start": "2026-01-10", "post_id": "p", "reach": n}
            for n in (10, 20, 30)
        ],
    )
    declared = catalogue(
        {
            "engagements": measure(table="post", column="engagements"),
            "mention_reach": measure(table="mention", column="reach"),
        },
        {"per_reach": kpi(formula="engagements / mention_reach", unit="ratio")},
    )
    row = only(kpi_values(declared, tables, ["per_reach"], [JANUARY]))
    assert row["value"] == pytest.approx(1.6667, abs=1e-4)
    assert row["value"] != 5


def breakdown_tables(grains):
    return grains(
        account_day=[
            {"date_start": "2026-01-31", "breakdown": "total", "reach": 100},
            {"date_start": "2026-01-31", "breakdown": "age_band", "age_band": "18-24", "reach": 60},
            {"date_start": "2026-01-31", "breakdown": "age_band", "age_band": "25-34", "reach": 30},
            {"date_start": "2026-01-31", "breakdown": "region", "region": "IDF", "reach": 100},
        ]
    )


def test_trap_6_breakdown_rows_never_enter_a_total(catalogue, measure, kpi, grains):
    declared = catalogue({"reach": measure(column="reach")}, {"reach": kpi(formula="reach")})
    tables = breakdown_tables(grains)
    row = only(kpi_values(declared, tables, ["reach"], [JANUARY]))
    assert row["value"] == 100
    by_age = kpi_values(declared, tables, ["reach"], [JANUARY], by=["age_band"])
    assert dict(zip(by_age["age_band"], by_age["value"], strict=True)) == {
        "18-24": 60,
        "25-34": 30,
        None: 10,
    }
    assert by_age["value"].sum() == 100
    by_region = kpi_values(declared, tables, ["reach"], [JANUARY], by=["region"])
    assert dict(zip(by_region["region"], by_region["value"], strict=True)) == {"IDF": 100}
    one_age = kpi_values(
        declared, tables, ["reach"], [JANUARY], where={"age_band": ["18-24", "65+"]}
    )
    assert only(one_age)["value"] == 60


def test_trap_6_parts_that_overlap_leave_no_rest_and_say_so(catalogue, measure, kpi, grains):
    """Ninety people were reached unpaid and thirty paid, but a hundred in all."""
    rows = [("total", None, 100), ("funding", "organic", 90), ("funding", "boosted", 30)]
    tables = grains(
        post=[
            {"entity": "p", "date_start": "2026-01-05"}
            | {"breakdown": breakdown, "funding": funding, "reach": reach}
            for breakdown, funding, reach in rows
        ]
    )
    declared = catalogue(
        {"reach": measure(table="post", column="reach")}, {"reach": kpi(formula="reach")}
    )
    split = kpi_values(declared, tables, ["reach"], [JANUARY], by=["funding"])
    assert dict(zip(split["funding"], split["value"], strict=True)) == {
        "boosted": 30,
        "organic": 90,
    }
    assert all("parts_exceed_total" in names for names in split["caveats"])


def test_trap_6_two_breakdowns_at_once_are_refused(catalogue, measure, kpi, grains):
    declared = catalogue({"reach": measure(column="reach")}, {"reach": kpi(formula="reach")})
    tables = breakdown_tables(grains)
    crossed = only(kpi_values(declared, tables, ["reach"], [JANUARY], by=["age_band", "region"]))
    assert crossed["reason"] == "not_split_together"
    assert crossed["detail"] == {"measure": "reach", "dimensions": ["age_band", "region"]}
    limited = kpi_values(
        declared, tables, ["reach"], [JANUARY], by=["age_band"], where={"region": ["IDF"]}
    )
    assert only(limited)["reason"] == "not_split_together"


def test_trap_7_a_missing_day_is_not_a_zero(catalogue, measure, kpi, grains, days):
    rows = [
        row for row in days("2026-01-01", 31, visits=10) if row["date_start"].day not in (9, 20)
    ]
    declared = catalogue({"visits": measure(column="visits")}, {"visits": kpi(formula="visits")})
    row = only(kpi_values(declared, grains(account_day=rows), ["visits"], [JANUARY]))
    assert row["value"] == 290
    assert row["coverage"] == 29 / 31
    assert row["value"] / (row["coverage"] * JANUARY.days) == pytest.approx(10)
    assert row["value"] / JANUARY.days != pytest.approx(10)
    assert not row["complete"]
    assert row["as_of"] == JANUARY.end


def test_trap_15_a_zero_denominator_is_null_with_its_reason(catalogue, measure, kpi, grains):
    tables = grains(account_day=[{"date_start": "2026-01-01", "orders": 5, "clicks": 0}])
    declared = catalogue(
        {"orders": measure(column="orders"), "clicks": measure(column="clicks")},
        {"rate": kpi(formula="orders / clicks", unit="percent")},
    )
    row = only(kpi_values(declared, tables, ["rate"], [JANUARY]))
    assert math.isnan(row["value"])
    assert row["reason"] == "zero_denominator"
    assert (row["numerator"], row["denominator"]) == (5, 0)


def test_trap_16_pairwise_reads_only_rows_that_have_both(catalogue, measure, kpi, grains):
    tables = grains(
        post=[
            {"entity": "p", "date_start": "2026-01-01", "eng": 10, "reach": 100},
            {"entity": "q", "date_start": "2026-01-02", "eng": 20, "reach": None},
        ]
    )
    declared = catalogue(
        {
            "eng": measure(table="post", column="eng"),
            "reach": measure(table="post", column="reach"),
        },
        {
            "paired": kpi(formula="eng / reach", unit="percent", pairwise=True),
            "plain": kpi(formula="eng / reach", unit="percent"),
        },
    )
    values = kpi_values(declared, tables, ["paired", "plain"], [JANUARY])["value"]
    assert values.tolist() == [0.1, 0.3]


def test_trap_17_coalesce_is_the_authors_choice_and_flagged(catalogue, measure, kpi, grains):
    tables = grains(post=[{"entity": "p", "date_start": "2026-01-01", "likes": 10, "saves": None}])
    declared = catalogue(
        {
            "likes": measure(table="post", column="likes"),
            "saves": measure(table="post", column="saves"),
        },
        {
            "strict": kpi(formula="likes + saves"),
            "without": kpi(formula="likes + coalesce(saves, 0)"),
        },
    )
    strict, without = kpi_values(declared, tables, ["strict", "without"], [JANUARY]).to_dict(
        "records"
    )
    assert math.isnan(strict["value"])
    assert strict["reason"] == "no_data"
    assert strict["detail"]["measures"] == ["saves"]
    assert without["value"] == 10
    assert "filled_in" in without["caveats"]
    assert without["detail"]["filled_in"] == ["saves"]


def test_trap_18_nan_in_a_raw_table_is_a_missing_value(catalogue, measure, kpi, grains):
    tables = grains(
        account_day=[
            {"date_start": "2026-01-01", "visits": 1.0},
            {"date_start": "2026-01-02", "visits": 2.0},
        ]
    )
    raw = tables.tables["account_day"]
    nan = float("nan")
    tables.tables["account_day"] = raw.mutate(visits=(raw.visits == 2).ifelse(nan, raw.visits))
    declared = catalogue({"visits": measure(column="visits")}, {"visits": kpi(formula="visits")})
    row = only(kpi_values(declared, tables, ["visits"], [JANUARY]))
    assert row["value"] == 1
    assert row["coverage"] == 1 / 31


def test_trap_21_a_filter_never_leaks_into_the_denominator_of_a_share(
    catalogue, measure, kpi, grains
):
    tables = grains(
        mention=[
            {"entity": "1", "date_start": "2026-01-05", "channel": "us", "mentions": 20},
            {"entity": "2", "date_start": "2026-01-05", "channel": "them", "mentions": 60},
        ]
    )
    declared = catalogue(
        {"mentions": measure(table="mention", column="mentions")},
        {"voice": kpi(kind="share", measure="mentions", part={"channel": ["us"]}, unit="percent")},
    )
    plain = only(kpi_values(declared, tables, ["voice"], [JANUARY]))
    assert plain["value"] == 0.25
    filtered = only(kpi_values(declared, tables, ["voice"], [JANUARY], where={"channel": ["us"]}))
    assert filtered["value"] == 0.25
    assert (filtered["numerator"], filtered["denominator"]) == (20, 80)
    other = only(kpi_values(declared, tables, ["voice"], [JANUARY], where={"channel": ["them"]}))
    assert other["reason"] == "share_part_filtered"
    split = only(kpi_values(declared, tables, ["voice"], [JANUARY], by=["channel"]))
    assert split["reason"] == "share_split_by_part"


def test_trap_29_a_measure_that_cannot_be_split_is_neither_repeated_nor_dropped(
    catalogue, measure, kpi, grains
):
    tables = grains(
        account_day=[{"date_start": "2026-01-05", "spend": 50.0}],
        site_day=[
            {"date_start": "2026-01-05", "age_band": age, "visits": 10}
            for age in ("18-24", "25-34")
        ],
    )
    declared = catalogue(
        {
            "spend": measure(column="spend", unit="currency"),
            "visits": measure(table="site_day", column="visits"),
        },
        {
            "cost_per_visit": kpi(formula="spend / visits", unit="currency"),
            "visits": kpi(formula="visits"),
        },
    )
    for asked in ({"by": ["age_band"]}, {"where": {"age_band": ["18-24"]}}):
        refused = only(kpi_values(declared, tables, ["cost_per_visit"], [JANUARY], **asked))
        assert math.isnan(refused["value"])
        assert refused["reason"] == "not_split_by"
        assert refused["detail"] == {"measure": "spend", "dimension": "age_band"}
    assert kpi_values(declared, tables, ["visits"], [JANUARY], by=["age_band"])["value"].sum() == 20


def test_unknown_kpis_and_dimensions_are_all_named(catalogue, measure, kpi, grains):
    declared = catalogue({"v": measure(column="v")}, {"visits": kpi(formula="v")})
    tables = grains(account_day=[{"date_start": "2026-01-05", "v": 1}])
    with pytest.raises(MeasureError) as unknown:
        kpi_values(declared, tables, ["visit", "x"], [JANUARY])
    assert [p.values["found"] for p in unknown.value.problems] == ["visit", "x"]
    assert unknown.value.problems[0].values["allowed"] == "visits"
    with pytest.raises(DimensionError) as refused:
        kpi_values(declared, tables, ["visits"], [JANUARY], by=["networks"], where={"day": ["1"]})
    assert [p.values["found"] for p in refused.value.problems] == ["networks", "day"]
