"""What the driver tree of a session reads of declarations and store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.metrics.driver_parts import driver_parts

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Drivers"]

DEPTH = 3
"""Steps from a KPI to the drivers that are still shown; what lies deeper is another KPI's tree."""


@dataclass(frozen=True)
class Drivers:
    """The drivers of what the heaviest objective is about, for one session."""

    session: Session

    def tree(self, root: str = "") -> pd.DataFrame:
        """The drivers of a KPI, and their drivers in turn.

        Parameters
        ----------
        root : str
            A KPI; empty means the outcome of the heaviest objective.

        Returns
        -------
        DataFrame
            ``parent``, ``node``, ``edge`` (``root``, ``formula`` or ``influence``), ``depth``; a
            node right before those that hang on it. No row without an objective that has a KPI.
        """
        start = root or self.session.objectives.outcome
        rows = list(self._branches(None, start, "root", 0)) if start else []
        return pd.DataFrame(rows, columns=["parent", "node", "edge", "depth"])

    def compared(self, tree: pd.DataFrame) -> pd.DataFrame:
        """Every KPI of a tree beside the same month of last year, free of the season."""
        return self.session.compared(list(tree["node"].unique()), kinds=("year_ago",))

    def parts(self, compared: pd.DataFrame) -> pd.DataFrame:
        """What each driver did to the changes of `compared`: ``metrics.driver_parts``."""
        return driver_parts(self.session.catalogue, self.session.grains, compared)

    def _branches(
        self, parent: str | None, node: str, edge: str, depth: int
    ) -> Iterator[dict[str, Any]]:
        yield {"parent": parent, "node": node, "edge": edge, "depth": depth}
        if depth == DEPTH:
            return
        drivers = self.session.catalogue.kpis[node].drivers
        for driver in sorted(drivers, key=lambda one: one.edge != "formula"):
            yield from self._branches(node, driver.kpi, driver.edge, depth + 1)
