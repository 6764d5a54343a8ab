"""Real public tables beside the project, read with the mappings that the tests keep for them."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from made_exports import context, values

from kpi_helpers.catalogue.loader import load_mapping_file
from kpi_helpers.sources.detect import read_export

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / ".." / "shared" / "data"
MAPPINGS = PROJECT / "tests" / "data" / "real" / "params" / "sheets"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.exists(), reason="the real tables do not stand beside the project"),
]


def read(mapping, table):
    found = load_mapping_file(MAPPINGS / f"{mapping}.yaml")
    path = DATA / table
    return path, read_export(path, context(path.parent, mappings=[found]))


def column_sum(path, product, separator=","):
    """Exact sum over the file of a product of columns; a record with a blank counts for nothing."""
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream, delimiter=separator))
    return math.fsum(
        math.prod(float(record[name]) for name in product)
        for record in records
        if all(record[name] for name in product)
    )


def test_shared_out_weeks_add_up_to_the_whole_table():
    path, result = read("meridian_geo", "meridian/geo_full_funnel_data.csv")
    spend = {
        "Paid Video": "AwarenessVideo_spend",
        "Display": "PerformanceDisplay_spend",
        "Native": "PerformanceNative_spend",
    }

    assert (result.rows_read, result.rows_rejected, result.problems) == (3120, 0, ())
    for channel, column in spend.items():
        found = math.fsum(values(result, "spend", channel=channel))
        assert math.isclose(found, column_sum(path, [column]), rel_tol=1e-14)
    revenue = column_sum(path, ["conversions", "revenue_per_conversion"])
    assert math.isclose(math.fsum(values(result, "revenue")), revenue, rel_tol=1e-14)
    assert {row[0] for row in values(result, "revenue", "currency")} == {"USD"}


def test_thirty_of_the_weeks_become_two_parts():
    _, result = read("meridian_geo", "meridian/geo_full_funnel_data.csv")
    notes = values(result, "orders", "note", region="Geo0")

    assert len(notes) == 156 + 30
    assert sum(note == "prorated_bucket" for note, _ in notes) == 60


def test_posts_without_id_or_day_are_all_kept_and_blanks_stay_missing():
    path, result = read("moro_posts", "moro2016/dataset_Facebook.csv")
    columns = {"reach": "Total Reach", "comments": "comment", "reactions": "like"}

    assert (result.rows_read, result.rows_rejected, result.problems) == (500, 0, ())
    assert result.entities.num_rows == len(set(result.entities["entity"].to_pylist())) == 500
    for metric, column in columns.items():
        assert sum(values(result, metric)) == column_sum(path, [column], ";")
    assert len(values(result, "reactions")) == 499
    assert len(values(result, "shares")) == 496
    fundings = [funding for funding, _ in values(result, "reach", "funding")]
    assert (fundings.count("paid"), fundings.count("organic"), fundings.count(None)) == (
        139,
        360,
        1,
    )
