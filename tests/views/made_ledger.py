"""Findings on closed months, one of every kind of row."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month


def closed_months() -> Finding:
    known = pd.Timestamp("2026-10-10 23:59:59.999999")
    table = pd.DataFrame(
        {
            "period": ["2026-09", "2026-08"],
            "close": [1, 2],
            "known_at": [known, known - pd.Timedelta(days=30)],
            "close_reason": [None, "</script><script>alert(1)</script>"],
            "figures": [12, 11],
            "same": [12, 7],
            "restated": [0, 2],
            "redefined": [0, 1],
            "uncompared": [0, 2],
        }
    )
    values = {"months": 2, "figures": 23, "same": 19, "changed": 2, "uncompared": 2}
    caveat = Caveat("closed_incomplete", {"kpis": [Ref("kpi", "cumulated_reach")]})
    return Finding("closed_months", table, "closed_months_uncompared", values, (caveat,))


def restatements() -> Finding:
    columns = ["kpi", "unit", "closed_value", "value", "restated_change_abs"]
    columns += ["redefined_change_abs", "change_abs", "change_rel", "cause", "reason"]
    rows = [
        ("cumulated_reach", "count", 4e5, 4.4e5, 4e4, 0.0, 4e4, 0.1, "restated", None),
        (
            "engagement_rate",
            "percent",
            0.05,
            0.04,
            0.001,
            -0.011,
            -0.01,
            -0.2,
            "restated_and_redefined",
            None,
        ),
        ("nps", "score", 30.0, 34.0, 4.0, 0.0, 4.0, 4 / 30, "restated", None),
        ("orders", "count", 12.0, None, None, None, None, None, "unanswered_since", "no_data"),
    ]
    table = pd.DataFrame(rows, columns=columns).assign(period="2026-08", currency=None)
    table["rank"] = [0.1, 0.2, None, None]
    table = table.sort_values("rank", ascending=False, na_position="last", ignore_index=True)
    values = {
        "kpi": Ref("kpi", "engagement_rate"),
        "month": Month(2026, 8),
        "closed": Figure(0.05, "percent"),
        "value": Figure(0.04, "percent"),
        "change": Figure(-0.2, "relative", change=True),
        "restated": Figure(0.001, "percent", change=True),
        "redefined": Figure(-0.011, "percent", change=True),
    }
    return Finding("restatements", table, "restatements_restated_and_redefined", values)
