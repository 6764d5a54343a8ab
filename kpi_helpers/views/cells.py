"""One cell of a finding's table, written by what its column is called and its row's unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.views.column_kinds import (
    BADGES,
    CHANGE_COLUMNS,
    CHANGES,
    COUNTS,
    EXACT_FROM,
    FIGURES,
    LIFTS,
    LINKS,
    MESSAGE_NAMES,
    MONEY,
    NUMBER_COLUMNS,
    REFS,
    SHARES,
    STEPS,
    UNATTRIBUTED,
)
from kpi_helpers.views.numbers import MISSING, exact_number
from kpi_helpers.views.sparkline import sparkline
from kpi_helpers.views.words import Words

__all__ = [
    "CHANGES",
    "CHANGE_COLUMNS",
    "NUMBER_COLUMNS",
    "Cell",
    "change_figure",
    "is_missing",
    "reservations",
    "withheld",
    "write_cell",
]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what is told on pointing at it."""

    content: str | Markup
    title: str = ""


def write_cell(row: Mapping[str, Any], column: str, words: Words, unit: str | None = None) -> Cell:
    """The cell of `column` in `row`; a missing value is a dash that says so.

    `unit` is that of a figure, where neither its name nor its row says it.
    """
    if column in CHANGE_COLUMNS:
        return _change_cell(row, column, words)
    if column == "caveats":
        names = [words.reason(name) for name in reservations(row)]
        return Cell(words.listed(names)) if names else Cell(MISSING, words.message("no_caveat"))
    value = row[column]
    if is_missing(value):
        if column in withheld(row):
            return Cell(words.message("cell_withheld", {"least": int(row["least"])}))
        part_of_whole = column == "segment" and not is_missing(row.get("effect"))
        if column in UNATTRIBUTED or part_of_whole:
            return Cell(words.message("not_attributed"))
        return Cell(MISSING, words.message("missing_value"))
    figure = Figure(float(value), unit) if unit else _figure(row, column)
    if figure is not None:
        return _figure_cell(figure, row, column, words)
    if column in REFS:
        names = [value] if isinstance(value, str) else value
        kind = _kind(row, column)
        return Cell(words.listed([words.ref(Ref(kind, str(name))) for name in names]))
    if column in LINKS:
        return Cell(_link(str(value), words))
    if column in ("evidence", "signals"):
        return Cell(words.listed([_criterion(item, column, words) for item in value]))
    if column == "history":
        return Cell(_history(value, row, words))
    return Cell(_text(value, row, column, words))


def reservations(row: Mapping[str, Any]) -> list[str]:
    """Names of everything that must be kept in mind with the figures of a row."""
    listed = [] if is_missing(row.get("caveats")) else [str(name) for name in row["caveats"]]
    flags = {"complete": "incomplete", "settled": "unsettled"}
    lacking = [
        name
        for flag, name in flags.items()
        if not is_missing(row.get(flag)) and not bool(row[flag]) and not is_missing(row["value"])
    ]
    return list(dict.fromkeys([*lacking, *listed]))


def withheld(row: Mapping[str, Any]) -> list[str]:
    """Columns of a row that are not shown because they would tell of too few people."""
    names = row.get("withheld")
    return [] if is_missing(names) else list(names)  # type: ignore[arg-type]


def change_figure(row: Mapping[str, Any], name: str = "change") -> Figure:
    """The change of a row as readers expect it, from ``<name>_abs`` and ``<name>_rel``.

    Points for a percentage, a plain difference for a score (whose zero means nothing), else
    per cent.
    """
    unit = str(row["unit"])
    side = "abs" if unit in ("percent", "score") else "rel"
    value = row[f"{name}_{side}"]
    number = None if is_missing(value) else float(value)
    return Figure(number, unit if side == "abs" else "relative", change=True)


def is_missing(value: Any) -> bool:
    """Whether there is nothing to show: None, NaN, NaT, or an empty list."""
    if isinstance(value, list | tuple) or (hasattr(value, "tolist") and getattr(value, "ndim", 0)):
        return len(value) == 0
    return value is None or bool(pd.isna(value))


