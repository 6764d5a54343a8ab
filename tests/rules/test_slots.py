"""Formats, themes and slots against the brand's other posts: no claim by chance, no mixed base."""

import numpy as np
import pandas as pd
import pytest
from compared_posts import LIMITS, compared

from kpi_helpers.finding import Ref
from kpi_helpers.rules.slots import formats_and_pillars, group_effects, slots


def feed(seed=1, count=240, **effects):
    """Posts of two networks over a year; effects are logarithms on reach by format."""
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2025-10-01") + pd.to_timedelta(np.arange(count) * 365 // count, "D")
    network = rng.choice(["facebook", "instagram"], count)
    kind = rng.choice(["photo", "reel", "link"], count)
    base = np.where(network == "facebook", 7.0, 9.0) + 0.3 * rng.standard_normal(count)
    reach = np.exp(base + np.array([effects.get(str(one), 0.0) for one in kind]))
    rate = np.where(network == "facebook", 0.02, 0.05) * np.exp(0.2 * rng.standard_normal(count))
    rows = {
        "network": network, "content_type": kind, "day": days, "reach": np.round(reach),
        "interactions": np.round(reach * rate), "weekday": days.dayofweek + 1,
        "hour": rng.choice([9, 12, 18, 19], count), "pillar": rng.choice(["a", "b"], count),
    }  # fmt: skip
    return compared(*pd.DataFrame(rows).to_dict("records"))


def row(finding, **where):
    table = finding.table
    for column, value in where.items():
        table = table[table[column].eq(value) if value is not None else table[column].isna()]
    assert len(table) == 1
    return table.iloc[0]


def test_a_planted_format_is_found_with_an_interval_that_holds_it():
    finding = formats_and_pillars(feed(reel=0.4), LIMITS)
    reel = row(finding, group="reel", gain="reach")

    assert reel["claimed"]
    assert reel["lift_lo"] < np.exp(0.4) - 1 < reel["lift_hi"]
    assert finding.message == "formats_and_pillars_content_type"
    assert finding.values["group"] == Ref("content_type", "reel")
    assert not row(finding, group="reel", gain="rate")["claimed"]


def test_the_network_is_no_merit_of_the_format():
    posts = feed()
    posts["content_type"] = np.where(posts["network"] == "instagram", "carousel", "photo")
    half = posts.index[posts["network"] == "instagram"][::2]
    posts.loc[half, "content_type"] = "photo"  # carousels stand on the larger network only
    found = row(formats_and_pillars(posts, LIMITS), group="carousel", gain="reach")

    assert not found["claimed"]
    assert abs(found["lift"]) < 0.2  # without the adjustment more than twice as many people


def test_a_format_that_is_a_whole_network_has_nothing_to_compare_with():
    posts = feed()
    posts["content_type"] = np.where(posts["network"] == "instagram", "reel", "link")
    found = row(formats_and_pillars(posts, LIMITS), group="reel", gain="reach")

    assert (found["reason"], pd.isna(found["lift"])) == ("posts_no_comparison", True)


def test_the_effect_is_the_plain_ratio_of_geometric_means_where_nothing_else_differs():
    rows = [{"reach": 1000.0, "content_type": "photo"}, {"reach": 4000.0, "content_type": "photo"}]
    rows += [{"reach": 2000.0, "content_type": "reel"}, {"reach": 8000.0, "content_type": "reel"}]
    finding = formats_and_pillars(compared(*rows * 6), LIMITS)

    assert row(finding, group="reel", gain="reach")["lift"] == pytest.approx(1.0)
    assert row(finding, group="photo", gain="reach")["lift"] == pytest.approx(-0.5)


def test_a_group_of_too_few_posts_is_shown_without_an_effect():
    posts = feed()
    posts.loc[posts.index[:9], "content_type"] = "event"
    found = row(formats_and_pillars(posts, LIMITS), group="event", gain="rate")

    assert (found["reason"], found["posts"]) == ("posts_too_few", 9)
    assert pd.isna(found["p_value"])


