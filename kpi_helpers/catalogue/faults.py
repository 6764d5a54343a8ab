"""Faults of declarations: where in the data they stand, then where in the files.

Checks know key paths only; the lines come from the layer the data was read from. What pydantic
finds is translated to the same shape, so that a user meets one kind of message.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from kpi_helpers.errors import Problem

__all__ = [
    "Fault",
    "Path",
    "Place",
    "Places",
    "keys_at",
    "listed",
    "locate",
    "suggestion",
    "validation_faults",
]

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a file: ``("kpis", "ctr", "formula")``."""

_SHOWN = 15


@dataclass(frozen=True)
class Place:
    """A line of a file; `file` is relative to the project."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file.removeprefix('params/')}:{self.line}"


Places = Mapping[Path, Place]


@dataclass(frozen=True)
class Fault:
    """One fault at a key path, not yet placed in a file.

    Parameters
    ----------
    path : Path
        Where in the data.
    message : str
        Name of a message in ``views/messages/catalogue.py``.
    values : Mapping[str, Any]
        Values for its placeholders.
    severity : {"block", "warn"}
        As in :class:`kpi_helpers.errors.Problem`.
    """

    path: Path
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "block"


def locate(faults: Iterable[Fault], places: Places) -> list[Problem]:
    """Problems with file and line: the fault's own key, or the nearest key above it."""
    return [_located(fault, places) for fault in faults]


def _located(fault: Fault, places: Places) -> Problem:
    known = (fault.path[:length] for length in range(len(fault.path), -1, -1))
    place = next((places[path] for path in known if path in places), None)
    return Problem(
        fault.message,
        fault.values,
        file=place.file if place else None,
        line=place.line if place else None,
        key=" › ".join(map(str, fault.path)) or None,
        severity=fault.severity,
    )


def suggestion(message: str, found: str, known: Collection[str]) -> tuple[str, dict[str, Any]]:
    """`message` with what exists, or ``<message>_near`` with the name that was probably meant."""
    near = difflib.get_close_matches(found, known, 1)
    if near:
        return f"{message}_near", {"found": found, "near": near[0]}
    return message, {"found": found, "allowed": listed(sorted(known))}


def listed(names: Collection[str]) -> str:
    """Names separated by commas, shortened when there are many; a dash when there is none."""
    names = list(names)
    more = ", …" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more or "–"


def validation_faults(
    error: ValidationError, model: type[BaseModel], path: Path = ()
) -> list[Fault]:
    """What pydantic found, as faults under `path`; one fault for each key."""
    items = error.errors(include_url=False)
    # A list whose items are faulty is told to be too short as well: that is the same fault.
    above = {item["loc"][:length] for item in items for length in range(len(item["loc"]))}
    kept = [item for item in items if item["type"] != "too_short" or item["loc"] not in above]
    return [_translated(item, model, path) for item in kept]


def _translated(item: Mapping[str, Any], model: type[BaseModel], path: Path) -> Fault:
    kind, context, found = item["type"], item.get("ctx", {}), item["input"]
    loc = tuple(item["loc"])
    if loc and loc[-1] == "[key]":
        return Fault(path + loc[:-1], "key_form", {"found": loc[-2]})
    at = path + loc
    if kind == "extra_forbidden":
        known = keys_at(model, loc[:-1])
        return Fault(at, *suggestion("key_unknown", str(loc[-1]), known))
    if kind == "missing":
        return Fault(at, "key_missing", {"found": str(loc[-1])})
    if kind == "literal_error":
        allowed = [word.strip(" '") for word in context["expected"].replace(" or ", ",").split(",")]
        return Fault(at, *suggestion("value_choice", _shown(found), allowed))
    if kind == "string_pattern_mismatch":
        return Fault(at, "value_form", {"found": found, "allowed": context["pattern"]})
    if kind in _BOUNDS:
        allowed = f"{_BOUNDS[kind]} {next(iter(context.values()))}"
        return Fault(at, "value_bound", {"found": _shown(found), "allowed": allowed})
    if kind in ("too_short", "string_too_short"):
        return Fault(at, "value_empty", {"allowed": context["min_length"]})
    if kind == "string_too_long":
        return Fault(at, "value_long", {"found": found, "allowed": context["max_length"]})
    for prefix, message in _TYPES.items():
        if kind.startswith(prefix):
            return Fault(at, message, {"found": _shown(found)})
    return Fault(at, "value_refused", {"found": _shown(found), "detail": item["msg"]})


_BOUNDS = {
    "greater_than": ">",
    "greater_than_equal": "≥",
    "less_than": "<",
    "less_than_equal": "≤",
}

_TYPES = {
    "string": "value_text",
    "int": "value_integer",
    "float": "value_number",
    "finite_number": "value_number",
    "bool": "value_switch",
    "date": "value_date",
    "tuple": "value_list",
    "too_long": "value_list",
    "dict": "value_mapping",
    "model": "value_mapping",
}


def _shown(found: Any) -> str:
    if isinstance(found, Mapping):
        return "{…}"
    if isinstance(found, list | tuple):
        return "[…]"
    return "null" if found is None else str(found)


def keys_at(annotation: Any, path: Path) -> list[str]:
    """Keys that stand at `path` by the declared types; none where any name may stand."""
    for step in path:
        annotation = _container(annotation)
        if _is_model(annotation):
            declared = annotation.model_fields.get(step)
            annotation = declared.annotation if declared else None
        else:
            inner = get_args(annotation)  # dict[key, it] or tuple[it, ...]
            place = 1 if get_origin(annotation) is dict else 0
            annotation = inner[place] if inner else None
    model = _container(annotation)
    return list(model.model_fields) if _is_model(model) else []


def _container(annotation: Any) -> Any:
    """The model, mapping or list that an optional or annotated type may hold."""
    parts = [part for part in get_args(annotation) if part is not type(None)]
    wrapped = get_origin(annotation) in (Union, UnionType, Annotated)
    return _container(parts[0]) if wrapped and parts else annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
