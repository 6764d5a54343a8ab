"""Rule 1, by segment: paid and organic apart, and where each segment leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.rules.reading import frame_caveats

__all__ = ["drop_off", "funding_split"]


def funding_split(values: pd.DataFrame) -> Finding:
    """Paid, organic and boosted apart, month by month.

    Parameters
    ----------
    values : DataFrame
        ``metrics.kpi_values`` by ``funding`` of additive KPIs; a null funding is what the
        platform did not attribute.

    Returns
    -------
    Finding
        ``funding_split``; one row a month, KPI and funding, with its ``share`` of the KPI's month
        and, where attributed, its ``share_attributed`` of what is. The sentence speaks of the
        first KPI's last month and tells both: half of a small attributed part is no half.
    """
    kept = ["period", "period_start", "kpi", "funding", "value", "unit", "complete", "reason"]
    table = values[kept].copy()
    total = table.groupby(["period", "kpi"])["value"].transform("sum", min_count=1)
    table["share"] = table["value"] / total.where(total != 0)
    known = table["value"].where(table["funding"].notna())
    attributed = known.groupby([table["period"], table["kpi"]]).transform("sum", min_count=1)
    table["share_attributed"] = known / attributed.where(attributed != 0)
    table = table.reset_index(drop=True)
    last = table[table["period_start"] == table["period_start"].max()]
    last = last.dropna(subset=["share", "funding"])
    if last.empty:
        return Finding("funding_split", table, "funding_split_none", {}, frame_caveats(values))
    lead = last[last["kpi"] == last["kpi"].iloc[0]]
    top = lead.loc[lead["share"].idxmax()]
    found = {
        "kpi": Ref("kpi", top["kpi"]),
        "funding": Ref("funding", top["funding"]),
        "attributed": Figure(float(lead["share"].sum()), "percent"),
        "share": Figure(float(top["share_attributed"]), "percent"),
        "month": str(top["period"]),
    }
    return Finding("funding_split", table, "funding_split", found, frame_caveats(values))


def drop_off(
    splits: Mapping[str, pd.DataFrame], totals: pd.DataFrame, catalogue: Catalogue
) -> Finding:
    """Where they leave: each step within one table, by segment, beside the brand's own rate.

    Parameters
    ----------
    splits : Mapping[str, DataFrame]
        Dimension name to ``metrics.kpi_values`` of some step KPIs by that dimension.
    totals : DataFrame
        The same KPIs without a split.
    catalogue : Catalogue
        Says from which stage to which each step KPI leads.

    Returns
    -------
    Finding
        ``drop_off``; one row a step and segment. ``shortfall`` is how many more steps the segment
        would give at the brand's rate: (brand's rate - segment's rate) × denominator. A segment
        under the KPI's ``min_denominator`` keeps its rate and is never named in the sentence.
    """
    whole = totals.set_index("kpi")["value"]
    steps = {name: kpi.step for name, kpi in catalogue.kpis.items() if kpi.step}
    parts = [_segments(frame, dimension, whole, steps) for dimension, frame in splits.items()]
    table = pd.concat(parts, ignore_index=True)
    every = [totals, *splits.values()]
    caveats = tuple(dict.fromkeys(c for frame in every for c in _hashable(frame)))
    sound = table[~table["small"].astype(bool)].dropna(subset=["shortfall"])
    if sound.empty:
        return Finding("drop_off", table, "drop_off_no_data", {}, _caveats(caveats))
    sound = sound[sound["shortfall"] > 0]
    if sound.empty:
        return Finding("drop_off", table, "drop_off_none", {}, _caveats(caveats))
    worst = sound.loc[(sound["shortfall"] / sound["brand_steps"]).idxmax()]
    found = {
        "segment": Ref(str(worst["dimension"]), str(worst["segment"])),
        "kpi": Ref("kpi", worst["kpi"]),
        "rate": Figure(float(worst["rate"]), "percent"),
        "brand_rate": Figure(float(worst["brand_rate"]), "percent"),
        "shortfall": Figure(float(worst["shortfall"]), "count"),
    }
    return Finding("drop_off", table, "drop_off", found, _caveats(caveats))


def _segments(
    frame: pd.DataFrame, dimension: str, whole: pd.Series, steps: Mapping[str, tuple[str, str]]
) -> pd.DataFrame:
    rows = frame[frame["kpi"].isin(steps)]
    stages = rows["kpi"].map(steps)
    brand = rows["kpi"].map(whole)
    taken = rows["numerator"].groupby(rows["kpi"]).transform("sum")
    return pd.DataFrame(
        {
            "dimension": dimension,
            "segment": rows[dimension],
            "kpi": rows["kpi"],
            "step": stages.map(lambda pair: f"{pair[0]}_{pair[1]}"),
            "from_stage": stages.str[0],
            "to_stage": stages.str[1],
            "rate": rows["value"],
            "brand_rate": brand,
            "numerator": rows["numerator"],
            "denominator": rows["denominator"],
            "shortfall": (brand - rows["value"]) * rows["denominator"],
            "brand_steps": taken.where(taken > 0),
            "small": [
                names is not None and "small_denominator" in names for names in rows["caveats"]
            ],
            "kind": "conversion",
            "reason": rows["reason"],
        }
    )


def _hashable(frame: pd.DataFrame) -> list[tuple[str, tuple[Ref, ...]]]:
    return [(c.message, tuple(c.values["kpis"])) for c in frame_caveats(frame)]


def _caveats(pairs: Sequence[tuple[str, tuple[Ref, ...]]]) -> tuple[Caveat, ...]:
    merged: dict[str, list[Ref]] = {}
    for name, kpis in pairs:
        known = merged.setdefault(name, [])
        known.extend(kpi for kpi in kpis if kpi not in known)
    return tuple(Caveat(name, {"kpis": kpis}) for name, kpis in sorted(merged.items()))
