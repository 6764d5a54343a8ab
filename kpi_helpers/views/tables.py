"""The table of a finding as HTML that screen readers can walk and phones can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup, escape

from kpi_helpers.views.cells import (
    CHANGE_COLUMNS,
    CHANGES,
    NUMBER_COLUMNS,
    is_missing,
    reservations,
    write_cell,
)
from kpi_helpers.views.pills import pill
from kpi_helpers.views.words import Words

__all__ = ["MOST_ROWS", "html_table"]

MOST_ROWS = 200
"""Rows shown; the rest is counted below the table and stands in findings.json."""

DROPPED_WHEN_EMPTY = {
    "size_band",
    "reason",
    "reasons",
    "history",
    "cost",
    "perimeter",
    "earned",
    "earned_by",
}
DROPPED_WHEN_EMPTY |= {"close_reason"}
DROPPED_WHEN_EMPTY |= {
    f"{kind}_reason" for kind in ("weekday_aligned", "elapsed_previous", "elapsed_year_ago")
}
DROPPED_WHEN_TRUE = {"comparable"}
LONG_TEXTS = {"advice", "reason", "reasons", "caveats", "findings", "gaps", "label"}
LONG_TEXTS |= {"close_reason"}
LONG_TEXTS |= {"evidence", "signals", "caption", "comment_text"}
DROPPED_WHEN_FALSE = {"small"}
VERDICTS = {"verdict", "objective_verdict"}


def html_table(
    table: pd.DataFrame,
    columns: Sequence[str],
    caption: str,
    words: Words,
    verdicts: str = "verdict",
    headings: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> Markup:
    """A table with caption and headings, numbers to the right, in a box that scrolls sideways.

    Parameters
    ----------
    table : DataFrame
        Of a finding; figures are written by the ``unit`` and ``currency`` of their row.
    columns : sequence of str
        Columns to show, in order. Passed over: those the table lacks, reasons where there are
        none, and flags that say of every row what goes without saying.
    caption : str
        Title of the table.
    words : Words
    verdicts : {"verdict", "quality"}
        Which words name the verdicts: those of results, or those of data.
    headings : Mapping[str, str], optional
        Column to the one whose heading it takes.
    units : Mapping[str, str], optional
        Column to the unit of its figures.
    """
    shown = [name for name in columns if _known(table, name) and not _empty(table, name)]
    rows = table.head(MOST_ROWS).to_dict("records")
    if not rows:
        return Markup('<p class="kpi-empty">{}</p>').format(words.message("table_empty"))
    looks = {name: _look(table, name) for name in shown}
    titles = {name: words.column((headings or {}).get(name, name)) for name in shown}
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(looks[name], titles[name]) for name in shown
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                _cell(row, name, looks[name], place == 0, words, verdicts, units)
                for place, name in enumerate(shown)
            )
        )
        for row in rows
    )
    return Markup(
        '<div class="kpi-scroll" tabindex="0" role="region" aria-label="{caption}">'
        "<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        "<tbody>{body}</tbody></table></div>{rest}"
    ).format(caption=caption, head=head, body=body, rest=_rest(len(table) - len(rows), words))


def _known(table: pd.DataFrame, name: str) -> bool:
    if name == "caveats":
        return not {"caveats", "complete", "settled"}.isdisjoint(table.columns)
    parts = (f"{name}_abs", f"{name}_rel", "unit") if name in CHANGE_COLUMNS else (name,)
    return all(part in table for part in parts)


def _empty(table: pd.DataFrame, name: str) -> bool:
    if name == "caveats":
        return not any(reservations(row) for row in table.to_dict("records"))
    if name in DROPPED_WHEN_EMPTY:
        return all(is_missing(value) for value in table[name])
    if name in DROPPED_WHEN_TRUE:
        return bool(table[name].fillna(False).astype(bool).all())
    return name in DROPPED_WHEN_FALSE and not table[name].fillna(False).astype(bool).any()


def _look(table: pd.DataFrame, name: str) -> Markup:
    """Class of the cells of a column: numbers to the right, days on one line."""
    if name in NUMBER_COLUMNS | CHANGE_COLUMNS or name.endswith(CHANGES):
        return Markup(' class="num"')
    if name in LONG_TEXTS:
        return Markup(' class="long"')
    kind = table[name].dtype
    if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind):
        return Markup(' class="num"')
    if table[name].map(lambda value: isinstance(value, date)).any():
        return Markup(' class="day"')
    return Markup("")


def _cell(
    row: dict[str, object],
    name: str,
    look: Markup,
    first: bool,
    words: Words,
    verdicts: str,
    units: Mapping[str, str] | None,
) -> Markup:
    if name in VERDICTS and not is_missing(row[name]):
        return Markup("<td>{}</td>").format(pill(str(row[name]), words, verdicts))
    cell = write_cell(row, name, words, (units or {}).get(name))
    inside = escape(cell.content)
    if cell.title:
        inside = Markup('<span title="{}">{}</span>').format(cell.title, inside)
    if first:
        return Markup('<th scope="row"{}>{}</th>').format(look, inside)
    return Markup("<td{}>{}</td>").format(look, inside)


def _rest(count: int, words: Words) -> Markup:
    if count <= 0:
        return Markup("")
    return Markup('<p class="kpi-rest">{}</p>').format(
        words.message("table_rest", {"count": count})
    )
