"""Closing months from the command line: which ones, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_helpers.cli.telling import err, out
from kpi_helpers.errors import KpiError, Problem, SessionError

if TYPE_CHECKING:
    from kpi_helpers.periods import Month
    from kpi_helpers.runs.close import Closing
    from kpi_helpers.store.ledger import Close
    from kpi_helpers.views.words import Words

__all__ = ["CloseWish", "close_brands"]


@dataclass(frozen=True)
class CloseWish:
    """What the user asked for, as written.

    Parameters
    ----------
    month, through : str
        ``YYYY-MM``: one month, or all up to it; both empty for all up to the newest month of the
        run plan.
    known_at : str
        ISO date or time; empty for now with `month`, else for the closing day of each month.
    restate : str or None
        Why a closed month is closed again; None when it is not.
    """

    month: str = ""
    through: str = ""
    known_at: str = ""
    restate: str | None = None


def close_brands(
    root: Path, brands: Sequence[str], wish: CloseWish, words: Words, now: datetime
) -> bool:
    """Close what was asked for, brand by brand, and tell it.

    Returns
    -------
    bool
        Whether nothing was refused; a brand that is refused keeps no other from being closed.

    Raises
    ------
    SessionError
        When the wish contradicts itself, or a month or date cannot be read.
    """
    good = True
    with err.status(words.message("cli_closing")) as status:
        close = _closer(root, wish, words, now, status.update)
        for brand in brands:
            try:
                close(brand)
            except KpiError as error:
                good = False
                for line in words.error(error):
                    err.print(line)
    return good


def _closer(
    root: Path, wish: CloseWish, words: Words, now: datetime, watch: Callable[[str], None]
) -> Callable[[str], None]:
    """What is done for each brand."""
    from kpi_helpers.catalogue.loader import load_run_plan
    from kpi_helpers.periods import Month
    from kpi_helpers.runs.close import close_due_months, close_month
    from kpi_helpers.session import parse_known_at, parse_month

    _check(wish)
    known_at = parse_known_at(wish.known_at)
    if wish.month:
        month = parse_month(wish.month)

        def one(brand: str) -> None:
            asked = {"now": now, "known_at": known_at, "reason": wish.restate}
            _tell_close(close_month(root, brand, month, **asked), words)

        return one
    run_plan = load_run_plan(root)
    newest = max(Month.parse(text) for text in run_plan.months)
    through = parse_month(wish.through) if wish.through else newest

    def progress(brand: str, month: Month) -> None:
        watch(f"{words.message('cli_closing')} · {brand} · {month}")

    def due(brand: str) -> None:
        day = run_plan.closing_day
        asked = {"closing_day": day, "now": now, "known_at": known_at, "progress": progress}
        _tell_closing(close_due_months(root, brand, through, **asked), words)

    return due


def _check(wish: CloseWish) -> None:
    """Refuse wishes that contradict themselves."""
    if wish.month and wish.through:
        raise SessionError(Problem("close_month_or_through"))
    if wish.restate is not None and not wish.month:
        raise SessionError(Problem("close_restate_needs_month"))
    if wish.restate is not None and not wish.restate.strip():
        raise SessionError(Problem("ledger_reason_empty", key="--restate"))


def _tell_close(close: Close, words: Words) -> None:
    values = {
        "brand": close.brand,
        "month": close.month,
        "number": close.number,
        "known_at": close.known_at.date(),
        "count": sum(row["value"] is not None for row in close.values),
        "total": len(close.values),
        "partial": sum(row["value"] is not None and not row["complete"] for row in close.values),
    }
    message = "cli_closed_partly" if values["partial"] else "cli_closed"
    out.print(words.message(message, values))


def _tell_closing(closing: Closing, words: Words) -> None:
    for problem in closing.left_open:
        err.print(words.problem(problem))
    if closing.closed:
        values = {
            "brand": closing.brand,
            "count": len(closing.closed),
            "first": closing.closed[0].month,
            "last": closing.closed[-1].month,
        }
        message = "cli_closed_one" if values["count"] == 1 else "cli_closed_several"
        out.print(words.message(message, values))
    elif closing.known:
        values = {"brand": closing.brand, "through": closing.through}
        out.print(words.message("cli_closed_before", values))
