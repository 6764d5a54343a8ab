"""Rule 4: the brand's own indicators, in its own perimeters, without giving anyone away.

Every frame that comes in here went through ``protected_cells``: what is small is already withheld.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import pandas as pd

from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.catalogue.own import Origin
from kpi_helpers.finding import Caveat, Finding, Ref
from kpi_helpers.metrics.formulas import divides_by_measure
from kpi_helpers.rules.reading import change_figure, figure, frame_caveats, rankable

__all__ = ["ALL", "by_perimeter", "own_indicators", "people_cells"]

ALL = "all"
"""Label of a total in the table by region and age band."""

_PERIMETER_COLUMNS = (
    *("kpi", "perimeter", "value", "whole", "unit", "currency", "share", "gap_abs", "gap_rel"),
    *("complete", "settled", "caveats", "withheld", "least", "reason"),
)


def own_indicators(
    cells: pd.DataFrame, compared: pd.DataFrame, origins: Mapping[str, Origin]
) -> Finding:
    """The brand's own indicators this month, each with what makes it the brand's own.

    Parameters
    ----------
    cells : DataFrame
        Of ``protected_cells``.
    compared : DataFrame
        ``metrics.compare_kpis`` of the own KPIs, kind ``previous``.
    origins : Mapping[str, Origin]
        ``catalogue.own.own_kpis``.

    Returns
    -------
    Finding
        ``own_indicators``; one row an own KPI. No change where the month's value is withheld.
    """
    own = cells[(cells["cut"] == "whole") & cells["kpi"].isin(list(origins))]
    kept = ["kpi", "kpi_version", "value", "unit", "currency", "complete", "settled", "caveats"]
    table = own[[*kept, "withheld", "least", "reason"]].reset_index(drop=True)
    table["own_by"] = [origins[kpi].how for kpi in table["kpi"]]
    table["fields"] = [list(origins[kpi].fields) for kpi in table["kpi"]]
    table["place"] = [origins[kpi].place for kpi in table["kpi"]]
    if table.empty:
        return Finding("own_indicators", table, "own_indicators_none")
    compared = compared.set_index("kpi", drop=False).reindex(table["kpi"]).reset_index(drop=True)
    hidden = table["withheld"].map(bool) | ~compared["comparable"].fillna(False).astype(bool)
    table["previous"] = compared["baseline"].mask(hidden)
    for column in ("change_abs", "change_rel"):
        table[f"previous_{column}"] = compared[column].mask(hidden)
    values: dict[str, object] = {
        "declared": int((table["own_by"] == "declared").sum()),
        "differing": int((table["own_by"] == "differs").sum()),
        "count": len(table),
    }
    caveats = (*frame_caveats(own), *_withheld_caveat(own))
    rank = rankable(compared).mask(hidden).dropna()
    if rank.empty or not rank.abs().max() > 0:
        return Finding("own_indicators", table, "own_indicators_unmoved", values, caveats)
    top = table.loc[rank.abs().idxmax()]
    values |= {
        "kpi": Ref("kpi", str(top["kpi"])),
        "value": figure(top, "value"),
        "change": change_figure(top, "previous"),
    }
    return Finding("own_indicators", table, "own_indicators", values, caveats)


def by_perimeter(
    cells: pd.DataFrame, catalogue: Catalogue, occurring: Mapping[str, Sequence[str]]
) -> Finding:
    """Every KPI in every perimeter of the brand, beside the whole brand.

    Parameters
    ----------
    cells : DataFrame
        Of ``protected_cells``.
    catalogue : Catalogue
        Perimeters, and the dimensions that each KPI declares.
    occurring : Mapping[str, sequence of str]
        Dimension to the values that ever occur in the data.

    Returns
    -------
    Finding
        ``by_perimeter``; one row a KPI and perimeter, those with a value first. ``share`` of the
        whole is given for amounts, ``gap_abs`` and ``gap_rel`` from the whole for rates. A
        perimeter on a dimension that the KPI does not declare, or with a value that never occurs,
        has no figure and the reason.
    """
    empty = pd.DataFrame(columns=[*_PERIMETER_COLUMNS])
    if not catalogue.segments or cells.empty:
        return Finding("by_perimeter", empty, "by_perimeter_undeclared")
    misspelt = _misspelt(catalogue, occurring)
    table = _perimeter_rows(cells, catalogue, set(misspelt))
    shown = table[table["value"].notna()]
    caveats = (
        *frame_caveats(shown),
        *_withheld_caveat(table),
        *(caveat for found in misspelt.values() for caveat in found),
        *_extent_caveats(list(dict.fromkeys(shown["perimeter"])), catalogue, occurring),
    )
    values: dict[str, object] = {"count": len(shown), "total": len(table)}
    far = _farthest(shown)
    if far is None:
        message = "by_perimeter_unranked" if len(shown) else "by_perimeter_none"
        return Finding("by_perimeter", table, message, values, caveats)
    values |= {
        "kpi": Ref("kpi", str(far["kpi"])),
        "perimeter": Ref("segment", str(far["perimeter"])),
        "value": figure(far, "value"),
        "whole": figure(far, "whole"),
    }
    return Finding("by_perimeter", table, "by_perimeter", values, caveats)


def _perimeter_rows(cells: pd.DataFrame, catalogue: Catalogue, misspelt: set[str]) -> pd.DataFrame:
    wholes = cells[cells["cut"] == "whole"].set_index("kpi")
    inside = cells[cells["cut"] == "perimeter"].set_index(["kpi", "perimeter"])
    rows = []
    for kpi in wholes.index:
        for name, segment in catalogue.segments.items():
            row = {**wholes.loc[kpi], "kpi": kpi, "perimeter": name, "whole": wholes["value"][kpi]}
            declared = set(segment.where) <= set(catalogue.kpis[kpi].dimensions)
            if declared and name not in misspelt and (kpi, name) in inside.index:
                row |= dict(inside.loc[(kpi, name)])
            else:
                reason = "perimeter_value_unknown" if declared else "perimeter_undeclared"
                row |= {"value": None, "reason": reason, "withheld": [], "caveats": []}
            rows.append(row | _beside(row, _is_amount(catalogue, kpi)))
    table = pd.DataFrame(rows).reindex(columns=[*_PERIMETER_COLUMNS])
    numbers = ["value", "whole", "share", "gap_abs", "gap_rel"]
    table = table.astype(dict.fromkeys(numbers, "float64"))
    order = table["value"].isna().astype(int) + table["reason"].ne("withheld")
    return table.iloc[order.to_numpy().argsort(kind="stable")].reset_index(drop=True)


def _beside(row: Mapping[str, object], amount: bool) -> dict[str, float | None]:
    """The value of a perimeter set beside the whole; nothing where a source was left out."""
    value, whole = pd.to_numeric(pd.Series([row["value"], row["whole"]]))
    uneven = "sources_left_out" in list(row["caveats"])  # type: ignore[call-overload]
    none = {"share": None, "gap_abs": None, "gap_rel": None}
    if pd.isna(value) or pd.isna(whole) or uneven:
        return none
    if amount:
        return none | {"share": value / whole if whole > 0 and 0 <= value <= whole else None}
    gap = value - whole
    return none | {"gap_abs": gap, "gap_rel": gap / abs(whole) if whole else None}


def _is_amount(catalogue: Catalogue, kpi_id: str) -> bool:
    """Whether a part of it is a share of the whole: counts and money that divide by nothing."""
    kpi = catalogue.kpis[kpi_id]
    if kpi.unit not in ("count", "currency") or kpi.formula is None:
        return False
    return not divides_by_measure(parse(kpi.formula, catalogue.measures).tree)


def _farthest(shown: pd.DataFrame) -> pd.Series | None:
    """The rate farthest from the brand's, in proportion: complete, of enough cases, no score."""
    small = shown["caveats"].map(lambda names: "small_denominator" in list(names))
    sound = shown[~small & shown["complete"].astype(bool) & (shown["unit"] != "score")]
    gaps = sound["gap_rel"].abs().dropna()
    return sound.loc[gaps.idxmax()] if len(gaps) and gaps.max() > 0 else None


