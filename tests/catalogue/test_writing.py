"""A KPI is written into a brand's file whole, or the file stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kpi_helpers.catalogue import writing
from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.catalogue.writing import write_kpi
from kpi_helpers.errors import CatalogueError

BRAND = "params/brands/alba.yaml"


def _fields(**more: object) -> dict[str, object]:
    return {
        "version": "1.0.0",
        "label": {"fr": "Coût par clic", "en": "Cost per click"},
        "definition": {
            "fr": "Dépense divisée par les clics des publications de la même période.",
            "en": "Spend divided by the clicks of the posts of the same period.",
        },
        "stage": "reach",
        "audience": "stranger",
        "department": ["marketing"],
        "owner": "Ana",
        "decision": {"fr": "Dépenser autrement", "en": "Spend otherwise"},
        "unit": "currency",
        "direction": "down",
        "formula": "spend / clicks",
        **more,
    }


def _text(project) -> str:
    return (project.root / BRAND).read_bytes().decode("utf-8")


def _refused(project, name="cost_of_click", **more):
    """Messages of the refusal; the file must be as it was, and nothing lie beside it."""
    before, beside = _text(project), sorted((project.root / BRAND).parent.iterdir())
    with pytest.raises(CatalogueError) as error:
        write_kpi(project.root, "alba", name, _fields(**more))
    assert _text(project) == before
    assert sorted((project.root / BRAND).parent.iterdir()) == beside
    return [problem.message for problem in error.value.problems]


def test_a_written_kpi_is_loaded_back_as_it_was_composed(project):
    place = write_kpi(project.root, "alba", "cost_of_click", _fields())
    known = load_catalogue(project.root, "alba")
    kpi = known.kpis["cost_of_click"]

    assert kpi.model_dump(mode="json", exclude_unset=True) == _fields()
    assert place == known.provenance["kpis.cost_of_click.version"]
    assert place.startswith("brands/alba.yaml:")


def test_every_other_line_keeps_its_bytes(project):
    before = "# our file\n" + _text(project).replace("  ctr:\n", "  ctr:  # ours\n    # why\n")
    before += "  # for the next one\n\n# the end\nactions: []\n"
    project.write(BRAND, before)
    write_kpi(project.root, "alba", "cost_of_click", _fields())
    after, old = _text(project).splitlines(), before.splitlines()
    start = after.index("  cost_of_click:")
    end = start + len(after) - len(old)

    assert after[:start] + after[end:] == old
    assert after[start - 1] == "  # for the next one"
    assert "    label: {fr: Coût par clic, en: Cost per click}" in after[start:end]


def test_line_ends_of_another_system_are_kept(project):
    path = project.root / BRAND
    path.write_bytes(_text(project).replace("\n", "\r\n").encode())
    write_kpi(project.root, "alba", "cost_of_click", _fields())

    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") > 20


@pytest.mark.parametrize("section", ["", "kpis: {}\n", "kpis: {}  # none yet\n"])
def test_a_file_without_kpis_gets_its_section(project, section):
    text = _text(project).split("kpis:")[0] + section
    project.write(BRAND, text)
    write_kpi(project.root, "alba", "cost_of_click", _fields())

    assert "cost_of_click" in load_catalogue(project.root, "alba").kpis
    assert _text(project).count("kpis:") == 1


def test_a_section_on_one_line_is_left_to_its_author(project):
    text = _text(project).split("kpis:")[0] + "kpis: {ctr: {objective: visits}}\n"
    project.write(BRAND, text)

    assert _refused(project) == ["writing_flow_section"]


def test_an_id_that_exists_is_refused_without_a_higher_version(project):
    assert _refused(project, "ctr") == ["writing_id_exists"]


def test_a_higher_version_changes_the_entry_and_keeps_what_else_it_says(project):
    project.change(BRAND, "    objective: visits\n", "    objective: visits  # agreed in May\n")
    fields = _fields(version="2.0.0", unit="percent", formula="clicks / views", direction="up")
    write_kpi(project.root, "alba", "ctr", fields)
    kpi = load_catalogue(project.root, "alba").kpis["ctr"]

    assert (kpi.version, kpi.objective, kpi.target.value) == ("2.0.0", "visits", 0.06)
    assert "    objective: visits  # agreed in May" in _text(project).splitlines()
    assert _text(project).count("  ctr:") == 1


def test_proofs_of_another_formula_are_not_kept(project):
    fields = _fields(version="2.0.0", unit="ratio", formula="views / clicks", direction="up")
    fields["target"] = {"value": 30, "baseline": 20}
    write_kpi(project.root, "alba", "ctr", fields)

    assert load_catalogue(project.root, "alba").kpis["ctr"].proofs == ()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"formula": "spend / click"}, "formula_measure_near"),
        ({"formula": "spend /"}, "formula_unreadable"),
        ({"formula": "views + spend"}, "formula_mixed_units"),
        ({"label": {"fr": "", "en": "Views"}}, "value_empty"),
        ({"unit": "percents"}, "value_choice_near"),
        ({"owner": None}, "key_missing"),
        ({"colour": "red"}, "key_unknown"),
    ],
)
def test_what_the_catalogue_would_refuse_never_reaches_the_file(project, more, message):
    assert message in _refused(project, **more)


def test_an_id_in_another_form_is_refused(project):
    assert "key_form" in _refused(project, "Vues par euro")


def test_a_file_that_somebody_changed_meanwhile_is_not_overwritten(project, monkeypatch):
    checked = writing._checked

    def meanwhile(*arguments):
        found = checked(*arguments)
        project.write(BRAND, _text(project) + "# mine\n")
        return found

    monkeypatch.setattr(writing, "_checked", meanwhile)
    with pytest.raises(CatalogueError) as error:
        write_kpi(project.root, "alba", "cost_of_click", _fields())

    assert error.value.problems[0].message == "writing_changed"
    assert _text(project).endswith("# mine\n")


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.Path, "replace", full)

    assert _refused(project) == ["writing_failed"]


def test_the_file_keeps_its_rights(project):
    path = project.root / BRAND
    path.chmod(0o640)
    write_kpi(project.root, "alba", "cost_of_click", _fields())

    assert path.stat().st_mode & 0o777 == 0o640


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"),
                  exclude_characters="\ufeff"),
    min_size=1,
    max_size=90,
).filter(lambda text: text.strip())  # fmt: skip


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts, texts)
@example("0", ":0")
@example("0", "?0")
@example("- 0", "a #b")
def test_any_text_comes_back_as_it_was_typed(project, french, english):
    path: Path = project.root / BRAND
    before = path.read_bytes()
    said = {"fr": french, "en": english}
    write_kpi(project.root, "alba", "cost_of_click", _fields(label=said, definition=said))
    kpi = load_catalogue(project.root, "alba").kpis["cost_of_click"]
    path.write_bytes(before)

    assert kpi.label.fr == french.strip()
    assert kpi.definition.en == english.strip()
