"""Rule 1: whom we reach at which stage, and where they leave.

Stages come from different platforms and are seldom the same people. A step that the catalogue
declares as a rate within one source is a conversion; every other step is an index, and is called
so.
"""

from __future__ import annotations

import ast
from itertools import pairwise

import pandas as pd

from kpi_helpers.catalogue.formula import division, parse
from kpi_helpers.catalogue.models import Catalogue, Funnel
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.rules.reading import change_figure, frame_caveats, text_or_none

__all__ = [
    "SPINE",
    "adaptations",
    "stage_kpis",
    "stage_map",
    "step_rates",
]

SPINE = ("reach", "engage", "visit", "convert", "serve", "advocate")
"""The stages every funnel model is laid over, in order."""


def stage_kpis(funnel: Funnel) -> list[str]:
    """The KPIs that stand for the stages of `funnel`, in its order, once each."""
    return list(dict.fromkeys(kpi for _, kpi in _model_stages(funnel)))


def _model_stages(funnel: Funnel) -> list[tuple[str, str]]:
    """Each stage of the model with the KPI of the first spine stage it covers."""
    pairs = []
    for stage in funnel.stages:
        lead = next((funnel.lead_kpis[s] for s in stage.spine if s in funnel.lead_kpis), None)
        if lead is not None:
            pairs.append((stage.id, lead))
    return pairs


def stage_map(compared: pd.DataFrame, catalogue: Catalogue) -> Finding:
    """Every followed KPI placed by stage, audience and department.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` of one month, one kind.
    catalogue : Catalogue
        Says stage, audience and departments of each KPI.

    Returns
    -------
    Finding
        ``stage_map``; one row a KPI and department. The sentence tells the stages without any
        answered KPI, which is what the map is for.
    """
    rows = compared.to_dict("records")
    places = []
    for row in rows:
        kpi = catalogue.kpis[row["kpi"]]
        for department in kpi.department:
            place = {"stage": kpi.stage, "audience": kpi.audience, "department": department}
            kept = ("kpi", "value", "unit", "currency", "baseline", "change_abs", "change_rel")
            more = ("comparable", "reason")
            places.append(place | {name: row[name] for name in (*kept, *more)})
    table = pd.DataFrame(places)
    table["stage_order"] = table["stage"].map({stage: i for i, stage in enumerate(SPINE)})
    table = table.sort_values(["stage_order", "department"], kind="stable")
    table = table.drop(columns="stage_order").reset_index(drop=True)
    answered = table[table["value"].notna()]
    empty = [stage for stage in SPINE if stage not in set(answered["stage"])]
    values = {
        "count": int(answered["kpi"].nunique()),
        "stages": len(SPINE) - len(empty),
        "empty": [Ref("stage", stage) for stage in empty],
    }
    message = "stage_map_gaps" if empty else "stage_map"
    return Finding("stage_map", table, message, values, frame_caveats(compared))


def step_rates(values: pd.DataFrame, funnel: Funnel, *, catalogue: Catalogue) -> Finding:
    """From one stage of the model to the next: how many for each hundred.

    Parameters
    ----------
    values : DataFrame
        ``metrics.kpi_values`` of :func:`stage_kpis` for one month.
    funnel : Funnel
        The model; its stages order the steps.
    catalogue : Catalogue
        Says which rates are declared as steps.

    Returns
    -------
    Finding
        ``step_rates``; one row a step. ``kind`` is ``conversion`` when the catalogue declares
        exactly this division as a step KPI, else ``index``: two counts that merely stand in one
        table need not be about the same people. A rate is null when a side is missing, zero, or
        money.
    """
    known = values.set_index("kpi")
    pairs = _model_stages(funnel)
    steps = [_step(known, catalogue, before, after) for before, after in pairwise(pairs)]
    columns = ["step", "from_stage", "to_stage", "from_kpi", "to_kpi", "from_value", "to_value"]
    table = pd.DataFrame(steps, columns=[*columns, "rate", "kind", "reason"])
    answered = table.dropna(subset=["rate"])
    caveats = frame_caveats(values)
    if (table["kind"] == "index").any():
        crossed = table.loc[table["kind"] == "index", "step"].tolist()
        caveats = (Caveat("index_not_conversion", {"count": len(crossed)}), *caveats)
    if answered.empty:
        return Finding("step_rates", table, "step_rates_none", {}, caveats)
    conversions = answered[answered["kind"] == "conversion"]
    ranked = answered if conversions.empty else conversions  # the two kinds have no common order
    narrow = ranked.loc[ranked["rate"].idxmin()]
    found = {
        "from_stage": Ref("funnel_stage", narrow["from_stage"]),
        "to_stage": Ref("funnel_stage", narrow["to_stage"]),
        "from_kpi": Ref("kpi", narrow["from_kpi"]),
        "to_kpi": Ref("kpi", narrow["to_kpi"]),
        "rate": Figure(float(narrow["rate"]), "percent"),
        "from_value": Figure(float(narrow["from_value"]), "count"),
        "to_value": Figure(float(narrow["to_value"]), "count"),
    }
    message = f"step_rates_{narrow['kind']}"
    return Finding("step_rates", table, message, found, caveats)