def test_nothing_that_varies_means_nothing_to_claim():
    rows = [{"content_type": kind} for kind in ("photo", "reel")] * 12
    finding = formats_and_pillars(compared(*rows), LIMITS)

    assert not finding.table["claimed"].any()
    assert finding.message == "formats_and_pillars_too_few"


def test_publications_of_one_content_are_one_piece_of_evidence():
    once = feed(count=60, reel=0.2)
    again = once.assign(entity=once["entity"] + "b")
    twice = pd.concat([once, again], ignore_index=True)
    one = row(formats_and_pillars(once, LIMITS), group="reel", gain="reach")
    two = row(formats_and_pillars(twice, LIMITS), group="reel", gain="reach")

    assert (two["posts"], two["contents"]) == (2 * one["posts"], one["contents"])
    assert two["lift"] == pytest.approx(one["lift"])
    assert two["p_value"] == pytest.approx(one["p_value"])


def test_posts_without_a_theme_are_shown_and_not_judged():
    posts = feed()
    posts.loc[posts.index[:30], "pillar"] = None
    posts.loc[posts.index[40:44], "ambiguous"] = True
    finding = formats_and_pillars(posts, LIMITS)
    none = row(finding, kind="pillar", group=None, gain="rate")

    assert (none["posts"], none["reason"], none["claimed"]) == (30, "posts_without_pillar", False)
    assert [(c.message, c.values["count"]) for c in finding.caveats] == [("posts_ambiguous", 4)]


def test_incomparable_posts_take_no_part():
    posts = feed()
    bad = posts.copy()
    bad.loc[bad.index[::3], ["reason", "reach"]] = ["post_too_young", 9e9]
    finding = formats_and_pillars(bad, LIMITS)

    pd.testing.assert_frame_equal(
        finding.table, formats_and_pillars(posts.drop(posts.index[::3]), LIMITS).table
    )


def test_a_planted_evening_is_found_among_days_hours_and_their_cells():
    posts = feed()
    evening = posts["hour"] >= 18
    posts.loc[evening, "reach"] *= 1.6
    finding = slots(posts, LIMITS)
    found = row(finding, kind="hours", hours="18–21", gain="reach")

    assert found["claimed"]
    assert finding.message == "slots_hours"
    assert finding.values["hours"] == Ref("hours", "18–21")
    assert set(finding.table["hours"].dropna()) == {"09–12", "12–15", "18–21"}
    assert len(finding.table) == 2 * (7 + 3 + 7 * 3)


def test_posts_of_unknown_hour_are_counted_and_left_out():
    posts = feed()
    posts.loc[posts.index[:5], ["hour", "weekday"]] = None
    finding = slots(posts, LIMITS)

    assert [(c.message, c.values) for c in finding.caveats] == [
        ("posts_without_hour", {"count": 5})
    ]
    assert finding.values["posts"] == 235


def test_without_any_known_hour_nothing_is_claimed():
    posts = feed(count=30).assign(hour=None, weekday=None)
    finding = slots(posts, LIMITS)

    assert finding.message == "slots_too_few"
    assert finding.caveats[0].values == {"count": 30}


def test_no_post_at_all_is_answered_in_words():
    none = feed(count=30).iloc[:0]

    assert formats_and_pillars(none, LIMITS).message == "formats_and_pillars_too_few"
    assert slots(none, LIMITS).message == "slots_too_few"


def test_under_the_null_claims_are_as_rare_as_declared():
    wrong = [
        formats_and_pillars(feed(seed, 120), LIMITS).values["claims"] > 0 for seed in range(40)
    ]

    assert sum(wrong) <= 5  # 0.05 × 40, and two standard errors


def test_unsorted_posts_give_the_same_answer():
    posts = feed(reel=0.3)
    flags = posts["content_type"].eq("reel")
    mixed = posts.sample(frac=1, random_state=2)
    one = group_effects(posts, [("k", "g", flags.to_numpy())], LIMITS)
    other = group_effects(
        mixed.reset_index(drop=True), [("k", "g", flags[mixed.index].to_numpy())], LIMITS
    )

    pd.testing.assert_frame_equal(one, other)
