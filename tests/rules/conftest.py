"""Tiny frames in the shape that ``metrics`` hands to rules."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kpi_helpers.periods import Month


def _row(kpi: str, month: str = "2026-09", **more: object) -> dict[str, object]:
    period = Month.parse(month).period
    row = {
        "kpi": kpi,
        "kpi_version": "1.0.0",
        "period": month,
        "period_start": period.start,
        "period_end": period.end,
        "value": None,
        "unit": "count",
        "currency": None,
        "numerator": None,
        "denominator": None,
        "complete": True,
        "settled": True,
        "coverage": 1.0,
        "stale": False,
        "as_of": date(2026, 9, 30),
        "known_at": pd.Timestamp("2026-10-03"),
        "segment": 0,
        "reason": None,
        "caveats": [],
    }
    return row | more


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    numbers = ["value", "numerator", "denominator", "baseline", "change_abs", "change_rel"]
    present = [name for name in numbers if name in frame]
    return frame.astype(dict.fromkeys(present, "float64"))


@pytest.fixture
def row():
    """Make one row of KPI values; keywords replace columns."""
    return _row


@pytest.fixture
def frame():
    """Turn rows into a frame with float columns."""
    return _frame


@pytest.fixture
def compared_row():
    """One row of a comparison; the changes are worked out from value and baseline."""

    def make(kpi: str, value: float, baseline: float | None, **more: object) -> dict[str, object]:
        known = baseline is not None
        change = {
            "value": value,
            "kind": "previous",
            "baseline": baseline,
            "baseline_start": date(2026, 8, 1),
            "baseline_end": date(2026, 8, 31),
            "change_abs": value - baseline if known else None,
            "change_rel": (value - baseline) / baseline if known else None,
            "comparable": known,
            "improved": value > baseline if known else None,
            "reason": None if known else "no_baseline",
        }
        return _row(kpi, **(change | more))

    return make
