"""Creators as a notebook may see them: the newest snapshot, with names or with pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers.catalogue.hand_labels import CreatorLabel, read_creator_labels
from kpi_helpers.errors import CatalogueError
from kpi_helpers.schema import CREATOR_METRICS
from kpi_helpers.session.pseudonyms import brand_key, codes

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Voices"]

KEYS = ["creator", "label", "network", "snapshot"]
DIGITS = 2


@dataclass(frozen=True)
class Voices:
    """What is known of a brand's creators at the end of the session's month.

    Unless the brand says ``privacy: names``, neither id nor name leaves this class, and followers
    are rounded down to two digits: who knows the exact number of a public account knows whose it
    is.

    Parameters
    ----------
    session : Session
    """

    session: Session

    def creators(self) -> pd.DataFrame:
        """Newest snapshot of each creator and network at or before the month's end.

        Returns
        -------
        DataFrame
            ``creator``, ``label``, ``network``, ``snapshot``, ``age_days`` at the month's end,
            ``stale``, ``hidden`` (names replaced) and the columns of
            :data:`kpi_helpers.schema.CREATOR_METRICS`.
        """
        newest = self.snapshots().drop_duplicates(["creator", "network"], keep="last")
        end = pd.Timestamp(self.session.month.period.end)
        age = (end - pd.to_datetime(newest["snapshot"])).dt.days
        limit = self.session.catalogue.roles.doubt.stale_days
        newest = newest.assign(age_days=age, stale=age >= limit)
        return newest.sort_values(["creator", "network"]).reset_index(drop=True)

    def snapshots(self) -> pd.DataFrame:
        """Every snapshot at or before the month's end, oldest first."""
        every = self._every
        last = pd.Timestamp(self.session.month.period.end)
        every = every[pd.to_datetime(every["snapshot"]) <= last]
        return every.sort_values(["snapshot", "creator", "network"]).reset_index(drop=True)

    def overrides(self) -> pd.DataFrame:
        """Roles given by hand that count by the month's end, as the brand's labels state them.

        Returns
        -------
        DataFrame
            ``creator`` (as in :meth:`creators`), ``network`` (null: all), ``role``, ``since``. Who
            gave it and why stay in the file: such a remark may name somebody.

        Raises
        ------
        CatalogueError
            With every bad row, its file and line.
        """
        root, brand = self.session.store.root, self.session.brand
        labels, problems = read_creator_labels(root, brand)
        if problems:
            raise CatalogueError(problems)
        end = self.session.month.period.end
        rows = [self._line(label) for label in labels if label.since <= end]
        return pd.DataFrame(rows, columns=["creator", "network", "role", "since"]).astype(object)

    def _line(self, label: CreatorLabel) -> dict[str, object]:
        creator = label.creator
        if self._hidden:
            creator = self._codes.get(creator, "")  # of nobody in the data: never shown
        return {
            "creator": creator,
            "network": label.network,
            "role": label.role,
            "since": label.since,
        }

    @property
    def _hidden(self) -> bool:
        return self.session.brand.privacy != "names"

    @cached_property
    def _raw(self) -> pd.DataFrame:
        """One row a creator, network and day; of two sources for one, the newest observation."""
        table = self.session.grains.tables.get("creator")
        names = {"entity": "creator", "date_start": "snapshot"}
        frame = pd.DataFrame() if table is None else table.to_pandas().rename(columns=names)
        frame = frame.reindex(columns=[*KEYS, *CREATOR_METRICS, "observed_at", "source"])
        frame["snapshot"] = pd.to_datetime(frame["snapshot"]).dt.date
        frame = frame.sort_values(["observed_at", "source"], kind="stable")
        frame = frame.drop_duplicates(["creator", "network", "snapshot"], keep="last")
        return frame[[*KEYS, *CREATOR_METRICS]].astype(dict.fromkeys(CREATOR_METRICS, "float64"))

    @cached_property
    def _codes(self) -> dict[str, str]:
        key = brand_key(self.session.store.root, self.session.brand.id)
        return codes(self._raw["creator"].astype(str), key)

    @cached_property
    def _every(self) -> pd.DataFrame:
        frame = self._raw.copy()
        if not self._hidden:
            return frame.assign(label=_distinct(frame), hidden=False)
        frame["creator"] = frame["creator"].astype(str).map(self._codes)
        words = self.session.words
        frame["label"] = [words.message("pseudonym", {"code": code}) for code in frame["creator"]]
        for name in ("followers", "following"):
            frame[name] = frame[name].map(_coarse)
        return frame.assign(hidden=True)


def _distinct(frame: pd.DataFrame) -> pd.Series:
    """Names to show: the id where there is none, beside it where two creators share one."""
    names = frame["label"].where(frame["label"].notna(), frame["creator"]).astype(object)
    people = frame.assign(label=names).groupby("label")["creator"].transform("nunique")
    return names.where(people <= 1, names + " (" + frame["creator"].astype(str) + ")")


def _coarse(number: float) -> float:
    """The number rounded down to its first two digits, so that no threshold is crossed upwards."""
    if pd.isna(number) or number < 10**DIGITS:
        return number
    step = 10 ** (len(str(int(number))) - DIGITS)
    return float(int(number) // step * step)
