"""A tiny project, sound as it is, that tests change in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

KPIS = """\
measures:
  clicks:
    table: post
    column: link_clicks
    label: {fr: Clics, en: Clicks}
  views:
    table: post
    column: views
    label: {fr: Vues, en: Views}
  spend:
    table: channel_period
    column: spend
    unit: currency
    label: {fr: Dépense, en: Spend}
  users:
    table: account_window
    column: users
    over_time: none
    label: {fr: Personnes, en: People}

kpis:
  ctr:
    version: 1.0.0
    label: {fr: Taux de clic, en: Click rate}
    definition: {fr: Clics divisés par les vues, en: Clicks divided by views}
    stage: visit
    audience: visitor
    department: [marketing]
    owner: Ana
    decision: {fr: Changer les liens, en: Change the links}
    unit: percent
    direction: up
    formula: clicks / views
    min_denominator: 100
    proofs:
      - {given: {clicks: 5, views: 100}, expect: 0.05}
"""

BRAND = """\
extends: base
brand:
  id: alba
  name: Alba
  locale: fr
  currency: EUR
  timezone: Europe/Paris
  raw: [data/raw/alba]
  funnel: race
  scorecards: [ctr]
objectives:
  visits:
    statement: {fr: Attirer, en: Attract}
    owner: Ana
kpis:
  ctr:
    objective: visits
    target: {value: 0.06, baseline: 0.05}
"""

FUNNELS = """\
funnels:
  race:
    label: {fr: RACE, en: RACE}
    stages:
      - {id: reach, label: {fr: Toucher, en: Reach}, spine: [reach]}
      - {id: act, label: {fr: Agir, en: Act}, spine: [engage, visit]}
    lead_kpis: {visit: ctr}
"""

BREAKS = """\
breaks:
  - id: meta_views
    network: facebook
    metrics: [views]
    day: 2025-04-21
    label: {fr: Vues, en: Views}
    reference: somewhere
"""

SHEET = """\
name: shop
files: [shop_*.csv]
grain: channel_period
date: {column: Day}
columns:
  spend: {column: Cost, currency: EUR}
"""

RUN = """\
brands: [alba]
months: [2026-09]
notebooks: [01_funnel_mapping]
"""

FILES = {
    "params/kpis.yaml": KPIS,
    "params/brands/alba.yaml": BRAND,
    "params/funnels.yaml": FUNNELS,
    "params/breaks.yaml": BREAKS,
    "params/sheets/shop.yaml": SHEET,
    "params/run.yaml": RUN,
    "params/fx.csv": "day,base,quote,rate,source\n2026-09-01,USD,EUR,0.9,sample\n",
}


class Project:
    """A project folder whose files can be changed by replacing one piece of text."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)
        (root / "notebooks").mkdir()

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> int:
        """Replace `old`, which must stand once, by `new`; the line at which it stood."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A sound project with one brand, ``alba``."""
    return Project(tmp_path)


@pytest.fixture
def kpi_change(project: Project) -> Callable[[str, str], int]:
    """Replace one piece of ``kpis.yaml``; the line at which it stood."""
    return lambda old, new: project.change("params/kpis.yaml", old, new)
