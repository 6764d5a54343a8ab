"""Wide tables that measures point at, made of the newest observations as known at one time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import ibis
import pandas as pd

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
        """Grains held in memory, from frames with the key columns they need; others are null."""
        raise NotImplementedError
