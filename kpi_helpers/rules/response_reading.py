"""What the rules on channels' returns share: intervals, and what must be kept in mind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kpi_helpers.finding import Caveat, Figure, Ref
from kpi_helpers.metrics.channel_response import ChannelResponse

__all__ = ["caveats_of", "channels_named", "doubts_of", "interval_of"]


def interval_of(name: str, draws: np.ndarray, level: float) -> dict[str, float]:
    """Median and interval of draws as columns ``name``, ``name_lo`` and ``name_hi``."""
    low, high = (1 - level) / 2, (1 + level) / 2
    found = np.quantile(draws, (0.5, low, high))
    return dict(zip((name, f"{name}_lo", f"{name}_hi"), map(float, found), strict=True))


def channels_named(names: Sequence[str]) -> list[Ref]:
    """Channels for a sentence."""
    return [Ref("channel", str(name)) for name in names]


def doubts_of(told: ChannelResponse) -> tuple[Caveat, ...]:
    """What stands against any figure that was fitted: read with each of them."""
    if told.response is None:
        return ()
    found = []
    explained = told.response.explained
    if explained is None:
        found.append(Caveat("response_unjudged"))
    elif explained <= told.limits.min_explained:
        found.append(Caveat("response_unforeseen"))
    if told.together:
        found.append(Caveat("response_together", {"channels": channels_named(told.together)}))
    return tuple(found)


def caveats_of(told: ChannelResponse, weak: Sequence[str] = ()) -> tuple[Caveat, ...]:
    """Everything that must be kept in mind with the channels' returns."""
    found = []
    if told.response is not None:
        found.append(Caveat("response_model"))
        explained = told.response.explained
        if explained is not None and explained > told.limits.min_explained:
            share = Figure(explained, "percent")
            found.append(Caveat("response_foreseen", {"share": share}))
    found += doubts_of(told)
    named = {
        "response_weak": weak,
        "response_unbooked": told.unbooked,
        **{reason: [n for n, why in told.silent.items() if why == reason]
           for reason in ("response_no_spend", "response_no_variation")},
    }  # fmt: skip
    found += [
        Caveat(name, {"channels": channels_named(list(channels))})
        for name, channels in named.items()
        if channels
    ]
    if told.left_out:
        days = [week.date() for week in told.left_out]
        found.append(Caveat("response_left_out", {"count": len(days), "weeks": days[:5]}))
    return tuple(found)
