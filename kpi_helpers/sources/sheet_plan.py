"""A sheet mapping laid over the header of one file: which column is read as what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi_helpers.catalogue.sheets import SheetColumn, SheetMapping
from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.sources.contract import Field, Kind
from kpi_helpers.sources.headers import Header, nearest, normalised
from kpi_helpers.sources.sheet_spread import BRACES, spread_columns

__all__ = ["Figures", "Plan", "plan_sheet"]

_FORMAT = re.compile(r"(?:%%|%[aAbBdfgGHIjmMnpSuUVwWyY]|%-[dHIjmMSy]|[^%])+")
"""Date formats that the pass can read."""


@dataclass(frozen=True)
class Figures:
    """One metric of a sheet.

    Parameters
    ----------
    metric : str
        Metric name.
    field : str or None
        Field that holds its values; None for a constant.
    constant : float
        Its value where it has no field.
    currency : str or None
        ISO code.
    currency_field : str or None
        Text column that holds the ISO code.
    fixed : dict
        Dimensions that the header states.
    shown : str
        Its column as the user knows it.
    """

    metric: str
    field: str | None
    constant: float = 1.0
    currency: str | None = None
    currency_field: str | None = None
    fixed: dict[str, str] = field(default_factory=dict)
    shown: str = ""


@dataclass
class Plan:
    """What to read from a sheet.

    Parameters
    ----------
    fields : list of Field
        What the pass shall type.
    places : dict of str to int
        Text column, by its name in the text table, to its position in the header. Every field has
        one but the products and a composed date.
    parts : dict of str to str
        Column named in a composed date to its name in the text table.
    figures : list of Figures
        Metrics.
    keys : list of list of str
        Sets of fields that must not repeat together.
    skipped : dict of str to tuple of str
        Text column to the texts that mark a total row.
    problems : list of Problem
        Warnings.
    """

    fields: list[Field] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    figures: list[Figures] = field(default_factory=list)
    keys: list[list[str]] = field(default_factory=list)
    skipped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether a field of that name is read."""
        return any(found.name == name for found in self.fields)


@dataclass
class _Columns:
    """Columns of the header by name, and what was asked for in vain."""

    header: Header
    file: str
    plan: Plan
    faults: list[Problem] = field(default_factory=list)

    def position(self, wanted: str) -> int | None:
        """Position of the column with that very name, else with that name but for its form."""
        exact = [i for i, cell in enumerate(self.header.cells) if cell == wanted.strip()]
        form = normalised(wanted)
        found = exact or [i for i, name in enumerate(self.header.names) if name == form]
        if len(found) == 1:
            return found[0]
        values = {"found": wanted, "columns": [cell for cell in self.header.cells if cell]}
        if found:
            self._fault("doubled_column", values)
        else:
            near = nearest(wanted, values["columns"], cutoff=0.6)
            message = "missing_column" if near is None else "missing_column_near"
            self._fault(message, values if near is None else {**values, "near": near})
        return None

    def _fault(self, message: str, values: dict) -> None:
        problem = Problem(message, values, self.file, self.header.line)
        if problem not in self.faults:
            self.faults.append(problem)

    def text(self, name: str, wanted: str) -> None:
        """Keep a column of the sheet under `name` in the text table."""
        position = self.position(wanted)
        if position is not None:
            self.plan.places[name] = position

    def read(self, name: str, wanted: str, kind: Kind = "text", **limits: object) -> None:
        """Keep a column and type it as a field."""
        self.text(name, wanted)
        self.plan.fields.append(Field(name, wanted, kind, **limits))


def plan_sheet(mapping: SheetMapping, header: Header, file: str) -> Plan:
    """Find every column that a mapping names.

    Parameters
    ----------
    mapping : SheetMapping
        What to read.
    header : Header
        Of the file.
    file : str
        Its name.

    Returns
    -------
    Plan

    Raises
    ------
    SourceError
        With every column that is not there, and the nearest one that is.
    """
    columns = _Columns(header, file, Plan())
    _plan_dates(mapping, columns)
    _plan_entity(mapping, columns)
    _plan_dimensions(mapping, columns)
    for number, (metric, column) in enumerate(mapping.columns.items()):
        _plan_metric(number, metric, column, columns)
    _plan_spreads(mapping, columns)
    _plan_rest(mapping, columns)
    if columns.faults:
        raise SourceError(columns.faults)
    return columns.plan


def _plan_dates(mapping: SheetMapping, columns: _Columns) -> None:
    when, plan = mapping.date, columns.plan
    if not _FORMAT.fullmatch(when.format):
        values = {"found": when.format, "mapping": mapping.name}
        columns.faults.append(Problem("bad_date_format", values, columns.file))
    if mapping.counter == "unique" and mapping.straddle != "refuse":
        values = {"mapping": mapping.name}
        columns.faults.append(Problem("parts_of_people", values, columns.file))
    formats = (when.format,)
    if when.compose is not None:
        for part in BRACES.findall(when.compose):
            plan.parts[part] = f"part{len(plan.parts)}"
            columns.text(plan.parts[part], part)
        plan.fields.append(Field("date", when.compose, "date", required=True, formats=formats))
    elif when.column is not None:
        columns.read("date", when.column, "date", required=True, formats=formats)
    else:
        columns.faults.append(
            Problem("sheet_without_date", {"mapping": mapping.name}, columns.file)
        )
    if when.end_column is not None:
        columns.read("date_last", when.end_column, "date", formats=formats)


