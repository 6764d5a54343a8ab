"""Wide tables that measures point at, made of the newest observations as known at one time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import ibis
import pandas as pd

from kpi_helpers.store.backend import connect
from kpi_helpers.store.frames import grain_table, window_frame

__all__ = ["Grains"]


@dataclass(frozen=True)
class Grains:
    """The grain tables of one brand, as known at one time.

    Parameters
    ----------
    brand : str
        Brand id.
    version : str
        Store version they were made of; part of a figure's provenance.
    known_at : datetime
        Newest ``observed_at`` that may be in them, UTC.
    tables : Mapping[str, ibis.Table]
        By grain name, with ``schema.GRAIN_KEYS`` and one DOUBLE column a metric.
    windows : pandas.DataFrame
        ``schema.WINDOW``: days that the imported files speak of.
    """

    brand: str
    version: str
    known_at: datetime
    tables: Mapping[str, ibis.Table]
    windows: pd.DataFrame = field(default_factory=pd.DataFrame)

    @classmethod
    def from_frames(
        cls,
        frames: Mapping[str, pd.DataFrame],
        *,
        brand: str = "brand",
        known_at: datetime,
        windows: pd.DataFrame | None = None,
    ) -> Grains:
        """Grains held in memory, for tests and for tables made by hand.

        Parameters
        ----------
        frames : Mapping[str, pandas.DataFrame]
            By grain name; the key columns each needs and one column a metric. See
            :func:`kpi_helpers.store.frames.grain_table` for what is filled in.
        brand : str
            Brand id; also fills the ``brand`` column where a frame has none.
        known_at : datetime
            UTC.
        windows : pandas.DataFrame, optional
            Columns of ``schema.WINDOW``.

        Returns
        -------
        Grains
            Over a DuckDB of its own.
        """
        backend = connect()
        tables = {
            name: backend.create_table(name, grain_table(frame, brand))
            for name, frame in frames.items()
        }
        return cls(brand, "frames", known_at, tables, window_frame(windows))
