"""What the objectives notebook reads of declarations and store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.catalogue.checks_objectives import WHOLE_BRAND
from kpi_helpers.catalogue.models import Kpi, Objective
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.nature import Nature, as_flow, nature_of
from kpi_helpers.periods import Month, Period, comparison_period, months_back

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Objectives"]

HISTORY = 36
LONG_HISTORY = 60
PAST_YEARS = 2
DECLARED = ["objective", "weight", "owner", "perimeter", "horizon", "by", "start", "kpi"]
NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(("value", "unit", "currency", "complete", "settled", "coverage", "stale")),
    **dict.fromkeys(("as_of", "reason")),
    "caveats": [],
}
"""What is known of the KPI of an objective that has none."""


@dataclass(frozen=True)
class Objectives:
    """Objectives and the KPIs that serve them, for one session."""

    session: Session

    @property
    def kpis(self) -> list[str]:
        """KPIs with an objective, the heaviest objective first."""
        return [name for _, names in self._by_objective() for name in names]

    @property
    def indicators(self) -> list[str]:
        """KPIs that are followed although no objective stands behind them."""
        kpis = self.session.catalogue.kpis
        return [name for name in self.session.scorecards if not kpis[name].objective]

    @property
    def outcome(self) -> str | None:
        """What the heaviest objective that names an outcome is about; else the first KPI."""
        objectives = self.session.catalogue.objectives
        named = [objectives[name].outcome for name, _ in self._by_objective()]
        return next((outcome for outcome in named if outcome), next(iter(self.kpis), None))

    def targets(self) -> pd.DataFrame:
        """Each objective with each of its KPIs: what is wanted, and what there is.

        Returns
        -------
        DataFrame
            One row an objective and KPI, heaviest objectives first; an objective without KPI has
            one row whose ``kpi`` is null. What is declared: ``objective``, ``weight``, ``owner``,
            ``perimeter``, ``horizon`` (months), ``by`` and ``start`` (days), ``kpi``,
            ``kpi_version``, ``direction``, ``nature`` (``metrics.nature``), ``deprecated``,
            ``target``, ``baseline``, ``per``, ``warn``. What is known over the span of the target,
            as far as the session's month: ``value`` and the columns of ``schema.VALUES`` that go
            with it, ``span_start``, ``span_end`` (of the whole month, quarter or year),
            ``month_start``, ``month_end``.
        """
        known = self._known()
        rows = [
            self._row(objective, name) | known.get(name, NOTHING)
            for objective, names in self._by_objective()
            for name in names or [None]
        ]
        return pd.DataFrame(rows, columns=list(rows[0]) if rows else DECLARED).astype(object)

    def months(self, count: int = HISTORY) -> pd.DataFrame:
        """Monthly values of the KPIs with an objective, three years back unless `count` says more.

        A cumulative KPI is told month by month.

        Returns
        -------
        DataFrame
            Columns of ``schema.VALUES``.
        """
        periods = [month.period for month in months_back(self.session.month, count)]
        return self._values(self.kpis, periods, flows=True)

    def parts(self) -> pd.DataFrame:
        """The same month of the two years before: as far as it has come now, and whole.

        Returns
        -------
        DataFrame
            ``kpi``, ``part``, ``whole``, ``complete``; no row where the month is over.
        """
        period = self.session.month.period
        now = self._values(self.kpis, [period], flows=True)
        cut = now[now["as_of"].notna() & ~now["complete"].astype(bool)]
        rows = [
            self._part(str(kpi), comparison_period(_shifted(period, back), "year_ago"), as_of.day)
            for kpi, as_of in zip(cut["kpi"], cut["as_of"], strict=True)
            if self._nature(str(kpi)) == "flow"
            for back in range(PAST_YEARS)
        ]
        return pd.DataFrame(rows, columns=["kpi", "part", "whole", "complete"])

    def texts(self) -> pd.DataFrame:
        """What is said of the KPIs with an objective.

        Returns
        -------
        DataFrame
            ``kpi``, ``words`` (of the shorter of its two definitions), ``decision`` (whether one
            is named).
        """
        kpis = self.session.catalogue.kpis
        rows = [
            {
                "kpi": name,
                "words": min(len(text.split()) for _, text in kpis[name].definition),
                "decision": all(text.strip() for _, text in kpis[name].decision),
            }
            for name in self.kpis
        ]
        return pd.DataFrame(rows, columns=["kpi", "words", "decision"])

    def links(self) -> pd.DataFrame:
        """Each KPI of an objective with the KPI that says in the end whether it was reached.

        Returns
        -------
        DataFrame
            ``objective``, ``kpi``, ``outcome``; no row for an objective without an outcome, for
            the outcome itself, nor for an objective that is limited to a segment: its outcome is
            known of the whole brand only.
        """
        objectives = self.session.catalogue.objectives
        rows = [
            {"objective": objective, "kpi": name, "outcome": objectives[objective].outcome}
            for objective, names in self._by_objective()
            for name in names
            if objectives[objective].outcome not in (None, name)
            and objectives[objective].perimeter in (None, WHOLE_BRAND)
        ]
        return pd.DataFrame(rows, columns=["objective", "kpi", "outcome"])

    def history(self, links: pd.DataFrame) -> pd.DataFrame:
        """Monthly values, five years back, of the KPIs and the outcomes of `links`."""
        kpis = list(dict.fromkeys([*links["kpi"], *links["outcome"]]))
        return self.session.values(kpis, months=LONG_HISTORY)

    # -- how it is read

    def _by_objective(self) -> Iterator[tuple[str, list[str]]]:
        """Objectives, the heaviest first, with their KPIs in the order they are declared."""
        catalogue = self.session.catalogue
        order = sorted(catalogue.objectives, key=lambda name: -catalogue.objectives[name].weight)
        for objective in order:
            yield objective, [n for n, kpi in catalogue.kpis.items() if kpi.objective == objective]

    def _row(self, objective_id: str, name: str | None) -> dict[str, Any]:
        objective = self.session.catalogue.objectives[objective_id]
        kpi = self.session.catalogue.kpis[name] if name else None
        target = kpi.target if kpi else None
        by = (target.by if target else None) or objective.by
        month = self.session.month.period
        span = _span(kpi, self.session.month)
        return {
            **_declared(objective_id, objective, by),
            "kpi": name,
            "kpi_version": kpi.version if kpi else None,
            "direction": kpi.direction if kpi else None,
            "nature": self._nature(name) if name else None,
            "deprecated": bool(kpi and kpi.deprecated_by),
            "target": target.value if target else None,
            "baseline": target.baseline if target else None,
            "per": target.per if target else None,
            "warn": target.warn if target else None,
            "span_start": span.start,
            "span_end": span.end,
            "month_start": month.start,
            "month_end": month.end,
        }

    def _known(self) -> dict[str | None, dict[str, Any]]:
        """The figure of each KPI over the span of its target, as far as the session's month."""
        at: dict[Period, list[str]] = {}
        for name in self.kpis:
            at.setdefault(self._to_date(name), []).append(name)
        frames = [self._values(names, [period]) for period, names in at.items()]
        return {
            row["kpi"]: {column: row[column] for column in NOTHING}
            for frame in frames
            for row in frame.to_dict("records")
        }

    def _to_date(self, name: str) -> Period:
        """Days whose figure is asked for; a cumulative KPI and a stock look at the month."""
        kpi, month = self.session.catalogue.kpis[name], self.session.month
        if kpi.kind == "cumulative" or self._nature(name) == "stock":
            return month.period
        return Period(_span(kpi, month).start, month.period.end)

    def _values(
        self, kpis: list[str], periods: list[Period], *, flows: bool = False
    ) -> pd.DataFrame:
        """KPI values, each limited to the perimeter of its objective."""
        catalogue = self.session.catalogue
        read = as_flow(catalogue, kpis) if flows else catalogue
        perimeters = {name: self._perimeter(catalogue.kpis[name]) for name in kpis}
        frames = [
            kpi_values(read, self.session.grains, names, periods, where=where)
            for where, names in _grouped(perimeters)
        ]
        return (
            pd.concat(frames, ignore_index=True)
            if frames
            else kpi_values(read, self.session.grains, [], periods)
        )

    def _perimeter(self, kpi: Kpi) -> Mapping[str, tuple[str, ...]]:
        objective = self.session.catalogue.objectives.get(kpi.objective or "")
        perimeter = objective.perimeter if objective else None
        if perimeter in (None, WHOLE_BRAND):
            return {}
        return self.session.catalogue.segments[str(perimeter)].where

    def _nature(self, kpi: str) -> Nature:
        return nature_of(self.session.catalogue, kpi)

    def _part(self, kpi: str, whole: Period, day: int) -> dict[str, Any]:
        first = Period(whole.start, min(whole.end, whole.start + timedelta(day - 1)))
        found = self._values([kpi], list(dict.fromkeys([first, whole])), flows=True)
        both = found["complete"].astype(bool).all()
        values = found["value"].tolist()
        return {"kpi": kpi, "part": values[0], "whole": values[-1], "complete": bool(both)}