def _misspelt(
    catalogue: Catalogue, occurring: Mapping[str, Sequence[str]]
) -> dict[str, list[Caveat]]:
    """Perimeters that name a value which never occurs, with the value probably meant."""
    found: dict[str, list[Caveat]] = {}
    for name, segment in catalogue.segments.items():
        for dimension, labels in segment.where.items():
            known = list(occurring.get(dimension, ()))
            for label in [one for one in labels if one not in known]:
                near = difflib.get_close_matches(label, known, 1) or known
                values = {"perimeter": Ref("segment", name), "found": label}
                values |= {"dimension": Ref("dimension", dimension), "known": near}
                message = "perimeter_value_near" if near else "perimeter_value_never"
                found.setdefault(name, []).append(Caveat(message, values))
    return found


def _extent_caveats(
    names: Sequence[str], catalogue: Catalogue, occurring: Mapping[str, Sequence[str]]
) -> list[Caveat]:
    """Perimeters that share something, and what of a dimension none of them holds."""
    wheres = {name: catalogue.segments[name].where for name in names}
    shared = [n for n in names if any(_overlap(wheres[n], wheres[m]) for m in names if m != n)]
    found = []
    if shared:
        refs = [Ref("segment", name) for name in shared]
        found.append(Caveat("perimeters_overlap", {"perimeters": refs}))
    alone = [where for where in wheres.values() if len(where) == 1]
    for dimension in dict.fromkeys(key for where in alone for key in where):
        held = {label for where in alone for label in where.get(dimension, ())}
        left = [label for label in occurring.get(dimension, ()) if label not in held]
        if left:
            values = {"dimension": Ref("dimension", dimension)}
            values |= {"left": [Ref(dimension, label) for label in left]}  # type: ignore[dict-item]
            found.append(Caveat("perimeters_partial", values))
    return found


