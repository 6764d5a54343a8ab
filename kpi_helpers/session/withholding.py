"""Few people stay unseen: what would count them by region or age is told in masked cells only."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.schema import PEOPLE

__all__ = ["withheld"]

FIGURES = ("value", "numerator", "denominator", "baseline", "change_abs", "change_rel", "improved")


def withheld(values: pd.DataFrame, catalogue: Catalogue, cut: Iterable[str]) -> pd.DataFrame:
    """Values without those that tell of groups of people who may be few.

    Whether one group can be worked out depends on every cell around it, which
    ``rules.protected_cells`` weighs (``session.perimeters.cells``): nothing else may tell them.

    Parameters
    ----------
    values : DataFrame
        KPI values, or values compared.
    catalogue : Catalogue
    cut : iterable of str
        Dimensions that the values are split by or limited to.

    Returns
    -------
    DataFrame
        The same rows; where one is withheld it has no figure, and ``reason`` is ``withheld``.
    """
    if not set(PEOPLE) & set(cut):
        return values
    hidden = values["kpi"].map(lambda kpi: catalogue.kpis[kpi].of_small_groups).astype(bool)
    told = values.copy()
    for column in [name for name in FIGURES if name in told]:
        told[column] = told[column].mask(hidden)
    told["reason"] = told["reason"].astype(object).mask(hidden, "withheld")
    if "comparable" in told:
        told["comparable"] = told["comparable"].astype(bool) & ~hidden
    return told
