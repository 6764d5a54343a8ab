"""How far the data of a month can be trusted."""

from datetime import datetime

import pytest
from store_samples import day, noon, reading

from kpi_helpers.errors import Problem, StoreError
from kpi_helpers.periods import Month, Period
from kpi_helpers.store.observations import open_store
from kpi_helpers.store.quality import COLUMNS, source_quality

MARCH = Month(2026, 3).period
MARCH_WINDOW = {"window_start": day("03-01"), "window_end": day("03-31")}


def quality(tmp_path, *results, period=MARCH, known_at=None):
    store = open_store(tmp_path)
    store.append(results, imported_at=datetime(2026, 4, 10))
    return source_quality(store, "alba", period, known_at)


def only(table):
    assert len(table) == 1
    return table.iloc[0]


def daily(days, **more):
    """Followers on the given days of March."""
    row = {"grain": "account_day", "metric": "followers", "counter": "snapshot", "entity": None}
    return [{**row, "date_start": day(f"03-{n:02d}"), **more} for n in days]


def test_a_whole_month_exported_after_its_end_is_good(tmp_path):
    row = only(quality(tmp_path, reading(daily(range(1, 32)), observed="04-02")))
    assert tuple(row.index) == COLUMNS
    assert (row.source, row.files, row.rows_read, row.rows_rejected) == ("posts", 1, 31, 0)
    assert (row.first_day.date(), row.last_day.date()) == (day("03-01"), day("03-31"))
    assert (row.days_seen, row.days_expected, row.coverage) == (31, 31, 1.0)
    assert (row.observed_at, row.observed_assumed, row.age_days) == (noon("04-02"), False, 2)
    assert (row.verdict, row.reasons) == ("good", [])


def test_missing_days_are_counted_and_not_zeros(tmp_path):
    row = only(quality(tmp_path, reading(daily(range(1, 30)), observed="04-02")))
    assert (row.days_seen, row.coverage) == (29, 29 / 31)
    assert (row.verdict, row.reasons) == ("watch", ["quality_coverage_watch"])


def test_less_than_four_fifths_of_the_days_is_bad(tmp_path):
    row = only(quality(tmp_path, reading(daily(range(1, 25)), observed="04-02")))
    assert (row.days_seen, row.verdict) == (24, "bad")
    assert row.reasons == ["quality_coverage_bad"]


def test_days_without_a_post_are_not_missing_when_the_file_speaks_of_them(tmp_path):
    posts = [{"date_start": day("03-05")}, {"entity": "p2", "date_start": day("03-20")}]
    row = only(quality(tmp_path, reading(posts, windows=[MARCH_WINDOW], observed="04-02")))
    assert (row.coverage, row.verdict) == (1.0, "good")


def test_windows_of_several_files_add_up(tmp_path):
    halves = [
        {"window_start": day("02-15"), "window_end": day("03-15")},
        {"window_start": day("03-10"), "window_end": day("03-31")},
    ]
    results = [
        reading([{}], windows=[half], file=f"{half['window_end']}.csv", observed="04-02")
        for half in halves
    ]
    row = only(quality(tmp_path, *results))
    assert (row.files, row.coverage) == (2, 1.0)


def test_posts_without_a_window_count_from_the_first_to_the_last(tmp_path):
    posts = [{"date_start": day("03-01")}, {"entity": "p2", "date_start": day("03-20")}]
    row = only(quality(tmp_path, reading(posts, observed="04-02")))
    assert (row.days_seen, row.last_day.date()) == (20, day("03-20"))


def test_a_file_does_not_speak_of_the_days_after_its_export(tmp_path):
    row = only(quality(tmp_path, reading([{}], windows=[MARCH_WINDOW], observed="03-28")))
    assert (row.days_seen, row.age_days, row.verdict) == (28, -3, "watch")
    assert row.reasons == ["quality_coverage_watch", "quality_observed_early"]


