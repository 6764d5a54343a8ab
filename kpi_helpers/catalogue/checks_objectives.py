"""What must hold of objectives, and of targets beside the objective they serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpi_helpers.catalogue.documents import Declared
from kpi_helpers.catalogue.faults import Fault, Path, suggestion
from kpi_helpers.catalogue.models import Kpi, Objective
from kpi_helpers.periods import Month
from kpi_helpers.schema import PEOPLE

__all__ = ["WHOLE_BRAND", "objective_faults"]

WHOLE_BRAND = "all"
"""The perimeter of an objective that means the whole brand."""


def objective_faults(declared: Declared) -> Iterator[Fault]:
    """Objectives that name what does not exist, and targets that cannot serve theirs."""
    for name, objective in declared.objectives.items():
        yield from _own_faults(("objectives", name), objective, declared)
    for name, kpi in declared.kpis.items():
        yield from _target_faults(("kpis", name), kpi, declared.objectives)
        yield from _few_people(("kpis", name, "objective"), kpi, declared)


def _own_faults(path: Path, objective: Objective, declared: Declared) -> Iterator[Fault]:
    kpis, segments = declared.names["kpis"], declared.names["segments"]
    if objective.outcome and objective.outcome not in kpis:
        message, values = suggestion("kpi_unknown", objective.outcome, kpis)
        yield Fault((*path, "outcome"), message, values)
    perimeters = {WHOLE_BRAND, *segments}
    if objective.perimeter and objective.perimeter not in perimeters:
        message, values = suggestion("perimeter_unknown", objective.perimeter, perimeters)
        yield Fault((*path, "perimeter"), message, values)
    if objective.horizon and not objective.by:
        yield Fault((*path, "horizon"), "horizon_without_date", {}, "warn")


def _few_people(path: Path, kpi: Kpi, declared: Declared) -> Iterator[Fault]:
    """A KPI that counts people, for an objective in a perimeter where they may be too few."""
    objective = declared.objectives.get(kpi.objective or "")
    segment = declared.segments.get((objective and objective.perimeter) or "")
    if segment and kpi.of_small_groups and set(PEOPLE) & set(segment.where):
        yield Fault(path, "objective_few_people", {"found": objective.perimeter})


def _ends(per: str, day: date) -> bool:
    """Whether a quarter or a year ends on that day; a month may be looked at on any day of it."""
    last = {"month": day.month, "quarter": 3 * ((day.month + 2) // 3), "year": 12}[per]
    return per == "month" or day == Month(day.year, last).period.end


def _target_faults(path: Path, kpi: Kpi, objectives: dict[str, Objective]) -> Iterator[Fault]:
    if kpi.objective and kpi.deprecated_by:
        values = {"found": kpi.deprecated_by}
        yield Fault((*path, "objective"), "objective_deprecated", values, "warn")
    target = kpi.target
    if target is None:
        return
    if kpi.direction == "band" and target.value == 0:
        yield Fault((*path, "target", "value"), "band_zero", {})
    if kpi.kind == "cumulative" and target.per != kpi.to_date:
        values = {"found": target.per, "allowed": kpi.to_date}
        yield Fault((*path, "target", "per"), "target_per", values)
    by = target.by or (objectives[kpi.objective].by if kpi.objective in objectives else None)
    if by and not _ends(target.per, by):
        yield Fault((*path, "target", "by"), "target_mid", {"found": by, "per": target.per}, "warn")
    objective = objectives.get(kpi.objective or "")
    if objective and objective.by and target.by and target.by > objective.by:
        values = {"found": target.by, "allowed": objective.by}
        yield Fault((*path, "target", "by"), "target_late", values, "warn")
