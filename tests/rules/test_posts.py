"""The best and the weakest posts of a month: never by luck, never across networks."""

import pandas as pd
import pytest
from compared_posts import LIMITS, compared
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_helpers.finding import Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.posts import best_and_weakest

MONTH = Month(2026, 9)
SPREAD = [{"interactions": 10.0 * place, "reach": 1000.0} for place in range(1, 9)]


def places(finding, column="rate_place"):
    table = finding.table[finding.table[column].notna()]
    return dict(zip(table["post"], table[column], strict=True))


def test_the_first_and_last_three_of_a_network_are_named_by_rate_and_by_volume():
    rows = [*SPREAD, {"interactions": 90.0, "reach": 3000.0}]
    finding = best_and_weakest(compared(*rows), MONTH, LIMITS)

    assert places(finding) == {
        "p7": "best", "p6": "best", "p5": "best",
        "p8": "weakest", "p1": "weakest", "p0": "weakest",
    }  # fmt: skip
    assert places(finding, "volume_place") == {
        "p8": "best", "p7": "best", "p6": "best",
        "p2": "weakest", "p1": "weakest", "p0": "weakest",
    }  # fmt: skip
    assert finding.message == "best_posts"
    assert finding.values["captions"] == [Ref("quoted", "Post 7")]


def test_a_post_that_few_saw_never_tops_by_luck():
    rows = [*SPREAD, {"interactions": 20.0, "reach": 110.0}]  # 18 % as counted
    table = best_and_weakest(compared(*rows), MONTH, LIMITS).table.set_index("post")

    assert table["rate"].idxmax() == "p8"
    assert table.loc["p8", "rate_shrunk"] < table.loc["p8", "rate"]
    assert table.loc["p7", "rate_hi"] - table.loc["p7", "rate_lo"] < (
        table.loc["p8", "rate_hi"] - table.loc["p8", "rate_lo"]
    )


def test_a_rate_is_shrunk_by_what_chance_leaves_of_it():
    rows = [{"interactions": 20.0}, {"interactions": 60.0}]
    table = best_and_weakest(compared(*rows), MONTH, LIMITS).table.set_index("post")
    # average 0.04; squares 1000 × 0.02² × 2 = 0.8, less 0.04 × 1 is 0.76;
    # over 2000 - 2000000 / 2000 = 1000 a spread of 0.00076, beside a chance of 0.04 / 1000
    kept = 0.00076 / (0.00076 + 0.00004)

    assert kept == 0.95
    assert table["rate_shrunk"].to_dict() == pytest.approx({"p1": 0.059, "p0": 0.021})
    half = 1.959964 * (0.95 * 0.00004) ** 0.5
    assert table.loc["p1", "rate_hi"] == pytest.approx(0.059 + half)


def test_posts_that_do_not_differ_beyond_chance_have_no_best():
    rows = [{"interactions": 50.0 + place} for place in range(6)]
    finding = best_and_weakest(compared(*rows), MONTH, LIMITS)

    assert places(finding) == {}
    assert finding.message == "best_posts_no_difference"


def test_equal_posts_have_neither_best_nor_weakest():
    finding = best_and_weakest(compared(*[{}] * 6), MONTH, LIMITS)

    assert places(finding) == {} == places(finding, "volume_place")
    assert finding.values["ranked"] == 6


def test_posts_that_share_a_rank_share_their_place():
    rows = [{"interactions": 90.0}, {"interactions": 90.0}, *[{"interactions": 10.0}] * 2]
    finding = best_and_weakest(compared(*rows), MONTH, LIMITS)

    assert finding.table["rank"].tolist() == [1.0, 1.0, 3.0, 3.0]
    assert places(finding) == {"p0": "best", "p1": "best", "p2": "weakest", "p3": "weakest"}


