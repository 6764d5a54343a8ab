"""What is told when the rules on creators, or roles given by hand, cannot be used."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "roles_priority": ("the order of roles is {found} · each of {allowed} once · correct the list"),
    "roles_sizes": (
        "the tiers begin at {found} · each larger than the one before: {allowed} · correct the "
        "numbers"
    ),
    "roles_weights": "every weight is 0 · at least one above 0 · correct the weights",
    "labels_twice": (
        "“{found}” gets a second role from the same day on, the first in line {first} · one role "
        "from one day on · keep one of the two lines"
    ),
    "pillar_unknown": (
        "unknown pillar “{found}” · known: {allowed} · correct the row, or leave the cell empty"
    ),
    "pillar_unknown_near": (
        "unknown pillar “{found}” · did you mean “{near}”? · correct the row, or leave the cell "
        "empty"
    ),
}
