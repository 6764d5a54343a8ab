"""Which KPIs are a brand's own, and where that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.catalogue.own import Origin, measures_of, own_kpis

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def alba():
    return load_catalogue(ROOT, "maison_alba")


def test_a_kpi_that_only_the_brand_declares_is_its_own(alba):
    own = own_kpis(alba)["save_rate"]

    assert own.how == "declared"
    assert own.place.startswith("brands/maison_alba.yaml:")
    assert own.fields == ()


def test_a_kpi_that_the_brand_defines_otherwise_is_its_own_and_says_what_differs(alba):
    own = own_kpis(alba)["budget_use"]
    line = int(own.place.rpartition(":")[2])
    text = (ROOT / "params/brands/maison_alba.yaml").read_text(encoding="utf-8").splitlines()

    assert (own.how, own.fields) == ("differs", ("direction",))
    assert text[line - 1].strip() == "direction: band"


def test_a_target_alone_makes_no_kpi_the_brands_own(alba):
    assert alba.kpis["cumulated_reach"].target is not None
    assert "cumulated_reach" not in own_kpis(alba)


def test_a_formula_and_a_definition_that_differ_are_both_named():
    own = own_kpis(load_catalogue(ROOT, "northwind_outdoor"))

    assert set(own["net_sentiment"].fields) == {"definition", "formula"}


def test_a_measure_that_the_brand_changes_makes_its_kpis_own(alba):
    moved = dict(alba.provenance) | {"measures.saves.where": "brands/maison_alba.yaml:9"}
    own = own_kpis(alba.model_copy(update={"provenance": moved}))

    assert own["engagements"] == Origin("differs", "brands/maison_alba.yaml:9", ("measure saves",))


def test_measures_are_those_that_a_formula_or_a_share_reads(alba):
    assert measures_of(alba, "save_rate") == ["reach_cumulated", "saves"]
    assert measures_of(alba, "boosted_view_share") == [alba.kpis["boosted_view_share"].measure]
