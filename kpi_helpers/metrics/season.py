"""How large each calendar month usually is, from the brand's own past."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.periods import Month

__all__ = ["season_of", "season_ratios", "unbroken"]


def season_of(months: pd.DataFrame, least: int) -> dict[int, float] | None:
    """Usual size of each calendar month, one being average.

    Parameters
    ----------
    months, least
        As in :func:`season_ratios`.

    Returns
    -------
    dict of int to float, optional
        Number of the month to its mean ratio.
    """
    ratios = season_ratios(months, least)
    if ratios is None:
        return None
    return {number: sum(found) / len(found) for number, found in ratios.items()}


def season_ratios(months: pd.DataFrame, least: int) -> dict[int, list[float]] | None:
    """Size of each calendar month in each year, one being average.

    Each month is divided by the mean of the twelve months around it, so that growth is not taken
    for season (ratio to the centred moving average: Macaulay 1931, The Smoothing of Time Series).
    The last six months have no twelve around them: the present does not set its own yardstick.

    Parameters
    ----------
    months : DataFrame
        Monthly values of one flow: ``period_start``, ``value``, ``complete``, ``segment``.
    least : int
        Months, complete, counted in one way and without a gap up to the last complete one, below
        which there is no answer; at least 24.

    Returns
    -------
    dict of int to list of float, optional
        Number of the month to its ratio in each year, oldest first.
    """
    run = unbroken(months)
    if len(run) < max(least, 24):
        return None
    values = [float(value) for value in run["value"]]
    ratios: dict[int, list[float]] = {}
    for place in range(6, len(run) - 6):
        around = values[place - 5 : place + 6]
        mean = (sum(around) + (values[place - 6] + values[place + 6]) / 2) / 12
        if mean <= 0 or values[place] < 0:
            return None
        ratios.setdefault(run["month"].iloc[place].number, []).append(values[place] / mean)
    return ratios


def unbroken(months: pd.DataFrame) -> pd.DataFrame:
    """The run of complete months of one definition that ends with the last complete one.

    Parameters
    ----------
    months : DataFrame
        Monthly values of one KPI, in any order: ``period_start``, ``value``, ``complete``,
        ``segment``.

    Returns
    -------
    DataFrame
        Its rows, one a month, oldest first, with a ``month`` (:class:`~kpi_helpers.periods.Month`).
    """
    known = months[months["complete"].astype(bool) & months["value"].notna()]
    rows = known.drop_duplicates("period_start").sort_values("period_start")
    rows = rows.assign(month=[Month.of(pd.Timestamp(day).date()) for day in rows["period_start"]])
    first, before = 0, None
    for place, (month, segment) in enumerate(zip(rows["month"], rows["segment"], strict=True)):
        if before is not None and (before[0].shifted(1) != month or before[1] != segment):
            first = place
        before = month, segment
    return rows.iloc[first:].reset_index(drop=True)
