"""From a table of weeks to what is known of channels' returns, or the reason why nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from kpi_helpers.metrics.response import WINDOW, Response, Weekly, fitted_response
from kpi_helpers.metrics.response_shapes import adstock

__all__ = ["ChannelResponse", "Limits", "channel_response", "inflations"]

FIRST_MONDAY = pd.Timestamp("1970-01-05")
MIDDLING_CARRY = 0.3
MOST_LEFT_OUT = 0.2  # share of the weeks; with more, the calendar itself is in doubt


class Limits(Protocol):
    """Section ``response`` of ``params/thresholds.yaml``."""

    min_weeks: int
    min_variation: float
    max_inflation: float
    move: float
    min_probability: float
    min_explained: float
    level: float


@dataclass(frozen=True)
class ChannelResponse:
    """The channels' returns, as far as they could be fitted.

    Parameters
    ----------
    limits : ResponseLimits
    unit, currency : str or None
        Of the result, and of the money spent.
    result : str
        The KPI, or the name of the column.
    response : Response or None
        None where nothing could be fitted.
    reason : str or None
        Name of a message: why not.
    values : Mapping[str, Any]
        For that message.
    silent : Mapping[str, str]
        Channels about which nothing can be said, each with its reason.
    together : tuple of str
        Channels that are spent together.
    left_out : tuple of pandas.Timestamp
        Weeks, from the first with a result on, whose result or spend is missing or incomplete.
    unbooked : tuple of str
        Channels with weeks in which nothing was booked, taken as no spend.
    """

    limits: Limits
    unit: str
    currency: str | None
    result: str
    response: Response | None = None
    reason: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    left_out: tuple[pd.Timestamp, ...] = ()
    unbooked: tuple[str, ...] = ()


def channel_response(
    frame: pd.DataFrame,
    channels: Sequence[str],
    limits: Limits,
    *,
    unit: str,
    currency: str | None,
    result: str = "result",
    events: Sequence[str] = (),
    controls: Sequence[str] = (),
    unbooked: Sequence[str] = (),
    fit: Callable[[Weekly], Response] = fitted_response,
) -> ChannelResponse:
    """Fit a table of weeks.

    Parameters
    ----------
    frame : DataFrame
        ``week`` (its first day; one row a week, in any order), ``result``, one column of spend a
        channel (null where not known), and the columns of `events` and `controls`.
    channels : sequence of str
    limits : ResponseLimits
    unit : str
        Of the result: ``currency`` or ``count``.
    currency : str or None
        Of the spends, and of a result in money.
    result : str
        What the result is, for sentences: a KPI.
    events : sequence of str
        Columns that hold the share of a week's days on which something took place.
    controls : sequence of str
        Other columns that may move the result; a missing value is taken as their mean.
    unbooked : sequence of str
        Channels of which a week without a booking was taken as one without spend.
    fit : callable
        The engine: ``response_deep.deep_response`` is another one.
    """
    rows = _calendar(frame)
    rows = rows[rows["result"].notna().cummax()].reset_index(drop=True)
    spends = rows[list(channels)].astype("float64")
    known = rows["result"].notna() & spends.notna().all(axis=1) & (spends >= 0).all(axis=1)
    about: dict[str, Any] = {"unit": unit, "currency": currency, "result": result}
    about |= {"left_out": tuple(rows.loc[~known, "week"]), "unbooked": tuple(unbooked)}
    spends = spends.where(spends >= 0)
    spends = spends.fillna(spends.mean()).fillna(0.0)
    silent = _silent(spends, limits)
    fitted = [name for name in channels if name not in silent]
    twice = bool(pd.to_datetime(frame["week"]).duplicated().any())
    reason, values = _refusal(rows["result"], known, fitted, limits, twice)
    if reason is not None:
        return ChannelResponse(limits, reason=reason, values=values, silent=silent, **about)
    told = Weekly(
        ((rows["week"] - FIRST_MONDAY).dt.days // 7).to_numpy(),
        rows["result"].fillna(0.0).to_numpy(dtype=float),
        known.to_numpy(),
        spends[fitted].to_numpy(),
        tuple(fitted),
        _columns(rows, events),
        np.column_stack([_columns(rows, controls), _columns(spends, list(silent))]),
    )
    vif = inflations(told.spend)
    close = tuple(n for n, one in zip(fitted, vif, strict=True) if one > limits.max_inflation)
    found = fit(told)
    return ChannelResponse(limits, response=found, silent=silent, together=close, **about)


def inflations(spend: np.ndarray) -> np.ndarray:
    """Variance inflation of each channel's adstocked spend by the others'.

    1 where it moves on its own; 5 where four fifths of its variation are the others' as well.

    Parameters
    ----------
    spend : numpy.ndarray
        Weeks × channels, each with variation.
    """
    kept = np.column_stack([adstock(one, MIDDLING_CARRY, float(one[:4].mean())) for one in spend.T])
    related = np.corrcoef(kept, rowvar=False).reshape(spend.shape[1], -1)
    return np.diag(np.linalg.pinv(related + 1e-9 * np.eye(len(related)), hermitian=True)).copy()


def _calendar(frame: pd.DataFrame) -> pd.DataFrame:
    """Every week from the first to the last, once; one without a row has no value."""
    rows = frame.assign(week=pd.to_datetime(frame["week"])).sort_values("week", kind="stable")
    rows = rows.drop_duplicates("week")
    if rows.empty:
        return rows
    every = pd.date_range(rows["week"].iloc[0], rows["week"].iloc[-1], freq="7D")
    return rows.set_index("week").reindex(every).rename_axis("week").reset_index()


def _silent(spends: pd.DataFrame, limits: Limits) -> dict[str, str]:
    """Channels that tell nothing, each with the name of its reason."""
    found = {}
    for name in spends:
        spend = spends[name]
        if not spend.tail(WINDOW).sum() > 0:
            found[str(name)] = "response_no_spend"
        elif spend.std(ddof=0) / spend.mean() < limits.min_variation:
            found[str(name)] = "response_no_variation"
    return found


def _refusal(
    result: pd.Series, known: pd.Series, fitted: Sequence[str], limits: Limits, twice: bool
) -> tuple[str | None, dict[str, Any]]:
    """Why nothing may be fitted, and the values of that message."""
    weeks = int(known.sum())
    if twice:
        return "response_repeated_weeks", {}
    if weeks < limits.min_weeks:
        return "response_short", {"weeks": weeks, "needed": limits.min_weeks}
    if 1 - weeks / len(known) > MOST_LEFT_OUT:
        return "response_gaps", {"weeks": weeks, "missing": len(known) - weeks}
    if not fitted:
        return "response_no_channel", {}
    if result[known].std(ddof=0) == 0 or result[known].mean() <= 0:
        return "response_still", {}
    return None, {}


def _columns(rows: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Columns as numbers, a missing one being their mean."""
    table = rows[list(names)].astype("float64")
    return table.fillna(table.mean()).fillna(0.0).to_numpy().reshape(len(rows), len(names))