def test_networks_are_ranked_apart_and_named():
    rows = [*SPREAD, *({**row, "network": "facebook", "reach": 20_000.0} for row in SPREAD)]
    finding = best_and_weakest(compared(*rows), MONTH, LIMITS)

    assert finding.values["networks"] == [Ref("network", "facebook"), Ref("network", "instagram")]
    assert finding.values["captions"] == [Ref("quoted", "Post 15"), Ref("quoted", "Post 7")]
    assert set(finding.table["rank"].dropna()) <= {1.0, 2.0, 3.0, 6.0, 7.0, 8.0}


def test_what_cannot_be_ranked_is_listed_with_its_reason_and_counted():
    rows = [
        *SPREAD,
        {"reason": "post_too_young"},
        {"funding": "boosted", "interactions": 900.0},
        {"reach": 99.0, "interactions": 99.0},
        {"reason": "reach_missing", "reach": None},
        {"funding": "organic"},
    ]
    finding = best_and_weakest(compared(*rows), MONTH, LIMITS)
    left = finding.table[finding.table["reason"].notna()].set_index("post")

    assert left["reason"].to_dict() == {
        "p8": "post_too_young", "p9": "post_boosted", "p10": "post_small_reach",
        "p11": "reach_missing",
    }  # fmt: skip
    assert left[["rate_place", "volume_place", "rank"]].isna().all(axis=None)
    assert [(c.message, c.values) for c in finding.caveats] == [
        ("posts_settled", {"days": 14.0}), ("posts_too_young", {"count": 1}),
        ("posts_boosted", {"count": 1}), ("posts_small_reach", {"count": 1}),
        ("posts_unknown", {"count": 1}),
    ]  # fmt: skip
    assert finding.values["ranked"] == 9


def test_only_posts_of_the_month_are_shown():
    rows = [*SPREAD, {"day": pd.Timestamp("2026-08-31"), "interactions": 999.0}]
    finding = best_and_weakest(compared(*rows), MONTH, LIMITS)

    assert "p8" not in set(finding.table["post"])
    assert finding.values["publications"] == 8


def test_one_content_on_two_networks_is_one_content_and_two_publications():
    rows = [{"content": "c"}, {"content": "c", "network": "facebook"}]
    values = best_and_weakest(compared(*rows), MONTH, LIMITS).values

    assert (values["publications"], values["contents"]) == (2, 1)


def test_a_month_without_a_post_says_so():
    posts = compared({"day": pd.Timestamp("2026-08-31")})

    assert best_and_weakest(posts, MONTH, LIMITS).message == "best_posts_none"


def test_a_single_post_is_neither_best_nor_weakest():
    finding = best_and_weakest(compared({}), MONTH, LIMITS)

    assert finding.message == "best_posts_no_difference"
    assert finding.table.empty


def test_a_month_of_young_posts_ranks_none():
    finding = best_and_weakest(compared(*[{"reason": "post_too_young"}] * 3), MONTH, LIMITS)

    assert finding.message == "best_posts_unranked"
    assert len(finding.table) == 3


posts_seen = st.lists(
    st.tuples(st.integers(100, 50_000), st.floats(0, 0.3)), min_size=2, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(posts_seen)
def test_a_shrunk_rate_lies_between_the_average_and_what_was_counted(seen):
    rows = [{"reach": float(reach), "interactions": round(reach * rate)} for reach, rate in seen]
    posts = compared(*rows)
    table = best_and_weakest(posts, MONTH, LIMITS).table
    average = posts["interactions"].sum() / posts["reach"].sum()
    low, high = table["rate"].clip(upper=average), table["rate"].clip(lower=average)

    assert table["rate_shrunk"].between(low - 1e-12, high + 1e-12).all()
    assert (table["rate_lo"] >= 0).all()


def test_a_post_without_a_caption_is_called_by_its_id():
    rows = [{**row, "label": None} for row in SPREAD]
    finding = best_and_weakest(compared(*rows), MONTH, LIMITS)

    assert finding.values["captions"] == [Ref("quoted", "p7")]
