"""What each driver of a KPI did to its change, where the formula says so exactly."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.formula import division, parse
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.errors import FormulaError
from kpi_helpers.metrics.changes import changes_by_formula, rate_of
from kpi_helpers.metrics.decompose import formula_parts
from kpi_helpers.store.grains import Grains

__all__ = ["DRIVER_COLUMNS", "driver_parts"]

DRIVER_COLUMNS = ["kpi", "driver", "kind", "part", "unit", "currency", "reason"]
"""One driver of one KPI; the parts of a KPI sum to its change.

``kind`` is ``kpi`` or, for what no KPI tells by itself, ``measure``. A KPI whose change cannot be
taken apart has one row with a ``reason``; one that is a single measure has none.
"""

Record = Mapping[str, Any]


def driver_parts(catalogue: Catalogue, grains: Grains, compared: pd.DataFrame) -> pd.DataFrame:
    """Changes taken apart into their drivers (Shapley value of the formula).

    An amount that one of its drivers divides by another (revenue by orders) is their product. Any
    other formula is taken apart into its measures, each told as the KPI that is that measure alone
    where the catalogue names it as a driver.

    Parameters
    ----------
    catalogue, grains
        As in :func:`~kpi_helpers.metrics.evaluate.kpi_values`.
    compared : DataFrame
        Rows of ``metrics.compare_kpis`` of one kind, without a split: the KPIs and their drivers.

    Returns
    -------
    DataFrame
        ``DRIVER_COLUMNS``, KPIs in the order of `compared`.
    """
    known = {row["kpi"]: row for row in compared.to_dict("records")}
    inputs = changes_by_formula(catalogue, grains, compared)
    rows: list[dict[str, Any]] = []
    for kpi, row in known.items():
        found = _product(catalogue, row, known)
        told = found or list(_inputs(catalogue, kpi, inputs[inputs["kpi"] == kpi]))
        unit = {"kpi": kpi, "unit": row["unit"], "currency": row["currency"]}
        rows += [unit | one for one in told]
    return pd.DataFrame(rows, columns=DRIVER_COLUMNS)


def _product(
    catalogue: Catalogue, row: Record, known: Mapping[str, Record]
) -> list[dict[str, Any]]:
    """Parts of an amount that is a volume times a rate; none where it is not."""
    rate = rate_of(catalogue, row["kpi"])
    volume = _volume_of(catalogue, row["kpi"], rate) if rate else None
    pair = [known.get(name or "") for name in (volume, rate)]
    if None in pair or not all(one["comparable"] for one in (row, *pair)):
        return []
    sides = [{one["kpi"]: float(one[name]) for one in pair} for name in ("baseline", "value")]
    for side, whole in zip(sides, (row["baseline"], row["value"]), strict=True):
        if not math.isclose(math.prod(side.values()), whole, rel_tol=1e-9):
            return []
    parts = formula_parts(parse(f"{volume} * {rate}", {volume, rate}), *sides)
    return [
        {"driver": name, "kind": "kpi", "part": part, "reason": None}
        for name, part in sorted(
            zip(parts["input"], parts["value"], strict=True), key=lambda one: one[0] != volume
        )
    ]


def _volume_of(catalogue: Catalogue, kpi: str, rate: str) -> str | None:
    """The driver that is the denominator of `rate`."""
    sides = division(parse(catalogue.kpis[rate].formula or "", catalogue.measures.keys()))
    return _alone(catalogue, kpi, ast.unparse(sides[1])) if sides else None


def _alone(catalogue: Catalogue, kpi: str, formula: str) -> str | None:
    """The driver by formula of `kpi` whose own formula is just `formula`."""
    for driver in catalogue.kpis[kpi].drivers:
        other = catalogue.kpis.get(driver.kpi)
        if driver.edge == "formula" and other and other.kind == "formula":
            try:
                tree = parse(other.formula or "", catalogue.measures.keys()).tree
            except FormulaError:
                continue
            if ast.unparse(tree) == formula:
                return driver.kpi
    return None


def _inputs(catalogue: Catalogue, kpi: str, found: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Parts by measure, each under the name of the driver that is that measure alone."""
    for one in found.to_dict("records"):
        if one["reason"]:
            yield {"driver": None, "kind": None, "part": math.nan, "reason": one["reason"]}
        elif len(found) > 1:
            driver = _alone(catalogue, kpi, one["part"])
            yield {
                "driver": driver or one["part"],
                "kind": "kpi" if driver else "measure",
                "part": one["value"],
                "reason": None,
            }
