"""Formulas worked out on whole arrays of aggregated values.

Gives the same numbers as ``catalogue.formula.evaluate_numbers``, which is what a proof means, and
tells beside them where a denominator was zero and where ``coalesce`` stepped in.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_helpers.catalogue.models import Kpi, Measure

__all__ = ["Worked", "adds_up", "divides_by_measure", "grows_with_days", "work_out"]


@dataclass
class Worked:
    """Result of a formula, cell by cell.

    Parameters
    ----------
    value : ndarray of float64
        NaN where something is missing or a denominator is zero.
    by_zero : ndarray of bool
        Where a known number was divided by zero.
    filled : Mapping[str, ndarray of bool]
        Measure to the cells in which ``coalesce`` put another value in its place.
    """

    value: np.ndarray
    by_zero: np.ndarray
    filled: dict[str, np.ndarray]


def work_out(tree: ast.expr, values: Mapping[str, np.ndarray], shape: tuple[int, ...]) -> Worked:
    """Work a formula out.

    Parameters
    ----------
    tree : ast.expr
        Of a parsed formula.
    values : Mapping[str, ndarray of float64]
        Aggregated values of each measure, NaN where missing.
    shape : tuple of int
        Of those arrays.

    Returns
    -------
    Worked
    """
    worked = Worked(np.full(shape, np.nan), np.zeros(shape, dtype=bool), {})
    with np.errstate(all="ignore"):
        worked.value = _value(tree, values, worked)
    return worked


def _value(node: ast.expr, values: Mapping[str, np.ndarray], worked: Worked) -> np.ndarray:
    match node:
        case ast.Constant(value=number):
            return np.full(worked.value.shape, float(number))
        case ast.Name(id=name):
            return _finite(values[name])
        case ast.UnaryOp(operand=operand):
            return -_value(operand, values, worked)
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = _value(left, values, worked), _value(right, values, worked)
            return _finite(_combine(operator, one, other, worked))
        case ast.Call(func=ast.Name(id="coalesce"), args=[first, second]):
            return _coalesce(first, second, values, worked)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _CALLS[name](*(_value(argument, values, worked) for argument in arguments))
    raise TypeError(f"not a node of a formula: {ast.dump(node)}")


_CALLS = {"least": np.minimum, "greatest": np.maximum, "abs": np.abs}


def _finite(numbers: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _combine(
    operator: ast.operator, one: np.ndarray, other: np.ndarray, worked: Worked
) -> np.ndarray:
    if isinstance(operator, ast.Add):
        return one + other
    if isinstance(operator, ast.Sub):
        return one - other
    if isinstance(operator, ast.Mult):
        return one * other
    worked.by_zero |= (other == 0) & np.isfinite(one)
    return one / np.where(other == 0, np.nan, other)


def _coalesce(
    first: ast.expr, second: ast.expr, values: Mapping[str, np.ndarray], worked: Worked
) -> np.ndarray:
    zeros = worked.by_zero.copy()
    one, other = _value(first, values, worked), _value(second, values, worked)
    stepped_in = np.isnan(one) & ~np.isnan(other)
    worked.by_zero = np.where(stepped_in, zeros, worked.by_zero)
    for name in _names(first):
        gap = stepped_in & np.isnan(values[name])
        worked.filled[name] = worked.filled.get(name, np.zeros_like(gap)) | gap
    return np.where(np.isnan(one), other, one)


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - {
        "coalesce",
        *_CALLS,
    }


def adds_up(kpi: Kpi, tree: ast.expr, measures: Mapping[str, Measure]) -> bool:
    """Whether a KPI is a flow: sums and counts of rows, added or scaled by constants.

    Parameters
    ----------
    kpi : Kpi
    tree : ast.expr
        Of its formula.
    measures : Mapping[str, Measure]
        Those the formula reads.
    """
    flows = all(m.over_time in ("sum", "rows") for m in measures.values())
    return kpi.kind == "formula" and flows and _linear(tree)


def grows_with_days(kpi: Kpi, tree: ast.expr, measures: Mapping[str, Measure]) -> bool:
    """Whether more days mean a larger value, so that unequal periods cannot be compared.

    True for flows, for exact counts of distinct things, and for any formula over such measures
    that divides by none of them.
    """
    growing = [m for m in measures.values() if m.over_time in ("sum", "rows") or m.distinct]
    return bool(growing) and not divides_by_measure(tree) and kpi.kind != "share"


def divides_by_measure(tree: ast.expr) -> bool:
    """Whether a formula divides by anything but constants."""
    return any(
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div) and bool(_names(part.right))
        for part in ast.walk(tree)
    )


def _linear(node: ast.expr) -> bool:
    match node:
        case ast.Constant() | ast.Name():
            return True
        case ast.UnaryOp(operand=operand):
            return _linear(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _linear(left) and _linear(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _linear(left) and _linear(right) and not (_names(left) and _names(right))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _linear(left) and not _names(right)
        case ast.Call(func=ast.Name(id="coalesce"), args=[first, second]):
            return _linear(first) and _linear(second)
    return False
