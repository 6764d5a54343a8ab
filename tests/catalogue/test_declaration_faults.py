"""Every kind of fault in ``params`` is told with its file, its line, its key and a way out."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.loader import check_params, load_catalogue
from kpi_helpers.errors import CatalogueError

BASE = "params/kpis.yaml"
BRAND = "params/brands/alba.yaml"
FUNNELS = "params/funnels.yaml"


def faults(project) -> list[tuple[str, str, int, str]]:
    """Message, file, line and key of every fault of the brand."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    return [(p.message, p.file, p.line, p.key) for p in caught.value.problems]


def test_the_tiny_project_is_sound(project):
    assert check_params(project.root) == ()
    assert load_catalogue(project.root, "alba").kpis["ctr"].objective == "visits"


ONE_FAULT = [
    # file, old text, new text, message, key
    (BASE, "    unit: percent", "    unitt: percent", "key_unknown_near", "kpis › ctr › unitt"),
    (BASE, "stage: visit", "stage: visits", "value_choice_near", "kpis › ctr › stage"),
    (BASE, "stage: visit", "stage: 3", "value_choice", "kpis › ctr › stage"),
    (BASE, "owner: Ana", "owner: [Ana]", "value_text", "kpis › ctr › owner"),
    (BASE, "version: 1.0.0", "version: 1.0", "value_text", "kpis › ctr › version"),
    (BASE, "version: 1.0.0", "version: v1", "value_form", "kpis › ctr › version"),
    (BASE, "[marketing]", "[]", "value_empty", "kpis › ctr › department"),
    (BASE, "[marketing]", "marketing", "value_list", "kpis › ctr › department"),
    (BASE, "min_denominator: 100", "min_denominator: -1", "value_bound",
     "kpis › ctr › min_denominator"),
    (BASE, "min_denominator: 100", "min_denominator: lots", "value_number",
     "kpis › ctr › min_denominator"),
    (BASE, "  ctr:\n", "  Click-Rate: {}\n  ctr:\n", "key_form", "kpis › Click-Rate"),
    (BASE, "column: users\n    over_time: none", "column: users\n    over_time: rows",
     "measure_rows", "measures › users › column"),
    (BASE, "    column: users\n", "", "measure_column", "measures › users › column"),
    (BASE, "column: views", "column: views\n    distinct: entity", "measure_exact",
     "measures › views › distinct"),
    (BASE, "column: views", "column: views\n    where: {chanel: [web]}", "column_unknown_near",
     "measures › views › where"),
    (BASE, "clicks / views", "clicks / veiws", "formula_measure_near", "kpis › ctr › formula"),
    (BASE, "clicks / views", "clicks + spend", "formula_mixed_units", "kpis › ctr › formula"),
    (BASE, "clicks / views", "clicks * 100 / views", "kpi_percent", "kpis › ctr › formula"),
    (BASE, "unit: percent", "unit: currency", "kpi_unit", "kpis › ctr › unit"),
    # Trap 23: a conversion within days of a touch needs touch events, which no table holds.
    (BASE, "formula: clicks / views", "kind: conversion\n    formula: clicks / views",
     "value_choice", "kpis › ctr › kind"),
    (BASE, "formula: clicks / views", "kind: share\n    formula: clicks / views", "kpi_needs",
     "kpis › ctr › measure"),
    (BASE, "formula: clicks / views", "formula: clicks / views\n    to_date: year",
     "kpi_needless", "kpis › ctr › to_date"),
    (BASE, "formula: clicks / views", "kind: cumulative\n    formula: clicks / views",
     "kpi_needs", "kpis › ctr › to_date"),
    (BASE, "    formula: clicks / views\n    min_denominator: 100\n    proofs:\n"
     "      - {given: {clicks: 5, views: 100}, expect: 0.05}\n", "", "kpi_needs",
     "kpis › ctr › formula"),
    (BASE, "{clicks: 5, views: 100}", "{clicks: 5}", "proof_missing",
     "kpis › ctr › proofs › 0 › given"),
    (BASE, "{clicks: 5, views: 100}", "{clicks: 5, views: 100, spend: 1}", "proof_unused",
     "kpis › ctr › proofs › 0 › given › spend"),
    (BASE, "expect: 0.05}", "expect: 0.06}", "proof_fails", "kpis › ctr › proofs › 0 › expect"),
    (BASE, "unit: percent", "unit: percent\n    dimensions: [content_typ]", "value_choice_near",
     "kpis › ctr › dimensions › 0"),
    (BASE, "direction: up", "direction: up\n    drivers: [{kpi: crt}]", "kpi_unknown_near",
     "kpis › ctr › drivers › 0"),
    (BASE, "direction: up", "direction: up\n    drivers: [{kpi: ctr}]", "driver_cycle",
     "kpis › ctr › drivers"),
    (BASE, "direction: up", "direction: up\n    deprecated_by: crt", "kpi_unknown_near",
     "kpis › ctr › deprecated_by"),
    (BRAND, "objective: visits", "objective: visit", "objective_unknown_near",
     "kpis › ctr › objective"),
    (BRAND, "value: 0.06", "value: 0.04", "target_side_up", "kpis › ctr › target › value"),
    (BRAND, "value: 0.06", "value: 0.05", "target_side_up", "kpis › ctr › target › value"),
    (BRAND, "scorecards: [ctr]", "scorecards: [crt]", "kpi_unknown_near",
     "brand › scorecards › 0"),
    (BRAND, "Europe/Paris", "Europe/Pariss", "brand_timezone", "brand › timezone"),
    (BRAND, "id: alba", "id: alma", "brand_id", "brand › id"),
    (BRAND, "funnel: race", "funnel: rice", "funnel_unknown_near", "brand › funnel"),
    (BRAND, "locale: fr", "locale: fr\n  sheets: [shopp]", "sheet_unknown_near",
     "brand › sheets › 0"),
    (BRAND, "  raw: [data/raw/alba]\n", "", "key_missing", "brand › raw"),
    (BRAND, "EUR", "euro", "value_form", "brand › currency"),
    (BRAND, "extends: base", "extends: bass", "extends_unknown_near", "extends"),
    (BRAND, "owner: Ana", "owner: Ana\n    by: soon", "value_date", "objectives › visits › by"),
    (BRAND, "owner: Ana", "owner: Ana\n    outcome: crt", "kpi_unknown_near",
     "objectives › visits › outcome"),
    (BRAND, "owner: Ana", "owner: Ana\n    perimeter: south", "perimeter_unknown",
     "objectives › visits › perimeter"),
    (BRAND, "owner: Ana", "owner: Ana\n    horizon: 0", "value_bound",
     "objectives › visits › horizon"),
    (BRAND, "owner: Ana", "owner: Ana\n    weight: 0", "value_bound",
     "objectives › visits › weight"),
    (FUNNELS, "{visit: ctr}", "{visit: crt}", "kpi_unknown_near",
     "funnels › race › lead_kpis › visit"),
    (FUNNELS, "spine: [engage, visit]", "spine: [reach, visit]", "funnel_twice",
     "funnels › race › stages › 1 › spine"),
    (FUNNELS, "funnels:", "funels:", "key_unknown_near", "funels"),
    ("params/breaks.yaml", "    day: 2025-04-21\n", "", "key_missing", "breaks › 0 › day"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "message", "key"),
    ONE_FAULT,
    ids=[f"{i}-{case[3]}" for i, case in enumerate(ONE_FAULT)],
)
def test_a_fault_is_told_at_its_key_in_its_file(project, file, old, new, message, key):
    project.change(file, old, new)

    found = faults(project)
    assert (message, file, key) in [(m, f, k) for m, f, _, k in found]


