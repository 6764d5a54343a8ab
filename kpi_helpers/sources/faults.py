"""What can be wrong with a cell, as small numbers that a whole column can be marked with."""

from __future__ import annotations

__all__ = ["CODES", "WARNINGS", "code_of"]

CODES = (
    "",
    "missing_cell",
    "unreadable_number",
    "ambiguous_number",
    "compact_number",
    "bounded_number",
    "other_decimal_mark",
    "below_minimum",
    "not_whole",
    "percent_in_count",
    "other_currency",
    "unreadable_date",
    "damaged_id",
    "unknown_value",
)
"""Message name of each code; code 0 is no fault."""

WARNINGS = frozenset({"bounded_number"})
"""Faults of a cell whose record is used all the same: the cell counts as missing."""


def code_of(message: str) -> int:
    """Code of a message name."""
    return CODES.index(message)
