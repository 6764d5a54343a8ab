"""KPIs over a window that moves day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Period
from kpi_helpers.store.grains import Grains

__all__ = ["rolling_values"]


def rolling_values(
    catalogue: Catalogue,
    grains: Grains,
    kpis: Sequence[str],
    ends: Sequence[date],
    days: int,
    by: Sequence[str] = (),
    where: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """KPI values over the `days` days that end with each of `ends`, that day included.

    Parameters
    ----------
    catalogue, grains, kpis, by, where
        As in :func:`~kpi_helpers.metrics.evaluate.kpi_values`.
    ends : sequence of date
        Last days of the windows.
    days : int
        Length of each window.

    Returns
    -------
    DataFrame
        As `kpi_values`. A window that the data do not cover whole has no value and the reason
        ``window_not_whole``: a part of a window beside whole ones would look like a fall.
    """
    windows = [Period.trailing(end, days) for end in ends]
    values = kpi_values(catalogue, grains, kpis, windows, by, where)
    partial = values["value"].notna() & ~values["complete"].astype(bool)
    values.loc[partial, ["value", "numerator", "denominator"]] = float("nan")
    values.loc[partial, "reason"] = "window_not_whole"
    return values