@pytest.mark.parametrize(
    ("old", "new", "lines_down"),
    [
        ("    unit: percent", "    unitt: percent", 0),
        ("formula: clicks / views", "formula: clicks / veiws", 0),
        ("stage: visit", "note: x\n    stage: visit", 0),
        ("      - {given", "      - {given: {clicks: 1, views: 1}, expect: 1}\n      - {given", 0),
    ],
)
def test_the_line_told_is_the_line_where_it_stands(project, kpi_change, old, new, lines_down):
    line = kpi_change(old, new) + lines_down
    if "given" in new:
        line = kpi_change("expect: 0.05", "expect: 0.5")

    assert (BASE, line) in [(file, found) for _, file, found, _ in faults(project)]


def test_faults_of_all_files_are_told_at_once(project):
    project.change(BASE, "stage: visit", "stage: vist")
    project.change(BASE, "column: views", "column: [views]")
    project.change(BRAND, "Europe/Paris", "Mars")
    project.change(FUNNELS, "label: {fr: RACE, en: RACE}", "label: {fr: RACE}")
    project.change("params/breaks.yaml", "day: 2025-04-21", "day: 2025-02-30")
    project.write("params/fx.csv", "day,base,quote,rate,source\n2026-09-01,USD,EUR,-1,x\n")
    project.change(BRAND, "locale: fr", "locale: fr\n  sheets: [shop]")
    project.change("params/sheets/shop.yaml", "grain: channel_period", "grain: channel_perod")

    assert {(message, file) for message, file, _, _ in faults(project)} == {
        ("value_choice_near", BASE),
        ("value_text", BASE),
        ("brand_timezone", BRAND),
        ("key_missing", FUNNELS),
        ("value_date", "params/breaks.yaml"),
        ("value_bound", "params/fx.csv"),
        ("value_choice_near", "params/sheets/shop.yaml"),
    }


def test_an_entry_with_a_fault_of_its_own_is_not_called_unknown_elsewhere(project, kpi_change):
    kpi_change("stage: visit", "stage: vist")

    assert [message for message, *_ in faults(project)] == ["value_choice_near"]


