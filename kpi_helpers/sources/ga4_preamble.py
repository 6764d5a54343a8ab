"""Comment lines above a GA4 table: the property, the days, and whether it is filtered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.sources.headers import Header, normalised, read_header, repaired
from kpi_helpers.sources.text import TextFile

__all__ = ["Preamble", "find_header", "read_preamble"]

_RANGE = re.compile(r"(\d{8})\s*-\s*(\d{8})")
_START = re.compile(r"(?:start date|date de debut)\s*:?\s*(\d{8})")
_END = re.compile(r"(?:end date|date de fin)\s*:?\s*(\d{8})")
_PROPERTY = re.compile(r"(?:property|propriete)\s*:\s*\S")
_EVERYBODY = ("all users", "tous les utilisateurs")


@dataclass(frozen=True)
class Preamble:
    """What the comment lines say.

    Parameters
    ----------
    account : str or None
        The property.
    windows : tuple of (date, date)
        Days that the table covers; several where periods are compared.
    segment : str or None
        Name of the part of the users that the table is limited to.
    """

    account: str | None = None
    windows: tuple[tuple[date, date], ...] = ()
    segment: str | None = None


def find_header(text: TextFile) -> Header | None:
    """The first record that is neither blank nor a comment."""
    for line, cells in text.head:
        if cells and any(cell.strip() for cell in cells) and not _is_comment(cells):
            return read_header(cells, line, text.file)
    return None


def read_preamble(text: TextFile, header: Header) -> Preamble:
    """Read the comment lines above the header.

    Raises
    ------
    SourceError
        When a start date comes after its end date.
    """
    comments = [
        repaired(text.separator.join(cells).strip(f'{text.separator}" ').lstrip("# "))
        for line, cells in text.head
        if line < header.line and cells and _is_comment(cells)
    ]
    forms = [normalised(comment) for comment in comments]
    return Preamble(
        _account(comments, forms), _windows(forms, text.file), _segment(comments, forms)
    )


def _is_comment(cells: list[str]) -> bool:
    return cells[0].lstrip('" ').startswith("#")


def _account(comments: list[str], forms: list[str]) -> str | None:
    """The property that is named, else the first line, where explorations put it."""
    for comment, form in zip(comments, forms, strict=True):
        if _PROPERTY.match(form):
            return comment.split(":", 1)[1].strip()
    words = [
        comment
        for comment, form in zip(comments, forms, strict=True)
        if form.strip("-= ") and not _RANGE.fullmatch(form) and ":" not in form
    ]
    return words[0] if words else None


def _windows(forms: list[str], file: str) -> tuple[tuple[date, date], ...]:
    found: list[tuple[str, str]] = []
    start = None
    for form in forms:
        if whole := _RANGE.fullmatch(form):
            found.append((whole[1], whole[2]))
        elif begin := _START.search(form):
            start = begin[1]
        elif (end := _END.search(form)) and start:
            found.append((start, end[1]))
            start = None
    windows = tuple((_day(first), _day(last)) for first, last in found)
    if any(None in window or window[0] > window[1] for window in windows):
        raise SourceError(Problem("ga4_window", {"found": [" - ".join(w) for w in found]}, file))
    return tuple(dict.fromkeys(windows))


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None


def _segment(comments: list[str], forms: list[str]) -> str | None:
    """The line between the empty comment and the start date, unless it means everybody."""
    for place, form in enumerate(forms):
        if _START.search(form) and place >= 2 and not forms[place - 2] and forms[place - 1]:
            before = forms[place - 1]
            return None if before in _EVERYBODY or ":" in before else comments[place - 1]
    return None
