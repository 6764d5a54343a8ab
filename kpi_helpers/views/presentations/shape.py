"""What a presentation is, and what those who write one share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

from kpi_helpers.finding import Finding, Ref
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.words import Words

__all__ = ["Presentation", "chart_about", "flags", "name_of", "number_of", "text_of"]


@dataclass(frozen=True)
class Presentation:
    """How a finding is shown.

    Parameters
    ----------
    columns : tuple of str
        Of its table, in reading order; empty means all of them.
    chart : callable, optional
        ``(finding, words, sentence)`` to a Vega-Lite spec or None.
    verdicts : {"verdict", "quality"}
        Whether its verdicts judge results, or data.
    headings : Mapping[str, str]
        Column to the one whose heading it takes, where its own would mislead.
    body : callable, optional
        ``(finding, words, title)`` to HTML that stands in place of the table: a table of two ways,
        cards.
    units : Mapping[str, str]
        Column to the unit of its figures, where neither its name nor its row says it.
    over_time : bool
        Whether its chart runs along days or months, and draws ``Finding.spans`` on them.
    """

    columns: tuple[str, ...] = ()
    chart: Callable[[Finding, Words, str], Spec | None] | None = None
    verdicts: str = "verdict"
    headings: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[Finding, Words, str], Markup] | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    over_time: bool = False


def chart_about(message: str, table: pd.DataFrame, words: Words) -> str | None:
    """What a chart of several KPIs shows; None when none of them has a value."""
    column = "value" if "value" in table else "change_abs"
    known = table[table[column].notna()]
    if known.empty:
        return None
    kpis = [Ref("kpi", str(kpi)) for kpi in dict.fromkeys(known["kpi"])]
    months = table["period"].nunique() if "period" in table else 0
    return words.message(message, {"kpis": kpis, "months": months})


def name_of(kind: str, value: Any, words: Words) -> str:
    """The name of a thing in a cell; a missing one is what the data do not attribute."""
    known = text_of(value)
    return words.message("not_attributed") if known is None else words.ref(Ref(kind, known))


def text_of(value: Any) -> str | None:
    """Text of a cell; None for a missing one."""
    return None if value is None or pd.isna(value) else str(value)


def number_of(value: Any) -> float | None:
    """Number of a cell; None for a missing one."""
    return None if value is None or pd.isna(value) else float(value)


def flags(column: pd.Series) -> Sequence[bool]:
    """A column of flags, a missing one being False."""
    return column.fillna(False).astype(bool)
