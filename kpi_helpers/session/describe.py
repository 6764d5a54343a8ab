"""The daily and weekday figures that a session describes its month by, as frames for notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.nature import nature_of
from kpi_helpers.periods import Month

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Describe"]

LONG = 60
"""Months from which a season is taken, as far as they are known."""

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

    def budget(self, result: str) -> pd.DataFrame:
        """Spend, budget and a result by channel in every month of the year, those to come too.

        Parameters
        ----------
        result : str
            A KPI that is counted by channel.

        Returns
        -------
        DataFrame
            Columns of ``schema.VALUES`` and ``channel``.
        """
        session = self.session
        year = [Month(session.month.year, number).period for number in range(1, 13)]
        kpis = ["ad_spend", "ad_budget", result]
        return kpi_values(session.catalogue, session.grains, kpis, year, by=["channel"])

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """The followed KPIs over five years of months.

        Returns
        -------
        DataFrame
            Columns of ``schema.VALUES`` and ``nature``.
        """
        session = self.session
        nature = {kpi: nature_of(session.catalogue, kpi) for kpi in session.scorecards}
        values = session.values(session.scorecards, months=LONG)
        return values.assign(nature=values["kpi"].map(nature))
