"""The rows of a sheet as observations: their days, names, currencies and entities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.errors import Problem
from kpi_helpers.schema import BREAKDOWN_TOTAL, ENTITY
from kpi_helpers.sources.buckets import bucket_ends, clipped, prorated, spoken_days, straddles
from kpi_helpers.sources.checks import Checked, repeated_rows
from kpi_helpers.sources.content_types import known_type
from kpi_helpers.sources.currencies import currency_named
from kpi_helpers.sources.headers import normalised, tidied
from kpi_helpers.sources.losses import CellFault, fault_at
from kpi_helpers.sources.observations import (
    Metric,
    entity_rows,
    file_columns,
    observation_rows,
    window_rows,
)
from kpi_helpers.sources.provenance import Observed
from kpi_helpers.sources.records import LINE
from kpi_helpers.sources.result import ReadContext, arrow_schema
from kpi_helpers.sources.sheet_plan import Figures, Plan

__all__ = ["Sheet", "currency_faults", "sheet_entities", "sheet_observations", "sheet_windows"]

_SPLITS = ("channel", "campaign", "funding", "region", "age_band")
_NOON = np.timedelta64(12, "h")


@dataclass(frozen=True)
class Sheet:
    """A sheet that has been read and checked."""

    file: str
    mapping: SheetMapping
    plan: Plan
    text: pa.Table
    checked: Checked
    context: ReadContext

    @cached_property
    def days(self) -> tuple[np.ndarray, np.ndarray]:
        """First and last day of each record's bucket; NaT where its date cannot be read."""
        starts = _days(self.checked.table["date"])
        first, last = bucket_ends(starts, self.mapping.date.bucket)
        if "date_last" in self.checked.table.column_names:
            stated = _days(self.checked.table["date_last"])
            last = np.where(np.isnat(stated), last, stated)
        return (last, last) if self.mapping.counter == "snapshot" else (first, last)

    @property
    def may_straddle(self) -> bool:
        """Whether values are counted within their buckets, so that a part of one means something.

        An action keeps its dates, and people, stocks and counters since publication have no parts.
        """
        return self.mapping.counter == "delta" and self.mapping.grain != "action"

    @cached_property
    def final(self) -> Checked:
        """The check, with what only shows in rows that are laid out: their days and their names.

        Dates of one month, or two names for one channel, may turn out to be the same thing twice:
        one value would hide the other.
        """
        first, last = self.days
        usable = self.checked.usable
        lines = self.text[LINE].to_numpy()

        def shown(row: int) -> str:
            return f"{first[row]} – {last[row]}"

        key = next(field.shown for field in self.plan.fields if field.name == "date")
        backwards = usable & (last < first)
        faults = [fault_at("end_before_start", key, backwards, lines, shown)]
        if self.may_straddle and self.mapping.straddle == "refuse":
            beyond = usable & ~backwards & straddles(first, last)
            faults.append(fault_at("straddling_bucket", key, beyond, lines, shown))
        checked = self.checked.also(faults)
        return checked.also([self._repeated(checked.usable)])

    def _repeated(self, usable: np.ndarray) -> CellFault:
        """Rows that speak of what an earlier row speaks of."""
        known = {field.name: field.shown for field in self.plan.fields}
        names = [
            name
            for name in ("entity", *self.mapping.dimensions)
            if name in self.laid_out.column_names
        ]
        names = [name for name in names if name != "content_type"]
        shown = " + ".join(known.get(name, known.get("label", name)) for name in ("date", *names))
        return repeated_rows(self.laid_out, ["date_start", "date_end", *names], usable, shown)

    @cached_property
    def laid_out(self) -> pa.Table:
        """Every row of the sheet, usable or not, with the columns of an observation."""
        table = self.checked.table
        first, last = self.days
        columns: dict[str, Any] = {
            "date_start": pa.array(first, pa.date32()),
            "date_end": pa.array(last, pa.date32()),
            LINE: table[LINE],
            "source_line": table[LINE],
        }
        if self.mapping.entity is not None:
            columns |= _entity_columns(table, first, self.mapping)
        for name in (*self.mapping.dimensions, "content_type"):
            if name in table.column_names:
                columns[name] = _mapped(table[name], self._renamed(name))
        for figures in self.plan.figures:
            columns |= _figure_columns(figures, table, self.text)
        return pa.table(columns)

    @cached_property
    def rows(self) -> pa.Table:
        """The usable rows."""
        return self.final.kept_of(self.laid_out)

    def _renamed(self, dimension: str) -> Callable[[str], str | None]:
        """How a cell of a dimension is called from here on."""
        listed = self.mapping.values.get(dimension, {})
        names = {normalised(name): tidied(name) for name in listed.values()}
        names |= {normalised(found): tidied(name) for found, name in listed.items()}

        def rename(cell: str) -> str | None:
            if (form := normalised(cell)) in names:
                return names[form]
            if dimension == "content_type":
                return known_type(cell) or cell.lower()
            return cell.lower() if dimension == "network" else cell

        return rename

    def unlisted(self) -> list[Problem]:
        """A warning for each dimension with values that the mapping's list does not hold."""
        problems = []
        for dimension, names in self.mapping.values.items():
            if dimension not in self.checked.table.column_names:
                continue
            listed = {normalised(name) for name in (*names, *names.values())}
            cells = pc.unique(self.checked.kept[dimension]).drop_null().to_pylist()
            found = sorted(cell for cell in cells if normalised(cell) not in listed)
            if found:
                values = {"found": found, "known": list(names)}
                problems.append(
                    Problem("unlisted_value", values, self.file, key=dimension, severity="warn")
                )
        return problems


