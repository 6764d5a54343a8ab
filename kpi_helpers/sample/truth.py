"""What is true in the sample: totals, effects of actions, returns of channels, defects, stories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from kpi_helpers.sample.audience import DECLINE
from kpi_helpers.sample.demand import Course, expected_course, lifts
from kpi_helpers.sample.files import RESTATED
from kpi_helpers.sample.lines import Fact, File
from kpi_helpers.sample.moments import MOMENTS, Moment
from kpi_helpers.sample.profile import PAID
from kpi_helpers.sample.spans import MONTHS, SEED, day_index, download_day
from kpi_helpers.sample.truth_circle import circle_truth
from kpi_helpers.sample.world import World

__all__ = ["brand_truth", "truth_text"]

_REPORTED = slice(
    day_index(MONTHS[0].period.start), day_index(MONTHS[-1].period.end) + 1
)  # the days of the sample's months
_LAST_YEAR = slice(day_index(MONTHS[-12].period.start), _REPORTED.stop)


def truth_text(brands: Mapping[str, Mapping[str, Any]]) -> str:
    """The truth file."""
    head = {"seed": SEED, "months": [str(month) for month in MONTHS], "brands": brands}
    return json.dumps(head, ensure_ascii=False, indent=1) + "\n"


def brand_truth(world: World, files: Iterable[File]) -> dict[str, Any]:
    """Everything that is true of one brand, JSON-ready.

    ``months`` holds by month and path what a correct import gives when everything is imported;
    ``before_restatement`` what it gave before the later export of the same posts.
    """
    files = tuple(files)
    latest = _tally(fact for file in files for fact in file.facts if not file.restates)
    later = _tally(fact for file in files for fact in file.facts if file.restates)
    before = {month: {path: latest[month][path] for path in later[month]} for month in later}
    for month, figures in later.items():
        latest[month] = latest[month] | figures
    return {
        "currency": world.profile.currency,
        "spend_currency": {name: world.profile.paid[name].currency for name in PAID},
        "observed_on": {
            str(month): download_day(world.profile.id, month).isoformat() for month in MONTHS
        },
        "restated_on": {
            str(month): again.isoformat()
            for brand, (month, again) in RESTATED.items()
            if brand == world.profile.id
        },
        "months": latest,
        "before_restatement": before,
        "effects": [_effect(world, moment) for moment in MOMENTS[world.profile.id]],
        "returns": {channel: _return(world, channel) for channel in PAID},
        "stories": _stories(world),
        **circle_truth(world),
        "defects": [defect for file in files for defect in _defects(file)],
    }


def _tally(facts: Iterable[Fact]) -> dict[str, dict[str, float]]:
    """Facts by month and path: summed, or the last one of a stock."""
    exact: dict[str, dict[str, float]] = {}
    for fact in facts:
        if fact.month not in MONTHS and not fact.path.startswith("channel_period/budget"):
            continue
        figures = exact.setdefault(str(fact.month), {})
        figures[fact.path] = fact.value + (0.0 if fact.last else figures.get(fact.path, 0.0))
    return {
        month: {path: _tidy(value) for path, value in sorted(figures.items())}
        for month, figures in sorted(exact.items())
    }


def _tidy(value: float) -> float | int:
    rounded = round(float(value), 4)
    return int(rounded) if rounded.is_integer() else rounded


def _effect(world: World, moment: Moment) -> dict[str, Any]:
    """What the action brought or cost on the site, beside what its posts brought."""
    others = tuple(other for other in MOMENTS[world.profile.id] if other is not moment)
    whole, without = world.expected, _course(world, others, {})
    end = MONTHS[-1].period.end if moment.lasting else moment.end
    days = slice(day_index(moment.start), day_index(end) + 1)
    orders = float((whole.orders - without.orders)[days].sum())
    return {
        "label": moment.label,
        "start": moment.start.isoformat(),
        "end": end.isoformat(),
        "orders": round(orders, 1),
        "orders_relative": round(orders / float(without.orders[days].sum()), 4),
        "revenue": round(float((whole.revenue - without.revenue)[days].sum()), 2),
        "reach_factor": moment.attention,
    }


def _return(world: World, channel: str) -> dict[str, float]:
    """Revenue of the last twelve months that the channel's spend brought, per unit spent."""
    moments, market = MOMENTS[world.profile.id], world.profile.paid[channel]
    spend = np.nan_to_num(world.ads.spend[channel])
    whole = world.expected.revenue[_LAST_YEAR].sum()
    without = _course(world, moments, {channel: spend * 0}).revenue[_LAST_YEAR].sum()
    more = _course(world, moments, {channel: spend * 1.1}).revenue[_LAST_YEAR].sum()
    spent = float((np.repeat(spend / 7, 7) / market.rate)[_LAST_YEAR].sum())
    return {
        "spend": round(spent, 2),
        "revenue": round(float(whole - without), 2),
        "return_on_spend": round(float(whole - without) / spent, 4),
        "return_on_next_tenth": round(float(more - whole) / (0.1 * spent), 4),
    }


def _course(world: World, moments: tuple[Moment, ...], spend: Mapping[str, np.ndarray]) -> Course:
    bought = {**world.ads.spend, **spend}
    return expected_course(world.profile, bought, world.social_clicks, lifts(moments))


def _stories(world: World) -> list[dict[str, Any]]:
    """What a reader of the last month's report should come to know."""
    brand, month = world.profile.id, str(MONTHS[-1])
    told: list[dict[str, Any]] = []
    for moment in MOMENTS[brand]:
        if moment.start < MONTHS[-1].period.start:
            continue
        for what in ("visits", "orders", "basket", "attention"):
            factor = getattr(moment, what)
            if factor != 1:
                told.append(_story(month, what, moment.label, moment.start, factor))
    for (name, network), (since, monthly) in DECLINE.items():
        if name == brand:
            told.append(_story(month, f"{network}_reach", "decline", since, 1 - monthly))
    return told


def _story(month: str, what: str, cause: str, since: date, factor: float) -> dict[str, Any]:
    return {
        "month": month,
        "what": what,
        "cause": cause,
        "since": since.isoformat(),
        "factor": factor,
    }


def _defects(file: File) -> Iterable[dict[str, Any]]:
    for flaw in file.flaws:
        yield _defect(file, 1, flaw)
    for start, line in zip(file.starts, file.lines, strict=True):
        for flaw in line.flaws:
            yield _defect(file, start, flaw)


def _defect(file: File, line: int, flaw: Any) -> dict[str, Any]:
    return {
        "file": file.path.as_posix(),
        "line": line,
        "kind": flaw.kind,
        "column": flaw.column,
        "handling": flaw.handling,
    }
