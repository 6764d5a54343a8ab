"""Figures as each locale writes them, with no more digits than they carry."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.finding import Figure
from kpi_helpers.schema import UNITS
from kpi_helpers.views.numbers import MISSING, exact_number, plain_number, write_figure

N = "\u202f"  # narrow no-break space
M = "\u2212"  # minus


@pytest.mark.parametrize(
    ("figure", "french", "english"),
    [
        (Figure(1_840_000, "count"), f"1,84{N}M", "1.84M"),
        (Figure(2_350_000_000, "count"), f"2,35{N}Md", "2.35bn"),
        (Figure(128_410, "count"), f"128{N}410", "128,410"),
        (Figure(1_920, "count", change=True), f"+1{N}920", "+1,920"),
        (Figure(-295, "count", change=True), f"{M}295", f"{M}295"),
        (Figure(12.4567, "count"), "12,5", "12.5"),
        (Figure(14.2, "currency", "EUR"), f"14,20{N}€", "€14.20"),
        (Figure(-1.9, "currency", "EUR", change=True), f"{M}1,90{N}€", f"{M}€1.90"),
        (Figure(12_350.4, "currency", "GBP"), f"12{N}350{N}£GB", "£12,350"),
        (Figure(1_234_000, "currency", "USD"), f"1,23{N}M{N}$US", "US$1.23M"),
        (Figure(0.042, "currency", "EUR"), f"0,042{N}€", "€0.042"),
        (Figure(900, "currency", "JPY"), f"900{N}JPY", "JP¥900"),
        (Figure(0.039, "percent"), f"3,9{N}%", "3.9%"),
        (Figure(0.0112, "percent"), f"1,12{N}%", "1.12%"),
        (Figure(0.22, "percent"), f"22{N}%", "22%"),
        (Figure(0.004, "percent", change=True), f"+0,4{N}pt", f"+0.4{N}pt"),
        (Figure(-0.0008, "percent", change=True), f"{M}0,08{N}pt", f"{M}0.08{N}pt"),
        (Figure(0.062, "relative"), f"+6,2{N}%", "+6.2%"),
        (Figure(-0.113, "relative"), f"{M}11,3{N}%", f"{M}11.3%"),
        (Figure(0.0152, "relative"), f"+1,5{N}%", "+1.5%"),
        (Figure(0.00044, "relative"), f"+0,04{N}%", "+0.04%"),
        (Figure(1.07, "relative"), f"+107{N}%", "+107%"),
        (Figure(3.1415, "ratio"), "3,14", "3.14"),
        (Figure(42.0, "score"), "42", "42"),
        (Figure(45, "seconds"), f"45{N}s", f"45{N}s"),
        (Figure(2_820, "seconds"), f"47{N}min", f"47{N}min"),
        (Figure(7_500, "seconds"), f"2{N}h{N}05", f"2{N}h{N}5{N}min"),
        (Figure(500_000, "seconds"), f"139{N}h", f"139{N}h"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes_it(figure, french, english):
    assert write_figure(figure, "fr") == french
    assert write_figure(figure, "en") == english


def test_a_share_below_one_is_never_written_as_a_hundred_per_cent():
    assert write_figure(Figure(0.99996, "percent"), "en") == "99.996%"
    assert write_figure(Figure(0.9994, "percent"), "en") == "99.9%"
    assert write_figure(Figure(1.0, "percent"), "en") == "100%"


def test_a_half_is_rounded_up_as_readers_do():
    assert write_figure(Figure(0.0065, "relative"), "en") == "+0.7%"
    assert write_figure(Figure(0.125, "currency", "EUR"), "en") == "€0.13"
    assert write_figure(Figure(2.5, "count"), "en") == "2.5"
    assert write_figure(Figure(100.5, "count"), "en") == "101"


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit != "currency"])
def test_what_is_missing_is_a_dash_and_never_a_zero(value, unit):
    assert write_figure(Figure(value, unit), "fr") == MISSING


def test_money_without_a_currency_is_refused():
    with pytest.raises(ValueError, match="without a currency"):
        write_figure(Figure(12.0, "currency"), "fr")


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="unknown unit 'miles'"):
        write_figure(Figure(12.0, "miles"), "fr")


def test_a_plain_number_is_grouped_and_an_exact_one_is_written_in_full():
    assert plain_number(412_880, "fr") == f"412{N}880"
    assert plain_number(-1_500_000, "en") == f"{M}1.5M"
    assert exact_number(1_840_213, "fr") == f"1{N}840{N}213"


@given(
    value=st.floats(min_value=1e-9, max_value=1e12),
    unit=st.sampled_from(["count", "percent", "ratio", "relative", "score", "seconds"]),
    locale=st.sampled_from(["fr", "en"]),
    change=st.booleans(),
)
def test_a_value_that_is_not_zero_is_never_written_as_zero(value, unit, locale, change):
    text = write_figure(Figure(value, unit, change=change), locale)

    assert any(digit in text for digit in "123456789")


@given(
    value=st.floats(min_value=1e-6, max_value=1e12),
    unit=st.sampled_from(["count", "percent", "ratio", "score", "seconds", "currency"]),
    locale=st.sampled_from(["fr", "en"]),
)
def test_a_rise_and_a_fall_of_the_same_size_differ_by_their_sign_only(value, unit, locale):
    rise = write_figure(Figure(value, unit, "EUR", change=True), locale)
    fall = write_figure(Figure(-value, unit, "EUR", change=True), locale)

    assert (rise[0], fall[0]) == ("+", M)
    assert rise[1:] == fall[1:]


@given(
    value=st.floats(min_value=-1e12, max_value=1e12),
    unit=st.sampled_from([*UNITS, "relative"]),
    locale=st.sampled_from(["fr", "en"]),
)
def test_no_figure_can_be_parted_from_its_unit_by_a_line_break(value, unit, locale):
    assert " " not in write_figure(Figure(value, unit, "EUR"), locale)
