"""Reservations that are read with a figure.

``<name>`` is the sentence shown under a finding; ``<name>_short`` stands in a table cell and
holds no value.
"""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {}
