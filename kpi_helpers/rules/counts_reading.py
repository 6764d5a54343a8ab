"""Which counts of people a KPI tells, and which KPIs share one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpi_helpers.catalogue.formula import division, parse
from kpi_helpers.catalogue.models import Catalogue, Kpi
from kpi_helpers.schema import PEOPLE

__all__ = ["Side", "families", "provable_sides"]


@dataclass(frozen=True)
class Side:
    """A count that a KPI tells.

    Parameters
    ----------
    quantity : str
        Its name: KPIs that tell the same count use the same.
    column : str
        Of ``schema.VALUES``: ``value``, ``numerator`` or ``denominator``.
    factor : float
        How many times it stands in that column: ``100 * buyers / guests``.
    adds_up : bool
        Whether its parts sum to the whole; distinct people do not.
    reads : frozenset of str
        Measures it is made of.
    """

    quantity: str
    column: str
    factor: float = 1.0
    adds_up: bool = True
    reads: frozenset[str] = frozenset()


def provable_sides(kpis: Sequence[str], catalogue: Catalogue) -> dict[str, tuple[Side, ...] | None]:
    """Counts of people that each KPI tells, as far as something can be proven of them.

    Returns
    -------
    dict of str to tuple of Side or None
        Empty when the KPI can be split by no dimension of people, or counts money only. None when
        nothing is known of its counts: it divides in a way that cannot be taken apart, or it tells
        a sum or a difference of which another KPI tells a term, so that each gives the other away.
    """
    found = {kpi: _counted_sides(catalogue.kpis[kpi], catalogue) for kpi in kpis}
    return {kpi: None if _entangled(kpi, found) else sides for kpi, sides in found.items()}


def _entangled(kpi: str, found: Mapping[str, Sequence[Side] | None]) -> bool:
    """Whether a count of it and one of another KPI share a measure and are not the same count."""
    return any(
        one.reads & other.reads and one.quantity != other.quantity
        for one in found[kpi] or ()
        for name, sides in found.items()
        for other in (sides or () if name != kpi else ())
    )


def _counted_sides(kpi: Kpi, catalogue: Catalogue) -> tuple[Side, ...] | None:
    """Counts of people that the KPI tells.

    Returns
    -------
    tuple of Side or None
        Empty when it can be split by no dimension of people, or counts money only; None when it
        divides in a way that cannot be taken apart, so that nothing is known of its counts.
    """
    if not set(PEOPLE) & set(kpi.dimensions):
        return ()
    if kpi.kind == "share":
        whole = str(kpi.measure)
        found = [("numerator", f"{whole}[{kpi.part}]"), ("denominator", whole)]
        sides = [(column, name, 1.0, {whole}) for column, name in found]
        return _sides(sides, catalogue)
    formula = parse(kpi.formula or "", catalogue.measures)
    halves = division(formula)
    if halves is None and any(isinstance(node, ast.Div) for node in ast.walk(formula.tree)):
        return None
    columns = ("numerator", "denominator") if halves else ("value",)
    sides = []
    for column, tree in zip(columns, halves or (formula.tree,), strict=True):
        factor, inner = _scaled(tree)
        read = {node.id for node in ast.walk(inner) if isinstance(node, ast.Name)}
        sides.append((column, ast.unparse(inner), factor, read & set(catalogue.measures)))
    return _sides(sides, catalogue)


def _sides(
    found: Sequence[tuple[str, str, float, set[str]]], catalogue: Catalogue
) -> tuple[Side, ...]:
    """The sides that are counts: column, name, factor and measures read."""
    sides = []
    for column, name, factor, read in found:
        measures = [catalogue.measures[measure] for measure in sorted(read)]
        if all(measure.unit == "count" for measure in measures):
            adds_up = all(measure.over_time != "none" for measure in measures)
            sides.append(Side(name, column, factor, adds_up, frozenset(read)))
    return tuple(sides)


def _scaled(tree: ast.expr) -> tuple[float, ast.expr]:
    """Constant factor of an expression, and what it multiplies: ``100 * buyers``."""
    match tree:
        case ast.BinOp(left=ast.Constant(value=number), op=ast.Mult(), right=inner):
            factor, rest = _scaled(inner)
            return float(number) * factor, rest
        case ast.BinOp(left=inner, op=ast.Mult(), right=ast.Constant(value=number)):
            factor, rest = _scaled(inner)
            return float(number) * factor, rest
    return 1.0, tree


def families(sides: Mapping[str, Sequence[Side] | None]) -> Iterator[list[str]]:
    """KPIs that share a count, directly or through others: what one tells narrows the others."""
    left = {kpi: {side.quantity for side in found} for kpi, found in sides.items() if found}
    while left:
        first = next(iter(left))
        family, names = [first], left.pop(first)
        while more := [kpi for kpi, own in left.items() if own & names]:
            for kpi in more:
                names |= left.pop(kpi)
            family += more
        yield family
