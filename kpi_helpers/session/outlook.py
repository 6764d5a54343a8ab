"""What a session knows of the months ahead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.metrics.forecasting_kpis import Outlook, outlooks
from kpi_helpers.metrics.nature import nature_of

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Outlooks"]

HISTORY = 72
"""Months read: six years, as far as there are any."""
REST = ["month", "lo", "value", "hi", "currency"]


@dataclass(frozen=True)
class Outlooks:
    """The months ahead of what the brand follows and of what it has targets for.

    Examples
    --------
    In a notebook::

        limits, targets = session.catalogue.thresholds.forecast, session.objectives.targets()
        lead = session.objectives.outcome
        finding = forecast.coming_months(session.outlook.ahead, limits, lead, targets)
        show(finding)

        finding = forecast.backtest(session.outlook.ahead)
        show(finding)

        finding = reach.reach(session.outlook.ahead, targets)
        show(finding)
    """

    session: Session

    def months(self) -> pd.DataFrame:
        """Monthly values of the scorecards and of the KPIs with an objective, six years back.

        Returns
        -------
        DataFrame
            Columns of ``schema.VALUES``, ``use`` (``scorecard``; ``target``: within the perimeter
            of its objective, a cumulative KPI month by month) and ``nature``.
        """
        followed = self.session.values(self.session.scorecards, months=HISTORY)
        aimed = self.session.objectives.months(HISTORY)
        natures = {kpi: self._nature(kpi) for kpi in self.session.scorecards}
        shown = followed.assign(use="scorecard", nature=followed["kpi"].map(natures))
        plain = {kpi: nature_of(self.session.catalogue, kpi) for kpi in aimed["kpi"].unique()}
        wanted = aimed.assign(use="target", nature=aimed["kpi"].map(plain))
        known = [frame for frame in (shown, wanted) if len(frame)]
        return pd.concat(known, ignore_index=True) if known else shown

    def _nature(self, kpi: str) -> str:
        catalogue = self.session.catalogue
        running = catalogue.kpis[kpi].kind == "cumulative"
        return "cumulative" if running else nature_of(catalogue, kpi)

    @cached_property
    def ahead(self) -> list[Outlook]:
        """The outlook of each of them; worked out once."""
        return self._outlooks(self.months())

    def _outlooks(self, months: pd.DataFrame) -> list[Outlook]:
        limits = self.session.catalogue.thresholds.forecast
        return outlooks(
            months,
            self.session.month,
            horizon=limits.horizon,
            ahead=limits.furthest,
            least=limits.min_months,
            own=limits.own_months,
        )

    def rest_of_year(self, kpi: str) -> pd.DataFrame:
        """What a total is forecast to be in each month of the year that is not complete yet.

        Returns
        -------
        DataFrame
            ``month`` (``YYYY-MM``), ``lo``, ``value``, ``hi`` (four times in five between them)
            and ``currency``; empty where there is no forecast.
        """
        months = self.session.values([kpi], months=HISTORY)
        (one,) = self._outlooks(months.assign(use="budget", nature=self._nature(kpi)))
        if one.made is None:
            return pd.DataFrame(columns=REST)
        lo, hi = one.made.interval(80)
        told = {"month": one.months, "lo": lo, "value": one.made.point, "hi": hi}
        rest = pd.DataFrame(told).assign(currency=one.currency)
        rest = rest[[month.year == self.session.month.year for month in one.months]]
        return rest.assign(month=rest["month"].map(str))[REST]
