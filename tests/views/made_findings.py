"""A small catalogue, and one finding of every name as the rules make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pandas as pd

from kpi_helpers.catalogue.models import Brand, Catalogue, Funnel, FunnelStage, Kpi, Text
from kpi_helpers.finding import Caveat, Figure, Finding, Ref, Verdict
from kpi_helpers.periods import Month, months_back

NAMES = {  # id: stage, unit, French, English
    "cumulated_reach": ("reach", "count", "Couverture cumulée", "Cumulated reach"),
    "engagement_rate": (
        "engage",
        "percent",
        "Taux d’engagement par couverture",
        "Engagement rate by reach",
    ),
    "followers": ("reach", "count", "Abonnés (fin de période)", "Followers (end of period)"),
    "sessions": ("visit", "count", "Sessions du site", "Site sessions"),
    "orders": ("convert", "count", "Commandes", "Orders"),
    "revenue": ("convert", "currency", "Chiffre d’affaires", "Revenue"),
    "cac": (
        "convert",
        "currency",
        "Coût d’acquisition d’un nouveau client",
        "Cost of acquiring a new customer",
    ),
    "roas": ("convert", "ratio", "ROAS", "ROAS"),
    "first_reply": ("serve", "seconds", "Premier délai de réponse", "First reply time"),
    "nps": ("advocate", "score", "NPS", "NPS"),
}
LAST = Month(2026, 10)
MONTHS = [str(month) for month in months_back(LAST, 14)]


def _kpi(stage: str, unit: str, french: str, english: str) -> Kpi:
    said = Text(fr=french, en=english)
    return Kpi(
        version="1.0.0",
        label=said,
        definition=said,
        decision=said,
        stage=stage,
        audience="follower",
        department=("marketing",),
        owner="Camille",
        unit=unit,
        direction="up",
        formula="views",
    )


def make_catalogue() -> Catalogue:
    """Ten KPIs and one funnel."""
    stages = [
        ("reach", "Toucher", "Reach"),
        ("act", "Interagir", "Act"),
        ("convert", "Convertir", "Convert"),
        ("engage", "Fidéliser", "Engage"),
    ]
    race = Funnel(
        label=Text(fr="RACE", en="RACE"),
        stages=tuple(
            FunnelStage(id=i, label=Text(fr=fr, en=en), spine=("reach",)) for i, fr, en in stages
        ),
    )
    brand = Brand(
        id="maison_alba",
        name="Maison Alba",
        locale="fr",
        currency="EUR",
        timezone="Europe/Paris",
        raw=("data",),
    )
    kpis = {name: _kpi(*said) for name, said in NAMES.items()}
    return Catalogue(brand=brand, measures={}, kpis=kpis, funnels={"race": race})


LEVELS = {
    "cumulated_reach": 1_840_000.0,
    "engagement_rate": 0.039,
    "followers": 128_410.0,
    "sessions": 94_310.0,
    "orders": 2_316.0,
    "revenue": 184_123.4,
    "cac": 14.2,
    "roas": 3.14,
    "first_reply": 2_820.0,
    "nps": 42.0,
}
SWING = (0.0, 0.02, 0.05, 0.01, -0.04, -0.06, -0.02, 0.03, 0.06, 0.04, -0.01, -0.03, 0.02, 0.0)


def _money(kpi: str) -> str | None:
    return "EUR" if NAMES[kpi][1] == "currency" else None


def _row(kpi: str, value: float | None = None) -> dict[str, object]:
    level = LEVELS[kpi] if value is None else value
    return {"kpi": kpi, "value": level, "unit": NAMES[kpi][1], "currency": _money(kpi)}


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
        | _row(kpi)
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
                row = _row(kpi, total * share) | {"period": period, "funding": funding}
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


def adaptations() -> Finding:
    rows = [
        {"department": "marketing", "stage": "engage", "advice": "advice_engage"}
        | _row("engagement_rate")
        | {"baseline": 0.043, "change_abs": -0.004, "change_rel": -0.093, "strength": 0.093},
        {"department": "sales", "stage": "convert", "advice": "advice_convert"}
        | _row("orders")
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
        row = _row(kpi) | {"complete": kpi != "followers", "settled": kpi != "orders"}
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
            row = _row(kpi, value) | {"period": period, "value": value}
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
        _row(kpi)
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
        _row(kpi)
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


MAKERS: tuple[Callable[[], Finding], ...] = (
    data_quality,
    stage_map,
    step_rates,
    funding_split,
    drop_off,
    adaptations,
    month_in_figures,
    monthly_history,
    year_so_far,
    network_movement,
    plan_and_actual,
    actions_of_month,
    limits,
    provenance,
)
CHARTED = (
    "stage_map",
    "step_rates",
    "funding_split",
    "drop_off",
    "monthly_history",
    "year_so_far",
    "network_movement",
    "plan_and_actual",
)
