"""How long closing every past month of the sample takes, beside importing it.

Imports the sample into a folder of its own, closes all months of both brands, then closes again.
Bars: closing takes at most half as long again as importing did, closing again a fifth of closing,
no month is closed twice and no grain table is left behind.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kpi_helpers.catalogue.loader import load_brands, load_run_plan
from kpi_helpers.periods import Month
from kpi_helpers.runs.close import close_due_months
from kpi_helpers.runs.intake import import_exports

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 6)
THROUGH = Month(2026, 10)


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """What `work` gives, and its seconds of processor time."""
    start = time.process_time()
    return work(), time.process_time() - start


def close_all(root: Path) -> int:
    """Close what is due of every brand; how many closes were made."""
    day = load_run_plan(root).closing_day
    told = [
        close_due_months(root, brand, THROUGH, closing_day=day, now=NOW)
        for brand in load_brands(root)
    ]
    return sum(len(one.closed) for one in told)


def main() -> int:
    """Measure and tell; 0 when every bar holds."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "data").mkdir()
        for part in ("params", "notebooks", "data/sample"):
            (root / part).symlink_to(ROOT / part, target_is_directory=True)
        _, imported = timed(lambda: import_exports(root, None, now=NOW))
        closes, closed = timed(lambda: close_all(root))
        again, idle = timed(lambda: close_all(root))
        left = len(list((root / "data/store").glob("grains/*/*")))
    seconds = f"import {imported:.1f} s, {closes} closes {closed:.1f} s, again {idle:.1f} s"
    sys.stdout.write(f"{seconds}\n")
    bars = [
        ("closing_to_import", closed / imported, 1.5),
        ("again_to_closing", idle / closed, 0.2),
        ("closes_made_twice", float(again), 0.0),
        ("grain_tables_left", float(left), 0.0),
    ]
    for name, value, limit in bars:
        told = "ok" if value <= limit else "short"
        sys.stdout.write(f"BAR {name} value={value:.3f} limit=<={limit} {told}\n")
    return int(any(value > limit for _, value, limit in bars))


if __name__ == "__main__":
    sys.exit(main())
