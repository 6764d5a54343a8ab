"""A close made by hand: one KPI, one measure, one file."""

from __future__ import annotations

from datetime import datetime

from kpi_helpers.periods import Month
from kpi_helpers.store.ledger import Close

AUGUST = Month(2026, 8)


def made_close(value: float | None = 0.1, **more: object) -> Close:
    """A first close of August 2026 as known on 10 September; keywords replace fields."""
    given = {
        "brand": "alba",
        "month": AUGUST,
        "closed_at": datetime(2026, 9, 11, 8),
        "known_at": datetime(2026, 9, 10, 23, 59, 59, 999999),
        "reason": None,
        "currency": "EUR",
        "catalogue_sha": "c" * 64,
        "workbench_version": "0.1.0",
        "store_version": "s1",
        "files": ({"file": "a.csv", "sha256": "f" * 64, "observed_at": "2026-09-07T00:00:00"},),
        "definitions": {"kpis": {"ctr": {"formula": "clicks / views"}}, "measures": {}},
        "values": ({"kpi": "ctr", "value": value, "reason": None, "caveats": ["settling"]},),
        "measures": ({"measure": "clicks", "value": 3.0, "complete": True},),
        "inputs": ({"kpi": "ctr", "input": "clicks", "value": 3.0},),
    }
    return Close(**{**given, **more})
