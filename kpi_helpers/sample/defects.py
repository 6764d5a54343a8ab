"""Defects as real exports have them, planted where the truth knows of them.

They are few, so that the sample still imports well; each says what a correct import does with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kpi_helpers.periods import Month
from kpi_helpers.sample.figures import NARROW, NO_BREAK
from kpi_helpers.sample.lines import Flaw, Line, spoil_cell, spoil_line

__all__ = ["EXCEL", "MOJIBAKE", "planted"]

EXCEL = ("maison_alba", "facebook", Month(2025, 5))
"""The export that somebody opened in a French Excel and saved again."""

MOJIBAKE = ("maison_alba", "followers", Month(2025, 2))
"""The sheet whose UTF-8 was read as Windows-1252 and saved as UTF-8 once more."""

Change = Callable[[tuple[Line, ...]], tuple[Line, ...]]


def planted(brand: str, table: str, month: Month, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of one file with the defects planted in it."""
    change = _PLANTED.get((brand, table, month))
    return change(lines) if change else lines


def _at(lines: tuple[Line, ...], place: int, line: Line) -> tuple[Line, ...]:
    return (*lines[:place], line, *lines[place + 1 :])


def _column(lines: tuple[Line, ...], *names: str) -> int:
    return next(place for place, name in enumerate(lines[0].cells) if name in names)


def _without_days(account: str, days: Iterable[str]) -> Change:
    def change(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        flaw = Flaw("missing_days", lines[0].cells[3], "no value: coverage is below one")
        gone = [line for line in lines if line.cells[0] in set(days) and line.cells[1] == account]
        kept = [line for line in lines if line not in gone]
        after = kept.index(lines[lines.index(gone[-1]) + 1])
        kept[after] = replace(kept[after], flaws=(*kept[after].flaws, flaw))
        return tuple(kept)

    return change


def _blank(places: Iterable[int], *names: str) -> Change:
    def change(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        column = _column(lines, *names)
        flaw = Flaw("blank_cell", lines[0].cells[column], "no value, and not zero")
        for place in places:
            lines = _at(lines, place, spoil_cell(lines[place], column, "", flaw))
        return lines

    return change


def _unreadable_date(place: int, text: str) -> Change:
    def change(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        flaw = Flaw("unreadable_date", lines[0].cells[0], "the row is rejected")
        return _at(lines, place, spoil_line(lines[place], flaw, lambda _: text, 0))

    return change


def _negative(place: int, *names: str) -> Change:
    def change(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        column = _column(lines, *names)
        flaw = Flaw("negative_count", lines[0].cells[column], "the row is rejected")
        return _at(lines, place, spoil_line(lines[place], flaw, lambda text: f"-{text}", column))

    return change


def _repeated(place: int) -> Change:
    def change(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        flaw = Flaw("repeated_row", lines[0].cells[0], "counted once")
        again = Line(cells=lines[place].cells, flaws=(flaw,))
        return (*lines[: place + 1], again, *lines[place + 1 :])

    return change


def _curly_apostrophe(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    flaw = Flaw("curly_apostrophe", "Chiffre d’affaires (€)", "read as the usual header")
    cells = tuple(cell.replace("'", "’") for cell in lines[0].cells)
    return _at(lines, 0, replace(lines[0], cells=cells, flaws=(flaw,)))


def _narrow_spaces(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    flaw = Flaw("narrow_no_break_space", lines[0].cells[3], "read as a thousands separator")
    narrow = (
        replace(line, cells=tuple(cell.replace(NO_BREAK, NARROW) for cell in line.cells))
        for line in lines[1:]
    )
    return (replace(lines[0], flaws=(flaw,)), *narrow)


def _saved_by_excel(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Ids of three posts in scientific notation, and decimal commas."""
    link = _column(lines, "Permalien", "Permalink")
    decimals = {
        _column(lines, "Secondes moyennes regardées"),
        _column(lines, "Revenus estimés (USD)"),
    }
    flaw = Flaw("damaged_id", lines[0].cells[0], "healed from the permalink")
    result, damaged = [lines[0]], 0
    for line in lines[1:]:
        cells = [
            cell.replace(".", ",") if place in decimals else cell
            for place, cell in enumerate(line.cells)
        ]
        flaws = line.flaws
        if damaged < 3 and "/posts/" in cells[link]:
            digits = cells[0]
            cells[0] = f"{digits[0]},{digits[1:6]}E+{len(digits) - 1}"
            flaws, damaged = (*flaws, flaw), damaged + 1
        result.append(replace(line, cells=tuple(cells), flaws=flaws))
    return tuple(result)


def _unbroken(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Numbers without thousands separator: the tool that broke the accents wrote none."""
    plain = (
        replace(line, cells=tuple(cell.replace(NO_BREAK, "") for cell in line.cells))
        for line in lines
    )
    return tuple(plain)


_PLANTED: dict[tuple[str, str, Month], Change] = {
    ("maison_alba", "followers", Month(2025, 7)): _without_days(
        "Instagram", ("12/07/2025", "13/07/2025")
    ),
    ("northwind_outdoor", "followers", Month(2026, 3)): _blank((33,), "followers"),
    ("northwind_outdoor", "facebook", Month(2025, 8)): _blank((3, 9), "Reach"),
    ("maison_alba", "instagram", Month(2025, 9)): _blank((5,), "Enregistrements"),
    ("maison_alba", "sales", Month(2025, 10)): _unreadable_date(42, "32/10/2025"),
    ("northwind_outdoor", "sales", Month(2025, 11)): _negative(27, "orders"),
    ("maison_alba", "sales", Month(2026, 2)): _repeated(55),
    ("maison_alba", "sales", Month(2026, 5)): _curly_apostrophe,
    ("maison_alba", "sales", Month(2025, 12)): _narrow_spaces,
    EXCEL: _saved_by_excel,
    MOJIBAKE: _unbroken,
}
