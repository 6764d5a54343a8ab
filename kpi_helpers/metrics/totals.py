"""One measure over one period, for those who want a number or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.errors import DimensionError, MeasureError, NonAdditiveError, Problem
from kpi_helpers.metrics.board import lay_board
from kpi_helpers.metrics.evaluate import check_dimensions
from kpi_helpers.metrics.readings import read_measure
from kpi_helpers.periods import Period
from kpi_helpers.store.grains import Grains

__all__ = ["measure_total"]


def measure_total(
    catalogue: Catalogue,
    grains: Grains,
    measure: str,
    period: Period,
    where: Mapping[str, Sequence[str]] | None = None,
) -> float | None:
    """The value of a measure over a period.

    Parameters
    ----------
    catalogue : Catalogue
    grains : Grains
    measure : str
        Id of a measure.
    period : Period
    where : Mapping[str, sequence of str], optional
        Dimension values to limit it to.

    Returns
    -------
    float or None
        None when there are no data.

    Raises
    ------
    NonAdditiveError
        When it would have to be summed over people; the problem's values hold the bounds ``low``
        (the largest part) and ``high`` (the sum of the parts, None where they leave a gap)
        between which the truth lies.
    DimensionError
        When the data cannot tell a dimension of `where`.
    MeasureError
        When the measure is unknown, money has no exchange rate or a stock is too old.
    """
    if measure not in catalogue.measures:
        allowed = ", ".join(sorted(catalogue.measures))
        raise MeasureError(Problem("unknown_measure", {"found": measure, "allowed": allowed}))
    limits = {name: tuple(values) for name, values in (where or {}).items()}
    check_dimensions(tuple(limits))
    reading = read_measure(measure, catalogue.measures[measure], limits)
    grid = lay_board(catalogue, grains, [reading], [period], ()).grids[reading]
    if grid.reason:
        raise DimensionError(Problem(grid.reason, dict(grid.detail)))
    for reason, flags in grid.reasons.items():
        if flags[0, 0] and grid.value[0, 0] != grid.value[0, 0]:
            error = NonAdditiveError if reason == "not_additive" else MeasureError
            raise error(Problem(reason, grid.details.get((0, 0), {})))
    value = float(grid.value[0, 0])
    return None if value != value else value
