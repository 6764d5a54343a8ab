"""Closes a month again and again, killed one line later each time; tells what was found.

A program of its own, because it forks: ``killed_closer.py ROOT`` prints one JSON line for each
attempt, ``killed_closer.py ROOT once`` closes once and says how it went.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from killing import killed_at
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


def main() -> None:
    """Try every line in turn, each in a folder of its own."""
    place = Path(sys.argv[1])
    if sys.argv[2:] == ["once"]:
        sys.stdout.write(close(place))
        return
    for deadly in range(1, 1000):
        root = place / str(deadly)
        ended = killed_at(ledger, deadly, lambda root=root: close(root))
        found = len(ledger.Ledger(root, "alba").closes(AUGUST))
        told = {"ended": ended, "found": found, "after": close(root)}
        sys.stdout.write(json.dumps(told) + "\n")
        if ended:
            return


if __name__ == "__main__":
    main()
