"""What the lab's controls are handed: where they start, and the rule that each move asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.finding import Finding, Ref
from kpi_helpers.rules.forecast import coming_months

if TYPE_CHECKING:
    from kpi_helpers.metrics.forecasting_kpis import Outlook
    from kpi_helpers.session.opened import Session

__all__ = ["Controls"]


@dataclass(frozen=True)
class Controls:
    """Arguments of the controls in ``views.widgets``; each asks the rule of its static twin.

    Parameters
    ----------
    session : Session
    """

    session: Session

    def comparisons(self, compared: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """For ``choose``: each comparison by its name, with its rows of `compared`."""
        kinds = list(dict.fromkeys(compared["kind"]))
        names = {kind: self.session.words.ref(Ref("comparison", kind)) for kind in kinds}
        return {names[kind]: compared[compared["kind"] == kind] for kind in kinds}

    def horizon(
        self, outlooks: Sequence[Outlook], lead: str | None, targets: pd.DataFrame
    ) -> dict[str, Any]:
        """For ``slide``: months ahead, from one to as far as was worked out."""
        limits = self.session.catalogue.thresholds.forecast

        def ahead(months: int) -> Finding:
            asked = limits.model_copy(update={"horizon": months})
            return coming_months(outlooks, asked, lead, targets)

        label = self.session.words.message("slide_months")
        return {"label": label, "range_of": (1, limits.furthest), "start": limits.horizon,
                "rule": ahead}  # fmt: skip

    def budget(self) -> dict[str, Any]:
        """For ``bound_budget``: today's weekly spends, and the split asked of the fitted curves.

        Nothing is fitted again. Without fitted curves there is nothing to move.
        """
        from kpi_helpers.rules.allocation import reallocation  # its libraries take a second to load
        from kpi_helpers.rules.allocation_reading import bounds_of

        told, words = self.session.response.fitted, self.session.words
        fitted = told.response
        today: Mapping[str, float] = (
            {} if fitted is None else dict(zip(fitted.channels, fitted.spend, strict=True))
        )
        usual = None if fitted is None else bounds_of(told, {}, {}, ())
        ends = () if usual is None else zip(usual.low, usual.high, strict=True)
        return {
            "today": {channel: float(spend) for channel, spend in today.items()},
            "bounds": {
                channel: (float(low), float(high))
                for channel, (low, high) in zip(today, ends, strict=True)
            },
            "names": {channel: words.ref(Ref("channel", channel)) for channel in today},
            "say": words.message,
            "rule": partial(reallocation, told),
        }
