"""Roles that somebody gave a creator by hand: ``creators.csv`` in the brand's folder of labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from kpi_helpers.catalogue.csv_rows import read_rows
from kpi_helpers.catalogue.entry import Entry
from kpi_helpers.catalogue.faults import Fault
from kpi_helpers.catalogue.layers import shown_name
from kpi_helpers.catalogue.models import Brand
from kpi_helpers.errors import Problem

__all__ = ["COLUMNS", "CreatorLabel", "labels_folder", "read_creator_labels"]

COLUMNS = ("creator", "network", "role", "since", "by", "reason")


class CreatorLabel(Entry):
    """From ``since`` on, ``by`` calls the creator ``role``, because of ``reason``.

    Parameters
    ----------
    creator : str
        As the sheet of creators calls it.
    network : str, optional
        None: on all of them.
    role : str
        A role, or ``none``.
    since : datetime.date
    by, reason : str
    """

    creator: str = Field(min_length=1)
    network: str | None = None
    role: Literal["fan", "ambassador", "expert", "star", "none"]
    since: date
    by: str = Field(min_length=1)
    reason: str = Field(min_length=1)


def labels_folder(root: Path, brand: Brand) -> Path:
    """Where what was labelled by hand for a brand lies."""
    return root / (brand.labels or f"data/labels/{brand.id}")


def read_creator_labels(root: Path, brand: Brand) -> tuple[list[CreatorLabel], list[Problem]]:
    """The roles given by hand, in the order of the file, and every bad row with its line.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    brand : Brand
        A brand without such a file has none.
    """
    path = labels_folder(root, brand) / "creators.csv"
    lines: dict[tuple[object, ...], int] = {}
    return read_rows(
        path,
        shown_name(root, path),
        COLUMNS,
        CreatorLabel,
        lambda label, line: _faults(label, line, lines),
    )


def _faults(label: CreatorLabel, line: int, lines: dict[tuple[object, ...], int]) -> list[Fault]:
    first = lines.setdefault((label.creator, label.network, label.since), line)
    if first == line:
        return []
    return [Fault(("creator",), "labels_twice", {"found": label.creator, "first": str(first)})]
