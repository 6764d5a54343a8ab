"""Creators typed by open rules, on tiny frames with worked answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_creators import creator, creators, crowd
from scipy import stats

from kpi_helpers.catalogue.roles import DoubtLimits, ExpertRule, NetworkSizes, Roles
from kpi_helpers.rules.roles import typed_creators

ROOT = Path(__file__).resolve().parents[2]
FAN = {"brand_interactions_90d": 12}
AMBASSADOR = {"brand_mentions_180d": 9, "mentions_positive_180d": 6, "mentions_negative_180d": 1}
EXPERT = {"posts_theme_90d": 18, "reactions_90d": 20_000}
STAR = {"followers": 900_000}


def typed(*rows, roles=None, overrides=None):
    return typed_creators(creators(*rows), roles or Roles(), overrides)


def only(*rows, **more):
    return typed(*rows, **more).iloc[0]


@pytest.mark.parametrize(
    ("figures", "role"),
    [(FAN, "fan"), (AMBASSADOR, "ambassador"), (EXPERT, "expert"), (STAR, "star"), ({}, None)],
)
def test_each_role_is_given_by_its_own_figures(figures, role):
    found = only(creator("who", **figures), *crowd(9))

    assert found["role"] == role
    assert found["rule_role"] == role
    assert found["decided_by"] == "rule"


def test_a_label_carries_the_figures_that_earned_it_and_their_limits():
    found = only(creator("who", **AMBASSADOR))

    assert found["evidence"] == [
        {"criterion": "mentions", "value": 9.0, "limit": 3.0, "unit": "count", "holds": True},
        {"criterion": "goodwill", "value": 5.0, "limit": 0.0, "unit": "count", "holds": True},
    ]


def test_without_a_role_the_evidence_says_what_each_role_lacks():
    found = only(creator("who"), *crowd(9))

    assert found["role"] is None
    assert [(e["criterion"], e["holds"]) for e in found["evidence"]] == [
        ("followers", False),
        ("mentions", False),
        ("goodwill", False),
        ("theme_share", False),
        ("engagement", True),
        ("interactions", False),
        ("not_ill", True),
    ]


def test_where_two_roles_apply_the_order_decides_and_the_other_stands_beside():
    both = creator("who", **FAN, **AMBASSADOR)

    assert (only(both)["role"], only(both)["also"]) == ("ambassador", ["fan"])
    first = Roles(priority=("fan", "ambassador", "expert", "star"))
    assert (only(both, roles=first)["role"], only(both, roles=first)["also"]) == (
        "fan",
        ["ambassador"],
    )


def test_whoever_speaks_often_but_ill_is_neither_fan_nor_ambassador():
    critic = AMBASSADOR | FAN | {"mentions_positive_180d": 1, "mentions_negative_180d": 6}

    assert only(creator("who", **critic))["role"] is None


def test_orders_alone_make_an_ambassador_and_a_missing_link_is_no_missing_figure():
    seller = creator("who", link_clicks_90d=50, orders_90d=4)
    without = creator("without")

    assert only(seller)["role"] == "ambassador"
    assert only(seller)["evidence"][0]["criterion"] == "orders"
    found = typed(without, *crowd(9)).iloc[0]
    assert (found["role"], found["reason"]) == (None, None)
    assert found["confidence"] > 0.8


def test_the_tiers_and_the_star_depend_on_the_network():
    roles = Roles(sizes={"default": NetworkSizes(), "tiktok": NetworkSizes(star=2_000_000)})
    found = typed(creator("a", **STAR), creator("b", "tiktok", **STAR), roles=roles)

    assert found["role"].tolist() == ["star", None]
    assert found["tier"].tolist() == ["macro", "macro"]


@pytest.mark.parametrize(
    ("followers", "tier"), [(0, "nano"), (9_999, "nano"), (10_000, "micro"), (None, None)]
)
def test_a_tier_begins_at_its_number(followers, tier):
    assert only(creator("who", followers=followers))["tier"] == tier


def test_a_count_at_its_limit_is_a_borderline_label():
    found = only(creator("who", brand_interactions_90d=5), *crowd(9))

    assert found["role"] == "fan"
    assert found["borderline"]
    assert 0.4 < found["confidence"] < 0.7


def test_confidence_is_the_probability_that_the_rate_behind_the_count_reaches_the_limit():
    roles = Roles(priority=("fan", "star", "ambassador", "expert"))
    found = only(creator("who", **FAN, mentions_positive_180d=0), roles=roles)

    assert found["confidence"] == pytest.approx(stats.gamma.sf(5, 12.5))


def test_confidence_falls_when_a_higher_role_nearly_applies():
    near = creator("who", **FAN, followers=240_000)
    far = creator("who", **FAN, followers=24_000)

    assert only(near)["role"] == only(far)["role"] == "fan"
    assert only(near)["confidence"] < only(far)["confidence"] - 0.1


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 3_000_000),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_more_interactions_never_make_a_fan_label_less_sure(followers, low, more, good, bad):
    figures = {"mentions_positive_180d": good, "mentions_negative_180d": bad}
    figures |= {"followers": followers}
    pair = [
        only(creator("who", brand_interactions_90d=count, **figures)) for count in (low, low + more)
    ]

    assert all(pd.isna(one["confidence"]) or 0 <= one["confidence"] <= 1 for one in pair)
    if pair[0]["role"] == pair[1]["role"] == "fan" and not pd.isna(pair[0]["confidence"]):
        assert pair[1]["confidence"] >= pair[0]["confidence"] - 1e-12


def test_a_missing_figure_gives_no_role_and_no_confidence_but_a_reason():
    found = only(creator("who", **FAN, brand_mentions_180d=None, mentions_positive_180d=2))

    assert found["role"] == "fan"
    assert pd.isna(found["confidence"])
    assert not found["borderline"]
    assert found["reason"] == "role_figures_missing"


def test_without_any_figure_nobody_gets_a_role():
    nothing = dict.fromkeys(creator("x").keys() - {"creator", "label", "network"}, None)

    found = only(creator("who", **nothing))

    assert (found["role"], found["reason"]) == (None, "role_figures_missing")


@pytest.mark.parametrize("nothing", [{"posts_90d": 0, "posts_theme_90d": 0}, {"followers": 0}])
def test_nothing_is_divided_by_zero(nothing):
    found = only(creator("who", **nothing), *crowd(9))

    assert pd.isna(found["engagement_rate_by_followers"])
    assert pd.isna(found["relative_engagement"])
    assert found["role"] is None


def test_an_audience_that_never_reacts_engages_nothing_and_not_something_missing():
    silent = creator("who", reactions_90d=0, comments_90d=0, shares_90d=0)

    assert only(silent, *crowd(9))["relative_engagement"] == 0


def test_engagement_is_compared_within_tier_and_network_or_along_the_size_of_the_network():
    frame = typed(*crowd(9), creator("large", **STAR), creator("alone", "youtube"))
    by = frame.set_index("label")

    assert by.loc["crowd 4", "peer_group"] == "tier"
    assert by.loc["crowd 4", "relative_engagement"] == pytest.approx(1)
    assert by.loc["large", "peer_group"] == "network"
    assert pd.isna(by.loc["alone", "relative_engagement"])


def test_too_few_posts_say_nothing_of_an_expert():
    few = creator("who", posts_90d=4, posts_theme_90d=4, reactions_90d=20_000)

    assert only(few, *crowd(9))["role"] is None
    assert only(few, *crowd(9), roles=Roles(expert=ExpertRule(posts=3)))["role"] == "expert"


def hand(*lines):
    return pd.DataFrame(lines, columns=["creator", "network", "role", "since"])


def test_a_role_given_by_hand_wins_and_the_newest_of_several():
    lines = hand(
        ("id-who", None, "star", date(2026, 8, 1)),
        ("id-who", "instagram", "expert", date(2026, 7, 1)),
    )
    found = only(creator("who", **FAN), overrides=lines)

    assert (found["role"], found["rule_role"]) == ("star", "fan")
    assert (found["decided_by"], found["decided_on"]) == ("override", date(2026, 8, 1))
    assert found["also"] == ["fan"]
    assert pd.isna(found["confidence"])


def test_a_role_given_by_hand_on_one_network_leaves_the_others():
    two = (creator("who", **FAN), creator("who", "facebook", **FAN))
    found = typed(*two, overrides=hand(("id-who", "facebook", "none", date(2026, 8, 1))))

    assert found["role"].tolist() == ["fan", None]


def test_the_order_of_rows_changes_nothing():
    rows = [creator("a", **FAN), creator("b", **EXPERT), *crowd(9), creator("c", **STAR)]
    there = typed(*rows).set_index("label").sort_index()
    back = typed(*rows[::-1]).set_index("label").sort_index()

    pd.testing.assert_frame_equal(there, back)


def test_all_equal_creators_are_all_as_engaging_as_usual():
    found = typed(*crowd(9, reactions_90d=6_000))

    assert found["relative_engagement"].eq(1).all()
    assert found["distance"].isna().all()


def test_a_wider_spread_makes_labels_less_sure():
    rows = [creator("who", **EXPERT | {"reactions_90d": 9_000}), *crowd(9)]
    wide = Roles(doubt=DoubtLimits(post_spread=3))

    assert only(*rows)["confidence"] > only(*rows, roles=wide)["confidence"]


def test_no_creator_gives_an_empty_frame_with_every_column():
    empty = typed()

    assert empty.empty
    assert {"role", "confidence", "evidence", "tier", "borderline"} <= set(empty.columns)
