"""What must hold inside one sheet mapping, and between a mapping and the measures that read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches

from kpi_helpers.catalogue.checks_links import is_time_zone
from kpi_helpers.catalogue.faults import Fault, listed, suggestion
from kpi_helpers.catalogue.models import Measure
from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.schema import DIMENSIONS

__all__ = ["mapping_faults", "measure_match_faults"]

_BRACES = re.compile(r"\{([^{}]*)\}")
_CURRENCY = re.compile(r"[A-Z]{3}|\{[^{}]+\}")


def mapping_faults(mapping: SheetMapping, file_name: str) -> Iterator[Fault]:
    """Faults of one mapping, whose file is ``<file_name>.yaml``."""
    if mapping.name != file_name:
        yield Fault(("name",), "sheet_name", {"found": mapping.name, "allowed": file_name})
    if mapping.timezone and not is_time_zone(mapping.timezone):
        yield Fault(("timezone",), "brand_timezone", {"found": mapping.timezone})
    if not mapping.columns and not mapping.spread:
        yield Fault((), "sheet_empty", {})
    yield from _date_faults(mapping)
    yield from _dimension_faults(mapping)
    yield from _column_faults(mapping)
    yield from _spread_faults(mapping)


def _date_faults(mapping: SheetMapping) -> Iterator[Fault]:
    date = mapping.date
    if (date.column is None) == (date.compose is None):
        yield Fault(("date",), "sheet_date", {})
    if date.compose is not None and not _BRACES.search(date.compose):
        yield Fault(("date", "compose"), "sheet_compose", {"found": date.compose})
    if (date.bucket == "as_given") != (date.end_column is not None):
        yield Fault(("date",), "sheet_end", {"found": date.bucket})
    observed = mapping.observed_at
    if observed and not _BRACES.fullmatch(observed):
        try:
            datetime.fromisoformat(observed)
        except ValueError:
            yield Fault(("observed_at",), "value_date", {"found": observed})


def _dimension_faults(mapping: SheetMapping) -> Iterator[Fault]:
    if "content_type" in mapping.dimensions:
        yield Fault(("dimensions", "content_type"), "sheet_content_type", {})
    for dimension in mapping.constants.keys() & mapping.dimensions.keys():
        yield Fault(("constants", dimension), "sheet_twice", {"found": dimension})
    read = set(mapping.dimensions) | {name for name in _spread_dimensions(mapping) if name}
    if mapping.entity and mapping.entity.content_type:
        read.add("content_type")
    for dimension in mapping.values:
        if dimension not in read:
            values = {"found": dimension, "allowed": listed(sorted(read))}
            yield Fault(("values", dimension), "sheet_values", values)


def _spread_dimensions(mapping: SheetMapping) -> list[str | None]:
    """The dimension in the braces of each spread; None when there is not exactly one."""
    found = [_BRACES.findall(spread.pattern) for spread in mapping.spread]
    return [names[0] if len(names) == 1 else None for names in found]


def _column_faults(mapping: SheetMapping) -> Iterator[Fault]:
    for metric, column in mapping.columns.items():
        if column.column and column.product:
            yield Fault(("columns", metric, "product"), "sheet_product", {"found": metric})
        if column.currency and not _CURRENCY.fullmatch(column.currency):
            values = {"found": column.currency}
            yield Fault(("columns", metric, "currency"), "sheet_currency", values)


def _spread_faults(mapping: SheetMapping) -> Iterator[Fault]:
    for i, dimension in enumerate(_spread_dimensions(mapping)):
        spread, path = mapping.spread[i], ("spread", i)
        if dimension is None:
            yield Fault((*path, "pattern"), "sheet_pattern", {"found": spread.pattern})
        elif dimension not in DIMENSIONS:
            message, values = suggestion("dimension_unknown", dimension, DIMENSIONS)
            yield Fault((*path, "pattern"), message, values)
        elif dimension in mapping.constants or dimension in mapping.dimensions:
            yield Fault((*path, "pattern"), "sheet_twice", {"found": dimension})
        if spread.currency and not _CURRENCY.fullmatch(spread.currency):
            yield Fault((*path, "currency"), "sheet_currency", {"found": spread.currency})
        if spread.metric in mapping.columns:
            yield Fault((*path, "metric"), "sheet_twice", {"found": spread.metric})


def measure_match_faults(mapping: SheetMapping, measures: Mapping[str, Measure]) -> Iterator[Fault]:
    """Metrics at odds with the measures that read them: money without a currency, or the reverse.

    A metric that no measure reads is told, as a warning, where a name close to it is read.
    """
    money = {m.column: m.unit == "currency" for m in measures.values() if m.table == mapping.grain}
    declared = [(("columns", metric), metric, c.currency) for metric, c in mapping.columns.items()]
    declared += [(("spread", i), s.metric, s.currency) for i, s in enumerate(mapping.spread)]
    for path, metric, currency in declared:
        if metric not in money:
            near = get_close_matches(metric, [name for name in money if name], 1)
            if near:
                yield Fault(path, "metric_unread", {"found": metric, "near": near[0]}, "warn")
        elif money[metric] != bool(currency):
            message = "sheet_money" if money[metric] else "sheet_not_money"
            yield Fault(path, message, {"found": metric})
