"""What each KPI's change between two periods is made of, from the data themselves.

Only changes that ``compare_kpis`` allows are taken apart, and only into parts that make up both
figures; everything else keeps the name of the reason.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.formula import Formula, division, evaluate_numbers, parse
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.errors import MeasureError
from kpi_helpers.metrics.board import lay_board
from kpi_helpers.metrics.decompose import formula_parts, mix_parts, volume_parts
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.readings import plan_kpi
from kpi_helpers.periods import Period
from kpi_helpers.store.grains import Grains

__all__ = ["CHANGE_COLUMNS", "changes_by_dimension", "changes_by_formula", "rate_of"]

CHANGE_COLUMNS = ["kpi", "effect", "dimension", "part", "value", "unit", "currency", "reason"]
"""One part of one change; the parts of a KPI sum to its change.

``effect`` is ``volume``, ``mix`` or ``rate``, or ``input`` for a measure of the formula;
``dimension`` is what was split by, ``measure`` for inputs. A KPI that is not taken apart has one
row with a ``reason``.
"""

_CLOSE = 1e-9
"""How far, relative to the larger, a sum of parts may lie from its whole."""

ENDINGS = ("", "_before")
"""Of the columns of a part: now, and before."""

Record = Mapping[str, Any]
Parts = dict[Any, Record]
Sides = tuple[Period, Period]


def changes_by_dimension(
    catalogue: Catalogue, grains: Grains, compared: pd.DataFrame, dimension: str
) -> pd.DataFrame:
    """Changes taken apart by network, channel, region ...

    A rate falls into mix and rate. An amount that one of its drivers divides by a volume (revenue
    by orders) falls into volume, mix and rate; any other amount into what each part gained, its
    volume. What the data do not attribute is a part of its own, and so is a part that is new or
    gone.

    Parameters
    ----------
    catalogue, grains
        As in :func:`~kpi_helpers.metrics.evaluate.kpi_values`.
    compared : DataFrame
        Rows of ``metrics.compare_kpis`` of one kind, without a split.
    dimension : str
        One of ``schema.DIMENSIONS``.

    Returns
    -------
    DataFrame
        ``CHANGE_COLUMNS``. Among the reasons: ``parts_do_not_sum``, when the parts do not make up
        the figure on both sides.
    """
    rows = compared.to_dict("records")
    found: list[pd.DataFrame] = []
    for sides, group in _by_sides(rows).items():
        rates = {row["kpi"]: rate_of(catalogue, row["kpi"]) for row in group}
        asked = [*rates, *(rate for rate in rates.values() if rate)]
        split = _told(kpi_values(catalogue, grains, asked, sides, by=[dimension]), dimension)
        for row in group:
            own = [split[row["kpi"], side] for side in sides]
            rate = rates[row["kpi"]]
            of_rate = [split[rate, side] for side in sides] if rate else None
            effects = _split(row, own, of_rate)
            found.append(_labelled(effects, row, dimension))
    return _in_order(rows, [*found, *_not_compared(rows)])


def changes_by_formula(
    catalogue: Catalogue, grains: Grains, compared: pd.DataFrame
) -> pd.DataFrame:
    """Changes taken apart into the measures of the formula (Shapley value).

    Parameters
    ----------
    catalogue, grains, compared
        As in :func:`changes_by_dimension`.

    Returns
    -------
    DataFrame
        ``CHANGE_COLUMNS``, with the measure as ``part``; ``part`` and ``whole`` of a share.
    """
    rows = compared.to_dict("records")
    found = []
    for sides, group in _by_sides(rows).items():
        plans = {row["kpi"]: plan_kpi(catalogue, row["kpi"], (), {}) for row in group}
        readings = [reading for plan in plans.values() for reading in plan.readings.values()]
        grids = lay_board(catalogue, grains, readings, sides, ()).grids
        for row in group:
            plan = plans[row["kpi"]]
            seen = [
                {name: _number(grids[r].value[side, 0]) for name, r in plan.readings.items()}
                for side in (0, 1)
            ]
            formula = Formula(ast.unparse(plan.tree), plan.tree, frozenset(plan.readings))
            found.append(_labelled(_inputs(row, formula, seen[0], seen[1]), row, "measure"))
    return _in_order(rows, [*found, *_not_compared(rows)])


def rate_of(catalogue: Catalogue, kpi_id: str) -> str | None:
    """The driver of an amount that divides it by a volume: average order value for revenue.

    Returns
    -------
    str or None
        Id of the first of its drivers that is a rate with the amount as numerator.
    """
    kpi = catalogue.kpis[kpi_id]
    if kpi.kind != "formula" or kpi.formula is None:
        return None
    own = ast.dump(parse(kpi.formula, catalogue.measures.keys()).tree)
    for driver in kpi.drivers:
        other = catalogue.kpis.get(driver.kpi)
        if other is None or other.kind != "formula" or other.formula is None:
            continue
        sides = division(parse(other.formula, catalogue.measures.keys()))
        if sides and ast.dump(sides[0]) == own:
            return driver.kpi
    return None


def _by_sides(rows: Sequence[Record]) -> dict[Sides, list[Record]]:
    """Comparable rows by the two periods that they set side by side, the current one first."""
    found: dict[Sides, list[Record]] = {}
    for row in rows:
        if row["comparable"]:
            now = Period(row["period_start"], row["period_end"])
            found.setdefault((now, Period(row["baseline_start"], row["baseline_end"])), []).append(
                row
            )
    return found


def _told(values: pd.DataFrame, dimension: str) -> dict[tuple[str, Period], Parts]:
    """KPI and period to the rows of its parts, by part."""
    found: dict[tuple[str, Period], Parts] = {}
    for row in values.to_dict("records"):
        key = row["kpi"], Period(row["period_start"], row["period_end"])
        part = row[dimension]
        found.setdefault(key, {})[None if pd.isna(part) else part] = row
    return found


def _split(
    row: Record, own: Sequence[Parts], of_rate: Sequence[Parts] | None
) -> pd.DataFrame | str:
    """Effects of one change by part, or the reason why there are none; sides: now, before."""
    told = [part for side in own for part in side.values()]
    blocked = [str(part["reason"]) for part in told if part["reason"]]
    if len(blocked) == len(told):
        return blocked[0]
    whole = (row["value"], row["baseline"])
    if any(math.isfinite(part["denominator"]) for part in told):
        parts = _pairs(own)
        ratios = [_sum(parts, "numerator", e) / (_sum(parts, "denominator", e) or math.nan)
                  for e in ENDINGS]  # fmt: skip
        return _cut(mix_parts, parts) if _all_same(ratios, whole) else "parts_do_not_sum"
    if of_rate is not None:
        parts = _pairs(of_rate)
        if _all_same([_sum(parts, "numerator", ending) for ending in ENDINGS], whole):
            return _cut(volume_parts, parts)
    return _amounts(own, whole)


def _cut(cut: Callable[[pd.DataFrame], pd.DataFrame], parts: pd.DataFrame) -> pd.DataFrame | str:
    try:
        return cut(parts)
    except MeasureError as error:
        return error.problems[0].message


def _names(sides: Sequence[Parts]) -> list[Any]:
    return list(dict.fromkeys(part for side in sides for part in side))


def _pairs(sides: Sequence[Parts]) -> pd.DataFrame:
    """Numerator and denominator of every part, now and before."""
    nothing = {"numerator": math.nan, "denominator": math.nan}
    rows = [
        {"part": part}
        | {
            f"{name}{ending}": side.get(part, nothing)[name]
            for side, ending in zip(sides, ENDINGS, strict=True)
            for name in ("numerator", "denominator")
        }
        for part in _names(sides)
    ]
    return pd.DataFrame(rows)


def _amounts(sides: Sequence[Parts], whole: Sequence[float]) -> pd.DataFrame | str:
    """What each part of an amount gained; a part without a row on a side adds nothing to it."""
    names = _names(sides)
    now, before = (
        pd.Series([side[p]["value"] if p in side else math.nan for p in names], dtype="float64")
        for side in sides
    )
    if not _all_same([math.fsum(now.dropna()), math.fsum(before.dropna())], whole):
        return "parts_do_not_sum"
    gained = now.fillna(0) - before.fillna(0)
    return pd.DataFrame({"effect": "volume", "part": names, "value": gained})


def _sum(parts: pd.DataFrame, name: str, ending: str) -> float:
    return math.fsum(parts[f"{name}{ending}"].dropna())


def _all_same(found: Sequence[float], told: Sequence[float]) -> bool:
    return all(math.isclose(f, t, rel_tol=_CLOSE) for f, t in zip(found, told, strict=True))


def _inputs(
    row: Record,
    formula: Formula,
    now: Mapping[str, float | None],
    before: Mapping[str, float | None],
) -> pd.DataFrame | str:
    worked = [evaluate_numbers(formula, seen) for seen in (now, before)]
    if None in worked or not _all_same(worked, (row["value"], row["baseline"])):
        return "parts_do_not_sum"
    try:
        parts = formula_parts(formula, before, now)
    except MeasureError as error:
        return error.problems[0].message
    return parts.rename(columns={"input": "part"}).assign(effect="input")


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _labelled(effects: pd.DataFrame | str, row: Record, dimension: str) -> pd.DataFrame:
    if isinstance(effects, str):
        return _refused(row, effects)
    labels = {"kpi": row["kpi"], "dimension": dimension}
    labels |= {"unit": row["unit"], "currency": row["currency"], "reason": None}
    return effects.assign(**labels)[CHANGE_COLUMNS]


def _refused(row: Record, reason: str) -> pd.DataFrame:
    told = {"kpi": row["kpi"], "unit": row["unit"], "currency": row["currency"], "reason": reason}
    nothing = {"effect": None, "dimension": None, "part": None, "value": math.nan}
    return pd.DataFrame([told | nothing], columns=CHANGE_COLUMNS)


def _not_compared(rows: Sequence[Record]) -> Iterator[pd.DataFrame]:
    for row in rows:
        if not row["comparable"]:
            yield _refused(row, str(row["reason"]))


def _in_order(rows: Sequence[Record], frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of single KPIs as one, in the order of the comparison."""
    places = {row["kpi"]: place for place, row in enumerate(rows)}
    ordered = sorted(frames, key=lambda frame: places[frame["kpi"].iloc[0]])
    plain = [frame.astype({"value": "float64"}).astype(object) for frame in ordered]
    table = pd.concat(plain, ignore_index=True) if plain else pd.DataFrame(columns=CHANGE_COLUMNS)
    return table.astype({"value": "float64"})
