"""An analyst's own table, CSV or workbook, read as its mapping says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.sources.checks import check_table
from kpi_helpers.sources.headers import Header, normalised, read_header, tidied
from kpi_helpers.sources.losses import tally
from kpi_helpers.sources.numbers import NATIVE
from kpi_helpers.sources.provenance import Observed, observed_at
from kpi_helpers.sources.records import LINE, column_name, read_table
from kpi_helpers.sources.result import ReadContext, ReadResult
from kpi_helpers.sources.sheet_plan import Plan, plan_sheet
from kpi_helpers.sources.sheet_rows import (
    Sheet,
    currency_faults,
    sheet_entities,
    sheet_observations,
    sheet_windows,
)
from kpi_helpers.sources.sheet_spread import BRACES
from kpi_helpers.sources.stretches import Stretch, stretches
from kpi_helpers.sources.text import Record, open_text
from kpi_helpers.sources.workbook import is_workbook, open_workbook

__all__ = ["read_sheet"]

_SEPARATOR = re.compile(r'[^"\r\n]')


@dataclass(frozen=True)
class _Opened:
    """A sheet whose header is known."""

    sha256: str
    header: Header
    records: Callable[[Header, Sequence[int]], Iterable[Stretch]]
    problems: tuple[Problem, ...]


def read_sheet(path: Path, file: str, mapping: SheetMapping, context: ReadContext) -> ReadResult:
    """Read a sheet as its mapping says.

    Parameters
    ----------
    path : Path
        CSV or workbook.
    file : str
        Its name as problems and observations tell it.
    mapping : SheetMapping
        What its columns mean.
    context : ReadContext
        Brand, time zone, and the user's day of export.

    Returns
    -------
    ReadResult
        ``source`` is the mapping's name.

    Raises
    ------
    SourceError
        When a column the mapping names is not there, or too much cannot be used.
    """
    opened = _open(path, file, mapping)
    plan = plan_sheet(mapping, opened.header, file)
    named = partial(_named, plan, mapping)
    places = list(plan.places.values())
    records = opened.records(opened.header, places)
    found = read_table(records, opened.header, places, file, derive=named)
    text, totals = _without_totals(found.table, plan)
    checked = check_table(
        text,
        plan.fields,
        brand_currency=context.currency,
        keys=plan.keys,
        decimal=mapping.decimal,
        given=currency_faults(text, plan),
    )
    sheet = Sheet(file, mapping, plan, text, checked, context)
    checked = sheet.final
    told_before = (*opened.problems, *opened.header.problems, *plan.problems, *sheet.unlisted())
    counted = tally(
        file,
        text.num_rows,
        checked.rejected,
        checked.faults,
        found.faults,
        totals=totals,
        warnings=told_before,
    )
    seen = _observed(path, file, mapping, context)
    return ReadResult(
        mapping.name,
        context.brand,
        file,
        opened.sha256,
        sheet_observations(sheet, seen),
        sheet_entities(sheet, seen),
        sheet_windows(sheet, seen),
        **vars(counted),
    )


def _open(path: Path, file: str, mapping: SheetMapping) -> _Opened:
    """The header at its row, and the records of the file."""
    if is_workbook(path):
        book = open_workbook(path, file, mapping.worksheet)
        header = _header(book.records(), mapping.header_row, file)
        return _Opened(book.sha256, header, lambda *_: book.records(), ())
    if mapping.separator is not None and not _SEPARATOR.fullmatch(mapping.separator):
        values = {"found": mapping.separator, "mapping": mapping.name}
        raise SourceError(Problem("bad_separator", values, file))
    text = open_text(path, file, mapping.encoding)
    first = max(mapping.header_row, text.first_line)
    separator = mapping.separator or text.separator_at(first)
    header = _header(text.records(separator), first, file)
    records = partial(stretches, text, separator=separator)
    return _Opened(text.sha256, header, records, text.problems)


def _header(records: Iterable[Record], row: int, file: str) -> Header:
    for line, cells in records:
        if line >= row and cells and any(cells):
            return read_header(cells, line, file)
    raise SourceError(Problem("no_header", {"row": str(row)}, file))


def _named(plan: Plan, mapping: SheetMapping, batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch under the names of the plan, its names tidied and its date put together."""
    columns = {name: batch[column_name(at)] for name, at in plan.places.items()}
    for name in columns.keys() & {*mapping.dimensions, "content_type"}:
        coded = columns[name].dictionary_encode()
        names = [None if text is None else tidied(text) for text in coded.dictionary.to_pylist()]
        columns[name] = pa.array(names, pa.string()).take(coded.indices)
    if plan.parts:
        compose = mapping.date.compose or ""
        pieces: list[pa.Array | str] = []
        for place, piece in enumerate(BRACES.split(compose)):
            pieces.append(_part(columns[plan.parts[piece]]) if place % 2 else piece)
        columns["date"] = pc.binary_join_element_wise(*pieces, "")
    return pa.RecordBatch.from_pydict({LINE: batch[LINE], **columns})


def _part(cells: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(pc.replace_substring(cells, NATIVE, ""))


def _without_totals(table: pa.Table, plan: Plan) -> tuple[pa.Table, int]:
    """Records that the mapping does not call totals, and how many it does."""
    is_total = np.zeros(table.num_rows, dtype=bool)
    for name, texts in plan.skipped.items():
        coded = table[name].combine_chunks().dictionary_encode()
        wanted = {normalised(text) for text in texts}
        hit = [normalised(text) in wanted for text in coded.dictionary.to_pylist()]
        is_total |= np.array(hit, dtype=bool)[coded.indices.to_numpy()]
    return table.filter(pa.array(~is_total)), int(is_total.sum())


def _observed(path: Path, file: str, mapping: SheetMapping, context: ReadContext) -> Observed:
    stated = mapping.observed_at
    try:
        return observed_at(path, context, None if stated and BRACES.search(stated) else stated)
    except ValueError as error:
        values = {"found": stated, "mapping": mapping.name}
        raise SourceError(Problem("bad_observed_at", values, file)) from error
