"""What a session knows of its channels' returns: weeks of spend and result, fitted once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.catalogue.thresholds import ResponseLimits
from kpi_helpers.metrics.channel_response import ChannelResponse, channel_response
from kpi_helpers.metrics.response import Response, Weekly, fitted_response

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["SessionResponse"]

MONTHS = 36
SPEND, RESULTS = "ad_spend", ("revenue", "orders")
EVENT, LASTING = "event: ", "from then on: "


@dataclass(frozen=True)
class SessionResponse:
    """Weekly spends by channel beside what they may have brought.

    Parameters
    ----------
    session : Session

    Examples
    --------
    In a notebook, each line in a cell of its own::

        told = session.response.fitted
        show(responses(told))
        show(response_curves(told))
        show(reallocation(told))
        show(least_budget(told))

    A slider calls ``reallocation(told, total=…, low={…}, high={…}, fixed=[…])``: nothing is fitted
    again.
    """

    session: Session

    @property
    def limits(self) -> ResponseLimits:
        """When returns may be told, and a move advised."""
        return self.session.catalogue.thresholds.response

    @cached_property
    def fitted(self) -> ChannelResponse:
        """The channels' returns, fitted once: see :meth:`fitted_by`."""
        return self.fitted_by(fitted_response)

    def fitted_by(self, fit: Callable[[Weekly], Response]) -> ChannelResponse:
        """The channels' returns from up to 36 months of weeks, by an engine of choice.

        The result is revenue, or orders where the brand has no revenue. A week counts when its
        spends and its result are complete and of today's definition. A channel without a booking
        in a week in which another one has its bill spent nothing.

        Parameters
        ----------
        fit : callable
            ``metrics.response.fitted_response``, or ``metrics.response_deep.deep_response``.
        """
        spends = self.session.by_week([SPEND], months=MONTHS, by=["channel"])
        results = [(kpi, self._weeks_of(kpi)) for kpi in RESULTS]
        kpi, rows = next(((k, r) for k, r in results if r["value"].notna().any()), results[0])
        currency = _one_currency(spends)
        about = {"unit": str(rows["unit"].iloc[0]) if len(rows) else "count", "result": kpi}
        told = _currencies(spends) | (_currencies(rows) if about["unit"] == "currency" else set())
        if len(told) > 1:
            refused = {"reason": "response_currencies", "values": {"currencies": sorted(told)}}
            return ChannelResponse(self.limits, currency=currency, **about, **refused)
        frame, channels, unbooked = _spend_table(spends)
        frame["result"] = frame["week"].map(_counted(rows).set_index("period_start")["value"])
        events = _event_columns(self.session.actions(), frame["week"])
        frame = pd.concat([frame, events], axis=1)
        return channel_response(
            frame,
            channels,
            self.limits,
            currency=currency,
            events=list(events),
            unbooked=unbooked,
            fit=fit,
            **about,
        )

    def _weeks_of(self, kpi: str) -> pd.DataFrame:
        if kpi not in self.session.catalogue.kpis:
            return pd.DataFrame(columns=["value", "unit", "currency", "period_start"])
        return self.session.by_week([kpi], months=MONTHS)


def _currencies(rows: pd.DataFrame) -> set[str]:
    return set(rows.loc[rows["value"].notna(), "currency"].dropna().astype(str))


def _one_currency(rows: pd.DataFrame) -> str | None:
    found = sorted(_currencies(rows))
    return found[0] if found else None


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Complete values of the newest definition; the others are null."""
    if rows.empty:
        return rows
    rows = rows.sort_values("period_start")
    good = rows["complete"].fillna(False).astype(bool) & (rows["segment"] == rows["segment"].max())
    return rows.assign(value=rows["value"].where(good).astype("float64"))


def _spend_table(spends: pd.DataFrame) -> tuple[pd.DataFrame, list[str], list[str]]:
    """One row a week, one column a channel; the channels; those with weeks without a booking."""
    named = spends.dropna(subset=["channel"])
    if named.empty:
        return pd.DataFrame({"week": pd.Series(dtype=object)}), [], []
    unknown = named["value"].isna() & (named["reason"] != "no_data")
    partial = ~named["complete"].fillna(False).astype(bool) | unknown
    table = named.pivot(index="period_start", columns="channel", values="value").astype("float64")
    doubtful = named.assign(partial=partial).groupby("period_start")["partial"].any()
    table.loc[doubtful.reindex(table.index), :] = float("nan")
    billed = table.notna().any(axis=1)
    first, last = billed.idxmax(), billed[::-1].idxmax()
    table, billed = table.loc[first:last], billed.loc[first:last]
    unbooked = [str(name) for name in table if (table[name].isna() & billed).any()]
    table.loc[billed] = table.loc[billed].fillna(0.0)
    channels = [str(name) for name in table]
    return table.rename_axis(columns=None).rename_axis("week").reset_index(), channels, unbooked


def _event_columns(actions: pd.DataFrame, weeks: pd.Series) -> pd.DataFrame:
    """Share of each week's days on which an action took place; the same label is one column.

    An action of a single day may change what comes after, so it has a second column from then on.
    """
    days = [[week + timedelta(days=day) for day in range(7)] for week in weeks]
    columns: dict[str, list[float]] = {}
    for action in actions.to_dict("records"):
        start = action["start"]
        end = start if pd.isna(action["end"]) else action["end"]
        spans = {EVENT: end} if end > start else {EVENT: end, LASTING: None}
        for kind, last in spans.items():
            share = [
                sum(start <= day and (last is None or day <= last) for day in week) / 7
                for week in days
            ]
            if any(share) and not all(share):
                name = f"{kind}{action['label']}"
                before = columns.get(name, [0.0] * len(share))
                columns[name] = [
                    min(one + more, 1.0) for one, more in zip(before, share, strict=True)
                ]
    return pd.DataFrame(columns, index=weeks.index)
