"""A month with all that its figures are made of, so that they can be worked out again without data.

A KPI does not always see a measure as the measure stands alone: a pairwise rate counts fewer rows,
a share only its part. So the values of plain measures and what each formula saw are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.metrics.answers import answer_rows, formula_values
from kpi_helpers.metrics.board import lay_board
from kpi_helpers.metrics.grid import MeasureGrid
from kpi_helpers.metrics.readings import Plan, Reading, plan_kpi, read_measure
from kpi_helpers.periods import Period
from kpi_helpers.schema import FORMULA_INPUTS, MEASURE_VALUES
from kpi_helpers.store.grains import Grains

__all__ = ["WorkedPeriod", "work_period"]


@dataclass(frozen=True)
class WorkedPeriod:
    """Every KPI of a period, and what it was made of.

    Parameters
    ----------
    values : DataFrame
        ``schema.VALUES``; one row a KPI of the catalogue, in its order.
    measures : DataFrame
        ``schema.MEASURE_VALUES``; one row a measure that some formula reads, by its own rule.
    inputs : DataFrame
        ``schema.FORMULA_INPUTS``; one row a KPI and name in its formula: what the formula saw.
    """

    values: pd.DataFrame
    measures: pd.DataFrame
    inputs: pd.DataFrame


def work_period(catalogue: Catalogue, grains: Grains, period: Period) -> WorkedPeriod:
    """Work out every KPI of a catalogue, and keep what the formulas saw.

    Parameters
    ----------
    catalogue : Catalogue
        With at least one KPI.
    grains : Grains
        The brand's tables as known at one time.
    period : Period

    Returns
    -------
    WorkedPeriod
    """
    plans = [plan_kpi(catalogue, kpi, (), {}) for kpi in catalogue.kpis]
    plain = {
        reading.name: read_measure(reading.name, reading.measure, {})
        for plan in plans
        for reading in plan.readings.values()
    }
    asked = [reading for plan in plans if not plan.reason for reading in plan.readings.values()]
    board = lay_board(catalogue, grains, [*plain.values(), *asked], [period], ())
    answers = [answer_rows(plan, board, catalogue, grains.known_at) for plan in plans]
    money = catalogue.brand.currency
    measures = [
        {"measure": name, **_told(plain[name], board.grids[plain[name]], money)}
        for name in sorted(plain)
    ]
    inputs = [
        row
        for plan in plans
        if not plan.reason
        for row in _inputs(plan, {n: board.grids[r] for n, r in plan.readings.items()}, money)
    ]
    return WorkedPeriod(
        pd.concat(answers, ignore_index=True).drop(columns="contributing"),
        pd.DataFrame(measures, columns=list(MEASURE_VALUES)),
        pd.DataFrame(inputs, columns=list(FORMULA_INPUTS)),
    )


def _inputs(plan: Plan, grids: dict[str, MeasureGrid], money: str) -> list[dict[str, object]]:
    seen = formula_values(plan, grids)
    return [
        {
            "kpi": plan.id,
            "input": name,
            "measure": reading.name,
            "to_date": reading.to_date,
            **_told(reading, grids[name], money),
            "value": float(seen[name][0, 0]),
        }
        for name, reading in plan.readings.items()
    ]


def _told(reading: Reading, grid: MeasureGrid, money: str) -> dict[str, object]:
    unit = reading.measure.unit
    return {
        "over_time": reading.how,
        "value": float(grid.value[0, 0]),
        "currency": money if unit == "currency" else None,
        "unit": unit,
        "complete": bool(grid.complete[0, 0]),
    }
