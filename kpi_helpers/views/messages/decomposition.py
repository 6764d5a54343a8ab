"""Why a change cannot be taken apart, and how its parts are told."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_REFUSED = {
    "too_many_inputs": (
        "the formula reads {found} measures · at most {allowed} parts are told, beyond that nobody "
        "reads them · cut it into KPIs of their own: {formula}"
    ),
    "too_many_inputs_short": "too many measures to tell apart",
    "no_value_between": (
        "{formula} has no value with some measures as before and others as after · without it the "
        "change cannot be shared out · look at both figures themselves"
    ),
    "no_value_between_short": "no value between before and after",
    "part_half_known": (
        "one part lacks its numerator or its denominator: {part} · parts that do not make up the "
        "whole are not told · import what is missing, or split another way"
    ),
    "part_half_known_short": "a part is not fully known",
    "part_without_denominator": (
        "one part counts something out of nothing: {part} · it has no rate and no weight · split "
        "another way, or look at the counts"
    ),
    "part_without_denominator_short": "a part counts out of nothing",
    "part_too_large": "a part is too large to be written",
}

MESSAGES: dict[str, str] = {**_REFUSED}
