"""YAML 1.2 with lines: nothing turns into something else, and every fault is told at once."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.faults import Place
from kpi_helpers.catalogue.yaml_lines import read_yaml


def read(tmp_path, text: str):
    """Layer and problems of a file with this text."""
    path = tmp_path / "file.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(path, "params/file.yaml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("1.0.0", "1.0.0"),
        ("2026-09", "2026-09"),
        ("2025-04-21", "2025-04-21"),
        ("'01'", "01"),
        ("010", 10),
        ("0x1F", 31),
        ("1_000", 1000),
        ("0.05", 0.05),
        ("1e3", 1000.0),
        ("true", True),
        ("~", None),
        ("", None),
        ("Île-de-France", "Île-de-France"),
    ],
)
def test_values_are_what_yaml_1_2_says(tmp_path, written, meant):
    layer, problems = read(tmp_path, f"key: {written}\n")

    assert problems == ()
    assert layer.data == {"key": meant}
    assert type(layer.data["key"]) is type(meant)


def test_every_key_and_list_item_has_its_line(tmp_path):
    layer, _ = read(tmp_path, "# note\nkpis:\n  ctr:\n    department: [sales,\n      marketing]\n")

    assert layer.places[("kpis", "ctr")] == Place("params/file.yaml", 3)
    assert layer.places[("kpis", "ctr", "department", 0)].line == 4
    assert layer.places[("kpis", "ctr", "department", 1)].line == 5


def test_repeated_keys_are_told_with_both_lines_and_all_of_them(tmp_path):
    _, problems = read(tmp_path, "a: 1\nb: {c: 1,\n  c: 2}\na: 3\n")

    assert [(p.message, p.line, p.key, p.values["first"]) for p in problems] == [
        ("yaml_duplicate", 3, "b › c", "2"),
        ("yaml_duplicate", 4, "a", "1"),
    ]


def test_aliases_tags_and_numbers_that_are_none_are_all_told(tmp_path):
    _, problems = read(
        tmp_path, "a: &x [1]\nb: *x\nc: !!python/object:os.system id\nd: .inf\n? [1]\n: 2\n"
    )

    assert [(p.message, p.line) for p in problems] == [
        ("yaml_alias", 2),
        ("yaml_tag", 3),
        ("yaml_number", 4),
        ("yaml_key", 5),
    ]


def test_a_list_that_holds_itself_is_refused(tmp_path):
    _, problems = read(tmp_path, "a: &x\n  b: *x\n")

    assert [p.message for p in problems] == ["yaml_alias"]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a: [1\nb: 2\n", "yaml_syntax", 2),
        ("a:\n\t- b\n", "yaml_syntax", 2),
        ("a: 1\n---\nb: 2\n", "yaml_syntax", 2),
        ("- a\n- b\n", "yaml_top", 1),
        ("%YAML 1.1\n---\na: NO\n", "yaml_version", 1),
        ("a: " + "[" * 500, "yaml_syntax", None),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path, text, message, line):
    layer, problems = read(tmp_path, text)

    assert layer.data == {}
    assert problems[0].message == message
    assert line is None or problems[0].line == line


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_bytes(b"a: 1\nb: \xe9t\xe9\n")

    _, problems = read_yaml(path, "file.yaml")
    assert [(p.message, p.line) for p in problems] == [("yaml_encoding", 2)]


def test_a_missing_file_is_a_problem_and_not_a_crash(tmp_path):
    layer, problems = read_yaml(tmp_path / "none.yaml", "params/none.yaml")

    assert (layer.data, problems[0].message) == ({}, "file_missing")


def test_an_empty_file_says_nothing(tmp_path):
    layer, problems = read(tmp_path, "# nothing yet\n")

    assert (layer.data, problems) == ({}, ())
