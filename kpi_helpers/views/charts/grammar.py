"""The few words of Vega-Lite that the charts are written in, as plain dicts.

A chart is written as one spec and becomes an Altair chart at its end, once
(:func:`kpi_helpers.views.charts.theme.finished`). Built up from Altair objects, ten panels cost
1.8 s of CPU, most of it deep copies; written so, 0.06 s. A batch draws hundreds of charts.

A row of data reaches a spec as data only: filters and offsets are constants of the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["Rows", "Spec", "layered", "mark", "named", "number", "pixels"]

Spec = dict[str, Any]
"""A Vega-Lite spec, or a part of one."""

Rows = Sequence[Mapping[str, Any]]
"""What is drawn: column to value; numbers, texts and flags as JSON knows them, None for missing."""


def mark(kind: str, encoding: Spec | None = None, where: str | None = None, **look: Any) -> Spec:
    """One kind of mark.

    Parameters
    ----------
    kind : str
        ``bar``, ``rule``, ``text`` ...
    encoding : dict, optional
        Channel to definition; what the layer around it encodes need not be repeated.
    where : str, optional
        Constant condition on ``datum``.
    **look
        Properties of the mark.
    """
    spec: Spec = {"mark": {"type": kind, **look}}
    if encoding:
        spec["encoding"] = encoding
    if where is not None:
        spec["transform"] = [{"filter": where}]
    return spec


def layered(*parts: Spec, rows: Rows | None = None, **more: Any) -> Spec:
    """Marks over one another, the first at the back, all of the same rows."""
    spec: Spec = {"layer": list(parts), **more}
    if rows is not None:
        spec["data"] = {"values": list(rows)}
    return spec


def number(field: str, **more: Any) -> Spec:
    """A position on a scale that has no axis: figures stand beside the marks."""
    return {"field": field, "type": "quantitative", "title": None, "axis": None, **more}


def pixels(field: str) -> Spec:
    """A position given in pixels."""
    return number(field, scale=None)


def named(field: str, **more: Any) -> Spec:
    """A name; on a position, names keep the order of ``scale.domain``."""
    return {"field": field, "type": "nominal", **more}
