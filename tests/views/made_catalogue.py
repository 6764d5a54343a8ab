"""A small catalogue, and figures that go with it."""

from __future__ import annotations

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.models import (
    Brand,
    Catalogue,
    Funnel,
    FunnelStage,
    Kpi,
    Measure,
    Objective,
)
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
OBJECTIVES = {  # id: French, English
    "sell": (
        "Faire grandir les ventes en ligne sans payer plus cher chaque client",
        "Grow online sales without paying more for each customer",
    ),
    "known": ("Faire connaître la maison", "Make the house known"),
    "repair": ("Être connu pour réparer", "Be known for repairing"),
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
    measures = {"views": Measure(table="post", column="views", label=Text(fr="Vues", en="Views"))}
    kpis = {name: _kpi(*said) for name, said in NAMES.items()}
    objectives = {
        name: Objective(statement=Text(fr=french, en=english), owner="Camille")
        for name, (french, english) in OBJECTIVES.items()
    }
    returns = Text(fr="Retours", en="Returns")
    measures |= {"returns": Measure(table="channel_period", column="returns", label=returns)}
    return Catalogue(
        brand=brand, measures=measures, kpis=kpis, objectives=objectives, funnels={"race": race}
    )


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


def money_of(kpi: str) -> str | None:
    return "EUR" if NAMES[kpi][1] == "currency" else None


def figures_of(kpi: str, value: float | None = None) -> dict[str, object]:
    """``kpi``, ``value``, ``unit``, ``currency`` of a row."""
    level = LEVELS[kpi] if value is None else value
    return {"kpi": kpi, "value": level, "unit": NAMES[kpi][1], "currency": money_of(kpi)}