def test_a_circle_of_drivers_is_told_once_with_the_way_around(project, kpi_change):
    body = (project.root / BASE).read_text(encoding="utf-8").split("kpis:\n")[1]
    other = body.replace("ctr:", "clicks_of_links:").replace(
        "direction: up", ("direction: up\n    drivers: [{kpi: ctr, edge: formula}]")
    )
    kpi_change("direction: up", "direction: up\n    drivers: [{kpi: clicks_of_links}]")
    text = (project.root / BASE).read_text(encoding="utf-8")
    project.write(BASE, text + other)

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems
    assert problem.message == "driver_cycle"
    assert problem.values["found"] == "ctr → clicks_of_links → ctr"


def test_a_sum_of_people_is_refused_but_a_rate_of_people_is_not(project, kpi_change):
    kpi_change("formula: clicks / views", "formula: clicks / users")
    kpi_change("{clicks: 5, views: 100}", "{clicks: 5, users: 100}")

    assert load_catalogue(project.root, "alba").kpis["ctr"].formula == "clicks / users"

    kpi_change("formula: clicks / users", "formula: (users + clicks) / users")
    kpi_change("expect: 0.05", "expect: 1.05")
    assert [m for m, *_ in faults(project)] == ["kpi_sums_people"]


def test_people_are_not_added_up_to_date(project, kpi_change):
    kpi_change("unit: percent", "unit: count\n    kind: cumulative\n    to_date: year")
    kpi_change("formula: clicks / views", "formula: users")
    kpi_change("{clicks: 5, views: 100}, expect: 0.05", "{users: 5}, expect: 5")

    project.change(BRAND, "baseline: 0.05", "baseline: 0.05, per: year")

    assert [m for m, *_ in faults(project)] == ["kpi_sums_people"]


def test_a_share_is_proven_by_its_part_and_its_whole(project, kpi_change):
    kpi_change(
        "formula: clicks / views",
        ("kind: share\n    measure: views\n    part: {funding: [boosted]}"),
    )
    kpi_change("{clicks: 5, views: 100}", "{part: 5, whole: 100}")

    assert load_catalogue(project.root, "alba").kpis["ctr"].kind == "share"

    kpi_change("expect: 0.05", "expect: 0.5")
    assert [m for m, *_ in faults(project)] == ["proof_fails"]


def test_a_band_needs_a_target_and_a_width(project, kpi_change):
    kpi_change("direction: up", "direction: band")

    assert [m for m, *_ in faults(project)] == ["kpi_band"]

    project.change(BRAND, "baseline: 0.05", "baseline: 0.05, warn: 0.1")
    assert load_catalogue(project.root, "alba").kpis["ctr"].target.warn == 0.1


def test_a_content_type_is_known_of_posts_only(project, kpi_change):
    kpi_change("clicks / views", "spend / views")
    kpi_change("unit: percent", "unit: currency\n    dimensions: [content_type]")
    kpi_change("{clicks: 5, views: 100}", "{spend: 5, views: 100}")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems
    assert (problem.message, problem.values["table"]) == ("kpi_dimension", "channel_period")


def test_doubts_are_warnings_that_do_not_stop_the_brand(project, kpi_change):
    kpi_change("    min_denominator: 100\n", "")
    project.change(BRAND, "    objective: visits\n", "")

    assert load_catalogue(project.root, "alba").kpis["ctr"].min_denominator is None
    found = {(p.message, p.severity) for p in check_params(project.root)}
    assert found == {("kpi_min_denominator", "warn"), ("target_without_objective", "warn")}


def test_an_unknown_brand_is_told_with_the_one_that_was_meant(project):
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "abla")
    (problem,) = caught.value.problems

    assert (problem.message, problem.values["near"]) == ("brand_unknown_near", "alba")


def test_rows_are_paired_within_one_table_only(project, kpi_change):
    kpi_change("formula: clicks / views", "pairwise: true\n    formula: spend / views")
    kpi_change("unit: percent", "unit: currency")
    kpi_change("{clicks: 5, views: 100}", "{spend: 5, views: 100}")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems
    assert (problem.message, problem.key) == ("kpi_pairwise", "kpis › ctr › pairwise")
    assert problem.values == {"found": "channel_period, post"}


def test_a_break_of_a_misspelt_metric_is_doubted(project):
    line = project.change("params/breaks.yaml", "metrics: [views]", "metrics: [vews, plays]")

    (problem,) = check_params(project.root)
    assert (problem.message, problem.line, problem.severity) == ("metric_unread", line, "warn")
    assert problem.values == {"found": "vews", "near": "views"}


@pytest.mark.parametrize(
    ("step", "formula", "sound"),
    [
        ("[reach, visit]", "clicks / views", True),
        ("[visit, reach]", "clicks / views", False),
        ("[visit, visit]", "clicks / views", False),
        ("[reach, visit]", "clicks - views", False),
        ("[reach, visit]", "clicks / users", False),
    ],
)
def test_a_step_is_a_rate_of_one_table_that_leads_on(project, kpi_change, step, formula, sound):
    kpi_change("unit: percent", f"unit: ratio\n    step: {step}")
    kpi_change("formula: clicks / views", f"formula: {formula}")
    kpi_change("    proofs:\n      - {given: {clicks: 5, views: 100}, expect: 0.05}\n", "")

    found = [] if sound else ["kpi_step"]
    assert [problem.message for problem in check_params(project.root)] == found
