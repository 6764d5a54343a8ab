"""When a file was exported and which days it speaks of, as its own name says.

A file's modification time is never asked: copying, unzipping or syncing changes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from kpi_helpers.sources.headers import normalised, repaired
from kpi_helpers.sources.result import ReadContext

__all__ = ["Observed", "observed_at", "utc_noon", "window_in_name"]

_OBSERVED = re.compile(r"observed-(\d{4})-(\d{2})-(\d{2})")
_MONTH_DAY = r"([a-z]+)\.?[-_ ]?(\d{1,2})[-_ ](\d{4})"
_DAY_MONTH = r"(\d{1,2})[-_ ]([a-z]+)\.?[-_ ](\d{4})"
_WINDOWS = (
    re.compile(rf"(?<![a-z]){_MONTH_DAY}_{_MONTH_DAY}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY_MONTH}_{_DAY_MONTH}(?!\d)"),
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fevr fevrier",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aou aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True)
class Observed:
    """When a file's values were seen.

    Parameters
    ----------
    at : datetime
        UTC, without zone.
    assumed : bool
        Whether nothing said so, and it is only the import time.
    """

    at: datetime
    assumed: bool = False


def observed_at(path: Path, context: ReadContext, mapped: str | None = None) -> Observed:
    """When the file was exported: its name, its folders, its mapping, the user, or now.

    Parameters
    ----------
    path : Path
        The file; ``observed-2026-10-05`` in its name or in the nearest folder wins.
    context : ReadContext
        Root of the project, the user's ``observed_at`` and the import time.
    mapped : str, optional
        ISO date or time that the sheet's mapping states.

    Returns
    -------
    Observed
        A day without a time is taken at noon UTC.
    """
    root = context.root.resolve()
    folders = [path.resolve(), *path.resolve().parents]
    inside = [place for place in folders if place.is_relative_to(root)] or folders[:2]
    for place in inside:
        found = _OBSERVED.search(place.name)
        day = _day(*map(int, found.groups())) if found else None
        if day is not None:
            return Observed(utc_noon(day))
    if mapped is not None:
        return Observed(moment(mapped))
    if context.observed_at is not None:
        return Observed(_naive_utc(context.observed_at))
    return Observed(_naive_utc(context.import_time), assumed=True)


def moment(text: str) -> datetime:
    """An ISO date (then at noon) or time as UTC without zone.

    Raises
    ------
    ValueError
        When it is neither.
    """
    if len(text) == len("2026-10-05"):
        return utc_noon(date.fromisoformat(text))
    return _naive_utc(datetime.fromisoformat(text))


def utc_noon(day: date) -> datetime:
    """Noon UTC of a day, without zone."""
    return datetime.combine(day, time(12))


def window_in_name(name: str) -> tuple[date, date] | None:
    """First and last day that a file name states, in English or French; None without one.

    ``Aug-01-2025_Aug-31-2025_123.csv`` and ``août-01-2025_août-31-2025_123.csv``.
    """
    text = normalised(repaired(name))
    for pattern, month_first in zip(_WINDOWS, (True, False), strict=True):
        found = pattern.search(text)
        if found is None:
            continue
        parts = [found.groups()[:3], found.groups()[3:]]
        days = [
            _named_day(*(part if month_first else (part[1], part[0], part[2]))) for part in parts
        ]
        if None not in days and days[0] <= days[1]:
            return days[0], days[1]
    return None


def _named_day(month: str, day: str, year: str) -> date | None:
    number = _MONTHS.get(month)
    return _day(int(year), number, int(day)) if number else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _naive_utc(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
