"""Definitions kept with a closed month, and brought back to be used again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.models import Catalogue, Kpi, Measure
from kpi_helpers.errors import FormulaError

__all__ = ["frozen_definitions", "thawed_catalogue"]


def frozen_definitions(catalogue: Catalogue) -> dict[str, Any]:
    """Every KPI, and the measures that their formulas read, as JSON knows them.

    Returns
    -------
    dict
        ``kpis`` and ``measures``, by id.
    """
    used = sorted({name for kpi in catalogue.kpis.values() for name in _read(kpi, catalogue)})
    return {
        "kpis": {name: kpi.model_dump(mode="json") for name, kpi in catalogue.kpis.items()},
        "measures": {name: catalogue.measures[name].model_dump(mode="json") for name in used},
    }


def _read(kpi: Kpi, catalogue: Catalogue) -> Collection[str]:
    if kpi.measure is not None:
        return (kpi.measure,)
    return parse(kpi.formula or "", catalogue.measures.keys()).used


def thawed_catalogue(
    catalogue: Catalogue, definitions: Mapping[str, Any], currency: str
) -> Catalogue:
    """Today's catalogue with the KPIs, measures and currency of a closed month in its place.

    Exchange rates and definition breaks stay today's: they are data. A KPI that this version can
    no longer read is left out.

    Parameters
    ----------
    catalogue : Catalogue
    definitions : Mapping
        Of :func:`frozen_definitions`.
    currency : str
        In which the month was closed.
    """
    measures = _models(Measure, definitions["measures"])
    kpis = {
        name: kpi
        for name, kpi in _models(Kpi, definitions["kpis"]).items()
        if _usable(kpi, measures)
    }
    brand = catalogue.brand.model_copy(update={"currency": currency})
    return catalogue.model_copy(update={"brand": brand, "measures": measures, "kpis": kpis})


def _models(model: type[Any], entries: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, entry in entries.items():
        try:
            found[name] = model.model_validate(entry)
        except ValidationError:
            continue
    return found


def _usable(kpi: Kpi, measures: Mapping[str, Measure]) -> bool:
    if kpi.measure is not None:
        return kpi.measure in measures
    try:
        parse(kpi.formula or "", measures.keys())
    except FormulaError:
        return False
    return True
