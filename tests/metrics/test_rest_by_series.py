"""What parts leave of a total is told series by series: one must not hide another's overlap."""

import math

import pytest

from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.periods import Month

JANUARY = Month(2026, 1).period


def rows_of(*rows):
    names = ("network", "breakdown", "funding", "reach")
    return [
        dict(zip(names, row, strict=True)) | {"date_start": "2026-01-31", "account": row[0]}
        for row in rows
    ]


OVERLAPPING = (
    ("facebook", "total", None, 100),
    ("facebook", "funding", "organic", 80),
    ("facebook", "funding", "boosted", 50),
    ("instagram", "total", None, 400),
)


@pytest.fixture
def split(catalogue, measure, kpi, grains):
    """Reach by funding, as (value, whether parts exceed the total) of each part."""

    def ask(rows, over_time, where=None, unit="count"):
        declared = catalogue(
            {"reach": measure(column="reach", over_time=over_time, unit=unit)},
            {"reach": kpi(formula="reach")},
        )
        tables = grains(account_day=rows_of(*rows))
        found = kpi_values(declared, tables, ["reach"], [JANUARY], by=["funding"], where=where)
        return {
            row["funding"]: (row["value"], "parts_exceed_total" in row["caveats"])
            for row in found.to_dict("records")
        }

    return ask


@pytest.mark.parametrize("over_time", ["sum", "last", "avg"])
def test_a_total_without_parts_does_not_hide_the_overlap_of_another(split, over_time):
    found = split(OVERLAPPING, over_time)
    assert found == {"organic": (80, True), "boosted": (50, True), None: (400, False)}  # never 370


@pytest.mark.parametrize("over_time", ["sum", "last", "avg"])
def test_parts_within_their_total_leave_its_rest_beside_the_other_total(split, over_time):
    rows = (OVERLAPPING[0], OVERLAPPING[1], ("facebook", "funding", "boosted", 15), OVERLAPPING[3])
    found = split(rows, over_time)
    assert found == {"organic": (80, False), "boosted": (15, False), None: (405, False)}


def test_alone_the_overlapping_parts_leave_no_rest(split):
    found = split(OVERLAPPING, "sum", {"network": ["facebook"]})
    assert found["organic"] == (80, True)
    assert None not in found or math.isnan(found[None][0])


def test_money_keeps_a_rest_below_nothing(split):
    found = split(OVERLAPPING, "sum", unit="currency")
    assert found[None] == (370, False)
