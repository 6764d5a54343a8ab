"""Publishes a report again and again, killed one line later each time; tells what was found.

A program of its own, because it forks: ``killed_publisher.py ROOT yes|no``, where ``no`` stands
for a file system that cannot exchange two folders. Prints one JSON line for each attempt.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path, PurePosixPath

import filelock  # noqa: F401 - loaded before lines are counted
from killing import killed_at

from kpi_helpers.runs import publish
from kpi_helpers.runs.plan import Job

JOB = Job("alba", "2026-10", "fr", (), PurePosixPath("reports/2026-10/alba"))
FILES = ("report.html", "findings.json")


def publish_run(root: Path, run: str) -> None:
    """Publish a report whose files hold nothing but the name of their run."""
    with publish.workspace(root, JOB, run) as place:
        for name in FILES:
            (place.folder / name).write_text(run)
        publish.write_json(place.folder / publish.RECORD, {"run": run, "status": "succeeded"})
        place.publish()


def found(target: Path) -> str | None:
    """The run whose report stands there, ``mixed`` when there is more than one; None for none."""
    if not target.exists():
        return None
    run = json.loads((target / publish.RECORD).read_text())["run"]
    return run if {(target / name).read_text() for name in FILES} == {run} else "mixed"


def main() -> None:
    """Try every line in turn."""
    root, exchanges = Path(sys.argv[1]), sys.argv[2] == "yes"
    if not exchanges:
        publish._exchange_call = lambda: None
    target = root / JOB.folder
    publish_run(root, "run-0")
    for deadly in range(1, 1000):
        run = f"run-{deadly}"
        ended = killed_at(publish, deadly, lambda run=run: publish_run(root, run))
        at_once = found(target)
        with publish.workspace(root, JOB, f"look-{deadly}") as place:
            later = found(target)
            works = sorted(path.name for path in place.folder.parent.iterdir())
            place.file_failure()
        told = {"run": run, "ended": ended, "at_once": at_once, "later": later, "works": works}
        sys.stdout.write(json.dumps(told) + "\n")
        if ended:
            return


if __name__ == "__main__":
    main()
