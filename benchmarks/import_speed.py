"""Import of a large Meta content export: seconds, peak memory, and every planted problem's line.

Run with ``.venv/bin/python benchmarks/import_speed.py``. It writes an export of a million posts
with six metrics and captions that span lines, plants defects in it and remembers the physical line
at which each damaged record starts; then a fresh process imports the file. ``--full`` imports it
five times in place of three; seconds are the median, memory is the highest peak.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

ROWS = 1_000_000
HEADER = [
    *("Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time"),
    *("Caption type", "Permalink", "Is crosspost", "Is share", "Post type", "Languages"),
    *("Custom labels", "Funded content status", "Data comment", "Date", "Views", "Reach"),
    *("Reactions", "Comments", "Shares", "Total clicks"),
]
METRICS = ("Views", "Reach", "Reactions", "Comments", "Shares", "Total clicks")
PAGE = "106350448812907"
CAPTIONS = (
    'Behind the seams: the Kestrel pack 🧵\n\nRated "superb" by people who wear it out.\n#tested',
    "Sunday plans? Take waterproofs that last ☔, tested above Buttermere.",
    "Trois façons de porter la cape, de l’aube au soir :\n1) nouée\n2) roulée\n3) oubliée 😅",
    "New in: the Skiddaw shell. Light, dry, done. Which would you take? #trailtested",
)
MISSING = ("", " --", "–", "undefined", "NaN")
FEW, MANY = 10, 1_000
MEGABYTE = 1_000_000


@dataclass
class Planted:
    """What a correct import of the export finds."""

    problems: Counter = field(default_factory=Counter)  # (message, line, column): how often
    many: list[int] = field(default_factory=list)  # lines of the unreadable numbers
    rejected: int = 0
    sums: dict[str, float] = field(default_factory=dict)

    def problem(self, message: str, line: int, key: str | None = None) -> None:
        """One problem whose record is lost."""
        self.problems[message, line, key] += 1
        self.rejected += 1


def post(number: int, rng: random.Random) -> dict[str, str]:
    """A sound post."""
    own = str(122_100_000_000_000_000 + number * 7_919)
    link = f"https://www.facebook.com/{PAGE}/posts/{own}"
    day = f"{number % 12 + 1:02d}/{number % 28 + 1:02d}/2025 {number % 24:02d}:{number % 60:02d}"
    cells = {
        "Post ID": own,
        "Page ID": PAGE,
        "Page name": "Northwind Outdoor",
        "Description": f"{CAPTIONS[number % len(CAPTIONS)]} {number}",
        "Duration (sec)": "0",
        "Publish time": day,
        "Permalink": link,
        "Post type": "Photos",
        "Date": "Lifetime",
    }
    cells |= {name: str(rng.randrange(20_000)) for name in METRICS}
    if rng.random() < 0.05:
        cells[rng.choice(METRICS)] = rng.choice(MISSING)
    return cells


def spoil(kind: str, cells: dict[str, str], line: int, planted: Planted) -> None:
    """Plant one defect in a post; what an import shall say of it is remembered."""
    if kind == "date":
        cells["Publish time"] = "31/02/2025 10:00"
        planted.problem("unreadable_date", line, "Publish time")
    elif kind == "daily":
        cells["Date"] = "02/14/2025"
        planted.problem("unknown_value", line, "Date")
    elif kind == "negative":
        cells["Reach"] = "-5"
        planted.problem("below_minimum", line, "Reach")
    elif kind == "compact":
        cells["Views"] = "1.2K"
        planted.problem("compact_number", line, "Views")
    elif kind == "lost id":
        cells["Post ID"], cells["Permalink"] = "1.79000E+17", "https://www.facebook.com/photo"
        planted.problem("damaged_id", line, "Post ID")
    elif kind == "healed id":
        digits = cells["Post ID"]
        cells["Post ID"] = f"{digits[0]}.{digits[1:6]}E+{len(digits) - 1}"
    elif kind == "number":
        cells["Shares"] = "n.b."
        planted.many.append(line)
        planted.rejected += 1


KINDS = ("date", "daily", "negative", "compact", "lost id", "healed id", "twin", "ragged", "quote")


def write_export(path: Path, rows: int) -> Planted:
    """Write the export, and tell what is wrong with it."""
    rng = random.Random(20260901)
    places = rng.sample(range(100, rows), FEW * len(KINDS) + MANY)
    kinds = {place: KINDS[n % len(KINDS)] for n, place in enumerate(places[: FEW * len(KINDS)])}
    kinds |= dict.fromkeys(places[FEW * len(KINDS) :], "number")
    planted = Planted(sums=dict.fromkeys(METRICS, 0.0))
    line, first = 2, None
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.write(",".join(HEADER) + "\r\n")
        for number in range(rows):
            cells, lost = post(number, rng), planted.rejected
            kind = kinds.get(number, "")
            if kind == "twin":
                cells["Post ID"] = first["Post ID"]
                planted.problem("repeated_key", line, "Page ID + Post ID")
            spoil(kind, cells, line, planted)
            text = _broken(kind, cells, line, planted)
            stream.write(text)
            if planted.rejected == lost:
                first = first or cells
                for name in METRICS:
                    planted.sums[name] += float(cells[name]) if cells[name].isdigit() else 0.0
            line += text.count("\n")
    return planted


def _broken(kind: str, cells: dict[str, str], line: int, planted: Planted) -> str:
    """The record as text; some are torn by a bare line break or a quote that never closes."""
    if kind == "ragged":
        cells["Description"] = "TORN"
        planted.problem("ragged_record", line)
        planted.problem("ragged_record", line + 1)
        return _record(cells).replace("TORN", "first half\r\nsecond half")
    if kind == "quote":
        cells["Description"] = "OPEN"
        planted.problem("broken_quotes", line)
        return _record(cells).replace("OPEN", '"open')
    return _record(cells)


def _record(cells: dict[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([cells.get(name, "") for name in HEADER])
    return out.getvalue()


def import_once(path: Path) -> None:
    """Import in this process and print what it took and found, as JSON."""
    from kpi_helpers.sources.detect import read_export
    from kpi_helpers.sources.result import ReadContext

    context = ReadContext(
        "northwind", "GBP", "Europe/London", path.parent, datetime(2026, 11, 24, 12)
    )
    start = time.perf_counter()
    result = read_export(path, context)
    seconds = time.perf_counter() - start
    rows = result.observations
    totals = rows.group_by("metric").aggregate([("value", "sum")]).to_pylist()
    found = {
        "seconds": seconds,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE,
        "read": result.rows_read,
        "rejected": result.rows_rejected,
        "observations": rows.num_rows,
        "sums": {row["metric"]: row["value_sum"] for row in totals},
        "problems": [[p.message, p.line, p.key, dict(p.values)] for p in result.problems],
    }
    print(json.dumps(found))


def child(path: Path) -> dict:
    """The import in a fresh process."""
    command = [sys.executable, __file__, "--import-once", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def mistakes(found: dict, planted: Planted) -> list[str]:
    """Planted problems that were not told with their line, and told ones that were not planted."""
    told = Counter(
        (message, line, key) for message, line, key, _ in found["problems"]
        if message != "unreadable_number_many"
    )  # fmt: skip
    many = [values for message, *_, values in found["problems"] if message.endswith("_many")]
    wrong = [f"not told: {item}" for item in planted.problems - told]
    wrong += [f"not planted: {item}" for item in told - planted.problems]
    expected = [{"count": MANY, "lines": [str(line) for line in planted.many[:20]]}]
    if [{name: values[name] for name in ("count", "lines")} for values in many] != expected:
        wrong.append("the unreadable numbers are not told together with their first lines")
    if found["rejected"] != planted.rejected:
        wrong.append(f"{found['rejected']} records rejected, {planted.rejected} damaged")
    names = {name: name.casefold().replace(" ", "_") for name in METRICS}
    if any(found["sums"][names[name]] != planted.sums[name] for name in METRICS):
        wrong.append("the sums differ from those written")
    return wrong


def bar(name: str, value: float, limit: str) -> bool:
    """Print one bar; True when it is met."""
    ok = value <= float(limit[2:])
    print(f"BAR {name} value={value:.4g} limit={limit} {'ok' if ok else 'short'}")
    return ok


def main() -> int:
    """Write the export, import it several times and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="import five times, not three")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--import-once", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.import_once:
        import_once(options.import_once)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Jan-01-2025_Dec-31-2025_510655233471668.csv"
        planted = write_export(path, options.rows)
        size = path.stat().st_size / MEGABYTE
        runs = [child(path) for _ in range(5 if options.full else 3)]
    wrong = mistakes(runs[0], planted)
    seconds = [run["seconds"] for run in runs]
    print(f"{options.rows:,} records, {len(HEADER)} columns, {size:.0f} MB, "
          f"{sum(planted.problems.values()) + len(planted.many):,} problems planted")  # fmt: skip
    print(f"observations {runs[0]['observations']:,}, records rejected {runs[0]['rejected']:,}")
    print("seconds", ", ".join(f"{value:.2f}" for value in seconds))
    print("peak MB", ", ".join(f"{run['peak']:.0f}" for run in runs))
    for line in wrong[:20]:
        print(line)
    met = [
        bar("import_seconds", statistics.median(seconds), "<=10"),
        bar("import_peak_megabytes", max(run["peak"] for run in runs), "<=1000"),
        bar("import_problems_misplaced", len(wrong), "<=0"),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
