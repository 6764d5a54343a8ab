"""Closes a month again and again, killed one line later each time; tells what was found.

A program of its own, because it forks: ``killed_closer.py ROOT`` prints one JSON line for each
attempt, ``killed_closer.py ROOT once`` closes once and says how it went.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from made_closes import AUGUST, made_close

from kpi_helpers.errors import StoreError
from kpi_helpers.store import ledger


def close(root: Path) -> str:
    """Close August; how it went."""
    try:
        ledger.Ledger(root, "alba").add(made_close())
    except StoreError as error:
        assert error.problems[0].message == "ledger_closed_before"
        return "closed before"
    return "closed"


def attempt(root: Path, deadly: int) -> bool:
    """Close in a child that is killed before its `deadly`-th line; whether it reached its end."""
    child = os.fork()
    if child == 0:
        lines = 0

        def watch(frame, event, argument):
            nonlocal lines
            if frame.f_code.co_filename != ledger.__file__:
                return None
            if event == "line":
                lines += 1
                if lines == deadly:
                    os.kill(os.getpid(), signal.SIGKILL)
            return watch

        sys.settrace(watch)
        close(root)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main() -> None:
    """Try every line in turn, each in a folder of its own."""
    place = Path(sys.argv[1])
    if sys.argv[2:] == ["once"]:
        sys.stdout.write(close(place))
        return
    for deadly in range(1, 1000):
        root = place / str(deadly)
        ended = attempt(root, deadly)
        found = len(ledger.Ledger(root, "alba").closes(AUGUST))
        told = {"ended": ended, "found": found, "after": close(root)}
        sys.stdout.write(json.dumps(told) + "\n")
        if ended:
            return


if __name__ == "__main__":
    main()
