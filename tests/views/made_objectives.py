"""Findings of rule 3, made by the rules themselves."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
from made_catalogue import figures_of

from kpi_helpers.finding import Finding
from kpi_helpers.rules import drivers, objectives, smart

END = date(2026, 12, 31)


def _row(objective: str, kpi: str | None, verdict: str, **more: object) -> dict[str, object]:
    figures = {"value": None, "unit": None, "currency": None} if kpi is None else figures_of(kpi)
    row: dict[str, object] = {"objective": objective, "perimeter": "all", "owner": "Camille"}
    row |= {"by": END, "weight": 1.0, "kpi_version": "1.0.0", "direction": "up", "why": None}
    row |= dict.fromkeys(("expected", "level", "target", "baseline", "warn", "attained"))
    row |= dict.fromkeys(("due", "needed", "months_left", "way", "earned", "earned_by"))
    row |= {"complete": True, "settled": True, "as_of": date(2026, 10, 31), "caveats": []}
    row |= {"needed_is_change": True, "per": "month", "verdict": verdict}
    return row | figures | {"kpi": kpi} | more


def _paced() -> pd.DataFrame:
    rows = [
        _row("sell", "revenue", "watch", expected=190_000.0, level=250_000.0, target=250_000.0,
             baseline=230_000.0, attained=0.736, due=0.76, needed=32_938.0, per="year",
             needed_is_change=False, months_left=2.0, way=1.0, earned=0.76, earned_by="season"),
        _row("sell", "cac", "bad", expected=12.6, target=12.5, baseline=13.0, attained=0.0,
             due=0.83, needed=-0.85, months_left=2.0, way=0.83, direction="down"),
        _row("known", "cumulated_reach", "good", expected=1.7e6, target=1.75e6, baseline=1.5e6,
             attained=1.36, due=0.83, months_left=2.0, way=0.83),
        _row("known", "roas", "good", expected=3.0, target=3.0, warn=0.1, direction="band"),
        _row("known", "nps", "unknown", expected=40.0, target=41.0, baseline=36.0, value=None,
             due=0.83, way=0.83, why="no_data"),
        _row("repair", None, "unknown", why="objective_without_kpi"),
    ]  # fmt: skip
    return pd.DataFrame(rows).astype(object)


def objective_board() -> Finding:
    return objectives.objective_board(_paced())


def pace() -> Finding:
    return objectives.pace(_paced())


def smart_badges() -> Finding:
    paced = _paced().assign(
        nature="rate", month_start=date(2026, 10, 1), target=lambda t: t["target"].astype("float64")
    )
    texts = pd.DataFrame({"kpi": paced["kpi"].dropna(), "words": 8, "decision": True})
    months = pd.DataFrame({"kpi": ["revenue"], "value": [9e9], "complete": [True]})
    limits = SimpleNamespace(min_words=6, stretch=1.5)
    return smart.smart_badges(paced.astype(object), texts, months, limits)


def driver_tree() -> Finding:
    columns = ["parent", "node", "edge", "depth"]
    edges = [(None, "revenue", "root", 0), ("revenue", "orders", "formula", 1)]
    edges += [("orders", "sessions", "influence", 2), ("revenue", "cac", "formula", 1)]
    edges += [("cac", "roas", "influence", 2)]
    rows = [
        figures_of(kpi) | {"baseline": 1.0, "change_abs": 40.0, "change_rel": 0.25}
        | {"comparable": kpi != "cac", "reason": "no_data" if kpi == "cac" else None}
        for kpi in ("revenue", "orders", "sessions", "cac", "roas")
    ]  # fmt: skip
    part = {"kpi": "revenue", "unit": "currency", "currency": "EUR", "reason": None}
    parts = [part | {"driver": "orders", "kind": "kpi", "part": 30_000.0}]
    parts += [part | {"driver": "returns", "kind": "measure", "part": -4_000.0}]
    return drivers.driver_tree(
        pd.DataFrame(edges, columns=columns), pd.DataFrame(rows), pd.DataFrame(parts)
    )


def indicators() -> Finding:
    rows = [
        figures_of(kpi) | {"kpi_version": "1.0.0", "complete": True, "settled": kpi != "orders"}
        | {"caveats": [], "reason": None}
        for kpi in ("orders", "followers", "engagement_rate")
    ]  # fmt: skip
    return objectives.indicators(pd.DataFrame(rows), 10)
