"""What the notebook on own KPIs fetches: values by perimeter, small cells already withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.models import Kpi
from kpi_helpers.catalogue.own import Origin, measures_of, own_kpis
from kpi_helpers.catalogue.writing import write_kpi
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.rules.protected_cells import protected_cells
from kpi_helpers.store.lineage import measure_lineage
from kpi_helpers.store.occurring import occurring_values

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["Perimeters"]

CUTS = {"region": ("region",), "age_band": ("age_band",), "region_age": ("region", "age_band")}


_UNSAID = Text(fr="–", en="–")
_DRAFT = Kpi(
    version="0.0.0",
    label=_UNSAID,
    definition=_UNSAID,
    decision=_UNSAID,
    stage="engage",
    audience="follower",
    department=("marketing",),
    owner="–",
    unit="ratio",
    direction="none",
)
"""What a formula needs around it to be worked out before anything is said of it."""


@dataclass(frozen=True)
class Perimeters:
    """The perimeters of the brand's file, and the KPIs looked at in them.

    Parameters
    ----------
    session : Session
    """

    session: Session

    @property
    def own(self) -> dict[str, Origin]:
        """The brand's own KPIs and what makes them so."""
        return own_kpis(self.session.catalogue)

    @property
    def kpis(self) -> list[str]:
        """Own KPIs first, then those followed month by month."""
        return list(dict.fromkeys([*self.own, *self.session.scorecards]))

    def occurring(self) -> dict[str, list[str]]:
        """Values that ever occur, of each dimension that a perimeter names, where KPIs look.

        A comment has a format of its own, but no KPI counts comments: it is in no perimeter's way.
        """
        catalogue = self.session.catalogue
        named = {name for one in catalogue.segments.values() for name in one.where}
        read = {measure for kpi in catalogue.kpis for measure in measures_of(catalogue, kpi)}
        tables = {catalogue.measures[measure].table for measure in read}
        return occurring_values(self.session.grains, sorted(named), tables)

    def cells(self, kpis: Sequence[str] = ()) -> pd.DataFrame:
        """Values of the month for the whole brand, by region and age band, and by perimeter.

        A KPI is asked for by the dimensions it declares only. What would tell of too few people is
        withheld here, before a notebook can hold it.

        Parameters
        ----------
        kpis : sequence of str
            Those of :attr:`kpis` when empty.

        Returns
        -------
        DataFrame
            As :func:`kpi_helpers.rules.protected_cells.protected_cells` returns them.
        """
        names = list(kpis or self.kpis)
        frames = [self.session.values(names).assign(cut="whole")]
        for cut, dimensions in CUTS.items():
            split = self._declaring(names, dimensions)
            if split:
                frames.append(self._counted(split, by=dimensions).assign(cut=cut))
        for perimeter, segment in self.session.catalogue.segments.items():
            limited = self._declaring(names, tuple(segment.where))
            if limited:
                values = self._counted(limited, where=segment.where)
                frames.append(values.assign(cut="perimeter", perimeter=perimeter))
        labels = ["region", "age_band", "perimeter"]
        every = [frame.reindex(columns=[*frames[0], *labels]).astype(dict.fromkeys(labels, object))
                 for frame in frames]  # fmt: skip
        return protected_cells(pd.concat(every, ignore_index=True), self.session.catalogue)

    def sources(self, kpis: Sequence[str] = ()) -> pd.DataFrame:
        """Files and lines that the month's figures were read from.

        Parameters
        ----------
        kpis : sequence of str
            Those of :attr:`kpis` when empty.

        Returns
        -------
        DataFrame
            One row a KPI, measure and file: ``kpi``, ``measure``, ``source_file``,
            ``first_line``, ``last_line`` and ``lines``.
        """
        session = self.session
        read = pd.DataFrame(
            [
                {"kpi": kpi, "measure": name, "grain": one.table, "metric": one.distinct or column}
                for kpi in kpis or self.kpis
                for name in measures_of(session.catalogue, kpi)
                for one in [session.catalogue.measures[name]]
                for column in [None if one.over_time == "rows" else one.column]
            ],
            columns=["kpi", "measure", "grain", "metric"],
        )
        wanted = list(dict.fromkeys(zip(read["grain"], read["metric"], strict=True)))
        period, known_at = session.month.period, session.grains.known_at
        files = measure_lineage(session.store, session.brand.id, wanted, period, known_at)
        files["metric"] = files["metric"].astype(object).where(files["metric"].notna(), None)
        return read.merge(files, on=["grain", "metric"]).drop(columns=["grain", "metric"])

    def preview(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The month's value of a KPI that is not declared yet: its row of ``schema.VALUES``.

        Parameters
        ----------
        fields : Mapping
            ``formula`` and ``unit``, as the brand's file would hold them.

        Raises
        ------
        FormulaError
            When the formula cannot be read.
        """
        session = self.session
        draft = _DRAFT.model_copy(update={n: fields[n] for n in ("formula", "unit")})
        trial = session.catalogue.model_copy(update={"kpis": {"draft": draft}})
        values = kpi_values(trial, session.grains, ["draft"], [session.month.period])
        return values.iloc[0].to_dict()

    def save(self, name: str, fields: Mapping[str, Any]) -> str:
        """Write a KPI into the brand's file; file and line.

        The session keeps the catalogue it was opened with: a notebook shows the new KPI when it
        is run again.

        Raises
        ------
        CatalogueError
            As :func:`kpi_helpers.catalogue.writing.write_kpi`.
        """
        return write_kpi(self.session.store.root, self.session.brand.id, name, fields)

    def _counted(self, kpis: Sequence[str], **cut: Any) -> pd.DataFrame:
        """Values as counted, few people included: never handed on as they are."""
        session = self.session
        return kpi_values(session.catalogue, session.grains, kpis, [session.month.period], **cut)

    def _declaring(self, kpis: Sequence[str], dimensions: Sequence[str]) -> list[str]:
        """Those of `kpis` that declare all of `dimensions`."""
        declared = self.session.catalogue.kpis
        return [kpi for kpi in kpis if set(dimensions) <= set(declared[kpi].dimensions)]
