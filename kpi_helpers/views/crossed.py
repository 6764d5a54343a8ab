"""A table of two ways, regions down and age bands across, one for each KPI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from kpi_helpers.finding import Finding, Ref
from kpi_helpers.views.cells import is_missing, write_cell
from kpi_helpers.views.words import Words

__all__ = ["crossed_table"]

TOTAL = "all"  # label of a total; it comes last


def crossed_table(finding: Finding, words: Words, title: str) -> Markup:
    """One table a KPI, totals at the ends; a masked cell says so, a combination without rows too.

    Parameters
    ----------
    finding : Finding
        Its table has one row a ``kpi``, ``region`` and ``age_band``, with ``value``, ``unit``,
        ``currency``, ``withheld`` and ``least``.
    words : Words
    title : str
        Of all tables; each is captioned by its KPI.
    """
    parts = finding.table.groupby("kpi", sort=False)
    return Markup("").join(_one(str(kpi), rows, words, title) for kpi, rows in parts)


def _one(kpi: str, rows: pd.DataFrame, words: Words, title: str) -> Markup:
    name = words.ref(Ref("kpi", kpi))
    cells = {(_key(row["region"]), _key(row["age_band"])): row for row in rows.to_dict("records")}
    regions, ages = (_labels([pair[side] for pair in cells]) for side in (0, 1))
    head = [Markup('<th scope="col">{}</th>').format(words.column("region"))]
    head += [Markup('<th scope="col" class="num">{}</th>').format(_name("age_band", a, words))
             for a in ages]  # fmt: skip
    body = [
        Markup('<tr{}><th scope="row">{}</th>{}</tr>').format(
            _look(region), _name("region", region, words),
            Markup("").join(_cell(cells.get((region, age)), words) for age in ages),
        )
        for region in regions
    ]  # fmt: skip
    return Markup(
        '<div class="kpi-crossed"><p class="kpi-crossed-name">{name}</p>'
        '<div class="kpi-scroll" tabindex="0" role="region" aria-label="{name}">'
        "<table><caption>{title} · {name}</caption><thead><tr>{head}</tr></thead>"
        "<tbody>{body}</tbody></table></div></div>"
    ).format(name=name, title=title, head=Markup("").join(head), body=Markup("").join(body))


def _key(label: Any) -> str | None:
    return None if is_missing(label) else str(label)


def _labels(found: Sequence[str | None]) -> list[str | None]:
    """Labels in order, what is not attributed after them, the total at the end."""
    known = sorted({label for label in found if label not in (None, TOTAL)}, key=str)
    return [*known, *(end for end in (None, TOTAL) if end in found)]


def _name(dimension: str, label: str | None, words: Words) -> str:
    return words.message("not_attributed") if label is None else words.ref(Ref(dimension, label))


def _look(region: str | None) -> Markup:
    return Markup(' class="kpi-total"') if region == TOTAL else Markup("")


def _cell(row: dict[str, Any] | None, words: Words) -> Markup:
    if row is None:
        return Markup('<td class="num">{}</td>').format(words.reason("no_data"))
    cell = write_cell(row, "value", words)
    look = "num kpi-masked" if row["withheld"] else "num"
    inside = escape(cell.content)
    if cell.title:
        inside = Markup('<span title="{}">{}</span>').format(cell.title, inside)
    return Markup('<td class="{}">{}</td>').format(look, inside)
