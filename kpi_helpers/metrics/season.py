"""How large each calendar month usually is, from the brand's own past."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.periods import Month

__all__ = ["season_of"]


def season_of(months: pd.DataFrame, least: int) -> dict[int, float] | None:
    """Usual size of each calendar month, one being average.

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
    dict of int to float, optional
        Number of the month to its ratio.
    """
    run = _unbroken(months)
    if len(run) < max(least, 24):
        return None
    values = [value for _, value in run]
    ratios: dict[int, list[float]] = {}
    for place in range(6, len(run) - 6):
        around = values[place - 5 : place + 6]
        mean = (sum(around) + (values[place - 6] + values[place + 6]) / 2) / 12
        if mean <= 0 or values[place] < 0:
            return None
        ratios.setdefault(run[place][0].number, []).append(values[place] / mean)
    return {number: sum(found) / len(found) for number, found in ratios.items()}


def _unbroken(months: pd.DataFrame) -> list[tuple[Month, float]]:
    """The run of complete months of one definition that ends with the last complete one."""
    rows = months[months["complete"].astype(bool) & months["value"].notna()]
    run: list[tuple[Month, float]] = []
    counted = None
    for row in rows.drop_duplicates("period_start").sort_values("period_start").to_dict("records"):
        month = Month.of(pd.Timestamp(row["period_start"]).date())
        if run and (run[-1][0].shifted(1) != month or row["segment"] != counted):
            run = []
        run.append((month, float(row["value"])))
        counted = row["segment"]
    return run
