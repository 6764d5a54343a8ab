"""Posts are compared at one age, or once settled, and never some so and some so."""

import pandas as pd
from compared_posts import LIMITS, described, history

from kpi_helpers.rules.post_ages import posts_at_age

UTC = "UTC"
FULL = {"reach": 1000.0, "reactions": 40.0, "comments": 6.0, "shares": 4.0}


def found(*args, timezone="Europe/Paris"):
    return posts_at_age(*args, timezone, LIMITS).set_index("post")


def test_each_post_is_taken_as_it_stood_at_the_common_age():
    seen = history(
        ("old", "2026-09-01", "2026-09-08 12:00", FULL),
        ("old", "2026-09-01", "2026-10-05 12:00", {**FULL, "reach": 9000.0, "reactions": 400.0}),
        ("new", "2026-09-28", "2026-10-05 12:00", FULL),
    )
    told = described(("old", "2026-09-01 12:00", UTC), ("new", "2026-09-28 12:00", UTC))
    posts = found(seen, told)

    assert list(posts["basis"].unique()) == ["equal_age"]
    assert posts.loc["old", ["age_days", "reach", "interactions"]].tolist() == [7.0, 1000.0, 50.0]
    assert posts.loc["new", ["age_days", "reach", "interactions"]].tolist() == [7.0, 1000.0, 50.0]
    assert posts["rate"].tolist() == [0.05, 0.05]


def test_without_a_common_age_only_settled_posts_are_compared():
    seen = history(
        ("old", "2026-09-01", "2026-10-05 12:00", FULL),
        ("mid", "2026-09-20", "2026-10-05 12:00", FULL),
        ("new", "2026-09-25", "2026-10-05 12:00", FULL),
    )
    days = {"old": "2026-09-01", "mid": "2026-09-20", "new": "2026-09-25"}
    told = described(*((post, f"{day} 12:00", UTC) for post, day in days.items()))
    posts = found(seen, told)

    assert list(posts["basis"].unique()) == ["settled"]
    assert posts["reason"].to_dict() == {"old": None, "mid": None, "new": "post_too_young"}
    assert posts["rate"].isna().to_dict() == {"old": False, "mid": False, "new": True}


def test_at_a_common_age_a_post_not_seen_then_is_told_apart_from_one_too_young():
    days = [f"2026-09-{day:02d}" for day in range(1, 10)]
    seen = [(f"p{day}", day, f"{pd.Timestamp(day) + pd.Timedelta(days=7)}", FULL) for day in days]
    seen += [("late", "2026-09-01", "2026-10-05", FULL), ("new", "2026-10-03", "2026-10-05", FULL)]
    told = [(post, day, UTC) for post, day, *_ in seen]
    posts = found(history(*seen), described(*told))

    assert list(posts["basis"].unique()) == ["equal_age"]
    assert posts.loc["late", "reason"] == "post_not_seen_at_age"
    assert posts.loc["new", "reason"] == "post_too_young"
    assert posts["reason"].isna().sum() == 9


def test_weekday_and_hour_are_those_of_the_brand_not_of_the_platform():
    seen = history(("p", "2026-09-30", "2026-10-30", FULL))
    told = described(("p", "2026-09-30 16:30", "America/Los_Angeles"))
    post = found(seen, told).loc["p"]

    assert post["published"] == pd.Timestamp("2026-10-01 01:30")
    assert (post["weekday"], post["hour"]) == (4, 1)
    assert post["day"] == pd.Timestamp("2026-09-30")


def test_the_hour_that_comes_twice_and_the_hour_that_never_was_are_both_placed():
    seen = history(*((post, "2026-03-08", "2026-12-01", FULL) for post in ("twice", "never")))
    told = described(
        ("twice", "2026-11-01 01:30", "America/Los_Angeles"),
        ("never", "2026-03-08 02:30", "America/Los_Angeles"),
    )
    posts = found(seen, told, timezone=UTC)

    assert posts.loc["twice", "published"] == pd.Timestamp("2026-11-01 08:30")
    assert posts.loc["never", "published"] == pd.Timestamp("2026-03-08 10:00")


def test_a_post_of_which_only_the_month_is_known_is_as_old_as_is_certain():
    seen = history(("p", "2026-09-01", "2026-10-20", FULL))
    seen["date_end"] = pd.Timestamp("2026-09-30")
    post = found(seen, described(("p", None, None))).loc["p"]

    assert post["age_days"] == 19.0
    assert pd.isna(post["published"])
    assert pd.isna(post["hour"])


