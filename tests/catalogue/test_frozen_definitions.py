"""Definitions that are kept with a closed month work it out again as they did then."""

from __future__ import annotations

import json

from kpi_helpers.catalogue.frozen import frozen_definitions, thawed_catalogue
from kpi_helpers.catalogue.loader import load_catalogue


def _through_json(value):
    return json.loads(json.dumps(value))


def test_frozen_definitions_hold_every_kpi_and_the_measures_they_read(project):
    catalogue = load_catalogue(project.root, "alba")

    frozen = frozen_definitions(catalogue)

    assert frozen["kpis"].keys() == catalogue.kpis.keys()
    assert frozen["measures"].keys() <= catalogue.measures.keys()
    assert "views" in frozen["measures"]
    assert _through_json(frozen) == frozen


def test_a_later_change_leaves_them_as_they_were(project):
    before = load_catalogue(project.root, "alba")
    frozen = _through_json(frozen_definitions(before))
    project.change("params/kpis.yaml", "min_denominator: 100", "min_denominator: 200")
    today = load_catalogue(project.root, "alba")

    then = thawed_catalogue(today, frozen, before.brand.currency)

    assert today.kpis["ctr"].min_denominator == 200
    assert then.kpis == before.kpis
    assert then.measures.items() <= before.measures.items()


def test_money_is_worked_out_in_the_currency_of_the_close(project):
    catalogue = load_catalogue(project.root, "alba")

    then = thawed_catalogue(catalogue, frozen_definitions(catalogue), "USD")

    assert (then.brand.currency, catalogue.brand.currency) == ("USD", "EUR")


def test_a_kpi_that_can_no_longer_be_read_is_left_out(project):
    catalogue = load_catalogue(project.root, "alba")
    frozen = _through_json(frozen_definitions(catalogue))
    frozen["kpis"]["ctr"]["no_such_field"] = 1
    lost = next(name for name in frozen["measures"] if name != "views")
    frozen["measures"][lost]["over_time"] = "no such rule"

    then = thawed_catalogue(catalogue, frozen, "EUR")

    assert "ctr" not in then.kpis
    assert lost not in then.measures
    assert all(lost not in (kpi.formula or "") for kpi in then.kpis.values())
