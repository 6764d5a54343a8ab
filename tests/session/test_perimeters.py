"""What a notebook is handed of own KPIs: nothing to work a small cell out of."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from kpi_helpers.errors import FormulaError
from kpi_helpers.rules import perimeter
from kpi_helpers.session import open_session

PEOPLE = ("region", "age_band")
COUNTS = (("workshop_guests", "value"), ("workshop_satisfaction", "denominator"),
          ("workshop_satisfaction", "numerator"))  # fmt: skip
"""Each count with the KPI and column that tell it, every one a part of the one before it."""


@pytest.fixture(scope="module", params=["maison_alba", "northwind_outdoor"])
def session(request, workspace):
    return open_session(request.param, "2026-10", "en", str(workspace))


@pytest.fixture(scope="module")
def cells(session):
    return session.perimeters.cells()


def _labels(session):
    raw = session.values(["workshop_guests"], by=PEOPLE)
    return list(zip(raw["region"], raw["age_band"], strict=True))


def _inside(row, pairs, session):
    """Which pairs of region and age band a row speaks of."""
    where = {name: (row[name],) for name in PEOPLE if isinstance(row[name], str)}
    if row["cut"] == "perimeter":
        where = session.catalogue.segments[row["perimeter"]].where
    named = [dict(zip(PEOPLE, pair, strict=True)) for pair in pairs]
    return np.array([all(one[n] in where[n] for n in PEOPLE if n in where) for one in named])


def test_every_small_cell_of_the_sample_stays_open_to_whoever_solves_the_whole_table(
    session, cells
):
    """The told figures of all cuts, counts and rates as one system, solved from the outside."""
    least, pairs = session.catalogue.thresholds.cells.min_cell, _labels(session)
    size = len(pairs)
    told, values, hidden = [], [], []
    for place, (kpi, column) in enumerate(COUNTS):
        for row in cells[cells["kpi"] == kpi].to_dict("records"):
            weights = np.zeros(len(COUNTS) * size)
            weights[place * size : (place + 1) * size] = _inside(row, pairs, session)
            if column in row["withheld"]:
                hidden.append(weights)
            elif row[column] == row[column]:
                told.append(weights)
                values.append(row[column])
    part_of = np.hstack([np.zeros((2 * size, size)), np.eye(2 * size)])
    part_of -= np.hstack([np.eye(2 * size), np.zeros((2 * size, size))])

    assert len(hidden) > 20
    for weights in hidden:
        ends = [
            linprog(sign * weights, part_of, np.zeros(2 * size), told, values, (0, 1e6)).fun * sign
            for sign in (1, -1)
        ]
        assert ends[1] - ends[0] >= least - 1e-5


def test_no_small_count_of_people_is_handed_out(session, cells):
    people = cells[(cells["kpi"] == "workshop_guests") & (cells["cut"] != "whole")]

    assert people["value"].dropna().min() >= session.catalogue.thresholds.cells.min_cell
    assert people["value"].isna().any()


def test_findings_of_one_notebook_mask_the_same_figures(session, cells):
    """The whole and the perimeters stand in two findings; neither tells what the other masks."""
    occurring = session.perimeters.occurring()
    shown = perimeter.by_perimeter(cells, session.catalogue, occurring).table
    masked = cells[(cells["cut"] == "perimeter") & cells["withheld"].map(bool)]
    told = shown.set_index(["kpi", "perimeter"])["value"]

    for row in masked.to_dict("records"):
        assert np.isnan(told[row["kpi"], row["perimeter"]])


def test_own_kpis_come_first_and_followed_ones_after(session):
    kpis = session.perimeters.kpis

    assert kpis[: len(session.perimeters.own)] == list(session.perimeters.own)
    assert set(session.scorecards) <= set(kpis)


def test_a_perimeter_of_regions_is_the_sum_of_its_regions(session, cells):
    revenue = cells[cells["kpi"] == "revenue"]
    regions = revenue[revenue["cut"] == "region"].set_index("region")["value"]
    for row in revenue[revenue["cut"] == "perimeter"].to_dict("records"):
        names = session.catalogue.segments[row["perimeter"]].where["region"]

        assert row["value"] == pytest.approx(sum(regions[name] for name in names))


def test_lines_behind_a_figure_lie_in_files_of_the_sample(session):
    sources = session.perimeters.sources(["workshop_guests"])

    assert sources["measure"].unique().tolist() == ["workshop_guests"]
    assert (sources["first_line"] >= 2).all()
    assert sources["source_file"].str.contains("data/sample/").all()


def test_a_draft_is_worked_out_as_a_declared_kpi_would_be(session):
    row = session.perimeters.preview({"formula": "orders", "unit": "count"})

    assert row["value"] == session.values(["orders"])["value"].iloc[0]


def test_a_draft_that_cannot_be_read_is_refused(session):
    with pytest.raises(FormulaError):
        session.perimeters.preview({"formula": "orders +", "unit": "count"})
