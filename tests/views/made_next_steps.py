"""Next steps, as the rule makes them of findings made by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
from made_catalogue import make_catalogue

from kpi_helpers.finding import Finding
from kpi_helpers.periods import Month
from kpi_helpers.rules import next_steps as rule

MONEY = {"unit": "currency", "currency": "EUR"}


def next_steps() -> Finding:
    level = {"kpi": "orders", "network": None, "alarm": "step", "day": date(2026, 10, 9)}
    level |= {"value": 32.4, "expected": 51.7, "change_abs": -19.3, "of_change": False}
    level |= {"beside": ["<b>New payment page</b>"], "unit": "count", "currency": None}
    level["p"] = 0.0005
    missed = {"kpi": "revenue", "by": date(2026, 12, 31), "value": 213_000.0, "chance": 0.21}
    split = [
        {"channel": "Display", "unchanged": 500.0, "proposed": 100.0},
        {"channel": "Paid Search", "unchanged": 900.0, "proposed": 1300.0},
        {"channel": "total", "conclusion": "advised", "gained": 410.0, "gained_lo": 90.0,
         "gained_hi": 700.0, "chance": 0.97},
    ]  # fmt: skip
    action = {"label": "Posters", "kpi": "revenue", "judgement": "effect_none", "claimed": False}
    action |= {"start": date(2026, 10, 5), "end": date(2026, 10, 11), "difference": 120.0}
    action |= {
        "difference_lo": -900.0,
        "difference_hi": 1_150.0,
        "cost": 5_200.0,
        "cost_currency": "EUR",
        "members": 1,
    }
    found = [
        Finding("alarms", pd.DataFrame([level]), "alarms"),
        Finding("target_reach", pd.DataFrame([missed | {"target": 250_000.0} | MONEY]), "reach"),
        Finding("reallocation", pd.DataFrame(split).assign(**MONEY), "reallocation_advised"),
        Finding("effects_of_actions", pd.DataFrame([action | MONEY]), "effects_of_actions_none"),
    ]
    return rule.next_steps(found, make_catalogue(), Month(2026, 10))
