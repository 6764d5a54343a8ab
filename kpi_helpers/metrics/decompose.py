"""A change taken apart without a rest: into volume, mix and rate, or into a formula's inputs.

A ratio of sums may fall although every part of it rose, because the weights of the parts moved
(Simpson's paradox). The parts here say how much came of the weights and how much of the rates.

Two methods, both symmetric in before and after, so that the order of reading changes nothing:

- *midpoint*, for a product of two factors: each factor's change at the mean of the other (Kitagawa
  1955, "Components of a Difference Between Two Rates", JASA 50; Das Gupta 1993,
  "Standardization and Decomposition of Rates", U.S. Census Bureau P23-186);
- *Shapley value*, for any formula: the mean of what an input's change does over every order in
  which the inputs may change (Shapley 1953, "A Value for n-Person Games"; Shorrocks 2013,
  Journal of Economic Inequality 11). For two factors it is the midpoint.

Sums are made in whole fractions of the floats given, so parts add up to the change but for the
rounding of each figure, at any scale.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.formula import Formula
from kpi_helpers.errors import MeasureError, Problem
from kpi_helpers.metrics.formulas import work_out

__all__ = ["MOST_INPUTS", "PART_COLUMNS", "formula_parts", "mix_parts", "volume_parts"]

PART_COLUMNS = ("numerator_before", "denominator_before", "numerator", "denominator")
"""What must be known of each part on both sides."""

MOST_INPUTS = 8
"""Inputs of a formula beyond which nobody could read the parts: the formula is to be cut."""

_ZERO = Fraction(0)


@dataclass(frozen=True)
class _Side:
    """Every part at one time, with its whole."""

    numerators: tuple[Fraction, ...]
    denominators: tuple[Fraction, ...]

    @property
    def volume(self) -> Fraction:
        return sum(self.denominators, _ZERO)

    @property
    def rate(self) -> Fraction:
        return sum(self.numerators, _ZERO) / self.volume


def mix_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """The change of a ratio of sums: what the weights of its parts did, and what their rates did.

    With weight ``s`` (a part's share of the denominators), rate ``r`` and ratio ``R``, bars being
    means of before and after: *mix* of a part is ``(r̄ - R̄) · Δs``, so that a part above the whole
    lifts it when it grows; *rate* is ``s̄ · Δr``. A part that is new or gone has no second rate: its
    own is used on both sides, and all it does is mix.

    Parameters
    ----------
    parts : DataFrame
        ``part`` (missing: what the data do not attribute, a part like any other) and
        ``PART_COLUMNS``; one row a part. A side of which neither number is known is a part that
        was not there.

    Returns
    -------
    DataFrame
        ``effect`` (``mix`` or ``rate``), ``part``, ``value``: first the mix of every part, then
        the rates, in the order given. They sum to the change of the ratio.

    Raises
    ------
    MeasureError
        ``zero_denominator`` when a side has no ratio, ``part_half_known`` when a part lacks one of
        its two numbers, ``part_without_denominator`` when it counts something out of nothing,
        ``part_too_large`` when a rate is beyond any number.
    ValueError
        When a part is given twice.
    """
    before, after = _sides(parts)
    mix, rate = _mix_and_rate(before, after)
    return _effects(parts, {"mix": mix, "rate": rate})


def volume_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """The change of an amount that is a volume times a rate: revenue as orders times their value.

    The amount is the sum of the numerators, the volume that of the denominators. *volume* of a
    part is ``R̄ · Δd``: its own more or less, each worth the mean; *mix* and *rate* are those of
    :func:`mix_parts` times the mean volume.

    Parameters
    ----------
    parts : DataFrame
        As in :func:`mix_parts`.

    Returns
    -------
    DataFrame
        ``effect`` (``volume``, ``mix`` or ``rate``), ``part``, ``value``. They sum to the change of
        the amount.

    Raises
    ------
    MeasureError, ValueError
        As :func:`mix_parts` does.
    """
    before, after = _sides(parts)
    mix, rate = _mix_and_rate(before, after)
    mean_rate, mean_volume = (before.rate + after.rate) / 2, (before.volume + after.volume) / 2
    grown = [new - old for old, new in zip(before.denominators, after.denominators, strict=True)]
    effects = {
        "volume": [mean_rate * change for change in grown],
        "mix": [mean_volume * part for part in mix],
        "rate": [mean_volume * part for part in rate],
    }
    return _effects(parts, effects)


def formula_parts(
    formula: Formula, before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> pd.DataFrame:
    """The change of a formula: what the change of each of its inputs did (Shapley value).

    Parameters
    ----------
    formula : Formula
        As read by ``catalogue.formula.parse``; of at most ``MOST_INPUTS`` measures.
    before, after : Mapping of str to float or None
        One value for each measure in ``formula.used``. A missing one is what it is in the formula:
        ``coalesce`` may stand in for it.

    Returns
    -------
    DataFrame
        ``input``, ``value``; one row a measure by name, an unchanged one being 0. They sum to the
        change of the formula.

    Raises
    ------
    MeasureError
        ``too_many_inputs``; ``no_data`` or ``zero_denominator`` when a side has no value;
        ``no_value_between`` when the formula has none with some inputs as before and the others
        as after.
    KeyError
        When `before` or `after` lacks a measure.
    """
    inputs = sorted(formula.used)
    if len(inputs) > MOST_INPUTS:
        values = {"found": len(inputs), "allowed": MOST_INPUTS, "formula": formula.text}
        raise MeasureError(Problem("too_many_inputs", values))
    worth = _every_mixture(formula, inputs, before, after)
    rows = [(name, _float(_shapley(place, worth))) for place, name in enumerate(inputs)]
    return pd.DataFrame(rows, columns=["input", "value"]).astype({"value": "float64"})


def _every_mixture(
    formula: Formula,
    inputs: Sequence[str],
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
) -> list[Fraction]:
    """The formula with some inputs as after and the others as before.

    Bit `i` of a place in the list says whether input `i` is as after.
    """
    sets = np.arange(2 ** len(inputs))
    values = {
        name: np.where(sets >> place & 1, _number(after[name]), _number(before[name]))
        for place, name in enumerate(inputs)
    }
    worked = work_out(formula.tree, values, sets.shape)
    for side in (0, -1):
        if np.isnan(worked.value[side]):
            raise MeasureError(Problem("zero_denominator" if worked.by_zero[side] else "no_data"))
    if np.isnan(worked.value).any():
        raise MeasureError(Problem("no_value_between", {"formula": formula.text}))
    return [Fraction(number) for number in worked.value.tolist()]


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _shapley(place: int, worth: Sequence[Fraction]) -> Fraction:
    """Mean of what one input adds to those that moved before it, over every order."""
    others = (len(worth) - 1).bit_count() - 1
    total = _ZERO
    for moved, value in enumerate(worth):
        if not moved >> place & 1:
            first = moved.bit_count()
            orders = math.factorial(first) * math.factorial(others - first)
            total += orders * (worth[moved | 1 << place] - value)
    return total / math.factorial(others + 1)


def _sides(parts: pd.DataFrame) -> tuple[_Side, _Side]:
    """Both sides of the parts, refused where a ratio cannot be told."""
    if parts["part"].duplicated().any():
        raise ValueError("a part is given twice; sum its rows first")
    found = []
    for ending in ("_before", ""):
        pairs = [
            _pair(row["part"], row[f"numerator{ending}"], row[f"denominator{ending}"])
            for row in parts.to_dict("records")
        ]
        side = _Side(tuple(n for n, _ in pairs), tuple(d for _, d in pairs))
        if not side.volume:
            raise MeasureError(Problem("zero_denominator"))
        found.append(side)
    return found[0], found[1]


def _pair(part: object, numerator: float, denominator: float) -> tuple[Fraction, Fraction]:
    known = [math.isfinite(number) for number in (numerator, denominator)]
    if not any(known):
        return _ZERO, _ZERO
    if not all(known):
        raise MeasureError(Problem("part_half_known", {"part": part}))
    if numerator and not denominator:
        raise MeasureError(Problem("part_without_denominator", {"part": part}))
    return Fraction(float(numerator)), Fraction(float(denominator))


def _mix_and_rate(before: _Side, after: _Side) -> tuple[list[Fraction], list[Fraction]]:
    whole = (before.rate + after.rate) / 2
    mix, rate = [], []
    for n0, d0, n1, d1 in zip(
        before.numerators, before.denominators, after.numerators, after.denominators, strict=True
    ):
        rates = [n / d for n, d in ((n0, d0), (n1, d1)) if d]
        first, last = (rates[0], rates[-1]) if rates else (whole, whole)
        share0, share1 = d0 / before.volume, d1 / after.volume
        mix.append(((first + last) / 2 - whole) * (share1 - share0))
        rate.append((share0 + share1) / 2 * (last - first))
    return mix, rate


def _effects(parts: pd.DataFrame, effects: Mapping[str, list[Fraction]]) -> pd.DataFrame:
    names = parts["part"].astype(object).where(parts["part"].notna(), None)
    frames = [
        pd.DataFrame({"effect": effect, "part": names.tolist(), "value": [*map(_float, values)]})
        for effect, values in effects.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _float(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        raise MeasureError(Problem("part_too_large")) from None
