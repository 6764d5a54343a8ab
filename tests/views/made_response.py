"""Findings on channels' returns, as the rules make them."""

from __future__ import annotations

import numpy as np

from kpi_helpers.catalogue.thresholds import ResponseLimits
from kpi_helpers.finding import Finding
from kpi_helpers.metrics.channel_response import ChannelResponse
from kpi_helpers.metrics.response import MULTIPLES, Response
from kpi_helpers.rules import allocation
from kpi_helpers.rules import least_budget as least
from kpi_helpers.rules import responses as returns


def _told(sure: bool = False) -> ChannelResponse:
    """Four channels; of Display next to nothing is known, of radio nothing."""
    spend = np.array([440.0, 1093.0, 1347.0, 518.0])
    sizes = spend * np.array([1.2, 2.9, 1.5, 2.1])
    draws = np.exp(np.random.default_rng(0).normal(0, [1.0, 0.2, 0.3, 0.25], (400, 4)))
    draws = draws ** (0.1 if sure else 1.0)
    curves = (draws * sizes)[:, :, None] * (1 - np.exp(-1.2 * MULTIPLES)) / (1 - np.exp(-1.2))
    response = Response(
        ("Display", "Paid Search", "Paid Social", "Paid Video"),
        spend,
        np.column_stack([0.5 * spend, 1.5 * spend]),
        curves,
        np.full((400, 4), 0.4),
        1500.0,
        0.45,
        112,
        52,
    )
    about = {"unit": "currency", "currency": "EUR", "result": "revenue"}
    silent = {"Affiliates": "response_no_variation"}
    unbooked = ("Display", "Paid Video")
    return ChannelResponse(
        ResponseLimits(), response=response, silent=silent, unbooked=unbooked, **about
    )


def responses() -> Finding:
    return returns.responses(_told())


def response_curves() -> Finding:
    return returns.response_curves(_told())


def reallocation() -> Finding:
    return allocation.reallocation(_told(sure=True))


def least_budget() -> Finding:
    return least.least_budget(_told(sure=True))
