"""The daily and weekday figures that a session describes its month by, as frames for notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.metrics.nature import nature_of

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Describe"]

MONTHS = 14
"""Months of days: what a day is judged by, and a year of seasons."""


@dataclass(frozen=True)
class Describe:
    """The days of a session's KPIs.

    Parameters
    ----------
    session : Session
    """

    session: Session

    @cached_property
    def daily(self) -> pd.DataFrame:
        """Every KPI that has figures by day, whole and by network, over 14 months of days.

        Figures counted up from the start of a year or quarter are left out: they are other
        figures summed.

        Returns
        -------
        DataFrame
            Columns of ``schema.VALUES``, ``network`` (null: the whole) and ``nature``
            (``metrics.nature``).
        """
        session = self.session
        kpis = [name for name, kpi in session.catalogue.kpis.items() if kpi.kind != "cumulative"]
        lately = session.by_day(kpis)
        kpis = list(lately.loc[lately["value"].notna(), "kpi"].unique())
        whole = session.by_day(kpis, months=MONTHS).assign(network=None)
        split = session.splittable(kpis, "network")
        parts = session.by_day(split, months=MONTHS, by=["network"])
        frames = [whole, parts[parts["network"].notna()]]
        every = pd.concat([one.astype({"network": object}) for one in frames], ignore_index=True)
        nature = {kpi: nature_of(session.catalogue, kpi) for kpi in kpis}
        return every.assign(nature=every["kpi"].map(nature))
