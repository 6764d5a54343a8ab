"""Work that is killed at a chosen line, for programs of their own: it forks."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import ModuleType


def killed_at(module: ModuleType, deadly: int, work: Callable[[], object]) -> bool:
    """Do `work` in a child that is killed before its `deadly`-th line in `module`.

    Returns
    -------
    bool
        Whether it reached its end.
    """
    child = os.fork()
    if child == 0:
        lines = 0

        def watch(frame, event, argument):
            nonlocal lines
            if frame.f_code.co_filename != module.__file__:
                return None
            if event == "line":
                lines += 1
                if lines == deadly:
                    os.kill(os.getpid(), signal.SIGKILL)
            return watch

        sys.settrace(watch)
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0
