"""Comments of the month and the tones that people read in earlier ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.catalogue.comment_labels import read_comment_labels
from kpi_helpers.errors import CatalogueError
from kpi_helpers.metrics.tone import ToneReading, languages, read_tones

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Tone"]

COMMENT_COLUMNS = ["comment", "text", "network", "permalink", "day"]
_PERSON = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|@[\w.]+")


@dataclass(frozen=True)
class Tone:
    """What a session reads of comments; whom a comment names is not shown.

    Parameters
    ----------
    session : Session
    """

    session: Session

    def reading(self) -> ToneReading:
        """The month's comments as a model reads them that has learnt from the brand's labels.

        Raises
        ------
        CatalogueError
            With every bad row of the labels, its file and line.
        """
        comments, end = self.comments(), self.session.month.period.end
        labels = self.labels().merge(comments[["comment", "text"]], on="comment")
        now = comments[comments["day"].between(self.session.month.period.start, end)]
        now = now.drop(columns="day").reset_index(drop=True)
        known = labels.set_index("comment")["language"]
        guessed = pd.Series(languages(now["text"].tolist()), index=now.index, dtype=object)
        now["language"] = now["comment"].map(known).astype(object).fillna(guessed)
        return read_tones(labels, now)

    def comments(self) -> pd.DataFrame:
        """Every comment known, one row each; addresses and handles in its text are masked.

        Returns
        -------
        DataFrame
            ``comment`` (id), ``text``, ``network``, ``permalink``, ``day``.
        """
        table = self.session.grains.tables.get("mention")
        if table is None:
            return pd.DataFrame(columns=COMMENT_COLUMNS)
        rows = table.to_pandas()
        rows = rows[(rows["content_type"] == "comment") & rows["label"].notna()]
        names = {"entity": "comment", "label": "text", "date_start": "day"}
        rows = rows.rename(columns=names).sort_values(["observed_at", "comment"], kind="stable")
        rows = rows.drop_duplicates("comment", keep="last")
        rows["day"] = pd.to_datetime(rows["day"]).dt.date
        rows["text"] = [_PERSON.sub("@…", str(text)) for text in rows["text"]]
        return rows[COMMENT_COLUMNS].sort_values("comment").reset_index(drop=True)

    def labels(self) -> pd.DataFrame:
        """The newest label of each comment, as known at the session's time of knowledge.

        Returns
        -------
        DataFrame
            ``comment``, ``language``, ``tone``.

        Raises
        ------
        CatalogueError
            With every bad row, its file and line.
        """
        labels, problems = read_comment_labels(self.session.store.root, self.session.brand)
        if problems:
            raise CatalogueError(problems)
        known = self.session.grains.known_at.date()
        rows = [label.model_dump() for label in labels if label.labelled_on <= known]
        columns = ["comment", "language", "tone", "labelled_on"]
        frame = pd.DataFrame(rows, columns=columns)
        frame = frame.sort_values("labelled_on", kind="stable")
        frame = frame.drop_duplicates("comment", keep="last").sort_values("comment")
        return frame[["comment", "language", "tone"]].reset_index(drop=True)
