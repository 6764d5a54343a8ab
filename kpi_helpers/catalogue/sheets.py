"""How an analyst's own table becomes observations: one YAML file in ``params/sheets``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kpi_helpers.catalogue.entry import Dimension, Entry, Grain, Id

__all__ = ["SheetColumn", "SheetDate", "SheetEntity", "SheetMapping", "Spread"]


class SheetDate(Entry):
    """Where the bucket's first day comes from, and how long the bucket is.

    Either ``column`` (with ``format``, strptime codes) or ``compose``: a text such as
    ``2014-{Post Month}-01`` whose braces name columns (read with ``format``, default
    ``%Y-%m-%d``). ``end_column`` names a column with the last day, included.
    """

    column: str | None = None
    compose: str | None = None
    format: str = "%Y-%m-%d"
    end_column: str | None = None
    bucket: Literal["day", "week", "month", "as_given"] = "day"


class SheetColumn(Entry):
    """One metric: a column, or the row-wise product of several columns.

    With neither, the metric is ``scale`` on each row: one action a row counts 1.
    """

    column: str | None = None
    product: tuple[str, ...] = ()
    scale: float = 1.0
    currency: str | None = None  # ISO code; or the name of the column that holds it, as {column}
    minimum: float | None = None


class Spread(Entry):
    """One column per channel, turned to long form.

    ``pattern`` names the columns: ``{channel}_spend`` gives metric ``metric`` with dimension
    ``channel`` filled from the braces. ``names`` renames what was found in the braces. ``only``,
    when given, lists what may stand in the braces: other columns belong to another spread (one
    channel billed in another currency, say).
    """

    pattern: str
    metric: Id
    currency: str | None = None
    names: dict[str, str] = Field(default_factory=dict)
    only: tuple[str, ...] = ()
    minimum: float | None = None


class SheetEntity(Entry):
    """What a row is about, where rows are posts or actions."""

    column: str | None = None  # id column; without one, each row is its own entity
    label: str | None = None
    content_type: str | None = None
    permalink: str | None = None


class SheetMapping(Entry):
    """Everything needed to read one kind of sheet.

    ``covers: months`` says that a file lists all that happened in the months of its dates, so that
    quiet days at their ends are no missing days; ``dates``, that it is only known to speak of the
    days from its first date to its last.
    """

    name: Id
    files: tuple[str, ...] = Field(min_length=1)  # patterns of file names, case ignored
    grain: Grain
    counter: Literal["delta", "lifetime", "snapshot", "unique"] = "delta"
    header_row: int = Field(default=1, ge=1)
    worksheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: Literal[".", ","] | None = None  # None: found from the file
    timezone: str | None = None  # None: the brand's
    date: SheetDate
    straddle: Literal["refuse", "start", "prorate"] = "refuse"
    covers: Literal["dates", "months"] = "dates"  # days a file of events or snapshots speaks of
    observed_at: str | None = None  # an ISO date, or {column}
    constants: dict[
        Literal["network", "account", "channel", "campaign", "funding", "region"], str
    ] = Field(default_factory=dict)
    dimensions: dict[Dimension, str] = Field(default_factory=dict)  # dimension: column
    values: dict[Dimension, dict[str, str]] = Field(default_factory=dict)  # renamed cell values
    entity: SheetEntity | None = None
    columns: dict[Id, SheetColumn] = Field(default_factory=dict)  # metric: column
    spread: tuple[Spread, ...] = ()
    skip_rows_where: dict[str, tuple[str, ...]] = Field(
        default_factory=dict
    )  # totals: column: texts
    key: tuple[str, ...] = ()  # columns that must not repeat
