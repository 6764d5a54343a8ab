"""From the date of a row to the days of its bucket, and what becomes of one in two months.

A bucket counts in a period only when it lies wholly inside, so that a week over the end of a month
would be lost for both months. Its mapping says what to do instead, and the rows say that it was
done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.periods import Month

__all__ = ["bucket_ends", "clipped", "prorated", "spoken_days", "straddles"]

PRORATED = "prorated_bucket"
"""Note of a value that is its bucket's share by days."""

CLIPPED = "straddle_start"
"""Note of a whole bucket that is counted in the month of its first day."""


def bucket_ends(starts: np.ndarray, bucket: str) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each bucket.

    Parameters
    ----------
    starts : numpy.ndarray of datetime64[D]
        Date of each row.
    bucket : {"day", "week", "month", "as_given"}
        A week runs seven days from its date; a month is the one its date lies in.

    Returns
    -------
    first, last : numpy.ndarray of datetime64[D]
    """
    if bucket == "week":
        return starts, starts + 6
    if bucket == "month":
        months = starts.astype("datetime64[M]")
        return months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]") - 1
    return starts, starts


def straddles(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether each bucket has days in more than one month."""
    return first.astype("datetime64[M]") != last.astype("datetime64[M]")


def spoken_days(rows: pa.Table, covers: str) -> tuple[date | None, date | None]:
    """First and last day that a sheet speaks of; None when it has no row.

    Parameters
    ----------
    rows : pyarrow.Table
        With ``date_start`` and ``date_end``.
    covers : {"dates", "months"}
        From the first of these days to the last; or all days of the months these two lie in.
    """
    first, last = pc.min(rows["date_start"]).as_py(), pc.max(rows["date_end"]).as_py()
    if covers == "months" and first is not None:
        return Month.of(first).period.start, Month.of(last).period.end
    return first, last


def clipped(rows: pa.Table) -> pa.Table:
    """Buckets that straddle end with the month they begin in; nothing of their value is lost.

    Parameters
    ----------
    rows : pyarrow.Table
        With ``date_start`` and ``date_end``.

    Returns
    -------
    pyarrow.Table
        The same rows, with ``note``.
    """
    first, last = _days(rows)
    beyond = straddles(first, last)
    month_ends = (first.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    return _with_days(rows, first, np.where(beyond, month_ends, last), beyond, CLIPPED)


def prorated(rows: pa.Table, values: Sequence[str]) -> pa.Table:
    """Buckets that straddle become one row a month, each with its share by days.

    The parts of a value add up to it exactly: all but the last are rounded to multiples of its last
    binary digit, so that no sum of them rounds again.

    Parameters
    ----------
    rows : pyarrow.Table
        With ``date_start`` and ``date_end``.
    values : sequence of str
        Columns to share out.

    Returns
    -------
    pyarrow.Table
        With ``note``; in the order of `rows`, the parts of a bucket in the order of their months.
    """
    first, last = _days(rows)
    months = first.astype("datetime64[M]")
    counts = (last.astype("datetime64[M]") - months).astype(np.int64) + 1
    parent = np.repeat(np.arange(len(counts)), counts)
    part = np.arange(len(parent)) - np.repeat(np.cumsum(counts) - counts, counts)
    month = months[parent] + part
    starts = np.maximum(first[parent], month.astype("datetime64[D]"))
    ends = np.minimum(last[parent], (month + 1).astype("datetime64[D]") - 1)
    share = (ends - starts + 1) / (last - first + 1)[parent]
    is_last = part == counts[parent] - 1
    table = rows.take(pa.array(parent))
    for name in values:
        place = table.schema.get_field_index(name)
        whole = table[name].to_numpy(zero_copy_only=False).astype(np.float64)
        parts = _shared_out(whole, share, parent, is_last)
        table = table.set_column(place, name, pa.array(parts, from_pandas=True))
    return _with_days(table, starts, ends, (counts > 1)[parent], PRORATED)


def _shared_out(
    whole: np.ndarray, share: np.ndarray, parent: np.ndarray, is_last: np.ndarray
) -> np.ndarray:
    """Parts of `whole` by `share`, the last part of each parent being what is left."""
    parts = np.where(is_last, 0.0, (whole + whole * share) - whole)
    taken = np.bincount(parent, weights=np.nan_to_num(parts), minlength=parent.max(initial=-1) + 1)
    return np.where(is_last, whole - taken[parent], parts)


def _days(rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    return tuple(
        rows[name].to_numpy(zero_copy_only=False).astype("datetime64[D]")
        for name in ("date_start", "date_end")
    )


def _with_days(
    rows: pa.Table, first: np.ndarray, last: np.ndarray, changed: np.ndarray, note: str
) -> pa.Table:
    for name, days in (("date_start", first), ("date_end", last)):
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, name, pa.array(days, pa.date32()))
    notes = pa.array(np.where(changed, note, None), pa.string())
    return rows.append_column("note", notes)
