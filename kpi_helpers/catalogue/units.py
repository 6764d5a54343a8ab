"""What a formula's result is made of: money, seconds, or a plain number; and what it may not sum.

A measure carries a unit; products and quotients carry exponents of money and of seconds. The check
is exact for the four operators; a constant takes the unit of what it is added to.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kpi_helpers.catalogue.grammar import Formula
from kpi_helpers.catalogue.models import Measure

__all__ = [
    "UNIT_POWERS",
    "Powers",
    "mixed_units",
    "percent_by_hand",
    "result_powers",
    "sums_people",
]

UNIT_POWERS = {"currency": (1, 0), "seconds": (0, 1)}
"""Exponents of money and seconds of each unit; every other unit has none."""


@dataclass(frozen=True)
class Powers:
    """Exponents of money and of seconds; `free` marks a constant, which fits any unit."""

    money: int = 0
    seconds: int = 0
    free: bool = False

    def fits(self, other: Powers) -> bool:
        """Whether the two may be added, subtracted or compared."""
        same = (self.money, self.seconds) == (other.money, other.seconds)
        return self.free or other.free or same

    def times(self, other: Powers, sign: int = 1) -> Powers:
        """Of the product, or of the quotient when `sign` is -1."""
        money = self.money + sign * other.money
        seconds = self.seconds + sign * other.seconds
        return Powers(money, seconds, self.free and other.free)


def result_powers(formula: Formula, measures: Mapping[str, Measure]) -> Powers:
    """What the formula's result is made of."""
    return _powers(formula.tree, measures)


def mixed_units(formula: Formula, measures: Mapping[str, Measure]) -> Iterator[str]:
    """Parts of the formula that add or compare unlike things (spend + clicks)."""
    for node in ast.walk(formula.tree):
        pair = _added_pair(node)
        if pair and not _powers(pair[0], measures).fits(_powers(pair[1], measures)):
            yield ast.unparse(node)


def _added_pair(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return left, right
        case ast.Call(args=[first, second]):
            return first, second
    return None


def _powers(node: ast.expr, measures: Mapping[str, Measure]) -> Powers:
    match node:
        case ast.Name(id=name):
            return Powers(*UNIT_POWERS.get(measures[name].unit, (0, 0)))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _powers(left, measures).times(_powers(right, measures))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _powers(left, measures).times(_powers(right, measures), -1)
        case ast.UnaryOp(operand=operand) | ast.Call(args=[operand]):
            return _powers(operand, measures)
        case ast.BinOp(left=left, right=right) | ast.Call(args=[left, right]):
            first = _powers(left, measures)
            return _powers(right, measures) if first.free else first
    return Powers(free=True)


def percent_by_hand(formula: Formula) -> str | None:
    """``* 100`` (or ``/ 0.01``) somewhere in the formula: rates are fractions until shown."""
    for node in ast.walk(formula.tree):
        match node:
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                factors = [s.value for s in (left, right) if isinstance(s, ast.Constant)]
                if 100 in factors:
                    return ast.unparse(node)
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=value)) if value == 0.01:
                return ast.unparse(node)
    return None


def sums_people(formula: Formula, people: Collection[str]) -> str | None:
    """A sum or difference of a measure in `people`, which is never summed: it counts some twice."""
    for node in ast.walk(formula.tree):
        added = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        if added and not _added_names(node).isdisjoint(people):
            return ast.unparse(node)
    return None


def _added_names(node: ast.expr) -> set[str]:
    """Measures that enter `node` as an amount, not as a side of a rate."""
    match node:
        case ast.Name(id=name):
            return {name}
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return (
                set()
                if any(isinstance(n, ast.Name) for n in ast.walk(right))
                else (_added_names(left))
            )
        case ast.BinOp(left=left, right=right):
            return _added_names(left) | _added_names(right)
        case ast.UnaryOp(operand=operand):
            return _added_names(operand)
        case ast.Call(args=arguments):
            return {name for argument in arguments for name in _added_names(argument)}
    return set()
