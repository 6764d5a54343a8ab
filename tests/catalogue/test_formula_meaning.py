"""What a formula comes to, taken apart and said in words."""

from __future__ import annotations

import ast
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_helpers.catalogue.formula import (
    Formula,
    division,
    evaluate_numbers,
    indispensable,
    parse,
    words,
)

NAMES = ("a", "b", "c")


def value(text: str, **values: float | None) -> float | None:
    """The formula on these numbers."""
    return evaluate_numbers(parse(text, NAMES), {"a": None, "b": None, "c": None} | values)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a + b * c", {"a": 1, "b": 2, "c": 3}, 7.0),
        ("(a + b) * c", {"a": 1, "b": 2, "c": 3}, 9.0),
        ("a - b - c", {"a": 10, "b": 3, "c": 2}, 5.0),
        ("a / b / c", {"a": 12, "b": 3, "c": 2}, 2.0),
        ("-a * 2", {"a": 4}, -8.0),
        ("1000 * a / b", {"a": 850, "b": 120_000}, 1000 * 850 / 120_000),
        ("abs(a - b)", {"a": 1, "b": 4}, 3.0),
        ("least(a, b)", {"a": 1, "b": 4}, 1.0),
        ("greatest(a, b)", {"a": 1, "b": 4}, 4.0),
        ("coalesce(a, b)", {"a": None, "b": 4}, 4.0),
        ("coalesce(a, b)", {"a": 0, "b": 4}, 0.0),
        ("a + coalesce(b, 0)", {"a": 10, "b": None}, 10.0),
        ("a + b", {"a": 10, "b": None}, None),
        ("a / b", {"a": 5, "b": 0}, None),
        ("a / (b - c)", {"a": 5, "b": 2, "c": 2}, None),
        ("coalesce(a / b, 0)", {"a": 5, "b": 0}, 0.0),
        ("least(1, a / b)", {"a": 5, "b": None}, None),
        ("greatest(a, b)", {"a": None, "b": 4}, None),
        ("a + b", {"a": math.nan, "b": 1}, None),
        ("a * b", {"a": 1e300, "b": 1e300}, None),
    ],
)
def test_a_formula_means_what_arithmetic_says_and_missing_stays_missing(text, values, expected):
    assert value(text, **values) == expected


def test_a_rate_is_a_ratio_of_sums_and_not_a_mean_of_rates():
    posts = [(1, 10), (50, 10_000)]
    clicks, views = (sum(column) for column in zip(*posts, strict=True))

    assert value("a / b", a=clicks, b=views) == pytest.approx(0.005095, abs=1e-6)


@st.composite
def texts(draw, depth: int = 4) -> str:
    """Formulas of the language, fully bracketed."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from([*NAMES, "0", "2.5", "100"]))
    inner = texts(depth=depth - 1)
    kind = draw(st.sampled_from(["+", "-", "*", "/", "neg", "abs", "coalesce", "least"]))
    if kind in "+-*/":
        return f"({draw(inner)} {kind} {draw(inner)})"
    if kind in ("neg", "abs"):
        return f"(-{draw(inner)})" if kind == "neg" else f"abs({draw(inner)})"
    return f"{kind}({draw(inner)}, {draw(inner)})"


NUMBERS = st.one_of(st.none(), st.integers(-1000, 1000), st.floats(-1e6, 1e6))
VALUES = st.fixed_dictionaries(dict.fromkeys(NAMES, NUMBERS))


@settings(deadline=None)
@given(texts(), VALUES)
def test_the_result_is_a_finite_number_or_missing(text, values):
    result = evaluate_numbers(parse(text, NAMES), values)

    assert result is None or math.isfinite(result)


@settings(deadline=None)
@given(texts(), VALUES)
def test_a_measure_that_the_formula_cannot_do_without_makes_it_missing(text, values):
    formula = parse(text, NAMES)
    for name in indispensable(formula):
        assert evaluate_numbers(formula, values | {name: None}) is None


@settings(deadline=None)
@given(texts(), VALUES)
def test_value_is_numerator_over_denominator_wherever_a_division_is_told(text, values):
    formula = parse(text, NAMES)
    sides = division(formula)
    if sides is None:
        return
    top, bottom = (evaluate_numbers(Formula("", side, formula.used), values) for side in sides)
    result = evaluate_numbers(formula, values)

    if top is None or bottom in (None, 0):
        assert result is None
    elif result is not None:
        assert result == pytest.approx(top / bottom, rel=1e-9, abs=1e-300)


@settings(deadline=None)
@given(texts(), VALUES)
def test_the_words_read_back_as_a_formula_of_the_same_value(text, values):
    formula = parse(text, NAMES)
    spoken = words(formula, {}, number=repr)
    for sign, written in {"×": "*", "÷": "/", "−": "-", " ;": ","}.items():
        spoken = spoken.replace(sign, written)
    again = evaluate_numbers(parse(spoken, NAMES), values)

    expected = evaluate_numbers(formula, values)
    assert again == (None if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-9))


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("a / b", ("a", "b")),
        ("1000 * a / b", ("1000 * a", "b")),
        ("1000 * (a / b)", ("1000 * a", "b")),
        ("(a / b) * 1000", ("a * 1000", "b")),
        ("a / b / 100", ("a / 100", "b")),
        ("-(a / b)", ("-a", "b")),
        ("100 * (a - b) / c", ("100 * (a - b)", "c")),
        ("a / 2", None),
        ("a", None),
        ("a / b + c", None),
        ("a / b / c", None),
        ("coalesce(a / b, 0)", None),
        ("a / (b / c)", None),
    ],
)
def test_a_formula_that_is_one_division_tells_its_two_sides(text, sides):
    found = division(parse(text, NAMES))

    assert (found and tuple(ast.unparse(side) for side in found)) == sides


def test_what_coalesce_stands_in_for_can_be_done_without():
    assert indispensable(parse("(a + coalesce(c, 0)) / b", NAMES)) == {"a", "b"}
    assert indispensable(parse("coalesce(a, b)", NAMES)) == set()
    assert indispensable(parse("coalesce(a, a + b)", NAMES)) == {"a"}


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("1000 * a / b", "1000 × Dépense ÷ Vues"),
        ("a - (b - c)", "Dépense − (Vues − c)"),
        ("a - b - c", "Dépense − Vues − c"),
        ("a / (b * c)", "Dépense ÷ (Vues × c)"),
        ("(a + b) / c", "(Dépense + Vues) ÷ c"),
        ("-(a + b)", "−(Dépense + Vues)"),
        ("coalesce(a, 0)", "à défaut(Dépense ; 0)"),
    ],
)
def test_a_formula_is_said_with_labels_and_brackets_only_where_they_matter(text, spoken):
    labels = {"a": "Dépense", "b": "Vues", "coalesce": "à défaut"}

    assert words(parse(text, NAMES), labels) == spoken
