"""How the findings about the year are shown: the months that build it up, and its change."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.waterfall import monthly_waterfall, step_waterfall
from kpi_helpers.views.presentations.shape import Presentation, name_of, text_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS", "steps_of"]


def _year_bridge(finding: Finding, words: Words, sentence: str) -> alt.Chart | None:
    known = finding.table[finding.table["contribution"].notna()]
    if known.empty:
        return None
    series = [
        {
            "title": words.ref(Ref("kpi", str(kpi))),
            "unit": str(rows["unit"].iloc[0]),
            "currency": text_of(rows["currency"].iloc[0]),
            "from_zero": bool(rows["sums"].iloc[0]),
            "steps": [_month(row, words) for row in rows.to_dict("records")],
        }
        for kpi, rows in known.groupby("kpi", sort=False)
    ]
    months = sorted(set(known["period"]))
    kpis = [Ref("kpi", str(kpi)) for kpi in known["kpi"].unique()]
    about = words.message("chart_about_year_bridge", {"months": len(months), "kpis": kpis})
    return monthly_waterfall(series, months, words, f"{about} {sentence}", finding.spans)


def _month(row: dict[str, Any], words: Words) -> dict[str, Any]:
    unit, currency = str(row["unit"]), text_of(row["currency"])
    return {
        "month": row["period"],
        "start": row["year_to_date"] - row["contribution"],
        "end": row["year_to_date"],
        "text": words.figure(Figure(row["contribution"], unit, currency, change=True)),
        "total": words.figure(Figure(row["year_to_date"], unit, currency)),
    }


def _year_change(finding: Finding, words: Words, sentence: str) -> alt.Chart | None:
    known = finding.table[finding.table["contribution"].notna()]
    if known.empty:
        return None
    series = [
        {
            "title": words.ref(Ref("kpi", str(kpi))),
            "steps": steps_of(rows, words, "chart_year_before", "chart_year_now"),
        }
        for kpi, rows in known.groupby("kpi", sort=False)
    ]
    kpis = [Ref("kpi", str(kpi)) for kpi in known["kpi"].unique()]
    about = words.message("chart_about_year_change", {"kpis": kpis})
    return step_waterfall(series, f"{about} {sentence}")


def steps_of(rows: pd.DataFrame, words: Words, before: str, now: str) -> list[dict[str, Any]]:
    """The figure before, a step an effect (a part where there is one effect alone), the figure.

    Parameters
    ----------
    rows : DataFrame
        Parts of one KPI's change, of ``rules.reading.parts_of_change``.
    words : Words
    before, now : str
        Messages that name the two figures.
    """
    whole = rows.iloc[0]
    unit, currency = str(whole["unit"]), text_of(whole["currency"])

    def stand(message: str, value: float) -> dict[str, Any]:
        text = words.figure(Figure(value, unit, currency))
        return {"label": words.message(message), "start": value, "end": value, "text": text}

    steps = [stand(before, float(whole["baseline"]))]
    for label, size in _sizes(rows, words):
        start = steps[-1]["end"]
        text = words.figure(Figure(size, unit, currency, change=True))
        steps.append({"label": label, "start": start, "end": start + size, "text": text})
    return [*steps, stand(now, float(whole["value"]))]


def _sizes(rows: pd.DataFrame, words: Words) -> list[tuple[str, float]]:
    if rows["effect"].nunique() > 1:
        once = rows.drop_duplicates("effect")
        named = [words.ref(Ref("effect", str(effect))) for effect in once["effect"]]
        return list(zip(named, once["effect_total"], strict=True))
    parts = zip(rows["dimension"], rows["segment"], rows["contribution"], strict=True)
    return [(name_of(str(kind), part, words), float(size)) for kind, part, size in parts]


PRESENTATIONS: dict[str, Presentation] = {
    "year_bridge": Presentation(
        (
            *("kpi", "period", "value", "contribution", "year_to_date", "close"),
            *("caveats", "reason"),
        ),
        _year_bridge,
        over_time=True,
        headings={"contribution": "year_step"},
    ),
    "year_change": Presentation(
        (
            *("kpi", "effect", "segment", "contribution", "effect_total"),
            *("value", "baseline", "change_abs", "reason"),
        ),
        _year_change,
        headings={"value": "year_now", "baseline": "year_before"},
    ),
}
