"""Names of stages, audiences, networks and other things that no catalogue declares."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "yes": "yes",
    "no": "no",
    "missing_value": "no value",
}
