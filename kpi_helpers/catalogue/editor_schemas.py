"""JSON schemas for editors, made of the same models that the loader checks with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kpi_helpers.catalogue.documents import BreaksFile, FunnelsFile, KpisFile
from kpi_helpers.catalogue.models import RunPlan
from kpi_helpers.catalogue.roles import Roles
from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.catalogue.thresholds import Thresholds

__all__ = ["schema_texts"]


def schema_texts() -> dict[str, str]:
    """File name under ``params/schema`` → its JSON text."""
    schemas = {
        "kpis": KpisFile.model_json_schema(),
        "brand": _partial(KpisFile.model_json_schema()),
        "funnels": FunnelsFile.model_json_schema(),
        "breaks": BreaksFile.model_json_schema(),
        "sheet": SheetMapping.model_json_schema(),
        "run": RunPlan.model_json_schema(),
        "thresholds": Thresholds.model_json_schema(),
        "roles": Roles.model_json_schema(),
    }
    return {f"{name}.schema.json": _text(name, schema) for name, schema in schemas.items()}


def _text(name: str, schema: Mapping[str, Any]) -> str:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"params: {name}",
    }
    return json.dumps(head | dict(schema), ensure_ascii=False, indent=1) + "\n"


def _partial(schema: dict[str, Any]) -> dict[str, Any]:
    """The same file as one laid over another: nothing is required, and null removes a key."""
    keep_whole = ("Brand", "Action", "Segment", "Proof", "Driver")
    for name, part in schema["$defs"].items():
        if name not in keep_whole:
            part.pop("required", None)
            part["properties"] = {k: _or_null(v) for k, v in part["properties"].items()}
    for field in schema["properties"].values():
        for key in ("patternProperties", "additionalProperties"):
            inner = field.get(key)
            if key == "patternProperties" and inner:
                field[key] = {pattern: _or_null(value) for pattern, value in inner.items()}
            elif isinstance(inner, dict):
                field[key] = _or_null(inner)
    return schema


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if {"type": "null"} in schema.get("anyOf", ()):
        return schema
    return {"anyOf": [schema, {"type": "null"}]}
