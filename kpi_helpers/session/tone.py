"""Comments of the month and the tones that people read in earlier ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from getpass import getuser
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.catalogue.hand_labels import COMMENT_COLUMNS, read_comment_labels
from kpi_helpers.errors import CatalogueError
from kpi_helpers.finding import Ref
from kpi_helpers.metrics.tone import TONES, ToneReading, languages, read_tones
from kpi_helpers.store.labels import add_label

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Tone"]

SHOWN = ["comment", "text", "network", "permalink", "day"]
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
            return pd.DataFrame(columns=SHOWN)
        rows = table.to_pandas()
        rows = rows[(rows["content_type"] == "comment") & rows["label"].notna()]
        names = {"entity": "comment", "label": "text", "date_start": "day"}
        rows = rows.rename(columns=names).sort_values(["observed_at", "comment"], kind="stable")
        rows = rows.drop_duplicates("comment", keep="last")
        rows["day"] = pd.to_datetime(rows["day"]).dt.date
        rows["text"] = [_PERSON.sub("@…", str(text)) for text in rows["text"]]
        return rows[SHOWN].sort_values("comment").reset_index(drop=True)

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
        rows = [label.model_dump() for label in labels if self.session.knows(label.labelled_on)]
        columns = ["comment", "language", "tone", "labelled_on"]
        frame = pd.DataFrame(rows, columns=columns)
        frame = frame.sort_values("labelled_on", kind="stable")
        frame = frame.drop_duplicates("comment", keep="last").sort_values("comment")
        return frame[["comment", "language", "tone"]].reset_index(drop=True)

    def labelling(self, by: str = "") -> dict[str, Any]:
        """What the labelling control needs: the comments nobody has labelled, and where to save.

        They come in an order that favours none. An order by what the model doubts would let it
        learn faster and make its error a lie: labels must be like the comments that it judges.

        Parameters
        ----------
        by : str
            Who labels; empty means the name this computer knows.

        Returns
        -------
        dict
            The arguments of :func:`kpi_helpers.views.widgets.label_texts`.
        """
        known = set(self.labels()["comment"])
        comments = self.comments()
        waiting = comments[~comments["comment"].isin(known)].to_dict("records")
        waiting.sort(key=lambda row: sha256(str(row["comment"]).encode()).hexdigest())
        words = self.session.words
        return {
            "items": [{"id": row["comment"], "text": row["text"]} for row in waiting],
            "values": {tone: words.ref(Ref("tone", tone)) for tone in TONES},
            "save": partial(self.save, by=by.strip() or getuser()),
            "say": words.message,
            "labelled": len(known),
        }

    def save(self, comment: str, tone: str, by: str) -> None:
        """Add one label, dated today, to the brand's file; the newest of a comment holds.

        Raises
        ------
        StoreError
            When it cannot be written.
        """
        text = self.comments().set_index("comment")["text"].loc[comment]
        row = {"comment": comment, "language": languages([text])[0], "tone": tone}
        dated = {"labelled_on": date.today().isoformat(), "labelled_by": by}
        add_label(self.session.labels / "comments.csv", COMMENT_COLUMNS, row | dated)
