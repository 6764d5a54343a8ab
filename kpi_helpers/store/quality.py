"""How far the data of a period can be trusted, source by source, and why not further."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from kpi_helpers.periods import Period
from kpi_helpers.store.backend import Backend
from kpi_helpers.store.coverage import Coverage, covered_days, plans
from kpi_helpers.store.history import naive_utc, open_history
from kpi_helpers.store.observations import Store

__all__ = ["COLUMNS", "source_quality"]

COVERAGE_GOOD = 0.98
"""Share of the period's days from which on nothing is said: of a month, no day may be missing."""

COVERAGE_BAD = 0.80
"""Share of the period's days below which figures of the source should not be acted upon."""

REJECTED_GOOD = 0.01
"""Share of rows left out up to which nothing is said."""

REJECTED_BAD = 0.10
"""Share of rows left out above which figures of the source should not be acted upon."""

UNUSABLE_DAYS = 31
"""A file of which no row could be used counts for periods that ended at most so long before."""

COLUMNS = (
    "source",
    "files",
    "rows_read",
    "rows_rejected",
    "rows_total",
    "first_day",
    "last_day",
    "days_seen",
    "days_expected",
    "coverage",
    "observed_at",
    "observed_assumed",
    "age_days",
    "verdict",
    "reasons",
)
"""Of what :func:`source_quality` gives."""


def source_quality(
    store: Store, brand: str, period: Period, known_at: datetime | None = None
) -> pd.DataFrame:
    """What every source of a brand covers of a period, how fresh it is and what was left out.

    Parameters
    ----------
    store : Store
    brand : str
        Brand id.
    period : Period
    known_at : datetime, optional
        Only files observed up to then, UTC; all when None.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`, one row a source. ``files`` and the three ``rows`` counts are of the files
        that touch the period; ``first_day`` and ``last_day`` bound the covered days; ``coverage``
        is ``days_seen / days_expected``; ``age_days`` counts the days from the period's end to
        the newest observation, negative when it came before. ``verdict`` is

        - ``unknown`` when no file of the source touches the period;
        - ``bad`` when coverage is below 0.80 or more than 10 % of the rows were left out;
        - ``good`` when coverage is at least 0.98, at most 1 % were left out, the newest file was
          exported after the period's end (or plans ahead, as a budget does) and says when, no
          two files contradict one another and none was imported with a warning;
        - ``watch`` otherwise.

        ``reasons`` names the messages that say what keeps it from being good.

    Raises
    ------
    StoreError
        When nothing was imported for the brand.
    """
    backend = open_history(store.folder, store.manifest, store.known_brand(brand), known_at)
    records = _known_records(store.imports(brand), known_at)
    covered, planning = covered_days(backend, period), plans(backend)
    disputed = _disputed(backend, period)
    touching = records[[_touches(record, period) for record in records.to_dict("records")]]
    rows = []
    for source in sorted(records["source"].unique()):
        files = touching[touching["source"] == source]
        coverage = covered.get(source, Coverage(frozenset(), False))
        row = _row(source, files, coverage, source in planning, period)
        if len(files):
            row["reasons"] += _warned(files)
            row["reasons"] += ["quality_conflict"] if source in disputed else []
        rows.append({**row, "verdict": _verdict(row["reasons"])})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in ("first_day", "last_day", "observed_at"):
        table[name] = pd.to_datetime(table[name])
    return table.astype({"age_days": "Int64"})


def _known_records(records: pd.DataFrame, known_at: datetime | None) -> pd.DataFrame:
    records["moment"] = records["observed_at"].fillna(records["imported_at"])
    if known_at is None:
        return records
    return records[records["moment"] <= naive_utc(known_at)]


def _touches(record: dict[str, Any], period: Period) -> bool:
    """Whether a file speaks of the period; one that gave nothing does, soon after it."""
    spans = [
        (record["first_day"], record["last_day"]),
        (record["window_start"], record["window_end"]),
    ]
    known = [(start.date(), end.date()) for start, end in spans if pd.notna(start)]
    if known:
        return any(start <= period.end and end >= period.start for start, end in known)
    moment = record["moment"].date()
    return period.start <= moment <= period.end + timedelta(UNUSABLE_DAYS)


def _row(
    source: str, files: pd.DataFrame, coverage: Coverage, plan: bool, period: Period
) -> dict[str, Any]:
    read, rejected = int(files["rows_read"].sum()), int(files["rows_rejected"].sum())
    moment = files["moment"].max()
    age = (moment.date() - period.end).days if len(files) else None
    assumed = bool(files["observed_assumed"].any())
    days = coverage.days
    share = len(days) / period.days
    reasons = ["quality_no_file"]
    if len(files):
        reasons = _reasons(share, rejected / read if read else 0.0, age, assumed, plan)
    if len(files) and coverage.lost_account:
        reasons.append("quality_account_lost")
    return {
        "source": source,
        "files": len(files),
        "rows_read": read,
        "rows_rejected": rejected,
        "rows_total": int(files["rows_total"].sum()),
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "days_seen": len(days),
        "days_expected": period.days,
        "coverage": share,
        "observed_at": moment,
        "observed_assumed": assumed,
        "age_days": age,
        "reasons": reasons,
    }


def _reasons(coverage: float, rejected: float, age: int, assumed: bool, plan: bool) -> list[str]:
    tests = {
        "quality_coverage_bad": coverage < COVERAGE_BAD,
        "quality_coverage_watch": COVERAGE_BAD <= coverage < COVERAGE_GOOD,
        "quality_rejected_bad": rejected > REJECTED_BAD,
        "quality_rejected_watch": REJECTED_GOOD < rejected <= REJECTED_BAD,
        "quality_observed_early": age <= 0 and not plan,
        "quality_observed_assumed": assumed,
    }
    return [name for name, holds in tests.items() if holds]


def _warned(files: pd.DataFrame) -> list[str]:
    """What the import warned of: rows that do not add up to their total, or anything else."""
    told = [json.loads(text) for text in files["problems"]]
    messages = [p["message"] for file in told for p in file if p["severity"] == "warn"]
    differ = messages.count("total_differs")
    others = int(files["problems_warn"].sum()) > differ
    tests = {"quality_total_differs": differ > 0, "quality_warned": others}
    return [name for name, holds in tests.items() if holds]


def _disputed(backend: Backend, period: Period) -> set[str]:
    """Sources of which two files say different things of one fact, as last seen."""
    rows = backend.con.execute(
        """WITH last AS (
            SELECT source, fact, entity, key_start, key_end, value FROM seen
            WHERE date_start <= $end AND date_end >= $start
            QUALIFY seen_at = max(seen_at) OVER (PARTITION BY fact, entity, key_start, key_end))
        SELECT source FROM last GROUP BY source, fact, entity, key_start, key_end
        HAVING min(value) <> max(value)""",
        {"start": period.start, "end": period.end},
    ).fetchall()
    return {row[0] for row in rows}


def _verdict(reasons: Sequence[str]) -> str:
    if "quality_no_file" in reasons:
        return "unknown"
    if any(name.endswith("_bad") for name in reasons):
        return "bad"
    return "watch" if reasons else "good"
