"""Days, months and periods in the words of a locale."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date

from kpi_helpers.periods import Month, Period
from kpi_helpers.views.numbers import BABEL_LOCALES

__all__ = [
    "read_period",
    "write_date",
    "write_date_short",
    "write_month",
    "write_month_short",
    "write_period",
]

_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


def write_date(day: date, locale: str) -> str:
    """``5 octobre 2026``; with the hour when `day` is a datetime that has one (UTC)."""
    text = f"{_day_number(day.day, locale)} {_date(day, 'MMMM y', locale)}"
    if isinstance(day, datetime) and (day.hour or day.minute):
        return f"{text}, {day:%H:%M}\u202fUTC"
    return text


def write_date_short(day: date, locale: str) -> str:
    """``5 oct. 2026``, for tables."""
    return f"{_day_number(day.day, locale)} {_short_name(day, locale)} {day.year}"


def write_month(month: Month, locale: str) -> str:
    """``septembre 2026``."""
    return _date(month.period.start, "MMMM y", locale)


def write_month_short(month: Month, locale: str) -> str:
    """``sept. 26``, for axes: unique within a century."""
    return f"{_short_name(month.period.start, locale)} {month.year % 100:02d}"


def write_period(period: Period, locale: str) -> str:
    """A month, a year, a run of whole months, or a run of days, in its shortest clear form."""
    first, last = Month.of(period.start), Month.of(period.end)
    whole = period.start == first.period.start and period.end == last.period.end
    if whole and first == last:
        return write_month(first, locale)
    if whole and first.year == last.year:
        if (first.number, last.number) == (1, 12):
            return str(first.year)
        return f"{_date(period.start, 'MMMM', locale)}–{write_month(last, locale)}"
    if whole:
        return f"{write_month(first, locale)} – {write_month(last, locale)}"
    if period.days == 1:
        return write_date(period.start, locale)
    if first == last:
        return f"{_day_number(period.start.day, locale)}–{write_date(period.end, locale)}"
    return f"{write_date(period.start, locale)} – {write_date(period.end, locale)}"


def read_period(label: str) -> Period | None:
    """The period of a label written by ``Period.label``; None when it is something else."""
    found = _RANGE.fullmatch(label)
    if found:
        return Period(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    try:
        return Month.parse(label).period
    except ValueError:
        return None


def _short_name(day: date, locale: str) -> str:
    name = _date(day, "LLL", locale)
    return name[:3] if locale == "en" else name


def _day_number(day: int, locale: str) -> str:
    return "1er" if locale == "fr" and day == 1 else str(day)


def _date(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=BABEL_LOCALES[locale])
