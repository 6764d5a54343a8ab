"""What each export said of each post, at every time."""

from datetime import datetime

from store_samples import noon, reading

from kpi_helpers.store.observations import open_store
from kpi_helpers.store.post_history import post_descriptions, post_history

SINCE = datetime(2026, 1, 1)


def stored(tmp_path, *results):
    store = open_store(tmp_path)
    for result in results:
        store.append([result])
    return store


def seen(history):
    return list(zip(history["observed_at"], history["value"], strict=True))


def test_every_export_of_a_post_keeps_its_own_value(tmp_path):
    store = stored(
        tmp_path,
        reading([{"value": 80.0}], observed="03-04", file="a.csv"),
        reading([{"value": 130.0}], observed="03-09", file="b.csv"),
    )

    assert seen(post_history(store, "alba", SINCE)) == [
        (noon("03-04"), 80.0),
        (noon("03-09"), 130.0),
    ]


def test_a_value_given_again_unchanged_stands_at_both_times(tmp_path):
    store = stored(
        tmp_path,
        reading([{"value": 80.0}], observed="03-04", file="a.csv"),
        reading([{"value": 80.0}], observed="03-09", file="b.csv"),
    )

    assert seen(post_history(store, "alba", SINCE)) == [
        (noon("03-04"), 80.0),
        (noon("03-09"), 80.0),
    ]


def test_nothing_observed_later_than_the_time_of_knowledge_is_seen(tmp_path):
    store = stored(
        tmp_path,
        reading([{"value": 80.0}], observed="03-04", file="a.csv"),
        reading([{"value": 80.0}], observed="03-09", file="b.csv"),
        reading([{"value": 90.0}], observed="03-11", file="c.csv"),
    )

    assert seen(post_history(store, "alba", SINCE, noon("03-05"))) == [(noon("03-04"), 80.0)]


def test_posts_published_before_the_asked_day_are_left_out(tmp_path):
    store = stored(tmp_path, reading([{"value": 80.0}]))

    assert post_history(store, "alba", datetime(2026, 3, 2)).empty
    assert len(post_history(store, "alba", datetime(2026, 3, 1))) == 1


def test_of_two_files_of_one_time_the_later_import_stands(tmp_path):
    store = stored(
        tmp_path,
        reading([{"value": 80.0}], observed="03-04", file="a.csv"),
        reading([{"value": 81.0}], observed="03-04", file="b.csv"),
    )

    assert seen(post_history(store, "alba", SINCE)) == [(noon("03-04"), 81.0)]


def test_what_is_not_counted_since_publication_is_no_history_of_a_post(tmp_path):
    store = stored(tmp_path, reading([{"counter": "delta"}, {"grain": "ad_day"}]))

    assert post_history(store, "alba", SINCE).empty


def test_a_post_is_described_as_last_told(tmp_path):
    post = {"entity": "p1", "content_type": "photo", "bucket_tz": "America/Los_Angeles"}
    store = stored(
        tmp_path,
        reading([{}], observed="03-04", file="a.csv", entities=[
            {**post, "label": "Old", "published_at": datetime(2026, 3, 1, 8)}]),
        reading([{"value": 120.0}], observed="03-09", file="b.csv", entities=[
            {**post, "label": "New", "published_at": datetime(2026, 3, 1, 9)}]),
    )  # fmt: skip
    found = post_descriptions(store, "alba").to_dict("records")

    assert len(found) == 1
    assert (found[0]["label"], found[0]["published_at"]) == ("New", datetime(2026, 3, 1, 9))
    assert found[0]["bucket_tz"] == "America/Los_Angeles"
