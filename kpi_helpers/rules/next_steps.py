"""Rule 6, prescribe: what each department should do next, each step with the figure behind it.

A step follows from a row of a finding that was shown before, by one of the rules below, and from
nothing else; where no rule applies, nothing is advised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.finding import Finding, Ref
from kpi_helpers.periods import Month

__all__ = ["next_steps"]

DEPARTMENTS = ("marketing", "sales", "customer_service")
FIGURES = ("value", "expected", "lo", "hi", "chance", "cost")
COLUMNS = [
    *("department", "step", "why", "adapt", "finding", "kpi", "stage", "channel", "to_channel"),
    *("label", "day", *FIGURES, "unit", "currency", "cost_currency"),
]
MOST = 5
"""Steps told to a department: who is told everything does nothing."""
YEAR = 52
"""Weeks beyond which a trial is none, as in ``rules.allocation``."""
UNLIKELY = 1 / 3
"""Chance below which a target calls for a step; nearer to a half it may go either way."""

LEARNT = {
    "better": "step_repeat",
    "worse": "step_not_again",
    "effect_none": "step_unproven",
    "effect_alike": "step_unproven",
    "effect_unreliable": "step_unproven",
    "effect_inseparable": "step_apart",
}
"""What is judged of an action, to the step it leads to; nothing where no direction is better."""

UNTOLD = ("effect_none", "effect_alike", "effect_unreliable")
"""Judgements of an effect that was measured, and of which nothing is claimed."""

WHY = {
    "step_unproven": "why_unproven",
    "step_apart": "why_apart",
    "step_joint": "why_joint",
    "step_weigh": "why_weigh",
}
"""Step to its reason, where that is not the effect alone."""

Rows = list[dict[str, Any]]


def next_steps(found: Sequence[Finding], catalogue: Catalogue, month: Month) -> Finding:
    """What to do next, by department.

    Parameters
    ----------
    found : sequence of Finding
        ``session.shown``: those of the notebook so far; of two of one name the last counts.
    catalogue : Catalogue
        Says department, stage and direction of each KPI.
    month : Month
        Actions are looked at that ended in it; those that a claim is made of also when their
        season comes again in the next two months.

    Returns
    -------
    Finding
        ``next_steps``; one row a step, most urgent first within each department, the first
        :data:`MOST` of each: ``step`` and ``why`` (names of messages), ``adapt`` (advice of the
        stage, or null), ``finding`` (name of the finding it follows from), and its figures:
        ``value``, ``expected`` (what was usual, or aimed at), ``lo`` and ``hi``, ``chance``. A
        department without a step has one row, ``step_none``.
    """
    known = {finding.name: finding for finding in found}
    rows = [
        {"finding": name, **row}
        for name, rule in RULES.items()
        if name in known
        for row in rule(known[name].table, catalogue, month)
    ]
    steps = [row for department in DEPARTMENTS for row in _of_department(rows, department)]
    table = pd.DataFrame(steps, columns=COLUMNS).astype(dict.fromkeys(FIGURES, "float64"))
    named = [name for name in DEPARTMENTS if any(row["department"] == name for row in rows)]
    values = {
        "count": len(rows),
        "shown": int(table["finding"].notna().sum()),
        "departments": [Ref("department", name) for name in named],
        "asked": sum(name in known for name in RULES),
    }
    return Finding("next_steps", table, _sentence(values), values)


def _sentence(values: Mapping[str, Any]) -> str:
    if not values["asked"]:
        return "next_steps_unasked"
    if not values["count"]:
        return "next_steps_none"
    return "next_steps" if values["shown"] == values["count"] else "next_steps_first"


def _of_department(rows: Rows, department: str) -> Rows:
    own = [row for row in rows if row["department"] == department][:MOST]
    return own or [{"department": department, "step": "step_none", "why": "why_none"}]


def _of_kpi(catalogue: Catalogue, kpi: str) -> dict[str, Any]:
    """The department that answers for a KPI first, and where in the funnel it stands."""
    known = catalogue.kpis[kpi]
    return {"kpi": kpi, "department": known.department[0], "stage": known.stage}


def _new_levels(table: pd.DataFrame, catalogue: Catalogue, month: Month) -> Rows:
    """A KPI of a whole brand that stands on another level since a day of the month.

    Of several levels of one KPI the last alone still holds.
    """
    rows: Rows = []
    told: set[tuple[str, Any, bool]] = set()
    steps = table[(table["alarm"] == "step") & table["network"].isna()]
    steps = steps.sort_values(["day", "p"], kind="stable").drop_duplicates("kpi", keep="last")
    for row in _records(steps):
        kpi, rose = str(row["kpi"]), row["change_abs"] > 0
        direction = catalogue.kpis[kpi].direction
        if direction not in ("up", "down") or row["of_change"]:
            continue
        better = rose == (direction == "up")
        same = (catalogue.kpis[kpi].department[0], row["day"], better)
        if same in told:  # orders and revenue of one day have one cause to be found
            continue
        told.add(same)
        beside = bool(row["beside"])
        if better and beside:
            continue  # what an action brought is told by its effect
        rows.append(
            {
                **_of_kpi(catalogue, kpi),
                "step": f"step_level_{'better' if better else 'beside' if beside else 'worse'}",
                "why": "why_level_beside" if beside else "why_level",
                "adapt": None if better else f"advice_{catalogue.kpis[kpi].stage}",
                "label": row["beside"][0] if beside else None,
                **_copied(row, day="day", value="value", expected="expected"),
            }
        )
    return sorted(rows, key=lambda row: row["step"] == "step_level_better")


def _adapted(catalogue: Catalogue, kpi: str) -> str | None:
    """Advice of the stage, to what moves people there: a band (a budget, say) is no such thing."""
    known = catalogue.kpis[kpi]
    return None if known.direction == "band" else f"advice_{known.stage}"


def _unlikely_targets(table: pd.DataFrame, catalogue: Catalogue, month: Month) -> Rows:
    """A target that is more likely to be missed than reached."""
    missed = table[table["chance"].notna() & (table["chance"] < UNLIKELY)]
    return [
        {
            **_of_kpi(catalogue, str(row["kpi"])),
            "step": "step_unlikely",
            "why": "why_unlikely",
            "adapt": _adapted(catalogue, str(row["kpi"])),
            **_copied(row, day="by", value="value", expected="target", chance="chance"),
        }
        for row in _records(missed.sort_values("chance", kind="stable"))
    ]


def _actions(table: pd.DataFrame, catalogue: Catalogue, month: Month) -> Rows:
    """What a brand learns of its actions: repeat, do not repeat, or make it tell next time."""
    rows: Rows = []
    seen: set[str] = set()
    surest = table.sort_values(["claimed", "start"], ascending=False, kind="stable")
    newest = list(_records(surest))
    judged = [_judged(row, catalogue) for row in newest]
    learnt = [_learnt(row, one, month) for row, one in zip(newest, judged, strict=True)]
    joint = [_days(row) for row, step in zip(newest, learnt, strict=True) if step == "step_joint"]
    mixed = _mixed(newest, judged)
    for row, one, step in zip(newest, judged, learnt, strict=True):
        label, (start, end) = str(row["label"]), _days(row)
        weighed = (label, start) in mixed
        together = any(first <= start and end <= last for first, last in joint)
        if step is None or label in seen or (step == "step_apart" and together):
            continue
        if weighed and one != "better":  # told with what speaks for it
            continue
        step = "step_weigh" if weighed else step
        seen.add(label)
        told = _copied(row, label="label", day="start", value="difference", lo="difference_lo",
                       hi="difference_hi", cost="cost", cost_currency="cost_currency")  # fmt: skip
        kpi = {} if pd.isna(row["kpi"]) else _of_kpi(catalogue, str(row["kpi"]))
        why = WHY.get(step, "why_effect")
        rows.append({**kpi, "department": "marketing", "step": step, "why": why, **told})
    return rows


def _judged(row: Mapping[str, Any], catalogue: Catalogue) -> str:
    """What is judged of one KPI: a claim by whether it is for the better, else its name."""
    direction = catalogue.kpis[str(row["kpi"])].direction
    if not row["claimed"] or direction not in ("up", "down"):
        return str(row["judgement"])
    rose = row["judgement"] == "effect_up"
    return "better" if rose == (direction == "up") else "worse"


def _mixed(rows: Rows, judged: Sequence[str]) -> set[tuple[str, date]]:
    """Actions that were for the better of one KPI and, as far as is known, not of another."""
    found: dict[tuple[str, date], set[str]] = {}
    for row, one in zip(rows, judged, strict=True):
        if row["members"] == 1 and one in ("better", "worse", *UNTOLD):
            kind = "untold" if one in UNTOLD else one
            found.setdefault((str(row["label"]), _days(row)[0]), set()).add(kind)
    return {action for action, kinds in found.items() if "better" in kinds and len(kinds) > 1}


def _learnt(row: Mapping[str, Any], judged: str, month: Month) -> str | None:
    """Step that one measured action leads to; None where its time is past."""
    start, end = _days(row)
    ended = Month.of(end) == month
    if row["claimed"]:
        due = ended or Month.of(start) in (month.shifted(-11), month.shifted(-10))
        step = "step_joint" if row["members"] > 1 else LEARNT.get(judged)
        return step if due else None
    known = ended and not pd.isna(row["cost"])
    return LEARNT.get(judged) if known else None


def _days(row: Mapping[str, Any]) -> tuple[date, date]:
    """First and last day of an action."""
    return _day(row["start"]), _day(row["start"] if pd.isna(row["end"]) else row["end"])


def _budget(table: pd.DataFrame, catalogue: Catalogue, month: Month) -> Rows:
    """Move what is probably better placed; where nothing is known, find out before moving."""
    whole = table[table["channel"] == "total"]
    channels = table[table["channel"] != "total"].dropna(subset=["proposed"])
    if whole.empty or channels.empty:
        return []
    row = whole.iloc[0].to_dict()
    base = {"department": "marketing"}
    if row["conclusion"] == "advised":
        moved = (channels["proposed"] - channels["unchanged"]).set_axis(channels["channel"])
        told = _copied(row, value="gained", lo="gained_lo", hi="gained_hi", chance="chance")
        ends = {"channel": str(moved.idxmin()), "to_channel": str(moved.idxmax())}
        return [base | {"step": "step_move_budget", "why": "why_move_budget"} | ends | told]
    if row["conclusion"] in ("no_evidence", "collinear"):
        told = _copied(row, value="gained", lo="gained_lo", hi="gained_hi", chance="chance")
        if row["weeks"] > YEAR:
            return [base | {"step": "step_keep_budget", "why": "why_no_trial"} | told]
        return [base | {"step": "step_try_budget", "why": "why_try_budget"} | told]
    if row["conclusion"] == "unforeseen":
        return [base | {"step": "step_keep_budget", "why": "why_keep_budget"}]
    return []


RULES: dict[str, Callable[[pd.DataFrame, Catalogue, Month], Rows]] = {
    "alarms": _new_levels,
    "target_reach": _unlikely_targets,
    "reallocation": _budget,
    "effects_of_actions": _actions,
}
"""Finding to the rule that reads it, most urgent first."""


def _records(table: pd.DataFrame) -> Iterable[dict[str, Any]]:
    return table.to_dict("records")


def _copied(row: Mapping[str, Any], **names: str) -> dict[str, Any]:
    """Cells of a row under the names they have here, with its unit and currency."""
    told = {name: row[column] for name, column in names.items()}
    return told | {"unit": row.get("unit"), "currency": row.get("currency")}


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()
