"""How a notebook is executed: our own papermill engine, because a failure must stay one.

Papermill's engine marks a notebook as completed when a cell runs too long, when the kernel dies
and when a cell calls ``sys.exit(0)``. This one raises :class:`NotebookFailed` for all of them,
saves nothing on the way, and leaves no process behind.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_helpers.runs.kernels import RunningKernel, running_kernel, skip_slow_import

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbformat import NotebookNode

__all__ = ["ENGINE", "CellFailure", "NotebookFailed", "register_engine"]

ENGINE = "kpi"
START_TIMEOUT = 60
OUTPUT_TIMEOUT = 60
INTERACTIVE = "interactive"

_log = logging.getLogger("kpi_helpers.runs.kernel")
_log.addHandler(logging.NullHandler())
_log.propagate = False  # what happened is recorded; nothing is to be printed beside it


@dataclass(frozen=True)
class CellFailure:
    """Where and how a notebook stopped.

    Parameters
    ----------
    message : str
        Name of a message: ``cell_failed``, ``cell_exited``, ``ran_too_long``, ``kernel_died`` or
        ``kernel_not_started``.
    cell_index : int or None
        From 0; None when no cell had begun.
    cell_id : str or None
    error : str
        Name of the exception.
    text : str
        Its message.
    traceback : str
        For the log only.
    """

    message: str
    cell_index: int | None
    cell_id: str | None
    error: str
    text: str
    traceback: str = ""


class NotebookFailed(Exception):
    """A notebook did not reach its end; holds the failure and what was executed before it."""

    def __init__(self, failure: CellFailure, notebook: NotebookNode):
        super().__init__(f"{failure.error}: {failure.text}")
        self.failure = failure
        self.notebook = notebook


def register_engine() -> str:
    """Make the engine known to papermill and return its name; calling it again changes nothing."""
    skip_slow_import()
    from papermill.engines import Engine, papermill_engines

    class WorkbenchEngine(Engine):
        """Executes in a kernel of our own; every end but the last cell's is a failure."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> None:
            asyncio.run(
                _execute(
                    nb_man.nb,
                    root=kwargs["root"],
                    folder=kwargs["folder"],
                    seconds=kwargs["seconds"],
                    on_cell=kwargs["on_cell"],
                )
            )

    papermill_engines.register(ENGINE, WorkbenchEngine)
    return ENGINE


async def _execute(
    notebook: NotebookNode,
    *,
    root: Path,
    folder: Path,
    seconds: float,
    on_cell: Callable[[int, int], None],
) -> None:
    """Run every cell; raise NotebookFailed at the first that does not end as it should."""
    from nbclient import NotebookClient

    deadline = time.monotonic() + seconds
    replies: list[dict[str, Any]] = []
    async with running_kernel(root, folder) as kernel:
        client = NotebookClient(
            notebook,
            km=kernel.manager,
            log=_log,
            startup_timeout=START_TIMEOUT,
            iopub_timeout=OUTPUT_TIMEOUT,
            raise_on_iopub_timeout=True,
            shutdown_kernel="immediate",
            skip_cells_with_tag=INTERACTIVE,
            record_timing=False,
            coalesce_streams=True,
            force_raise_errors=True,
            timeout_func=lambda cell: max(deadline - time.monotonic(), 0.01),
            on_cell_executed=lambda cell, cell_index, execute_reply: replies.append(execute_reply),
        )
        await _connect(client, kernel, notebook)
        try:
            for index, cell in enumerate(notebook.cells):
                on_cell(index, len(notebook.cells))
                await _run_cell(client, kernel, index, cell, seconds)
                if replies and _asks_to_exit(replies.pop()):
                    raise NotebookFailed(_exited(index, cell), notebook)
            on_cell(len(notebook.cells), len(notebook.cells))
        finally:
            client.kc.stop_channels()


def _asks_to_exit(reply: dict[str, Any]) -> bool:
    """Whether a cell called IPython's own ``exit``, which is answered as a success."""
    payload = reply["content"].get("payload", ())
    return any(item.get("source") == "ask_exit" for item in payload)


def _exited(index: int, cell: NotebookNode) -> CellFailure:
    return CellFailure("cell_exited", index, cell.get("id"), "SystemExit", "")


async def _connect(client: NotebookClient, kernel: RunningKernel, notebook: NotebookNode) -> None:
    try:
        await client.async_start_new_kernel_client()
    except RuntimeError as error:
        told = kernel.last_words()
        failure = CellFailure("kernel_not_started", None, None, "RuntimeError", str(error), told)
        raise NotebookFailed(failure, notebook) from error


async def _run_cell(
    client: NotebookClient, kernel: RunningKernel, index: int, cell: NotebookNode, seconds: float
) -> None:
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    def failed(message: str, error: str, text: str, traceback: str = "") -> NotebookFailed:
        failure = CellFailure(message, index, cell.get("id"), error, text, traceback)
        return NotebookFailed(failure, client.nb)

    try:
        await client.async_execute_cell(cell, index)
    except CellExecutionError as error:
        message = "cell_exited" if error.ename == "SystemExit" else "cell_failed"
        raise failed(message, error.ename, error.evalue, error.traceback) from error
    except CellTimeoutError as error:
        raise failed("ran_too_long", "TimeoutError", f"{seconds:g} s") from error
    except DeadKernelError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            # nbclient takes our own interruption for a dead kernel.
            raise asyncio.CancelledError from error
        raise failed("kernel_died", "DeadKernelError", str(error), kernel.last_words()) from error
