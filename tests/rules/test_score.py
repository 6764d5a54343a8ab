"""A score by its parts, and who stays when the weights move."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_creators import creator, creators, crowd

from kpi_helpers.catalogue.roles import Roles, ScoreRule, ScoreWeights
from kpi_helpers.finding import Verdict
from kpi_helpers.rules.authenticity import checked_audience
from kpi_helpers.rules.roles import typed_creators
from kpi_helpers.rules.score import PARTS, score_parts, scored_creators

ROLES = Roles(score=ScoreRule(top=2))
LINK = {"link_clicks_90d": 100, "orders_90d": 2}


def checked(*rows, roles=ROLES):
    frame = creators(*rows)
    return checked_audience(typed_creators(frame, roles), frame, roles)


def whole(count=9, **figures):
    return crowd(count, **(LINK | figures))


def test_a_part_is_the_place_among_the_accounts_and_ties_share_it():
    frame = checked(
        creator("a", followers=100), creator("b", followers=900), creator("c", followers=900)
    )

    assert score_parts(frame)["reach"].tolist() == [0.0, 0.75, 0.75]
    assert score_parts(frame)["relevance"].tolist() == [0.2, 0.2, 0.2]


def test_one_account_alone_stands_in_the_middle():
    assert score_parts(checked(creator("a")))["reach"].tolist() == [0.5]


def test_the_score_is_the_weighted_mean_of_the_parts_beside_it():
    weights = ScoreWeights(reach=3, resonance=1, relevance=0, relation=0, result=0, risk=0)
    roles = Roles(score=ScoreRule(weights=weights, top=2))
    table = scored_creators(checked(*whole(), roles=roles), roles).table

    expected = (3 * table["reach"] + table["resonance"]) / 4
    assert table["score"].to_numpy() == pytest.approx(expected.to_numpy())


def test_an_account_that_lacks_a_part_is_not_ranked_and_says_so():
    finding = scored_creators(checked(creator("no link"), *whole()), ROLES)

    row = finding.table.set_index("creator").loc["no link"]
    assert np.isnan(row["score"])
    assert np.isnan(row["ranking"])
    assert row["reason"] == "part_missing"
    assert finding.values["missing"] == 1
    assert finding.table["creator"].iloc[-1] == "no link"


def test_whoever_leads_in_every_part_stays_whatever_the_weights():
    best = {"followers": 9_900, "reactions_90d": 60_000, "posts_theme_90d": 20}
    best |= {"brand_interactions_90d": 50, "orders_90d": 40, "link_clicks_90d": 100}
    finding = scored_creators(checked(creator("best", **best), *whole()), ROLES)

    assert finding.message == "creator_score"
    assert "best" in finding.values["names"]
    assert finding.table.set_index("creator").loc["best", "stays"] == 1
    assert finding.values["combinations"] == 64


def test_accounts_that_live_on_one_weight_each_do_not_all_stay():
    rows = [
        creator("large", followers=9_900, **LINK),
        creator("seller", link_clicks_90d=100, orders_90d=40),
        creator("thematic", posts_theme_90d=20, **LINK),
        creator("near", brand_interactions_90d=60, **LINK),
    ]
    roles = Roles(score=ScoreRule(top=1, shift=0.2))
    finding = scored_creators(checked(*rows, *whole(9), roles=roles), roles)

    short = finding.table[finding.table["ranking"] == 1]
    assert 0 < short["stays"].iloc[0] < 1
    assert finding.message == "creator_score_unstable"
    assert 0 < finding.values["same"].value < 1


def test_the_same_accounts_give_the_same_answer_in_any_order():
    rows = [creator("a", followers=9_900, **LINK), *whole()]
    there = scored_creators(checked(*rows), ROLES)
    back = scored_creators(checked(*rows[::-1]), ROLES)

    pd.testing.assert_frame_equal(there.table, back.table)
    assert there.values == back.values


def test_all_equal_accounts_share_the_first_place():
    finding = scored_creators(checked(*whole(reactions_90d=6_000)), ROLES)

    assert finding.table["ranking"].tolist() == [1.0] * 9
    assert finding.table["stays"].tolist() == [1.0] * 9


@pytest.mark.parametrize(
    ("rows", "message"),
    [([], "creator_score_none"), (whole(2), "creator_score_few"), (crowd(9), "creator_score_few")],
)
def test_too_few_whole_accounts_have_no_short_list(rows, message):
    finding = scored_creators(checked(*rows), ROLES)

    assert finding.message == message
    assert set(PARTS) <= set(finding.table.columns)
    assert (finding.verdict is Verdict.UNKNOWN) == (message == "creator_score_none")


def test_a_signal_lowers_the_part_of_risk():
    frame = checked(creator("odd", comments_generic_90d=480, **LINK), *whole())
    parts = score_parts(frame)

    assert parts["risk"].iloc[0] == pytest.approx(0.5)  # of two checks, one
    assert parts["risk"].iloc[1] == 1
