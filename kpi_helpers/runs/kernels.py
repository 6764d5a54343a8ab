"""Kernels that leave nothing behind: private sockets, one process group each, killed at the end.

Sockets are files, not ports: two kernels can never be given the same one, and nobody on the
network can reach them. Their paths must stay under 107 bytes, so they live in a short folder.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_helpers.errors import Problem, RunError

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

__all__ = [
    "RunningKernel",
    "kernel_environment",
    "running_kernel",
    "skip_slow_import",
    "socket_folder",
]

LONGEST_SOCKET = 107
SOCKET_NAME = "/s-65535"
LAST_WORDS = 10_000
_SKIP = 'import sys; sys.modules.setdefault("rfc3987_syntax", None)'


def skip_slow_import() -> None:
    """Keep this process from compiling a grammar for a second that nothing here uses.

    jsonschema tries to import ``rfc3987_syntax`` for international web addresses and goes without
    when it is not there; notebooks and charts hold none.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@contextmanager
def socket_folder() -> Iterator[Path]:
    """A private folder, short enough for sockets, removed at the end.

    Raises
    ------
    RunError
        When no temporary folder has a short enough path.
    """
    for parent in (None, "/tmp", "/var/tmp"):
        with suppress(OSError), tempfile.TemporaryDirectory(prefix="kpi-", dir=parent) as name:
            if len(os.fsencode(name + SOCKET_NAME)) <= LONGEST_SOCKET:
                yield Path(name)
                return
    raise RunError(Problem("socket_path_too_long", {"found": tempfile.gettempdir()}))


def kernel_environment(root: Path) -> dict[str, str]:
    """The environment of a kernel: ours, the project's folder, and one fixed order of sets."""
    return {**os.environ, "KPI_ROOT": str(root), "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class RunningKernel:
    """A kernel, and what it and its children write past the notebook."""

    manager: AsyncKernelManager
    output: Path

    def last_words(self) -> str:
        """The end of that output, for the log of a kernel that died."""
        return self.output.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]


@asynccontextmanager
async def running_kernel(root: Path, folder: Path) -> AsyncIterator[RunningKernel]:
    """A started kernel of this very Python, whatever kernels the user has installed besides.

    At the end its whole process group is killed and its sockets are removed.

    Parameters
    ----------
    root : Path
        Project folder.
    folder : Path
        Working folder of the kernel.
    """
    with socket_folder() as sockets, (sockets / "output").open("wb") as output:
        manager = _manager(sockets)
        group: int | None = None
        try:
            await manager.start_kernel(
                cwd=str(folder),
                env=kernel_environment(root),
                stdout=output,
                stderr=output,
                extra_arguments=[
                    "--HistoryManager.enabled=False",
                    f"--IPKernelApp.exec_lines={_SKIP}",
                ],
            )
            group = manager.provisioner.pgid
            yield RunningKernel(manager, sockets / "output")
        finally:
            _kill_group(group)
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)
            await manager.cleanup_resources()
            _kill_group(group)


def _manager(sockets: Path) -> AsyncKernelManager:
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class OwnPython(KernelSpecManager):
        """Knows one kernel: this Python."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name=kernel_name, language="python")

    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=OwnPython(),
        transport="ipc",
        ip=str(sockets / "s"),
        connection_file=str(sockets / "connection.json"),
    )


def _kill_group(group: int | None) -> None:
    """Kill a kernel and all it has started; never our own group."""
    if group is not None and group != os.getpgrp():
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
