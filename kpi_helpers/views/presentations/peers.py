"""How the findings on competitors and published figures are shown."""

from __future__ import annotations

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.bars import split_bars
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.lines import monthly_lines
from kpi_helpers.views.charts.strip import strips
from kpi_helpers.views.colours import ACCENT, QUIET
from kpi_helpers.views.presentations.shape import Presentation, chart_about, number_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _voice_of_month(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table.dropna(subset=["mentions"])
    if known.empty:
        return None
    rows = []
    for row in known.to_dict("records"):
        text = words.figure(Figure(row["mentions"], "count"))
        share = number_of(row["share"])
        if share is not None:
            text = f"{text} · {words.figure(Figure(share, 'percent'))}"
        colour = ACCENT if row["own"] else QUIET
        bar = {"label": str(row["competitor"]), "size": float(row["mentions"])}
        rows.append({"panel": words.column("mentions"), **bar, "text": text, "colour": colour})
    return split_bars(rows, f"{words.message('chart_about_voices')} {sentence}")


def _voice_history(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if finding.table.empty:
        return None
    about = chart_about("chart_about_lines", finding.table, words)
    if about is None:
        return None
    return monthly_lines(finding.table, words, f"{about} {sentence}", finding.spans)


def _peer_places(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if "rank" not in finding.table:
        return None
    placed = finding.table.dropna(subset=["rank"])
    if placed.empty:
        return None
    rows = []
    for row in placed.sort_values("figure", key=_as_listed(placed), kind="stable").to_dict(
        "records"
    ):
        told = {
            "value": Figure(row["value"], str(row["unit"])),
            "rank": int(row["rank"]),
            "of": int(row["peers"]) + 1,
        }
        rows.append(
            {
                "panel": words.ref(Ref("public_figure", str(row["figure"]))),
                "label": words.ref(Ref("network", str(row["network"]))),
                "own": float(row["value"]),
                "others": [float(value) for value in row["others"]],
                "median": number_of(row["peer_median"]),
                "text": words.message("chart_place", told),
            }
        )
    return strips(rows, f"{words.message('chart_about_places')} {sentence}")


def _as_listed(table):
    order = list(dict.fromkeys(table["figure"]))
    return lambda names: names.map(order.index)


PRESENTATIONS: dict[str, Presentation] = {
    "voice_of_month": Presentation(("competitor", "mentions", "share", "reason"), _voice_of_month),
    "voice_history": Presentation(
        (
            *("period", "value", "numerator", "denominator", "members", "since", "change_abs"),
            "reason",
        ),
        _voice_history,
        over_time=True,
    ),
    "peer_places": Presentation(
        (
            *("figure", "network", "value", "rank", "peers", "percentile", "peer_p25"),
            *("peer_median", "peer_p75", "missing", "reason"),
        ),
        _peer_places,
    ),
    "reference_match": Presentation(
        (
            *("figure", "network", "value", "reference", "standing", "statistic", "origin"),
            *("sector", "size_band", "basis", "reference_basis", "reason"),
        )
    ),
    "suggested_levels": Presentation(
        ("figure", "network", "value", "level", "reached", "kind", "rests_on", "origin", "target")
    ),
}
