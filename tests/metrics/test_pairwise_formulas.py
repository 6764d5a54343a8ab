"""Pairing leaves out rows that lack what a formula cannot do without, and no others."""

from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month

JANUARY = Month(2026, 1).period


def test_a_row_without_a_value_that_coalesce_stands_in_for_is_still_paired(
    catalogue, measure, kpi, grains
):
    tables = grains(
        post=[
            {"entity": "fb", "date_start": "2026-01-01", "eng": 60, "reach": 1500, "saves": None},
            {"entity": "ig", "date_start": "2026-01-02", "eng": 180, "reach": 2500, "saves": 20},
        ]
    )
    declared = catalogue(
        {name: measure(table="post", column=name) for name in ("eng", "reach", "saves")},
        {"rate": kpi(formula="(eng + coalesce(saves, 0)) / reach", unit="percent", pairwise=True)},
    )

    found = kpi_values(declared, tables, ["rate"], [JANUARY]).iloc[0]

    assert (found["numerator"], found["denominator"]) == (260, 4000)
