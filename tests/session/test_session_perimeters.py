"""On the sample: which perimeters a brand may have, by what its KPIs can tell."""

from __future__ import annotations

import pytest

from kpi_helpers.session import open_session


@pytest.mark.parametrize("brand", ["maison_alba", "northwind_outdoor"])
def test_only_formats_that_a_kpi_counts_can_be_left_out_of_the_perimeters(workspace, brand):
    session = open_session(brand, "2026-10", root=str(workspace))
    formats = session.perimeters.occurring()["content_type"]

    assert {"video", "reel"} <= set(formats)
    assert "comment" not in formats


def test_few_people_are_told_by_no_door_but_the_masked_cells(workspace):
    session = open_session("maison_alba", "2026-10", root=str(workspace))
    guests = ["workshop_guests"]
    split = session.values(guests, by=["region", "age_band"])
    limited = session.values(guests, where={"region": ["FR-IDF"]})
    moved = session.compared(guests, by=["region"])
    whole, cells = session.values(guests), session.perimeters.cells(guests)

    for rows in (split, limited, moved, session.by_week(guests, by=["age_band"])):
        assert len(rows) > 0
        assert set(rows["reason"]) == {"withheld"}
        assert rows[["value", "numerator", "denominator"]].isna().all(axis=None)
    assert moved[["baseline", "change_abs", "change_rel"]].isna().all(axis=None)
    assert whole["value"].notna().all()
    assert cells.loc[cells["cut"] == "region_age", "value"].notna().any()


def test_a_split_that_counts_no_people_is_told(workspace):
    session = open_session("maison_alba", "2026-10", root=str(workspace))

    assert session.values(["orders"], by=["region"])["value"].notna().all()