def test_buckets_count_only_when_wholly_inside(tmp_path):
    weeks = [("02-23", "03-01"), ("03-02", "03-08"), ("03-09", "03-15"), ("03-30", "04-05")]
    spend = {"grain": "channel_period", "metric": "spend", "currency": "EUR", "entity": None}
    rows = [{**spend, "date_start": day(a), "date_end": day(b)} for a, b in weeks]
    row = only(quality(tmp_path, reading(rows, observed="04-06")))
    assert (row.days_seen, row.first_day.date(), row.last_day.date()) == (
        14, day("03-02"), day("03-15"),
    )  # fmt: skip


def test_the_weakest_account_counts(tmp_path):
    rows = [*daily(range(1, 32)), *daily(range(1, 11), account="other")]
    row = only(quality(tmp_path, reading(rows, observed="04-02")))
    assert (row.days_seen, row.verdict, row.reasons) == (10, "bad", ["quality_coverage_bad"])


def test_an_account_of_the_month_before_that_is_missing_is_told(tmp_path):
    february = [{**row, "account": "other", "date_start": day("02-20")} for row in daily([1])]
    row = only(quality(tmp_path, reading([*daily(range(1, 32)), *february], observed="04-02")))
    assert (row.days_seen, row.verdict) == (0, "bad")
    assert row.reasons == ["quality_coverage_bad", "quality_account_lost"]


def test_channels_without_a_row_on_a_day_are_not_missing(tmp_path):
    site = {"grain": "site_day", "metric": "sessions", "network": "web"}
    rows = [*daily(range(1, 32), **site, channel="Direct"), *daily([5], **site, channel="Email")]
    assert only(quality(tmp_path, reading(rows, observed="04-02"))).coverage == 1.0


def test_people_over_a_window_of_their_own_do_not_weaken_a_daily_source(tmp_path):
    users = {
        "grain": "account_window", "metric": "active_users", "counter": "unique",
        "date_start": day("02-15"), "date_end": day("03-14"),
    }  # fmt: skip
    rows = [*daily(range(1, 32)), users]
    assert only(quality(tmp_path, reading(rows, observed="04-02"))).verdict == "good"


@pytest.mark.parametrize(
    ("rejected", "verdict", "reasons"),
    [
        (1, "good", []),
        (2, "watch", ["quality_rejected_watch"]),
        (10, "watch", ["quality_rejected_watch"]),
        (11, "bad", ["quality_rejected_bad"]),
    ],
)
def test_rows_left_out_weaken_a_source(tmp_path, rejected, verdict, reasons):
    result = reading(
        daily(range(1, 32)), observed="04-02", rows_read=100, rows_rejected=rejected, rows_total=3
    )
    row = only(quality(tmp_path, result))
    assert (row.rows_read, row.rows_rejected, row.rows_total) == (100, rejected, 3)
    assert (row.verdict, row.reasons) == (verdict, reasons)


def test_a_time_of_export_that_is_only_assumed_is_never_good(tmp_path):
    rows = daily(range(1, 32), observed_assumed=True)
    row = only(quality(tmp_path, reading(rows, observed="04-02")))
    assert (row.observed_assumed, row.verdict) == (True, "watch")
    assert row.reasons == ["quality_observed_assumed"]


def test_a_budget_may_be_exported_before_its_months(tmp_path):
    budget = {"grain": "channel_period", "metric": "budget", "currency": "EUR", "entity": None}
    months = [Month(2026, number).period for number in range(1, 13)]
    rows = [{**budget, "date_start": month.start, "date_end": month.end} for month in months]
    row = only(quality(tmp_path, reading(rows, observed="01-05")))
    assert (row.age_days, row.verdict) == (-85, "good")


def test_a_log_of_few_actions_is_whole_up_to_its_newest_export(tmp_path):
    action = {"grain": "action", "metric": "actions", "value": 1.0}
    february = reading(
        [{**action, "date_start": day("02-12"), "date_end": day("02-20")}],
        file="02.csv", observed="03-04",
    )  # fmt: skip
    march = reading(
        [{**action, "entity": "a2", "date_start": day("03-25")}],
        windows=[{"grain": "action", "window_start": day("03-25"), "window_end": day("03-25")}],
        file="03.csv", observed="04-02",
    )  # fmt: skip
    assert only(quality(tmp_path / "both", february, march)).verdict == "good"
    alone = only(quality(tmp_path / "alone", february))
    assert (alone.files, alone.days_seen, alone.verdict) == (0, 4, "unknown")


