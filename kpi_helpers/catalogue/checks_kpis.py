"""What must hold inside one measure and inside one KPI, beyond the types of its fields."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import get_args

from kpi_helpers.catalogue.documents import Declared
from kpi_helpers.catalogue.entry import Stage
from kpi_helpers.catalogue.faults import Fault, Path, listed, suggestion
from kpi_helpers.catalogue.formula import Formula, division, evaluate_numbers, parse
from kpi_helpers.catalogue.models import Kpi, Measure, Proof
from kpi_helpers.catalogue.units import (
    UNIT_POWERS,
    mixed_units,
    percent_by_hand,
    result_powers,
    sums_people,
)
from kpi_helpers.errors import FormulaError
from kpi_helpers.schema import DIMENSIONS, GRAIN_KEYS

__all__ = ["SHARE_PART", "SHARE_WHOLE", "kpi_faults", "measure_faults", "worked_out"]

SHARE_PART, SHARE_WHOLE = "part", "whole"
"""Names that the proofs of a share give its two sides."""

_NEEDED = {
    "formula": ("formula",),
    "share": ("measure", "part"),
    "cumulative": ("formula", "to_date"),
}
_BY_KIND = ("formula", "measure", "part", "to_date")


def measure_faults(declared: Declared) -> Iterator[Fault]:
    """Faults of measures: columns, aggregation, and what `where` and `series` name."""
    for name, measure in declared.measures.items():
        path: Path = ("measures", name)
        if measure.over_time != "rows" and not measure.column and not measure.distinct:
            yield Fault((*path, "column"), "measure_column", {})
        if measure.over_time == "rows" and measure.column:
            yield Fault((*path, "column"), "measure_rows", {"found": measure.column})
        for key in ("distinct", "quantile"):
            if getattr(measure, key) is not None and measure.over_time != "none":
                yield Fault((*path, key), "measure_exact", {"found": key})
        if measure.distinct and measure.quantile is not None:
            yield Fault((*path, "quantile"), "measure_both", {})
        for key in ("where", "series"):
            for column in getattr(measure, key):
                if column not in GRAIN_KEYS:
                    yield Fault((*path, key), *suggestion("column_unknown", column, GRAIN_KEYS))


def kpi_faults(declared: Declared) -> Iterator[Fault]:
    """Faults of KPIs that can be seen without the data."""
    for name, kpi in declared.kpis.items():
        path: Path = ("kpis", name)
        yield from _kind_faults(kpi, path)
        yield from _target_faults(kpi, path)
        yield from _dimension_faults(kpi, path, declared)
        if kpi.kind == "share":
            yield from _share_faults(kpi, path, declared)
        elif kpi.formula:
            yield from _formula_faults(kpi, path, declared)


def _kind_faults(kpi: Kpi, path: Path) -> Iterator[Fault]:
    needed = _NEEDED[kpi.kind]
    for key in _BY_KIND:
        given = bool(getattr(kpi, key))
        if key in needed and not given:
            yield Fault((*path, key), "kpi_needs", {"kind": kpi.kind, "found": key})
        if given and key not in needed:
            allowed = listed(needed)
            values = {"kind": kpi.kind, "found": key, "allowed": allowed}
            yield Fault((*path, key), "kpi_needless", values)


def _target_faults(kpi: Kpi, path: Path) -> Iterator[Fault]:
    target = kpi.target
    if kpi.direction == "band" and (target is None or not target.warn):
        yield Fault((*path, "direction"), "kpi_band", {})
    if target is None:
        return
    if kpi.direction == "none":
        yield Fault((*path, "target"), "target_without_direction", {})
    if target.baseline is not None:
        gain = (target.value - target.baseline) * {"up": 1, "down": -1}.get(kpi.direction, 0)
        if gain < 0 or (gain == 0 and kpi.direction in ("up", "down")):
            values = {"found": target.value, "baseline": target.baseline}
            yield Fault((*path, "target", "value"), f"target_side_{kpi.direction}", values)
    if kpi.unit == "percent" and kpi.kind != "cumulative" and abs(target.value) > 1:
        yield Fault((*path, "target", "value"), "target_percent", {"found": target.value}, "warn")


def _dimension_faults(kpi: Kpi, path: Path, declared: Declared) -> Iterator[Fault]:
    """``content_type`` is known of posts only: no other table can be split by it."""
    if "content_type" not in kpi.dimensions:
        return
    read = [kpi.measure] if kpi.measure else _names_in(kpi, declared)
    tables = {declared.measures[name].table for name in read if name in declared.measures}
    other = sorted(tables - {"post"})
    if other:
        values = {"found": "content_type", "table": listed(other)}
        yield Fault((*path, "dimensions"), "kpi_dimension", values)


def _names_in(kpi: Kpi, declared: Declared) -> frozenset[str]:
    try:
        return parse(kpi.formula or "0", declared.names["measures"]).used
    except FormulaError:
        return frozenset()


def _share_faults(kpi: Kpi, path: Path, declared: Declared) -> Iterator[Fault]:
    known = declared.names["measures"]
    if kpi.measure and kpi.measure not in known:
        yield Fault((*path, "measure"), *suggestion("measure_unknown", kpi.measure, known))
    measure = declared.measures.get(kpi.measure or "")
    if measure and _people({"": measure}):
        yield Fault((*path, "measure"), "kpi_sums_people", {"found": kpi.measure, "kind": "share"})
    for column in kpi.part:
        if column not in DIMENSIONS:
            yield Fault((*path, "part"), *suggestion("column_unknown", column, DIMENSIONS))
    if kpi.unit not in ("percent", "ratio"):
        yield Fault((*path, "unit"), "kpi_unit", {"found": kpi.unit, "allowed": "percent, ratio"})
    for i, proof in enumerate(kpi.proofs):
        yield from _proof_faults(proof, (*path, "proofs", i), frozenset({"part", "whole"}), None)


def _people(measures: Mapping[str, Measure]) -> set[str]:
    """Measures of people, read only as supplied: no rows are at hand to count them exactly."""
    return {
        name
        for name, m in measures.items()
        if m.over_time == "none" and m.distinct is None and m.quantile is None
    }


def _formula_faults(kpi: Kpi, path: Path, declared: Declared) -> Iterator[Fault]:
    at = (*path, "formula")
    try:
        formula = parse(kpi.formula or "", declared.names["measures"])
    except FormulaError as error:
        yield from (Fault(at, problem.message, problem.values) for problem in error.problems)
        return
    if not formula.used:
        yield Fault(at, "formula_without_measure", {"formula": formula.text})
    if formula.used <= declared.measures.keys():
        yield from _unit_faults(kpi, path, formula, declared.measures)
        tables = sorted({declared.measures[name].table for name in formula.used})
        if kpi.pairwise and len(tables) > 1:
            yield Fault((*path, "pairwise"), "kpi_pairwise", {"found": listed(tables)})
        if kpi.step and (len(tables) > 1 or not division(formula) or not _forward(kpi.step)):
            yield Fault((*path, "step"), "kpi_step", {"found": " → ".join(kpi.step)})
        people = _people(declared.measures)
        summed = sums_people(formula, people)
        if summed or (kpi.kind == "cumulative" and formula.used & people):
            values = {"found": summed or formula.text, "kind": kpi.kind}
            yield Fault(at, "kpi_sums_people", values)
    if kpi.unit == "percent" and division(formula) and kpi.min_denominator is None:
        yield Fault(path, "kpi_min_denominator", {}, "warn")
    for i, proof in enumerate(kpi.proofs):
        yield from _proof_faults(proof, (*path, "proofs", i), formula.used, formula)


def _forward(step: tuple[str, str]) -> bool:
    spine = get_args(Stage)
    return spine.index(step[0]) < spine.index(step[1])


def _unit_faults(
    kpi: Kpi, path: Path, formula: Formula, measures: Mapping[str, Measure]
) -> Iterator[Fault]:
    for part in mixed_units(formula, measures):
        yield Fault((*path, "formula"), "formula_mixed_units", {"found": part})
    powers = result_powers(formula, measures)
    if (powers.money, powers.seconds) != UNIT_POWERS.get(kpi.unit, (0, 0)):
        made_of = {(1, 0): "currency", (0, 1): "seconds", (0, 0): "count, percent, ratio, score"}
        allowed = made_of.get((powers.money, powers.seconds), "–")
        yield Fault((*path, "unit"), "kpi_unit", {"found": kpi.unit, "allowed": allowed})
    by_hand = percent_by_hand(formula) if kpi.unit == "percent" else None
    if by_hand:
        yield Fault((*path, "formula"), "kpi_percent", {"found": by_hand})


def _proof_faults(
    proof: Proof, path: Path, used: frozenset[str], formula: Formula | None
) -> Iterator[Fault]:
    for name in sorted(proof.given.keys() - used):
        yield Fault((*path, "given", name), *suggestion("proof_unused", name, used))
    missing = sorted(used - proof.given.keys())
    if missing:
        yield Fault((*path, "given"), "proof_missing", {"found": listed(missing)})
        return
    result = worked_out(formula, proof.given)
    if not _equal(result, proof.expect):
        values = {"found": proof.expect, "result": result}
        yield Fault((*path, "expect"), "proof_fails", values)


def worked_out(formula: Formula | None, given: Mapping[str, float | None]) -> float | None:
    """What a proof's numbers come to; without a formula it is a share's part ÷ whole."""
    if formula is None:
        formula = parse("part / whole", {SHARE_PART, SHARE_WHOLE})
    return evaluate_numbers(formula, given)


def _equal(result: float | None, expect: float | None) -> bool:
    if result is None or expect is None:
        return result is expect
    return math.isclose(result, expect, rel_tol=1e-3, abs_tol=1e-9)
