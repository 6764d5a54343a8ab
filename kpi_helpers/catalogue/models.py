"""What analysts declare, as frozen models; unknown keys are refused.

The rules that reach across entries (unknown measures, driver cycles ...) stand in ``checks.py``,
reading files in ``loader.py``.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from kpi_helpers.catalogue.competitors import CompetitorSet
from kpi_helpers.catalogue.entry import (
    Department,
    Dimension,
    Entry,
    Grain,
    Id,
    Semver,
    Stage,
    Text,
    Unit,
)
from kpi_helpers.catalogue.pillars import Pillar
from kpi_helpers.catalogue.references import KpiReference, Reference
from kpi_helpers.catalogue.roles import Roles
from kpi_helpers.catalogue.thresholds import Thresholds

__all__ = [
    "Action",
    "Brand",
    "Break",
    "Catalogue",
    "Driver",
    "Funnel",
    "FunnelStage",
    "FxRate",
    "Kpi",
    "Measure",
    "Objective",
    "Proof",
    "RunPlan",
    "Segment",
    "Target",
]


class Measure(Entry):
    """A metric of a grain table with the one way in which it may be aggregated.

    ``over_time: last`` is a stock: the last value of each series, no older than ``max_gap_days``
    at the period's end. ``none`` is never summed (people, medians): only as supplied, or exactly
    through ``distinct`` or ``quantile`` where the rows themselves are at hand.
    """

    table: Grain
    column: str | None = None
    over_time: Literal["sum", "last", "avg", "none", "rows"] = "sum"
    distinct: str | None = None
    quantile: float | None = Field(default=None, gt=0, lt=1)
    series: tuple[str, ...] = ("source", "network", "account", "entity")
    max_gap_days: int = Field(default=3, ge=0)
    null_means: Literal["missing", "zero"] = "missing"
    unit: Unit = "count"
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    settle_days: int = Field(default=0, ge=0)
    label: Text


class Target(Entry):
    """A level to reach for an objective, by ``by`` (else by the date of the objective).

    ``value`` is the level of one ``per``, ``baseline`` the level from which the objective started.
    ``warn`` is how far from the level expected by now, as a fraction of it, the verdict is still
    watch and not bad; of a band it is how far on either side all is well, and as far again is
    watch.
    """

    value: float
    baseline: float | None = None
    per: Literal["month", "quarter", "year"] = "month"
    by: date | None = None
    warn: float | None = Field(default=None, ge=0, le=1)


class Driver(Entry):
    """Another KPI that this one depends on: by its formula, or as a hypothesis."""

    kpi: Id
    edge: Literal["formula", "influence"] = "influence"


class Proof(Entry):
    """One row of worked numbers: the formula, given these measures, must equal ``expect``."""

    given: dict[str, float | None]
    expect: float | None


class Kpi(Entry):
    """A figure that somebody answers for: its meaning, and a formula over measures.

    ``pairwise``: a row counts only where it holds every measure that the formula cannot do without
    (``formula.indispensable``), so that a rate's two sides speak of the same rows.
    """

    version: Semver
    kind: Literal["formula", "share", "cumulative"] = "formula"
    label: Text
    definition: Text
    stage: Stage
    step: tuple[Stage, Stage] | None = None  # a rate within one table that leads from .. to ..
    audience: Literal["stranger", "follower", "visitor", "lead", "customer", "ambassador"]
    department: tuple[Department, ...] = Field(min_length=1)
    owner: str = Field(min_length=1)
    decision: Text
    objective: Id | None = None
    unit: Unit
    direction: Literal["up", "down", "band", "none"]
    kind_of: Literal["leading", "lagging"] = "lagging"
    formula: str | None = None
    measure: Id | None = None  # of a share: numerator and denominator read the same measure
    part: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # of a share: the rows counted
    to_date: Literal["year", "quarter"] | None = None  # of a cumulative kpi
    pairwise: bool = False
    dimensions: tuple[Dimension, ...] = ()
    min_denominator: float | None = Field(default=None, ge=0)
    target: Target | None = None
    drivers: tuple[Driver, ...] = ()
    reference: KpiReference | None = None  # what published figures it may be set beside
    side_effects: Text | None = None
    deprecated_by: Id | None = None
    proofs: tuple[Proof, ...] = ()

    @property
    def of_small_groups(self) -> bool:
        """Whether it counts people who may be few in a cell: only masked cells tell its parts."""
        return "age_band" in self.dimensions


class Objective(Entry):
    """What the brand wants, who answers for it and by when.

    ``horizon`` is how many months it runs, up to ``by``: the way from a baseline to its target
    starts then. ``perimeter`` is the segment it is limited to, or ``all`` when the whole brand is
    meant; the figures of its KPIs are limited likewise. ``outcome`` is the KPI that says in the
    end whether it was reached, as far as another one than those that lead to it.
    """

    statement: Text
    owner: str
    by: date | None = None
    horizon: int | None = Field(default=None, ge=1, le=120)
    perimeter: Id | None = None
    outcome: Id | None = None
    weight: float = Field(default=1.0, gt=0)


class Action(Entry):
    """Something the brand did, on known dates."""

    label: str
    start: date
    end: date | None = None
    channel: str | None = None
    cost: float | None = None
    currency: str | None = None


class Segment(Entry):
    """A named part of the audience: dimension values that belong together."""

    label: Text
    where: dict[Dimension, tuple[str, ...]] = Field(min_length=1)


class FunnelStage(Entry):
    """One stage of a funnel model, laid over one or more stages of the common spine."""

    id: Id
    label: Text
    spine: tuple[Stage, ...] = Field(min_length=1)


class Funnel(Entry):
    """A funnel model and the KPI that stands for each spine stage."""

    label: Text
    stages: tuple[FunnelStage, ...] = Field(min_length=2)
    lead_kpis: dict[Stage, Id] = Field(default_factory=dict)


class Break(Entry):
    """A day from which a platform counts a metric differently: nothing is compared across it."""

    id: Id
    network: str | None = None
    source: str | None = None
    metrics: tuple[str, ...] = Field(min_length=1)
    day: date
    replaced_by: str | None = None
    label: Text
    reference: str = Field(min_length=1)


class FxRate(Entry):
    """On ``day``, one unit of ``base`` was worth ``rate`` units of ``quote``."""

    day: date
    base: str = Field(pattern=r"^[A-Z]{3}$")
    quote: str = Field(pattern=r"^[A-Z]{3}$")
    rate: float = Field(gt=0)
    source: str = ""


class Brand(Entry):
    """Who reports: language, currency, time zone, and where the raw exports lie."""

    id: Id
    name: str = Field(min_length=1)
    locale: Literal["fr", "en"]
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    timezone: str
    raw: tuple[str, ...] = Field(min_length=1)  # folders, relative to the project
    labels: str = ""  # folder of labels given by hand, relative to the project
    sheets: tuple[str, ...] = ()  # names of mappings in params/sheets
    funnel: Id = "race"
    sector: Id | None = None  # as data/reference/benchmarks.csv names it
    scorecards: tuple[Id, ...] = ()  # KPIs followed month by month, in reading order
    privacy: Literal["names", "pseudonyms"] = "pseudonyms"  # of creators, in all that is shown

    @property
    def labels_folder(self) -> str:
        """Where labels given by hand lie: ``labels``, or ``data/labels/<id>`` where it is empty."""
        return self.labels or f"data/labels/{self.id}"


class RunPlan(Entry):
    """What the monthly run makes: ``params/run.yaml``.

    ``closing_day`` is the day of the next month at whose end a month is closed as it is known.
    """

    brands: tuple[Id, ...] = Field(min_length=1)
    months: tuple[str, ...] = Field(min_length=1)
    notebooks: tuple[str, ...] = Field(min_length=1)
    timeout_seconds: int = Field(default=300, gt=0)
    closing_day: int = Field(default=10, ge=1, le=28)


class Catalogue(Entry):
    """Everything declared for one brand, checked as a whole.

    ``provenance`` says for each key path (``kpis.ctr.formula``) which file and line it came from;
    ``sha`` changes when anything declared changes.
    """

    brand: Brand
    measures: dict[Id, Measure]
    kpis: dict[Id, Kpi]
    objectives: dict[Id, Objective] = Field(default_factory=dict)
    segments: dict[Id, Segment] = Field(default_factory=dict)
    pillars: dict[Id, Pillar] = Field(default_factory=dict)  # the first that matches holds
    actions: tuple[Action, ...] = ()
    funnels: dict[Id, Funnel] = Field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    fx: tuple[FxRate, ...] = ()
    competitors: tuple[CompetitorSet, ...] = ()
    references: tuple[Reference, ...] = ()
    thresholds: Thresholds = Thresholds()
    roles: Roles = Roles()
    provenance: dict[str, str] = Field(default_factory=dict)
    sha: str = ""
