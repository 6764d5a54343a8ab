"""Faults are named by parts; every part has its text in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kpi_helpers.errors import Problem
from kpi_helpers.sources.faults import CODES
from kpi_helpers.views.words import Words

SOURCES = Path(__file__).resolve().parents[2] / "kpi_helpers" / "sources"
NAMED = {"Problem", "Fault", "CellFault", "fault_at"}
RECORDS = ("broken_quotes", "ragged_record", "repeated_header")
VALUES = {
    "found": "x",
    "expected": "y",
    "minimum": "0",
    "mark": ",",
    "known": ["a", "b"],
    "first": "2",
    "count": 21,
    "lines": ["2", "3"],
}


def named_in_source():
    """First text given to whatever makes a problem."""
    for path in sorted(SOURCES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            if called in NAMED and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, called


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_fault_of_a_cell_or_record_can_be_told_alone_and_together(locale):
    words = Words(locale)
    grouped = {name for name, called in named_in_source() if called != "Problem"}
    for name in {*CODES[1:], *RECORDS, *grouped}:
        for message in (name, f"{name}_many"):
            problem = Problem(message, VALUES, "a.csv", 3, "Views")

            assert words.problem(problem).startswith("a.csv:3 · Views · "), message


def test_every_problem_that_a_reader_names_has_a_text():
    words = Words("en")

    assert [name for name, _ in named_in_source() if not words.knows(name)] == []
