"""Share of voice and place among competitors: whole denominators, or nothing."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kpi_helpers.catalogue.competitors import CompetitorSet
from kpi_helpers.catalogue.thresholds import ReferenceLimits
from kpi_helpers.periods import Month
from kpi_helpers.rules.peers import peer_places, voice_history, voice_of_month

SEPTEMBER = Month(2026, 9)
LIMITS = ReferenceLimits(min_peers=5, gone_after_months=3)
SETS = (
    CompetitorSet(since="2026-01", members=("Brume", "Sel")),
    CompetitorSet(since="2026-09", members=("Brume", "Sel", "Onde")),
)


def mentions(month: str = "2026-09", **counted: float | None) -> pd.DataFrame:
    """Mentions on one network; Alba is the brand."""
    rows = [
        {"month": month, "competitor": name, "own": name == "Alba", "network": "instagram",
         "mentions": math.nan if count is None else float(count)}
        for name, count in counted.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_share_is_of_the_brand_and_its_competitors_together():
    finding = voice_of_month(mentions(Alba=20, Brume=40, Sel=15, Onde=5), SETS, SEPTEMBER, LIMITS)
    own = finding.table[finding.table["own"]].iloc[0]

    assert own["share"] == pytest.approx(0.25)
    assert finding.table["share"].sum() == pytest.approx(1)
    assert finding.message == "voice_of_month"
    assert finding.values["total"].value == 80


def test_an_account_outside_the_set_does_not_count():
    finding = voice_of_month(
        mentions(Alba=20, Brume=40, Sel=15, Onde=5, Autre=900), SETS, SEPTEMBER, LIMITS
    )

    assert finding.values["share"].value == pytest.approx(0.25)
    assert "Autre" not in set(finding.table["competitor"])


@pytest.mark.parametrize("counted", [{"Onde": None}, {}], ids=["null", "no row"])
def test_no_share_is_given_while_a_member_of_the_set_is_not_counted(counted):
    finding = voice_of_month(
        mentions(Alba=20, Brume=40, Sel=15, **counted), SETS, SEPTEMBER, LIMITS
    )

    assert finding.message == "voice_missing"
    assert finding.values["missing"] == ["Onde"]
    assert finding.table["share"].isna().all()


def test_a_member_that_is_missing_on_one_of_its_networks_is_not_counted():
    now = mentions(Alba=20, Brume=40, Sel=15, Onde=5)
    before = mentions("2026-08", Onde=3).assign(network="facebook")

    finding = voice_of_month(pd.concat([before, now]), SETS, SEPTEMBER, LIMITS)

    assert finding.values["missing"] == ["Onde"]


def test_nobody_mentioned_is_no_share():
    finding = voice_of_month(mentions(Alba=0, Brume=0, Sel=0, Onde=0), SETS, SEPTEMBER, LIMITS)

    assert finding.message == "voice_silent"
    assert finding.table["share"].isna().all()


def test_without_a_set_for_the_month_nothing_is_compared():
    finding = voice_of_month(mentions("2025-12", Alba=20, Brume=40), SETS, Month(2025, 12), LIMITS)

    assert finding.message == "voice_no_set"


def test_shares_against_different_sets_are_not_compared():
    counts = pd.concat(
        [
            mentions("2026-07", Alba=10, Brume=30, Sel=10),
            mentions("2026-08", Alba=20, Brume=20, Sel=10),
            mentions("2026-09", Alba=20, Brume=40, Sel=15, Onde=5),
        ]
    )
    months = [Month(2026, 7), Month(2026, 8), SEPTEMBER]

    finding = voice_history(counts, SETS, months, LIMITS)

    assert finding.table["value"].tolist() == pytest.approx([0.2, 0.4, 0.25])
    assert finding.table["change_abs"].tolist()[1] == pytest.approx(0.2)
    assert math.isnan(finding.table["change_abs"].tolist()[2])
    assert finding.table["segment"].nunique() == 2
    assert finding.message == "voice_history_new"


def test_a_month_whose_whole_is_unknown_has_no_share_and_no_change():
    counts = pd.concat(
        [
            mentions("2026-07", Alba=10, Brume=30, Sel=None),
            mentions("2026-08", Alba=1, Brume=1, Sel=2),
        ]
    )

    finding = voice_history(counts, SETS, [Month(2026, 7), Month(2026, 8)], LIMITS)

    assert math.isnan(finding.table["value"].iloc[0])
    assert finding.table["reason"].iloc[0] == "count_missing"
    assert math.isnan(finding.table["change_abs"].iloc[1])


def figures(own: float | None, *others: float, **more: object) -> pd.DataFrame:
    """One public figure of the brand and of competitors A, B, C ..."""
    usual = {"month": "2026-09", "network": "instagram", "figure": "public_posts_per_week",
             "unit": "ratio"}  # fmt: skip
    rows = [{"competitor": "Alba", "own": True, "value": math.nan if own is None else own}]
    rows += [
        {"competitor": chr(ord("A") + at), "own": False, "value": value}
        for at, value in enumerate(others)
    ]
    return pd.DataFrame([usual | row | more for row in rows])


LETTERS = (CompetitorSet(since="2026-01", members=tuple("ABCDEF")),)


def place(frame: pd.DataFrame) -> pd.Series:
    """The only row of the places found."""
    finding = peer_places(frame, LETTERS, SEPTEMBER, LIMITS)
    assert len(finding.table) == 1
    return finding.table.iloc[0]


def test_the_place_is_told_with_the_number_of_competitors():
    found = place(figures(3.0, 1.0, 2.0, 4.0, 5.0, 2.5))

    assert (found["rank"], found["peers"]) == (3, 5)
    assert found["percentile"] == pytest.approx(3 / 5)
    assert found["peer_median"] == pytest.approx(2.5)


def test_a_tie_shares_the_better_place_and_half_the_percentile():
    found = place(figures(3.0, 3.0, 3.0, 3.0, 3.0, 3.0))

    assert found["rank"] == 1
    assert found["percentile"] == pytest.approx(0.5)


def test_too_few_competitors_give_a_place_but_no_percentile():
    found = place(figures(3.0, 1.0, 2.0))

    assert found["rank"] == 1
    assert math.isnan(found["percentile"])
    assert math.isnan(found["peer_p75"])
    assert found["reason"] == "few_peers"


def test_a_brand_without_its_own_count_has_no_place():
    found = place(figures(None, 1.0, 2.0, 4.0, 5.0, 2.5))

    assert math.isnan(found["rank"])
    assert found["reason"] == "own_count_missing"


def test_a_competitor_that_was_counted_before_and_is_not_now_is_named():
    before = figures(3.0, 1.0, 2.0, month="2026-08")
    now = figures(3.0, 1.0)

    assert place(pd.concat([before, now]))["missing"] == ["B"]


def test_an_account_outside_the_set_takes_no_place():
    outside = figures(3.0, 1.0, 2.0, 4.0, 5.0, 2.5).replace({"competitor": {"C": "Autre"}})

    assert place(outside)["rank"] == 2


def test_a_brand_that_stands_under_another_name_has_no_share_of_voice():
    counts = mentions(alba=20, Brume=40, Sel=15, Onde=5)
    finding = voice_of_month(counts, SETS, SEPTEMBER, LIMITS)
    history = voice_history(counts, SETS, [SEPTEMBER], LIMITS)

    assert finding.message == "voice_without_brand"
    assert finding.table["share"].isna().all()
    assert history.message == "voice_history_none"
    assert history.table["reason"].tolist() == ["own_count_missing"]
    assert not history.table["complete"].any()


def test_a_member_that_left_a_network_long_ago_is_counted_on_the_others():
    now = mentions(Alba=20, Brume=40, Sel=15, Onde=5)
    left = mentions("2026-05", Onde=3).assign(network="facebook")
    just = mentions("2026-06", Onde=3).assign(network="facebook")

    whole = voice_of_month(pd.concat([left, now]), SETS, SEPTEMBER, LIMITS)
    open_ = voice_of_month(pd.concat([just, now]), SETS, SEPTEMBER, LIMITS)

    assert whole.message == "voice_of_month"
    assert open_.values["missing"] == ["Onde"]
