"""Content exports of Meta Business Suite: posts with counters that run since their publication.

A later export of the same posts shows higher counts. Each is an observation of its own time, and
the newest wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.schema import BREAKDOWN_TOTAL
from kpi_helpers.sources.captions import caption
from kpi_helpers.sources.checks import check_table, kept_columns
from kpi_helpers.sources.content_types import blank_to_null, content_types
from kpi_helpers.sources.contract import Bound, Export, Field, bind
from kpi_helpers.sources.headers import Header, read_header
from kpi_helpers.sources.losses import CellFault, Tally, fault_at, tally
from kpi_helpers.sources.meta_columns import FACEBOOK, INSTAGRAM, LIFETIME
from kpi_helpers.sources.observations import (
    Metric,
    entity_rows,
    file_columns,
    observation_rows,
    window_rows,
)
from kpi_helpers.sources.provenance import observed_at, window_in_name
from kpi_helpers.sources.records import LINE, disagree, named, read_table
from kpi_helpers.sources.registry import Reader
from kpi_helpers.sources.result import ReadContext, ReadResult
from kpi_helpers.sources.stretches import stretches
from kpi_helpers.sources.text import TextFile

__all__ = ["PLATFORM_TIME", "READERS"]

PLATFORM_TIME = "America/Los_Angeles"
"""Zone in which Meta states times and cuts days, wherever the account is."""

_FORMATS = ("%m/%d/%Y %H:%M",)
_CARRIED = ("title", "description", "permalink", "post_type")
_CLASH = "clash:"


def _header(text: TextFile) -> Header | None:
    line, cells = text.head[0] if text.head else (1, None)
    return read_header(cells, line, text.file) if cells else None


@dataclass(frozen=True)
class _Posts:
    """The usable posts of an export, and what became of the others."""

    rows: pa.Table
    currencies: Mapping[str, str]
    counted: Tally


def _read(export: Export, network: str, text: TextFile, context: ReadContext) -> ReadResult:
    header = _header(text)
    bound = bind(export, header, text.file)
    posts = _posts(export, text, header, bound, context)
    rows = posts.rows
    accounts = pc.unique(rows["account"]).to_pylist()
    columns = file_columns(
        export.name,
        text.file,
        context,
        observed_at(text.path, context),
        network=network,
        bucket_tz=PLATFORM_TIME,
    )
    windows = _windows(text, rows, accounts, columns)
    if len(accounts) == 1:
        rows, columns = rows.drop_columns("account"), {**columns, "account": accounts[0]}
    return ReadResult(
        export.name,
        context.brand,
        text.file,
        text.sha256,
        observation_rows(rows, _metrics(export, bound, posts.currencies), columns),
        entity_rows(rows, columns),
        windows,
        **vars(posts.counted),
    )


def _posts(
    export: Export, text: TextFile, header: Header, bound: Bound, context: ReadContext
) -> _Posts:
    positions = [place for places in bound.places.values() for place in places]
    derive = partial(_derived, bound)
    records = stretches(text, header, positions)
    found = read_table(records, header, positions, text.file, derive=derive)
    checked = check_table(
        found.table,
        _fields(export, bound),
        brand_currency=context.currency,
        keys=[("account", "entity")],
        given=_clashes(found.table, bound),
    )
    types, unknown_types = content_types(found.table, text.file, header.line, bound.shown)
    counted = tally(
        text.file,
        found.table.num_rows,
        checked.rejected,
        checked.faults,
        found.faults,
        warnings=(*text.problems, *header.problems, *bound.problems, *unknown_types),
    )
    names = [name for name in checked.table.column_names if name not in ("date", LINE)]
    columns = {name: checked.table[name] for name in names} | {
        "source_line": checked.table[LINE],
        "date_start": checked.table["published_at"].cast(pa.date32()),
        "label": found.table["label"],
        "permalink": blank_to_null(found.table["permalink"]),
        "content_type": types,
    }
    usable, currencies = checked.usable, checked.currencies
    del found, checked, types  # the columns are all that is left to hold
    return _Posts(kept_columns(columns, usable), currencies, counted)


def _derived(bound: Bound, batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch under canonical names, with the caption: title or description, the longer."""
    known = named(batch, bound.places)
    columns = dict(zip(known.schema.names, known.columns, strict=True))
    for name, places in bound.places.items():
        if len(places) > 1:
            columns[f"{_CLASH}{name}"] = disagree(batch, places)
    texts = (columns.pop("title", None), columns.pop("description", None))
    columns["label"] = caption([text for text in texts if text is not None], len(batch))
    return pa.RecordBatch.from_pydict(columns)


def _clashes(table: pa.Table, bound: Bound) -> list[CellFault]:
    """Records in which two columns with one meaning differ."""
    lines = table[LINE].to_numpy()
    return [
        fault_at(
            "columns_disagree",
            bound.shown[name.removeprefix(_CLASH)],
            table[name].to_numpy(),
            lines,
            lambda row, name=name: str(table[name.removeprefix(_CLASH)][row]),
        )
        for name in table.column_names
        if name.startswith(_CLASH)
    ]


def _fields(export: Export, bound: Bound) -> list[Field]:
    return [
        Field(
            column.name,
            bound.shown[column.name],
            column.kind,
            required=column.filled,
            minimum=column.minimum,
            formats=_FORMATS if column.kind == "moment" else (),
            currency=bound.currencies.get(column.name),
            permalink="permalink" if column.kind == "id" else None,
            allowed=LIFETIME if column.name == "date" else frozenset(),
        )
        for column in export.columns
        if column.name in bound.places and column.name not in _CARRIED
    ]


def _metrics(export: Export, bound: Bound, currencies: Mapping[str, str]) -> list[Metric]:
    return [
        Metric(
            column.metric,
            column.name,
            grain="post",
            counter="lifetime",
            breakdown="funding" if column.funding else BREAKDOWN_TOTAL,
            currency=currencies.get(column.name) if column.kind == "money" else None,
            fixed={"funding": column.funding} if column.funding else {},
        )
        for column in export.columns
        if column.metric is not None and column.name in bound.places
    ]


def _windows(
    text: TextFile, rows: pa.Table, accounts: Sequence[str], columns: Mapping[str, Any]
) -> pa.Table:
    """Days the file speaks of: those in its name, else first to last publication.

    No file knows of days after its own export.
    """
    named_days = window_in_name(text.path.name)
    first, last = named_days or tuple(pc.min_max(rows["date_start"]).as_py().values())
    days = {"post": (first, max(first, min(last, columns["observed_at"].date())))}
    return pa.concat_tables(
        window_rows(days, {**columns, "account": account}) for account in accounts
    )


READERS = tuple(
    Reader(
        export.name,
        _header,
        export.missing,
        sum(column.required for column in export.columns),
        partial(_read, export, network),
    )
    for export, network in ((FACEBOOK, "facebook"), (INSTAGRAM, "instagram"))
)
