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
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_helpers.runs.kernels import running_kernel, skip_slow_import

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
                    kernel_name,
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
    kernel_name: str,
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
    async with _started(notebook, root, folder, kernel_name) as manager:
        client = NotebookClient(
            notebook,
            km=manager,
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
        await _connect(client, notebook)
        try:
            for index, cell in enumerate(notebook.cells):
                on_cell(index, len(notebook.cells))
                await _run_cell(client, notebook, index, cell, seconds)
                if replies and _asks_to_exit(replies.pop()):
                    raise NotebookFailed(_exited(index, cell), notebook)
            on_cell(len(notebook.cells), len(notebook.cells))
        finally:
            client.kc.stop_channels()


@asynccontextmanager
async def _started(notebook: NotebookNode, root: Path, folder: Path, name: str):
    """A running kernel; one that cannot even be launched is a failure of the notebook."""
    from jupyter_client.kernelspec import NoSuchKernel

    try:
        async with running_kernel(root, folder, name) as manager:
            yield manager
    except NoSuchKernel as error:
        failure = CellFailure("kernel_not_started", None, None, "NoSuchKernel", name)
        raise NotebookFailed(failure, notebook) from error


def _asks_to_exit(reply: dict[str, Any]) -> bool:
    """Whether a cell called IPython's own ``exit``, which is answered as a success."""
    payload = reply["content"].get("payload", ())
    return any(item.get("source") == "ask_exit" for item in payload)


def _exited(index: int, cell: NotebookNode) -> CellFailure:
    return CellFailure("cell_exited", index, cell.get("id"), "SystemExit", "")


async def _connect(client: NotebookClient, notebook: NotebookNode) -> None:
    try:
        await client.async_start_new_kernel_client()
    except RuntimeError as error:
        failure = CellFailure("kernel_not_started", None, None, type(error).__name__, str(error))
        raise NotebookFailed(failure, notebook) from error


async def _run_cell(
    client: NotebookClient, notebook: NotebookNode, index: int, cell: NotebookNode, seconds: float
) -> None:
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    def failed(message: str, error: str, text: str, traceback: str = "") -> NotebookFailed:
        failure = CellFailure(message, index, cell.get("id"), error, text, traceback)
        return NotebookFailed(failure, notebook)

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
        raise failed("kernel_died", "DeadKernelError", str(error)) from error
