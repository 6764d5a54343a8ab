"""What a reader is; every module of this package that holds ``READERS`` adds its exports."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import kpi_helpers.sources as package
from kpi_helpers.sources.headers import Header
from kpi_helpers.sources.result import ReadContext, ReadResult
from kpi_helpers.sources.text import TextFile

__all__ = ["Reader", "all_readers"]


@dataclass(frozen=True)
class Reader:
    """One export format of one platform.

    Parameters
    ----------
    name : str
        Becomes ``source`` of its observations.
    header : callable
        The header record of a file in this format, as far as its place goes; None when the file
        cannot be in it.
    missing : callable
        Required columns that a header lacks, as the platform writes them; empty when it fits.
    required : int
        How many columns are required.
    read : callable
        The file as observations.
    """

    name: str
    header: Callable[[TextFile], Header | None]
    missing: Callable[[Header], tuple[str, ...]]
    required: int
    read: Callable[[TextFile, ReadContext], ReadResult]


@cache
def all_readers() -> tuple[Reader, ...]:
    """Every reader of this package, by name: adding an export is adding one module."""
    modules = [
        import_module(f"{package.__name__}.{info.name}")
        for info in pkgutil.iter_modules(package.__path__)
    ]
    found = [reader for module in modules for reader in getattr(module, "READERS", ())]
    return tuple(sorted(found, key=lambda reader: reader.name))