def _plan_entity(mapping: SheetMapping, columns: _Columns) -> None:
    entity = mapping.entity
    if entity is None:
        return
    if entity.permalink is not None:
        columns.read("permalink", entity.permalink)
    if entity.column is not None:
        link = "permalink" if entity.permalink else None
        columns.read("entity", entity.column, "id", required=True, permalink=link)
    if entity.label is not None:
        columns.read("label", entity.label)
    if entity.content_type is not None:
        columns.read("content_type", entity.content_type)


def _plan_dimensions(mapping: SheetMapping, columns: _Columns) -> None:
    """Dimensions; where a row is no entity of its own, each says what the row is about."""
    for dimension, column in mapping.dimensions.items():
        if dimension == "content_type" and mapping.entity is None:
            values = {"mapping": mapping.name}
            columns.faults.append(Problem("content_type_without_entity", values, columns.file))
        elif not columns.plan.has(dimension):
            columns.read(dimension, column, required=mapping.entity is None)


def _plan_metric(number: int, metric: str, column: SheetColumn, columns: _Columns) -> None:
    plan, name = columns.plan, f"figure{number}"
    in_column = BRACES.fullmatch(column.currency or "")
    currency = None if in_column else column.currency
    limits = {"minimum": column.minimum, "currency": currency, "scale": column.scale}
    if column.product:
        factors = tuple(f"{name}_{place}" for place, _ in enumerate(column.product))
        for factor, wanted in zip(factors, column.product, strict=True):
            columns.read(factor, wanted, "number")
        shown = " × ".join(column.product)
        plan.fields.append(Field(name, shown, "product", factors=factors, **limits))
    elif column.column is not None:
        columns.read(name, column.column, "number", **limits)
    currency_field = None
    if in_column:
        currency_field = f"{name}_currency"
        columns.text(currency_field, in_column[1])
    is_constant = not column.product and column.column is None
    own = None if is_constant else name
    plan.figures.append(Figures(metric, own, column.scale, currency, currency_field, shown=metric))


def _plan_spreads(mapping: SheetMapping, columns: _Columns) -> None:
    header, plan = columns.header, columns.plan
    for number, spread in enumerate(mapping.spread):
        found = spread_columns(spread, header)
        if not found.columns:
            values = {"found": spread.pattern, "columns": [cell for cell in header.cells if cell]}
            columns.faults.append(Problem("missing_spread", values, columns.file, header.line))
        for position, fixed in found.columns.items():
            name = f"spread{number}_{position}"
            plan.places[name] = position
            shown, currency = header.cells[position], spread.currency
            plan.fields.append(
                Field(name, shown, "number", minimum=spread.minimum, currency=currency)
            )
            plan.figures.append(
                Figures(spread.metric, name, currency=currency, fixed=fixed, shown=shown)
            )
        if found.totals:
            values = {"found": list(found.totals)}
            plan.problems.append(
                Problem("total_column", values, columns.file, header.line, severity="warn")
            )


def _plan_rest(mapping: SheetMapping, columns: _Columns) -> None:
    """The day of export, total rows, and what must not repeat."""
    plan = columns.plan
    observed = BRACES.fullmatch(mapping.observed_at or "")
    if observed:
        formats = tuple(dict.fromkeys(("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", mapping.date.format)))
        columns.read("observed", observed[1], "moment", formats=formats)
    for number, (column, texts) in enumerate(mapping.skip_rows_where.items()):
        columns.text(f"skip{number}", column)
        plan.skipped[f"skip{number}"] = texts
    if mapping.key:
        plan.keys.append(_key_fields(mapping.key, columns))
    _refuse_doubled(columns)


def _refuse_doubled(columns: _Columns) -> None:
    """Two columns that would be the same metric of the same thing: one would hide the other."""
    found: dict[tuple, list[str]] = {}
    for figures in columns.plan.figures:
        owner = (figures.metric, *sorted(figures.fixed.items()))
        found.setdefault(owner, []).append(figures.shown)
    for (metric, *fixed), shown in found.items():
        if len(shown) > 1:
            what = " · ".join([metric, *(value for _, value in fixed)])
            values = {"found": shown, "metric": what}
            columns.faults.append(
                Problem("doubled_metric", values, columns.file, columns.header.line)
            )


def _key_fields(key: Sequence[str], columns: _Columns) -> list[str]:
    """The fields that hold the key's columns; a column not read otherwise becomes a text field."""
    typed = {found.name for found in columns.plan.fields if found.kind in ("text", "id", "date")}
    names = []
    for column in key:
        position = columns.position(column)
        same = [n for n, at in columns.plan.places.items() if at == position and n in typed]
        if position is not None and not same:
            columns.read(f"key{position}", column)
            same = [f"key{position}"]
        names += same[:1]
    return names
