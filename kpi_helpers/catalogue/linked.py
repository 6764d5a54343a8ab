"""Which KPIs are made of the same figures, so that their moving together says nothing."""

from __future__ import annotations

from itertools import combinations

from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.models import Catalogue, Kpi

__all__ = ["linked_pairs"]


def linked_pairs(catalogue: Catalogue) -> frozenset[frozenset[str]]:
    """Pairs of KPIs that move together by arithmetic.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    frozenset of frozenset of str
        Each holds two KPI ids: both formulas read the same column of the same table (whatever
        rows of it), or one is declared a driver of the other by its formula.
    """
    columns = {name: _columns(kpi, catalogue) for name, kpi in catalogue.kpis.items()}
    shared = {
        frozenset(pair)
        for pair in combinations(columns, 2)
        if not columns[pair[0]].isdisjoint(columns[pair[1]])
    }
    declared = {
        frozenset((name, driver.kpi))
        for name, kpi in catalogue.kpis.items()
        for driver in kpi.drivers
        if driver.edge == "formula" and driver.kpi != name
    }
    return frozenset(shared | declared)


def _columns(kpi: Kpi, catalogue: Catalogue) -> set[tuple[str, str | None]]:
    """Columns that the formula, or the measure of a share, is made of."""
    names = set() if kpi.measure is None else {kpi.measure}
    if kpi.formula is not None:
        names |= parse(kpi.formula, catalogue.measures).used
    measures = [catalogue.measures[name] for name in names]
    return {(measure.table, measure.column or measure.distinct) for measure in measures}
