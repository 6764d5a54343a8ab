"""How the findings on the months ahead are shown."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.views.charts.fans import Fan, Step, forecast_fans
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.presentations.shape import Presentation, number_of, text_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]

PAST = 18
"""Months of past that are drawn."""


def _coming_months(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table.dropna(subset=["value"])
    if known.empty:
        return None
    unsure = {
        ref.id
        for caveat in finding.caveats
        if caveat.message == "forecast_unproven"
        for ref in caveat.values["kpis"]
    }
    fans = [
        _fan(str(kpi), rows, str(kpi) in unsure, words)
        for kpi, rows in known.groupby("kpi", sort=False)
    ]
    about = f"{words.message('chart_about_fan')} {sentence}"
    return forecast_fans(fans, words, about, finding.spans)


def _fan(kpi: str, rows: pd.DataFrame, unsure: bool, words: Words) -> Fan:
    first = rows.iloc[0]
    start = Month.parse(str(first["period"]))
    past = list(first["past"])[-PAST:]
    months = [str(start.shifted(step - len(past))) for step in range(len(past))]
    steps = [
        Step(
            str(row["period"]),
            float(row["value"]),
            float(row["naive"]),
            {level: (float(row[f"lo_{level}"]), float(row[f"hi_{level}"])) for level in (80, 95)},
        )
        for row in rows.to_dict("records")
    ]
    return Fan(
        words.ref(Ref("kpi", kpi)),
        str(first["unit"]),
        text_of(first["currency"]),
        list(zip(months, past, strict=True)),
        steps,
        unsure,
        number_of(first["target"]),
    )


PRESENTATIONS: dict[str, Presentation] = {
    "coming_months": Presentation(
        (
            *("kpi", "period", "value", "lo_80", "hi_80", "lo_95", "hi_95", "naive", "target"),
            *("forecast_by", "width_by", "months_known", "reason"),
        ),
        _coming_months,
        over_time=True,
    ),
    "forecast_backtest": Presentation(
        (
            *("kpi", "beats", "forecast_error", "season_error", "last_error", "nearest"),
            *("forecast_by", "origins", "months_judged", "reason"),
        ),
    ),
    "target_reach": Presentation(
        (
            *("kpi", "chance", "aim", "target", "by", "value", "lo_80", "hi_80"),
            *("needed_per_day", "days_left", "per", "width_by", "reason"),
        ),
    ),
}
