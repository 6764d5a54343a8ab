"""Numbers as people and platforms type them."""

from __future__ import annotations

__all__ = ["NARROW", "NO_BREAK", "french", "plain"]

NO_BREAK = "\u00a0"
NARROW = "\u202f"


def french(value: float, decimals: int = 0, space: str = NO_BREAK) -> str:
    """``1 234,56``, with this space between thousands."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", space).replace(".", ",")


def plain(value: float, decimals: int = 0) -> str:
    """``1234.56``."""
    return f"{value:.{decimals}f}"
