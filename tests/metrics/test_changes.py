"""A change is taken apart where it may be compared, into parts that make up both figures."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kpi_helpers.catalogue.models import Driver
from kpi_helpers.metrics.changes import changes_by_dimension, changes_by_formula, rate_of
from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.periods import Month

SEPTEMBER, OCTOBER = "2026-09-15", "2026-10-15"


def _compared(catalogue, grains, *kpis: str) -> pd.DataFrame:
    return compare_kpis(catalogue, grains, kpis, Month(2026, 10).period, ("previous",))


def _told(changes: pd.DataFrame) -> dict[tuple, float]:
    keys = zip(changes["effect"], changes["part"], strict=True)
    return dict(zip(keys, changes["value"], strict=True))


def _refused(changes: pd.DataFrame) -> list[str]:
    return changes["reason"].tolist()


@pytest.fixture
def posts(grains, windows):
    """Posts of September and October, whole months covered: (network, day, numbers)."""

    def make(*rows: tuple):
        frame = [{"network": n, "date_start": day, "entity": f"p{i}", **numbers}
                 for i, (n, day, numbers) in enumerate(rows)]  # fmt: skip
        covered = windows("post", *(("2026-09-01", "2026-10-31", n) for n in {r[0] for r in rows}))
        return grains(windows=covered, post=frame)

    return make


@pytest.fixture
def declared(catalogue, measure, kpi):
    """Engagement over reach, and the amounts behind it."""
    tables = {name: measure(table="post") for name in ("e", "reach", "extra")}
    return catalogue(
        tables,
        {
            "amount": kpi(formula="e", drivers=[Driver(kpi="value")]),
            "value": kpi(formula="e / reach", unit="ratio"),
            "rate": kpi(formula="e / reach", unit="percent"),
            "plain": kpi(formula="reach"),
            "net": kpi(formula="(e - extra) / reach", unit="percent"),
        },
    )


def test_trap_4_mix_and_rate_are_told_apart_from_the_data(declared, posts):
    grains = posts(
        ("instagram", SEPTEMBER, {"e": 80, "reach": 800}),
        ("facebook", SEPTEMBER, {"e": 4, "reach": 200}),
        ("instagram", OCTOBER, {"e": 22, "reach": 200}),
        ("facebook", OCTOBER, {"e": 17.6, "reach": 800}),
    )
    compared = _compared(declared, grains, "rate")
    changes = changes_by_dimension(declared, grains, compared, "network")
    sums = changes.groupby("effect")["value"].sum().to_dict()

    assert sums == pytest.approx({"mix": -0.0504, "rate": 0.006})
    assert changes["value"].sum() == pytest.approx(compared["change_abs"].iloc[0], rel=1e-9)
    assert set(changes["unit"]) == {"percent"}


def test_an_amount_with_a_rate_among_its_drivers_falls_into_volume_mix_and_rate(declared, posts):
    grains = posts(
        ("a", SEPTEMBER, {"e": 2000, "reach": 100}),
        ("b", SEPTEMBER, {"e": 4000, "reach": 100}),
        ("a", OCTOBER, {"e": 4000, "reach": 200}),
        ("b", OCTOBER, {"e": 4400, "reach": 100}),
    )
    compared = _compared(declared, grains, "amount", "plain")
    changes = changes_by_dimension(declared, grains, compared, "network")
    amount, plain = (changes[changes["kpi"] == name] for name in ("amount", "plain"))

    assert _told(amount)["volume", "a"] == pytest.approx(2900)
    assert amount["value"].sum() == pytest.approx(2400)
    assert _told(plain) == {("volume", "a"): 100.0, ("volume", "b"): 0.0}


def test_a_network_that_is_new_is_a_part_of_its_own(declared, posts):
    grains = posts(
        ("a", SEPTEMBER, {"e": 10, "reach": 100}),
        ("a", OCTOBER, {"e": 10, "reach": 100}),
        ("b", OCTOBER, {"e": 30, "reach": 100}),
    )
    compared = _compared(declared, grains, "rate")
    told = _told(changes_by_dimension(declared, grains, compared, "network"))

    expected = {("mix", "a"): 0.025, ("mix", "b"): 0.075, ("rate", "a"): 0, ("rate", "b"): 0}
    assert told == pytest.approx(expected)


def test_what_the_data_do_not_attribute_is_a_part(catalogue, measure, kpi, grains):
    declared = catalogue({"visits": measure(table="site_day")}, {"v": kpi(formula="visits")})
    rows = [
        {"date_start": day, "breakdown": breakdown, "region": region, "visits": visits}
        for first, of in (("2026-09-01", (10, 6)), ("2026-10-01", (10, 8)))
        for day in pd.date_range(first, periods=30 if "09" in first else 31)
        for breakdown, region, visits in (("total", None, of[0]), ("region", "FR-IDF", of[1]))
    ]
    table = grains(site_day=rows)
    compared = _compared(declared, table, "v")
    told = _told(changes_by_dimension(declared, table, compared, "region"))

    assert told == {("volume", "FR-IDF"): 8.0 * 31 - 6 * 30, ("volume", None): 2 * 31 - 4 * 30}
    assert sum(told.values()) == compared["change_abs"].iloc[0]


def test_a_split_that_the_data_cannot_give_is_refused_by_name(declared, posts):
    grains = posts(
        ("a", SEPTEMBER, {"e": 1, "reach": 2}),
        ("a", OCTOBER, {"e": 1, "reach": 3}),
    )
    compared = _compared(declared, grains, "rate")
    changes = changes_by_dimension(declared, grains, compared, "region")

    assert _refused(changes) == ["not_split_by"]
    assert math.isnan(changes["value"].iloc[0])


def test_what_may_not_be_compared_is_not_taken_apart(declared, posts):
    grains = posts(
        ("a", SEPTEMBER, {"e": 1, "reach": 0}),
        ("a", OCTOBER, {"e": 1, "reach": 3}),
    )
    compared = _compared(declared, grains, "rate", "amount")
    by_network = changes_by_dimension(declared, grains, compared, "network")

    assert by_network.loc[0, ["kpi", "reason"]].tolist() == ["rate", "no_baseline"]
    assert _refused(changes_by_formula(declared, grains, compared.head(1))) == ["no_baseline"]


def test_parts_that_do_not_make_up_the_figure_are_refused(declared, posts):
    grains = posts(
        ("a", SEPTEMBER, {"e": 1, "reach": 2}),
        ("a", OCTOBER, {"e": 1, "reach": 4}),
    )
    compared = _compared(declared, grains, "rate", "plain").assign(baseline=[0.4, 3.0])
    changes = changes_by_dimension(declared, grains, compared, "network")

    assert _refused(changes) == ["parts_do_not_sum"] * 2
    assert _refused(changes_by_formula(declared, grains, compared)) == ["parts_do_not_sum"] * 2


def test_a_change_falls_into_the_measures_of_its_formula(declared, posts):
    """(10 - 0) / 5 = 2 → (30 - 6) / 8 = 3, of which the denominator takes 17 · (1/5 - 1/8)."""
    grains = posts(
        ("a", SEPTEMBER, {"e": 10, "extra": 0, "reach": 5}),
        ("a", OCTOBER, {"e": 30, "extra": 6, "reach": 8}),
    )
    compared = _compared(declared, grains, "net")
    changes = changes_by_formula(declared, grains, compared)
    told = _told(changes)

    assert told["input", "reach"] == pytest.approx(-17 * (1 / 5 - 1 / 8))
    assert told["input", "e"] == pytest.approx(20 * (1 / 5 + 1 / 8) / 2)
    assert sum(told.values()) == pytest.approx(1.0)
    assert set(changes["dimension"]) == {"measure"}


def test_an_amount_is_divided_by_a_rate_of_its_own_only(catalogue, measure, kpi):
    measures = {name: measure() for name in ("a", "b")}
    kpis = {
        "a": kpi(formula="a", drivers=[Driver(kpi="other"), Driver(kpi="per_b")]),
        "b": kpi(formula="b", drivers=[Driver(kpi="per_b")]),
        "other": kpi(formula="b / a", unit="ratio"),
        "per_b": kpi(formula="a / b", unit="ratio"),
    }
    declared = catalogue(measures, kpis)

    assert rate_of(declared, "a") == "per_b"
    assert rate_of(declared, "b") is None
