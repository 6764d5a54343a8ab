"""Whether two values may be compared, and what the comparison says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kpi_helpers.metrics.grid import Member

__all__ = ["compared"]


def compared(
    current: Mapping[str, Any],
    baseline: Mapping[str, Any] | None,
    kind: str,
    rule: Mapping[str, Any],
) -> dict[str, Any]:
    """Set two rows of KPI values side by side.

    Parameters
    ----------
    current, baseline : Mapping
        Rows of ``kpi_values`` of one KPI; no baseline when its period has no such row.
    kind : str
        Of comparison.
    rule : Mapping
        ``direction`` of the KPI; ``per_day``: divide by days with data; ``grows``: more days mean
        a larger value; ``rate``: it divides by a measure; ``to_date``: ``year`` or
        ``quarter`` of a running total.

    Returns
    -------
    dict
        ``value``, ``baseline``, ``change_abs``, ``change_rel``, ``comparable``, ``reason``,
        ``improved``, ``per_day``, ``caveats`` and ``detail``.
    """
    value = _figure(current, rule)
    base = math.nan if baseline is None else _figure(baseline, rule)
    reason, detail = _why_not(current, baseline, kind, rule)
    change = value - base if reason is None else math.nan
    relative = change / abs(base) if reason is None and base else math.nan
    return {
        "value": value,
        "baseline": base,
        "change_abs": change,
        "change_rel": relative,
        "comparable": reason is None,
        "reason": reason,
        "improved": _improved(change, rule["direction"]),
        "per_day": rule["per_day"],
        "caveats": _caveats(current, baseline, rule),
        "detail": dict(current["detail"]) | detail,
    }


def _figure(row: Mapping[str, Any], rule: Mapping[str, Any]) -> float:
    """The value, per day with data where that is asked."""
    if not rule["per_day"]:
        return float(row["value"])
    days = row["coverage"] * _days(row)
    return float(row["value"]) / days if days else math.nan


def _days(row: Mapping[str, Any]) -> int:
    return (row["period_end"] - row["period_start"]).days + 1


def _why_not(
    current: Mapping[str, Any],
    baseline: Mapping[str, Any] | None,
    kind: str,
    rule: Mapping[str, Any],
) -> tuple[str | None, dict[str, Any]]:
    """Message name and values when the two must not be compared, gravest first."""
    if math.isnan(current["value"]):
        return current["reason"], {}
    if baseline is None or math.isnan(baseline["value"]):
        why = "no_data" if baseline is None else baseline["reason"]
        broken = baseline is not None and _broken(current, baseline)
        return ("definition_break" if broken else "no_baseline"), {"baseline_reason": why}
    if current["currency"] != baseline["currency"]:
        pair = f"{baseline['currency']}→{current['currency']}"
        return "currency_mismatch", {"pair": pair}
    if _broken(current, baseline):
        return "definition_break", {}
    if rule["grows"] and rule["to_date"] and not kind.endswith("year_ago"):
        return "running_total", {}
    lost = _counted_on_one_side(current, baseline)
    if lost:
        return "stale_differs", {"series": lost}
    changed = {} if rule["rate"] else _series_changed(current, baseline)
    if changed:
        return "series_differ", changed
    if any("values_missing" in row["caveats"] for row in (current, baseline)):
        return "values_missing", {}
    if rule["rate"] or rule["per_day"]:
        return _not_alike(current, baseline, rule)
    if rule["grows"]:
        return _not_whole(current, baseline, kind)
    return None, {}


def _broken(current: Mapping[str, Any], baseline: Mapping[str, Any]) -> bool:
    """Whether the two were counted in different ways, or one of them in two ways."""
    inside = any("definition_break_inside" in row["caveats"] for row in (current, baseline))
    return inside or current["segment"] != baseline["segment"]


def _counted_on_one_side(current: Mapping[str, Any], baseline: Mapping[str, Any]) -> list[str]:
    """Series of a stock that count in one sum and were left out of the other as too old."""
    lost: set[str] = set()
    for one, other in ((current, baseline), (baseline, current)):
        lost |= {*one["detail"].get("stale_series", ())} & {*other["detail"].get("series", ())}
    return sorted(lost)


def _series_changed(current: Mapping[str, Any], baseline: Mapping[str, Any]) -> dict[str, Any]:
    """Series that add up on one side only, named; empty when the two are made of the same."""
    now, before = current["contributing"], baseline["contributing"]
    new, gone = (
        sorted({_series_name(one) for one in left})
        for left in (_unmatched(now, before), _unmatched(before, now))
    )
    if not new and not gone:
        return {}
    signed = [*(f"+ {name}" for name in new), *(f"− {name}" for name in gone)]
    return {"new": new, "gone": gone, "series": signed}


def _unmatched(these: frozenset[Member], those: frozenset[Member]) -> list[Member]:
    """Series of one side that the other does not have.

    A file that names no account speaks of all accounts of its network; it stands for any of them
    on the other side, unless that side has such a file as well.
    """
    only, others = these - those, those - these

    def same(one: Member, other: Member) -> bool:
        return one[:2] == other[:2] and all(
            a == b or a is None or b is None for a, b in zip(one[2:], other[2:], strict=True)
        )

    return [one for one in only if not any(same(one, other) for other in others)]


def _series_name(series: Member) -> str:
    _, source, network, account = series
    if account and network:
        return f"{account} ({network})"
    return account or network or source or ""


def _not_alike(
    current: Mapping[str, Any], baseline: Mapping[str, Any], rule: Mapping[str, Any]
) -> tuple[str | None, dict[str, Any]]:
    """A figure that does not grow with the days may be partial, but not made of other parts."""
    if any("uneven_parts" in row["caveats"] for row in (current, baseline)):
        return "uneven_parts", {}
    lost, before = ({*row["detail"].get("series_missing", ())} for row in (current, baseline))
    if lost != before:
        return "series_missing", {"series_missing": sorted(lost ^ before)}
    if rule["rate"] and not baseline["complete"]:
        return "baseline_partial", {"baseline_coverage": baseline["coverage"]}
    return None, {}


def _not_whole(
    current: Mapping[str, Any], baseline: Mapping[str, Any], kind: str
) -> tuple[str | None, dict[str, Any]]:
    """More days mean more of it, so both sides must be whole."""
    if not current["complete"]:
        as_of = current["as_of"]
        if as_of is not None and as_of < current["period_end"]:
            instead = "elapsed_year_ago" if kind.endswith("year_ago") else "elapsed_previous"
            return "partial_period", {"as_of": as_of, "instead": instead}
        return "missing_days", {"coverage": current["coverage"]}
    if not baseline["complete"]:
        return "baseline_partial", {"baseline_coverage": baseline["coverage"]}
    return None, {}


def _improved(change: float, direction: str) -> bool | None:
    if direction not in ("up", "down") or math.isnan(change) or change == 0:
        return None
    return (change > 0) == (direction == "up")


def _caveats(
    current: Mapping[str, Any], baseline: Mapping[str, Any] | None, rule: Mapping[str, Any]
) -> list[str]:
    """Reservations of both sides, and of setting them side by side."""
    names = {*current["caveats"], *(baseline["caveats"] if baseline else ())}
    if baseline and rule["grows"] and not rule["per_day"] and _days(current) != _days(baseline):
        names.add("unequal_lengths")
    return sorted(names)
