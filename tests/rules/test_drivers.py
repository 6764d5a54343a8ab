"""A tree tells parts where the formula does, and calls everything else a hypothesis."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.rules.drivers import driver_tree

TREE = pd.DataFrame(
    [
        (None, "revenue", "root", 0),
        ("revenue", "orders", "formula", 1),
        ("orders", "visits", "influence", 2),
        ("revenue", "value", "formula", 1),
    ],
    columns=["parent", "node", "edge", "depth"],
)


def _parts(*rows: tuple) -> pd.DataFrame:
    columns = ["kpi", "driver", "kind", "part", "unit", "currency", "reason"]
    return pd.DataFrame(rows, columns=columns)


PARTS = _parts(
    ("revenue", "orders", "kpi", 630.0, "currency", "EUR", None),
    ("revenue", "value", "kpi", 130.0, "currency", "EUR", None),
)


@pytest.fixture
def compared(frame, compared_row):
    def make(**more):
        money = {"unit": "currency", "currency": "EUR"}
        return frame(
            [
                compared_row("revenue", 1_760, 1_000, **(money | more)),
                compared_row("orders", 16, 10),
                compared_row("visits", 80, 50),
                compared_row("value", 110, 100, **money),
            ]
        )

    return make


def test_the_driver_that_did_most_is_named_with_its_part(compared):
    finding = driver_tree(TREE, compared(), PARTS)

    assert finding.message == "driver_tree"
    assert finding.values == {
        "kpi": Ref("kpi", "revenue"),
        "change": Figure(760.0, "currency", "EUR", change=True),
        "driver": Ref("kpi", "orders"),
        "part": Figure(630.0, "currency", "EUR", change=True),
        "hypotheses": 1,
    }


def test_the_exact_parts_of_a_node_sum_to_its_change(compared):
    table = driver_tree(TREE, compared(), PARTS).table
    own = table[table["parent"] == "revenue"]

    assert own["exact_part"].sum() == table.iloc[0]["change_abs"] == 760


def test_an_influence_shows_its_own_change_and_never_a_part(compared):
    parts = pd.concat([PARTS, _parts(("orders", "visits", "kpi", 5.0, "count", None, None))])
    row = driver_tree(TREE, compared(), parts).table.set_index("node").loc["visits"]

    assert pd.isna(row["exact_part"])
    assert row["change_abs"] == 30


def test_a_measure_that_no_kpi_tells_hangs_on_its_node(compared):
    parts = _parts(
        ("revenue", "orders", "kpi", 700.0, "currency", "EUR", None),
        ("revenue", "refunds", "measure", 60.0, "currency", "EUR", None),
        ("visits", "bots", "measure", 1.0, "count", None, None),  # not looked into
    )
    table = driver_tree(TREE, compared(), parts).table

    assert list(table["node"]) == ["revenue", "refunds", "orders", "visits", "value"]
    assert table.iloc[1][["kind", "depth", "exact_part"]].tolist() == ["measure", 1, 60.0]


def test_a_change_without_parts_is_told_whole(compared):
    finding = driver_tree(TREE, compared(), _parts())

    assert finding.message == "driver_tree_whole"
    assert finding.values["change"] == Figure(0.76, "relative", change=True)


def test_a_change_that_cannot_be_shared_out_is_not_told_as_one_without_parts(compared):
    parts = _parts(("revenue", None, None, float("nan"), "currency", "EUR", "no_value_between"))
    finding = driver_tree(TREE, compared(), parts)

    assert finding.message == "driver_tree_untold"
    assert finding.table.iloc[0]["reason"] == "no_value_between"


def test_what_cannot_be_compared_has_no_change_and_says_why(compared):
    finding = driver_tree(TREE, compared(comparable=False, reason="no_baseline"), _parts())

    assert finding.message == "driver_tree_uncompared"
    assert finding.table.iloc[0]["reason"] == "no_baseline"
    assert pd.isna(finding.table.iloc[0]["change_abs"])


def test_no_objective_has_no_tree(compared):
    assert driver_tree(TREE.iloc[:0], compared(), PARTS).message == "driver_tree_none"
