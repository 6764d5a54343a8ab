"""One brand and month, opened: what a notebook holds. It fetches and shows; it analyses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_helpers import __version__
from kpi_helpers.catalogue.loader import find_root, load_catalogue
from kpi_helpers.catalogue.models import Brand, Catalogue, Funnel
from kpi_helpers.errors import KpiError, Problem, SessionError
from kpi_helpers.finding import Finding
from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month, Period, months_back
from kpi_helpers.store.grains import Grains, open_grains
from kpi_helpers.store.observations import Store, open_store
from kpi_helpers.store.quality import source_quality
from kpi_helpers.views.presentations import presentation_of
from kpi_helpers.views.show import present
from kpi_helpers.views.words import LOCALES, Words

ACTION_COLUMNS = ["label", "channel", "start", "end", "cost", "currency"]

__all__ = ["Session", "chart", "open_session", "parse_known_at", "parse_month", "show"]


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
            Columns of ``schema.VALUES`` and one column a dimension of `by`.
        """
        periods = [month.period for month in months_back(self.month, months)]
        return kpi_values(self.catalogue, self.grains, kpis, periods, by=by, where=where)

    def compared(
        self,
        kpis: Sequence[str],
        *,
        kinds: Sequence[str] = ("previous", "year_ago"),
        by: Sequence[str] = (),
    ) -> pd.DataFrame:
        """KPI values of the month, each beside its earlier periods, one row a kind."""
        return compare_kpis(self.catalogue, self.grains, kpis, self.month.period, kinds, by=by)

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


_opened: list[Session] = []  # the session whose words `show` uses: the one opened last


def open_session(
    brand: str, month: str, locale: str = "", root: str = "", known_at: str = ""
) -> Session:
    """Open one brand and month for reading.

    Parameters
    ----------
    brand : str
        Brand id: the name of a file in ``params/brands``.
    month : str
        ``YYYY-MM``.
    locale : str
        ``fr`` or ``en``; empty means the brand's.
    root : str
        Project folder; empty means the one around the working folder, or ``KPI_ROOT``.
    known_at : str
        ISO date or time (UTC; a date means its end): figures as known then. Empty means now.

    Raises
    ------
    SessionError
        For a month, locale or date that does not exist.
    CatalogueError
        For an unknown brand, or with every problem of the declarations.
    StoreError
        When nothing has been imported.
    """
    _word_errors_in_notebook(locale)
    folder = find_root(Path(root)) if root else find_root(None)
    _check_locale(locale)
    wanted, when = parse_month(month), parse_known_at(known_at)
    catalogue = load_catalogue(folder, brand)
    words = Words(locale or catalogue.brand.locale, catalogue)
    store = open_store(folder)
    session = Session(wanted, catalogue, store, open_grains(store, brand, when), words)
    _opened[:] = [session]
    _word_errors_in_notebook(words.locale)
    return session


def show(finding: Finding) -> None:
    """Show a finding as sentence, chart and table, in the language of the session opened last."""
    from IPython.display import display

    session = _session()
    session.shown[:] = [other for other in session.shown if other.name != finding.name]
    session.shown.append(finding)
    for bundle in present(finding, session.words):
        display(bundle, raw=True)


def chart(finding: Finding) -> Any:
    """The chart of a finding as an Altair chart, to go on with; it draws without a network.

    Returns
    -------
    altair.Chart or None
        None when the finding has no chart.
    """
    from kpi_helpers.views.charts.renderer import draw_offline, editable

    draw = presentation_of(finding).chart
    if draw is None:
        return None
    draw_offline()
    words = _session().words
    drawn = draw(finding, words, words.sentence(finding))
    return None if drawn is None else editable(drawn)


def _session() -> Session:
    if not _opened:
        raise SessionError(Problem("no_session_open"))
    return _opened[0]


def parse_month(text: str) -> Month:
    """A month as the user wrote it.

    Raises
    ------
    SessionError
        When it is not ``YYYY-MM``.
    """
    try:
        return Month.parse(text)
    except ValueError:
        raise SessionError(Problem("unknown_month", {"found": text}, key="month")) from None


def parse_known_at(text: str, key: str = "known_at") -> datetime | None:
    """A time in UTC as the user wrote it: None when empty, the end of the day for a bare date.

    `key` is the parameter it was given for: ``known_at`` or ``observed_at``.

    Raises
    ------
    SessionError
        When it is no ISO date or time.
    """
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SessionError(Problem(f"unknown_{key}", {"found": text}, key=key)) from None
    if len(text.strip()) == len("2026-09-30"):
        moment = datetime.combine(moment.date(), time.max)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _check_locale(locale: str) -> None:
    if locale and locale not in LOCALES:
        values = {"found": locale, "known": ", ".join(LOCALES)}
        raise SessionError(Problem("unknown_locale", values, key="locale"))


def _word_errors_in_notebook(locale: str) -> None:
    """Let a notebook tell a user's error in one worded message instead of a traceback."""
    import sys

    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    words = Words(locale if locale in LOCALES else "en", None)

    def tell(shell: Any, kind: type, error: KpiError, trace: Any, tb_offset: Any = None) -> list:
        lines = words.error(error)
        error.told = "\n".join(lines)
        shell._showtraceback(kind, error, lines)
        return lines

    shell.set_custom_exc((KpiError,), tell)
