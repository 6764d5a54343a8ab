"""A published report is the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path, PurePosixPath

import pytest

from kpi_helpers.errors import RunError
from kpi_helpers.runs import publish
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.publish import RECORD, exchange, workspace, write_json

FINDING_HELPERS = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}

JOB = Job("alba", "2026-10", "fr", (), PurePosixPath("reports/2026-10/alba"))


def _publish(root, run):
    with workspace(root, JOB, run) as place:
        for name in ("report.html", "findings.json"):
            (place.folder / name).write_text(run)
        write_json(place.folder / RECORD, {"run": run, "status": "succeeded"})
        return place.publish()


def _whole(folder):
    """The run whose report stands in a folder, when all its files are of that run; else fails."""
    run = json.loads((folder / RECORD).read_text())["run"]
    assert {(folder / name).read_text() for name in ("report.html", "findings.json")} == {run}
    return run


def _left(root):
    """Work folders that are still there."""
    works = root / "reports/.work/2026-10/alba"
    return sorted(path.name for path in works.iterdir())


def test_the_first_report_and_the_next_one_are_published_whole(tmp_path):
    folder = _publish(tmp_path, "run-1")
    assert folder == tmp_path / "reports/2026-10/alba"
    assert _whole(folder) == "run-1"

    _publish(tmp_path, "run-2")

    assert _whole(folder) == "run-2"
    assert _left(tmp_path) == []


def test_a_failed_run_is_filed_and_the_published_report_keeps_its_bytes(tmp_path):
    folder = _publish(tmp_path, "run-1")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with workspace(tmp_path, JOB, "run-2") as place:
        (place.folder / "report.html").write_text("half")
        filed = place.file_failure()

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert filed == tmp_path / "reports/.failed/2026-10/alba/run-2"
    assert (filed / "report.html").read_text() == "half"
    assert _left(tmp_path) == []


def test_two_runs_never_make_the_same_report_at_once(tmp_path):
    with workspace(tmp_path, JOB, "run-1"), pytest.raises(RunError) as error:
        workspace(tmp_path, JOB, "run-2").__enter__()

    assert [problem.message for problem in error.value.problems] == ["already_running"]


def test_a_run_that_was_killed_while_working_is_filed_as_interrupted(tmp_path):
    folder = _publish(tmp_path, "run-1")
    left = tmp_path / "reports/.work/2026-10/alba/run-2"
    left.mkdir()
    (left / "report.html").write_text("half")

    _publish(tmp_path, "run-3")

    filed = tmp_path / "reports/.failed/2026-10/alba/run-2"
    assert json.loads((filed / RECORD).read_text()) == {"run": "run-2", "status": "interrupted"}
    assert (filed / "report.html").read_text() == "half"
    assert _whole(folder) == "run-3"


@pytest.mark.parametrize("exchanges", ["yes", "no"])
def test_killed_at_any_line_of_publishing_no_report_is_lost_or_mixed(tmp_path, exchanges):
    program = Path(__file__).with_name("killed_publisher.py")
    done = subprocess.run(
        [sys.executable, program, tmp_path, exchanges],
        env=FINDING_HELPERS,
        check=True,
        capture_output=True,
        text=True,
    )
    attempts = [json.loads(line) for line in done.stdout.splitlines()]

    before = "run-0"
    for number, told in enumerate(attempts, start=1):
        assert told["later"] in (before, told["run"])
        assert told["works"] == [f"look-{number}"]
        if exchanges == "yes":
            assert told["at_once"] == told["later"]
        else:
            assert told["at_once"] in (told["later"], None)
        before = told["later"]
    assert [told["ended"] for told in attempts] == [False] * (len(attempts) - 1) + [True]
    assert {told["later"] == told["run"] for told in attempts} == {True, False}


def test_what_a_killed_publisher_had_finished_is_kept(tmp_path):
    """A folder set aside and not yet replaced is put back by whoever comes next."""
    target = _publish(tmp_path, "run-1")
    aside = tmp_path / "reports/.work/2026-10/alba" / publish.ASIDE
    target.rename(aside)

    with workspace(tmp_path, JOB, "run-2") as place:
        assert _whole(target) == "run-1"
        place.file_failure()


def test_folders_change_places_in_one_step_where_the_system_can(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "name").write_text(folder.name)

    if not exchange(one, other):
        pytest.skip("this file system cannot exchange folders")

    assert (one / "name").read_text() == "other"
    assert (other / "name").read_text() == "one"


def test_an_exchange_that_fails_for_another_reason_is_told(tmp_path):
    (tmp_path / "one").mkdir()
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("no exchange on this system")

    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "missing")


def test_json_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "run.json"
    write_json(path, {"status": "succeeded", "name": "é"})

    with pytest.raises(ValueError, match="Out of range"):
        write_json(path, {"value": float("nan")})

    assert json.loads(path.read_text(encoding="utf-8"))["name"] == "é"
    assert [item.name for item in tmp_path.iterdir()] == ["run.json"]


def test_a_disk_without_room_leaves_the_published_report_alone(tmp_path):
    """A limit on file size stands for a full disk: the write fails half-way."""
    target = _publish(tmp_path, "run-1")
    script = textwrap.dedent(
        f"""
        import resource, signal, sys
        from pathlib import Path, PurePosixPath
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_publish import JOB
        from kpi_helpers.runs.publish import workspace
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with workspace(Path({str(tmp_path)!r}), JOB, "run-2") as place:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
            (place.folder / "report.html").write_text("x" * 100_000)
            place.publish()
        """
    )

    child = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )

    assert "File too large" in child.stderr
    assert _whole(target) == "run-1"
    with workspace(tmp_path, JOB, "run-3") as place:
        place.file_failure()
    assert (tmp_path / "reports/.failed/2026-10/alba/run-2" / RECORD).exists()
    assert _left(tmp_path) == []
