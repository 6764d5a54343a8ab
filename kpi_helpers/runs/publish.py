"""Publishing a report in one step, so that a reader finds the old one or the new one, whole.

A report is made in a work folder and then *exchanged* with the published one: one call to the
file system, which either happened or did not. Where a file system cannot exchange (some network
drives), the published folder is set aside first; :func:`workspace` puts it back if the process
was killed in between.

::

    reports/<month>/<brand>/            the published report; only a whole, good one is ever here
    reports/.work/<month>/<brand>/<run> being made; a leftover is filed as interrupted
    reports/.failed/<month>/<brand>/<run>  what became of each run that failed
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_helpers.errors import Problem, RunError
from kpi_helpers.runs.plan import REPORTS, Job

__all__ = ["RECORD", "Workspace", "exchange", "workspace", "write_json"]

RECORD = "run.json"
ASIDE = ".aside"
_AT_FDCWD = -100
_LINUX_EXCHANGE = 2
_MAC_SWAP = 2
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV, errno.EPERM}


@dataclass(frozen=True)
class Workspace:
    """Where one run writes, and where its result goes.

    Parameters
    ----------
    run : str
        Identifier of the run; name of its folders.
    folder : Path
        To write into; exists.
    target : Path
        The published report of that brand and month; may not exist yet.
    failed : Path
        Folder of failed runs of that brand and month.
    """

    run: str
    folder: Path
    target: Path
    failed: Path

    def publish(self) -> Path:
        """Make the work folder the published report; the one before it is gone afterwards.

        Raises
        ------
        OSError
            When it could not be published; the one before it still stands.
        """
        _flush(self.folder)
        self.target.parent.mkdir(parents=True, exist_ok=True)
        if not self.target.exists():
            self.folder.rename(self.target)
        elif not exchange(self.folder, self.target):
            self.target.rename(self.folder.with_name(ASIDE))
            self.folder.rename(self.target)
        # From here on it is published. What is left of the one before is removed, at the latest
        # by the next run.
        for left in (self.folder, self.folder.with_name(ASIDE)):
            shutil.rmtree(left, ignore_errors=True)
        with suppress(OSError):
            _flush_folder(self.target.parent)
        return self.target

    @property
    def published(self) -> bool:
        """Whether the published report is the one of this run."""
        return _read(self.target / RECORD).get("run") == self.run

    def file_failure(self) -> Path:
        """Keep the work folder among the failed runs; the published report is not touched."""
        return _file_away(self.folder, self.failed / self.run)


@contextmanager
def workspace(root: Path, job: Job, run: str) -> Iterator[Workspace]:
    """A work folder for one run, alone on its brand and month.

    What a killed run left behind is put in order first: an unfinished report is filed as
    interrupted, a published one that had been set aside is put back.

    Parameters
    ----------
    root : Path
        Project folder.
    job : Job
    run : str
        Identifier of this run, unique for the brand and month.

    Raises
    ------
    RunError
        When another process is making the same report.
    """
    from filelock import FileLock, Timeout

    works = root / REPORTS / ".work" / job.month / job.brand
    works.mkdir(parents=True, exist_ok=True)
    target = root / job.folder
    failed = root / REPORTS / ".failed" / job.month / job.brand
    try:
        lock = FileLock(works.with_name(f"{job.brand}.lock"), timeout=0).acquire()
    except Timeout:
        values = {"brand": job.brand, "month": job.month}
        raise RunError(Problem("already_running", values)) from None
    with lock:
        _recover(works, target, failed)
        folder = works / run
        folder.mkdir()
        yield Workspace(run, folder, target, failed)


def _recover(works: Path, target: Path, failed: Path) -> None:
    aside = works / ASIDE
    if aside.exists() and not target.exists():
        aside.rename(target)
    for left in sorted(works.iterdir()):
        record = _read(left / RECORD)
        published_before = record.get("status") == "succeeded" and record.get("run") != left.name
        if left == aside or published_before:
            shutil.rmtree(left)  # the report that the published one has replaced
            continue
        write_json(left / RECORD, {"run": left.name, **record, "status": "interrupted"})
        _file_away(left, failed / left.name)


def _file_away(folder: Path, place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)
    return place


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step.

    Returns
    -------
    bool
        False when the system or the file system cannot do it; then nothing has changed.

    Raises
    ------
    OSError
        When it can, and failed.
    """
    call = _exchange_call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        return lambda one, other: libc.renameat2(
            _AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_LINUX_EXCHANGE)
        )
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return lambda one, other: libc.renamex_np(one, other, ctypes.c_uint(_MAC_SWAP))
    return None


def write_json(path: Path, data: Any) -> None:
    """Write JSON so that the file is the old one or the new one, never half of it."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _flush(folder: Path) -> None:
    """Have everything on the disk before a name points at it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
