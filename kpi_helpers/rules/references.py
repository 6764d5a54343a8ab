"""Rule 7: the brand's figures beside published ones.

A published figure is matched on metric, basis, network, sector, size band and year. One that was
counted on another basis is refused with both bases named. Sources that disagree stand side by
side; nothing is averaged across them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.references import Reference, band_limits
from kpi_helpers.catalogue.thresholds import ReferenceLimits
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month

__all__ = ["reference_match"]

OWN = ["figure", "network", "value", "unit", "currency", "basis"]
ADDED = [
    *(
        "reference",
        "reference_basis",
        "statistic",
        "origin",
        "reference_year",
        "sector",
        "size_band",
    ),
    *("read_from", "standing", "reason"),
]


def reference_match(
    own: pd.DataFrame,
    references: Sequence[Reference],
    sector: str | None,
    month: Month,
    limits: ReferenceLimits,
) -> Finding:
    """Each own figure beside every published figure that may stand beside it.

    Parameters
    ----------
    own : DataFrame
        One row a figure and network: ``figure``, ``network``, ``reference_network``, ``metric``,
        ``basis``, ``value``, ``unit``, ``currency``, ``followers`` (null where unknown).
    references : sequence of Reference
    sector : str or None
        Of the brand; figures of all sectors stand in where it has none of its own.
    month : Month
    limits : ReferenceLimits

    Returns
    -------
    Finding
        ``reference_match``; one row an own figure and reference, or one row with the ``reason``
        why there is none: the own figure (``figure``, ``network``, ``value``, ``basis``),
        ``reference`` (in the same unit), ``reference_basis`` (of a mismatch: all bases found),
        ``statistic``, ``origin`` (source and year), ``reference_year``, ``sector``, ``size_band``,
        ``read_from``, ``standing`` (``above``, ``below``, ``level``; null beside a mean or an
        unstated statistic, which is no typical account).
    """
    rows = [
        found
        for figure in own.to_dict("records")
        for found in _beside(figure, references, sector, month, limits)
    ]
    table = pd.DataFrame(rows, columns=[*OWN, *ADDED])
    refused = table[table["reason"] == "basis_mismatch"]
    medians = table[(table["statistic"] == "median") & table["standing"].notna()]
    values: dict[str, Any] = {
        "matched": len(
            table.loc[table["reference"].notna(), ["figure", "network"]].drop_duplicates()
        ),
        "refused": len(refused),
    }
    if medians.empty:
        message = "reference_match_none" if not values["matched"] else "reference_match_loose"
        return Finding("reference_match", table, message, values, _caveats(table))
    one = medians.iloc[0]
    values |= {
        "figure": Ref("public_figure", str(one["figure"])),
        "network": Ref("network", str(one["network"])),
        "value": _figure(one, "value"),
        "reference": _figure(one, "reference"),
        "origin": str(one["origin"]),
    }
    message = f"reference_match_{one['standing']}"
    return Finding("reference_match", table, message, values, _caveats(table))


def _caveats(table: pd.DataFrame) -> tuple[Caveat, ...]:
    """What must be known of the references themselves."""
    caveats = []
    copied = table.loc[table["read_from"] == "secondary_copy", "origin"].unique().tolist()
    if copied:
        caveats.append(Caveat("references_copied", {"sources": sorted(copied)}))
    general = table.loc[table["reference"].notna() & (table["sector"] == "all"), "figure"]
    if len(general):
        names = [Ref("public_figure", name) for name in dict.fromkeys(general)]
        caveats.append(Caveat("references_of_all", {"figures": names}))
    return tuple(caveats)


def _figure(row: pd.Series, column: str) -> Figure:
    currency = None if pd.isna(row["currency"]) else str(row["currency"])
    return Figure(float(row[column]), str(row["unit"]), currency)


def _beside(
    own: dict[str, Any],
    references: Sequence[Reference],
    sector: str | None,
    month: Month,
    limits: ReferenceLimits,
) -> list[dict[str, Any]]:
    """The rows of one own figure."""
    head = {name: own[name] for name in OWN} | dict.fromkeys(ADDED)
    if pd.isna(own["value"]):
        return [head | {"reason": "own_figure_missing"}]
    found = [
        one
        for one in references
        if one.accounts == "brands"
        and one.network == own["reference_network"]
        and one.metric == own["metric"]
    ]
    if not found:
        return [head | {"reason": "no_reference"}]
    same = [one for one in found if one.basis == own["basis"]]
    if not same:
        bases = sorted({one.basis for one in found})
        return [head | {"reason": "basis_mismatch", "reference_basis": bases}]
    chosen, reason = _eligible(same, own, sector, month, limits)
    if not chosen:
        return [head | {"reason": reason, "reference_basis": [own["basis"]]}]
    return [head | _reference(one, own) for one in chosen]


def _eligible(
    same: Sequence[Reference],
    own: dict[str, Any],
    sector: str | None,
    month: Month,
    limits: ReferenceLimits,
) -> tuple[list[Reference], str]:
    """Those of the same basis that may stand beside the figure, else why there are none."""
    priced = [one for one in same if one.unit == own["unit"]]
    if own["unit"] == "currency":
        priced = [one for one in priced if one.currency == own["currency"]]
    if not priced:
        return [], "currency_differs" if own["unit"] == "currency" else "unit_differs"
    recent = [one for one in priced if 0 <= month.year - one.year <= limits.max_age_years]
    if not recent:
        return [], "reference_old"
    sized = [one for one in recent if _fits(one, own["followers"])]
    in_sector = [one for one in sized if sector is not None and one.sector == sector]
    in_band = [one for one in sized if one.sector == "all" and one.size_band]
    chosen = [*in_sector, *in_band] or [one for one in sized if one.sector == "all"]
    if not chosen:
        return [], "no_reference_of_sector"
    newest: dict[tuple[object, ...], Reference] = {}
    for one in sorted(chosen, key=lambda one: one.year):
        newest[(one.source, one.sector, one.size_band, one.statistic)] = one
    return sorted(newest.values(), key=_order), ""


def _fits(one: Reference, followers: float) -> bool:
    """Whether the account is of the size the reference speaks of; no size fits every account."""
    if not one.size_band:
        return True
    limits = band_limits(one.size_band)
    return limits is not None and pd.notna(followers) and limits[0] <= followers < limits[1]


STATISTICS = ("median", "p25", "p75", "p10", "p90", "mean", "unstated")


def _order(one: Reference) -> tuple[object, ...]:
    whole = (one.sector == "all", one.size_band is None)
    return (*whole, -one.year, one.source, STATISTICS.index(one.statistic))


def _reference(one: Reference, own: dict[str, Any]) -> dict[str, Any]:
    standing = None
    if one.statistic not in ("mean", "unstated"):
        more, less = own["value"] > one.level, own["value"] < one.level
        standing = "above" if more else "below" if less else "level"
    return {
        "reference": one.level,
        "reference_basis": [one.basis],
        "statistic": one.statistic,
        "origin": f"{one.source}, {one.year}",
        "reference_year": one.year,
        "sector": one.sector,
        "size_band": one.size_band,
        "read_from": one.read_from,
        "standing": standing,
    }
