"""What a command prints: results on standard output, problems and progress on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from kpi_helpers.errors import Problem

if TYPE_CHECKING:
    from kpi_helpers.runs.intake import Intake
    from kpi_helpers.runs.manifest import RunRecord
    from kpi_helpers.views.words import Words

__all__ = ["err", "out", "reading", "tell_intake", "tell_record"]

NAMED_PROBLEMS = 20  # told for each file; the rest is counted

out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


@contextmanager
def reading(words: Words) -> Iterator[Callable[[str, Path], None]]:
    """A line that names the file being read, where a person is watching."""
    with err.status(words.message("cli_reading")) as status:
        text = words.message("cli_reading")
        yield lambda brand, file: status.update(f"{text} · {brand} · {file.name}")


def tell_intake(intake: Intake, words: Words, every: bool) -> None:
    """Every problem of every file, then what each brand's import brought."""
    limit = None if every else NAMED_PROBLEMS
    for result in intake.read:
        _tell_problems(result.file, result.problems, words, limit)
    for refused in intake.refused:
        _tell_problems(refused.file.name, refused.error.problems, words, limit)
    for brand in dict.fromkeys(result.brand for result in intake.read):
        mine = [result for result in intake.read if result.brand == brand]
        values = {
            "brand": brand,
            "files": len(mine),
            "rows": sum(result.rows_read for result in mine),
            "rejected": sum(result.rows_rejected for result in mine),
            "observations": sum(result.observations.num_rows for result in mine),
        }
        out.print(words.message("cli_imported", values))
    if intake.known:
        out.print(words.message("cli_files_known", {"known": intake.known}))
    if intake.refused:
        err.print(words.message("cli_refused", {"count": len(intake.refused)}))


def _tell_problems(file: str, problems: Sequence[Problem], words: Words, limit: int | None) -> None:
    if not problems:
        return
    err.print(words.message("cli_problems_of", {"file": file, "count": len(problems)}))
    for problem in problems[:limit]:
        err.print(f"  {words.problem(problem)}")
    if limit is not None and len(problems) > limit:
        err.print("  " + words.message("cli_problems_more", {"count": len(problems) - limit}))


def tell_record(record: RunRecord, root: Path, words: Words) -> None:
    """Where the report is, or why there is none and where its remains are."""
    if record.succeeded:
        out.print(words.message("cli_report_done", {"folder": record.job.folder.as_posix()}))
        return
    values = {"brand": record.job.brand, "month": record.job.month}
    err.print(words.message("cli_report_failed", values))
    for problem in record.problems:
        err.print(f"  {words.problem(problem)}")
    if record.folder:
        folder = (
            record.folder.relative_to(root) if record.folder.is_relative_to(root) else record.folder
        )
        err.print("  " + words.message("cli_failure_kept", {"folder": folder.as_posix()}))
