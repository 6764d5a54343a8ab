"""Which rows of a scan answer for a dimension: the totals themselves, or a supplied breakdown.

Platforms state some dimensions on every row (a post has its network) and give others as separate,
already summed breakdowns (reach by age). A total is made of total rows alone. Where a breakdown is
used for a split, what the total holds beyond its parts is kept as *not attributed*: total rows
with weight 1 and part rows with weight -1, under a missing dimension value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from kpi_helpers.metrics.readings import Reading
from kpi_helpers.metrics.scan import NULL, Scan

__all__ = ["Attribution", "attribute"]


@dataclass(frozen=True)
class Attribution:
    """Rows of a scan that count for one reading, and where each belongs.

    Parameters
    ----------
    rows : ndarray of int64
        Positions in the scan; a row may stand more than once.
    weights : ndarray of float64
        1, or -1 for a part that is taken off its total.
    labels : Mapping[str, ndarray of object]
        Value of each dimension of the answer, one entry a row of `rows`.
    reason : str, optional
        Why the measure cannot be split or limited so; then there are no rows.
    detail : Mapping
        Values for that message.
    left_out : frozenset of str
        Sources that cannot tell a dimension that the reading is limited to.
    """

    rows: np.ndarray
    weights: np.ndarray
    labels: Mapping[str, np.ndarray]
    reason: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


def attribute(scan: Scan, reading: Reading, by: Sequence[str], present: np.ndarray) -> Attribution:
    """Choose the rows that answer a reading, source by source.

    Parameters
    ----------
    scan : Scan
    reading : Reading
    by : sequence of str
        Dimensions of the answer.
    present : ndarray of bool
        Rows in which the measure has a value.

    Returns
    -------
    Attribution
    """
    limits = dict(reading.restrict)
    asked = tuple(dict.fromkeys((*by, *limits, *reading.needs)))
    usable = present & (scan.total | np.isin(scan.keys["breakdown"], asked))
    chosen: list[_Chosen] = []
    left_out: dict[str, str] = {}
    lacking: dict[str, set[str]] = {}
    sources = sorted(set(scan.keys["source"][usable]))
    for source in sources:
        rows = usable & (scan.keys["source"] == source)
        known = {name: _known(scan, rows, name, reading) for name in asked}
        lacking[source] = {name for name, how in known.items() if how is None}
        blocked = [n for n in (*limits, *reading.needs) if n in lacking[source]]
        if blocked:
            left_out[source] = blocked[0]
            continue
        parts = [n for n in (*by, *limits) if known[n] == "parts"]
        clash = _clash(scan, rows, parts, [n for n in (*by, *limits) if known[n] == "total"])
        if clash:
            return _refused("not_split_together", {"measure": reading.name, "dimensions": clash})
        chosen.append(_choose(scan, reading, by, rows, parts[0] if parts else None))
    everywhere = [n for n in asked if sources and all(n in lacking[s] for s in sources)]
    if everywhere or (sources and not chosen):
        dimension = everywhere[0] if everywhere else left_out[sources[0]]
        return _refused("not_split_by", {"measure": reading.name, "dimension": dimension})
    return _joined(chosen, by, frozenset(left_out))


@dataclass(frozen=True)
class _Chosen:
    rows: np.ndarray
    weights: np.ndarray
    labels: Mapping[str, np.ndarray]


def _known(scan: Scan, rows: np.ndarray, name: str, reading: Reading) -> str | None:
    """How a source tells a dimension: on its ``total`` rows, by ``parts``, or not at all."""
    told = rows & (scan.keys[name] != NULL)
    if (told & scan.total).any():
        return "total"
    # A row counted in two parts, or a distinct person in both, would be counted twice.
    whole_rows_only = reading.how in ("rows", "distinct", "quantile")
    if not whole_rows_only and (told & (scan.keys["breakdown"] == name)).any():
        return "parts"
    return None


def _clash(scan: Scan, rows: np.ndarray, parts: list[str], on_totals: list[str]) -> list[str]:
    """Dimensions that this source cannot tell at once; empty when it can."""
    if len(set(parts)) > 1:
        return sorted(set(parts))
    for part in parts:
        inside = rows & (scan.keys["breakdown"] == part)
        for name in on_totals:
            if not (inside & (scan.keys[name] != NULL)).any():
                return sorted((part, name))
    return []


def _choose(
    scan: Scan, reading: Reading, by: Sequence[str], rows: np.ndarray, part: str | None
) -> _Chosen:
    """Rows of one source: its totals, or one breakdown with what it leaves unattributed."""
    limits = dict(reading.restrict)
    kept = rows & (scan.total if part is None else scan.keys["breakdown"] == part)
    for name, values in limits.items():
        kept = kept & np.isin(scan.keys[name], values)
    at = np.flatnonzero(kept)
    labels = {name: scan.keys[name][at] for name in by}
    chosen = _Chosen(at, np.ones(len(at)), labels)
    adds_up = reading.how in ("sum", "last") or (
        reading.how == "avg" and reading.measure.unit in ("count", "currency")
    )
    if part is None or part not in by or part in limits or not adds_up:
        return chosen
    whole = rows & scan.total
    for name, values in limits.items():
        whole = whole & np.isin(scan.keys[name], values)
    return _with_rest(scan, by, part, chosen, np.flatnonzero(whole))


def _with_rest(
    scan: Scan, by: Sequence[str], part: str, chosen: _Chosen, whole: np.ndarray
) -> _Chosen:
    """Add what the totals hold beyond the parts, under a missing value of the dimension."""
    match = ["network", "account", *(name for name in by if name != part)]
    match += ["entity"] if "entity" in scan.keys else []
    known = _places(scan, match, whole)
    taken = chosen.rows[_places(scan, match, chosen.rows).isin(known)]
    rows = np.concatenate([chosen.rows, whole, taken])
    weights = np.concatenate([chosen.weights, np.ones(len(whole)), -np.ones(len(taken))])
    rest = np.concatenate([whole, taken])
    labels = {
        name: np.concatenate(
            [
                chosen.labels[name],
                np.full(len(rest), NULL, dtype=object) if name == part else scan.keys[name][rest],
            ]
        )
        for name in by
    }
    return _Chosen(rows, weights, labels)


def _places(scan: Scan, match: Sequence[str], rows: np.ndarray) -> pd.MultiIndex:
    """Bucket and series of each row: a part without its total takes nothing off."""
    arrays = [scan.first[rows], scan.last[rows]]
    arrays += [scan.keys[name][rows] for name in match]
    return pd.MultiIndex.from_arrays(arrays)


def _joined(chosen: list[_Chosen], by: Sequence[str], left_out: frozenset[str]) -> Attribution:
    none = np.array([], dtype="int64")
    return Attribution(
        np.concatenate([none, *(c.rows for c in chosen)]),
        np.concatenate([none.astype("float64"), *(c.weights for c in chosen)]),
        {
            name: np.concatenate([none.astype(object), *(c.labels[name] for c in chosen)])
            for name in by
        },
        left_out=left_out,
    )


def _refused(reason: str, detail: Mapping[str, object]) -> Attribution:
    return Attribution(np.array([], dtype="int64"), np.array([]), {}, reason, detail)
