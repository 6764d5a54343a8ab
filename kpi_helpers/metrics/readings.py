"""How each KPI reads each of its measures: the plan, before any row is touched."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kpi_helpers.catalogue.formula import Formula, division, indispensable, parse
from kpi_helpers.catalogue.models import Catalogue, Kpi, Measure
from kpi_helpers.metrics.formulas import divides_by_measure
from kpi_helpers.periods import Period
from kpi_helpers.schema import DIMENSIONS

__all__ = ["PART", "WHOLE", "Pairs", "Plan", "Reading", "plan_kpi", "read_measure", "span_of"]

PART, WHOLE = "part", "whole"
"""Names of the two sides of a share in its formula."""

Pairs = tuple[tuple[str, tuple[str, ...]], ...]
"""Dimension or column with the values asked for, in an order that can be compared."""


@dataclass(frozen=True)
class Reading:
    """One measure as one KPI reads it.

    Parameters
    ----------
    name : str
        Id of the measure.
    measure : Measure
    restrict : tuple of (dimension, values)
        Rows that count; a source that cannot tell the dimension is left out.
    filters : tuple of (column, values)
        The same for columns that are no dimension, of the measure's own ``where``.
    needs : tuple of str
        Dimensions that a source must be able to tell although all its rows count.
    paired : tuple of str
        Columns that must not be missing in a row that counts.
    to_date : str, optional
        ``year`` or ``quarter``: counted from its first day to the period's end.
    """

    name: str
    measure: Measure = field(hash=False)  # holds dicts; its name tells it apart
    restrict: Pairs = ()
    filters: Pairs = ()
    needs: tuple[str, ...] = ()
    paired: tuple[str, ...] = ()
    to_date: str | None = None

    @property
    def column(self) -> str | None:
        """Column that the measure reads; None when it counts rows."""
        if self.measure.over_time == "rows":
            return None
        return self.measure.distinct or self.measure.column or self.name

    @property
    def how(self) -> str:
        """``sum``, ``rows``, ``last``, ``avg``, ``none``, ``distinct`` or ``quantile``."""
        if self.measure.distinct is not None:
            return "distinct"
        return "quantile" if self.measure.quantile is not None else self.measure.over_time

    @property
    def exact(self) -> bool:
        """Whether single rows must be seen, beyond sums."""
        return self.how in ("distinct", "quantile")

    @property
    def sums(self) -> bool:
        """Whether series add up in it, so that one series more is a larger value."""
        averaged = self.how == "avg" and self.measure.unit in ("count", "currency")
        return averaged or self.how in ("sum", "rows", "last")

    @property
    def may_lack(self) -> bool:
        """Whether single rows may lack the value although their day was looked at."""
        summed = self.column is not None and not self.exact
        return summed and self.measure.table == "post" and self.measure.null_means == "missing"


@dataclass(frozen=True)
class Plan:
    """What one KPI needs, or why it cannot be answered as asked.

    Parameters
    ----------
    id : str
    kpi : Kpi
    tree : ast.expr
        The formula over the names of `readings`.
    sides : tuple of ast.expr, optional
        Numerator and denominator, when the formula is one division.
    readings : Mapping[str, Reading]
    reason : str, optional
        Message name.
    detail : Mapping
        Values for that message.
    """

    id: str
    kpi: Kpi
    tree: ast.expr
    sides: tuple[ast.expr, ast.expr] | None
    readings: Mapping[str, Reading]
    reason: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def divides(self) -> bool:
        """Whether it is a rate: something divided by a measure."""
        return divides_by_measure(self.tree)

    @property
    def replaceable(self) -> frozenset[str]:
        """Names that the formula does without where they have no value."""
        needed = indispensable(Formula(ast.unparse(self.tree), self.tree, frozenset(self.readings)))
        return frozenset(self.readings) - needed


def plan_kpi(
    catalogue: Catalogue, kpi_id: str, by: Sequence[str], where: Mapping[str, tuple[str, ...]]
) -> Plan:
    """Lay out how a KPI is read.

    Parameters
    ----------
    catalogue : Catalogue
    kpi_id : str
        A KPI of the catalogue.
    by : sequence of str
        Dimensions of the answer.
    where : Mapping[str, tuple of str]
        Dimension values that the answer is limited to.

    Returns
    -------
    Plan
    """
    kpi = catalogue.kpis[kpi_id]
    if kpi.kind == "share":
        return _plan_share(catalogue, kpi_id, kpi, by, where)
    formula = parse(kpi.formula or "", catalogue.measures.keys())
    measures = {name: catalogue.measures[name] for name in sorted(formula.used)}
    needed = {name: measures[name] for name in sorted(indispensable(formula))}
    paired = _paired(needed) if kpi.pairwise else ()
    readings = {
        name: read_measure(name, measure, where, paired=paired, to_date=kpi.to_date)
        for name, measure in measures.items()
    }
    tables = {measure.table for measure in measures.values()}
    if kpi.pairwise and len(tables) > 1:
        detail = {"tables": sorted(tables)}
        return Plan(kpi_id, kpi, formula.tree, division(formula), readings, "not_paired", detail)
    return Plan(kpi_id, kpi, formula.tree, division(formula), readings)


def span_of(period: Period, to_date: str | None) -> Period:
    """The days a reading counts: the period, or from 1 January or the quarter's first day."""
    if to_date is None:
        return period
    first = 1 if to_date == "year" else 3 * ((period.end.month - 1) // 3) + 1
    return Period(date(period.end.year, first, 1), period.end)


def _paired(measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """Columns whose gaps make a row unusable; a gap that means zero does not."""
    return tuple(
        sorted(
            {
                measure.column or name
                for name, measure in measures.items()
                if measure.null_means == "missing" and measure.over_time != "rows"
            }
        )
    )


def read_measure(
    name: str,
    measure: Measure,
    where: Mapping[str, tuple[str, ...]],
    needs: tuple[str, ...] = (),
    paired: tuple[str, ...] = (),
    to_date: str | None = None,
) -> Reading:
    """A measure limited by its own ``where`` and by that of the question.

    Parameters
    ----------
    name : str
        Id of the measure.
    measure : Measure
    where : Mapping[str, tuple of str]
        Dimension values that the question is limited to.
    needs, paired, to_date
        As in :class:`Reading`.
    """
    own = {key: values for key, values in measure.where.items() if key in DIMENSIONS}
    filters = {key: values for key, values in measure.where.items() if key not in DIMENSIONS}
    return Reading(
        name, measure, _frozen(_both(own, where)), _frozen(filters), needs, paired, to_date
    )


def _both(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Rows must satisfy both: values of a dimension named twice are those in common."""
    merged = {**one, **other}
    for key in one.keys() & other.keys():
        merged[key] = tuple(value for value in one[key] if value in other[key])
    return merged


def _frozen(where: Mapping[str, tuple[str, ...]]) -> Pairs:
    return tuple((key, tuple(sorted(set(values)))) for key, values in sorted(where.items()))


def _plan_share(
    catalogue: Catalogue,
    kpi_id: str,
    kpi: Kpi,
    by: Sequence[str],
    where: Mapping[str, tuple[str, ...]],
) -> Plan:
    """A share: ``part`` limits the numerator alone, and a filter on its dimension too."""
    name = kpi.measure or ""
    measure = catalogue.measures[name]
    around = {key: values for key, values in where.items() if key not in kpi.part}
    inside = _both(dict(kpi.part), {k: v for k, v in where.items() if k in kpi.part})
    part = read_measure(name, measure, _both(inside, around))
    whole = read_measure(name, measure, around, needs=tuple(sorted(kpi.part)))
    formula: Formula = parse(f"{PART} / {WHOLE}", (PART, WHOLE))
    reason, detail = None, {}
    clash = sorted(set(by) & kpi.part.keys())
    emptied = sorted(key for key, values in inside.items() if set(values) != set(kpi.part[key]))
    if clash:
        reason, detail = "share_split_by_part", {"dimension": clash[0]}
    elif emptied:
        reason, detail = "share_part_filtered", {"dimension": emptied[0]}
    readings = {PART: part, WHOLE: whole}
    return Plan(kpi_id, kpi, formula.tree, division(formula), readings, reason, detail)
