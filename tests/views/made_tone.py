"""Findings on the tone of comments, as the rules make them of comments made by hand."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import ToneLimits
from kpi_helpers.finding import Finding
from kpi_helpers.metrics.tone import TONES, ToneReading
from kpi_helpers.periods import Month
from kpi_helpers.rules import tone

LIMITS, MONTH = ToneLimits(), Month(2026, 10)
CALLS = {"positive": (50, 4, 1), "neutral": (4, 30, 3), "negative": (3, 5, 20)}


def _reading() -> ToneReading:
    """Eighty comments of two networks, most read by a model that errs as ``CALLS`` says."""
    calls = [
        {"language": "fr", "tone": true, "predicted": called, "text": "x"}
        for true, counts in CALLS.items()
        for called, times in zip(TONES, counts, strict=True)
        for _ in range(times)
    ]
    labels = pd.DataFrame(calls).assign(comment=[f"l{place}" for place in range(len(calls))])
    rng, count = np.random.default_rng(2), 80
    comments = pd.DataFrame(
        {
            "comment": [f"c{place:02d}" for place in range(count)],
            "text": [f"<script> jamais reçu ma commande {place}" for place in range(count)],
            "network": rng.choice(["facebook", "instagram"], count),
            "permalink": "https://www.instagram.com/p/x",
            "language": np.where(np.arange(count) < 77, "fr", "other"),
            "labelled": None,
            "predicted": rng.choice(TONES, count),
            "certainty": rng.uniform(0.4, 1, count),
        }
    )
    comments.loc[:9, "labelled"] = "negative"
    return ToneReading(labels, comments)


READING = _reading()


@cache
def tone_quality() -> Finding:
    return tone.tone_quality(READING, LIMITS)


@cache
def tone_of_month() -> Finding:
    return tone.tone_of_month(READING, MONTH, LIMITS)


@cache
def tone_examples() -> Finding:
    return tone.tone_examples(READING, LIMITS)
