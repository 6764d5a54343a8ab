"""How much of a span the data really cover: a missing day is not a zero.

Tables that hold a value a day show their gaps themselves. Posts, mentions, cases and ads do not: a
day without a post is no missing day, so the windows of the imported files say what was looked at.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kpi_helpers.metrics.cut import LOOK_BACK, Cut
from kpi_helpers.metrics.numbering import numbered
from kpi_helpers.metrics.readings import Reading
from kpi_helpers.metrics.scan import NULL, Scan
from kpi_helpers.periods import Period

__all__ = ["EVENTS", "Covered", "Presence", "chosen_series", "presence_of"]

EVENTS = ("post", "mention", "case", "creator", "action", "ad_day")
"""Tables in which a day without a row is not a missing day."""

Series = tuple[str, str, str]
"""Source, network and account."""

_Span = tuple[float, bool, int, list[str], int, list[Series]]
"""One entry of each array of :class:`Covered`."""


@dataclass(frozen=True)
class Covered:
    """How spans are covered; arrays have one entry a span.

    Parameters
    ----------
    coverage : ndarray of float64
        Days with data over days of the span, over all expected series.
    complete : ndarray of bool
        Every expected series has every day.
    as_of : ndarray of int64
        Ordinal of the last day that every delivering series has reached; 0 when none has.
    missing : list of list of str
        Series that delivered shortly before a span and deliver nothing in it.
    profile : ndarray of int64
        Equal for spans whose days are covered alike, day by day.
    delivering : list of list of (source, network, account)
        Series with data in a span.
    """

    coverage: np.ndarray
    complete: np.ndarray
    as_of: np.ndarray
    missing: list[list[str]]
    profile: np.ndarray
    delivering: list[list[Series]]


@dataclass(frozen=True)
class Presence:
    """Days on which each series has data.

    Parameters
    ----------
    series : tuple of (source, network, account)
    start : int
        Ordinal of the first column of `days`.
    days : ndarray of bool, shape (series, days)
        From one-day buckets and file windows.
    buckets : ndarray of int64, shape (buckets, 3)
        Series number, first and last day of each bucket of several days: it counts in a span only
        when wholly inside.
    wide : bool
        A series without network or account speaks of all of them, as files do.
    assumed : bool
        No file says which days it speaks of; all days up to the newest observation are taken.
    """

    series: tuple[Series, ...]
    start: int
    days: np.ndarray
    buckets: np.ndarray
    wide: bool = False
    assumed: bool = False

    @cached_property
    def fingerprint(self) -> tuple[object, ...]:
        """Equal for columns that have data on the same days, as those of one export do."""
        return (self.series, self.days.tobytes(), self.buckets.tobytes(), self.wide)

    def covered(self, spans: Sequence[Period], chosen: np.ndarray) -> Covered:
        """Coverage of each span by the `chosen` series (an array of bool)."""
        found = [self._span(span, chosen) for span in spans]
        coverage, complete, as_of, missing, profile, delivering = zip(*found, strict=True)
        return Covered(
            np.array(coverage),
            np.array(complete),
            np.array(as_of),
            list(missing),
            np.array(profile, dtype="int64"),
            list(delivering),
        )

    def _span(self, span: Period, chosen: np.ndarray) -> _Span:
        low, high = span.start.toordinal() - self.start, span.end.toordinal() - self.start + 1
        seen = self.days[:, low:high].copy()
        before = self.days[:, max(low - LOOK_BACK, 0) : low].any(axis=1)
        number, first, last = self.buckets.T - [[0], [self.start], [self.start]]
        for i in np.flatnonzero((first >= low) & (last < high)):
            seen[number[i], first[i] - low : last[i] - low + 1] = True
        for i in np.flatnonzero((last < low) & (last >= low - LOOK_BACK)):
            before[number[i]] = True
        delivering = seen.any(axis=1) & chosen
        expected = delivering | (before & chosen)
        if not expected.any():
            return 0.0, False, 0, [], 0, []
        reached = [int(np.flatnonzero(days)[-1]) for days in seen[delivering]]
        names = [_name(self.series[i]) for i in np.flatnonzero(expected & ~delivering)]
        return (
            float(seen[expected].mean()),
            bool(seen[expected].all()),
            self.start + low + min(reached) if reached else 0,
            sorted(names),
            zlib.crc32(seen[expected].mean(axis=0).tobytes()),
            [self.series[i] for i in np.flatnonzero(delivering)],
        )


def presence_of(
    scan: Scan, reading: Reading, windows: pd.DataFrame, known: int, table: str
) -> Presence:
    """Days on which the series of a reading have data.

    Parameters
    ----------
    scan : Scan
    reading : Reading
    windows : DataFrame
        ``schema.WINDOW``.
    known : int
        Ordinal of the day of the newest observation.
    table : str
        Grain of the scan.

    Returns
    -------
    Presence
    """
    rows = scan.masks[reading.column] != 0
    if table not in EVENTS and reading.measure.null_means == "missing":
        return _from_rows(scan, reading, rows)
    sources = set(scan.keys["source"][rows])
    found = _from_windows(windows, table, sources, scan.request.cut)
    if found is not None:
        return found
    if table not in EVENTS:
        return _from_rows(scan, reading, rows)
    cut = scan.request.cut
    days = np.arange(cut.start.toordinal(), cut.end.toordinal() + 1)[None, :] <= known
    nobody = ((NULL, NULL, NULL),)
    return Presence(nobody, cut.start.toordinal(), days, _no_buckets(), wide=True, assumed=True)


def _from_rows(scan: Scan, reading: Reading, rows: np.ndarray) -> Presence:
    cut, masks = scan.request.cut, scan.masks[reading.column]
    at = np.flatnonzero(rows)
    keys = [scan.keys[name][at] for name in ("source", "network", "account")]
    codes, series = numbered(keys)
    # Pieces begin where their month or an edge begins; masks count days from the month.
    start = cut.start.replace(day=1).toordinal()
    days = np.zeros((len(series), cut.end.toordinal() + 32 - start), dtype=bool)
    several = scan.bucket[at] & (scan.last[at] > scan.first[at])
    months = _month_starts(scan.first[at])
    for bit in range(1, 32):
        hit = ~several & (masks[at] >> bit & 1).astype(bool)
        days[codes[hit], months[hit] + bit - 1 - start] = True
    buckets = np.column_stack([codes, scan.first[at], scan.last[at]])[several]
    unique_buckets = np.unique(buckets, axis=0) if len(buckets) else _no_buckets()
    return Presence(tuple(series), start, days, unique_buckets)


def _from_windows(
    windows: pd.DataFrame, table: str, sources: set[str], cut: Cut
) -> Presence | None:
    """Presence as the imported files state it; None when none of them speaks of this table."""
    if windows.empty:
        return None
    own = windows[(windows["grain"] == table)]
    if sources and own["source"].isin(sources).any():
        own = own[own["source"].isin(sources)]
    if own.empty:
        return None
    start, end = cut.start.toordinal(), cut.end.toordinal()
    keys = [
        own[n].where(own[n].notna(), NULL).to_numpy(dtype=object)
        for n in ("source", "network", "account")
    ]
    codes, series = numbered(keys)
    days = np.zeros((len(series), end - start + 1), dtype=bool)
    firsts = [day.toordinal() for day in pd.to_datetime(own["window_start"])]
    lasts = [day.toordinal() for day in pd.to_datetime(own["window_end"])]
    for code, first, last in zip(codes, firsts, lasts, strict=True):
        days[code, max(first - start, 0) : max(last - start + 1, 0)] = True
    return Presence(tuple(series), start, days, _no_buckets(), wide=True)


def chosen_series(presence: Presence, limits: Mapping[str, Sequence[str]]) -> np.ndarray:
    """Which series belong to some networks and accounts."""
    chosen = np.ones(len(presence.series), dtype=bool)
    for name, at in (("network", 1), ("account", 2)):
        if name in limits:
            wanted = {*limits[name], NULL} if presence.wide else set(limits[name])
            chosen &= np.array([series[at] in wanted for series in presence.series], dtype=bool)
    return chosen


def _name(series: Series) -> str:
    """What people call a series: its account, else its network, else its source."""
    source, network, account = series
    return next(name for name in (account, network, source) if name != NULL)


def _no_buckets() -> np.ndarray:
    return np.zeros((0, 3), dtype="int64")


def _month_starts(ordinals: np.ndarray) -> np.ndarray:
    """Ordinal of the first day of the month of each ordinal."""
    days = (ordinals - 719163).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype("datetime64[D]").astype("int64") + 719163
