"""Months and periods of whole days, and the earlier periods they may be compared with.

A period is closed on both sides. Nothing here knows today's date: what has elapsed is an argument.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = [
    "COMPARISONS",
    "Month",
    "Period",
    "comparison_period",
    "days_of",
    "iso_week",
    "months_back",
    "same_day_last_year",
    "weeks_of",
]

COMPARISONS = ("previous", "year_ago", "weekday_aligned", "elapsed_previous", "elapsed_year_ago")
"""Names of the comparisons :func:`comparison_period` knows."""

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Period:
    """Whole days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def label(self) -> str:
        """``2026-09`` for a whole month, else ``2026-09-01..2026-09-10``."""
        month = Month(self.start.year, self.start.month)
        return str(month) if month.period == self else f"{self.start}..{self.end}"

    def contains(self, start: date, end: date) -> bool:
        """Whether the bucket ``start``..``end`` lies wholly inside."""
        return self.start <= start and end <= self.end

    def elapsed(self, as_of: date) -> Period | None:
        """Days up to and including `as_of`; None when the period has not begun."""
        return None if as_of < self.start else Period(self.start, min(self.end, as_of))

    def shifted(self, days: int) -> Period:
        """The same number of days, moved by `days`."""
        return Period(self.start + timedelta(days), self.end + timedelta(days))

    @classmethod
    def trailing(cls, end: date, days: int) -> Period:
        """The `days` days that end with `end`, `end` included."""
        return cls(end - timedelta(days - 1), end)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``YYYY-MM``.

        Raises
        ------
        ValueError
            When `text` has another form.
        """
        found = _MONTH.fullmatch(text.strip())
        if not found:
            raise ValueError(f"a month is written YYYY-MM, not {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def period(self) -> Period:
        """First to last day."""
        last = calendar.monthrange(self.year, self.number)[1]
        return Period(date(self.year, self.number, 1), date(self.year, self.number, last))

    def shifted(self, months: int) -> Month:
        """The month `months` later, or earlier when negative."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)


def months_back(month: Month, count: int) -> list[Month]:
    """The `count` months that end with `month`, oldest first."""
    return [month.shifted(-back) for back in range(count - 1, -1, -1)]


def same_day_last_year(day: date) -> date | None:
    """The same date one year before; None for 29 February, which has no partner."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return None


def days_of(span: Period) -> list[Period]:
    """Each day of `span` as a period of its own, oldest first."""
    days = (span.start + timedelta(days=place) for place in range(span.days))
    return [Period(day, day) for day in days]


def weeks_of(span: Period) -> list[Period]:
    """The weeks, Monday to Sunday, that lie wholly in `span`, oldest first."""
    monday = span.start + timedelta(days=-span.start.weekday() % 7)
    count = max((span.end - monday).days + 1, 0) // 7
    mondays = (monday + timedelta(weeks=place) for place in range(count))
    return [Period(day, day + timedelta(days=6)) for day in mondays]


def iso_week(day: date) -> tuple[int, int]:
    """ISO year and ISO week: the year of the week's Thursday, not of the day."""
    year, week, _ = day.isocalendar()
    return year, week


def comparison_period(period: Period, kind: str, as_of: date | None = None) -> Period:
    """The earlier period that `period` is compared with.

    Parameters
    ----------
    period : Period
        A month, or any run of days.
    kind : str
        ``previous``: as many months just before a run of whole months, else as many days.
        ``year_ago``: the same months, or the same dates, one year before (a run of days that
        starts or ends on 29 February starts or ends on 28 February then).
        ``weekday_aligned``: 364 days before, so that each day meets its own weekday.
        ``elapsed_previous``, ``elapsed_year_ago``: the first days of that earlier period, as many
        as have elapsed of this one at `as_of`.
    as_of : date, optional
        Last day with data; needed by the two elapsed kinds.

    Returns
    -------
    Period

    Raises
    ------
    ValueError
        On an unknown kind, or an elapsed kind without an `as_of` inside or after the period.
    """
    if kind == "previous":
        return _month_or_run_before(period)
    if kind == "year_ago":
        return _a_year_before(period)
    if kind == "weekday_aligned":
        return period.shifted(-364)
    if kind in ("elapsed_previous", "elapsed_year_ago"):
        elapsed = period.elapsed(as_of) if as_of else None
        if elapsed is None:
            raise ValueError(f"{kind} needs a day at which some of {period.label} has elapsed")
        whole = comparison_period(period, kind.removeprefix("elapsed_"))
        last = min(whole.end, whole.start + timedelta(elapsed.days - 1))
        return Period(whole.start, last)
    raise ValueError(f"unknown comparison {kind!r}; known: {', '.join(COMPARISONS)}")


def _whole_months(period: Period) -> tuple[Month, Month] | None:
    """First and last month of a period that is a run of whole months."""
    first, last = Month.of(period.start), Month.of(period.end)
    whole = first.period.start == period.start and last.period.end == period.end
    return (first, last) if whole else None


def _months_before(months: tuple[Month, Month], count: int) -> Period:
    first, last = (month.shifted(-count) for month in months)
    return Period(first.period.start, last.period.end)


def _month_or_run_before(period: Period) -> Period:
    months = _whole_months(period)
    if months:
        first, last = months
        return _months_before(
            months, 12 * (last.year - first.year) + last.number - first.number + 1
        )
    return period.shifted(-period.days)


def _a_year_before(period: Period) -> Period:
    months = _whole_months(period)
    if months:
        return _months_before(months, 12)
    start = same_day_last_year(period.start) or date(period.start.year - 1, 2, 28)
    end = same_day_last_year(period.end) or date(period.end.year - 1, 2, 28)
    return Period(start, end)
