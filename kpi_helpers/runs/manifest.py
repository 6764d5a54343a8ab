"""What a run was: everything needed to say why its figures are what they are."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kpi_helpers import __version__
from kpi_helpers.errors import Problem
from kpi_helpers.runs.notebook_run import NotebookRun
from kpi_helpers.runs.plan import Job

__all__ = ["InputFile", "Provenance", "RunRecord", "package_versions", "run_manifest"]

PACKAGES = (
    "altair",
    "duckdb",
    "ibis-framework",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "vl-convert-python",
)
"""Packages whose version can change a figure or a chart."""


@dataclass(frozen=True)
class InputFile:
    """A file that figures rest on: its path relative to the project, and the hash of its bytes."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Provenance:
    """What the figures of a report were made of.

    Parameters
    ----------
    store_version, catalogue_sha : str
    known_at : datetime
        UTC; nothing observed later is in the figures.
    files : tuple of InputFile
        Every export of the brand in that store version.
    """

    store_version: str
    catalogue_sha: str
    known_at: datetime
    files: tuple[InputFile, ...] = ()


@dataclass(frozen=True)
class RunRecord:
    """What became of one job.

    Parameters
    ----------
    job : Job
    run : str
        Identifier of the run.
    status : {"succeeded", "failed", "interrupted"}
    started_at, finished_at : datetime
        UTC.
    notebooks : tuple of NotebookRun
        Those that were executed, the failed one last.
    problems : tuple of Problem
        Why it failed; empty when it succeeded.
    folder : Path or None
        The published report, or the folder of the failed run; None when nothing could be written.
    """

    job: Job
    run: str
    status: str
    started_at: datetime
    finished_at: datetime
    notebooks: tuple[NotebookRun, ...] = ()
    problems: tuple[Problem, ...] = ()
    folder: Path | None = None

    @property
    def succeeded(self) -> bool:
        """Whether the report has been published."""
        return self.status == "succeeded"

    @property
    def seconds(self) -> float:
        """Wall time of the whole job."""
        return (self.finished_at - self.started_at).total_seconds()


def package_versions() -> dict[str, str]:
    """Python, this package, and the packages that can change a figure or a chart."""
    own = {"python": platform.python_version(), "kpi-workbench": __version__}
    return own | {name: version(name) for name in PACKAGES}


def run_manifest(
    record: RunRecord,
    provenance: Provenance | None,
    *,
    files: Mapping[str, str] | None = None,
    told: Sequence[str] = (),
) -> dict[str, Any]:
    """The content of ``run.json``.

    Parameters
    ----------
    record : RunRecord
    provenance : Provenance or None
        None when the run failed before it was known.
    files : Mapping[str, str], optional
        Name and sha256 of each file that was made.
    told : sequence of str
        The problems in words, as the user was told them.
    """
    job = record.job
    return {
        "run": record.run,
        "status": record.status,
        "brand": job.brand,
        "month": job.month,
        "locale": job.locale,
        "parameters": job.parameters,
        "started_at": _utc(record.started_at),
        "finished_at": _utc(record.finished_at),
        "seconds": round(record.seconds, 3),
        "notebooks": [_notebook(run) for run in record.notebooks],
        "store_version": provenance.store_version if provenance else None,
        "catalogue_sha": provenance.catalogue_sha if provenance else None,
        "known_at": _utc(provenance.known_at) if provenance else None,
        "inputs": [asdict(file) for file in provenance.files] if provenance else [],
        "versions": package_versions(),
        "files": dict(files or {}),
        "error": _error(record.problems, told) if record.problems else None,
    }


def _notebook(run: NotebookRun) -> dict[str, Any]:
    made = {
        "name": run.source.name,
        "sha256": run.source.sha256,
        "status": run.status,
        "seconds": round(run.seconds, 3),
    }
    if run.failure:
        found = asdict(run.failure)
        del found["traceback"]  # stands in the log
        made["failure"] = found
    return made


def _error(problems: Sequence[Problem], told: Sequence[str]) -> dict[str, Any]:
    plain = [
        {
            "message": problem.message,
            "values": {key: _plain(value) for key, value in problem.values.items()},
            "where": problem.where,
        }
        for problem in problems
    ]
    return {"problems": plain, "text": list(told)}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _utc(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
