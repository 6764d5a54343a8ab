"""One file laid over another, and what it may change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.catalogue.faults import Place
from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.catalogue.merge import merge
from kpi_helpers.catalogue.yaml_lines import Layer, read_yaml
from kpi_helpers.errors import CatalogueError

BASE = "params/kpis.yaml"
BRAND = "params/brands/alba.yaml"


def layer(data) -> Layer:
    """A layer without places."""
    return Layer(data)


@pytest.mark.parametrize(
    ("below", "above", "merged"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({"a": "b"}, {"a": {"b": {"c": None}}}, {"a": {"b": {}}}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_layers_merge_as_rfc_7386_says(below, above, merged):
    assert merge(layer(below), layer(above)).data == merged


trees = st.recursive(
    st.one_of(st.integers(0, 3), st.text("ab", max_size=2), st.lists(st.integers(0, 3))),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(st.sampled_from("abcd"), trees, max_size=4)


@given(mappings)
def test_laying_nothing_over_a_file_changes_nothing(data):
    assert merge(layer(data), layer({})).data == data


@given(mappings, mappings)
def test_laying_the_same_file_twice_is_laying_it_once(below, above):
    once = merge(layer(below), layer(above))

    assert merge(once, layer(above)).data == once.data


def test_each_key_keeps_the_place_of_the_file_that_set_it(tmp_path):
    (tmp_path / "a").write_text("k:\n  x: 1\n  y: [1, 2]\n  z: 3\n")
    (tmp_path / "b").write_text("\nk:\n  y: [5]\n  z: null\n  w: 4\n")
    merged = merge(read_yaml(tmp_path / "a", "a")[0], read_yaml(tmp_path / "b", "b")[0])

    assert merged.data == {"k": {"x": 1, "y": [5], "w": 4}}
    assert merged.places == {
        (): Place("a", 1),
        ("k",): Place("a", 1),
        ("k", "x"): Place("a", 2),
        ("k", "y"): Place("b", 3),
        ("k", "y", 0): Place("b", 3),
        ("k", "w"): Place("b", 5),
    }


def messages(project) -> list[str]:
    """Message names of the faults of the brand; none when it loads."""
    try:
        load_catalogue(project.root, "alba")
    except CatalogueError as error:
        return [problem.message for problem in error.problems]
    return []


def test_a_brand_changes_only_what_it_says(project):
    ctr = load_catalogue(project.root, "alba").kpis["ctr"]

    assert (ctr.formula, ctr.objective) == ("clicks / views", "visits")


@pytest.mark.parametrize(
    "change", ["direction: down", "unit: ratio", "formula: 2 * clicks / views", "pairwise: true"]
)
def test_a_changed_meaning_needs_a_higher_version(project, change):
    line = project.change(BRAND, "    objective: visits\n", f"    {change}\n")
    project.change(BRAND, "    target: {value: 0.06, baseline: 0.05}\n", "    proofs: []\n")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems

    assert (problem.message, problem.file, problem.line) == ("override_version", BRAND, line)
    assert problem.values == {"found": change.split(":")[0], "version": "1.0.0"}

    for version, verdict in {"1.0.1": [], "2.0.0": [], "0.9.9": ["override_version"]}.items():
        project.change(BRAND, f"    {change}\n", f"    {change}\n    version: {version}\n")
        assert messages(project) == verdict
        project.change(BRAND, f"    version: {version}\n", "")


def test_the_same_formula_laid_out_otherwise_is_no_change(project):
    project.change(
        BRAND,
        "    objective: visits\n",
        "    objective: visits\n    formula: clicks  /\n      views\n",
    )

    assert messages(project) == []


def test_a_changed_measure_needs_new_versions_of_the_kpis_that_read_it(project):
    project.change(BRAND, "kpis:\n", "measures:\n  clicks: {over_time: avg}\nkpis:\n")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems

    assert problem.message == "override_measure"
    assert problem.values == {"found": "over_time", "kpis": "ctr"}
    assert (problem.file, problem.key) == (BRAND, "measures › clicks › over_time")

    project.change(BRAND, "    objective: visits\n", "    objective: visits\n    version: 2.0.0\n")
    assert messages(project) == []


def test_a_measure_may_get_another_label_without_a_new_version(project):
    project.change(
        BRAND,
        "kpis:\n",
        "measures:\n  clicks: {label: {fr: Clics payés, en: Paid clicks}}\nkpis:\n",
    )

    assert load_catalogue(project.root, "alba").measures["clicks"].label.fr == "Clics payés"


def test_a_misspelt_override_is_told_once_and_not_as_a_kpi_without_fields(project):
    project.change(BRAND, "  ctr:\n", "  crt:\n")

    assert messages(project) == ["override_unknown_near"]


def test_null_takes_a_kpi_away(project):
    project.change(
        BRAND,
        "  ctr:\n    objective: visits\n    target: {value: 0.06, baseline: 0.05}\n",
        "  ctr: null\n",
    )
    project.change(BRAND, "scorecards: [ctr]", "scorecards: []")
    project.change("params/funnels.yaml", "    lead_kpis: {visit: ctr}\n", "")

    assert load_catalogue(project.root, "alba").kpis == {}


def test_a_brand_may_extend_another_that_extends_the_base(project):
    text = (project.root / BRAND).read_text(encoding="utf-8")
    other = "extends: alba\nbrand: {id: alba_uk, currency: GBP, scorecards: []}\n"
    project.write("params/brands/alba_uk.yaml", other)
    catalogue = load_catalogue(project.root, "alba_uk")

    assert "extends: base" in text
    assert (catalogue.brand.currency, catalogue.brand.name) == ("GBP", "Alba")
    assert catalogue.kpis["ctr"].objective == "visits"
    assert catalogue.provenance["brand.currency"] == "brands/alba_uk.yaml:2"
    assert catalogue.provenance["brand.name"] == "brands/alba.yaml:4"


def test_files_that_extend_one_another_are_told_as_a_circle(project):
    project.write("params/brands/other.yaml", "extends: alba\n")
    project.change(BRAND, "extends: base", "extends: other")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems

    assert problem.message == "extends_loop"
    assert problem.values["found"] == "alba → other → alba"


def test_a_text_cut_at_its_comma_is_told_and_not_taken_for_a_removal(project):
    line = project.change(BRAND, "{fr: Attirer, en: Attract}", "{fr: Attirer, garder, en: Attract}")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems

    assert (problem.message, problem.line) == ("removal_unknown", line)
    assert problem.values["found"] == "garder"


def test_a_removal_of_what_is_not_there_is_told_with_what_was_meant(project):
    project.change(BRAND, "  ctr:\n", "  crt: null\n  ctr:\n")

    assert messages(project) == ["removal_unknown_near"]


def test_null_for_a_key_that_may_stand_there_is_no_fault(project):
    project.change(
        BRAND, "    objective: visits\n", "    objective: visits\n    side_effects: null\n"
    )

    assert messages(project) == []
