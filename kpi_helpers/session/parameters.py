"""The parameters of a session as the user wrote them, read or refused."""

from __future__ import annotations

from datetime import UTC, datetime, time

from kpi_helpers.errors import Problem, SessionError
from kpi_helpers.periods import Month
from kpi_helpers.views.words import LOCALES

__all__ = ["check_locale", "parse_known_at", "parse_month"]


def parse_month(text: str) -> Month:
    """A month as the user wrote it.

    Raises
    ------
    SessionError
        When it is not ``YYYY-MM``.
    """
    try:
        return Month.parse(text)
    except ValueError:
        raise SessionError(Problem("unknown_month", {"found": text}, key="month")) from None


def parse_known_at(text: str, key: str = "known_at") -> datetime | None:
    """A time in UTC as the user wrote it: None when empty, the end of the day for a bare date.

    `key` is the parameter it was given for: ``known_at`` or ``observed_at``.

    Raises
    ------
    SessionError
        When it is no ISO date or time.
    """
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SessionError(Problem(f"unknown_{key}", {"found": text}, key=key)) from None
    if len(text.strip()) == len("2026-09-30"):
        moment = datetime.combine(moment.date(), time.max)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def check_locale(locale: str) -> None:
    """Refuse a language that nobody speaks here; empty means the brand's.

    Raises
    ------
    SessionError
    """
    if locale and locale not in LOCALES:
        values = {"found": locale, "known": ", ".join(LOCALES)}
        raise SessionError(Problem("unknown_locale", values, key="locale"))
