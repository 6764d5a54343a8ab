"""The days, weeks and months of the sample, and the day on which each month was downloaded.

The world is simulated by whole weeks, because spend is kept by week; the months that are reported
lie inside it.
"""

from __future__ import annotations

import zlib
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from kpi_helpers.periods import Month

__all__ = [
    "DAYS",
    "FIRST",
    "LAST",
    "MONTHS",
    "SEED",
    "WEEKS",
    "day_index",
    "download_day",
    "folder",
    "month_days",
    "random_stream",
    "weeks_of",
]

SEED = 20260901
MONTHS = tuple(Month(2024, 9).shifted(step) for step in range(26))
FIRST = date(2024, 8, 26)
LAST = date(2026, 11, 1)
DAYS = tuple(FIRST + timedelta(step) for step in range((LAST - FIRST).days + 1))
WEEKS = tuple(DAYS[::7])


def random_stream(*names: str, seed: int = SEED) -> np.random.Generator:
    """A stream of its own for each subject, so that changing one leaves the others as they are."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def day_index(day: date) -> int:
    """Position of `day` in every daily array."""
    return (day - FIRST).days


def month_days(month: Month) -> slice:
    """The days of `month` in every daily array."""
    period = month.period
    return slice(day_index(period.start), day_index(period.end) + 1)


def weeks_of(month: Month) -> tuple[int, ...]:
    """Positions of the weeks that this month's download lists: those whose Monday lies in it.

    The first download also lists the week that was running when the first month began.
    """
    listed = (index for index, monday in enumerate(WEEKS) if Month.of(monday) == month)
    return (0, *listed) if month == MONTHS[0] else tuple(listed)


def download_day(brand: str, month: Month) -> date:
    """Day of the following month on which the exports were made: when its last week is over."""
    asked = month.shifted(1).period.start + timedelta(
        2 + int(random_stream(brand, str(month), "download").integers(3))
    )
    last_week_over = WEEKS[weeks_of(month)[-1]] + timedelta(7)
    return max(asked, last_week_over)


def folder(brand: str, observed: date) -> Path:
    """Folder of a download, relative to the sample; its name says when the platform was asked."""
    return Path(brand) / f"observed-{observed.isoformat()}"
