"""What trial would tell what a channel's spend brings: how strong and how long it must be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kpi_helpers.metrics.response import MULTIPLES, Response

__all__ = ["Trial", "telling_trial"]

FADED = 0.1  # share of an effect that is left when a turn ends


@dataclass(frozen=True)
class Trial:
    """Spend on one channel raised and lowered in turns.

    Parameters
    ----------
    channel : int
        Place among the channels.
    step : float
        Share of today's spend by which it goes up, then down.
    turn : int
        Weeks of each turn: long enough for most of what is carried over to fade.
    weeks : int
        Weeks of the whole trial, an even number of turns, after which the standard deviation of
        the channel's slope is half of what it is now.
    """

    channel: int
    step: float
    turn: int
    weeks: int


def telling_trial(response: Response, channel: int, step: float) -> Trial:
    """How long spend must go up and down until half of what is not known of a channel is known.

    A trial of n weeks, half of them at 1 + `step` of today's spend and half at 1 − `step`, gives
    the result per unit of spend (in multiples of today's) with a variance of noise² / (n step²).
    Beside a present variance v, the two together come to v / 4 when n = 3 noise² / (v step²).

    Parameters
    ----------
    response : Response
    channel : int
        Place of the channel.
    step : float
        Of today's spend, above 0 and at most 1.
    """
    curves = response.curves[:, channel]
    high, low = (int(np.argmin(np.abs(MULTIPLES - at))) for at in (1 + step, 1 - step))
    slopes = (curves[:, high] - curves[:, low]) / (MULTIPLES[high] - MULTIPLES[low])
    variance = float(slopes.var())
    carry = float(np.median(response.carry[:, channel]))
    turn = max(1, math.ceil(math.log(FADED) / math.log(carry))) if carry > 0 else 1
    weeks = math.inf if variance == 0 else 3 * response.noise**2 / (variance * step**2)
    pairs = math.ceil(min(weeks, 10_000) / (2 * turn))
    return Trial(channel, step, turn, max(1, pairs) * 2 * turn)
