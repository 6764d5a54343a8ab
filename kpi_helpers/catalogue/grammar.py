"""What may be written in a formula: read strictly, with every fault and its column.

Aggregation lives in the measure, arithmetic in the formula, so that every rate is a ratio of sums.
Python's own grammar is used to read the text and nothing is ever executed: six kinds of node are
known (``+ - * /``, unary minus, numbers, measure names, four functions) and all else is refused.
"""

from __future__ import annotations

import ast
import difflib
import re
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kpi_helpers.errors import FormulaError, Problem

__all__ = [
    "FUNCTIONS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_NUMBER",
    "Formula",
    "parse",
]

FUNCTIONS = {"coalesce": 2, "least": 2, "greatest": 2, "abs": 1}
"""Functions a formula may call, and how many arguments each takes."""

MAX_LENGTH = 500
MAX_DEPTH = 30
MAX_NUMBER = 1e12

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_FOREIGN = re.compile(r"[^A-Za-z0-9_+\-*/(),. ]")
_WRITTEN_AS = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", ";": ","}


@dataclass(frozen=True)
class Formula:
    """A formula that was read and found harmless.

    Parameters
    ----------
    text : str
        As written, with runs of white space made one space.
    tree : ast.expr
        Only BinOp, UnaryOp(USub), Constant, Name and Call nodes of the known kinds.
    used : frozenset of str
        Names of the measures it reads.
    """

    text: str
    tree: ast.expr
    used: frozenset[str]


def parse(text: str, names: Collection[str]) -> Formula:
    """Read a formula.

    Parameters
    ----------
    text : str
        For instance ``1000 * spend / ad_impressions``.
    names : Collection of str
        The measures that exist.

    Returns
    -------
    Formula

    Raises
    ------
    FormulaError
        With every fault found; each problem's values hold the ``formula``, the ``column`` (from 1)
        and a ``pointer`` to be printed under the formula.
    """
    text = " ".join(text.split())
    if len(text) > MAX_LENGTH:
        found = {"found": len(text), "allowed": MAX_LENGTH}
        raise FormulaError(_fault(text, 0, "formula_too_long", **found))
    foreign = _FOREIGN.search(text)
    if foreign:
        raise FormulaError(_foreign_character(text, foreign))
    tree = _read(text)
    problems: list[Problem] = []
    used: set[str] = set()
    _check(tree, 0, text, names, used, problems)
    if problems:
        raise FormulaError(problems)
    return Formula(text, tree, frozenset(used))


def _fault(text: str, column: int, message: str, **values: Any) -> Problem:
    place = {"formula": text, "column": column + 1, "pointer": " " * column + "^"}
    return Problem(message, place | values)


def _foreign_character(text: str, foreign: re.Match[str]) -> Problem:
    found = foreign[0]
    near = _WRITTEN_AS.get(found)
    message = "formula_character_near" if near else "formula_character"
    return _fault(text, foreign.start(), message, found=found, near=near)


def _read(text: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # "1or 2" only warns: here it is a fault
            return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        column = min(max((error.offset or 1) - 1, 0), len(text))
    except (RecursionError, MemoryError, ValueError):
        column = 0
    raise FormulaError(_fault(text, column, "formula_unreadable"))


def _check(
    node: ast.expr,
    depth: int,
    text: str,
    names: Collection[str],
    used: set[str],
    problems: list[Problem],
) -> None:
    """Walk the tree, gathering the measures it uses and every node that is not allowed."""

    def refuse(message: str, **values: Any) -> None:
        problems.append(_fault(text, node.col_offset, message, **values))

    if depth > MAX_DEPTH:
        return refuse("formula_too_deep", allowed=MAX_DEPTH)
    below: list[ast.expr] = []
    match node:
        case ast.BinOp(left=left, op=operator, right=right) if isinstance(operator, _OPERATORS):
            below = [left, right]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            below = [operand]
        case ast.Constant(value=value) if type(value) in (int, float):
            if not abs(value) < MAX_NUMBER:
                refuse("formula_number", found=_source(text, node), allowed=f"{MAX_NUMBER:.0e}")
        case ast.Name(id=name) if name in names:
            used.add(name)
        case ast.Name(id=name):
            refuse(**_unknown("measure", name, names))
        case ast.Call(func=ast.Name(id=name)) if name not in FUNCTIONS:
            refuse(**_unknown("function", name, FUNCTIONS))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            if keywords or len(arguments) != FUNCTIONS[name]:
                refuse("formula_arguments", found=name, allowed=FUNCTIONS[name])
            below = arguments
        case _:
            refuse("formula_not_allowed", found=_source(text, node), allowed=", ".join(FUNCTIONS))
    for child in below:
        _check(child, depth + 1, text, names, used, problems)
    return None


def _source(text: str, node: ast.expr) -> str:
    return text[node.col_offset : node.end_col_offset]


def _unknown(what: str, name: str, known: Collection[str]) -> dict[str, Any]:
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return {"message": f"formula_{what}_near", "found": name, "near": near[0]}
    return {"message": f"formula_{what}", "found": name, "allowed": ", ".join(sorted(known))}
