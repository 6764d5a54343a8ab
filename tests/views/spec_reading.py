"""Reading the spec of a chart: its parts, its rows of data, its expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from made_findings import MAKERS, make_catalogue

from kpi_helpers.finding import Finding
from kpi_helpers.views.charts.renderer import CHART_MIME, mimebundle
from kpi_helpers.views.presentations import presentation_of
from kpi_helpers.views.words import Words

FINDINGS = {make.__name__: make for make in MAKERS}


def spec_of(finding: Finding, locale: str = "fr") -> dict[str, Any]:
    words = Words(locale, make_catalogue())
    chart = presentation_of(finding).chart(finding, words, words.sentence(finding))
    return mimebundle(chart)[CHART_MIME]


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a spec, rows of data left out."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "values":
                yield from nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from nodes(item)


def datasets(spec: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each part of a spec that holds data, with its rows."""
    for node in nodes(spec):
        if "values" in node.get("data", {}):
            yield node, node["data"]["values"]
