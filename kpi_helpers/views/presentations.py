"""Which chart and which columns stand for each finding.

A chart function takes the finding, the words and the sentence, and returns a chart, or None when
there is nothing to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.bars import change_bars, paired_bars, split_bars
from kpi_helpers.views.charts.dots import segment_dots
from kpi_helpers.views.charts.funnel import funnel_steps
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.grid import stage_grid
from kpi_helpers.views.charts.lines import monthly_lines
from kpi_helpers.views.charts.stacked import monthly_stacks
from kpi_helpers.views.colours import network_colour
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS", "Presentation", "presentation_of"]


@dataclass(frozen=True)
class Presentation:
    """How a finding is shown.

    Parameters
    ----------
    columns : tuple of str
        Of its table, in reading order; empty means all of them.
    chart : callable, optional
        ``(finding, words, sentence)`` to a Vega-Lite spec or None.
    verdicts : {"verdict", "quality"}
        Whether its verdicts judge results, or data.
    headings : Mapping[str, str]
        Column to the one whose heading it takes, where its own would mislead.
    """

    columns: tuple[str, ...] = ()
    chart: Callable[[Finding, Words, str], Spec | None] | None = None
    verdicts: str = "verdict"
    headings: Mapping[str, str] = field(default_factory=dict)


def presentation_of(finding: Finding) -> Presentation:
    """The presentation of a finding; one nobody made a chart for has sentence and table."""
    return PRESENTATIONS.get(finding.name, Presentation())


def _stage_map(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if finding.table.empty:
        return None
    return stage_grid(finding.table, words, f"{words.message('chart_about_grid')} {sentence}")


def _step_rates(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    if table.empty:
        return None
    ends = {
        "first": Ref("funnel_stage", str(table["from_stage"].iloc[0])),
        "last": Ref("funnel_stage", str(table["to_stage"].iloc[-1])),
    }
    about = words.message("chart_about_funnel", ends)
    return funnel_steps(table, words, f"{about} {sentence}")


def _funding_split(finding: Finding, words: Words, sentence: str) -> Spec | None:
    about = _about("chart_about_stacks", finding.table, words)
    if about is None:
        return None
    return monthly_stacks(finding.table, words, f"{about} {sentence}")


def _drop_off(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if not finding.table["rate"].notna().any():
        return None
    about = words.message("chart_about_dots")
    return segment_dots(finding.table, words, f"{about} {sentence}")


def _monthly_history(finding: Finding, words: Words, sentence: str) -> Spec | None:
    about = _about("chart_about_lines", finding.table, words)
    if about is None:
        return None
    return monthly_lines(finding.table, words, f"{about} {sentence}")


def _year_so_far(finding: Finding, words: Words, sentence: str) -> Spec | None:
    rows = [_change_row(row, words) for row in finding.table.to_dict("records")]
    known = sorted((row for row in rows if row["size"] is not None), key=lambda row: -row["size"])
    if not known:
        return None
    rows = [*known, *(row for row in rows if row["size"] is None)]
    return change_bars(rows, f"{words.message('chart_about_changes')} {sentence}")


def _network_movement(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table[finding.table["change_abs"].notna() & _true(finding.table["comparable"])]
    split = known[known.groupby("kpi")["network"].transform("size") > 1]
    drawn = split if len(split) else known
    if drawn.empty:
        return None
    rows = [
        {
            "panel": words.ref(Ref("kpi", str(row["kpi"]))),
            "label": _name("network", row["network"], words),
            "size": float(row["change_abs"]),
            "text": _part_text(row, words),
            "colour": network_colour(_text(row["network"])),
        }
        for _, part in drawn.groupby("kpi", sort=False)
        for row in part.to_dict("records")
    ]
    about = _about("chart_about_parts", drawn, words)
    return split_bars(rows, f"{about} {sentence}")


def _plan_and_actual(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table.dropna(subset=["budget", "spend"], how="all")
    rows = []
    for row in table.to_dict("records"):
        for side, name in enumerate(("budget", "spend")):
            figure = Figure(_number(row[name]), "currency", str(row["currency"]))
            text = words.figure(figure)
            if name == "spend" and _number(row["use"]) is not None:
                text = f"{text} · {words.figure(Figure(row['use'], 'percent'))}"
            label = _name("channel", row["channel"], words)
            rows.append({"label": label, "side": side, "size": figure.value, "text": text})
    if not rows:
        return None
    names = (words.column("budget"), words.column("spend"))
    about = words.message("chart_about_plan")
    return paired_bars(rows, names, f"{about} {sentence}")


def _about(message: str, table: pd.DataFrame, words: Words) -> str | None:
    """What a chart of several KPIs shows; None when none of them has a value."""
    column = "value" if "value" in table else "change_abs"
    known = table[table[column].notna()]
    if known.empty:
        return None
    kpis = [Ref("kpi", str(kpi)) for kpi in dict.fromkeys(known["kpi"])]
    months = table["period"].nunique() if "period" in table else 0
    return words.message(message, {"kpis": kpis, "months": months})


def _change_row(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """A KPI's relative change, and beside it the points when it is a percentage.

    A score has no ratio, so it has no bar: its difference stands alone.
    """
    size = _number(row["change_rel"]) if row["comparable"] else None
    if row["comparable"] and row["unit"] == "score":
        size, text = None, words.figure(Figure(_number(row["change_abs"]), "score", change=True))
    elif size is None:
        reason = row["reason"]
        text = words.reason(reason if isinstance(reason, str) else "not_comparable")
    else:
        text = words.figure(Figure(size, "relative"))
        if row["unit"] == "percent":
            points = Figure(row["change_abs"], "percent", change=True)
            told = {"change": Figure(size, "relative"), "points": points}
            text = words.message("chart_change_and_points", told)
    return {"label": words.ref(Ref("kpi", str(row["kpi"]))), "size": size, "text": text}


def _part_text(row: dict[str, Any], words: Words) -> str:
    change = Figure(row["change_abs"], str(row["unit"]), _text(row["currency"]), change=True)
    share = _number(row["share_of_change"])
    if share is None or not 0 <= share <= 1:  # parts that cancel have no share
        return words.figure(change)
    told = {"change": change, "share": Figure(share, "percent")}
    return words.message("chart_change_and_share", told)


def _name(kind: str, value: Any, words: Words) -> str:
    known = _text(value)
    return words.message("not_attributed") if known is None else words.ref(Ref(kind, known))


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _true(flags: pd.Series) -> Sequence[bool]:
    return flags.fillna(False).astype(bool)


PRESENTATIONS: dict[str, Presentation] = {
    "data_quality": Presentation(
        (
            *("source", "verdict", "reasons", "coverage", "first_day", "last_day", "observed_at"),
            *("files", "rows_read", "rows_rejected", "rows_total"),
        ),
        verdicts="quality",
    ),
    "stage_map": Presentation(
        (*("stage", "kpi", "audience", "department", "value", "change", "reason"),),
        _stage_map,
    ),
    "step_rates": Presentation(
        (
            *("from_stage", "to_stage", "from_kpi", "from_value", "to_kpi", "to_value", "rate"),
            *("kind", "reason"),
        ),
        _step_rates,
    ),
    "funding_split": Presentation(
        ("kpi", "period", "funding", "value", "share", "share_attributed", "caveats", "reason"),
        _funding_split,
    ),
    "drop_off": Presentation(
        (
            *("kpi", "from_stage", "to_stage", "dimension", "segment", "rate", "brand_rate"),
            *("denominator", "shortfall", "small", "reason"),
        ),
        _drop_off,
    ),
    "adaptations": Presentation(
        (*("department", "advice", "kpi", "stage", "value", "baseline", "change"),)
    ),
    "month_in_figures": Presentation(
        (
            *("kpi", "value", "history", "previous_change", "year_ago_change", "previous"),
            *("year_ago", "caveats", "reason"),
        )
    ),
    "monthly_history": Presentation(
        ("kpi", "period", "value", "caveats", "reason"), _monthly_history
    ),
    "year_so_far": Presentation(
        ("kpi", "value", "baseline", "change_abs", "change_rel", "comparable", "reason"),
        _year_so_far,
    ),
    "network_movement": Presentation(
        (
            *("kpi", "network", "value", "baseline", "change_abs", "change_rel"),
            *("share_of_change", "reason"),
        ),
        _network_movement,
    ),
    "plan_and_actual": Presentation(
        ("channel", "budget", "spend", "use", "reason"), _plan_and_actual
    ),
    "actions_of_month": Presentation(("label", "channel", "start", "end", "cost")),
    "limits": Presentation(("limit", "reason", "findings"), headings={"reason": "limit_text"}),
    "provenance": Presentation(("fact", "text")),
}
