"""What a session's changes are made of, as frames for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.metrics.changes import CHANGE_COLUMNS, changes_by_dimension, changes_by_formula
from kpi_helpers.schema import PEOPLE

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["SessionChange"]

SPLITS = ("network", "channel", "region")
"""Dimensions that a year's change is split by: the first that the KPI declares."""


@dataclass(frozen=True)
class SessionChange:
    """The changes of a session's month and year, taken apart.

    Parameters
    ----------
    session : Session
    """

    session: Session

    def of_year(self, compared: pd.DataFrame) -> pd.DataFrame:
        """The changes of several KPIs, each the way that tells most.

        By the first of network, channel and region that the KPI declares; where it declares
        none, or its parts do not make up the whole, by the measures of its formula.

        Parameters
        ----------
        compared : DataFrame
            Rows of ``metrics.compare_kpis`` of one kind, without a split.

        Returns
        -------
        DataFrame
            ``metrics.changes.CHANGE_COLUMNS``, KPIs in the order of `compared`: parts that sum to
            the change, or one row with the reason why there are none.
        """
        frames = []
        left = list(compared["kpi"])
        for dimension in SPLITS:
            own = [kpi for kpi in left if self._first_split(kpi) == dimension]
            found = self._told(compared, own, dimension)
            frames.append(found[found["reason"].isna()])
            left = [kpi for kpi in left if kpi not in set(frames[-1]["kpi"])]
        frames.append(self._told(compared, left))
        known = [frame.astype(object) for frame in frames if len(frame)]
        every = pd.concat(known) if known else pd.DataFrame(columns=CHANGE_COLUMNS)
        order = {kpi: place for place, kpi in enumerate(compared["kpi"])}
        every = every.sort_values("kpi", key=lambda kpis: kpis.map(order), kind="stable")
        return every.astype({"value": "float64"}).reset_index(drop=True)

    def _first_split(self, kpi: str) -> str | None:
        told = self.session.catalogue.kpis[kpi]
        hidden = PEOPLE if told.of_small_groups else ()  # told only where cells are masked
        return next((d for d in SPLITS if d in told.dimensions and d not in hidden), None)

    def _told(
        self, compared: pd.DataFrame, kpis: Sequence[str], dimension: str = ""
    ) -> pd.DataFrame:
        rows = compared[compared["kpi"].isin(kpis)]
        catalogue, grains = self.session.catalogue, self.session.grains
        if dimension:
            return changes_by_dimension(catalogue, grains, rows, dimension)
        return changes_by_formula(catalogue, grains, rows)
