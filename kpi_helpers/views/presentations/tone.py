"""How the findings on the tone of comments are shown."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.rates import rate_rows
from kpi_helpers.views.presentations.shape import Presentation
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]

SHARES = ("share", "lo", "hi")
ERRORS = ("error", "lo", "hi", "found_positive", "found_neutral", "found_negative")


def _tone_of_month(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table.dropna(subset=["share"])
    if known.empty:
        return None
    rows = []
    for row in known.to_dict("records"):
        tone = words.ref(Ref("tone", str(row["tone"])))
        where = None if pd.isna(row["network"]) else words.ref(Ref("network", str(row["network"])))
        told = {name: Figure(float(row[name]), "percent") for name in SHARES}
        rows.append(
            {
                "label": tone if where is None else f"{where} · {tone}",
                "value": float(row["share"]),
                "lo": float(row["lo"]),
                "hi": float(row["hi"]),
                "text": words.message("chart_share_interval", told),
                "grey": where is not None,
            }
        )
    about = words.message("chart_about_tones")
    return rate_rows(rows, None, f"{about} {sentence}", (0.0, 1.0))


PRESENTATIONS: dict[str, Presentation] = {
    "tone_quality": Presentation(
        (*("language", "labels", "errors", *ERRORS, "comments", "judged", "reason"),),
        headings={"lo": "error_lo", "hi": "error_hi"},
        units=dict.fromkeys(ERRORS, "percent"),
    ),
    "tone_of_month": Presentation(
        ("network", "tone", *SHARES, "comments", "labelled", "unjudged", "reason"),
        _tone_of_month,
        units=dict.fromkeys(SHARES, "percent"),
    ),
    "tone_examples": Presentation(
        ("comment_text", "network", "permalink", "certainty"), units={"certainty": "percent"}
    ),
}
