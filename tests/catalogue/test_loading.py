"""What loading gives: a checked catalogue that knows where each field came from."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.loader import (
    find_root,
    load_brands,
    load_catalogue,
    load_mapping_file,
    load_mappings,
    load_run_plan,
)
from kpi_helpers.errors import CatalogueError


def test_each_field_knows_the_file_and_line_that_set_it(project):
    provenance = load_catalogue(project.root, "alba").provenance

    assert provenance["kpis.ctr.formula"] == "kpis.yaml:33"
    assert provenance["kpis.ctr.objective"] == "brands/alba.yaml:17"
    assert provenance["measures.views.label.fr"] == "kpis.yaml:9"
    assert provenance["funnels.race.lead_kpis.visit"] == "funnels.yaml:7"
    assert provenance["breaks.0.day"] == "breaks.yaml:5"


def test_the_hash_follows_the_content_and_not_its_layout(project):
    before = load_catalogue(project.root, "alba")
    project.change("params/kpis.yaml", "kpis:\n", "# a note\n\nkpis:\n")
    moved = load_catalogue(project.root, "alba")
    project.change("params/kpis.yaml", "min_denominator: 100", "min_denominator: 200")
    changed = load_catalogue(project.root, "alba")

    assert len(before.sha) == 64
    assert moved.sha == before.sha
    assert moved.provenance["kpis.ctr.formula"] == "kpis.yaml:35"
    assert changed.sha != before.sha


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("params/fx.csv", "0.9", "0.91"),
        ("params/breaks.yaml", "2025-04-21", "2025-04-22"),
        ("params/funnels.yaml", "fr: Agir", "fr: Faire"),
        ("params/brands/alba.yaml", "value: 0.06", "value: 0.07"),
    ],
)
def test_the_hash_covers_every_file_of_the_brand(project, name, old, new):
    before = load_catalogue(project.root, "alba").sha
    project.change(name, old, new)

    assert load_catalogue(project.root, "alba").sha != before


def test_labels_lie_in_a_folder_of_the_brand_unless_it_names_another(project):
    assert load_catalogue(project.root, "alba").brand.labels_folder == "data/labels/alba"

    project.change("params/brands/alba.yaml", "  id: alba\n", "  id: alba\n  labels: notes/alba\n")
    assert load_catalogue(project.root, "alba").brand.labels_folder == "notes/alba"


def test_brands_are_the_files_of_their_folder(project):
    project.write("params/brands/zora.yaml", "extends: base\n")
    project.write("params/brands/notes.txt", "")

    assert load_brands(project.root) == ["alba", "zora"]


def test_a_project_without_exchange_rates_has_none(project):
    (project.root / "params/fx.csv").unlink()

    assert load_catalogue(project.root, "alba").fx == ()


def test_mappings_are_loaded_by_name_or_all(project):
    project.write(
        "params/sheets/shop2.yaml",
        "name: shop2\nfiles: [b.csv]\ngrain: post\n"
        "date: {column: D}\ncolumns: {views: {column: V}}\n",
    )

    assert list(load_mappings(project.root, None)) == ["shop", "shop2"]
    assert list(load_mappings(project.root, ["shop"])) == ["shop"]
    assert load_mapping_file(project.root / "params/sheets/shop.yaml").name == "shop"


def test_every_unknown_mapping_is_told_at_once(project):
    with pytest.raises(CatalogueError) as caught:
        load_mappings(project.root, ["shopp", "nothing_like_it"])

    assert [(p.message, p.values["found"]) for p in caught.value.problems] == [
        ("sheet_unknown_near", "shopp"),
        ("sheet_unknown", "nothing_like_it"),
    ]


def test_the_run_plan_is_loaded(project):
    plan = load_run_plan(project.root)

    assert (plan.brands, plan.months) == (("alba",), ("2026-09",))


def test_every_fault_of_the_run_plan_is_told_at_once(project):
    project.write(
        "params/run.yaml", "brands: [alba, abla]\nmonths: [2026-09, 2026-13]\nnotebooks: [01]\n"
    )
    with pytest.raises(CatalogueError) as caught:
        load_run_plan(project.root)
    assert [(p.message, p.line, p.key) for p in caught.value.problems] == [
        ("value_text", 3, "notebooks › 0"),
    ]

    project.change("params/run.yaml", "[01]", "['01']")
    with pytest.raises(CatalogueError) as caught:
        load_run_plan(project.root)
    assert [(p.message, p.line, p.key) for p in caught.value.problems] == [
        ("brand_unknown_near", 1, "brands › 1"),
        ("value_month", 2, "months › 1"),
    ]


def test_a_missing_run_plan_is_told(project):
    (project.root / "params/run.yaml").unlink()
    with pytest.raises(CatalogueError) as caught:
        load_run_plan(project.root)

    assert [p.message for p in caught.value.problems] == ["file_missing"]


def test_the_project_is_found_from_any_folder_inside_it(project, monkeypatch):
    inside = project.root / "notebooks" / "deep"
    inside.mkdir()
    monkeypatch.chdir(inside)
    monkeypatch.delenv("KPI_ROOT", raising=False)

    assert find_root(None) == project.root.resolve()
    assert find_root(project.root / "params") == project.root.resolve()


def test_the_environment_names_the_project_when_nothing_else_does(project, monkeypatch, tmp_path):
    outside = tmp_path.parent
    monkeypatch.chdir(outside)
    monkeypatch.setenv("KPI_ROOT", str(project.root))

    assert find_root(None) == project.root.resolve()
    with pytest.raises(CatalogueError) as caught:
        find_root(outside)
    assert caught.value.problems[0].message == "root_not_found"


def test_an_empty_brand_file_is_told_as_what_it_lacks(project):
    project.write("params/brands/alba.yaml", "")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")

    assert ("key_missing", "brand") in {
        (p.message, p.values.get("found")) for p in caught.value.problems
    }


@pytest.mark.parametrize("text", [None, "kpis: [", "- a"])
def test_a_base_that_cannot_be_read_is_told_alone(project, text):
    if text is None:
        (project.root / "params/kpis.yaml").unlink()
    else:
        project.write("params/kpis.yaml", text)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems

    assert problem.file == "params/kpis.yaml"
    assert problem.message in ("file_missing", "yaml_syntax", "yaml_top")
