"""What a session's changes are made of, as frames for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.metrics.changes import CHANGE_COLUMNS, changes_by_dimension, changes_by_formula

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

    def by_dimension(self, kpi: str, dimension: str, kind: str = "previous") -> pd.DataFrame:
        """The change of one KPI of the month by network, channel, region ...

        Returns
        -------
        DataFrame
            ``metrics.changes.CHANGE_COLUMNS``: parts that sum to the change, or one row with the
            reason why there are none.
        """
        compared = self.session.compared([kpi], kinds=(kind,))
        return changes_by_dimension(
            self.session.catalogue, self.session.grains, compared, dimension
        )

    def by_formula(self, kpi: str, kind: str = "previous") -> pd.DataFrame:
        """The change of one KPI of the month by the measures of its formula.

        Returns
        -------
        DataFrame
            As :meth:`by_dimension`.
        """
        compared = self.session.compared([kpi], kinds=(kind,))
        return changes_by_formula(self.session.catalogue, self.session.grains, compared)

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
            As :meth:`by_dimension`, KPIs in the order of `compared`.
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
        declared = self.session.catalogue.kpis[kpi].dimensions
        if "age_band" in declared:  # of people in small groups: regions only where cells are masked
            declared = tuple(name for name in declared if name != "region")
        return next((name for name in SPLITS if name in declared), None)

    def _told(
        self, compared: pd.DataFrame, kpis: Sequence[str], dimension: str = ""
    ) -> pd.DataFrame:
        rows = compared[compared["kpi"].isin(kpis)]
        catalogue, grains = self.session.catalogue, self.session.grains
        if dimension:
            return changes_by_dimension(catalogue, grains, rows, dimension)
        return changes_by_formula(catalogue, grains, rows)
