"""What a formula means: worked out on plain numbers, taken apart, and said in words.

Nothing is ever executed: a plain walk over the few kinds of node that ``grammar.py`` lets through.
Engines build the same tree on their own columns and must give the same figures.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping

from kpi_helpers.catalogue.grammar import Formula, parse

__all__ = ["Formula", "division", "evaluate_numbers", "indispensable", "parse", "words"]

_SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}


def evaluate_numbers(formula: Formula, values: Mapping[str, float | None]) -> float | None:
    """The formula worked out on plain numbers: what proofs mean, and what engines must equal.

    A missing number makes everything built on it missing, `least` and `greatest` included (SQL
    would skip it, and ``least(1, answered / cases)`` would then claim 100 %); only ``coalesce``
    puts another value in its place. A division by zero is missing.

    Parameters
    ----------
    formula : Formula
        As read by :func:`parse`.
    values : Mapping of str to float or None
        One aggregated value for each measure in ``formula.used``.

    Returns
    -------
    float or None
        None when it cannot be worked out.

    Raises
    ------
    KeyError
        When `values` lacks a measure that the formula uses.
    """
    return _evaluate(formula.tree, values)


def _evaluate(node: ast.expr, values: Mapping[str, float | None]) -> float | None:
    match node:
        case ast.Constant(value=number):
            return float(number)
        case ast.Name(id=name):
            return _finite(values[name])
        case ast.UnaryOp(operand=operand):
            inner = _evaluate(operand, values)
            return None if inner is None else -inner
        case ast.BinOp(left=left, op=operator, right=right):
            return _combine(operator, _evaluate(left, values), _evaluate(right, values))
        case ast.Call(func=ast.Name(id="coalesce"), args=[first, second]):
            found = _evaluate(first, values)
            return _evaluate(second, values) if found is None else found
        case ast.Call(func=ast.Name(id=name), args=arguments):
            numbers = [_evaluate(argument, values) for argument in arguments]
            return None if None in numbers else _CALLS[name](*numbers)
    raise TypeError(f"not a node of a formula: {ast.dump(node)}")


_CALLS: dict[str, Callable[..., float]] = {"least": min, "greatest": max, "abs": abs}


def _combine(operator: ast.operator, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    if isinstance(operator, ast.Add):
        return _finite(left + right)
    if isinstance(operator, ast.Sub):
        return _finite(left - right)
    if isinstance(operator, ast.Mult):
        return _finite(left * right)
    return _finite(left / right) if right else None


def _finite(number: float | None) -> float | None:
    return float(number) if number is not None and math.isfinite(number) else None


def indispensable(formula: Formula) -> frozenset[str]:
    """Measures without which the formula has no value: all but those that `coalesce` stands in for.

    ``(likes + coalesce(saves, 0)) / reach`` cannot do without ``likes`` and ``reach``.
    """
    return frozenset(_needed(formula.tree))


def _needed(node: ast.expr) -> set[str]:
    match node:
        case ast.Name(id=name):
            return {name}
        case ast.Call(func=ast.Name(id="coalesce"), args=[first, second]):
            return _needed(first) & _needed(second)
    children = (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
    functions = {node.func} if isinstance(node, ast.Call) else set()
    return {name for child in children if child not in functions for name in _needed(child)}


def division(formula: Formula) -> tuple[ast.expr, ast.expr] | None:
    """Numerator and denominator of a formula that is one division, else None.

    Constant factors go to the numerator, so that value = numerator ÷ denominator holds and the
    denominator stays the count that small-sample rules look at: ``1000 * spend / clicks`` and
    ``1000 * (spend / clicks)`` both give ``1000 * spend`` and ``clicks``.
    """
    sides = _sides(formula.tree)
    if sides is None or any(_divides(side) for side in sides):
        return None
    return sides


def _sides(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    match node:
        case ast.UnaryOp(operand=operand):
            inner = _sides(operand)
            return inner and (ast.UnaryOp(ast.USub(), inner[0]), inner[1])
        case ast.BinOp(left=left, op=ast.Mult(), right=right) if _constant(left):
            inner = _sides(right)
            return inner and (ast.BinOp(left, ast.Mult(), inner[0]), inner[1])
        case ast.BinOp(left=left, op=(ast.Mult() | ast.Div()) as operator, right=right) if (
            _constant(right)
        ):
            inner = _sides(left)
            return inner and (ast.BinOp(inner[0], operator, right), inner[1])
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return left, right
    return None


def _constant(node: ast.expr) -> bool:
    return not any(isinstance(part, ast.Name) for part in ast.walk(node))


def _divides(node: ast.expr) -> bool:
    return any(
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div) and not _constant(part.right)
        for part in ast.walk(node)
    )


def words(
    formula: Formula,
    labels: Mapping[str, str],
    number: Callable[[float], str] = "{:g}".format,
) -> str:
    """The formula for people: labels instead of names, and × ÷ − instead of * / -.

    Parameters
    ----------
    formula : Formula
        As read by :func:`parse`.
    labels : Mapping of str to str
        Label of each measure; a function's name (``coalesce``) may have one too. A name without a
        label stands as it is.
    number : Callable, optional
        Writes a number in the reader's language.

    Returns
    -------
    str
        With brackets only where they change the meaning.
    """
    return _spoken(formula.tree, labels, number)


def _spoken(
    node: ast.expr, labels: Mapping[str, str], number: Callable[[float], str], above: int = 0
) -> str:
    """Text of one node; `above` is how tightly the operator around it binds."""
    match node:
        case ast.Constant(value=value):
            return number(value)
        case ast.Name(id=name):
            return labels.get(name, name)
        case ast.UnaryOp(operand=operand):
            text, binds = f"−{_spoken(operand, labels, number, 3)}", 2
        case ast.BinOp(left=left, op=operator, right=right):
            binds = 1 if isinstance(operator, ast.Add | ast.Sub) else 2
            # On the right of − and ÷ an operator of the same rank needs its brackets.
            stricter = isinstance(operator, ast.Sub | ast.Div)
            before = _spoken(left, labels, number, binds)
            after = _spoken(right, labels, number, binds + stricter)
            text = f"{before} {_SIGNS[type(operator)]} {after}"
        case ast.Call(func=ast.Name(id=name), args=arguments):
            inner = " ; ".join(_spoken(argument, labels, number) for argument in arguments)
            return f"{labels.get(name, name)}({inner})"
        case _:
            raise TypeError(f"not a node of a formula: {ast.dump(node)}")
    return f"({text})" if binds < above else text
