"""Locks that keep grain tables in place while somebody reads them.

A reader shares a lock for as long as it lives; whoever wants to build or remove a version must
have it alone. The system frees the locks of a process that dies, so nothing is ever left locked.
Where the system has no such locks, versions may be built twice and are never removed.
"""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

__all__ = ["Lease", "removable"]

removable = fcntl is not None
"""Whether the system can tell that nobody reads a version any more."""


class Lease:
    """A lock on one name, held until the object goes away.

    Parameters
    ----------
    path : Path
        Lock file; made when it is not there.
    alone : bool
        Exclude all others instead of sharing with them.
    wait : bool
        Wait for the lock.

    Raises
    ------
    BlockingIOError
        When it is held by another and `wait` is false.
    """

    def __init__(self, path: Path, *, alone: bool, wait: bool = True):
        self.path = path
        self._handle = -1
        while self._handle < 0:
            self._handle = self._try(alone, wait)

    def _try(self, alone: bool, wait: bool) -> int:
        """Take the lock; -1 when the file was removed while we waited for it."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if fcntl is not None:
                mode = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
                fcntl.flock(handle, mode | (0 if wait else fcntl.LOCK_NB))
            if self.path.exists() and os.path.samestat(os.fstat(handle), self.path.stat()):
                kept, handle = handle, -1
                return kept
            return -1
        finally:
            if handle >= 0:
                os.close(handle)

    def close(self) -> None:
        """Let the lock go. A process that was forked from this one keeps its share."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close()
