"""The front page, made of what the notebooks found: nothing on it stands nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.periods import Month
from kpi_helpers.runs.cards import Card, cards, row_figure
from kpi_helpers.runs.chapters import Chapter, Shown, all_findings
from kpi_helpers.runs.goals import Goal, card_verdicts, goals
from kpi_helpers.views.cells import change_figure
from kpi_helpers.views.words import Words

__all__ = ["Lead", "Part", "Parts", "Quality", "Step", "Summary", "summarise"]


@dataclass(frozen=True)
class Lead:
    """The first sentence: its head in bold, its body, and where it comes from."""

    head: str
    body: str
    anchor: str


@dataclass(frozen=True)
class Part:
    """One part of a change: its name, its size in words, and the bar that stands for it.

    ``start`` and ``width`` are per cent of the column.
    """

    label: str
    text: str
    start: float
    width: float


@dataclass(frozen=True)
class Parts:
    """What a change is made of; the parts add up to it."""

    title: str
    parts: tuple[Part, ...]
    zero: float
    total_label: str
    total: str
    note: str
    anchor: str


@dataclass(frozen=True)
class Step:
    """What one department should look at."""

    department: str
    advice: str
    why: str


@dataclass(frozen=True)
class Quality:
    """What the figures rest on, and what got no answer."""

    text: str
    unanswered: tuple[str, ...]
    anchor: str


@dataclass(frozen=True)
class Summary:
    """The front page; a block whose finding was not emitted is None or empty."""

    lead: Lead | None = None
    goals: tuple[Goal, ...] = ()
    goals_anchor: str = ""
    cards: tuple[Card, ...] = ()
    cards_anchor: str = ""
    parts: Parts | None = None
    steps: tuple[Step, ...] = ()
    steps_anchor: str = ""
    quality: Quality | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        blocks = (self.lead, self.goals, self.cards, self.parts, self.steps, self.quality)
        return not any(blocks)


def summarise(chapters: Sequence[Chapter], month: Month, words: Words) -> Summary:
    """The front page of these chapters.

    Parameters
    ----------
    chapters : sequence of Chapter
    month : Month
        Of the report.
    words : Words
    """
    found: dict[str, Shown] = {}
    for _, shown in all_findings(chapters):
        found.setdefault(shown.finding["name"], shown)
    figures, quality = found.get("month_in_figures"), found.get("data_quality")
    history = found["monthly_history"].finding["table"] if "monthly_history" in found else []
    board = found.get("objective_board")
    wanted = board.finding["table"] if board else []
    verdicts = card_verdicts(wanted) if board else None
    made = cards(figures.finding["table"], history, month, words, verdicts) if figures else ()
    adapt = found.get("adaptations")
    return Summary(
        lead=_lead(figures, month, words) if figures else None,
        goals=goals(wanted, words),
        goals_anchor=board.anchor if board else "",
        cards=made,
        cards_anchor=figures.anchor if figures else "",
        parts=_parts(found.get("network_movement"), words),
        steps=_steps(adapt.finding["table"], words) if adapt else (),
        steps_anchor=adapt.anchor if adapt else "",
        quality=_quality(quality, figures, words) if quality else None,
    )


def _lead(shown: Shown, month: Month, words: Words) -> Lead:
    rows = shown.finding["table"]
    moves = [row["previous_change_abs"] for row in rows if row["previous_change_abs"] is not None]
    values = {
        "total": len(moves),
        "month": month.shifted(-1),
        "rises": sum(move > 0 for move in moves),
        "falls": sum(move < 0 for move in moves),
    }
    name = "report_lead" if moves else "report_lead_uncompared"
    if not any(row["value"] is not None for row in rows):
        name = "report_lead_no_data"
    return Lead(words.message(name, values), shown.finding["sentence"], shown.anchor)


def _revived(value: Mapping[str, Any]) -> Any:
    """A name or a figure of an emitted finding, as the wording knows it."""
    return Ref(**value) if set(value) == {"kind", "id"} else Figure(**value)


def _parts(shown: Shown | None, words: Words) -> Parts | None:
    """The networks that make up the change of the KPI that the finding speaks of."""
    if shown is None or "kpi" not in shown.finding["values"]:
        return None
    kpi, total = (_revived(shown.finding["values"][name]) for name in ("kpi", "total"))
    rows = [
        row
        for row in shown.finding["table"]
        if row["kpi"] == kpi.id and row["share_of_change"] is not None
    ]
    moves = [row["change_abs"] for row in rows]
    low, high = min(0.0, *moves), max(0.0, *moves)
    span = (high - low) or 1.0
    parts = tuple(
        Part(
            label=words.ref(Ref("network", row["network"])),
            text=words.figure(row_figure(row, "change_abs", change=True)),
            start=round(100 * (min(0.0, row["change_abs"]) - low) / span, 2),
            width=round(100 * abs(row["change_abs"]) / span, 2),
        )
        for row in sorted(rows, key=lambda row: -abs(row["change_abs"]))
    )
    return Parts(
        title=words.message("report_parts", {"kpi": kpi}),
        parts=parts,
        zero=round(-100 * low / span, 2),
        total_label=words.message("report_parts_total"),
        total=words.figure(total),
        note=words.message("report_parts_note"),
        anchor=shown.anchor,
    )


def _steps(rows: Sequence[Mapping[str, Any]], words: Words) -> tuple[Step, ...]:
    return tuple(_step(row, words) for row in rows)


def _step(row: Mapping[str, Any], words: Words) -> Step:
    department = words.ref(Ref("department", row["department"]))
    if row["kpi"] is None:
        return Step(department, words.reason(row["advice"]), "")
    values = {"kpi": Ref("kpi", row["kpi"]), "change": change_figure(row)}
    why = words.message("report_step_why", values)
    return Step(department, words.reason(row["advice"]), why)


def _quality(shown: Shown, figures: Shown | None, words: Words) -> Quality:
    rows = figures.finding["table"] if figures else []
    unanswered = tuple(
        words.message(
            "report_unanswered_kpi",
            {"kpi": Ref("kpi", row["kpi"]), "reason": words.reason(row["reason"] or "no_data")},
        )
        for row in rows
        if row["value"] is None
    )
    return Quality(shown.finding["sentence"], unanswered, shown.anchor)
