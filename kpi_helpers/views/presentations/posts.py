"""How the findings on posts are shown: best and weakest, formats and themes, hours."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.effects import effect_dots
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.slot_grid import slot_grid
from kpi_helpers.views.presentations.shape import Presentation, number_of, text_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _formats_and_pillars(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    if table.empty or not table["lift"].notna().any():
        return None
    ordered = table.assign(known=table["lift"].notna()).sort_values(
        ["kind", "gain", "known", "lift"], ascending=[True, True, False, False], kind="stable"
    )
    rows = [_dot(row, words) for row in ordered.to_dict("records")]
    return effect_dots(rows, f"{words.message('chart_about_effects')} {sentence}")


def _dot(row: dict[str, Any], words: Words) -> dict[str, Any]:
    effect = number_of(row["lift"])
    group = text_of(row["group"])
    if effect is None:
        text = words.reason(str(row["reason"]))
    else:
        text = words.figure(Figure(effect, "relative", change=True))
    return {
        "panel": words.ref(Ref("kind", str(row["kind"]))),
        "about": words.ref(Ref("gain", str(row["gain"]))),
        "label": words.message("no_pillar")
        if group is None
        else words.ref(Ref(row["kind"], group)),
        "effect": effect,
        "lo": number_of(row["lift_lo"]),
        "hi": number_of(row["lift_hi"]),
        "claimed": bool(row["claimed"]),
        "text": text,
    }


def _slots(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    if table.empty or not table["lift"].notna().any():
        return None
    every = words.message("every_slot")
    weekdays = {day: words.ref(Ref("weekday", str(day))) for day in range(1, 8)}
    hours = sorted(table["hours"].dropna().unique())
    rows = [
        {
            "panel": words.ref(Ref("gain", str(row["gain"]))),
            "weekday": every if pd.isna(row["weekday"]) else weekdays[int(row["weekday"])],
            "hours": text_of(row["hours"]) or every,
            "effect": number_of(row["lift_shrunk"]),
            "claimed": bool(row["claimed"]),
            "text": _cell_text(row, words),
        }
        for row in table.to_dict("records")
    ]
    about = f"{words.message('chart_about_slots')} {sentence}"
    return slot_grid(rows, [*weekdays.values(), every], [*hours, every], about)


def _cell_text(row: dict[str, Any], words: Words) -> str:
    if row["claimed"]:
        return words.figure(Figure(float(row["lift"]), "relative", change=True))
    return words.number(int(row["contents"]))


PRESENTATIONS: dict[str, Presentation] = {
    "best_and_weakest_posts": Presentation(
        (
            *("caption", "network", "rate_place", "reason", "content_type", "pillar", "published"),
            *("permalink", "rate", "rate_lo", "rate_hi", "interactions", "people_reached"),
            *("volume_place", "age"),
        )
    ),
    "formats_and_pillars": Presentation(
        (
            *("kind", "group", "gain", "posts", "contents", "lift", "lift_lo", "lift_hi"),
            *("claimed", "reason"),
        ),
        _formats_and_pillars,
    ),
    "slots": Presentation(
        (
            *("weekday", "hours", "gain", "posts", "lift", "lift_lo", "lift_hi"),
            *("claimed", "reason"),
        ),
        _slots,
    ),
}
