"""GA4 exports: traffic reports over a window, and explorations by day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.errors import Problem, SourceError
from kpi_helpers.schema import ENTITY
from kpi_helpers.sources.checks import check_table
from kpi_helpers.sources.contract import Bound, Field, bind
from kpi_helpers.sources.ga4_columns import (
    DIMENSIONS,
    GA4,
    OTHER_DIMENSIONS,
    PARTS,
    TOTALS,
    channel_name,
)
from kpi_helpers.sources.ga4_preamble import Preamble, find_header, read_preamble
from kpi_helpers.sources.ga4_rows import Table, observed_rows, site_windows, totals_that_differ
from kpi_helpers.sources.headers import Header, normalised
from kpi_helpers.sources.losses import tally
from kpi_helpers.sources.provenance import observed_at
from kpi_helpers.sources.records import TextTable, named, read_table
from kpi_helpers.sources.registry import Reader
from kpi_helpers.sources.result import ReadContext, ReadResult, arrow_schema
from kpi_helpers.sources.text import TextFile

__all__ = ["READERS"]

_DATE = ("%Y%m%d",)
_FIGURES = tuple(column.name for column in GA4.columns if column.metric)
_EARLIER = ("previous period", "previous year", "periode precedente", "annee precedente")


def _header(text: TextFile) -> Header | None:
    """The header below the comments; without comments only a channel column tells GA4."""
    header = find_header(text)
    if header is None:
        return None
    has_comments = header.line > text.first_line
    return header if has_comments or "channel" in bind(GA4, header, text.file).places else None


def _missing(header: Header) -> tuple[str, ...]:
    places = bind(GA4, header, "").places
    by_name = {column.name: column for column in GA4.columns}
    gaps = [by_name["channel"].aliases[0]] if not any(n in places for n in DIMENSIONS) else []
    gaps += [by_name["sessions"].aliases[0]] if not any(n in places for n in _FIGURES) else []
    return tuple(gaps)


def _read(text: TextFile, context: ReadContext) -> ReadResult:
    header = _header(text)
    preamble = read_preamble(text, header)
    bound = bind(GA4, header, text.file)
    _refuse_mixed(header, bound, preamble, text.file)
    found = _read_section(text, header, bound)
    _refuse_comparison(found.table, header, bound, text.file)
    fields = _fields(bound)
    key = [name for name in DIMENSIONS if name in bound.places]
    checked = check_table(found.table, fields, brand_currency=context.currency, keys=[key])
    table = Table(text.file, bound, fields, found, checked, preamble, context)
    counted = tally(
        text.file,
        found.table.num_rows,
        checked.rejected,
        checked.faults,
        found.faults,
        totals=len(found.totals),
        warnings=(
            *text.problems,
            *header.problems,
            *bound.problems,
            *_left_out(header, found, text.file),
            *totals_that_differ(table),
        ),
    )
    seen = observed_at(text.path, context)
    return ReadResult(
        GA4.name,
        context.brand,
        text.file,
        text.sha256,
        observed_rows(table, seen),
        arrow_schema(ENTITY).empty_table(),
        site_windows(table, seen),
        **vars(counted),
    )


def _read_section(text: TextFile, header: Header, bound: Bound) -> TextTable:
    dimensions = [at for name in DIMENSIONS for at in bound.places.get(name, ())]
    return read_table(
        text.records(),
        header,
        [place for places in bound.places.values() for place in places],
        text.file,
        derive=partial(_derived, bound),
        is_total=partial(_is_total, len(header.cells), dimensions),
        one_section=True,
    )


def _derived(bound: Bound, batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch under canonical names, channels called as English exports call them.

    They are renamed before anything is checked, so that two names of one channel are found out.
    """
    known = named(batch, bound.places)
    if "channel" not in bound.places:
        return known
    coded = known["channel"].dictionary_encode()
    names = [channel_name(name.strip()) for name in coded.dictionary.to_pylist()]
    at = known.schema.get_field_index("channel")
    return known.set_column(at, "channel", pa.array(names, pa.string()).take(coded.indices))


def _fields(bound: Bound) -> list[Field]:
    return [
        Field(
            column.name,
            bound.shown[column.name],
            column.kind,
            required=column.filled,
            minimum=column.minimum,
            formats=_DATE if column.kind == "date" else (),
        )
        for column in GA4.columns
        if column.name in bound.places and column.name != "date_range"
    ]


def _is_total(width: int, dimensions: Sequence[int], cells: Sequence[str]) -> bool:
    """A total row: its only dimension cell says so, or one cell more than the header has does."""
    beyond = next((cell for cell in reversed(cells[width:]) if cell.strip()), "")
    filled = [cells[at] for at in dimensions if at < len(cells) and cells[at].strip()]
    alone = filled[0] if len(filled) == 1 else ""
    return normalised(alone) in TOTALS or normalised(beyond) in TOTALS


def _refuse_mixed(header: Header, bound: Bound, preamble: Preamble, file: str) -> None:
    """Tables whose rows are not one channel on one day or window of one whole site."""
    problems = []
    if len(preamble.windows) > 1:
        problems.append(Problem("ga4_comparison", {}, file, header.line))
    if preamble.segment is not None:
        problems.append(Problem("ga4_segment", {"found": preamble.segment}, file))
    others = _other_dimensions(header, bound)
    if others:
        problems.append(Problem("ga4_other_dimension", {"found": others}, file, header.line))
    if not preamble.windows and "date" not in bound.places:
        problems.append(Problem("ga4_without_window", {}, file, header.line))
    if problems:
        raise SourceError(problems)


def _other_dimensions(header: Header, bound: Bound) -> list[str]:
    """Columns by which the table is split too often: exports state dimensions before figures."""
    taken = {place for places in bound.places.values() for place in places}
    rates = {normalised(name) for name in GA4.ignored}
    figures = [at for name in _FIGURES for at in bound.places.get(name, ())]
    figures += [at for at, name in enumerate(header.names) if name in rates or _earlier(name)]
    first = min(figures, default=0)
    parts = [at for part in PARTS for at in bound.places.get(part, ())]
    found = [
        at
        for at, name in enumerate(header.names)
        if name in OTHER_DIMENSIONS or (name and at < first and at not in taken)
    ]
    return [header.cells[at] for at in found + (parts if len(parts) > 1 else [])]


def _refuse_comparison(table: pa.Table, header: Header, bound: Bound, file: str) -> None:
    if "date_range" in bound.places and pc.count_distinct(table["date_range"]).as_py() > 1:
        raise SourceError(
            Problem("ga4_comparison", {}, file, header.line, bound.shown["date_range"])
        )


def _earlier(name: str) -> bool:
    return any(words in name for words in _EARLIER)


def _left_out(header: Header, found: TextTable, file: str) -> list[Problem]:
    """Columns of an earlier period, and tables below the first one."""
    earlier = [
        cell for cell, name in zip(header.cells, header.names, strict=True) if _earlier(name)
    ]
    problems = []
    if earlier:
        values = {"found": earlier}
        problems.append(
            Problem("earlier_period_ignored", values, file, header.line, severity="warn")
        )
    if found.end is not None:
        problems.append(Problem("section_ignored", {}, file, found.end, severity="warn"))
    return problems


READERS = (Reader(GA4.name, _header, _missing, 2, _read),)
