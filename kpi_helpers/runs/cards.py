"""Scorecards of the front page, made of the rows of emitted findings and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from kpi_helpers.finding import Figure, Ref, Verdict
from kpi_helpers.periods import Month
from kpi_helpers.views.cells import change_figure
from kpi_helpers.views.pills import pill
from kpi_helpers.views.sparkline import sparkline
from kpi_helpers.views.words import Words

__all__ = ["Card", "Change", "cards", "row_figure"]

GRAVE = (
    "definition_break_inside",
    "records_lost",
    "series_missing",
    "small_denominator",
    "stale_series",
    "values_missing",
)
"""Caveats that a figure must never be read without, even on a card."""

_UNIT = re.compile(r"(?P<number>.*\d)(?P<unit>[\s\u00a0\u202f]?[^\d\s\u00a0\u202f]+)")


@dataclass(frozen=True)
class Change:
    """One comparison of a card: against which month, by how much, and in which direction."""

    against: str
    text: str
    known: bool


@dataclass(frozen=True)
class Card:
    """One figure of the month.

    Parameters
    ----------
    label : str
    number, unit : str
        The value as it is written, its unit apart where it follows the number.
    known : bool
        Whether there is a value.
    spark : Markup
        Curve of the months before; empty when there are fewer than two.
    changes : tuple of Change
    notes : tuple of str
        What must be known with the figure.
    pill : Markup, optional
        Its verdict, or that it is a mere indicator; None where no objective was looked at.
    """

    label: str
    number: str
    unit: str
    known: bool
    spark: Markup
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    pill: Markup | None = None


def cards(
    rows: Sequence[Mapping[str, Any]],
    history: Iterable[Mapping[str, Any]],
    month: Month,
    words: Words,
    verdicts: Mapping[str, str] | None = None,
) -> tuple[Card, ...]:
    """One card a row of ``month_in_figures``.

    Parameters
    ----------
    rows : sequence of mapping
        Table of ``month_in_figures``.
    history : iterable of mapping
        Table of ``monthly_history``; may be empty.
    month : Month
        Of the report.
    words : Words
    verdicts : Mapping of str to str, optional
        KPI to the verdict on this figure; a KPI that is not in it is an indicator. None where
        no objective was looked at.
    """
    curves: dict[str, list[Mapping[str, Any]]] = {}
    for row in history:
        curves.setdefault(row["kpi"], []).append(row)
    made = [_card(row, curves.get(row["kpi"], []), month, words) for row in rows]
    if verdicts is None:
        return tuple(made)
    judged = [verdicts.get(row["kpi"], str(Verdict.NEUTRAL)) for row in rows]
    return tuple(
        replace(card, pill=pill(verdict, words)) for card, verdict in zip(made, judged, strict=True)
    )


def _card(
    row: Mapping[str, Any], curve: list[Mapping[str, Any]], month: Month, words: Words
) -> Card:
    known = row["value"] is not None
    written = words.figure(row_figure(row, "value"))
    parts = _UNIT.fullmatch(written) if known else None
    return Card(
        label=words.ref(Ref("kpi", row["kpi"])),
        number=parts["number"] if parts else written,
        unit=parts["unit"] if parts else "",
        known=known,
        spark=_spark(sorted(curve, key=lambda item: item["period"]), words),
        changes=tuple(
            _change(row, kind, month.shifted(-back), words)
            for kind, back in (("previous", 1), ("year_ago", 12))
        ),
        notes=tuple(_notes(row, words)),
    )


def row_figure(row: Mapping[str, Any], column: str, *, change: bool = False) -> Figure:
    """The number in a column with the unit and currency of its row."""
    return Figure(row[column], row["unit"], row.get("currency"), change=change)


def _change(row: Mapping[str, Any], kind: str, against: Month, words: Words) -> Change:
    figure = change_figure(row, f"{kind}_change")
    label = words.message("report_versus", {"month": words.month_short(against)})
    return Change(label, words.figure(figure), figure.value is not None)


def _notes(row: Mapping[str, Any], words: Words) -> Iterable[str]:
    if row["value"] is None:
        yield words.reason(row["reason"] or "no_data")
        return
    if row.get("complete") is False:
        coverage = Figure(row.get("coverage"), "percent")
        yield words.message("report_card_incomplete", {"coverage": coverage})
    if row.get("settled") is False:
        yield words.message("report_card_provisional")
    for caveat in row.get("caveats") or ():
        if caveat in GRAVE:
            yield words.reason(caveat)
    why = dict.fromkeys(
        words.reason(row[f"{kind}_reason"])
        for kind in ("previous", "year_ago")
        if row.get(f"{kind}_reason")
    )
    yield from why


def _spark(curve: list[Mapping[str, Any]], words: Words) -> Markup:
    known = [row for row in curve if row["value"] is not None]
    if len(known) < 2:
        return Markup("")
    low = min(known, key=lambda row: row["value"])
    high = max(known, key=lambda row: row["value"])
    told = {
        "count": len(known),
        "low": row_figure(low, "value"),
        "low_month": Month.parse(low["period"]),
        "high": row_figure(high, "value"),
        "high_month": Month.parse(high["period"]),
    }
    return sparkline(
        [row["value"] for row in curve],
        words.message("report_spark", told),
        complete=[row["complete"] is not False for row in curve],
        segments=[row["segment"] for row in curve],
    )
