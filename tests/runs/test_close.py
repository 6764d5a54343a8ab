"""Closing months of the sample: what is frozen, when, and what is refused."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.errors import KpiError
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.formulas import work_out
from kpi_helpers.periods import Month
from kpi_helpers.runs.close import close_due_months, close_month
from kpi_helpers.session import open_session
from kpi_helpers.store.grains import open_grains

BRAND = "maison_alba"
AUGUST, OCTOBER = Month(2026, 8), Month(2026, 10)
NOW = datetime(2026, 11, 6, 12)


@pytest.fixture
def books(workspace, tmp_path):
    """The imported sample with a ledger of its own."""
    (tmp_path / "data").mkdir()
    for part in ("params", "notebooks", "data/sample", "data/store"):
        (tmp_path / part).symlink_to(workspace / part, target_is_directory=True)
    return tmp_path


def _close(root, month=AUGUST, **more):
    return close_month(root, BRAND, month, **{"now": NOW, **more})


def _refused(call):
    with pytest.raises(KpiError) as error:
        call()
    (problem,) = error.value.problems
    return problem


def test_a_close_holds_every_kpi_of_the_catalogue_as_it_was_known(books):
    moment = datetime(2026, 9, 10)
    catalogue = load_catalogue(books, BRAND)
    _close(books, known_at=moment)

    closed = open_session(BRAND, "2026-10", root=str(books)).ledger.closes()

    grains = open_grains(open_session(BRAND, "2026-10", root=str(books)).store, BRAND, moment)
    asked = kpi_values(catalogue, grains, list(catalogue.kpis), [AUGUST.period])
    same = [name for name in asked if name != "detail"]
    pd.testing.assert_frame_equal(closed[same], asked[same])
    assert closed["kpi"].tolist() == list(catalogue.kpis)
    assert set(closed["catalogue_sha"]) == {catalogue.sha}


def test_a_close_names_the_files_it_knew_and_none_that_came_later(books):
    close = _close(books, known_at=datetime(2026, 9, 10))

    names = [row["file"] for row in close.files]
    assert any("observed-2026-09-07" in name for name in names)
    assert not any("observed-2026-10" in name for name in names)
    assert {len(row["sha256"]) for row in close.files} == {64}


def test_what_came_later_changes_today_and_not_the_close(books):
    then = _close(books, known_at=datetime(2026, 9, 10))
    now = open_session(BRAND, "2026-08", root=str(books)).values(["engagements"])
    frozen = {row["kpi"]: row["value"] for row in then.values}

    assert (frozen["engagements"], now["value"].iloc[0]) == (19283.0, 20771.0)


def test_every_kpi_can_be_worked_out_again_from_its_inputs_alone(books):
    catalogue = load_catalogue(books, BRAND)
    close = _close(books)
    values = {row["kpi"]: row["value"] for row in close.values}
    inputs = pd.DataFrame(close.inputs)

    for name, kpi in catalogue.kpis.items():
        mine = inputs[inputs["kpi"] == name].set_index("input")["value"].astype(float)
        arrays = {key: np.array([number]) for key, number in mine.items()}
        text = "part / whole" if kpi.kind == "share" else kpi.formula
        again = work_out(parse(text, arrays.keys()).tree, arrays, (1,)).value[0]
        assert again == (np.nan if values[name] is None else values[name]) or (
            np.isnan(again) and values[name] is None
        ), name


def test_without_a_time_a_close_knows_what_the_newest_export_knew(books):
    assert _close(books).known_at == datetime(2026, 11, 3, 12)


def test_a_close_never_claims_to_have_seen_more_than_it_has(books):
    assert _close(books, known_at=datetime(2027, 1, 1)).known_at == datetime(2026, 11, 3, 12)


def test_a_month_that_is_not_over_in_the_data_is_refused(books):
    problem = _refused(lambda: _close(books, Month(2026, 11)))

    assert problem.message == "close_not_over"
    assert _refused(lambda: _close(books, known_at=datetime(2026, 8, 31, 23))).message == (
        "close_not_over"
    )


def test_a_month_before_all_data_is_refused(books):
    assert _refused(lambda: _close(books, Month(2023, 1))).message == "close_no_export"


def test_a_budget_alone_does_not_close_a_month(books):
    problem = _refused(lambda: _close(books, OCTOBER, known_at=datetime(2026, 11, 2)))

    assert problem.message == "close_no_export"


def test_a_time_before_the_first_export_is_refused(books):
    problem = _refused(lambda: _close(books, known_at=datetime(2020, 1, 1)))

    assert problem.message == "close_nothing_known"


def test_an_incomplete_month_may_be_closed_and_says_so(books):
    rows = {row["kpi"]: row for row in _close(books, Month(2025, 9)).values}

    saves = rows["engagements"]  # saves are missing of some posts of that month
    assert (saves["value"], saves["complete"]) == (12532.0, False)
    assert rows["orders"]["complete"] is True


def test_all_months_up_to_one_are_closed_as_known_on_their_closing_day(books):
    told = close_due_months(books, BRAND, Month(2024, 11), closing_day=10, now=NOW)

    assert [str(close.month) for close in told.closed] == ["2024-09", "2024-10", "2024-11"]
    assert [str(close.known_at.date()) for close in told.closed] == [
        "2024-10-10",
        "2024-11-10",
        "2024-12-10",
    ]
    assert (told.known, told.left_open) == (0, ())


def test_months_closed_before_are_left_as_they_are(books):
    _close(books, Month(2024, 9))
    path = books / "data/ledger" / BRAND / "2024-09/close-1.json"
    before = path.read_bytes()

    told = close_due_months(books, BRAND, Month(2024, 10), closing_day=10, now=NOW)

    assert ([str(close.month) for close in told.closed], told.known) == (["2024-10"], 1)
    assert path.read_bytes() == before


def test_months_that_were_not_known_in_time_stay_open_and_are_told(books):
    told = close_due_months(books, BRAND, Month(2024, 10), closing_day=1, now=NOW)

    assert told.closed == ()
    assert [problem.message for problem in told.left_open] == ["ledger_nothing_to_close"]


def test_months_may_all_be_closed_as_known_on_one_day(books):
    told = close_due_months(
        books, BRAND, Month(2024, 9), closing_day=1, now=NOW, known_at=datetime(2026, 1, 6)
    )

    assert str(told.closed[-1].month) == "2024-09"
    assert {close.known_at for close in told.closed} == {datetime(2026, 1, 6)}


def test_a_session_sees_no_close_that_it_could_not_have_known(books):
    _close(books, known_at=datetime(2026, 9, 10))
    _close(books, known_at=datetime(2026, 10, 20), reason="late export")

    def seen(known_at, month="2026-10"):
        frame = open_session(BRAND, month, "", str(books), known_at).ledger.closes()
        return sorted(set(frame["close"]))

    assert seen("2026-09-09") == []
    assert seen("2026-09-10") == [1]
    assert seen("") == [2]
    assert seen("", month="2026-07") == []


def test_nothing_closed_gives_frames_with_every_column(books):
    ledger = open_session(BRAND, "2026-10", root=str(books)).ledger

    assert ledger.closes().empty
    assert {"month", "close", "kpi", "value", "reason"} <= set(ledger.closes())
    assert list(ledger.measures()) == [
        *("month", "close", "measure", "over_time", "value", "currency", "unit", "complete")
    ]
    assert ledger.inputs().empty
    assert ledger.closes()["value"].dtype == "float64"


def test_closing_leaves_no_grain_tables_behind(books):
    place = books / "data/store/grains" / BRAND
    before = sorted(path.name for path in place.iterdir()) if place.exists() else []

    _close(books, known_at=datetime(2025, 7, 8), month=Month(2025, 6))

    after = sorted(path.name for path in place.iterdir()) if place.exists() else []
    assert after == before
