"""The rules on creators: read, laid over by a brand, and told with their place when wrong."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.loader import check_params, load_catalogue
from kpi_helpers.catalogue.roles import NetworkSizes, Roles, role_faults
from kpi_helpers.errors import CatalogueError

ROLES = """\
sizes:
  default: {micro: 9000, star: 200000}
  tiktok: {star: 400000}
fan: {interactions: 7}
"""


def faults_of(project) -> list[tuple[str, str]]:
    """Message and key of each fault."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    return [(problem.message, problem.where) for problem in caught.value.problems]


def test_a_project_without_roles_has_the_usual_ones(project):
    assert load_catalogue(project.root, "alba").roles == Roles()


def test_a_network_without_sizes_of_its_own_takes_the_default(project):
    project.write("params/roles.yaml", ROLES)

    roles = load_catalogue(project.root, "alba").roles

    assert roles.fan.interactions == 7
    assert roles.sizes_of("tiktok").star == 400_000
    assert roles.sizes_of("facebook") == NetworkSizes(micro=9_000, star=200_000)
    assert roles.sizes_of(None) == roles.sizes_of("facebook")


def test_a_brand_lays_its_own_rules_over_the_shared_ones(project):
    project.write("params/roles.yaml", ROLES)
    brand = (project.root / "params/brands/alba.yaml").read_text(encoding="utf-8")
    project.write("params/brands/alba.yaml", brand + "roles:\n  ambassador: {mentions: 9}\n")

    roles = load_catalogue(project.root, "alba").roles

    assert (roles.ambassador.mentions, roles.fan.interactions) == (9, 7)


def test_a_fault_is_told_where_it_stands_in_the_file_that_set_it(project):
    project.write("params/roles.yaml", "fan:\n  interaction: 7\n")
    brand = (project.root / "params/brands/alba.yaml").read_text(encoding="utf-8")
    project.write("params/brands/alba.yaml", brand + "roles:\n  expert: {theme_share: 2}\n")
    line = brand.count("\n") + 2

    assert faults_of(project) == [
        ("key_unknown_near", "params/roles.yaml:2 · fan › interaction"),
        ("value_bound", f"params/brands/alba.yaml:{line} · expert › theme_share"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("priority: [star, fan, expert]\n", "roles_priority"),
        ("priority: [star, star, fan, expert, ambassador]\n", "roles_priority"),
        ("sizes: {tiktok: {micro: 5}}\n", "key_missing"),
        ("sizes: {default: {micro: 60000}}\n", "roles_sizes"),
        (
            "score: {weights: {reach: 0, resonance: 0, relevance: 0, relation: 0, result: 0, "
            "risk: 0}}\n",
            "roles_weights",
        ),
        ("fan: 3\n", "value_mapping"),
        ("priority: [idol]\n", "value_choice"),
    ],
)
def test_rules_that_cannot_work_are_refused(project, text, message):
    project.write("params/roles.yaml", text)

    assert [found for found, _ in faults_of(project)] == [message]
    assert message in [problem.message for problem in check_params(project.root)]


def test_a_check_of_the_declarations_looks_at_roles_given_by_hand_too(project):
    project.write(
        "data/labels/alba/creators.csv",
        "creator,network,role,since,by,reason\nA-1,,idol,2026-01-01,Ana,asked\n",
    )

    assert [(p.message, p.file, p.line) for p in check_params(project.root)] == [
        ("value_choice", "data/labels/alba/creators.csv", 2)
    ]


def test_every_role_has_its_place_in_the_order():
    assert list(role_faults(Roles())) == []
    assert len(list(role_faults(Roles(priority=("fan",))))) == 1
