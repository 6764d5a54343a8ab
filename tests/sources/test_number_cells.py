from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_helpers.sources.checks import check_table
from kpi_helpers.sources.contract import Field
from kpi_helpers.sources.currencies import currency_named, currency_of
from kpi_helpers.sources.numbers import NATIVE

NARROW = "\u202f"
NO_BREAK = "\u00a0"


def check(cells, kind="number", *, decimal=None, brand="EUR", **limits):
    """One number column of a file, checked; values are null where a cell gives none."""
    table = pa.table({"x": pa.array(cells, pa.string()), "line": range(2, len(cells) + 2)})
    return check_table(
        table, [Field("x", "Cells", kind, **limits)], brand_currency=brand, decimal=decimal
    )


def read(cells, kind="number", **options):
    return check(cells, kind, **options).table["x"].to_pylist()


def faults(cells, kind="number", **options):
    found = check(cells, kind, **options).faults
    return {fault.message: list(fault.lines) for fault in found}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", 1234.0),
        ("1234,5", 1234.5),
        (f"1{NARROW}234,56", 1234.56),
        (f"1{NO_BREAK}234,56{NO_BREAK}€", 1234.56),
        ("1 234 567,8", 1234567.8),
        ("1.234.567,8", 1234567.8),
        ("62,5 %", 0.625),
        (f"62,5{NO_BREAK}%", 0.625),
        ("-12,5", -12.5),
        ("−12,5", -12.5),
        ("-€12,5", -12.5),
        ("€ 12,5", 12.5),
        ("12,50 EUR", 12.5),
        ("1’234,5", 1234.5),
        ("1,4E+06", 1400000.0),
        (",5", 0.5),
    ],
)
def test_a_number_with_a_decimal_comma(cell, value):
    assert read([cell], decimal=",") == [value]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.56", 1234.56),
        ("$1,234.50", 1234.5),
        ("12.5%", 0.125),
        ("1.426697e+06", 1426697.0),
        ("0.03531242", 0.03531242),
        ("-0.7833502", -0.7833502),
        ("1'234.5", 1234.5),
        ("007", 7.0),
        (f"{NATIVE}1234.5", 1234.5),
    ],
)
def test_a_number_with_a_decimal_point(cell, value):
    assert read([cell], decimal=".", brand="USD") == [value]


@pytest.mark.parametrize("mark", ["", " --", "--", "-", "–", "undefined", "NaN", "null", None])
def test_a_missing_value_is_null_and_never_zero(mark):
    assert read(["5", mark]) == [5.0, None]
    assert faults(["5", mark]) == {}
    assert faults(["5", mark], required=True) == {"missing_cell": [3]}


def test_nan_never_reaches_a_sum():
    """Trap 18: 1 and NaN sum to 1."""
    column = check(["1", "NaN", f"{NATIVE}nan"]).table["x"]

    assert column.null_count == 2
    assert column.drop_null().to_pylist() == [1.0]


@pytest.mark.parametrize(
    "cell", ["12 34", "1.2.3,4", "abc", "1,", "inf", "1_000", "1e999", "(5)", "٣", "--5", "1 2345"]
)
def test_what_is_no_number_is_told_and_gives_no_value(cell):
    assert read([cell, "1,5"]) == [None, 1.5]
    assert faults([cell, "1,5"]) == {"unreadable_number": [2]}


@pytest.mark.parametrize("cell", ["1.2K", "12 k", "3,4 M", "2 Md", "1.5 million"])
def test_a_shortened_number_is_refused(cell):
    assert faults([cell]) == {"compact_number": [2]}


@pytest.mark.parametrize("cell", ["< 10%", "> 90%", "<10 %", "≥ 5"])
def test_a_bound_is_missing_and_its_record_stays(cell):
    found = check([cell, "3"])

    assert found.table["x"].to_pylist() == [None, 3.0]
    assert [(f.message, f.severity) for f in found.faults] == [("bounded_number", "warn")]
    assert found.usable.tolist() == [True, True]


def test_the_other_cells_of_a_file_decide_what_ten_point_zero_zero_zero_is():
    assert read(["10.000", "1,5"]) == [10000.0, 1.5]
    assert read(["10.000", "0.5"]) == [10.0, 0.5]


def test_without_other_cells_it_is_ambiguous_and_not_guessed():
    assert read(["10.000", "7"]) == [None, 7.0]
    assert faults(["10.000", "7"]) == {"ambiguous_number": [2]}


