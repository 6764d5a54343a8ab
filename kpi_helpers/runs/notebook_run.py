"""One notebook executed with its parameters, and kept in a form that is the same every time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_helpers.errors import Problem
from kpi_helpers.runs.engine import CellFailure, NotebookFailed, register_engine
from kpi_helpers.runs.notebooks import NotebookSource

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["NotebookRun", "failure_problem", "run_notebook"]

KERNEL = "python3"
INJECTED = "injected-parameters"
OnCell = Callable[[int, int], None]


@dataclass(frozen=True)
class NotebookRun:
    """What became of one notebook.

    Parameters
    ----------
    source : NotebookSource
        As it was before.
    notebook : NotebookNode
        With the outputs of the cells that ran.
    seconds : float
        Wall time.
    failure : CellFailure or None
        None when every cell ended well.
    """

    source: NotebookSource
    notebook: NotebookNode
    seconds: float
    failure: CellFailure | None = None

    @property
    def status(self) -> str:
        """``succeeded`` or ``failed``."""
        return "failed" if self.failure else "succeeded"


def run_notebook(
    source: NotebookSource,
    parameters: Mapping[str, str],
    *,
    root: Path,
    timeout_seconds: float,
    on_cell: OnCell = lambda done, total: None,
) -> NotebookRun:
    """Execute one notebook in a kernel of its own; a failure is returned, not raised.

    Parameters
    ----------
    source : NotebookSource
        Checked by the plan.
    parameters : Mapping[str, str]
        All five of them.
    root : Path
        Project folder.
    timeout_seconds : float
        Longest time for the whole notebook.
    on_cell : callable
        Told the number of cells done and the number of cells.

    Returns
    -------
    NotebookRun
    """
    engine = register_engine()
    import nbformat
    import papermill

    node = nbformat.read(source.path, as_version=4)
    started = time.monotonic()
    failure: CellFailure | None = None
    try:
        done = papermill.execute_notebook(
            node,
            None,
            parameters=dict(parameters),
            engine_name=engine,
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            root=root,
            folder=source.path.parent,
            seconds=timeout_seconds,
            on_cell=on_cell,
        )
    except NotebookFailed as error:
        done, failure = error.notebook, _as_in_source(error.failure, error.notebook)
    run = NotebookRun(source, done, time.monotonic() - started, failure)
    _settle(done, run.status, parameters)
    return run


def _as_in_source(failure: CellFailure, executed: NotebookNode) -> CellFailure:
    """Count cells as the project's notebook has them: without the one that was put in."""
    index = failure.cell_index
    if index is None:
        return failure
    before = executed.cells[:index]
    added = sum(INJECTED in cell.metadata.get("tags", ()) for cell in before)
    return replace(failure, cell_index=index - added)


def _settle(notebook: NotebookNode, status: str, parameters: Mapping[str, str]) -> None:
    """Leave no clock, no path and no random id, so that equal runs give equal files."""
    notebook.metadata["papermill"] = {"parameters": dict(parameters), "status": status}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        if INJECTED in cell.metadata.get("tags", ()):
            cell["id"] = INJECTED


def failure_problem(run: NotebookRun) -> Problem:
    """A failed run as a problem a user can read; its traceback is not part of it."""
    failure = run.failure
    if failure is None:
        raise ValueError(f"{run.source.name} did not fail")
    number = None if failure.cell_index is None else failure.cell_index + 1
    values = {
        "cell": failure.cell_id or "",
        "number": number,
        "error": failure.error,
        "text": failure.text,
    }
    return Problem(failure.message, values, f"notebooks/{run.source.path.name}")