def _step(
    known: pd.DataFrame, catalogue: Catalogue, before: tuple[str, str], after: tuple[str, str]
) -> dict[str, object]:
    (from_stage, from_kpi), (to_stage, to_kpi) = before, after
    sides = [_count_of(known, kpi) for kpi in (from_kpi, to_kpi)]
    start, end = sides
    rate = end / start if start and end is not None else None
    missing = next(
        (kpi for kpi, side in zip((from_kpi, to_kpi), sides, strict=True) if not side), None
    )
    return {
        "step": f"{from_stage}_{to_stage}",
        "from_stage": from_stage,
        "to_stage": to_stage,
        "from_kpi": from_kpi,
        "to_kpi": to_kpi,
        "from_value": start,
        "to_value": end,
        "rate": rate,
        "kind": "conversion" if _declared_step(catalogue, from_kpi, to_kpi) else "index",
        "reason": None if rate is not None else (_reason(known, missing) if missing else None),
    }


def _count_of(known: pd.DataFrame, kpi: str) -> float | None:
    """Value of a KPI that counts something; None for money, rates and missing values."""
    if kpi not in known.index or known.at[kpi, "unit"] != "count":
        return None
    value = known.at[kpi, "value"]
    return None if pd.isna(value) else float(value)


def _reason(known: pd.DataFrame, kpi: str) -> str | None:
    if kpi not in known.index:
        return "no_data"
    if known.at[kpi, "unit"] != "count":
        return "not_a_count"
    return text_or_none(known.at[kpi, "reason"]) or "zero_denominator"


def _declared_step(catalogue: Catalogue, from_kpi: str, to_kpi: str) -> bool:
    """Whether some step KPI divides exactly what `to_kpi` counts by what `from_kpi` counts."""
    wanted = [_formula(catalogue, kpi) for kpi in (to_kpi, from_kpi)]
    for kpi in catalogue.kpis.values():
        if not kpi.step or not kpi.formula:
            continue
        sides = division(parse(kpi.formula, catalogue.measures))
        if sides and [ast.unparse(side) for side in sides] == wanted:
            return True
    return False


def _formula(catalogue: Catalogue, kpi_id: str) -> str:
    kpi = catalogue.kpis[kpi_id]
    return ast.unparse(parse(kpi.formula, catalogue.measures).tree) if kpi.formula else ""


def adaptations(compared: pd.DataFrame, catalogue: Catalogue) -> Finding:
    """What each department should look at first: its KPI that moved most against its direction.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` of one month, one kind.
    catalogue : Catalogue
        Says department, direction, stage and the decision each KPI serves.

    Returns
    -------
    Finding
        ``adaptations``; one row a department. ``advice`` names the message of the stage, or
        ``advice_hold`` when nothing of the department moved against its direction. A movement is
        a reason to look, not an effect: no cause is claimed.
    """
    rows = []
    for department in ("marketing", "sales", "customer_service"):
        mine = [department in catalogue.kpis[kpi].department for kpi in compared["kpi"]]
        rows.append(_adaptation(compared[mine], department, catalogue))
    table = pd.DataFrame(rows)
    moved = table.dropna(subset=["kpi"])
    if moved.empty:
        known = (table["advice"] != "advice_no_data").any()
        message = "adaptations_none" if known else "adaptations_no_data"
        return Finding("adaptations", table, message, {}, frame_caveats(compared))
    first = moved.loc[moved["strength"].idxmax()]
    found = {
        "department": Ref("department", first["department"]),
        "kpi": Ref("kpi", first["kpi"]),
        "change": change_figure(first, ""),
        "count": len(moved),
    }
    return Finding("adaptations", table, "adaptations", found, frame_caveats(compared))


def _adaptation(mine: pd.DataFrame, department: str, catalogue: Catalogue) -> dict[str, object]:
    sound = mine["caveats"].map(lambda names: "small_denominator" not in list(names))
    known = mine[mine["comparable"].astype(bool) & mine["change_abs"].notna() & sound.astype(bool)]
    worse = known[[improved is False for improved in known["improved"]]]
    base: dict[str, object] = {"department": department, "stage": None, "kpi": None}
    figures = ("value", "baseline", "unit", "currency", "change_abs", "change_rel")
    if worse.empty:
        advice = "advice_hold" if len(known) else "advice_no_data"
        return base | dict.fromkeys(figures) | {"advice": advice, "strength": 0.0}
    strength = pd.Series([_strength(row) for row in worse.to_dict("records")], index=worse.index)
    row = worse.loc[strength.idxmax()]
    stage = catalogue.kpis[row["kpi"]].stage
    found = {"stage": stage, "kpi": row["kpi"]} | {name: row[name] for name in figures}
    return base | found | {"advice": f"advice_{stage}", "strength": float(strength.max())}


def _strength(row: dict[str, object]) -> float:
    """Size of a movement, so that KPIs of different units can be put in an order.

    Points for a percentage, points of a hundred for a score, and the ratio for everything else;
    an amount that came from zero counts as doubled.
    """
    size = abs(float(row["change_abs"]))  # type: ignore[arg-type]
    if row["unit"] in ("percent", "score"):
        return size if row["unit"] == "percent" else size / 100
    return 1.0 if pd.isna(row["change_rel"]) else abs(float(row["change_rel"]))  # type: ignore
