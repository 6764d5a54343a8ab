"""KPI values by period and dimension: the one place where a figure is made.

Each grain table is scanned once; measures of different tables meet only after aggregation; a
formula sees aggregated values only, so every rate is a ratio of sums. What cannot be answered
honestly is null with the name of a reason.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.errors import DimensionError, MeasureError, Problem
from kpi_helpers.metrics.answers import answer_rows
from kpi_helpers.metrics.board import lay_board
from kpi_helpers.metrics.readings import plan_kpi
from kpi_helpers.periods import Period
from kpi_helpers.schema import DIMENSIONS, VALUES
from kpi_helpers.store.grains import Grains

__all__ = ["check_dimensions", "check_kpis", "kpi_values", "values_with_series"]


def kpi_values(
    catalogue: Catalogue,
    grains: Grains,
    kpis: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str] = (),
    where: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Values of KPIs over periods, split by dimensions.

    Parameters
    ----------
    catalogue : Catalogue
        Declares the KPIs, their measures, exchange rates and definition breaks.
    grains : Grains
        The brand's tables as known at one time.
    kpis : sequence of str
        KPI ids.
    periods : sequence of Period
        May overlap. A bucket counts in a period only when it lies wholly inside.
    by : sequence of str
        ``schema.DIMENSIONS``; one row for each combination that occurs in any of the periods.
        A missing value of a dimension is what the data do not attribute.
    where : Mapping[str, sequence of str], optional
        Dimension values to limit the answer to. A share's denominator ignores a limit on the
        dimension of its part.

    Returns
    -------
    DataFrame
        Columns of ``schema.VALUES`` with those of `by` after ``period_end``; rows in the order of
        `kpis`, `periods` and dimension values. ``value`` is null where ``reason`` says why;
        ``detail`` holds the values of that message and of the caveats.

    Raises
    ------
    MeasureError
        When a KPI is not in the catalogue.
    DimensionError
        When `by` or `where` names something that is no dimension.
    ValueError
        Without periods.
    """
    return values_with_series(catalogue, grains, kpis, periods, by, where).drop(
        columns="contributing"
    )


def values_with_series(
    catalogue: Catalogue,
    grains: Grains,
    kpis: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str] = (),
    where: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Values as `kpi_values` gives them, with what a comparison must know besides.

    Returns
    -------
    DataFrame
        One more column, ``contributing``: the measure, source, network and account of each series
        that adds up in a value; empty for what is no sum over series.
    """
    limits = {
        name: (values,) if isinstance(values, str) else tuple(values)
        for name, values in (where or {}).items()
    }
    split = tuple(dict.fromkeys(by))
    check_kpis(catalogue, kpis)
    check_dimensions((*split, *limits))
    if not periods:
        raise ValueError("kpi_values needs at least one period")
    plans = [plan_kpi(catalogue, kpi, split, limits) for kpi in dict.fromkeys(kpis)]
    if not plans:
        return _nothing(split)
    readings = [reading for plan in plans if not plan.reason for reading in plan.readings.values()]
    board = lay_board(catalogue, grains, readings, periods, split)
    frames = [answer_rows(plan, board, catalogue, grains.known_at) for plan in plans]
    return pd.concat(frames, ignore_index=True)


def _nothing(by: tuple[str, ...]) -> pd.DataFrame:
    """The answer to no question: every column, no row."""
    names = list(VALUES)
    at = names.index("period_end") + 1
    frame = pd.DataFrame(columns=[*names[:at], *by, *names[at:], "contributing"], dtype=object)
    numbers = [name for name, kind in VALUES.items() if kind == "DOUBLE"]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def check_kpis(catalogue: Catalogue, kpis: Sequence[str]) -> None:
    """Refuse ids that the catalogue does not declare.

    Raises
    ------
    MeasureError
        Naming all of them.
    """
    unknown = [kpi for kpi in dict.fromkeys(kpis) if kpi not in catalogue.kpis]
    if unknown:
        raise MeasureError(_unknown("unknown_kpi", name, catalogue.kpis) for name in unknown)


def check_dimensions(names: Sequence[str]) -> None:
    """Refuse names that are no dimension.

    Raises
    ------
    DimensionError
        Naming all of them.
    """
    unknown = [name for name in dict.fromkeys(names) if name not in DIMENSIONS]
    if unknown:
        raise DimensionError(_unknown("unknown_dimension", name, DIMENSIONS) for name in unknown)


def _unknown(message: str, found: str, known: Sequence[str] | Mapping[str, object]) -> Problem:
    near = difflib.get_close_matches(found, list(known), 1)
    return Problem(message, {"found": found, "allowed": ", ".join(near or sorted(known))})
