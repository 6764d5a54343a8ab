"""How the findings on the tone of comments are shown."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.effects import effect_dots
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.presentations.shape import Presentation
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]

SHARES = ("share", "lo", "hi")
ERRORS = ("error", "lo", "hi", "found_positive", "found_neutral", "found_negative")


def _tone_of_month(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table.dropna(subset=["share"])
    if known.empty:
        return None
    order = dict.fromkeys(known["tone"])
    rows = [
        {
            "panel": words.ref(Ref("tone", str(row["tone"]))),
            "about": None,
            "label": _where(row["network"], words),
            "effect": float(row["share"]),
            "lo": float(row["lo"]),
            "hi": float(row["hi"]),
            "claimed": bool(pd.isna(row["network"])),
            "text": words.figure(Figure(float(row["share"]), "percent")),
        }
        for tone in order
        for row in known[known["tone"] == tone].to_dict("records")
    ]
    about = words.message("chart_about_tones")
    return effect_dots(rows, f"{about} {sentence}", (0.0, 1.0))


def _where(network: object, words: Words) -> str:
    return (
        words.message("tone_everywhere")
        if pd.isna(network)
        else words.ref(Ref("network", str(network)))
    )


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
