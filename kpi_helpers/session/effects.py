"""What the effects of actions are read from, as frames for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.catalogue.thresholds import EffectLimits
from kpi_helpers.metrics.nature import nature_of

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Effects"]


@dataclass(frozen=True)
class Effects:
    """Days, actions and limits of one session.

    Examples
    --------
    ::

        effects = session.effects
        days, actions = effects.daily(), session.actions()
        measured = measured_effects(days, actions, session.month, effects.limits)
        show(effects_of_actions(measured))
        show(effect_in_detail(measured))
    """

    session: Session

    @property
    def limits(self) -> EffectLimits:
        """When an effect may be claimed."""
        return self.session.catalogue.thresholds.effects

    @property
    def kpis(self) -> list[str]:
        """What actions are held to: the outcome of the heaviest objective whose days add up.

        With the KPIs whose days add up and that it is made of: orders and revenue, say.
        """
        objectives = self.session.catalogue.objectives.values()
        for objective in sorted(objectives, key=lambda one: -one.weight):
            if objective.outcome and self._adds_up(objective.outcome):
                kpi = self.session.catalogue.kpis[objective.outcome]
                made_of = [driver.kpi for driver in kpi.drivers if driver.edge == "formula"]
                return [*filter(self._adds_up, made_of), objective.outcome]
        return []

    def daily(self, kpis: Sequence[str] = ()) -> pd.DataFrame:
        """Values by day of these KPIs, or of :attr:`kpis`, over all months that are read.

        Returns
        -------
        DataFrame
            Columns of ``schema.VALUES``.
        """
        return self.session.by_day(list(kpis) or self.kpis, months=self.limits.history_months)

    def _adds_up(self, kpi: str) -> bool:
        known = self.session.catalogue.kpis[kpi]
        return known.unit in ("count", "currency") and (
            nature_of(self.session.catalogue, kpi) == "flow"
        )
