"""Lay one file over another by RFC 7386: mappings merge, all else replaces, null removes."""

from __future__ import annotations

from typing import Any

from kpi_helpers.catalogue.faults import Path, Place
from kpi_helpers.catalogue.yaml_lines import Layer

__all__ = ["merge"]


def merge(below: Layer, above: Layer) -> Layer:
    """`above` laid over `below`; every key keeps the place of the file that set it."""
    places: dict[Path, Place] = {}
    data = _merged(below.data, above.data, (), (below, above), places)
    return Layer(data, places)


def _merged(
    low: Any, high: Any, path: Path, layers: tuple[Layer, Layer], places: dict[Path, Place]
) -> Any:
    below, above = layers
    if not isinstance(high, dict):
        _keep(above, high, path, places)
        return high
    replaced = not isinstance(low, dict)
    low = {} if replaced else low
    _place(above if replaced else below, path, places)
    data: dict[str, Any] = {}
    for key, value in low.items():
        if key not in high:
            _keep(below, value, (*path, key), places)
            data[key] = value
    for key, value in high.items():
        if value is not None:
            data[key] = _merged(low.get(key), value, (*path, key), layers, places)
    order = {key: i for i, key in enumerate(low)}
    return dict(sorted(data.items(), key=lambda item: order.get(item[0], len(order))))


def _place(layer: Layer, path: Path, places: dict[Path, Place]) -> None:
    if path in layer.places:
        places[path] = layer.places[path]


def _keep(layer: Layer, value: Any, path: Path, places: dict[Path, Place]) -> None:
    """Places of `value` and of everything below it, as `layer` has them."""
    _place(layer, path, places)
    if isinstance(value, dict):
        for key, inner in value.items():
            _keep(layer, inner, (*path, key), places)
    if isinstance(value, list):
        for i, inner in enumerate(value):
            _keep(layer, inner, (*path, i), places)
