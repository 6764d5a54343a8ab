"""Twelve KPIs by month, network and region over ten million rows: against SQL by hand and pandas.

Run with ``.venv/bin/python benchmarks/metrics_scan.py``; ``--full`` takes a hundred million rows
and leaves pandas, which would not fit, out. Times are the best of several runs taken in turns;
memory is what a fresh process needs at its peak beyond its imports.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from kpi_helpers.catalogue.models import Brand, Catalogue, Kpi, Measure
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month, months_back
from kpi_helpers.store.backend import connect
from kpi_helpers.store.grains import Grains

ROWS = 10_000_000
MONTHS = months_back(Month(2026, 10), 26)
METRICS = ("views", "reach", "clicks", "likes", "comments", "shares", "saves", "spend")
KPIS = {
    **{name: name for name in ("views", "clicks", "spend", "shares")},
    "engagements": "likes + comments + shares + saves",
    "engagement_rate": "(likes + comments + shares + saves) / reach",
    "ctr": "clicks / views",
    "cpm": "1000 * spend / views",
    "cpc": "spend / clicks",
    "save_rate": "saves / reach",
    "comment_rate": "comments / reach",
    "frequency": "views / reach",
}
WORDS = {"fr": "mot", "en": "word"}
THREADS = 2


def make_table(path: Path, rows: int) -> None:
    """Write one grain table of `rows` rows as the store does, sorted by day as imports are."""
    days = (MONTHS[-1].period.end - MONTHS[0].period.start).days + 1
    values = ", ".join(
        f"(hash(i * {n + 11}) % {1000 * (n + 1)})::DOUBLE AS {name}"
        for n, name in enumerate(METRICS)
    )
    duckdb.sql(f"""
        COPY (
            SELECT 'export_' || (i % 5) AS "source", 'bench' AS brand,
                ['facebook', 'instagram', 'linkedin', 'tiktok', 'youtube'][1 + i % 5] AS network,
                'account_' || (i % 5) AS account, 'ad_' || (hash(i) % 4000) AS entity,
                DATE '{MONTHS[0].period.start}' + (i * {days} // {rows})::INTEGER AS date_start,
                date_start AS date_end, 'total' AS breakdown,
                NULL::VARCHAR AS channel, NULL::VARCHAR AS campaign,
                NULL::VARCHAR AS content_type, NULL::VARCHAR AS funding,
                'FR-' || (hash(i * 3) % 13) AS region, NULL::VARCHAR AS age_band,
                {values}, 'EUR' AS spend_currency,
                TIMESTAMP '2026-11-02' AS observed_at, NULL::VARCHAR AS note
            FROM range({rows}) AS numbers(i)
        ) TO '{path}' (FORMAT parquet)
    """)


def declared() -> Catalogue:
    """The twelve KPIs as a catalogue."""
    brand = Brand(
        id="bench", name="Bench", locale="en", currency="EUR", timezone="UTC", raw=("data/raw",)
    )
    units = {"spend": "currency", "cpm": "currency", "cpc": "currency"}
    measures = {
        name: Measure(table="account_day", column=name, unit=units.get(name, "count"), label=WORDS)
        for name in METRICS
    }
    kpis = {
        name: Kpi(
            version="1.0.0",
            label=WORDS,
            definition=WORDS,
            stage="reach",
            audience="stranger",
            department=("marketing",),
            owner="Bench",
            decision=WORDS,
            unit=units.get(name, "ratio" if "/" in formula else "count"),
            direction="up",
            formula=formula,
        )
        for name, formula in KPIS.items()
    }
    return Catalogue(brand=brand, measures=measures, kpis=kpis)


def by_workbench(path: Path) -> Callable[[], pd.DataFrame]:
    """The workbench's own answer, with coverage, caveats and reasons."""
    backend = connect(THREADS)
    tables = {"account_day": backend.read_parquet(path, table_name="account_day")}
    grains = Grains("bench", "bench", datetime(2026, 11, 3), tables)
    catalogue, periods = declared(), [month.period for month in MONTHS]
    return lambda: kpi_values(catalogue, grains, list(KPIS), periods, by=("network", "region"))


def by_hand(path: Path) -> Callable[[], pd.DataFrame]:
    """The same figures by SQL that somebody who knows DuckDB would write."""
    connection = duckdb.connect(config={"threads": THREADS})
    sums = ", ".join(f"sum({name}) AS {name}" for name in METRICS)
    figures = ", ".join(f"{_null_safe(formula)} AS {name}" for name, formula in KPIS.items())
    query = f"""
        WITH sums AS (
            SELECT date_trunc('month', date_start) AS month, network, region, {sums}
            FROM '{path}'
            WHERE breakdown = 'total' AND date_start >= DATE '{MONTHS[0].period.start}'
                AND date_end <= DATE '{MONTHS[-1].period.end}'
            GROUP BY ALL
        )
        SELECT month, network, region, {figures} FROM sums ORDER BY ALL
    """
    return lambda: connection.execute(query).df()


def _null_safe(formula: str) -> str:
    over, _, under = formula.partition(" / ")
    return f"({over}) / nullif({under}, 0)" if under else formula


def by_pandas(path: Path) -> Callable[[], pd.DataFrame]:
    """The same figures by pandas: read what is needed, group, divide."""

    def answer() -> pd.DataFrame:
        columns = ["date_start", "date_end", "network", "region", "breakdown", *METRICS]
        frame = pq.read_table(path, columns=columns).to_pandas(date_as_object=False)
        first, last = MONTHS[0].period.start, MONTHS[-1].period.end
        frame = frame[
            (frame["breakdown"] == "total")
            & (frame["date_start"] >= pd.Timestamp(first))
            & (frame["date_end"] <= pd.Timestamp(last))
        ]
        month = frame["date_start"].dt.to_period("M")
        sums = frame.groupby([month, "network", "region"])[list(METRICS)].sum()
        figures = {name: sums.eval(formula) for name, formula in KPIS.items()}
        return pd.DataFrame(figures).reset_index()

    return answer


WAYS = {"workbench": by_workbench, "hand": by_hand, "pandas": by_pandas}


def measured(way: str, path: Path) -> dict[str, float]:
    """Seconds and peak megabytes of one way, in a process of its own."""
    command = [sys.executable, __file__, "--child", way, "--table", str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(found.stdout)


def child(way: str, path: Path) -> None:
    """Answer once and tell what it took."""
    answer = WAYS[way](path)
    before = peak_megabytes()
    start = time.perf_counter()
    answer()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes() - before}))


