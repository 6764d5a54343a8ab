"""What one entry says of another: each name must exist, and drivers must not run in circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from kpi_helpers.catalogue.documents import Declared
from kpi_helpers.catalogue.faults import Fault, Path, suggestion
from kpi_helpers.catalogue.models import Brand, Kpi

__all__ = ["brand_faults", "break_faults", "funnel_faults", "is_time_zone", "kpi_link_faults"]


def kpi_link_faults(declared: Declared) -> Iterator[Fault]:
    """Objectives, drivers and successors of KPIs."""
    kpis, objectives = declared.names["kpis"], declared.names["objectives"]
    for name, kpi in declared.kpis.items():
        path: Path = ("kpis", name)
        if kpi.objective and kpi.objective not in objectives:
            message, values = suggestion("objective_unknown", kpi.objective, objectives)
            yield Fault((*path, "objective"), message, values)
        if kpi.target and not kpi.objective:
            yield Fault((*path, "target"), "target_without_objective", {}, "warn")
        for i, driver in enumerate(kpi.drivers):
            if driver.kpi not in kpis:
                message, values = suggestion("kpi_unknown", driver.kpi, kpis)
                yield Fault((*path, "drivers", i), message, values)
        if kpi.deprecated_by and kpi.deprecated_by not in kpis:
            message, values = suggestion("kpi_unknown", kpi.deprecated_by, kpis)
            yield Fault((*path, "deprecated_by"), message, values)
    for ring in _rings(declared.kpis):
        yield Fault(("kpis", ring[0], "drivers"), "driver_cycle", {"found": " → ".join(ring)})


def _rings(kpis: Mapping[str, Kpi]) -> Iterator[list[str]]:
    """Each circle of drivers once, as the names along it, the first again at the end."""
    told: set[frozenset[str]] = set()
    for start in kpis:
        trail = _way_back(start, kpis)
        if trail and frozenset(trail) not in told:
            told.add(frozenset(trail))
            yield trail


def _way_back(start: str, kpis: Mapping[str, Kpi]) -> list[str]:
    """The shortest way along drivers from `start` to itself; empty when there is none."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop(0)
        for driver in kpis[way[-1]].drivers:
            if driver.kpi == start:
                return [*way, start]
            if driver.kpi in kpis and driver.kpi not in seen:
                seen.add(driver.kpi)
                ways.append([*way, driver.kpi])
    return []


def funnel_faults(declared: Declared) -> Iterator[Fault]:
    """Lead KPIs that do not exist, and spine stages that a model lays twice."""
    kpis = declared.names["kpis"]
    for name, funnel in declared.funnels.items():
        path: Path = ("funnels", name)
        for stage, kpi in funnel.lead_kpis.items():
            if kpi not in kpis:
                message, values = suggestion("kpi_unknown", kpi, kpis)
                yield Fault((*path, "lead_kpis", stage), message, values)
        laid: set[str] = set()
        for i, stage in enumerate(funnel.stages):
            for spine in stage.spine:
                if spine in laid:
                    yield Fault((*path, "stages", i, "spine"), "funnel_twice", {"found": spine})
                laid.add(spine)


def break_faults(declared: Declared) -> Iterator[Fault]:
    """Breaks of a metric that nothing reads, where a name close to it is read."""
    read = {measure.column for measure in declared.measures.values() if measure.column}
    for i, one in enumerate(declared.breaks):
        for k, metric in enumerate(one.metrics):
            near = get_close_matches(metric, read, 1)
            if metric not in read and near:
                values = {"found": metric, "near": near[0]}
                yield Fault(("breaks", i, "metrics", k), "metric_unread", values, "warn")


def brand_faults(brand: Brand, brand_id: str, declared: Declared) -> Iterator[Fault]:
    """A brand's id, time zone, funnel model and scorecards."""
    if brand.id != brand_id:
        yield Fault(("brand", "id"), "brand_id", {"found": brand.id, "allowed": brand_id})
    if not is_time_zone(brand.timezone):
        yield Fault(("brand", "timezone"), "brand_timezone", {"found": brand.timezone})
    if brand.funnel not in declared.names["funnels"]:
        message, values = suggestion("funnel_unknown", brand.funnel, declared.names["funnels"])
        yield Fault(("brand", "funnel"), message, values)
    kpis = declared.names["kpis"]
    for i, kpi in enumerate(brand.scorecards):
        if kpi not in kpis:
            yield Fault(("brand", "scorecards", i), *suggestion("kpi_unknown", kpi, kpis))


def is_time_zone(name: str) -> bool:
    """Whether the machine knows a time zone of that name."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True
