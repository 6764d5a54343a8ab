"""What each kind of file may hold, and its entries as models.

Sound entries are kept and the faults of the others told, so that one slip does not hide the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from kpi_helpers.catalogue.competitors import CompetitorSet
from kpi_helpers.catalogue.entry import Entry, Id
from kpi_helpers.catalogue.faults import Fault, suggestion, validation_faults
from kpi_helpers.catalogue.models import (
    Action,
    Brand,
    Break,
    Funnel,
    FxRate,
    Kpi,
    Measure,
    Objective,
    Segment,
)
from kpi_helpers.catalogue.pillars import Pillar
from kpi_helpers.catalogue.references import Reference
from kpi_helpers.catalogue.roles import Roles
from kpi_helpers.catalogue.thresholds import Thresholds

__all__ = ["BreaksFile", "Declared", "FunnelsFile", "KpisFile", "declare"]


class KpisFile(Entry):
    """``kpis.yaml`` and ``brands/<brand>.yaml``: the second says only what differs."""

    extends: str | None = None  # base (kpis.yaml), another brand, or another file of params
    brand: Brand | None = None
    measures: dict[Id, Measure] = Field(default_factory=dict)
    kpis: dict[Id, Kpi] = Field(default_factory=dict)
    objectives: dict[Id, Objective] = Field(default_factory=dict)
    segments: dict[Id, Segment] = Field(default_factory=dict)
    pillars: dict[Id, Pillar] = Field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    competitors: tuple[CompetitorSet, ...] = ()
    roles: Roles | None = None  # what differs from roles.yaml


class FunnelsFile(Entry):
    """``funnels.yaml``."""

    funnels: dict[Id, Funnel]


class BreaksFile(Entry):
    """``breaks.yaml``."""

    breaks: tuple[Break, ...]


_SECTIONS: dict[str, type[Entry]] = {
    "measures": Measure,
    "kpis": Kpi,
    "objectives": Objective,
    "segments": Segment,
    "pillars": Pillar,
    "funnels": Funnel,
}
_LISTS: dict[str, type[Entry]] = {
    "actions": Action,
    "breaks": Break,
    "competitors": CompetitorSet,
}
_ID = TypeAdapter(Id)


@dataclass
class Declared:
    """The sound entries of all files of one brand, and the names of all entries.

    ``names`` also holds entries with faults, so that what refers to one is not called unknown.
    """

    brand: Brand | None = None
    measures: dict[str, Measure] = field(default_factory=dict)
    kpis: dict[str, Kpi] = field(default_factory=dict)
    objectives: dict[str, Objective] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    pillars: dict[str, Pillar] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)
    funnels: dict[str, Funnel] = field(default_factory=dict)
    breaks: list[Break] = field(default_factory=list)
    fx: list[FxRate] = field(default_factory=list)
    competitors: list[CompetitorSet] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    thresholds: Thresholds = field(default_factory=Thresholds)
    roles: Roles = field(default_factory=Roles)
    names: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in _SECTIONS})


def declare(data: Mapping[str, Any], file_model: type[Entry], declared: Declared) -> list[Fault]:
    """Put the entries of one (merged) file into `declared`; the faults of the rest are returned."""
    faults: list[Fault] = []
    for key, value in data.items():
        if key not in file_model.model_fields:
            faults.append(Fault((key,), *suggestion("key_unknown", key, file_model.model_fields)))
        elif key in _SECTIONS:
            faults += _section(key, value, declared)
        elif key in _LISTS:
            faults += _list(key, value, declared)
        elif key == "brand":
            declared.brand, found = validated(Brand, value, (key,))
            faults += found
    for key, known in file_model.model_fields.items():
        if known.is_required() and key not in data:
            faults.append(Fault((), "key_missing", {"found": key}))
    return faults


def _section(key: str, value: Any, declared: Declared) -> list[Fault]:
    if not isinstance(value, dict):
        return [] if value is None else [Fault((key,), "value_mapping", {"found": str(value)})]
    faults: list[Fault] = []
    for name, entry in value.items():
        declared.names[key].add(name)
        try:
            _ID.validate_python(name)
        except ValidationError:
            faults.append(Fault((key, name), "key_form", {"found": name}))
        model, found = validated(_SECTIONS[key], entry, (key, name))
        faults += found
        if model is not None:
            getattr(declared, key)[name] = model
    return faults


def _list(key: str, value: Any, declared: Declared) -> list[Fault]:
    if not isinstance(value, list):
        return [] if value is None else [Fault((key,), "value_list", {"found": str(value)})]
    faults: list[Fault] = []
    for i, entry in enumerate(value):
        model, found = validated(_LISTS[key], entry, (key, i))
        faults += found
        if model is not None:
            getattr(declared, key).append(model)
    return faults


def validated(
    model: type[BaseModel], value: Any, path: tuple[str | int, ...]
) -> tuple[Any, list[Fault]]:
    """The model of `value`, or None and its faults."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, validation_faults(error, model, path)
