"""Who the creators are, how theirs engages, and volume beside quality."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from made_creators import creator, creators, crowd

from kpi_helpers.catalogue.roles import Roles
from kpi_helpers.finding import Figure, Ref, Verdict
from kpi_helpers.rules import voices
from kpi_helpers.rules.roles import typed_creators

ROLES = Roles()
STAR = {"followers": 900_000}
LOUD = {"reactions_90d": 40_000}


def typed(*rows, overrides=None):
    return typed_creators(creators(*rows), ROLES, overrides)


def test_who_they_are_counts_each_role_and_who_has_none():
    rows = [creator("a", **STAR), creator("b", brand_interactions_90d=30), *crowd(9)]

    finding = voices.who_they_are(typed(*rows), ROLES)

    assert finding.values["star"] == 1
    assert finding.values["fan"] == 1
    assert (finding.values["none"], finding.values["count"]) == (9, 11)
    assert finding.table["role"].tolist()[:2] == ["star", "fan"]
    assert finding.table["creator"].tolist()[:2] == ["a", "b"]
    assert finding.verdict is Verdict.NEUTRAL
    assert [c.message for c in finding.caveats] == ["roles_our_own"]


def test_no_creator_is_told_and_not_counted_as_none():
    finding = voices.who_they_are(typed(), ROLES)

    assert (finding.message, finding.verdict) == ("creator_roles_none", Verdict.UNKNOWN)


def test_a_role_given_by_hand_to_nobody_is_told():
    lines = pd.DataFrame(
        [
            ("id-gone", None, "fan", date(2026, 1, 1)),
            ("id-a", "tiktok", "fan", date(2026, 1, 1)),
            ("id-a", None, "fan", date(2026, 1, 1)),
        ],
        columns=["creator", "network", "role", "since"],
    )
    finding = voices.who_they_are(typed(creator("a"), overrides=lines), ROLES, lines)

    assert finding.values["by_hand"] == 1
    assert finding.caveats[-1].message == "role_override_unknown"
    assert finding.caveats[-1].values == {"count": 2}


def test_old_snapshots_are_told_everywhere_and_hidden_names_where_followers_are_shown():
    frame = typed(creator("a", stale=True, hidden=True), creator("b", hidden=True))

    made = (voices.who_they_are, voices.engagement_by_role, voices.volume_and_quality)
    told = [{c.message: c.values for c in make(frame, ROLES).caveats} for make in made]
    assert all(caveats["creators_stale"] == {"count": 1, "days": 31} for caveats in told)
    assert ["names_hidden" in caveats for caveats in told] == [True, False, True]


def test_engagement_by_each_base_is_worked_out_from_its_own_parts():
    one = {"followers": 1_000, "posts_90d": 10, "views_90d": 5_000}
    one |= {"reactions_90d": 80, "comments_90d": 15, "shares_90d": 5}
    finding = voices.engagement_by_role(typed(*[creator(f"{i}", **one) for i in range(3)]), ROLES)

    row = finding.table.iloc[0]
    assert row["engagement_rate_by_followers"] == pytest.approx(0.01)
    assert row["engagement_rate_by_views"] == pytest.approx(0.02)
    assert row["engagements_per_post"] == pytest.approx(10)
    assert (row["applause"], row["conversation"], row["amplification"]) == (8.0, 1.5, 0.5)
    assert "engagement_rate" not in finding.table


def test_two_bases_may_name_two_roles():
    fans = [creator(f"f{i}", brand_interactions_90d=30, views_90d=600_000) for i in range(3)]
    stars = [creator(f"s{i}", **STAR) for i in range(3)]

    finding = voices.engagement_by_role(typed(*fans, *stars), ROLES)

    assert finding.message == "creator_engagement"
    assert finding.values["followers"] == Ref("role", "fan")
    assert finding.values["views"] == Ref("role", "star")
    assert finding.values["views_rate"].value == pytest.approx(6_800 / 60_000)


def test_two_accounts_of_a_role_stand_for_nobody():
    fans = [creator(f"f{i}", brand_interactions_90d=30) for i in range(2)]
    stars = [creator(f"s{i}", **STAR) for i in range(3)]

    finding = voices.engagement_by_role(typed(*fans, *stars), ROLES)

    assert finding.message == "creator_engagement_few"
    assert finding.table.set_index("role")["small"].to_dict() == {"star": False, "fan": True}


def test_missing_shares_leave_the_rates_open_and_not_smaller():
    finding = voices.engagement_by_role(
        typed(*[creator(f"{i}", shares_90d=None) for i in range(4)]), ROLES
    )

    row = finding.table.iloc[0]
    assert pd.isna(row["engagement_rate_by_followers"])
    assert row["applause"] == 300
    assert bool(row["small"])


def test_an_account_is_called_more_engaging_only_beyond_what_its_posts_make_chance():
    loud, few = creator("loud", **LOUD), creator("few", posts_90d=5, reactions_90d=2_000)
    finding = voices.volume_and_quality(typed(loud, few, *crowd(9)), ROLES)

    by = finding.table.set_index("creator")
    assert by.loc["loud", "quality"] == "above"
    assert by.loc["few", "relative_engagement"] > 1.5
    assert by.loc["few", "quality"] == "usual"
    assert by.loc["loud", "notable"] == 1


def test_large_is_beside_the_middle_account_of_those_judged():
    small, large = creator("small", followers=4_000, **LOUD), creator("large", followers=9_500)
    finding = voices.volume_and_quality(typed(small, large, *crowd(9)), ROLES)

    by = finding.table.set_index("creator")
    assert by["followers_middle"].unique().tolist() == [8_000]
    assert (by.loc["small", "large"], by.loc["large", "large"]) == (False, True)
    assert finding.message == "volume_and_quality"
    assert finding.values["names"] == ["small"]
    assert finding.values["caring"] == 1
    assert finding.verdict is Verdict.NEUTRAL


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({"posts_90d": 2}, "too_few_posts"),
        ({"posts_90d": None}, "too_few_posts"),
        ({"network": "youtube"}, "too_few_peers"),
    ],
)
def test_who_cannot_be_judged_stays_grey_with_the_reason(figures, reason):
    finding = voices.volume_and_quality(typed(creator("who", **figures), *crowd(9)), ROLES)

    row = finding.table.set_index("creator").loc["who"]
    assert (row["quality"], row["reason"]) == (None, reason)
    assert finding.caveats[-1].values == {"count": 1}
    assert finding.values["count"] == 9


def test_one_creator_alone_is_not_judged():
    finding = voices.volume_and_quality(typed(creator("alone")), ROLES)

    assert (finding.message, finding.verdict) == ("volume_and_quality_none", Verdict.UNKNOWN)


def test_all_equal_accounts_are_neither_large_nor_engaging():
    finding = voices.volume_and_quality(typed(*crowd(9, reactions_90d=6_000)), ROLES)

    assert finding.message == "volume_and_quality_no_small"
    assert [finding.values[name] for name in ("both", "caring", "quiet")] == [0, 0, 0]


def test_an_account_on_two_networks_is_judged_on_each():
    rows = [creator("two", **LOUD), creator("two", "facebook"), *crowd(9), *crowd(9, "facebook")]
    finding = voices.volume_and_quality(typed(*rows), ROLES)

    two = finding.table[finding.table["creator"] == "two"].set_index("network")["quality"]
    assert two.to_dict() == {"instagram": "above", "facebook": "usual"}


def test_every_figure_of_a_sentence_is_in_the_reader_s_table():
    finding = voices.engagement_by_role(
        typed(*[creator(f"f{i}", brand_interactions_90d=30) for i in range(3)],
              *[creator(f"s{i}", **STAR) for i in range(3)]), ROLES
    )  # fmt: skip
    told = [value.value for value in finding.values.values() if isinstance(value, Figure)]

    assert set(told) <= set(finding.table.select_dtypes("number").to_numpy().ravel())
