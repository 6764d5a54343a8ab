"""On the sample: every change that is taken apart is the sum of its parts."""

from __future__ import annotations

import pytest

from kpi_helpers.session import open_session


@pytest.fixture(scope="module", params=["maison_alba", "northwind_outdoor"])
def session(request, workspace):
    return open_session(request.param, "2026-10", root=str(workspace))


def _exact(changes, compared) -> list[str]:
    """KPIs taken apart; each must be the sum of its parts."""
    whole = compared.set_index("kpi")["change_abs"]
    told = changes[changes["reason"].isna()]
    for kpi, parts in told.groupby("kpi"):
        scale = max(parts["value"].abs().max(), abs(whole[kpi]))
        assert abs(parts["value"].sum() - whole[kpi]) <= 1e-9 * scale, kpi
    return list(told["kpi"].unique())


def test_the_year_of_every_kpi_is_taken_apart_without_a_rest_or_refused_by_name(session):
    kpis = list(session.catalogue.kpis)
    compared = session.year_to_date(kpis)
    changes = session.change.of_year(compared)
    told = _exact(changes, compared)
    left = changes[~changes["kpi"].isin(told)]

    assert list(changes["kpi"].unique()) == kpis
    assert len(told) > 20
    assert left["reason"].notna().all()
    assert set(compared.loc[~compared["comparable"], "kpi"]) <= set(left["kpi"])


def test_a_split_that_tells_most_comes_first(session):
    changes = session.change.of_year(session.year_to_date(["revenue", "roas"])).groupby("kpi")

    assert set(changes.get_group("revenue")["effect"]) == {"volume", "mix", "rate"}
    assert set(changes.get_group("revenue")["dimension"]) == {"region"}


def test_a_year_of_people_in_small_groups_is_not_split_by_region(session):
    """Their regions are told where small cells are masked, and nowhere else."""
    changes = session.change.of_year(session.year_to_date(["workshop_guests", "orders"]))
    split = changes.groupby("kpi")["dimension"].first()

    assert split["orders"] == "region"
    assert split["workshop_guests"] != "region"