def test_a_mapping_may_decide():
    assert read(["10.000"], decimal=",") == [10000.0]
    assert read(["10.000"], decimal=".") == [10.0]


def test_counts_decide_by_being_whole():
    """1,234 views cannot be one view and a fraction."""
    assert read(["1,234", "10,000"], "integer") == [1234.0, 10000.0]
    assert read(["1.234", "10.000"], "integer") == [1234.0, 10000.0]
    assert faults(["10,000"], "integer") == {"ambiguous_number": [2]}


def test_a_file_that_contradicts_itself_is_read_by_its_majority_and_guesses_nothing():
    cells = ["1,5", "2,5", "0.75", "10.000", "8"]

    assert read(cells) == [1.5, 2.5, None, None, 8.0]
    assert faults(cells) == {"ambiguous_number": [5], "other_decimal_mark": [4]}


def test_the_decimal_mark_is_that_of_the_whole_file_not_of_a_column():
    table = pa.table(
        {"a": pa.array(["10.000"]), "b": pa.array(["1 234,56 €"]), "line": pa.array([2])}
    )
    fields = [Field("a", "A", "number"), Field("b", "B", "money")]
    found = check_table(table, fields, brand_currency="EUR")

    assert found.kept.select(["a", "b"]).to_pylist() == [{"a": 10000.0, "b": 1234.56}]


def test_numbers_that_a_workbook_holds_as_such_follow_no_mark():
    assert read([f"{NATIVE}123.456", "7,5"]) == [123.456, 7.5]


def test_a_count_is_whole_and_no_percentage():
    assert faults(["1.5", "0.5"], "integer") == {"not_whole": [2, 3]}
    assert faults(["500 %", "3"], "integer") == {"percent_in_count": [2]}


def test_a_value_below_its_minimum_is_not_used():
    found = check(["-1", "0", "2"], minimum=0.0)

    assert found.usable.tolist() == [False, True, True]
    assert found.faults[0].values == {"minimum": "0"}


def test_money_is_in_the_currency_its_cells_state():
    assert check(["12,50 €", "3,00 €"], "money", brand="GBP").currencies == {"x": "EUR"}
    assert check(["12.50", "3.00"], "money", brand="GBP").currencies == {"x": "GBP"}


def test_a_cell_in_another_currency_than_stated_is_not_counted():
    found = check(["12.50", "£3.00", "$1.00"], "money", currency="GBP")

    assert found.table["x"].to_pylist() == [12.5, 3.0, None]
    assert [(f.message, list(f.lines), f.values) for f in found.faults] == [
        ("other_currency", [4], {"expected": "GBP"})
    ]


def test_two_currencies_in_a_column_are_not_added():
    """Trap 13."""
    assert faults(["10,00 €", "10,00 $"], "money") == {"other_currency": [3]}


def test_a_dollar_is_the_brands_own_where_it_has_one():
    assert currency_of("$", "CAD") == "CAD"
    assert currency_of("$", "EUR") == "USD"
    assert currency_of("€", "USD") == "EUR"
    assert (currency_named(" eur"), currency_named("£"), currency_named("euros")) == (
        "EUR",
        "GBP",
        None,
    )


GROUPS = {",": (" ", NARROW, NO_BREAK, ".", "’", ""), ".": (",", " ", "'", "")}


@st.composite
def written_numbers(draw):
    """A decimal mark, and numbers with at most two decimals as a file would write them."""
    decimal = draw(st.sampled_from([",", "."]))
    group = draw(st.sampled_from(GROUPS[decimal]))
    numbers = draw(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20))
    suffix = draw(st.sampled_from(["", " €", "€", f"{NO_BREAK}€", " EUR"]))
    cells = []
    for number in numbers:
        whole, cents = divmod(abs(number), 100)
        digits = f"{whole:,}".replace(",", group)
        sign = "-" if number < 0 else ""
        cells.append(f"{sign}{digits}{decimal}{cents:02d}{suffix}")
    return numbers, cells


@settings(max_examples=40, deadline=None)
@given(written_numbers())
def test_what_a_file_writes_is_read_back_whatever_its_habit(case):
    numbers, cells = case

    found = read(cells)

    assert np.allclose(found, [number / 100 for number in numbers], rtol=1e-15, atol=0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-1e15, 1e15, allow_nan=False), min_size=1, max_size=10))
def test_a_float_of_a_workbook_is_read_back_to_the_last_digit(numbers):
    found = read([f"{NATIVE}{number!r}" for number in numbers])

    assert found == numbers
    assert all(math.isfinite(value) for value in found)
