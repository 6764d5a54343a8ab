"""A report made again as known on the day it was first made says the same, whatever came since."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path, PurePosixPath

import pytest

from kpi_helpers.catalogue.loader import load_run_plan
from kpi_helpers.periods import Month
from kpi_helpers.runs.close import close_due_months, close_month
from kpi_helpers.runs.execute import run_batch
from kpi_helpers.runs.intake import import_exports
from kpi_helpers.runs.notebooks import read_notebooks
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.setting import batch_setting
from kpi_helpers.session import open_session

PROJECT = Path(__file__).resolve().parents[2]
BRAND, MONTH = "maison_alba", "2026-09"
EXPORTS = f"data/sample/{BRAND}"
BEFORE = ("2026-07-06", "2026-08-04", "2026-09-07", "2026-10-05")
AFTER = ("2026-10-19", "2026-11-03")  # August again, and October
DAY, NOVEMBER = "2026-10-05", datetime(2026, 11, 4)


def _receive(root: Path, days: tuple[str, ...], now: datetime, through: Month) -> None:
    """New exports arrive, are imported, and the months that are over are closed."""
    for day in days:
        name = f"observed-{day}"
        shutil.copytree(PROJECT / EXPORTS / name, root / EXPORTS / name)
    assert import_exports(root, [BRAND], now=now).refused == ()
    close_due_months(root, BRAND, through, closing_day=10, now=now)


def _findings(root: Path, known_at: str = "") -> list[dict]:
    """Everything that a run of all notebooks finds, but for the provenance."""
    names = load_run_plan(root).notebooks
    sources = read_notebooks(root / "notebooks")
    folder = PurePosixPath("reports") / MONTH / BRAND
    job = Job(BRAND, MONTH, "fr", tuple(sources[n] for n in names), folder, known_at)
    (record,) = run_batch([job], batch_setting(root), root=root)
    assert record.problems == ()
    told = json.loads((root / folder / "findings.json").read_text(encoding="utf-8"))
    return [finding for finding in told if finding["name"] != "provenance"]


def _engagements(root: Path, known_at: str = "") -> float:
    """Of the month before, which the later exports restate."""
    session = open_session(BRAND, "2026-08", root=str(root), known_at=known_at)
    return session.values(["engagements"])["value"].iloc[0]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project that has received what there was in early October, and nothing more."""
    root = tmp_path_factory.mktemp("known")
    (root / EXPORTS).mkdir(parents=True)
    for part in ("params", "notebooks", "data/sample/labels"):
        (root / part).symlink_to(PROJECT / part, target_is_directory=True)
    _receive(root, BEFORE, datetime(2026, 10, 6), Month(2026, 9))
    return root


def test_a_report_as_known_then_gives_every_finding_again(project):
    first = _findings(project)
    assert _engagements(project) == 19283
    _receive(project, AFTER, NOVEMBER, Month(2026, 10))
    close_month(project, BRAND, Month(2026, 8), now=NOVEMBER, reason="exports of 19 October")
    assert (_engagements(project), _engagements(project, DAY)) == (20771, 19283)

    again = _findings(project, DAY)

    assert len(again) == len(first) > 10
    for finding, before in zip(again, first, strict=True):
        assert finding == before
    closed = next(finding for finding in again if finding["name"] == "closed_months")
    assert [(row["period"], row["close"]) for row in closed["table"]] == [
        ("2026-09", 1),
        ("2026-08", 1),
        ("2026-07", 1),
        ("2026-06", 1),
    ]