def _declared(name: str, objective: Objective, by: date | None) -> dict[str, Any]:
    end = objective.by or by
    start = _start(end, objective.horizon) if end and objective.horizon else None
    return {
        "objective": name,
        "weight": objective.weight,
        "owner": objective.owner,
        "perimeter": objective.perimeter,
        "horizon": objective.horizon,
        "by": by,
        "start": start,
    }


def _start(end: date, months: int) -> date:
    """First of the `months` months that end with `end`."""
    after = end + timedelta(1)
    month = Month.of(after).shifted(-months)
    return date(month.year, month.number, min(after.day, month.period.days))


def _span(kpi: Kpi | None, month: Month) -> Period:
    """The whole month, quarter or year that the target of the KPI speaks of."""
    per = kpi.target.per if kpi and kpi.target else "month"
    if per == "month":
        return month.period
    size = 12 if per == "year" else 3
    first = Month(month.year, size * ((month.number - 1) // size) + 1)
    return Period(first.period.start, first.shifted(size - 1).period.end)


def _shifted(period: Period, years: int) -> Period:
    for _ in range(years):
        period = comparison_period(period, "year_ago")
    return period


def _grouped(
    perimeters: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> list[tuple[Mapping[str, tuple[str, ...]], list[str]]]:
    """KPIs that share a perimeter, together."""
    groups: list[tuple[Mapping[str, tuple[str, ...]], list[str]]] = []
    for name, where in perimeters.items():
        known = next((names for other, names in groups if other == where), None)
        if known is None:
            groups.append((where, [name]))
        else:
            known.append(name)
    return groups
