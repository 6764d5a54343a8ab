"""Targets that could never be judged are told before a report rests on them."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.loader import check_params, load_catalogue

BRAND = "params/brands/alba.yaml"
TARGET = "{value: 0.06, baseline: 0.05}"


def _found(project) -> list[tuple[str, str, str]]:
    return [(p.message, p.key, p.severity) for p in check_params(project.root)]


def test_a_band_around_zero_has_no_width(project, kpi_change):
    kpi_change("direction: up", "direction: band")
    project.change(BRAND, TARGET, "{value: 0, warn: 0.1}")

    assert _found(project) == [("band_zero", "kpis › ctr › target › value", "block")]


@pytest.mark.parametrize(("per", "sound"), [("year", True), ("month", False)])
def test_a_total_to_date_has_a_target_for_the_same_period(project, kpi_change, per, sound):
    kpi_change("unit: percent", "unit: count\n    kind: cumulative\n    to_date: year")
    kpi_change("formula: clicks / views", "formula: clicks")
    kpi_change("{clicks: 5, views: 100}, expect: 0.05", "{clicks: 5}, expect: 5")
    project.change(BRAND, TARGET, f"{{value: 900, baseline: 800, per: {per}}}")

    found = [] if sound else [("target_per", "kpis › ctr › target › per", "block")]
    assert _found(project) == found


def test_a_target_later_than_its_objective_is_doubted(project):
    project.change(BRAND, "owner: Ana", "owner: Ana\n    by: 2026-06-30")
    project.change(BRAND, TARGET, "{value: 0.06, baseline: 0.05, by: 2026-12-31}")

    assert _found(project) == [("target_late", "kpis › ctr › target › by", "warn")]


@pytest.mark.parametrize(
    ("per", "by", "sound"),
    [
        ("year", "2026-12-31", True),
        ("year", "2026-06-30", False),
        ("quarter", "2026-06-30", True),
        ("quarter", "2026-05-31", False),
        ("month", "2026-05-10", True),
    ],
)
def test_a_total_is_due_on_the_last_day_of_its_period(project, per, by, sound):
    project.change(BRAND, TARGET, f"{{value: 0.06, baseline: 0.05, per: {per}, by: {by}}}")

    found = [] if sound else [("target_mid", "kpis › ctr › target › by", "warn")]
    assert _found(project) == found


def test_a_horizon_needs_a_date_to_end_at(project):
    project.change(BRAND, "owner: Ana", "owner: Ana\n    horizon: 12")

    assert _found(project) == [("horizon_without_date", "objectives › visits › horizon", "warn")]


def test_an_objective_on_a_replaced_kpi_is_doubted(project, kpi_change):
    body = (project.root / "params/kpis.yaml").read_text(encoding="utf-8").split("kpis:\n")[1]
    kpi_change("direction: up", "direction: up\n    deprecated_by: new_ctr")
    text = (project.root / "params/kpis.yaml").read_text(encoding="utf-8")
    project.write("params/kpis.yaml", text + body.replace("ctr:", "new_ctr:"))

    assert _found(project) == [("objective_deprecated", "kpis › ctr › objective", "warn")]


def test_the_whole_brand_is_a_perimeter(project):
    project.change(BRAND, "owner: Ana", "owner: Ana\n    perimeter: all")

    assert load_catalogue(project.root, "alba").objectives["visits"].perimeter == "all"


@pytest.mark.parametrize(("age", "where", "sound"), [
    (", age_band", "region: [FR-IDF]", False),
    (", age_band", "network: [facebook]", True),
    ("", "region: [FR-IDF]", True),
])  # fmt: skip
def test_an_objective_tells_no_small_group_that_is_masked_elsewhere(
    project, kpi_change, age, where, sound
):
    kpi_change("direction: up", f"direction: up\n    dimensions: [network, region{age}]")
    segments = f"segments:\n  south:\n    label: {{fr: Sud, en: South}}\n    where: {{{where}}}\n"
    project.change(BRAND, "objectives:\n", segments + "objectives:\n")
    project.change(BRAND, "owner: Ana", "owner: Ana\n    perimeter: south")

    found = [] if sound else [("objective_few_people", "kpis › ctr › objective", "block")]
    assert _found(project) == found
