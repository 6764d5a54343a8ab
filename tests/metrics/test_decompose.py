"""A change is the sum of its parts, whatever the parts are; worked by hand and as a law."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi_helpers.catalogue.formula import evaluate_numbers, parse
from kpi_helpers.errors import MeasureError
from kpi_helpers.metrics.decompose import MOST_INPUTS, formula_parts, mix_parts, volume_parts

COLUMNS = ["part", "numerator_before", "denominator_before", "numerator", "denominator"]
NAN = float("nan")


def _parts(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def _sums(effects: pd.DataFrame) -> dict[str, float]:
    return effects.groupby("effect")["value"].sum().to_dict()


def _told(effects: pd.DataFrame, effect: str) -> dict[str, float]:
    rows = effects[effects["effect"] == effect]
    return dict(zip(rows["part"], rows["value"], strict=True))


def _reason(error: pytest.ExceptionInfo) -> str:
    return error.value.problems[0].message


def test_trap_4_both_networks_rise_and_the_whole_falls_for_its_mix():
    """Instagram 10 → 11 % of 800 → 200, Facebook 2 → 2.2 % of 200 → 800: 8.4 % → 3.96 %."""
    effects = mix_parts(_parts(("instagram", 80, 800, 22, 200), ("facebook", 4, 200, 17.6, 800)))

    assert _sums(effects) == pytest.approx({"mix": -0.0504, "rate": 0.006})
    assert _told(effects, "rate") == pytest.approx({"instagram": 0.005, "facebook": 0.001})
    # Mean rate of the whole: 6.18 %. Instagram stands at 10.5 % and loses 60 points of weight.
    assert _told(effects, "mix") == pytest.approx({"instagram": -0.02592, "facebook": -0.02448})
    assert effects["value"].sum() == pytest.approx(0.0396 - 0.084)


def test_a_part_that_is_new_or_gone_is_mix_alone():
    effects = mix_parts(_parts(("a", 10, 100, 10, 100), ("b", NAN, NAN, 30, 100)))

    assert _told(effects, "rate") == {"a": 0.0, "b": 0.0}
    assert _sums(effects) == pytest.approx({"mix": 0.1, "rate": 0.0})

    gone = mix_parts(_parts(("a", 10, 100, 10, 100), ("b", 30, 100, 0, 0)))
    assert _sums(gone) == pytest.approx({"mix": -0.1, "rate": 0.0})


def test_what_the_data_do_not_attribute_is_a_part_of_its_own():
    effects = mix_parts(_parts(("a", 10, 100, 20, 100), (None, 5, 100, 5, 100)))

    assert effects["part"].tolist() == ["a", None, "a", None]
    assert _told(effects, "rate") == pytest.approx({"a": 0.05, None: 0.0})


def test_an_amount_falls_into_volume_mix_and_rate():
    """100 orders of 20 and 100 of 40 become 200 of 20 and 100 of 44: 6000 → 8400."""
    effects = volume_parts(_parts(("a", 2000, 100, 4000, 200), ("b", 4000, 100, 4400, 100)))

    # Mean value 30 → 28, so 29; mean volume 250; b weighs 1/2 → 1/3.
    assert _told(effects, "volume") == pytest.approx({"a": 2900, "b": 0})
    assert _told(effects, "rate") == pytest.approx({"a": 0, "b": 250 * 5 / 12 * 4})
    assert _sums(effects)["mix"] == pytest.approx(2400 - 2900 - 1250 / 3)
    assert effects["value"].sum() == pytest.approx(2400)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("a", 1, 0, 1, 5)], "part_without_denominator"),
        ([("a", 1, 5, 1, 0)], "part_without_denominator"),
        ([("a", 0, 0, 1, 5)], "zero_denominator"),
        ([("a", 1, 5, 0, 0)], "zero_denominator"),
        ([("a", NAN, NAN, 1, 5)], "zero_denominator"),
        ([("a", NAN, 5, 1, 5)], "part_half_known"),
        ([("a", 1, 5, 1, NAN)], "part_half_known"),
        ([("a", 1, 5, 1, float("inf"))], "part_half_known"),
        ([("a", 1, 5, 1, 5), ("b", 0, 0, 3, 0)], "part_without_denominator"),
        ([], "zero_denominator"),
        ([("a", 0, 1, 0, 1), ("b", 1, 1, 1, 1e-320)], "part_too_large"),
    ],
)
@pytest.mark.parametrize("cut", [mix_parts, volume_parts])
def test_what_has_no_ratio_is_refused_by_name(rows, reason, cut):
    with pytest.raises(MeasureError) as error:
        cut(_parts(*rows))

    assert _reason(error) == reason


def test_a_part_given_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        mix_parts(_parts(("a", 1, 2, 3, 4), ("a", 1, 2, 3, 4)))


def _plain(number: float) -> float:
    """What no figure holds is nothing."""
    return number if abs(number) > 1e-30 else 0.0


NUMBERS = st.one_of(
    st.just(0.0),
    st.floats(-1e15, 1e15).map(_plain),
    st.floats(-1e-9, 1e-9).map(_plain),
    st.integers(-50, 50).map(float),
)


def _exact(parts: pd.DataFrame, ending: str) -> tuple[Fraction, Fraction]:
    names = (f"numerator{ending}", f"denominator{ending}")
    over, under = (sum((Fraction(v) for v in parts[n].fillna(0)), Fraction(0)) for n in names)
    return over, under


def _close(effects: pd.DataFrame, change: Fraction) -> bool:
    """Equal to 1e-9 of the largest figure at hand."""
    scale = max([abs(float(change)), *effects["value"].abs(), 1e-300])
    return abs(float(sum(map(Fraction, effects["value"])) - change)) <= 1e-9 * scale


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_parts_of_a_ratio_and_of_an_amount_sum_to_the_change(rows):
    rows = [(n0 if d0 else 0.0, d0, n1 if d1 else 0.0, d1) for n0, d0, n1, d1 in rows]
    parts = _parts(*((str(place), *row) for place, row in enumerate(rows)))
    (over0, under0), (over1, under1) = _exact(parts, "_before"), _exact(parts, "")
    assume(under0 and under1 and abs(under0) > 1e-30 and abs(under1) > 1e-30)

    assert _close(mix_parts(parts), over1 / under1 - over0 / under0)
    assert _close(volume_parts(parts), over1 - over0)


@given(st.lists(st.tuples(NUMBERS, st.integers(1, 99), NUMBERS, st.integers(1, 99)), min_size=1))
def test_reading_backwards_turns_every_sign(rows):
    parts = _parts(*((str(place), *row) for place, row in enumerate(rows)))
    back = parts.rename(columns={a: b for x, y in zip(COLUMNS[1:3], COLUMNS[3:], strict=True)
                                 for a, b in ((x, y), (y, x))})  # fmt: skip
    for cut in (mix_parts, volume_parts):
        assert cut(back)["value"].tolist() == [-value for value in cut(parts)["value"]]


def _formula(text: str):
    return parse(text, ("a", "b", "c", "d"))


def test_a_ratio_changes_by_its_numerator_and_its_denominator():
    """10/5 = 2 → 24/8 = 3: Shapley gives 14 · (1/5 + 1/8) / 2 to a, the rest to b."""
    found = formula_parts(_formula("a / b"), {"a": 10, "b": 5}, {"a": 24, "b": 8})

    assert found["input"].tolist() == ["a", "b"]
    assert found["value"].tolist() == pytest.approx([2.275, -1.275])


def test_a_sum_changes_by_each_term_itself():
    found = formula_parts(
        _formula("a + b + coalesce(c, 0)"), {"a": 1, "b": 2, "c": None}, {"a": 4, "b": 1, "c": 5}
    )

    assert found["value"].tolist() == [3.0, -1.0, 5.0]


def test_an_input_that_stayed_has_no_part():
    found = formula_parts(_formula("1000 * a / b"), {"a": 3, "b": 7}, {"a": 3, "b": 14})

    assert found["value"].tolist() == pytest.approx([0.0, 3000 / 14 - 3000 / 7])


@pytest.mark.parametrize(
    ("text", "before", "after", "reason"),
    [
        ("a / b", {"a": 1, "b": 0}, {"a": 1, "b": 2}, "zero_denominator"),
        ("a / b", {"a": 1, "b": 2}, {"a": 1, "b": 0}, "zero_denominator"),
        ("a / b", {"a": None, "b": 2}, {"a": 1, "b": 2}, "no_data"),
        ("a / b", {"a": 1, "b": 2}, {"a": 1, "b": NAN}, "no_data"),
        ("coalesce(a, b)", {"a": None, "b": None}, {"a": 1, "b": 2}, "no_data"),
        ("a / (b - c)", {"a": 1, "b": 2, "c": 1}, {"a": 1, "b": 3, "c": 2}, "no_value_between"),
    ],
)
def test_a_formula_without_a_value_is_refused_by_name(text, before, after, reason):
    with pytest.raises(MeasureError) as error:
        formula_parts(_formula(text), before, after)

    assert _reason(error) == reason


def test_more_inputs_than_anybody_reads_are_refused():
    names = [f"m{number}" for number in range(MOST_INPUTS + 1)]
    values = dict.fromkeys(names, 1.0)
    with pytest.raises(MeasureError) as error:
        formula_parts(parse(" + ".join(names), names), values, values)

    assert _reason(error) == "too_many_inputs"
    assert error.value.problems[0].values["found"] == 9


FORMULAS = (
    "a / b",
    "1000 * a / b",
    "(a + b + coalesce(c, 0)) / d",
    "a - b * c",
    "least(a, b) - greatest(c, 2)",
    "abs(a - b) / (1 + c / d)",
)


@given(st.sampled_from(FORMULAS), st.lists(NUMBERS, min_size=4, max_size=4), st.data())
def test_parts_of_a_formula_sum_to_its_change(text, old, data):
    new = data.draw(st.lists(NUMBERS, min_size=4, max_size=4))
    names, formula = ("a", "b", "c", "d"), _formula(text)
    before, after = dict(zip(names, old, strict=True)), dict(zip(names, new, strict=True))
    try:
        found = formula_parts(formula, before, after).rename(columns={"input": "part"})
    except MeasureError:
        assume(False)
    ends = [Fraction(evaluate_numbers(formula, side)) for side in (before, after)]

    assert set(found["part"]) == formula.used
    assert _close(found, ends[1] - ends[0])
