"""Rule 4: what an indicator is, in everything that a reader must be able to check."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.catalogue.own import Origin
from kpi_helpers.finding import Finding, Ref
from kpi_helpers.rules.reading import frame_caveats

__all__ = ["kpi_cards"]

BADGES = ("specific", "measurable", "achievable", "relevant", "timed")

MOST_FILES = 3
"""Files named on a card, those with most lines; the others are counted."""

_KEPT = ("kpi", "kpi_version", "value", "unit", "currency", "complete", "settled", "caveats")


def kpi_cards(
    values: pd.DataFrame,
    origins: Mapping[str, Origin],
    sources: pd.DataFrame,
    closes: pd.DataFrame,
    catalogue: Catalogue,
    badges: pd.DataFrame | None = None,
) -> Finding:
    """One card a KPI: its figure, where it is declared, what it was read from, since when it holds.

    Parameters
    ----------
    values : DataFrame
        Of ``protected_cells``; the rows of the whole brand are used.
    origins : Mapping[str, Origin]
        ``catalogue.own.own_kpis``.
    sources : DataFrame
        ``kpi``, ``source_file``, ``first_line``, ``last_line``, ``lines``.
    closes : DataFrame
        ``month`` (YYYY-MM), ``kpi`` and ``kpi_version`` of the closed months.
    catalogue : Catalogue
        Where each KPI is declared, and its objective.
    badges : DataFrame, optional
        Of ``smart_badges``: ``kpi``, one flag a badge, and ``gaps``.

    Returns
    -------
    Finding
        ``kpi_cards``; one row a KPI. ``since`` is the first of the latest closed months in a row
        that were worked out under this version, ``version_before`` the version closed before it;
        both are null where no month was closed under this version. ``badges`` names the SMART
        badges that its target has, ``gaps`` what it lacks; null where it is no target's KPI.
    """
    whole = values[values["cut"] == "whole"].reset_index(drop=True)
    table = whole[[*_KEPT, "withheld", "least", "reason"]].copy()
    if table.empty:
        return Finding("kpi_cards", table, "kpi_cards_none")
    table["own_by"] = [origins[kpi].how if kpi in origins else "shared" for kpi in table["kpi"]]
    table["place"] = [_place(kpi, origins, catalogue) for kpi in table["kpi"]]
    table["objective"] = [catalogue.kpis[kpi].objective for kpi in table["kpi"]]
    history = [_history(row, closes) for row in table.to_dict("records")]
    table["since"], table["version_before"] = zip(*history, strict=True)
    read = [_files(sources[sources["kpi"] == kpi]) for kpi in table["kpi"]]
    table["read_from"], table["more_files"], table["lines"] = zip(*read, strict=True)
    smart = [_smart(kpi, badges) for kpi in table["kpi"]]
    table["badges"], table["gaps"] = zip(*smart, strict=True)
    changed = [Ref("kpi", str(kpi)) for kpi in table.loc[table["version_before"].notna(), "kpi"]]
    found = {"count": len(table), "changed": changed}
    message = "kpi_cards_changed" if changed else "kpi_cards"
    return Finding("kpi_cards", table, message, found, frame_caveats(whole))


def _place(kpi: str, origins: Mapping[str, Origin], catalogue: Catalogue) -> list[str]:
    """Where it is declared, and where the brand changes it."""
    declared = catalogue.provenance.get(f"kpis.{kpi}", "")
    places = [declared, *([origins[kpi].place] if kpi in origins else [])]
    return [place for place in dict.fromkeys(places) if place]


def _history(row: Mapping[object, object], closes: pd.DataFrame) -> tuple[str | None, str | None]:
    """Since which closed month the version stands, and the version before it."""
    own = closes[closes["kpi"] == row["kpi"]].sort_values("month")
    versions = list(zip(own["month"], own["kpi_version"], strict=True))
    since: str | None = None
    for month, version in reversed(versions):
        if version != row["kpi_version"]:
            return since, str(version) if since else None
        since = str(month)
    return since, None


def _files(sources: pd.DataFrame) -> tuple[list[str], int, int]:
    """The files with most lines as ``file:first–last``, how many others, and all lines."""
    files = (
        sources.groupby("source_file")
        .agg(first=("first_line", "min"), last=("last_line", "max"), lines=("lines", "max"))
        .sort_values("lines", ascending=False, kind="stable")
    )
    named = [
        f"{name}:{row.first}" if row.first == row.last else f"{name}:{row.first}–{row.last}"
        for name, row in zip(files.index, files.itertuples(), strict=True)
    ]
    return named[:MOST_FILES], max(len(named) - MOST_FILES, 0), int(files["lines"].sum())


def _smart(kpi: str, badges: pd.DataFrame | None) -> tuple[list[str] | None, list[str] | None]:
    """Badges that a KPI's target has, and what it lacks for the others."""
    if badges is None or kpi not in set(badges["kpi"]):
        return None, None
    row = badges[badges["kpi"] == kpi].iloc[0]
    return [name for name in BADGES if row[name]], [str(gap) for gap in row["gaps"]]