def _figure(row: Mapping[str, Any], column: str) -> Figure | None:
    """The figure a cell holds; None when it is no figure."""
    value = row[column]
    unit, currency = row.get("unit"), row.get("currency")
    currency = None if is_missing(currency) else str(currency)
    if column.endswith("change_rel") or column in LIFTS:
        return Figure(float(value), "relative")
    if column == "exact_part":
        money = row["exact_part_currency"]
        money = None if is_missing(money) else str(money)
        return Figure(float(value), str(row["exact_part_unit"]), money, change=True)
    if column in SHARES:
        return Figure(float(value), "percent")
    if column in COUNTS:
        return Figure(float(value), "count")
    if column in MONEY:
        paid = row.get("cost_currency", currency)
        paid = None if is_missing(paid) else str(paid)
        return Figure(float(value), "currency" if paid else "count", paid)
    if column in FIGURES | STEPS or column == "needed" or column.endswith("change_abs"):
        known = "count" if is_missing(unit) else str(unit)
        change = column in STEPS or column.endswith("change_abs")
        change = change or (column == "needed" and row["needed_is_change"])
        return Figure(float(value), known, currency, change=change)
    return None


def _kind(row: Mapping[str, Any], column: str) -> str:
    """Of a name: a step by segment leads along the spine, any other along the funnel's stages."""
    if column == "node":
        return str(row["kind"])
    along_spine = column in ("from_stage", "to_stage") and "dimension" in row
    return "stage" if along_spine else REFS[column]


def _change_cell(row: Mapping[str, Any], column: str, words: Words) -> Cell:
    if is_missing(row.get("unit")):
        return Cell(MISSING, words.message("missing_value"))
    figure = change_figure(row, column)
    return Cell(
        words.figure(figure), "" if figure.value is not None else words.message("missing_value")
    )


def _figure_cell(figure: Figure, row: Mapping[str, Any], column: str, words: Words) -> Cell:
    if column == "rate" and row.get("kind") == "index":
        per_hundred = Figure(None if figure.value is None else figure.value * 100, "ratio")
        return Cell(words.message("index_rate", {"rate": per_hundred}))
    shortened = figure.unit in ("count", "currency") and abs(figure.value or 0) >= EXACT_FROM
    exact = exact_number(figure.value or 0, words.locale) if shortened else ""
    return Cell(words.figure(figure), exact)


def _text(value: Any, row: Mapping[str, Any], column: str, words: Words) -> str:
    if column in MESSAGE_NAMES:
        names = [value] if isinstance(value, str) else list(value)
        return words.listed([words.reason(str(name)) for name in names])
    if column in BADGES:
        return f"{'✓' if value else '✗'} {words.value(bool(value))}"
    if column == "gaps":
        return words.listed([words.ref(Ref("gap", str(name))) for name in value])
    if column == "advice":
        return words.message(str(value)) if words.knows(str(value)) else str(value)
    if column == "findings":
        keys = [f"title_{name}" for name in value]
        return words.listed([words.message(key) for key in keys if words.knows(key)])
    if column == "fields":
        return words.listed([words.ref(_field(str(name))) for name in value])
    if column == "group":
        return words.ref(Ref(str(row["kind"]), str(value)))
    if column == "age":
        return words.number(int(value))
    if column == "segment" and "dimension" in row:
        return words.ref(Ref(str(row["dimension"]), str(value)))
    if column in ("period", "text") and isinstance(value, str):
        return words.period(value)
    if isinstance(value, date):  # datetimes and Timestamps are dates too
        return words.date_short(value)
    return words.value(value.item() if hasattr(value, "item") else value)


def _field(name: str) -> Ref:
    """A field of a KPI, or ``measure <name>``."""
    kind, _, inner = name.partition(" ")
    return Ref(kind, inner) if inner else Ref("field", name)


def _link(address: str, words: Words) -> Markup | str:
    """A link where the address is one of the web, else the address as text."""
    if urlsplit(address).scheme.lower() not in ("http", "https"):
        return address
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(
        address, words.message("link_text")
    )


def _criterion(item: Mapping[str, Any], column: str, words: Words) -> str:
    """A figure beside the limit that it was held to."""
    told = {name: Figure(item[name], item["unit"]) for name in ("value", "limit")}
    return words.message(f"{column}_{item['criterion']}", told)


def _history(values: Any, row: Mapping[str, Any], words: Words) -> Markup | str:
    numbers = [None if is_missing(value) else float(value) for value in values]
    known = [number for number in numbers if number is not None]
    if not known:
        return MISSING
    unit = "count" if is_missing(row.get("unit")) else str(row["unit"])
    currency = None if is_missing(row.get("currency")) else str(row["currency"])
    told = {
        name: Figure(number, unit, currency)
        for name, number in {
            "first": known[0],
            "last": known[-1],
            "low": min(known),
            "high": max(known),
        }.items()
    }
    return sparkline(numbers, words.message("history_alternative", told | {"count": len(known)}))
