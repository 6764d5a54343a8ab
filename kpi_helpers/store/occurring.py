"""Which values of a dimension ever occur, so that a misspelt one can be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kpi_helpers.store.grains import Grains

__all__ = ["occurring_values"]


def occurring_values(
    grains: Grains, dimensions: Sequence[str], tables: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Values of dimensions in the tables of a brand.

    Parameters
    ----------
    grains : Grains
    dimensions : sequence of str
        ``schema.DIMENSIONS``.
    tables : collection of str, optional
        Grains to look at; all of them when not given.

    Returns
    -------
    dict of str to list of str
        In alphabetical order; an empty list where the data never tell the dimension.
    """
    found: dict[str, set[str]] = {name: set() for name in dimensions}
    looked_at = [table for name, table in grains.tables.items() if tables is None or name in tables]
    for table in looked_at:
        for name in set(found) & set(table.columns):
            found[name] |= set(table.select(name).distinct().to_pandas()[name].dropna())
    return {name: sorted(values) for name, values in found.items()}
