"""Grain tables as they are made from the store."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from store_samples import day, noon, reading, stored_rows

from kpi_helpers.errors import StoreError
from kpi_helpers.schema import GRAIN_KEYS, WINDOW
from kpi_helpers.store.grains import open_grains, passing_grains
from kpi_helpers.store.observations import open_store


def opened(tmp_path, *results, known_at=None):
    store = open_store(tmp_path)
    store.append(results)
    return open_grains(store, "alba", known_at)


def rows(grains, name):
    return grains.tables[name].to_pyarrow().to_pylist()


POST = {
    "entity": "p1", "label": "Été", "content_type": "photo", "permalink": "https://example.org/1",
    "published_at": datetime(2026, 3, 1, 8, 30), "content_id": "c1",
}  # fmt: skip


def test_a_post_has_one_row_with_its_metrics_and_what_is_known_of_it(tmp_path):
    result = reading(
        [{"metric": "views", "value": 100.0}, {"metric": "reach", "value": 80.0}], entities=[POST]
    )
    found = rows(opened(tmp_path, result), "post")
    assert len(found) == 1
    assert {name: found[0][name] for name in POST} == POST
    assert (found[0]["views"], found[0]["reach"]) == (100.0, 80.0)
    assert (found[0]["brand"], found[0]["breakdown"], found[0]["region"]) == ("alba", "total", None)
    assert (found[0]["date_start"], found[0]["observed_at"]) == (day("03-01"), noon("03-02"))


def test_columns_are_the_keys_then_metrics_then_what_describes_the_row(tmp_path):
    row = {"metric": "spend", "currency": "EUR", "grain": "channel_period"}
    table = opened(tmp_path, reading([row])).tables["channel_period"]
    assert table.columns == (
        *GRAIN_KEYS, "spend", "spend_currency", "label", "permalink", "published_at", "content_id",
        "observed_at", "note",
    )  # fmt: skip
    types = table.schema()
    assert types["spend"].is_float64()
    assert types["date_start"].is_date()
    assert types["published_at"].is_timestamp()
    assert all(types[name].is_string() for name in ("entity", "content_type", "note"))


def test_many_entity_rows_do_not_multiply_a_post(tmp_path):
    mentions = [
        {"grain": "mention", "entity": f"m{n}", "metric": "views", "value": 10.0 * n}
        for n in (1, 2, 3)
    ]
    post = {"metric": "engagements", "value": 100.0}
    grains = opened(
        tmp_path,
        reading([post, *mentions], entities=[POST, {**POST, "label": "Printemps"}]),
        reading([], file="b.csv", entities=[POST], observed="03-05"),
        reading([], file="c.csv", entities=[{**POST, "network": "instagram"}]),
        reading([], file="d.csv", entities=[{**POST, "account": None}]),
    )
    posts, seen = grains.tables["post"], grains.tables["mention"]
    assert posts.count().execute() == 1
    assert posts.engagements.sum().execute() / seen.views.sum().execute() == pytest.approx(100 / 60)


def test_an_entity_without_network_or_account_is_still_described(tmp_path):
    bare = {"network": None, "account": None, "entity": "row-2"}
    result = reading(
        [{**bare, "grain": "action", "metric": "actions", "value": 1.0}],
        entities=[{**bare, "label": "Newsletter"}],
    )
    assert [row["label"] for row in rows(opened(tmp_path, result), "action")] == ["Newsletter"]


def test_the_newest_known_description_is_taken_and_an_empty_one_hides_nothing(tmp_path):
    grains = opened(
        tmp_path,
        reading([{}], entities=[POST]),
        reading([], file="b.csv", observed="03-05", entities=[{"entity": "p1", "label": "Neu"}]),
    )
    found = rows(grains, "post")[0]
    assert (found["label"], found["content_type"]) == ("Neu", "photo")


def test_breakdowns_sources_and_networks_stay_apart(tmp_path):
    own = [
        {"value": 100.0},
        {"value": 60.0, "breakdown": "funding", "funding": "organic"},
        {"value": 40.0, "breakdown": "funding", "funding": "boosted"},
        {"value": 9.0, "network": "instagram"},
    ]
    grains = opened(tmp_path, reading(own), reading([{"value": 7.0}], file="b.csv", source="other"))
    table = grains.tables["post"]
    total = table.filter(table.breakdown == "total", table.network == "facebook")
    by_source = total.group_by("source").agg(views=total.views.sum()).to_pyarrow().to_pylist()
    assert {row["source"]: row["views"] for row in by_source} == {"posts": 100.0, "other": 7.0}
    assert table.count().execute() == 5


def test_a_currency_stands_beside_its_money(tmp_path):
    spend = {"grain": "channel_period", "metric": "spend", "entity": None}
    grains = opened(
        tmp_path,
        reading(
            [
                {**spend, "channel": "Display", "value": 100.0, "currency": "USD"},
                {**spend, "channel": "Search", "value": 90.0, "currency": "EUR"},
                {**spend, "channel": "Search", "metric": "ad_clicks", "value": 5.0},
            ]
        ),
    )
    found = {row["channel"]: row for row in rows(grains, "channel_period")}
    assert (found["Display"]["spend"], found["Display"]["spend_currency"]) == (100.0, "USD")
    assert (found["Search"]["spend"], found["Search"]["spend_currency"]) == (90.0, "EUR")
    assert (found["Search"]["ad_clicks"], found["Display"]["ad_clicks"]) == (5.0, None)
    assert "ad_clicks_currency" not in grains.tables["channel_period"].columns


def test_a_note_stands_as_long_as_the_value_it_was_said_of(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"value": 5.0, "note": "prorated_bucket"}], observed="03-02")])
    assert rows(open_grains(store, "alba"), "post")[0]["note"] == "prorated_bucket"
    store.append([reading([{"value": 6.0}], file="b.csv", observed="03-04")])
    assert rows(open_grains(store, "alba"), "post")[0]["note"] is None


def test_ids_stay_text(tmp_path):
    found = rows(opened(tmp_path, reading([{"entity": "00123", "campaign": "9" * 20}])), "post")
    assert (found[0]["entity"], found[0]["campaign"]) == ("00123", "9" * 20)


def test_observed_at_is_when_the_row_was_last_seen(tmp_path):
    grains = opened(
        tmp_path,
        reading([{"metric": "views"}, {"metric": "reach"}], observed="03-02"),
        reading([{"metric": "views"}], file="b.csv", observed="03-30"),
    )
    assert rows(grains, "post")[0]["observed_at"] == noon("03-30")


# -- known at a time


def test_a_past_state_is_made_again_from_what_was_known_then(tmp_path):
    windows = [{"window_start": day("03-01"), "window_end": day("03-31")}]
    results = [
        reading([{"value": 100.0}], entities=[POST], windows=windows),
        reading(
            [{"value": 130.0}, {"entity": "p2"}], file="b.csv", observed="03-04",
            entities=[{"entity": "p1", "label": "Neu"}], windows=windows,
        ),
    ]  # fmt: skip
    now = opened(tmp_path, *results)
    then = open_grains(open_store(tmp_path), "alba", noon("03-03"))
    assert [(row["views"], row["label"]) for row in rows(then, "post")] == [(100.0, "Été")]
    assert {row["entity"]: row["views"] for row in rows(now, "post")} == {"p1": 130.0, "p2": 100.0}
    assert (then.known_at, now.known_at) == (noon("03-03"), noon("03-04"))
    assert (len(then.windows), len(now.windows)) == (1, 2)
    assert list(now.windows.columns) == list(WINDOW)
    assert then.version == now.version


def test_trap_24_a_lifetime_counter_is_its_latest_reading_and_none_is_lost(tmp_path):
    """100, 150, nothing on the third, 160, 155: never their sum; the fall of 5 is a restatement."""
    readings = {"03-01": 100.0, "03-02": 150.0, "03-04": 160.0, "03-05": 155.0}
    results = [
        reading([{"value": value}], file=f"{seen}.csv", observed=seen)
        for seen, value in readings.items()
    ]
    now = opened(tmp_path, *results)
    known = [
        rows(open_grains(open_store(tmp_path), "alba", noon(f"03-0{number}")), "post")[0]["views"]
        for number in range(1, 6)
    ]

    assert [row["views"] for row in rows(now, "post")] == [155.0]
    assert known == [100.0, 150.0, 150.0, 160.0, 155.0]
    assert stored_rows(tmp_path) == 4


def test_times_between_the_same_observations_share_their_tables(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}]), reading([{"value": 7.0}], file="b.csv", observed="03-08")])
    for moment in (noon("03-02"), noon("03-04"), noon("03-07"), noon("03-08"), noon("03-20")):
        open_grains(store, "alba", moment)
    folders = [path for path in (store.folder / "grains" / "alba").iterdir() if path.is_dir()]
    assert len(folders) == 2


def test_a_time_with_a_zone_is_understood(tmp_path):
    opened(tmp_path, reading([{}]))
    grains = open_grains(open_store(tmp_path), "alba", datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert grains.known_at == noon("03-02")


def test_before_the_first_observation_nothing_can_be_opened(tmp_path):
    opened(tmp_path, reading([{}], observed="03-02"))
    with pytest.raises(StoreError) as error:
        open_grains(open_store(tmp_path), "alba", noon("03-01"))
    problem = error.value.problems[0]
    assert problem.message == "store_nothing_known"
    assert problem.values["first"] == noon("03-02")


def test_without_imports_the_next_step_is_told(tmp_path):
    with pytest.raises(StoreError) as error:
        open_grains(open_store(tmp_path), "alba")
    assert error.value.problems[0].message == "store_missing"


# -- kept on disk


def test_tables_are_made_once_a_version(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    open_grains(store, "alba")
    made = {path: path.stat().st_mtime_ns for path in (store.folder / "grains").rglob("*.parquet")}
    open_grains(open_store(tmp_path), "alba")
    store.append([reading([{}], brand="northwind")])
    open_grains(store, "alba")
    again = {path: path.stat().st_mtime_ns for path in (store.folder / "grains").rglob("*.parquet")}
    assert made == again != {}


def test_the_same_imports_give_the_same_bytes(tmp_path):
    posts = [
        {"entity": f"p{n % 50}", "date_start": date(2026, 3, 1 + n % 31), "value": n / 7}
        for n in range(400)
    ]
    results = [reading(posts, entities=[POST])]
    content = []
    for name in ("a", "b"):
        store = open_store(tmp_path / name)
        store.append(results)
        open_grains(store, "alba")
        folder = store.folder / "grains"
        content.append(
            {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.parquet")}
        )
    assert content[0] == content[1] != {}


def _versions(store):
    folder = store.folder / "grains" / "alba"
    return {path.name for path in folder.iterdir() if path.is_dir()}


def _import_once_more(store, number):
    store.append([reading([{"value": float(number)}], file=f"{number}.csv", observed="03-05")])
    return open_grains(store, "alba")


def test_the_last_two_versions_are_kept(tmp_path):
    store = open_store(tmp_path)
    names = []
    for number in range(4):
        names.append(_import_once_more(store, number).version)
    assert _versions(store) == set(names[-2:])


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is removed there")
def test_a_version_that_is_read_stays_until_its_reader_has_gone(tmp_path):
    store = open_store(tmp_path)
    reader = _import_once_more(store, 0)
    views = reader.tables["post"].views.sum()
    version = reader.version
    del reader  # the expression alone keeps its version
    for number in range(1, 4):
        _import_once_more(store, number)
    assert views.execute() == 0.0
    assert version in _versions(store)
    del views
    _import_once_more(store, 9)
    assert version not in _versions(store)


def test_kernels_that_open_at_once_find_the_same_tables(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{"entity": f"p{n}"} for n in range(200)])])
    with ThreadPoolExecutor(6) as pool:
        counts = list(
            pool.map(
                lambda _: open_grains(store, "alba").tables["post"].count().execute(), range(6)
            )
        )
    assert counts == [200] * 6
    assert len(_versions(store)) == 1


def test_tables_that_cannot_be_written_say_so(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    (store.folder / "grains").write_text("a file where a folder should be")
    with pytest.raises(StoreError) as error:
        open_grains(store, "alba")
    assert [problem.message for problem in error.value.problems] == ["store_write_failed"]


def test_a_builder_that_died_is_cleaned_up_after(tmp_path):
    store = open_store(tmp_path)
    store.append([reading([{}])])
    left = store.folder / "grains" / "alba" / f".unfinished-{store.version_of('alba')}-dead"
    left.mkdir(parents=True)
    (left / "post.parquet").write_bytes(b"half")
    assert open_grains(store, "alba").tables["post"].count().execute() == 1
    assert not left.exists()


@pytest.mark.parametrize("apart", [False, True])
def test_a_post_that_moved_to_the_next_day_is_still_one_post(tmp_path, apart):
    """Exports in two time zones put a post of around midnight on two days."""
    first = reading([{"metric": "reach", "value": 100.0}, {"metric": "views", "value": 7.0}])
    moved = [
        {"metric": "reach", "value": 300.0, "date_start": day("04-01")},
        {"metric": "views", "value": 7.0, "date_start": day("04-01")},
    ]
    second = reading(moved, file="b.csv", observed="04-05")
    if apart:
        open_store(tmp_path).append([first])
    grains = opened(tmp_path, *([second] if apart else [second, first]))
    found = rows(grains, "post")
    assert [(row["date_start"], row["reach"], row["views"]) for row in found] == [
        (day("04-01"), 300.0, 7.0)
    ]
    latest = open_store(tmp_path).observations("alba").to_pyarrow().to_pylist()
    assert sorted((row["metric"], row["date_start"], row["value"]) for row in latest) == [
        ("reach", day("04-01"), 300.0),
        ("views", day("04-01"), 7.0),
    ]
    early = rows(open_grains(open_store(tmp_path), "alba", noon("03-10")), "post")
    assert [(row["date_start"], row["reach"]) for row in early] == [(day("03-01"), 100.0)]


def test_grains_for_one_look_are_those_of_the_time_and_leave_nothing_behind(tmp_path):
    store = open_store(tmp_path)
    store.append(
        [
            reading([{"value": 100.0}, {"grain": "mention", "entity": "m1"}], observed="03-02"),
            reading([{"value": 130.0}], file="b.csv", observed="03-04"),
        ]
    )
    before = sorted(path.as_posix() for path in tmp_path.rglob("*"))

    passing = passing_grains(store, "alba", noon("03-03"), {"post", "ad_day"})

    assert list(passing.tables) == ["post"]
    assert [row["views"] for row in rows(passing, "post")] == [100.0]
    assert passing.version == store.version_of("alba")
    assert sorted(path.as_posix() for path in tmp_path.rglob("*")) == before
    kept = open_grains(store, "alba", noon("03-03"))
    assert rows(kept, "post") == rows(passing, "post")
    pd.testing.assert_frame_equal(kept.windows, passing.windows)
