"""From long observations to one wide table a grain: the newest value of each key, once."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from kpi_helpers.schema import GRAIN_KEYS
from kpi_helpers.store.backend import PARQUET, Backend, quoted, text_literal
from kpi_helpers.store.series import CELL_KEY

__all__ = ["grain_selects", "write_grains"]

_ENTITY_KEY = ("source", "network", "account", "entity")
_DESCRIPTION = ("label", "content_type", "permalink", "published_at", "content_id")


def write_grains(backend: Backend, brand: str, folder: Path) -> None:
    """Write one Parquet file a grain of which anything is known: ``<grain>.parquet``.

    Parameters
    ----------
    backend, brand
        As for :func:`grain_selects`.
    folder : Path
        Receives the files.
    """
    for grain, select in grain_selects(backend, brand).items():
        path = folder / f"{grain}.parquet"
        backend.con.execute(f"COPY ({select}) TO {text_literal(str(path))} ({PARQUET})")
        with path.open("rb+") as handle:
            os.fsync(handle.fileno())


def grain_selects(
    backend: Backend, brand: str, wanted: Collection[str] | None = None
) -> dict[str, str]:
    """The query of each grain table of which anything is known.

    Parameters
    ----------
    backend : Backend
        From :func:`kpi_helpers.store.history.open_history`, not asked for them before.
    brand : str
        Brand id.
    wanted : collection of str, optional
        Names of grains; all of them when None.

    Returns
    -------
    dict of str
        By grain. Each gives ``schema.GRAIN_KEYS``, one DOUBLE column a metric, one
        ``<metric>_currency`` a metric that is money, ``label``, ``permalink``, ``published_at``,
        ``content_id``, ``observed_at`` and ``note``.
    """
    run = backend.con.execute
    columns = ", ".join(f"arg_max({name}, {_NEWEST}) AS {name}" for name in _DESCRIPTION)
    run(
        f"""CREATE TEMP TABLE described AS
        SELECT {quoted(_ENTITY_KEY)}, {columns} FROM entities GROUP BY {quoted(_ENTITY_KEY)}"""
    )
    run(f"CREATE TEMP TABLE cells AS SELECT DISTINCT cell, {quoted(CELL_KEY)} FROM series")
    names = [row[0] for row in run("SELECT DISTINCT grain FROM series ORDER BY grain").fetchall()]
    chosen = [grain for grain in names if wanted is None or grain in wanted]
    return {grain: _grain_select(backend, brand, grain) for grain in chosen}


_NEWEST = "epoch_us(observed_at)::HUGEINT * 1099511627776 + seq"


def _grain_select(backend: Backend, brand: str, grain: str) -> str:
    """The grain's rows: one a cell, entity and bucket, whatever was observed of them."""
    run = backend.con.execute
    metrics = run(
        """SELECT metric, bool_or(currency IS NOT NULL), bool_or(note IS NOT NULL)
        FROM series WHERE grain = ? GROUP BY metric ORDER BY metric""",
        [grain],
    ).fetchall()
    values, notes = [], []
    for metric, money, noted in metrics:
        only = f"FILTER (WHERE metric = {text_literal(metric)})"
        values.append(f"arg_max(value, rank) {only} AS {quoted([metric])}")
        if money:
            named = quoted([f"{metric}_currency"])
            values.append(f"arg_max_null(currency, rank) {only} AS {named}")
        if noted:
            notes.append(f"arg_max_null(note, rank) {only}")
    values.append(f"coalesce({', '.join(notes)}, NULL) AS note" if notes else _NO_NOTE)
    pivot = f"""SELECT cell, entity, arg_max(date_start, rank) AS date_start,
        arg_max(date_end, rank) AS date_end, {", ".join(values)}, max(seen_at) AS observed_at
        FROM seen WHERE grain = {text_literal(grain)}
        GROUP BY cell, entity, key_start, key_end"""
    return f"""SELECT {_key_columns(brand)},
        p.* EXCLUDE (cell, entity, date_start, date_end, observed_at, note),
        d.label, d.permalink, d.published_at, d.content_id, p.observed_at, p.note
        FROM ({pivot}) p JOIN cells c ON c.cell = p.cell
        LEFT JOIN described d ON d.entity = p.entity AND d.source = c.source
            AND d.network IS NOT DISTINCT FROM c.network
            AND d.account IS NOT DISTINCT FROM c.account
        ORDER BY p.date_start, p.cell, p.entity, p.date_end"""


_NO_NOTE = "CAST(NULL AS VARCHAR) AS note"


def _key_columns(brand: str) -> str:
    given = {
        "brand": text_literal(brand),
        "content_type": "d.content_type",
        "entity": "p.entity",
        "date_start": "p.date_start",
        "date_end": "p.date_end",
    }
    return ", ".join(f"{given.get(key, f'c.{key}')} AS {key}" for key in GRAIN_KEYS)
