"""Findings of rule 2 and of the notebook's end, as the rules make them."""

from __future__ import annotations

from datetime import date

import pandas as pd
from made_catalogue import LAST, LEVELS, MONTHS, NAMES, SWING, figures_of

from kpi_helpers.finding import Caveat, Figure, Finding, Ref


def adaptations() -> Finding:
    rows = [
        {"department": "marketing", "stage": "engage", "advice": "advice_engage"}
        | figures_of("engagement_rate")
        | {"baseline": 0.043, "change_abs": -0.004, "change_rel": -0.093, "strength": 0.093},
        {"department": "sales", "stage": "convert", "advice": "advice_convert"}
        | figures_of("orders")
        | {"baseline": 2_611.0, "change_abs": -295.0, "change_rel": -0.113, "strength": 0.113},
        {"department": "customer_service", "advice": "advice_hold", "strength": 0.0},
    ]
    values = {
        "department": Ref("department", "sales"),
        "kpi": Ref("kpi", "orders"),
        "change": Figure(-0.113, "relative", change=True),
        "count": 2,
    }
    return Finding("adaptations", pd.DataFrame(rows), "adaptations", values)


def month_in_figures() -> Finding:
    rows = []
    for place, kpi in enumerate(NAMES):
        value, shift = LEVELS[kpi], (place - 4) / 50
        row = figures_of(kpi) | {"complete": kpi != "followers", "settled": kpi != "orders"}
        for kind, times in (("previous", 1), ("year_ago", 3)):
            baseline = value / (1 + shift * times)
            row |= {kind: baseline, f"{kind}_change_abs": value - baseline}
            row |= {f"{kind}_change_rel": shift * times, f"{kind}_reason": None}
        row["history"] = [value * (1 + swing) for swing in SWING]
        row["caveats"] = ["unsettled"] if kpi == "orders" else []
        rows.append(row | {"reason": None})
    table = pd.DataFrame(rows)
    table.loc[table["kpi"] == "cac", ["value", "previous", "previous_change_abs"]] = float("nan")
    table.loc[table["kpi"] == "cac", "reason"] = "no_data"
    values = {
        "month": LAST,
        "count": 9,
        "total": 10,
        "rise": Ref("kpi", "nps"),
        "rise_change": Figure(0.1, "relative", change=True),
        "fall": Ref("kpi", "engagement_rate"),
        "fall_change": Figure(-0.004, "percent", change=True),
    }
    kpis = [Ref("kpi", "followers"), Ref("kpi", "revenue")]
    caveats = (Caveat("incomplete", {"kpis": kpis}),)
    return Finding("month_in_figures", table, "month_in_figures", values, caveats)


def monthly_history() -> Finding:
    rows = []
    for kpi in NAMES:
        for place, period in enumerate(MONTHS):
            value: float | None = LEVELS[kpi] * (1 + SWING[place])
            if kpi == "roas" and place == 5:
                value = None
            row = figures_of(kpi, value) | {"period": period, "value": value}
            full = not (kpi in ("followers", "revenue") and place == 13)
            row |= {"complete": full, "settled": place < 13, "reason": None}
            row["segment"] = int(kpi == "cumulated_reach" and place >= 4)
            rows.append(row)
    values = {
        "months": 14,
        "month": LAST,
        "highest": [Ref("kpi", "followers"), Ref("kpi", "revenue")],
        "lowest": [Ref("kpi", "nps")],
    }
    return Finding("monthly_history", pd.DataFrame(rows), "monthly_history", values)


def year_so_far() -> Finding:
    rows = [
        figures_of(kpi)
        | {"baseline": LEVELS[kpi] * (1 - (place - 4) / 40), "change_rel": (place - 4) / 40}
        | {"change_abs": LEVELS[kpi] * (place - 4) / 40, "comparable": kpi != "cumulated_reach"}
        | {"reason": "no_data" if kpi == "cumulated_reach" else None}
        for place, kpi in enumerate(NAMES)
    ]
    values = {
        "month": LAST,
        "count": 9,
        "total": 10,
        "kpi": Ref("kpi", "orders"),
        "value": Figure(2_316, "count"),
        "baseline": Figure(1_980, "count"),
        "change": Figure(0.17, "relative", change=True),
    }
    return Finding("year_so_far", pd.DataFrame(rows), "year_so_far", values)


def network_movement() -> Finding:
    parts = [
        ("cumulated_reach", "facebook", -12_000.0, -0.2),
        ("cumulated_reach", "instagram", 72_000.0, 1.2),
        ("engagement_rate", "facebook", -0.002, None),
        ("engagement_rate", "instagram", 0.004, None),
        ("orders", "web", -295.0, 1.0),
    ]
    rows = [
        figures_of(kpi)
        | {"network": network, "baseline": LEVELS[kpi] - change, "change_abs": change}
        | {"change_rel": change / LEVELS[kpi], "share_of_change": share}
        | {"comparable": True, "reason": None}
        for kpi, network, change, share in parts
    ]
    values = {
        "network": Ref("network", "instagram"),
        "kpi": Ref("kpi", "cumulated_reach"),
        "change": Figure(72_000.0, "count", change=True),
        "total": Figure(60_000.0, "count", change=True),
    }
    return Finding("network_movement", pd.DataFrame(rows), "network_movement", values)


def plan_and_actual() -> Finding:
    rows = [("Paid Social", 9_000.0, 8_200.0), ("Paid Search", 4_000.0, 4_480.0)]
    table = pd.DataFrame(
        [*rows, ("Display", 2_500.0, None)], columns=["channel", "budget", "spend"]
    )
    table["unit"], table["currency"] = "currency", "EUR"
    table["use"], table["reason"] = table["spend"] / table["budget"], None
    values = {
        "spend": Figure(12_680.0, "currency", "EUR"),
        "budget": Figure(13_000.0, "currency", "EUR"),
        "channel": Ref("channel", "Paid Search"),
        "use": Figure(1.12, "percent"),
    }
    return Finding("plan_and_actual", table, "plan_and_actual", values)


def actions_of_month() -> Finding:
    table = pd.DataFrame(
        [
            ("Lancement d’automne", "Paid Social", date(2026, 10, 1), date(2026, 10, 9), 3_200.0),
            ("</script><script>alert(1)</script>", None, date(2026, 10, 12), None, None),
        ],
        columns=["label", "channel", "start", "end", "cost"],
    )
    table["currency"] = "EUR"
    values = {"month": LAST, "count": 2, "labels": table["label"].tolist()}
    return Finding("actions_of_month", table, "actions_of_month", values)


def limits() -> Finding:
    rows = [
        ("caveat", "incomplete", ["month_in_figures"]),
        ("unanswered", "no_data", ["stage_map"]),
    ]
    table = pd.DataFrame(rows, columns=["limit", "reason", "findings"])
    return Finding("limits", table, "limits", {"count": 2})


def provenance() -> Finding:
    facts = {"brand": "Maison Alba", "month": "2026-10", "store_version": "9f2c"}
    table = pd.DataFrame({"fact": list(facts), "text": list(facts.values())})
    return Finding("provenance", table, "provenance", {"count": 3})
