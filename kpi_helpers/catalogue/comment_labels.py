"""The tone that somebody read in a comment: ``comments.csv`` in the brand's folder of labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from kpi_helpers.catalogue.creator_labels import labels_folder
from kpi_helpers.catalogue.csv_rows import read_rows
from kpi_helpers.catalogue.entry import Entry
from kpi_helpers.catalogue.layers import shown_name
from kpi_helpers.catalogue.models import Brand
from kpi_helpers.errors import Problem

__all__ = ["COLUMNS", "CommentLabel", "read_comment_labels"]

COLUMNS = ("comment", "language", "tone", "labelled_on", "labelled_by")


class CommentLabel(Entry):
    """On ``labelled_on``, ``labelled_by`` read ``tone`` in the comment of that id."""

    comment: str = Field(min_length=1)
    language: Literal["fr", "en", "other"]
    tone: Literal["positive", "neutral", "negative"]
    labelled_on: date
    labelled_by: str = Field(min_length=1)


def read_comment_labels(root: Path, brand: Brand) -> tuple[list[CommentLabel], list[Problem]]:
    """Every label in the order of the file, and every bad row with its line.

    A comment may be labelled again: the newest day holds, and of one day the lower line.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    brand : Brand
        A brand without such a file has none.
    """
    path = labels_folder(root, brand) / "comments.csv"
    return read_rows(path, shown_name(root, path), COLUMNS, CommentLabel, lambda label, line: [])
