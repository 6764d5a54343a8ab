"""Findings of the data and of rule 1, as the rules make them."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
from made_catalogue import LAST, LEVELS, MONTHS, NAMES, SWING, figures_of

from kpi_helpers.finding import Caveat, Figure, Finding, Ref, Verdict


def data_quality() -> Finding:
    rows = [
        ("meta_facebook_posts", 5, 412_880, 37, 0, 1.0, "good", []),
        ("sales_fr", 1, 31, 0, 1, 0.93, "watch", ["incomplete"]),
        ("followers_fr", 1, 12, 0, 0, None, "unknown", ["no_data"]),
    ]
    names = ["source", "files", "rows_read", "rows_rejected", "rows_total", "coverage"]
    names += ["verdict", "reasons"]
    table = pd.DataFrame(rows, columns=names)
    table["first_day"], table["last_day"] = date(2026, 10, 1), date(2026, 10, 31)
    table["observed_at"] = datetime(2026, 11, 3, 12)
    values = {
        "sources": 3,
        "rows": 412_923,
        "rejected": 37,
        "weak": [Ref("source", "sales_fr"), Ref("source", "followers_fr")],
        "share": Figure(37 / 412_923, "percent"),
    }
    verdict = Verdict.WATCH
    return Finding("data_quality", table, "data_quality_weak", values, verdict=verdict)


def stage_map() -> Finding:
    places = [
        ("cumulated_reach", "stranger", "marketing"),
        ("followers", "follower", "marketing"),
        ("engagement_rate", "follower", "marketing"),
        ("engagement_rate", "follower", "customer_service"),
        ("sessions", "visitor", "marketing"),
        ("sessions", "visitor", "sales"),
        ("revenue", "customer", "sales"),
        ("cac", "customer", "sales"),
        ("first_reply", "customer", "customer_service"),
    ]
    rows = [
        {"stage": NAMES[kpi][0], "audience": audience, "department": department}
        | figures_of(kpi)
        | {"change_abs": 0.004, "change_rel": -0.113, "comparable": kpi != "sessions"}
        | {"reason": None}
        for kpi, audience, department in places
    ]
    table = pd.DataFrame(rows)
    missing = table["kpi"] == "cac"
    table.loc[missing, ["value", "change_abs", "change_rel"]] = float("nan")
    table.loc[missing, "comparable"] = False
    table.loc[missing, "reason"] = "no_data"
    values = {"count": 6, "stages": 5, "empty": [Ref("stage", "advocate")]}
    return Finding("stage_map", table, "stage_map_gaps", values)


def step_rates() -> Finding:
    columns = ["step", "from_stage", "to_stage", "from_kpi", "to_kpi", "from_value", "to_value"]
    columns += ["rate", "kind", "reason"]
    rows = [
        ("a", "reach", "act", "cumulated_reach", "sessions", 1.84e6, 94_310, 0.0513, "index", None),
        ("b", "act", "convert", "sessions", "orders", 94_310, 2_316, 0.0246, "conversion", None),
        ("c", "convert", "engage", "orders", "nps", 2_316, None, None, "index", "not_a_count"),
    ]
    values = {
        "from_stage": Ref("funnel_stage", "act"),
        "to_stage": Ref("funnel_stage", "convert"),
        "from_kpi": Ref("kpi", "sessions"),
        "to_kpi": Ref("kpi", "orders"),
        "rate": Figure(0.0246, "percent"),
        "from_value": Figure(94_310, "count"),
        "to_value": Figure(2_316, "count"),
    }
    table = pd.DataFrame(rows, columns=columns)
    caveats = (Caveat("index_not_conversion", {"count": 2}),)
    return Finding("step_rates", table, "step_rates_conversion", values, caveats)


def funding_split() -> Finding:
    rows = []
    for kpi in ("cumulated_reach", "followers"):
        for place, period in enumerate(MONTHS):
            total = LEVELS[kpi] * (1 + SWING[place])
            for funding, share in (("organic", 0.55), ("boosted", 0.41), (None, 0.04)):
                row = figures_of(kpi, total * share) | {"period": period, "funding": funding}
                full = not (kpi == "followers" and place == 13)
                known = share / 0.96 if funding else None
                row |= {"share": share, "share_attributed": known}
                rows.append(row | {"complete": full, "reason": None})
    values = {
        "kpi": Ref("kpi", "cumulated_reach"),
        "funding": Ref("funding", "organic"),
        "attributed": Figure(0.96, "percent"),
        "share": Figure(0.573, "percent"),
        "month": LAST,
    }
    return Finding("funding_split", pd.DataFrame(rows), "funding_split", values)


def drop_off() -> Finding:
    segments = [
        ("network", "facebook", "engagement_rate", 0.028, 0.039, 912_000, False),
        ("network", "instagram", "engagement_rate", 0.051, 0.039, 610_000, False),
        ("network", "linkedin", "engagement_rate", 0.12, 0.039, 90, True),
        ("channel", "Organic Search", "orders", 0.031, 0.0246, 40_000, False),
        ("channel", "Paid Social", "orders", 0.008, 0.0246, 22_000, False),
        ("channel", "Mobile Push Notifications", "orders", 0.025, 0.0246, 9_000, False),
        ("channel", None, "orders", 0.012, 0.0246, 3_000, False),
    ]
    names = ["dimension", "segment", "kpi", "rate", "brand_rate", "denominator", "small"]
    table = pd.DataFrame(segments, columns=names)
    table["from_stage"], table["to_stage"], table["kind"] = "reach", "engage", "conversion"
    table["shortfall"] = (table["brand_rate"] - table["rate"]) * table["denominator"]
    table["reason"] = None
    values = {
        "segment": Ref("network", "facebook"),
        "kpi": Ref("kpi", "engagement_rate"),
        "rate": Figure(0.028, "percent"),
        "brand_rate": Figure(0.039, "percent"),
        "shortfall": Figure(10_032.0, "count"),
    }
    caveats = (Caveat("small_denominator", {"kpis": [Ref("kpi", "engagement_rate")]}),)
    return Finding("drop_off", table, "drop_off", values, caveats)
