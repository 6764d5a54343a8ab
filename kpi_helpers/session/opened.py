"""One brand and month, opened: what a notebook holds. It fetches and shows; it analyses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kpi_helpers import __version__
from kpi_helpers.catalogue.linked import linked_pairs
from kpi_helpers.catalogue.models import Brand, Catalogue, Funnel
from kpi_helpers.finding import Finding
from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month, Period, days_of, months_back, weeks_of
from kpi_helpers.session.controls import Controls
from kpi_helpers.session.decomposition import SessionChange
from kpi_helpers.session.describe import Describe
from kpi_helpers.session.drivers import Drivers
from kpi_helpers.session.effects import Effects
from kpi_helpers.session.ledger import SessionLedger
from kpi_helpers.session.objectives import Objectives
from kpi_helpers.session.outlook import Outlooks
from kpi_helpers.session.peers import PeerReading
from kpi_helpers.session.perimeter import Perimeters
from kpi_helpers.session.posts import Posts
from kpi_helpers.session.voices import Voices
from kpi_helpers.session.withholding import withheld
from kpi_helpers.store.grains import Grains
from kpi_helpers.store.observations import Store
from kpi_helpers.store.quality import source_quality
from kpi_helpers.views.words import Words

if TYPE_CHECKING:
    from kpi_helpers.session.response import SessionResponse
    from kpi_helpers.session.tone import Tone

ACTION_COLUMNS = ["label", "channel", "start", "end", "cost", "currency"]

__all__ = ["Session"]


@dataclass(frozen=True)
class Session:
    """What a notebook works on.

    Parameters
    ----------
    month : Month
    catalogue : Catalogue
        Of the brand.
    store : Store
    grains : Grains
        Of the brand, as known at ``grains.known_at``.
    words : Words
        The reader's language.
    shown : list of Finding
        Findings shown so far, so that the notebook can collect its limits.
    """

    month: Month
    catalogue: Catalogue
    store: Store
    grains: Grains
    words: Words
    shown: list[Finding] = field(default_factory=list)

    @property
    def brand(self) -> Brand:
        """The brand the session is about."""
        return self.catalogue.brand

    @property
    def scorecards(self) -> list[str]:
        """KPIs the brand follows month by month, in reading order; all of them if it names none."""
        return list(self.brand.scorecards or self.catalogue.kpis)

    @property
    def funnel(self) -> Funnel:
        """The funnel model the brand has chosen."""
        return self.catalogue.funnels[self.brand.funnel]

    @property
    def funnels(self) -> dict[str, Funnel]:
        """Every funnel model by its name in the reader's language."""
        models = self.catalogue.funnels.values()
        return {getattr(model.label, self.words.locale): model for model in models}

    @cached_property
    def objectives(self) -> Objectives:
        """Objectives, their KPIs and targets."""
        return Objectives(self)

    @cached_property
    def drivers(self) -> Drivers:
        """What moves the KPIs that objectives are about."""
        return Drivers(self)

    @cached_property
    def describe(self) -> Describe:
        """The days that the month is described by."""
        return Describe(self)

    @cached_property
    def outlook(self) -> Outlooks:
        """The months ahead."""
        return Outlooks(self)

    @cached_property
    def effects(self) -> Effects:
        """What the effects of actions are read from."""
        return Effects(self)

    @cached_property
    def ledger(self) -> SessionLedger:
        """What the closed months say, as far as they were known at the session's time."""
        return SessionLedger(self)

    @cached_property
    def perimeters(self) -> Perimeters:
        """The brand's own KPIs and its perimeters."""
        return Perimeters(self)

    @cached_property
    def voices(self) -> Voices:
        """The creators around the brand, with names or pseudonyms as it wishes."""
        return Voices(self)

    def knows(self, day: date) -> bool:
        """Whether what was decided by hand on `day` counts: all does, unless it looks back."""
        newest = self.store.newest_observed_at(self.brand.id)
        return (
            newest is None or self.grains.known_at >= newest or day <= self.grains.known_at.date()
        )

    @property
    def labels(self) -> Path:
        """The folder of what people decided by hand for the brand."""
        return self.store.root / self.brand.labels_folder

    @cached_property
    def posts(self) -> Posts:
        """The brand's posts, each at the age of comparison."""
        return Posts(self)

    def values(
        self,
        kpis: Sequence[str],
        *,
        months: int = 1,
        by: Sequence[str] = (),
        where: Mapping[str, Sequence[str]] | None = None,
    ) -> pd.DataFrame:
        """KPI values of the `months` months that end with the session's month.

        Returns
        -------
        DataFrame
            Columns of ``schema.VALUES`` and one column a dimension of `by`. Groups of people who
            may be few are withheld: ``session.perimeters.cells`` tells those that may be told.
        """
        periods = [month.period for month in months_back(self.month, months)]
        return self._told(kpis, periods, by, where)

    def by_day(
        self, kpis: Sequence[str], *, months: int = 1, by: Sequence[str] = ()
    ) -> pd.DataFrame:
        """KPI values of each day of the `months` months that end with the session's month."""
        return self._told(kpis, days_of(self._span(months)), by)

    def by_week(
        self, kpis: Sequence[str], *, months: int = 1, by: Sequence[str] = ()
    ) -> pd.DataFrame:
        """KPI values of each week, Monday to Sunday, that lies wholly in those months."""
        return self._told(kpis, weeks_of(self._span(months)), by)

    def _told(
        self,
        kpis: Sequence[str],
        periods: Sequence[Period],
        by: Sequence[str],
        where: Mapping[str, Sequence[str]] | None = None,
    ) -> pd.DataFrame:
        values = kpi_values(self.catalogue, self.grains, kpis, periods, by=by, where=where)
        return withheld(values, self.catalogue, [*by, *(where or ())])

    def _span(self, months: int) -> Period:
        return Period(self.month.shifted(1 - months).period.start, self.month.period.end)

    def compared(
        self,
        kpis: Sequence[str],
        *,
        kinds: Sequence[str] = ("previous", "year_ago"),
        by: Sequence[str] = (),
    ) -> pd.DataFrame:
        """KPI values of the month, each beside its earlier periods, one row a kind."""
        period = self.month.period
        rows = compare_kpis(self.catalogue, self.grains, kpis, period, kinds, by=by)
        return withheld(rows, self.catalogue, by)

    def year_to_date(self, kpis: Sequence[str]) -> pd.DataFrame:
        """KPI values from 1 January to the month's end beside the same days a year before."""
        period = Period(Month(self.month.year, 1).period.start, self.month.period.end)
        return compare_kpis(self.catalogue, self.grains, kpis, period, ("year_ago",))

    def quality(self) -> pd.DataFrame:
        """One row a source: what it covers of the month, how fresh it is, what was left out."""
        return source_quality(self.store, self.brand.id, self.month.period, self.grains.known_at)

    def splittable(self, kpis: Sequence[str], dimension: str) -> list[str]:
        """Those of `kpis` that are declared to be split by `dimension`."""
        return [kpi for kpi in kpis if dimension in self.catalogue.kpis[kpi].dimensions]

    def steps(self, dimension: str = "") -> list[str]:
        """KPIs that are a step within one table; those that `dimension` may split, if named."""
        steps = [name for name, kpi in self.catalogue.kpis.items() if kpi.step]
        return self.splittable(steps, dimension) if dimension else steps

    def actions(self) -> pd.DataFrame:
        """The action log, from sheets and from the brand's file, oldest first.

        Returns
        -------
        DataFrame
            ``label``, ``channel``, ``start``, ``end``, ``cost``, ``currency``.
        """
        declared = pd.DataFrame(
            [action.model_dump() for action in self.catalogue.actions], columns=ACTION_COLUMNS
        )
        table = self.grains.tables.get("action")
        if table is None:
            return declared
        names = {"date_start": "start", "date_end": "end", "cost_currency": "currency"}
        log = table.to_pandas().rename(columns=names).reindex(columns=ACTION_COLUMNS)
        for column in ("start", "end"):
            log[column] = pd.to_datetime(log[column]).dt.date
        both = [frame.astype(object) for frame in (log, declared) if len(frame)]
        every = pd.concat(both, ignore_index=True) if both else declared
        return every.sort_values(["start", "label"]).reset_index(drop=True)

    @cached_property
    def peers(self) -> PeerReading:
        """Competitors and published figures."""
        return PeerReading(self)

    @cached_property
    def change(self) -> SessionChange:
        """What the changes of the month and of the year are made of."""
        return SessionChange(self)

    @cached_property
    def response(self) -> SessionResponse:
        """What each channel's spend brought, and what more of it would bring."""
        from kpi_helpers.session.response import SessionResponse  # scipy's solvers load slowly

        return SessionResponse(self)

    @cached_property
    def tone(self) -> Tone:
        """Comments, and the tones that people read in earlier ones."""
        from kpi_helpers.session.tone import Tone  # its libraries take a second to load

        return Tone(self)

    @cached_property
    def controls(self) -> Controls:
        """What the lab's controls are handed."""
        return Controls(self)

    @property
    def linked(self) -> frozenset[frozenset[str]]:
        """Pairs of KPIs that are made of the same figures."""
        return linked_pairs(self.catalogue)

    def provenance(self) -> dict[str, str]:
        """What makes these figures these figures: versions, hashes and the time of knowledge."""
        return {
            "brand": self.brand.name,
            "month": str(self.month),
            "known_at": self.grains.known_at.strftime("%Y-%m-%d %H:%M UTC"),
            "store_version": self.store.version_of(self.brand.id),
            "catalogue_sha": self.catalogue.sha,
            "workbench_version": __version__,
        }
