"""Asking for no KPI is no error: a brand may follow none that a dimension can split."""

from kpi_helpers.metrics.compare import compare_kpis
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month

JANUARY = Month(2026, 1).period


def test_no_kpi_gives_no_row_and_every_column(catalogue, measure, kpi, grains):
    declared = catalogue({"reach": measure()}, {"reach": kpi(formula="reach")})
    tables = grains(account_day=[{"date_start": "2026-01-01", "reach": 1}])

    some = kpi_values(declared, tables, ["reach"], [JANUARY], by=["network"])
    none = kpi_values(declared, tables, [], [JANUARY], by=["network"])
    compared = compare_kpis(declared, tables, [], JANUARY, by=["network"])

    assert len(none) == len(compared) == 0
    assert list(none.columns) == list(some.columns)
    assert {"network", "baseline", "comparable"} <= set(compared.columns)
