"""Next steps as a list for each department: what to do, why, and where that is shown."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.cells import is_missing
from kpi_helpers.views.words import Words

__all__ = ["steps_by_department"]

NAMES = {
    "kpi": "kpi",
    "channel": "channel",
    "to_channel": "channel",
    "label": "quoted",
}
"""Column of a name, to its kind."""


def steps_by_department(finding: Finding, words: Words, title: str) -> Markup:
    """One card a department, its steps most urgent first.

    Parameters
    ----------
    finding : Finding
        ``next_steps``.
    words : Words
    title : str
        Name of the list for screen readers.
    """
    groups = finding.table.groupby("department", sort=False)
    cards = [
        Markup('<li class="kpi-card"><p class="kpi-card-name">{}</p>{}</li>').format(
            words.ref(Ref("department", str(department))),
            _steps(rows.to_dict("records"), words),
        )
        for department, rows in groups
    ]
    return Markup('<ul class="kpi-cards" aria-label="{}">{}</ul>').format(
        title, Markup("").join(cards)
    )


def _steps(rows: list[dict[str, Any]], words: Words) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(_step(row, words)) for row in rows)
    return Markup('<ol class="kpi-steps">{}</ol>').format(items)


def _step(row: dict[str, Any], words: Words) -> Markup:
    told = _values(row)
    step, why = (words.message(str(row[name]), told) for name in ("step", "why"))
    if not is_missing(row["adapt"]):
        why = f"{why} {words.message(str(row['adapt']))}"
    if is_missing(row["finding"]):
        return Markup("{}").format(why)
    shown = words.message("step_shown", {"title": words.message(f"title_{row['finding']}")})
    return Markup("<strong>{}</strong> {} <small>{}</small>").format(step, why, shown)


def _values(row: dict[str, Any]) -> dict[str, Any]:
    """What the sentences of one row may speak of; what the row does not hold is missing."""
    unit, currency = (None if is_missing(row[name]) else row[name] for name in ("unit", "currency"))
    told: dict[str, Any] = {
        name: Ref(kind, str(row[name])) for name, kind in NAMES.items() if not is_missing(row[name])
    }
    if not is_missing(row["day"]):
        told["day"] = row["day"]
    if not is_missing(row["chance"]):
        told["chance"] = Figure(float(row["chance"]), "percent")
    if not is_missing(row["cost"]):
        money = None if is_missing(row["cost_currency"]) else str(row["cost_currency"])
        told["cost"] = Figure(float(row["cost"]), "currency" if money else "count", money)
    for name in ("value", "expected", "lo", "hi"):
        if unit is not None and not is_missing(row[name]):
            moved = is_missing(row["expected"])  # without a level beside it, it is a change
            told[name] = Figure(float(row[name]), str(unit), currency, change=moved)
    return told
