"""Which KPIs are a brand's own: declared by it, or changed in meaning beside the base catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.catalogue.versions import KPI_VALUE, MEASURE_VALUE

__all__ = ["BASE", "Origin", "measures_of", "own_kpis"]

BASE = "kpis.yaml"
"""File of the definitions that all brands share."""


@dataclass(frozen=True)
class Origin:
    """Why a KPI is the brand's own, and where that is said.

    Parameters
    ----------
    how : {"declared", "differs"}
        It exists for this brand only; or the brand defines it otherwise than the base.
    place : str
        File and line of the declaration or of the first field that differs.
    fields : tuple of str
        Fields that differ, such as ``formula``; ``measure <name>`` where it is a measure.
    """

    how: str
    place: str
    fields: tuple[str, ...] = ()


def own_kpis(catalogue: Catalogue) -> dict[str, Origin]:
    """The brand's own KPIs, in the order of the catalogue.

    An objective or a target does not make a KPI the brand's own: it says what is wanted of a
    figure, not what the figure is.
    """
    found: dict[str, Origin] = {}
    for name in catalogue.kpis:
        place = catalogue.provenance.get(f"kpis.{name}", "")
        if place and not _shared(place):
            found[name] = Origin("declared", place)
            continue
        changed = _changed(catalogue, name)
        if changed:
            found[name] = Origin("differs", next(iter(changed.values())), tuple(changed))
    return found


def _changed(catalogue: Catalogue, name: str) -> dict[str, str]:
    """Field to the place that sets it, for every field that the brand's files change."""
    wanted = {f"kpis.{name}.{field}": field for field in (*KPI_VALUE, "definition")}
    for measure in measures_of(catalogue, name):
        wanted[f"measures.{measure}"] = f"measure {measure}"
        wanted |= {f"measures.{measure}.{field}": f"measure {measure}" for field in MEASURE_VALUE}
    found: dict[str, str] = {}
    for path, place in catalogue.provenance.items():
        field = wanted.get(path) or wanted.get(path.rpartition(".")[0])
        if field and not _shared(place):
            found.setdefault(field, place)
    return found


def measures_of(catalogue: Catalogue, name: str) -> list[str]:
    """Measures that a KPI reads, in alphabetical order."""
    kpi = catalogue.kpis[name]
    if kpi.measure:
        return [kpi.measure]
    return sorted(parse(kpi.formula, catalogue.measures).used) if kpi.formula else []


def _shared(place: str) -> bool:
    return place.rpartition(":")[0] == BASE