def peak_megabytes() -> float:
    """Most memory this process has held; not that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        found = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(found[0].split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_turns(ways: dict[str, Callable[[], pd.DataFrame]], runs: int) -> dict[str, float]:
    """Best seconds of each way, after one run to warm up, so that both meet the same machine."""
    best = {name: float("inf") for name in ways}
    for run in range(runs + 1):
        for name, answer in ways.items():
            start = time.perf_counter()
            answer()
            if run:
                best[name] = min(best[name], time.perf_counter() - start)
    return best


def check_equal(path: Path, with_pandas: bool) -> int:
    """Refuse to measure ways that do not agree; the number of figures compared."""
    ours = by_workbench(path)()
    wide = ours.pivot(index=["period", "network", "region"], columns="kpi", values="value")
    assert ours["complete"].all() and ours["reason"].isna().all()
    others = {"hand": by_hand(path)()} | ({"pandas": by_pandas(path)()} if with_pandas else {})
    for name, other in others.items():
        month = next(column for column in ("month", "date_start") if column in other)
        index = [other[month].astype(str).str[:7], other["network"], other["region"]]
        figures = other.set_index(index)[list(KPIS)].sort_index()
        close = (figures.to_numpy() / wide[list(KPIS)].sort_index().to_numpy()) - 1
        assert abs(close).max() < 1e-12, f"{name} differs"
    return wide.size


def bar(name: str, value: float, limit: str) -> bool:
    """Print one bar; True when it is met."""
    ok = value <= float(limit[2:]) if limit.startswith("<=") else value >= float(limit[2:])
    print(f"BAR {name} value={value:.3g} limit={limit} {'ok' if ok else 'short'}")
    return ok


def main() -> int:
    """Measure all ways and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--full", action="store_true", help="100 million rows, without pandas")
    parser.add_argument("--child", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--table", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.table)
        return 0
    rows = 10 * options.rows if options.full else options.rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "account_day.parquet"
        make_table(path, rows)
        print(f"{rows:,} rows, {len(KPIS)} KPIs, {len(MONTHS)} months, {THREADS} threads")
        figures = check_equal(path, with_pandas=not options.full)
        print(f"{figures:,} figures agree between all ways")
        best = in_turns({way: WAYS[way](path) for way in ("workbench", "hand")}, runs=7)
        alone = {w: measured(w, path) for w in WAYS if w != "pandas" or not options.full}
    for way, found in alone.items():
        shown = f"best {best[way]:.2f} s, " if way in best else ""
        print(f"{way}: {shown}first {found['seconds']:.2f} s, {found['megabytes']:.0f} MB")
    met = [bar("scan_time_over_hand_sql", best["workbench"] / best["hand"], "<=1.5")]
    if not options.full:
        pandas, ours = alone["pandas"], alone["workbench"]
        met.append(bar("scan_speed_over_pandas", pandas["seconds"] / best["workbench"], ">=10"))
        share = ours["megabytes"] / pandas["megabytes"]
        met.append(bar("scan_memory_over_pandas", share, "<=0.1"))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
