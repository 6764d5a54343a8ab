"""How the findings that describe a period are shown: its days, alarms, comparisons and seasons."""

from __future__ import annotations

from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.periods import COMPARISONS
from kpi_helpers.views.cells import change_figure
from kpi_helpers.views.charts.bars import paired_bars, split_bars
from kpi_helpers.views.charts.days import daily_lines
from kpi_helpers.views.charts.effects import effect_dots
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.waterfall import step_waterfall
from kpi_helpers.views.colours import ACCENT, FALL
from kpi_helpers.views.presentations.shape import Presentation, number_of
from kpi_helpers.views.presentations.year import steps_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _day_by_day(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table[finding.table["value"].notna()]
    if known.empty:
        return None
    series = []
    for kpi, rows in finding.table.groupby("kpi", sort=False):
        name = words.ref(Ref("kpi", str(kpi)))
        if rows["of_change"].iloc[0]:
            name = words.message("chart_gained", {"kpi": name})
        series.append({"title": name, "rows": rows.to_dict("records")})
    about = words.message("chart_about_days", {"kpis": finding.values["kpis"]})
    return daily_lines(series, finding.spans, words, f"{about} {sentence}")


def _comparisons(finding: Finding, words: Words, sentence: str) -> Spec | None:
    rows = [
        bar
        for row in finding.table.to_dict("records")
        for kind in COMPARISONS
        if (bar := _comparison(row, kind, words)) is not None
    ]
    if not rows:
        return None
    about = words.message("chart_about_comparisons")
    return split_bars(rows, f"{about} {sentence}")


def _comparison(row: dict[str, Any], kind: str, words: Words) -> dict[str, Any] | None:
    """The bar of one KPI beside one earlier period; None where they may not be compared."""
    if number_of(row.get(f"{kind}_change_abs")) is None:
        return None
    figure: Figure = change_figure(row, f"{kind}_change")
    if figure.value is None:
        return None
    return {
        "panel": words.ref(Ref("kpi", str(row["kpi"]))),
        "label": words.message(f"chart_{kind}"),
        "size": figure.value,
        "text": words.figure(figure),
        "colour": ACCENT if figure.value >= 0 else FALL,
    }


def _large_changes(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table[finding.table["contribution"].notna()]
    if known.empty:
        return None
    series = [
        {
            "title": words.ref(Ref("kpi", str(kpi))),
            "steps": steps_of(rows, words, "chart_month_before", "chart_month_now"),
        }
        for kpi, rows in known.groupby("kpi", sort=False)
    ]
    kpis = [Ref("kpi", str(kpi)) for kpi in known["kpi"].unique()]
    about = words.message("chart_about_large_changes", {"kpis": kpis})
    return step_waterfall(series, f"{about} {sentence}")


def _weekday_profile(finding: Finding, words: Words, sentence: str) -> Spec | None:
    return _profile(
        finding, "weekday", words, f"{words.message('chart_about_weekdays')} {sentence}"
    )


def _month_profile(finding: Finding, words: Words, sentence: str) -> Spec | None:
    return _profile(
        finding, "calendar_month", words, f"{words.message('chart_about_seasons')} {sentence}"
    )


def _profile(finding: Finding, column: str, words: Words, about: str) -> Spec | None:
    """A dot a weekday or month and the span it moves in; hollow where chance could make it."""
    rows = []
    for row in finding.table.dropna(subset=["lift"]).to_dict("records"):
        lift = float(row["lift"])
        ends = (number_of(row["lift_lo"]), number_of(row["lift_hi"]))
        rows.append(
            {
                "panel": words.ref(Ref("kpi", str(row["kpi"]))),
                "about": None,
                "label": words.ref(Ref(column, str(row[column]))),
                "effect": lift,
                **{
                    n: lift if end is None else end
                    for n, end in zip(("lo", "hi"), ends, strict=True)
                },
                "claimed": bool(row.get("claimed", ends[0] is not None)),
                "text": words.figure(Figure(lift, "relative")),
            }
        )
    return effect_dots(rows, about) if rows else None


def _against_budget(finding: Finding, words: Words, sentence: str) -> Spec | None:
    rows = []
    for row in finding.table.dropna(subset=["spend", "budget_to_date"]).to_dict("records"):
        for side, name in enumerate(("budget_to_date", "spend")):
            text = words.figure(Figure(float(row[name]), "currency", str(row["currency"])))
            if name == "spend" and number_of(row["use"]) is not None:
                text = f"{text} · {words.figure(Figure(row['use'], 'percent'))}"
            label = words.ref(Ref("channel", str(row["channel"])))
            rows.append({"label": label, "side": side, "size": float(row[name]), "text": text})
    if not rows:
        return None
    names = (words.column("budget"), words.column("spend"))  # so far, as the sentence says
    return paired_bars(rows, names, f"{words.message('chart_about_budget')} {sentence}")


_COMPARED = tuple(f"{kind}_{part}" for kind in COMPARISONS for part in ("change", "reason"))
_EXPECTED = {"expected": "expected_day"}

PRESENTATIONS: dict[str, Presentation] = {
    "day_by_day": Presentation(
        ("kpi", "day", "value", "expected", "usual_lo", "usual_hi", "unusual", "new_level"),
        _day_by_day,
        headings=_EXPECTED,
        over_time=True,
    ),
    "alarms": Presentation(
        (
            *("day", "kpi", "network", "alarm", "value", "expected", "usual_lo", "usual_hi"),
            *("change", "beside", "of_change"),
        ),
        headings=_EXPECTED,
    ),
    "comparisons": Presentation(
        ("kpi", "value", *_COMPARED, "disagree", "caveats", "reason"), _comparisons
    ),
    "large_changes": Presentation(
        (
            *("kpi", "effect", "segment", "contribution", "effect_total"),
            *("value", "baseline", "change_abs", "movement", "reason"),
        ),
        _large_changes,
    ),
    "against_budget": Presentation(
        (
            *("channel", "budget_to_date", "spend", "use", "budget", "forecast", "forecast_lo"),
            *("forecast_hi", "over", "results", "cost_per_result", "rest_is", "reason"),
        ),
        _against_budget,
        headings={"cost_per_result": "cost_of_result"},
    ),
    "weekday_profile": Presentation(
        ("kpi", "weekday", "lift", "lift_lo", "lift_hi", "weeks", "claimed", "reason"),
        _weekday_profile,
        headings={"lift": "lift_of_day"},
    ),
    "month_profile": Presentation(
        ("kpi", "calendar_month", "lift", "lift_lo", "lift_hi", "years", "reason"),
        _month_profile,
        headings={"lift": "lift_of_month"},
    ),
}
