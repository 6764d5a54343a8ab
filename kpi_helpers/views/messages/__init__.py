"""Every English text that the package can say, merged from one module a station.

Each module here holds ``MESSAGES``: message name to English text. A text may hold

- ``{name}``: the value of that name, written as the locale writes it;
- ``{name:row|rows}``: the first form when the value is one (a count, or the length of a list),
  else the second. The value itself is not written.

A translation keeps the placeholders of its text, in any order.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

__all__ = ["all_messages", "merge"]


@cache
def all_messages() -> Mapping[str, str]:
    """Message name to English text, of every module of this package.

    Raises
    ------
    ValueError
        When two modules use the same name for different texts.
    """
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    modules = [(name, import_module(f"{__name__}.{name}")) for name in names]
    return merge({name: module.MESSAGES for name, module in modules})


def merge(stations: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """One mapping of the texts of all stations.

    Parameters
    ----------
    stations : Mapping[str, Mapping[str, str]]
        Station name to its messages.

    Raises
    ------
    ValueError
        When two stations use the same message name for different texts.
    """
    owner: dict[str, str] = {}
    merged: dict[str, str] = {}
    twice = []
    for station, messages in stations.items():
        for name, text in messages.items():
            if name in owner and merged[name] != text:
                twice.append(f"{name} ({owner[name]}, {station})")
            owner[name] = station
            merged[name] = text
    if twice:
        raise ValueError(f"names used twice: {', '.join(twice)}; rename one of each")
    return MappingProxyType(merged)