def test_a_source_without_a_file_for_the_month_is_unknown(tmp_path):
    april = Month(2026, 4).period
    result = reading(daily(range(1, 32)), observed="04-02")
    row = only(quality(tmp_path, result, period=april))
    assert (row.files, row.days_seen, row.verdict) == (0, 0, "unknown")
    assert row.reasons == ["quality_no_file"]
    assert row[["first_day", "last_day", "observed_at", "age_days"]].isna().all()


def test_a_file_of_which_nothing_was_used_weakens_the_month_before_it(tmp_path):
    good = reading(daily(range(1, 32)), observed="04-02", file="good.csv")
    lost = reading([], file="lost.csv", rows_read=20, rows_rejected=20)
    row = only(quality(tmp_path, good, lost))
    assert (row.files, row.rows_read, row.rows_rejected) == (2, 51, 20)
    assert row.verdict == "bad"
    june = Month(2026, 6).period
    assert source_quality(open_store(tmp_path), "alba", june).iloc[0].files == 0


def test_only_files_that_were_known_count(tmp_path):
    first = reading(daily(range(1, 11)), observed="03-12", file="a.csv")
    second = reading(daily(range(11, 32)), observed="04-02", file="b.csv")
    table = quality(tmp_path, first, second, known_at=noon("03-20"))
    assert (only(table).files, only(table).days_seen) == (1, 10)
    assert source_quality(open_store(tmp_path), "alba", MARCH).iloc[0].days_seen == 31


def test_sources_are_told_apart_in_order(tmp_path):
    table = quality(
        tmp_path,
        reading(daily(range(1, 32)), source="web", observed="04-02"),
        reading([{}], source="posts", file="b.csv", windows=[MARCH_WINDOW], observed="04-02"),
    )
    assert table["source"].tolist() == ["posts", "web"]


def test_any_run_of_days_can_be_asked_for(tmp_path):
    week = Period(day("03-02"), day("03-08"))
    row = only(quality(tmp_path, reading(daily([2, 3, 4]), observed="04-02"), period=week))
    assert (row.days_seen, row.days_expected) == (3, 7)


def test_without_imports_quality_names_the_next_step(tmp_path):
    with pytest.raises(StoreError) as error:
        source_quality(open_store(tmp_path), "alba", MARCH)
    assert error.value.problems[0].message == "store_missing"


@pytest.mark.parametrize(
    ("messages", "reasons"),
    [
        (["total_differs"], ["quality_total_differs"]),
        (["unlisted_value"], ["quality_warned"]),
        (["unlisted_value", "total_differs"], ["quality_total_differs", "quality_warned"]),
    ],
)
def test_a_warning_of_the_import_keeps_a_source_from_being_good(tmp_path, messages, reasons):
    warned = tuple(Problem(name, {}, "a.csv", severity="warn") for name in messages)
    result = reading(daily(range(1, 32)), observed="04-02", problems=warned)
    row = only(quality(tmp_path, result))
    assert (row.verdict, row.reasons) == ("watch", reasons)


def test_a_warning_does_not_make_a_bad_source_better(tmp_path):
    warned = (Problem("total_differs", {}, "a.csv", severity="warn"),)
    row = only(quality(tmp_path, reading(daily([1]), observed="04-02", problems=warned)))
    assert row.verdict == "bad"
    assert row.reasons == ["quality_coverage_bad", "quality_total_differs"]


def test_files_that_contradict_one_another_are_told_until_a_later_one_settles_it(tmp_path):
    one = reading(daily(range(1, 32), value=10.0), observed="04-02", file="one.csv")
    other = reading(daily([7], value=11.0), observed="04-02", file="other.csv")
    row = only(quality(tmp_path, one, other))
    assert (row.verdict, row.reasons) == ("watch", ["quality_conflict"])
    settled = reading(daily([7], value=11.0), observed="04-03", file="later.csv")
    row = only(quality(tmp_path, settled))
    assert (row.verdict, row.reasons) == ("good", [])
