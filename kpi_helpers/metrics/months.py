"""A span of whole months from what each month's formula saw, without going back to the data.

Every measure follows its own rule over the months: sums are summed, a level is the last one, a
running total stands as in the last month, and the formula is worked out again on the results, so
that a rate of a year is a ratio of sums. What months cannot tell is refused by name.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.formula import Formula, division, evaluate_numbers, indispensable, parse
from kpi_helpers.catalogue.models import Catalogue, Kpi
from kpi_helpers.metrics.readings import PART, WHOLE
from kpi_helpers.periods import Month

__all__ = ["FrozenKpi", "SpanValue", "frozen_kpis"]

_DAILY = ("account_day", "ad_day", "site_day")
"""Grains of one row a day, where the weight of a whole month is its days."""

Cell = Mapping[str, Any]
"""One input in one month: a row of what the formula saw."""


@dataclass(frozen=True)
class SpanValue:
    """One KPI over a span of months.

    Parameters
    ----------
    value, numerator, denominator : float or None
        The two sides only of a formula that is one division.
    inputs : Mapping[str, float or None]
        What the formula sees of its measures over the span; empty without a value.
    reason : str, optional
        Message name, when there is no value.
    detail : Mapping
        Values for that message.
    """

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    inputs: Mapping[str, float | None] = field(default_factory=dict)
    reason: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


def frozen_kpis(
    catalogue: Catalogue, inputs: pd.DataFrame, kpis: Sequence[str]
) -> dict[str, FrozenKpi]:
    """KPIs of which any span of months can be worked out.

    Parameters
    ----------
    catalogue : Catalogue
        Declares the KPIs and their measures.
    inputs : DataFrame
        What each formula saw in each month: ``kpi``, ``month``, ``input``, ``to_date``,
        ``measure``, ``over_time``, ``value``, ``complete``. Of rows told twice the last counts.
    kpis : sequence of str
        Of the catalogue.

    Returns
    -------
    dict of str to FrozenKpi
    """
    seen: dict[str, dict[str, dict[str, Cell]]] = {kpi: {} for kpi in kpis}
    for row in inputs[inputs["kpi"].isin(list(kpis))].to_dict("records"):
        seen[row["kpi"]].setdefault(row["input"], {})[row["month"]] = row
    return {kpi: _frozen(catalogue, kpi, seen[kpi]) for kpi in kpis}


def _frozen(catalogue: Catalogue, kpi_id: str, seen: Mapping[str, Mapping[str, Cell]]) -> FrozenKpi:
    formula = _formula(catalogue.kpis[kpi_id], catalogue)
    measures = catalogue.measures
    daily = {
        name
        for name in measures
        if measures[name].table in _DAILY and measures[name].unit in ("count", "currency")
    }
    return FrozenKpi(formula, division(formula), indispensable(formula), seen, frozenset(daily))


def _formula(kpi: Kpi, catalogue: Catalogue) -> Formula:
    if kpi.kind == "share":
        return parse(f"{PART} / {WHOLE}", (PART, WHOLE))
    return parse(kpi.formula or "", catalogue.measures.keys())


@dataclass(frozen=True)
class FrozenKpi:
    """One KPI with what its formula saw in each month.

    Parameters
    ----------
    formula : Formula
    sides : tuple of ast.expr, optional
        Numerator and denominator of a formula that is one division.
    needed : frozenset of str
        Inputs without which it has no value.
    seen : Mapping[str, Mapping[str, Mapping]]
        Input to month to the row of what was seen.
    daily : frozenset of str
        Measures that are counted day by day, so that an average of a month weighs its days.
    """

    formula: Formula
    sides: tuple[ast.expr, ast.expr] | None
    needed: frozenset[str]
    seen: Mapping[str, Mapping[str, Cell]]
    daily: frozenset[str] = frozenset()

    def over(self, months: Sequence[str]) -> SpanValue:
        """The KPI over whole months.

        Parameters
        ----------
        months : sequence of str
            ``YYYY-MM``, oldest first, without a gap; at least one.

        Returns
        -------
        SpanValue
            Without a value where ``reason`` says why: ``not_additive`` (people),
            ``not_from_months`` (a median of months is no median), ``average_not_frozen`` (an
            average whose weights no month tells), ``month_without_value`` (an indispensable
            measure is missing in a month), ``version_changed`` (a measure was aggregated in two
            ways), ``zero_denominator``.
        """
        found: dict[str, float | None] = {}
        for name in sorted(self.formula.used):
            cells = [self.seen.get(name, {}).get(month) for month in months]
            value, reason = self._over(cells, months)
            if reason and (name in self.needed or reason != "month_without_value"):
                lacking = [m for m, cell in zip(months, cells, strict=True) if not _known(cell)]
                return SpanValue(reason=reason, detail={"measures": [name], "months": lacking})
            found[name] = value
        value = evaluate_numbers(self.formula, found)
        if value is None:
            return SpanValue(reason="zero_denominator")
        over, under = self.sides or (None, None)
        return SpanValue(value, self._side(over, found), self._side(under, found), found)

    def _side(self, side: ast.expr | None, found: Mapping[str, float | None]) -> float | None:
        whole = self.formula
        return None if side is None else evaluate_numbers(Formula("", side, whole.used), found)

    def _over(
        self, cells: Sequence[Cell | None], months: Sequence[str]
    ) -> tuple[float | None, str | None]:
        """One input over months: its value, and the reason where it is none or not whole."""
        known = [cell for cell in cells if cell is not None and _known(cell)]
        if not known:
            return None, "month_without_value"
        hows = {(cell["over_time"], _text(cell["to_date"])) for cell in known}
        if len(hows) > 1:
            return None, "version_changed"
        how, to_date = hows.pop()
        if to_date or how == "last" or len(cells) == 1:
            last = cells[-1]
            return (last["value"], None) if _known(last) else (None, "month_without_value")
        if how in ("sum", "rows"):
            total = math.fsum(cell["value"] for cell in known)
            return total, None if len(known) == len(cells) else "month_without_value"
        if how == "avg":
            return self._average(known, months)
        return None, "not_from_months" if how == "quantile" else "not_additive"

    def _average(
        self, known: Sequence[Cell], months: Sequence[str]
    ) -> tuple[float | None, str | None]:
        """The mean of whole months of a count kept day by day, each weighing its days."""
        whole = len(known) == len(months) and all(cell["complete"] for cell in known)
        if not whole or not {cell["measure"] for cell in known} <= self.daily:
            return None, "average_not_frozen"
        days = [Month.parse(month).period.days for month in months]
        total = math.fsum(c["value"] * weight for c, weight in zip(known, days, strict=True))
        return total / sum(days), None


def _known(cell: Cell | None) -> bool:
    return cell is not None and cell["value"] is not None and math.isfinite(cell["value"])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
