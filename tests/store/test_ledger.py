"""A closed month says what it said, for ever, or the ledger tells that it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_closes import AUGUST, made_close

from kpi_helpers.errors import StoreError
from kpi_helpers.periods import Month
from kpi_helpers.store.ledger import Ledger

FINDING_HELPERS = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}

FIRST = "data/ledger/alba/2026-08/close-1.json"


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path, "alba")


def _told(call):
    with pytest.raises(StoreError) as error:
        call()
    (problem,) = error.value.problems
    return problem


def test_a_close_is_read_as_it_was_made(ledger):
    made = ledger.add(made_close())

    assert made.number == 1
    assert ledger.newest(AUGUST) == made
    assert ledger.months() == [AUGUST]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_every_bit(tmp_path_factory, number):
    ledger = Ledger(tmp_path_factory.mktemp("ledger"), "alba")

    ledger.add(made_close(number))

    assert ledger.newest(AUGUST).values[0]["value"] == number


def test_a_month_that_was_never_closed_has_no_close(ledger):
    assert ledger.months() == []
    assert ledger.closes(AUGUST) == []
    assert ledger.newest(AUGUST) is None


def test_a_month_is_closed_once(ledger, tmp_path):
    ledger.add(made_close(0.1))
    before = (tmp_path / FIRST).read_bytes()

    problem = _told(lambda: ledger.add(made_close(0.2)))

    assert problem.message == "ledger_closed_before"
    assert (problem.values["number"], problem.values["month"]) == (1, AUGUST)
    assert (tmp_path / FIRST).read_bytes() == before


def test_a_restatement_stands_beside_the_close_before_it(ledger, tmp_path):
    ledger.add(made_close(0.1))
    before = (tmp_path / FIRST).read_bytes()

    ledger.add(made_close(0.2, reason="late export"))

    assert [close.values[0]["value"] for close in ledger.closes(AUGUST)] == [0.1, 0.2]
    assert ledger.newest(AUGUST).reason == "late export"
    assert (tmp_path / FIRST).read_bytes() == before


def test_at_an_earlier_time_the_restatement_was_not_known(ledger):
    ledger.add(made_close(0.1))
    ledger.add(made_close(0.2, known_at=datetime(2026, 10, 20), reason="late export"))

    assert ledger.newest(AUGUST, datetime(2026, 9, 10)) is None
    assert ledger.newest(AUGUST, datetime(2026, 10, 19)).number == 1
    assert ledger.newest(AUGUST, datetime(2026, 10, 20)).number == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_restatement_says_why(ledger, reason):
    ledger.add(made_close())

    assert _told(lambda: ledger.add(made_close(reason=reason))).message == "ledger_reason_empty"


def test_what_was_never_closed_cannot_be_restated(ledger, tmp_path):
    problem = _told(lambda: ledger.add(made_close(reason="why not")))

    assert problem.message == "ledger_never_closed"
    assert not (tmp_path / FIRST).exists()


def test_a_restatement_never_knows_less(ledger):
    ledger.add(made_close())

    problem = _told(lambda: ledger.add(made_close(known_at=datetime(2026, 9, 9), reason="x")))

    assert problem.message == "ledger_knows_less"


def test_an_edited_close_is_told_and_not_read(ledger, tmp_path):
    ledger.add(made_close(0.1))
    path = tmp_path / FIRST
    path.write_text(path.read_text().replace('"value": 0.1', '"value": 0.9'))

    problem = _told(lambda: ledger.newest(AUGUST))

    assert (problem.message, problem.file) == ("ledger_edited", FIRST)


def test_a_close_moved_to_another_month_is_told(ledger, tmp_path):
    ledger.add(made_close())
    moved = tmp_path / "data/ledger/alba/2026-07/close-1.json"
    moved.parent.mkdir()
    (tmp_path / FIRST).rename(moved)

    problem = _told(lambda: ledger.newest(Month(2026, 7)))

    assert problem.message == "ledger_moved"
    assert problem.values["month"] == "2026-08"


@pytest.mark.parametrize("bytes_kept", [0, 1, 40, 400])
def test_half_a_close_is_told(ledger, tmp_path, bytes_kept):
    ledger.add(made_close())
    path = tmp_path / FIRST
    path.write_bytes(path.read_bytes()[:bytes_kept])

    assert _told(lambda: ledger.newest(AUGUST)).message == "ledger_unreadable"


def test_a_close_that_went_missing_is_told(ledger, tmp_path):
    ledger.add(made_close())
    ledger.add(made_close(reason="late export"))
    (tmp_path / FIRST).unlink()

    problem = _told(lambda: ledger.newest(AUGUST))

    assert (problem.message, problem.file) == ("ledger_close_lost", FIRST)


def test_a_close_of_a_later_format_is_told(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("kpi_helpers.store.ledger.FORMAT", 2)
    ledger.add(made_close())
    monkeypatch.undo()

    assert _told(lambda: ledger.newest(AUGUST)).message == "ledger_format_unknown"


def test_other_files_in_the_ledger_are_no_closes(ledger, tmp_path):
    ledger.add(made_close())
    for name in ("notes.txt", "2026-08/close-draft.json", "2026-08/.close-2.json.new"):
        (tmp_path / "data/ledger/alba" / name).write_text("{}")

    assert [close.number for close in ledger.closes(AUGUST)] == [1]
    assert ledger.months() == [AUGUST]


def test_a_full_disk_is_told_and_leaves_no_close(ledger, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kpi_helpers.store.ledger.os.fsync", full)
    problem = _told(lambda: ledger.add(made_close()))

    assert problem.message == "ledger_write_failed"
    assert ledger.closes(AUGUST) == []


@pytest.mark.skipif(os.name != "posix", reason="kills and forks as POSIX does")
def test_killed_at_any_line_there_is_a_whole_close_or_none(tmp_path):
    here = Path(__file__).parent
    script = here / "killed_closer.py"
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        env=FINDING_HELPERS,
        capture_output=True,
        text=True,
        check=True,
    )
    attempts = [json.loads(line) for line in done.stdout.splitlines()]
    killed, last = attempts[:-1], attempts[-1]

    assert len(killed) > 20
    assert {attempt["found"] for attempt in killed} == {0, 1}
    assert [a["found"] for a in killed] == sorted(a["found"] for a in killed)
    assert {attempt["after"] for attempt in killed} == {"closed", "closed before"}
    assert all((a["after"] == "closed") == (a["found"] == 0) for a in killed)
    assert last == {"ended": True, "found": 1, "after": "closed before"}


@pytest.mark.skipif(os.name != "posix", reason="kills and forks as POSIX does")
def test_of_two_closes_at_once_one_is_refused(tmp_path):
    script = Path(__file__).parent / "killed_closer.py"
    both = [
        subprocess.Popen(
            [sys.executable, str(script), str(tmp_path), "once"],
            env=FINDING_HELPERS,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = sorted(one.communicate()[0].strip() for one in both)

    assert told == ["closed", "closed before"]
    assert len(Ledger(tmp_path, "alba").closes(AUGUST)) == 1
