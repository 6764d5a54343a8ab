"""How a KPI grows within its period: what may be prorated, and what never may."""

from __future__ import annotations

from typing import Literal

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.metrics.formulas import adds_up, grows_with_days
from kpi_helpers.metrics.readings import plan_kpi

__all__ = ["Nature", "as_flow", "nature_of"]

Nature = Literal["flow", "growing", "stock", "rate"]


def nature_of(catalogue: Catalogue, kpi: str) -> Nature:
    """How a KPI grows within its period.

    Parameters
    ----------
    catalogue : Catalogue
    kpi : str
        One of its KPIs.

    Returns
    -------
    str
        ``flow``: days add up, so part of a period is due part of its total. ``growing``: more days
        mean more of it, but they do not add up (distinct people). ``stock``: the level at a
        moment. ``rate``: everything else; it has no part that could be due.
    """
    plan = plan_kpi(as_flow(catalogue, [kpi]), kpi, (), {})
    measures = {reading.name: reading.measure for reading in plan.readings.values()}
    if adds_up(plan.kpi, plan.tree, measures):
        return "flow"
    if grows_with_days(plan.kpi, plan.tree, measures):
        return "growing"
    stocks = all(measure.over_time == "last" for measure in measures.values())
    return "stock" if stocks and not plan.divides else "rate"


def as_flow(catalogue: Catalogue, kpis: list[str]) -> Catalogue:
    """The catalogue in which these KPIs, where cumulative, tell each period by itself."""
    plain = {
        name: catalogue.kpis[name].model_copy(update={"kind": "formula", "to_date": None})
        for name in kpis
        if catalogue.kpis[name].kind == "cumulative"
    }
    if not plain:
        return catalogue
    return catalogue.model_copy(update={"kpis": {**catalogue.kpis, **plain}})
