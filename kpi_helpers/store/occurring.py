"""Which values of a dimension ever occur, so that a misspelt one can be told."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_helpers.store.grains import Grains

__all__ = ["occurring_values"]


def occurring_values(grains: Grains, dimensions: Sequence[str]) -> dict[str, list[str]]:
    """Values of dimensions in any table of a brand.

    Parameters
    ----------
    grains : Grains
    dimensions : sequence of str
        ``schema.DIMENSIONS``.

    Returns
    -------
    dict of str to list of str
        In alphabetical order; an empty list where the data never tell the dimension.
    """
    found: dict[str, set[str]] = {name: set() for name in dimensions}
    for table in grains.tables.values():
        for name in set(found) & set(table.columns):
            found[name] |= set(table.select(name).distinct().to_pandas()[name].dropna())
    return {name: sorted(values) for name, values in found.items()}
