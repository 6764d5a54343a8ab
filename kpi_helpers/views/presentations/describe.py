"""How the findings that describe a period are shown: its days, alarms, comparisons and seasons."""

from __future__ import annotations

from kpi_helpers.finding import Finding, Ref
from kpi_helpers.views.charts.days import daily_lines
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.presentations.shape import Presentation
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
}
