"""How the findings of the tracking notebook are shown."""

from __future__ import annotations

from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.bars import change_bars, paired_bars, split_bars
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.lines import monthly_lines
from kpi_helpers.views.colours import network_colour
from kpi_helpers.views.presentations.shape import (
    Presentation,
    chart_about,
    flags,
    name_of,
    number_of,
    text_of,
)
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _monthly_history(finding: Finding, words: Words, sentence: str) -> Spec | None:
    about = chart_about("chart_about_lines", finding.table, words)
    if about is None:
        return None
    return monthly_lines(finding.table, words, f"{about} {sentence}", finding.spans)


def _year_so_far(finding: Finding, words: Words, sentence: str) -> Spec | None:
    rows = [_change_row(row, words) for row in finding.table.to_dict("records")]
    known = sorted((row for row in rows if row["size"] is not None), key=lambda row: -row["size"])
    if not known:
        return None
    rows = [*known, *(row for row in rows if row["size"] is None)]
    return change_bars(rows, f"{words.message('chart_about_changes')} {sentence}")


def _network_movement(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table[finding.table["change_abs"].notna() & flags(finding.table["comparable"])]
    split = known[known.groupby("kpi")["network"].transform("size") > 1]
    drawn = split if len(split) else known
    if drawn.empty:
        return None
    rows = [
        {
            "panel": words.ref(Ref("kpi", str(row["kpi"]))),
            "label": name_of("network", row["network"], words),
            "size": float(row["change_abs"]),
            "text": _part_text(row, words),
            "colour": network_colour(text_of(row["network"])),
        }
        for _, part in drawn.groupby("kpi", sort=False)
        for row in part.to_dict("records")
    ]
    about = chart_about("chart_about_parts", drawn, words)
    return split_bars(rows, f"{about} {sentence}")


def _plan_and_actual(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table.dropna(subset=["budget", "spend"], how="all")
    rows = []
    for row in table.to_dict("records"):
        for side, name in enumerate(("budget", "spend")):
            figure = Figure(number_of(row[name]), "currency", str(row["currency"]))
            text = words.figure(figure)
            if name == "spend" and number_of(row["use"]) is not None:
                text = f"{text} · {words.figure(Figure(row['use'], 'percent'))}"
            label = name_of("channel", row["channel"], words)
            rows.append({"label": label, "side": side, "size": figure.value, "text": text})
    if not rows:
        return None
    names = (words.column("budget"), words.column("spend"))
    about = words.message("chart_about_plan")
    return paired_bars(rows, names, f"{about} {sentence}")


def _change_row(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """A KPI's relative change, and beside it the points when it is a percentage.

    A score has no ratio, so it has no bar: its difference stands alone.
    """
    size = number_of(row["change_rel"]) if row["comparable"] else None
    if row["comparable"] and row["unit"] == "score":
        size, text = None, words.figure(Figure(number_of(row["change_abs"]), "score", change=True))
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
    change = Figure(row["change_abs"], str(row["unit"]), text_of(row["currency"]), change=True)
    share = number_of(row["share_of_change"])
    if share is None or not 0 <= share <= 1:  # parts that cancel have no share
        return words.figure(change)
    told = {"change": change, "share": Figure(share, "percent")}
    return words.message("chart_change_and_share", told)


PRESENTATIONS: dict[str, Presentation] = {
    "month_in_figures": Presentation(
        (
            *("kpi", "value", "history", "previous_change", "year_ago_change", "previous"),
            *("year_ago", "caveats", "reason"),
        )
    ),
    "monthly_history": Presentation(
        ("kpi", "period", "value", "caveats", "reason"), _monthly_history, over_time=True
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
}
