"""Column names as platforms write them, brought to one form so that they can be recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from kpi_helpers.errors import Problem

__all__ = ["Header", "nearest", "normalised", "read_header", "repaired", "tidied"]

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_BLANKS = re.compile(r"\s+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})


@dataclass(frozen=True)
class Header:
    """The header record of a table.

    Parameters
    ----------
    line : int
        Physical line at which it starts.
    cells : tuple of str
        Names as found, trimmed; empty cells at the end are left out.
    names : tuple of str
        The same, mojibake repaired and :func:`normalised`.
    problems : tuple of Problem
        A warning for each repaired name.
    """

    line: int
    cells: tuple[str, ...]
    names: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def was_repaired(self) -> bool:
        """Whether the file was decoded wrongly somewhere on its way, cells included."""
        return bool(self.problems)


@lru_cache(maxsize=4096)
def tidied(text: str) -> str:
    """Text as it is seen: composed letters, single plain blanks, plain hyphens, nothing unseen.

    Two cells that look alike on the screen are then equal, wherever they were copied from.
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(_HYPHENS)
    return _BLANKS.sub(" ", seen).strip()


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """NFKC, without accents, lower case, one kind of apostrophe, single blanks.

    ``Mentions J’aime`` and ``mentions j'aime`` are the same column, and so are names with
    no-break spaces.
    """
    text = unicodedata.normalize("NFKC", tidied(name)).translate(_APOSTROPHES)
    bare = "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
    )
    return _BLANKS.sub(" ", bare).strip().casefold()


def repaired(text: str) -> str:
    """Text that was decoded in the wrong encoding (``DÃ©pensÃ©``), as it was meant."""
    if text.isascii():
        return text
    from ftfy import fix_encoding

    return fix_encoding(text)


def read_header(record: Iterable[str], line: int, file: str) -> Header:
    """The header of a table, from the cells of its record."""
    cells = [cell.strip().lstrip("\ufeff") for cell in record]
    while cells and not cells[-1]:
        cells.pop()
    meant = [repaired(cell) for cell in cells]
    problems = tuple(
        Problem("garbled_header", {"found": cell, "read": good}, file, line, cell, "warn")
        for cell, good in zip(cells, meant, strict=True)
        if cell != good
    )
    return Header(line, tuple(cells), tuple(normalised(name) for name in meant), problems)


def nearest(name: str, known: Collection[str], cutoff: float = 0.75) -> str | None:
    """The known name most like `name`, as it is written in `known`; None when none is near."""
    by_form = {normalised(item): item for item in known}
    found = get_close_matches(normalised(name), list(by_form), n=1, cutoff=cutoff)
    return by_form[found[0]] if found else None
