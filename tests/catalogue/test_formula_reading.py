"""What a formula may hold, and how precisely all else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.catalogue.formula import parse
from kpi_helpers.errors import FormulaError

NAMES = ("clicks", "engagements", "reach", "spend", "views")

HOSTILE = [
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "reach.__class__",
    "reach.sum()",
    "9 ** 9 ** 9",
    "reach ** 2",
    "reach // 2",
    "reach % 2",
    "reach @ views",
    "(lambda: reach)()",
    "[reach for reach in (1, 2)]",
    "{reach: 1}",
    "f'{reach}'",
    "(reach := 1)",
    "reach if views else 0",
    "reach and views",
    "not reach",
    "~reach",
    "+reach",
    "reach < views",
    "reach[0]",
    "'reach'",
    "True",
    "None",
    "1j",
    "nan",
    "inf",
    "1e999",
    "1e12",
    "9" * 40,
    "0x" + "f" * 40,
    "engagements reach",
    "spend as clicks",
    "(select 1)",
    "read_text('/etc/passwd')",
    "spend; drop table observation",
    "import os",
    "spend = 1",
    "spend # clicks",
    "yield spend",
    "await spend",
    "*spend",
    "spend, clicks",
    "coalesce(spend, b=0)",
    "coalesce(spend, 0, 0)",
    "coalesce(*spend)",
    "abs()",
    "least(spend)(clicks)",
    "coalesce",
    "sum(spend)",
    "eval('1')",
    "",
    "   ",
    "(",
    "spend /",
    "spend\x00clicks",
    "ｓpend",
    "spend / 1or 2",
    "(" * 250 + "spend" + ")" * 200,
    "-" * 60 + "spend",
    "spend+" * 40 + "spend",
    "spend" + " + 1" * 200,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_everything_but_plain_arithmetic_over_measures_is_refused(text):
    with pytest.raises(FormulaError):
        parse(text, NAMES)


@given(st.text(max_size=80))
def test_no_text_makes_the_reader_fail_in_any_other_way(text):
    try:
        formula = parse(text, NAMES)
    except FormulaError as error:
        assert error.problems
    else:
        assert formula.used <= set(NAMES)


@given(st.text(alphabet="spendviews coalesce0.19e+-*/(),_", max_size=60))
def test_no_text_of_the_allowed_letters_makes_the_reader_fail_in_any_other_way(text):
    try:
        parse(text, NAMES)
    except FormulaError as error:
        assert all(p.values["pointer"].endswith("^") for p in error.problems)


def test_a_sound_formula_keeps_its_text_and_the_measures_it_reads():
    formula = parse("1000 * spend\n  / greatest(views, coalesce(reach, 0))", NAMES)

    assert formula.text == "1000 * spend / greatest(views, coalesce(reach, 0))"
    assert formula.used == {"spend", "views", "reach"}


def test_a_misspelt_measure_is_told_with_its_column_and_the_name_that_was_meant():
    with pytest.raises(FormulaError) as caught:
        parse("clicks / veiws", NAMES)
    (problem,) = caught.value.problems

    assert problem.message == "formula_measure_near"
    assert problem.values["found"] == "veiws"
    assert problem.values["near"] == "views"
    assert problem.values["column"] == 10
    assert problem.values["formula"] == "clicks / veiws"
    assert problem.values["pointer"] == "         ^"


def test_every_fault_of_a_formula_is_told_at_once():
    with pytest.raises(FormulaError) as caught:
        parse("median(clicks) / veiws ** 2 + coalesce(spend)", NAMES)

    assert [problem.message for problem in caught.value.problems] == [
        "formula_function",
        "formula_not_allowed",
        "formula_arguments",
    ]


def test_a_typographic_sign_is_told_as_the_sign_to_write():
    with pytest.raises(FormulaError) as caught:
        parse("clicks ÷ views", NAMES)
    (problem,) = caught.value.problems

    assert (problem.message, problem.values["near"]) == ("formula_character_near", "/")
    assert problem.values["column"] == 8


def test_two_measures_side_by_side_are_not_read_as_an_alias():
    with pytest.raises(FormulaError) as caught:
        parse("engagements reach", NAMES)
    (problem,) = caught.value.problems

    assert (problem.message, problem.values["column"]) == ("formula_unreadable", 13)


def test_nesting_is_allowed_up_to_thirty_levels():
    assert parse("-" * 30 + "spend", NAMES).used == {"spend"}
    with pytest.raises(FormulaError) as caught:
        parse("-" * 31 + "spend", NAMES)

    assert [problem.message for problem in caught.value.problems] == ["formula_too_deep"]


def test_length_is_allowed_up_to_five_hundred_characters():
    long = "spend" + " + spend" * 25 + " " * 400

    assert len(parse(long, NAMES).text) == 205
    with pytest.raises(FormulaError) as caught:
        parse("spend * " + "1" * 600, NAMES)
    assert caught.value.problems[0].message == "formula_too_long"
