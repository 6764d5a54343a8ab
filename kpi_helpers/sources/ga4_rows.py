"""The rows of a GA4 table as observations.

Sessions of a day are rows of ``site_day``; sums over a window of several days are rows of
``channel_period``, so that a monthly report beside a daily one is not counted twice. People are
counted once a window: each channel under breakdown ``channel``, and the site as a whole from the
total row, because nobody else knows how many people came through several channels. Rows split by
campaign or country are a breakdown of their own: beside an export by channel, they would count
every session again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.errors import Problem
from kpi_helpers.schema import BREAKDOWN_TOTAL
from kpi_helpers.sources.checks import Checked, check_table
from kpi_helpers.sources.contract import Bound, Field
from kpi_helpers.sources.ga4_columns import GA4, PARTS, UNIQUES, funding
from kpi_helpers.sources.ga4_preamble import Preamble
from kpi_helpers.sources.observations import Metric, file_columns, observation_rows, window_rows
from kpi_helpers.sources.provenance import Observed
from kpi_helpers.sources.records import LINE, TextTable
from kpi_helpers.sources.result import ReadContext

__all__ = ["Table", "observed_rows", "site_windows", "totals_that_differ"]

NETWORK = "web"
_METRICS = {column.name: column.metric for column in GA4.columns if column.metric}
_ROUNDING = 0.005


@dataclass(frozen=True)
class Table:
    """A GA4 table that has been read and checked."""

    file: str
    bound: Bound
    fields: Sequence[Field]
    found: TextTable
    checked: Checked
    preamble: Preamble
    context: ReadContext

    @cached_property
    def rows(self) -> pa.Table:
        """Usable rows with their days and their funding."""
        rows = self.checked.kept
        if "date" in rows.column_names:
            days = rows["date"]
            rows = rows.append_column("date_start", days).append_column("date_end", days)
        if "channel" in rows.column_names:
            coded = rows["channel"].combine_chunks().dictionary_encode()
            paid = pa.array([funding(name) for name in coded.dictionary.to_pylist()], pa.string())
            rows = rows.append_column("funding", paid.take(coded.indices))
        return rows.append_column("source_line", rows[LINE])

    @cached_property
    def totals(self) -> pa.Table:
        """The total row, typed like the others; no row where there is none or several."""
        names = [field.name for field in self.fields if field.name in _METRICS]
        lines = [line for line, _ in self.found.totals]
        cells = {
            name: pa.array(
                [record[self.bound.places[name][0]] for _, record in self.found.totals], pa.string()
            )
            for name in names
        }
        text = pa.table({**cells, LINE: pa.array(lines, pa.int64())})
        fields = [field for field in self.fields if field.name in names]
        if len(lines) != 1 or not fields:
            return text.slice(0, 0)
        checked = check_table(
            text,
            fields,
            brand_currency=self.context.currency,
            decimal=self.checked.decimal,
        )
        return checked.kept.append_column("source_line", checked.kept[LINE])

    @cached_property
    def window(self) -> tuple[date, date]:
        """First and last day: as the comments say, else as the dates do."""
        if self.preamble.windows:
            return self.preamble.windows[0]
        return tuple(pc.min_max(self.checked.kept["date"]).as_py().values())

    @property
    def by_day(self) -> bool:
        """Whether each row is one day."""
        return "date" in self.bound.places or self.window[0] == self.window[1]


def observed_rows(table: Table, seen: Observed) -> pa.Table:
    """Observations of a table: its rows, and the people of the site as a whole."""
    constants = _constants(table, seen)
    metrics = [_metric(table, name) for name in _METRICS if name in table.bound.places]
    rows = observation_rows(table.rows, metrics, constants)
    people = [replace(m, breakdown=BREAKDOWN_TOTAL) for m in metrics if m.name in UNIQUES]
    if not table.totals.num_rows or not people:
        return rows
    return pa.concat_tables([rows, observation_rows(table.totals, people, constants)])


def _metric(table: Table, name: str) -> Metric:
    """What a column holds: sums by campaign or country are parts of the sums by channel."""
    splits = (*PARTS, "channel") if name in UNIQUES else PARTS
    split = next((name for name in splits if name in table.bound.places), BREAKDOWN_TOTAL)
    if name in UNIQUES:
        return Metric(_METRICS[name], name, "account_window", "unique", breakdown=split)
    return Metric(
        _METRICS[name],
        name,
        "site_day" if table.by_day else "channel_period",
        "delta",
        breakdown=split,
        currency=table.checked.currencies.get(name) if name == "web_revenue" else None,
    )


def site_windows(table: Table, seen: Observed) -> pa.Table:
    """Days the table speaks of, for each grain it has rows of; none after its own export."""
    first, last = table.window
    days = (first, max(first, min(last, seen.at.date())))
    figures = [name for name in _METRICS if name in table.bound.places]
    grains = {_metric(table, name).grain for name in figures}
    return window_rows(dict.fromkeys(sorted(grains), days), _constants(table, seen))


def _constants(table: Table, seen: Observed) -> Mapping[str, Any]:
    return file_columns(
        GA4.name,
        table.file,
        table.context,
        seen,
        network=NETWORK,
        account=table.preamble.account,
        date_start=table.window[0],
        date_end=table.window[1],
    )


def totals_that_differ(table: Table) -> list[Problem]:
    """Sums that miss more than rounding of the total row: rows were cut off, or sampled."""
    if not table.totals.num_rows or table.checked.rejected or table.found.faults:
        return []
    problems = []
    for name in _METRICS:
        if name in UNIQUES or name not in table.totals.column_names:
            continue
        total = table.totals[name][0].as_py()
        found = pc.sum(table.rows[name]).as_py() or 0.0
        if total is not None and abs(found - total) > _ROUNDING * max(abs(total), 1.0):
            values = {"found": f"{found:g}", "total": f"{total:g}"}
            line = table.totals[LINE][0].as_py()
            shown = table.bound.shown[name]
            problems.append(Problem("total_differs", values, table.file, line, shown, "warn"))
    return problems
