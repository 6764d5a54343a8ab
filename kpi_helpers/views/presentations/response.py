"""How the findings on channels' returns and on splits of the budget are shown."""

from __future__ import annotations

from typing import Any

from kpi_helpers.finding import Figure, Finding
from kpi_helpers.views.charts.bars import paired_bars
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.rates import rate_rows
from kpi_helpers.views.charts.response import response_panels
from kpi_helpers.views.presentations.shape import Presentation, name_of, number_of, text_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _responses(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table.dropna(subset=["per_money"])
    if known.empty:
        return None
    rows = [
        {
            "label": name_of("channel", row["channel"], words),
            "value": float(row["per_money"]),
            "lo": float(row["per_money_lo"]),
            "hi": float(row["per_money_hi"]),
            "text": words.figure(Figure(float(row["per_money"]), "ratio")),
            "grey": bool(row["per_money_hi"] > 10 * row["per_money_lo"]),
        }
        for row in known.to_dict("records")
    ]
    back = (1.0, words.message("chart_money_back"))
    whole = back if known["unit"].iloc[0] == "currency" else None
    most = float(known["per_money_hi"].max()) or 1.0
    about = words.message("chart_about_responses")
    return rate_rows(rows, whole, f"{about} {sentence}", (0.0, max(most, 1.0 if whole else most)))


def _curves(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    if table.empty:
        return None
    currency = text_of(table["currency"].iloc[0])
    rows = [
        {
            "panel": name_of("channel", row["channel"], words),
            "spent": float(row["spent"]),
            "brought": float(row["brought"]),
            "lo": float(row["brought_lo"]),
            "hi": float(row["brought_hi"]),
            "seen": bool(row["seen"]),
            "today": _money(row["spent"], currency, words) if row["is_today"] else None,
        }
        for row in table.to_dict("records")
    ]
    about = words.message("chart_about_curves")
    unit = str(table["unit"].iloc[0])
    return response_panels(rows, unit, currency, words, f"{about} {sentence}")


def _split(finding: Finding, words: Words, sentence: str) -> Spec | None:
    """Only of a split that is advised: a picture of any other would be taken for advice."""
    table = finding.table.iloc[:-1]
    if table.empty or finding.table["conclusion"].iloc[-1] not in ("advised", "saves"):
        return None
    rows: list[dict[str, Any]] = []
    for row in table.to_dict("records"):
        currency = text_of(row["currency"])
        for side, name in enumerate(("today", "proposed")):
            size = number_of(row[name])
            label = name_of("channel", row["channel"], words)
            text = _money(size, currency, words)
            rows.append({"label": label, "side": side, "size": size, "text": text})
    names = (words.message("chart_split_today"), words.message("chart_split_found"))
    return paired_bars(rows, names, f"{words.message('chart_about_split')} {sentence}")


def _money(value: Any, currency: str | None, words: Words) -> str:
    return words.figure(Figure(float(value), "currency" if currency else "count", currency))


_SPLIT_COLUMNS = (
    *("channel", "today", "proposed", "lowest", "highest", "brought_unchanged", "brought"),
    *("gained", "gained_lo", "gained_hi", "chance", "conclusion"),
)
_RATIOS = ("per_money", "next_money")

PRESENTATIONS: dict[str, Presentation] = {
    "responses": Presentation(
        (
            *("channel", "today", "brought", "per_money", "per_money_lo", "per_money_hi"),
            *("next_money", "next_money_lo", "next_money_hi", "carry_weeks", "reason"),
        ),
        _responses,
        units={f"{name}{end}": "ratio" for name in _RATIOS for end in ("", "_lo", "_hi")},
    ),
    "response_curves": Presentation(
        ("channel", "spent", "brought", "brought_lo", "brought_hi", "doubled"), _curves
    ),
    "reallocation": Presentation(_SPLIT_COLUMNS, _split),
    "least_budget": Presentation(_SPLIT_COLUMNS, _split),
}