def _days(column: pa.ChunkedArray) -> np.ndarray:
    return column.to_numpy(zero_copy_only=False).astype("datetime64[D]")


def _mapped(column: pa.ChunkedArray, change: Callable[[str], str | None]) -> pa.ChunkedArray:
    """Each distinct text changed once."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    names = pa.array([change(text) for text in coded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([names.take(coded.indices)])


def _entity_columns(table: pa.Table, first: np.ndarray, mapping: SheetMapping) -> dict[str, Any]:
    """Id, label and link of each row; without an id column the label and day, or the row's place.

    A row's number is never its id where it has a name: a row put in above would rename the others.
    """
    columns = {n: table[n] for n in ("label", "permalink") if n in table.column_names}
    if "entity" in table.column_names:
        entities: Any = table["entity"]
    else:
        rows = [f"row {place}" for place in range(1, table.num_rows + 1)]
        labels = table["label"].to_pylist() if "label" in columns else [None] * len(rows)
        named = zip(labels, first.astype(str), rows, strict=True)
        entities = pa.array([f"{label} · {day}" if label else row for label, day, row in named])
    columns["entity"] = entities
    if mapping.date.bucket == "day":
        columns["published_at"] = pa.array(first.astype("datetime64[us]"))
    return columns


def _figure_columns(figures: Figures, table: pa.Table, text: pa.Table) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if figures.field is None:
        columns[_column_of(figures)] = pa.repeat(pa.scalar(figures.constant), table.num_rows)
    else:
        columns[figures.field] = table[figures.field]
    if figures.currency_field is not None:
        columns[figures.currency_field] = _mapped(text[figures.currency_field], currency_named)
    return columns


def _column_of(figures: Figures) -> str:
    return figures.field or f"constant_{figures.metric}"


def currency_faults(text: pa.Table, plan: Plan) -> list[CellFault]:
    """Records whose currency column names no currency: their amounts mean nothing.

    Parameters
    ----------
    text : pyarrow.Table
        Text table of the sheet.
    plan : Plan
        What is read from it.
    """
    lines = text[LINE].to_numpy()
    return [
        fault_at(
            "unknown_currency",
            figures.currency_field,
            _mapped(text[figures.currency_field], currency_named).is_null().to_numpy(),
            lines,
            lambda row, name=figures.currency_field: str(text[name][row]),
        )
        for figures in plan.figures
        if figures.currency_field is not None
    ]


def sheet_observations(sheet: Sheet, seen: Observed) -> pa.Table:
    """Observations of a sheet, straddling buckets treated as its mapping says."""
    rows = _with_observed(sheet, seen)
    names = list(dict.fromkeys(_column_of(figures) for figures in sheet.plan.figures))
    if sheet.may_straddle and sheet.mapping.straddle == "start":
        rows = clipped(rows)
    elif sheet.may_straddle and sheet.mapping.straddle == "prorate":
        rows = prorated(rows, names)
    metrics = [_metric(sheet, figures) for figures in sheet.plan.figures]
    return observation_rows(rows, metrics, _constants(sheet, seen))


def _metric(sheet: Sheet, figures: Figures) -> Metric:
    mapping = sheet.mapping
    dimensions = (*mapping.dimensions, *figures.fixed)
    split = next((name for name in _SPLITS if name in dimensions), BREAKDOWN_TOTAL)
    return Metric(
        figures.metric,
        _column_of(figures),
        mapping.grain,
        mapping.counter,
        breakdown=split if mapping.counter == "unique" else BREAKDOWN_TOTAL,
        currency=figures.currency or sheet.checked.currencies.get(figures.field or ""),
        currency_column=figures.currency_field,
        fixed=figures.fixed,
    )


def _with_observed(sheet: Sheet, seen: Observed) -> pa.Table:
    """Rows with the day of export that a column of the sheet states; a day is taken at noon UTC."""
    if not sheet.plan.has("observed"):
        return sheet.rows
    stated = sheet.final.kept["observed"].to_numpy().astype("datetime64[us]")
    whole_day = stated == stated.astype("datetime64[D]")
    moments = np.where(whole_day, stated + _NOON, stated)
    at = np.where(np.isnat(stated), np.datetime64(seen.at, "us"), moments)
    assumed = np.isnat(stated) & seen.assumed
    return sheet.rows.append_column("observed_at", pa.array(at, pa.timestamp("us"))).append_column(
        "observed_assumed", pa.array(assumed)
    )


def sheet_entities(sheet: Sheet, seen: Observed) -> pa.Table:
    """Posts or actions of a sheet; empty where its rows are neither."""
    if sheet.mapping.entity is None:
        return arrow_schema(ENTITY).empty_table()
    return entity_rows(_with_observed(sheet, seen), _constants(sheet, seen))


def sheet_windows(sheet: Sheet, seen: Observed) -> pa.Table:
    """Days that the sheet speaks of, for each network and account."""
    constants = _constants(sheet, seen)
    rows = sheet.rows
    names = [name for name in ("network", "account") if name in rows.column_names]
    owners = rows.select(names).group_by(names).aggregate([]).to_pylist() if names else [{}]
    days = {sheet.mapping.grain: spoken_days(rows, sheet.mapping.covers)}
    return pa.concat_tables([window_rows(days, {**constants, **owner}) for owner in owners])


def _constants(sheet: Sheet, seen: Observed) -> Mapping[str, Any]:
    mapping = sheet.mapping
    stated = {name: tidied(text) for name, text in mapping.constants.items()}
    if "network" in stated:
        stated["network"] = stated["network"].lower()
    if mapping.timezone is not None:
        stated["bucket_tz"] = mapping.timezone
    return file_columns(mapping.name, sheet.file, sheet.context, seen, **stated)
