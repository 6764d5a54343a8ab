"""What is told when an objective, or a target for one, cannot be used."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "perimeter_unknown": (
        "unknown perimeter “{found}” · known: {allowed} · correct the name, or declare it under "
        "segments; all means the whole brand"
    ),
    "perimeter_unknown_near": (
        "unknown perimeter “{found}” · did you mean “{near}”? · correct the name, or declare it "
        "under segments; all means the whole brand"
    ),
    "horizon_without_date": (
        "a horizon without a date · months that end with by · add by, or remove horizon"
    ),
    "objective_deprecated": (
        "an objective for a KPI that “{found}” replaces · it gets no verdict · move the objective "
        "to its successor"
    ),
    "objective_few_people": (
        "a count of people, in the perimeter “{found}”, where cells of too few are masked · an "
        "objective of the whole brand, or a KPI without age_band · change one of the two"
    ),
    "band_zero": (
        "a band around zero has no width · warn is a share of the target · choose another target, "
        "or the direction up or down"
    ),
    "target_per": (
        "a target for a {found}, of a KPI that runs from the first day of its {allowed} · its "
        "target is for a {allowed} too · write per: {allowed}"
    ),
    "target_mid": (
        "a target for a whole {per} by {found}, before that {per} is over · it is read as the "
        "whole {per} · name its last day"
    ),
    "target_late": (
        "the target's date {found} lies after that of its objective, {allowed} · on or before it · "
        "correct one of the two"
    ),
}
