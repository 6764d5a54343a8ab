"""Traps 1, 2, 20 and 22: levels, people and things that no sum can count."""

import math

from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month, Period

JANUARY = Month(2026, 1).period


def only(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def test_trap_1_followers_are_the_last_value_of_each_account_and_a_stale_one_is_named(
    catalogue, measure, kpi, grains
):
    tables = grains(
        account_day=[
            {"account": "A", "date_start": "2026-01-30", "followers": 1400},
            {"account": "A", "date_start": "2026-01-31", "followers": 1500},
            {"account": "B", "date_start": "2026-01-30", "followers": 2500},
            {"account": "C", "date_start": "2026-01-05", "followers": 999},
        ]
    )
    declared = catalogue(
        {"followers": measure(column="followers", over_time="last", max_gap_days=3)},
        {"followers": kpi(formula="followers")},
    )
    row = only(kpi_values(declared, tables, ["followers"], [JANUARY]))
    assert row["value"] == 4000
    assert row["value"] not in (6399, 1500, 4999)
    assert row["stale"]
    assert "stale_series" in row["caveats"]
    assert row["detail"]["stale_series"] == ["C"]
    assert not row["complete"]

    by_account = kpi_values(declared, tables, ["followers"], [JANUARY], by=["account"])
    found = by_account.set_index("account")
    assert found["value"].dropna().to_dict() == {"A": 1500, "B": 2500}
    assert found.loc["C", "reason"] == "stale"
    assert math.isnan(found.loc["C", "value"])


def test_trap_1_an_account_that_stopped_before_the_period_is_named_not_forgotten(
    catalogue, measure, kpi, grains
):
    tables = grains(
        account_day=[
            {"account": "A", "date_start": "2026-01-31", "followers": 1500},
            {"account": "C", "date_start": "2025-12-28", "followers": 999},
        ]
    )
    declared = catalogue(
        {"followers": measure(column="followers", over_time="last")},
        {"followers": kpi(formula="followers")},
    )
    row = only(kpi_values(declared, tables, ["followers"], [JANUARY]))
    assert row["value"] == 1500
    assert row["stale"]
    assert row["detail"]["stale_series"] == ["C"]


def test_trap_2_people_are_counted_exactly_where_rows_carry_a_user_key(
    catalogue, measure, kpi, grains
):
    people = [("01", "u1"), ("01", "u2"), ("02", "u1"), ("02", "u3"), ("03", "u1")]
    tables = grains(
        mention=[{"date_start": f"2026-01-{day}", "user_id": user, "n": 1} for day, user in people]
    )
    declared = catalogue(
        {
            "reach": measure(table="mention", over_time="none", distinct="user_id"),
            "touches": measure(table="mention", column="n"),
        },
        {"reach": kpi(formula="reach"), "touches": kpi(formula="touches")},
    )
    values = kpi_values(declared, tables, ["reach", "touches"], [JANUARY])
    assert values["value"].tolist() == [3, 5]


def test_trap_2_daily_reach_is_refused_or_named_cumulated(catalogue, measure, kpi, grains):
    reach = {"01": 2, "02": 2, "03": 1}
    tables = grains(
        account_day=[{"date_start": f"2026-01-{d}", "reach": n} for d, n in reach.items()]
    )
    declared = catalogue(
        {
            "reach": measure(column="reach", over_time="none"),
            "reach_cumulated": measure(column="reach"),
        },
        {"reach": kpi(formula="reach"), "cumulated_reach": kpi(formula="reach_cumulated")},
    )
    three_days = Period(JANUARY.start, JANUARY.start.replace(day=3))
    values = kpi_values(declared, tables, ["reach", "cumulated_reach"], [three_days])
    refused, cumulated = values.to_dict("records")
    assert math.isnan(refused["value"])
    assert refused["reason"] == "not_additive"
    assert (refused["detail"]["low"], refused["detail"]["high"]) == (2, 5)
    assert cumulated["value"] == 5


def test_trap_2_one_day_of_reach_is_given_as_supplied(catalogue, measure, kpi, grains):
    tables = grains(
        account_day=[
            {"date_start": "2026-01-01", "reach": 2},
            {"date_start": "2026-01-02", "reach": 3},
        ]
    )
    declared = catalogue(
        {"reach": measure(column="reach", over_time="none")}, {"reach": kpi(formula="reach")}
    )
    day = Period(JANUARY.start, JANUARY.start)
    row = only(kpi_values(declared, tables, ["reach"], [day]))
    assert row["value"] == 2
    assert row["complete"]


def test_people_of_a_month_are_those_of_the_window_that_is_that_month(
    catalogue, measure, kpi, grains
):
    tables = grains(
        account_window=[
            {"network": "web", "date_start": "2026-01-01", "date_end": "2026-01-31", "users": 900},
            {"network": "web", "date_start": "2026-02-01", "date_end": "2026-02-28", "users": 800},
            {"network": "app", "date_start": "2026-02-01", "date_end": "2026-02-28", "users": 100},
        ]
    )
    declared = catalogue(
        {"users": measure(table="account_window", column="users", over_time="none")},
        {"users": kpi(formula="users")},
    )
    january, february = Month(2026, 1).period, Month(2026, 2).period
    both = Period(january.start, february.end)
    values = kpi_values(declared, tables, ["users"], [january, february, both])
    assert values["value"].tolist()[0] == 900
    assert values["value"].isna().tolist() == [False, True, True]
    assert values["reason"].tolist() == [None, "not_additive", "not_additive"]
    assert values["detail"][1] == {"measure": "users", "low": 800, "high": 900}
    by_network = kpi_values(declared, tables, ["users"], [february], by=["network"])
    assert by_network.set_index("network")["value"].to_dict() == {"web": 800, "app": 100}


def test_trap_20_one_content_on_two_networks_is_two_publications(catalogue, measure, kpi, grains):
    tables = grains(
        post=[
            {"network": n, "entity": n, "date_start": "2026-01-05", "content_id": "X"}
            | {"impressions": i, "reach": i}
            for n, i in (("instagram", 100), ("facebook", 200))
        ]
    )
    declared = catalogue(
        {
            "publications": measure(table="post", over_time="rows"),
            "contents": measure(table="post", over_time="none", distinct="content_id"),
            "impressions": measure(table="post", column="impressions"),
            "reach": measure(table="post", column="reach", over_time="none"),
        },
        {n: kpi(formula=n) for n in ("publications", "contents", "impressions", "reach")},
    )
    asked = ["publications", "contents", "impressions", "reach"]
    values = kpi_values(declared, tables, asked, [JANUARY])
    assert values["value"].tolist()[:3] == [2, 1, 300]
    assert values["reason"].tolist() == [None, None, None, "not_additive"]
    by_network = kpi_values(declared, tables, ["contents"], [JANUARY], by=["network"])
    assert by_network["value"].tolist() == [1, 1]


def test_trap_22_the_median_is_that_of_all_rows_never_of_medians(catalogue, measure, kpi, grains):
    replies = [("a", 1), ("a", 1), ("a", 1), ("b", 100)]
    tables = grains(
        case=[
            {"entity": str(i), "account": account, "date_start": "2026-01-05", "seconds": s}
            for i, (account, s) in enumerate(replies)
        ]
    )
    declared = catalogue(
        {
            "reply": measure(
                table="case", column="seconds", over_time="none", quantile=0.5, unit="seconds"
            )
        },
        {"median_reply": kpi(formula="reply", unit="seconds", direction="down")},
    )
    assert only(kpi_values(declared, tables, ["median_reply"], [JANUARY]))["value"] == 1
    by_account = kpi_values(declared, tables, ["median_reply"], [JANUARY], by=["account"])
    assert by_account["value"].tolist() == [1, 100]