def _overlap(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> bool:
    """Whether somebody may be in both: nothing that both name keeps them apart."""
    both = one.keys() & other.keys()
    return bool(both) and all(set(one[name]) & set(other[name]) for name in both)


def people_cells(cells: pd.DataFrame, least: int) -> Finding:
    """KPIs by region and age band, as far as the cells are large enough to be shown.

    Parameters
    ----------
    cells : DataFrame
        Of ``protected_cells``.
    least : int
        ``thresholds.cells.min_cell``.

    Returns
    -------
    Finding
        ``people_cells``; one row a KPI, region and age band, totals under :data:`ALL`. A KPI that
        only one of the two splits has its totals alone. Withheld cells have no value.
    """
    split = cells[cells["cut"].isin(["region", "age_band", "region_age"])]
    kept = cells[cells["kpi"].isin(split["kpi"]) & (cells["cut"] != "perimeter")].copy()
    for name, totals in (("region", ("whole", "age_band")), ("age_band", ("whole", "region"))):
        kept[name] = kept[name].astype(object).mask(kept["cut"].isin(totals), ALL)
    columns = ["kpi", "region", "age_band", "value", "unit", "currency", "denominator"]
    columns += ["complete", "settled", "caveats", "withheld", "least", "reason"]
    table = kept[columns].sort_values("kpi", kind="stable", key=_order).reset_index(drop=True)
    if table.empty:
        return Finding("people_cells", table, "people_cells_none")
    hidden = int(table["withheld"].map(bool).sum())
    values = {"count": len(table), "hidden": hidden, "least": least}
    message = "people_cells" if hidden else "people_cells_whole"
    caveats = (*frame_caveats(kept), *_withheld_caveat(kept))
    return Finding("people_cells", table, message, values, caveats)


def _order(kpis: pd.Series) -> pd.Series:
    return pd.Series(pd.factorize(kpis)[0], index=kpis.index)


def _withheld_caveat(rows: pd.DataFrame) -> tuple[Caveat, ...]:
    hidden = rows[rows["withheld"].map(bool)]
    if hidden.empty:
        return ()
    kpis = [Ref("kpi", str(kpi)) for kpi in dict.fromkeys(hidden["kpi"])]
    return (Caveat("cells_withheld", {"kpis": kpis, "least": int(hidden["least"].iloc[0])}),)
