"""Rule 3: what moves a KPI, exactly where its formula says so, and else as a hypothesis."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.rules.reading import change_figure, figure, text_or_none

__all__ = ["driver_tree"]

TREE = ["parent", "node", "kind", "edge", "depth", "exact_part"]
KNOWN = ["value", "baseline", "change_abs", "change_rel", "unit", "currency", "comparable"]


def driver_tree(tree: pd.DataFrame, compared: pd.DataFrame, parts: pd.DataFrame) -> Finding:
    """A KPI, what its change is made of, and what is thought to move it.

    Parameters
    ----------
    tree : DataFrame
        ``session.objectives.tree()``: ``parent``, ``node`` (KPI ids), ``edge`` (``root``,
        ``formula`` or ``influence``), ``depth``; a node right before what hangs on it.
    compared : DataFrame
        ``metrics.compare_kpis`` of these KPIs, kind ``year_ago``.
    parts : DataFrame
        ``metrics.driver_parts`` of the same.

    Returns
    -------
    Finding
        ``driver_tree``; one row a node: the columns of `tree`, ``kind`` (``kpi`` or ``measure``),
        the figure of a KPI beside that of a year before, and ``exact_part``: what it did to the
        change of its parent, in the parent's unit (``exact_part_unit``,
        ``exact_part_currency``). The exact parts of a parent sum to its change. An influence
        has none: it is a hypothesis, not a finding.
    """
    known = compared.set_index("kpi").to_dict("index")
    shares = {(row["kpi"], row["driver"]): row for row in parts.to_dict("records")}
    rows: list[dict[str, Any]] = []
    for row in tree.to_dict("records"):
        rows.append(_node(row | {"kind": "kpi"}, known, shares))
        rows += _measures(row, tree, known, shares)
    columns = [*TREE, "exact_part_unit", "exact_part_currency", *KNOWN, "reason"]
    table = pd.DataFrame(rows, columns=columns)
    if table.empty:
        return Finding("driver_tree", table, "driver_tree_none")
    return _told(table)


def _node(
    row: dict[str, Any], known: dict[Any, dict[str, Any]], shares: dict[Any, dict[str, Any]]
) -> dict[str, Any]:
    """One row of the tree with its figures, and with its part where the edge is exact."""
    figures = known.get(row["node"], {}) if row["kind"] == "kpi" else {}
    share = shares.get((row["parent"], row["node"])) if row["edge"] == "formula" else None
    refused = shares.get((row["node"], None))
    found = {name: figures.get(name) for name in KNOWN}
    found["reason"] = figures.get("reason") or (refused["reason"] if refused else None)
    if not figures.get("comparable", False):
        found |= {"change_abs": None, "change_rel": None}
    part = {
        "exact_part": share["part"] if share else None,
        "exact_part_unit": share["unit"] if share else None,
        "exact_part_currency": text_or_none(share["currency"]) if share else None,
    }
    return row | found | part


def _measures(
    row: dict[str, Any],
    tree: pd.DataFrame,
    known: dict[Any, dict[str, Any]],
    shares: dict[Any, dict[str, Any]],
) -> list[dict[str, Any]]:
    """What takes part in the formula of a node, where it is looked into, and is no KPI."""
    if not (tree["parent"] == row["node"]).any():
        return []
    return [
        _node(
            {
                "parent": row["node"],
                "node": driver,
                "kind": "measure",
                "edge": "formula",
                "depth": row["depth"] + 1,
            },
            known,
            shares,
        )
        for (kpi, driver), share in shares.items()
        if kpi == row["node"] and share["kind"] == "measure"
    ]


def _told(table: pd.DataFrame) -> Finding:
    root = table.iloc[0]
    hypotheses = int((table["edge"] == "influence").sum())
    values: dict[str, object] = {"kpi": Ref("kpi", str(root["node"])), "hypotheses": hypotheses}
    if pd.isna(root["change_abs"]):
        return Finding("driver_tree", table, "driver_tree_uncompared", values)
    values |= {"change": figure(root, "change_abs", change=True)}
    exact = table[(table["parent"] == root["node"]) & table["exact_part"].notna()]
    if exact.empty:
        values["change"] = change_figure(root, "")
        refused = text_or_none(root["reason"]) is not None
        message = "driver_tree_untold" if refused else "driver_tree_whole"
        return Finding("driver_tree", table, message, values)
    top = exact.loc[exact["exact_part"].astype("float64").abs().idxmax()]
    values |= {
        "driver": Ref(str(top["kind"]), str(top["node"])),
        "part": _part(top),
    }
    return Finding("driver_tree", table, "driver_tree", values)


def _part(row: pd.Series) -> Figure:
    money = text_or_none(row["exact_part_currency"])
    return Figure(float(row["exact_part"]), str(row["exact_part_unit"]), money, change=True)
