"""What people decided by hand, as dated rows of CSV files in the brand's folder of labels.

A thing may be labelled again: the newest day holds, and of one day the lower line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from kpi_helpers.catalogue.csv_rows import read_rows
from kpi_helpers.catalogue.entry import Entry
from kpi_helpers.catalogue.faults import Fault, suggestion
from kpi_helpers.catalogue.layers import shown_name
from kpi_helpers.catalogue.models import Brand
from kpi_helpers.errors import Problem

__all__ = [
    "COMMENT_COLUMNS",
    "CommentLabel",
    "CreatorLabel",
    "PostLabel",
    "read_comment_labels",
    "read_creator_labels",
    "read_post_labels",
]


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


class CommentLabel(Entry):
    """On ``labelled_on``, ``labelled_by`` read ``tone`` in the comment of that id."""

    comment: str = Field(min_length=1)
    language: Literal["fr", "en", "other"]
    tone: Literal["positive", "neutral", "negative"]
    labelled_on: date
    labelled_by: str = Field(min_length=1)


class PostLabel(Entry):
    """On ``date``, ``by`` put the post of that id to ``pillar``; to none where it is empty."""

    date: date
    post: str = Field(min_length=1)
    pillar: str | None = None
    by: str = Field(min_length=1)
    reason: str = ""


COMMENT_COLUMNS = tuple(CommentLabel.model_fields)
"""Columns of ``comments.csv``, in their order."""

Label = TypeVar("Label", bound=Entry)
Lines = dict[tuple[object, ...], int]


def read_creator_labels(root: Path, brand: Brand) -> tuple[list[CreatorLabel], list[Problem]]:
    """The roles of ``creators.csv`` in the order of the file, and every bad row with its line.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    brand : Brand
        A brand without such a file has none.
    """
    lines: Lines = {}
    return _read(root, brand, "creators", CreatorLabel, lambda one, at: _twice(one, at, lines))


def read_comment_labels(root: Path, brand: Brand) -> tuple[list[CommentLabel], list[Problem]]:
    """The tones of ``comments.csv``; see :func:`read_creator_labels`."""
    return _read(root, brand, "comments", CommentLabel, lambda one, at: [])


def read_post_labels(
    root: Path, brand: Brand, pillars: Collection[str]
) -> tuple[list[PostLabel], list[Problem]]:
    """The themes of ``posts.csv``, each one of `pillars`; see :func:`read_creator_labels`."""
    return _read(root, brand, "posts", PostLabel, lambda one, at: _undeclared(one, pillars))


def _read(
    root: Path,
    brand: Brand,
    name: str,
    model: type[Label],
    faults: Callable[[Label, int], list[Fault]],
) -> tuple[list[Label], list[Problem]]:
    path = root / brand.labels_folder / f"{name}.csv"
    columns: Sequence[str] = tuple(model.model_fields)
    return read_rows(path, shown_name(root, path), columns, model, faults)


def _twice(label: CreatorLabel, line: int, lines: Lines) -> list[Fault]:
    first = lines.setdefault((label.creator, label.network, label.since), line)
    if first == line:
        return []
    return [Fault(("creator",), "labels_twice", {"found": label.creator, "first": str(first)})]


def _undeclared(label: PostLabel, pillars: Collection[str]) -> list[Fault]:
    if label.pillar is None or label.pillar in pillars:
        return []
    return [Fault(("pillar",), *suggestion("pillar_unknown", label.pillar, pillars))]