def test_a_count_that_only_this_post_lacks_makes_it_incomparable():
    seen = history(
        ("whole", "2026-09-01", "2026-10-05", {**FULL, "saves": 5.0}),
        ("hole", "2026-09-01", "2026-10-05", FULL),
    )
    posts = found(seen, described(("whole", "2026-09-01", UTC), ("hole", "2026-09-01", UTC)))

    assert posts["interactions"]["whole"] == 55.0
    assert posts["reason"].to_dict() == {"whole": None, "hole": "values_missing"}


def test_a_count_that_the_network_does_not_know_is_not_missed():
    other = {"network": "facebook"}
    seen = history(
        ("ig", "2026-09-01", "2026-10-05", {**FULL, "saves": 5.0}),
        ("fb", "2026-09-01", "2026-10-05", FULL, other),
    )
    told = described(("ig", "2026-09-01", UTC), ("fb", "2026-09-01", UTC, other))

    assert found(seen, told)["interactions"].to_dict() == {"fb": 50.0, "ig": 55.0}


def test_without_reach_there_is_no_rate():
    seen = history(
        ("none", "2026-09-01", "2026-10-05", {**FULL, "reach": 0.0}),
        ("lost", "2026-09-01", "2026-10-05", {"reactions": 1.0, "comments": 1.0, "shares": 0.0}),
    )
    posts = found(seen, described(("none", "2026-09-01", UTC), ("lost", "2026-09-01", UTC)))

    assert posts["reason"].to_dict() == {"lost": "reach_missing", "none": "zero_denominator"}
    assert posts["rate"].isna().all()


def test_boosted_is_told_by_the_split_of_its_reach():
    split = [
        ("organic", "organic", 900.0), ("boosted", "organic", 0.0),
        ("organic", "boosted", 500.0), ("boosted", "boosted", 400.0),
    ]  # fmt: skip
    seen = [(post, "2026-09-01", "2026-10-05", FULL) for post in ("organic", "boosted", "untold")]
    seen += [
        (post, "2026-09-01", "2026-10-05", {"reach": value},
         {"breakdown": "funding", "funding": funding})
        for funding, post, value in split
    ]  # fmt: skip
    told = described(*((post, "2026-09-01", UTC) for post in ("organic", "boosted", "untold")))
    posts = found(history(*seen), told)

    assert posts["funding"].where(posts["funding"].notna(), None).to_dict() == {
        "organic": "organic", "boosted": "boosted", "untold": None,
    }  # fmt: skip
    assert posts["reach"].eq(1000.0).all()


CAPTION = "The same words on both networks, on the same day"


def contents(*posts):
    seen = [(p, "2026-09-01", "2026-10-05", FULL, {"network": network}) for p, network, *_ in posts]
    told = [
        (post, published, UTC, {"network": network, "label": label, "content_id": content})
        for post, network, published, label, content in posts
    ]
    return found(history(*seen), described(*told))["content"]


def test_the_same_caption_on_two_networks_is_one_content_and_two_publications():
    same = contents(
        ("i", "instagram", "2026-09-01 09:00", CAPTION, None),
        ("f", "facebook", "2026-09-01 09:05", CAPTION.upper() + " ", None),
        ("g", "facebook", "2026-09-20 09:00", CAPTION, None),
        ("h", "facebook", "2026-09-01 09:00", "Short", None),
        ("j", "instagram", "2026-09-01 09:00", "Short", None),
    )

    assert same["i"] == same["f"]
    assert same.nunique() == 4


def test_an_id_of_the_content_goes_before_the_caption():
    same = contents(
        ("i", "instagram", "2026-09-01 09:00", CAPTION, "c1"),
        ("f", "facebook", "2026-09-01 09:05", CAPTION, "c2"),
        ("g", "facebook", "2026-09-01 09:05", "other", "c1"),
    )

    assert same.to_dict() == {"f": "c2", "g": "c1", "i": "c1"}


def test_no_post_gives_an_empty_table_with_its_columns():
    posts = posts_at_age(history(), described(), UTC, LIMITS)

    assert posts.empty
    assert {"rate", "reason", "content", "hour"} <= set(posts.columns)


def test_the_order_of_the_rows_changes_nothing():
    seen = history(
        ("a", "2026-09-01", "2026-09-08", FULL),
        ("a", "2026-09-01", "2026-10-05", {**FULL, "reach": 9000.0}),
        ("b", "2026-09-02", "2026-09-09", {**FULL, "shares": 9.0}),
    )
    told = described(("a", "2026-09-01", UTC), ("b", "2026-09-02", UTC))
    mixed = seen.sample(frac=1, random_state=3).reset_index(drop=True)

    pd.testing.assert_frame_equal(found(mixed, told[::-1]), found(seen, told))
