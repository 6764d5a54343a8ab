"""KPIs that are made of the same figures are known from their formulas."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.linked import linked_pairs
from kpi_helpers.catalogue.models import Brand, Catalogue, Driver, Kpi, Measure

WORD = {"fr": "mot", "en": "word"}
BRAND = Brand(id="b", name="B", locale="fr", currency="EUR", timezone="UTC", raw=("data",))


def _measure(column: str, **more: object) -> Measure:
    return Measure(table="site_day", column=column, label=WORD, **more)


MEASURES = {
    "revenue": _measure("revenue", unit="currency"),
    "orders": _measure("orders"),
    "sessions": _measure("sessions"),
    "social_sessions": _measure("sessions", where={"channel": ("Organic Social",)}),
    "cases": Measure(table="case", over_time="rows", label=WORD),
}


def _kpi(formula: str | None = None, **more: object) -> Kpi:
    said = dict.fromkeys(("label", "definition", "decision"), WORD)
    return Kpi(
        **said, version="1.0.0", stage="convert", audience="customer", department=("sales",),
        owner="O", unit="count", direction="up", formula=formula, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        (_kpi("revenue"), _kpi("revenue / orders"), True),
        (_kpi("revenue"), _kpi("orders"), False),
        (_kpi("social_sessions"), _kpi("orders / sessions"), True),
        (_kpi("cases"), _kpi("revenue"), False),
        (_kpi("sessions"), _kpi(kind="share", measure="social_sessions"), True),
        (_kpi("sessions"), _kpi("orders", drivers=(Driver(kpi="one", edge="formula"),)), True),
        (_kpi("sessions"), _kpi("orders", drivers=(Driver(kpi="one"),)), False),
    ],
    ids=["same measure", "nothing", "same column", "rows", "share", "declared", "influence"],
)
def test_a_pair_is_linked_by_what_it_is_made_of(one, other, linked):
    catalogue = Catalogue(brand=BRAND, measures=MEASURES, kpis={"one": one, "other": other})

    assert (frozenset(("one", "other")) in linked_pairs(catalogue)) is linked


def test_no_kpi_is_linked_to_itself():
    catalogue = Catalogue(brand=BRAND, measures=MEASURES, kpis={"one": _kpi("revenue")})

    assert linked_pairs(catalogue) == frozenset()
