"""One job from its notebooks to its published report; several jobs, none of which stops another.

A report is published only when every notebook ran to its end, all of them read the same store,
and the page was made. Otherwise the earlier report stays as it is, and what was executed is filed
under ``reports/.failed`` with the reason.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from kpi_helpers.errors import KpiError, Problem, RunError
from kpi_helpers.runs.chapters import Chapter, findings_json, read_chapter, store_versions
from kpi_helpers.runs.manifest import Provenance, RunRecord, run_manifest
from kpi_helpers.runs.notebook_run import NotebookRun, failure_problem, run_notebook
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.publish import RECORD, Workspace, workspace, write_json
from kpi_helpers.views.words import Words

__all__ = ["FINDINGS", "LOG", "REPORT", "Setting", "Step", "run_batch", "run_job"]

REPORT = "report.html"
FINDINGS = "findings.json"
LOG = "run.log"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Setting:
    """What a report needs beside its notebooks, as the caller knows it.

    Parameters
    ----------
    words : Words
        In the job's language, with the brand's catalogue.
    provenance : Provenance
        What the store holds when the job starts.
    """

    words: Words
    provenance: Provenance


@dataclass(frozen=True)
class Step:
    """How far a batch has come.

    Parameters
    ----------
    job : Job
    notebook : str
        Being executed; empty once the job has ended.
    done, total : int
        Cells of that notebook.
    record : RunRecord or None
        Given once, when the job has ended.
    """

    job: Job
    notebook: str = ""
    done: int = 0
    total: int = 0
    record: RunRecord | None = None


OnStep = Callable[[Step], None]


@dataclass
class _Run:
    """A job under way: all that its record will be made of."""

    job: Job
    started: datetime
    setting: Setting | None = None
    notebooks: list[NotebookRun] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.started.strftime("%Y%m%dT%H%M%S.%fZ")

    def record(self, status: str, problems: Sequence[Problem] = ()) -> RunRecord:
        return RunRecord(
            job=self.job,
            run=self.name,
            status=status,
            started_at=self.started,
            finished_at=_now(),
            notebooks=tuple(self.notebooks),
            problems=tuple(problems),
        )


def run_batch(
    jobs: Sequence[Job],
    setting: Callable[[Job], Setting],
    *,
    root: Path,
    on_step: OnStep = lambda step: None,
) -> list[RunRecord]:
    """Make every report, one after the other; one that fails stops no other.

    Parameters
    ----------
    jobs : sequence of Job
    setting : callable
        Gives the setting of a job; a KpiError that it raises fails that job only.
    root : Path
        Project folder.
    on_step : callable
        Told each cell, and each end of a job.

    Returns
    -------
    list of RunRecord
        One a job, in order.
    """
    records = []
    for job in jobs:
        records.append(run_job(job, setting, root=root, on_step=on_step))
        on_step(Step(job, record=records[-1]))
    return records


def run_job(
    job: Job,
    setting: Callable[[Job], Setting],
    *,
    root: Path,
    on_step: OnStep = lambda step: None,
) -> RunRecord:
    """Make one report and publish it, or record why not.

    Parameters
    ----------
    job, setting, root, on_step
        As for :func:`run_batch`.

    Returns
    -------
    RunRecord
        What it says and what stands on the disk agree.

    Raises
    ------
    KeyboardInterrupt
        After the run has been filed as interrupted.
    """
    run = _Run(job, _now())
    try:
        with workspace(root, job, run.name) as place:
            try:
                return _make(run, setting, root, place, on_step)
            except BaseException as error:
                return _ended_badly(run, place, error)
    except (KpiError, OSError) as error:  # no place to work in: nothing had begun
        return run.record("failed", _problems(error))


def _make(
    run: _Run, setting: Callable[[Job], Setting], root: Path, place: Workspace, on_step: OnStep
) -> RunRecord:
    """Notebooks, page and record, all in the work folder; then published in one step."""
    from kpi_helpers.runs.report import build_report

    run.setting = setting(run.job)
    words, provenance = run.setting.words, run.setting.provenance
    chapters = []
    for number, source in enumerate(run.job.notebooks, start=1):
        done = run_notebook(
            source,
            run.job.parameters,
            root=root,
            timeout_seconds=run.job.timeout_seconds,
            on_cell=lambda cell, cells, name=source.name: on_step(Step(run.job, name, cell, cells)),
        )
        run.notebooks.append(done)
        _write_notebook(place.folder, done)
        if done.failure:
            raise RunError(failure_problem(done))
        chapters.append(read_chapter(done.notebook, source.name, number, words.prose))
    _check_one_store(chapters, provenance)
    html = build_report(chapters, words, provenance, run.job, root=root)
    (place.folder / REPORT).write_text(html, encoding="utf-8", newline="\n")
    write_json(place.folder / FINDINGS, findings_json(chapters))
    record = run.record("succeeded")
    manifest = run_manifest(record, provenance, files=_hashes(place.folder))
    write_json(place.folder / RECORD, manifest)
    return replace(record, folder=place.publish())


def _check_one_store(chapters: Sequence[Chapter], provenance: Provenance) -> None:
    """An import during the run would mix two states of knowledge in one report."""
    found = store_versions(chapters) | {provenance.store_version}
    if len(found) > 1:
        raise RunError(Problem("store_changed", {"found": ", ".join(sorted(found))}))


def _ended_badly(run: _Run, place: Workspace, error: BaseException) -> RunRecord:
    """File the run with its reason; what was published before is not touched."""
    interrupted = not isinstance(error, Exception)
    if place.published:  # interrupted after the last step: nothing is missing
        record = replace(run.record("succeeded"), folder=place.target)
    else:
        status = "interrupted" if interrupted else "failed"
        record = _filed(run, place, run.record(status, _problems(error)), error)
    if interrupted:
        raise error
    return record


def _filed(run: _Run, place: Workspace, record: RunRecord, error: BaseException) -> RunRecord:
    words = run.setting.words if run.setting else Words(run.job.locale)
    provenance = run.setting.provenance if run.setting else None
    told = words.error(RunError(record.problems))
    try:
        (place.folder / LOG).write_text(_log(run, error, told), encoding="utf-8")
        write_json(place.folder / RECORD, run_manifest(record, provenance, told=told))
        return replace(record, folder=place.file_failure())
    except OSError:  # a full disk, say: the record still reaches the caller
        return record


def _log(run: _Run, error: BaseException, told: Sequence[str]) -> str:
    """For whoever repairs it: the problems, the trace in the notebook, and ours."""
    parts = [*told]
    parts += [done.failure.traceback for done in run.notebooks if done.failure]
    parts.append("".join(traceback.format_exception(error)))
    return _ANSI.sub("", "\n\n".join(parts))


def _problems(error: BaseException) -> tuple[Problem, ...]:
    if isinstance(error, KpiError):
        return error.problems
    if isinstance(error, OSError):
        values = {"error": error.strerror or str(error), "file": Path(error.filename or "").name}
        return (Problem("could_not_write", values),)
    if isinstance(error, Exception):
        return (Problem("run_broken", {"error": type(error).__name__, "text": str(error)}),)
    return (Problem("run_interrupted", {}),)


def _write_notebook(folder: Path, done: NotebookRun) -> None:
    import nbformat

    notebooks = folder / "notebooks"
    notebooks.mkdir(exist_ok=True)
    nbformat.write(done.notebook, notebooks / f"{done.source.name}.ipynb")


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
