"""The sample's raw files, read as they ship, against the truth they were made from."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from made_exports import IMPORTED

from kpi_helpers.catalogue.loader import load_catalogue, load_mappings
from kpi_helpers.sources.detect import read_export
from kpi_helpers.sources.result import ReadContext

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "data" / "sample"
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["brands"]
MONTHS = [
    ("maison_alba", "2025-05"),
    ("maison_alba", "2025-07"),
    ("northwind_outdoor", "2024-12"),
    ("northwind_outdoor", "2025-11"),
]


def observed(brand, month):
    """Observations of the files exported right after a month."""
    declared = load_catalogue(PROJECT, brand).brand
    mappings = load_mappings(PROJECT, declared.sheets)
    about = ReadContext(
        brand, declared.currency, declared.timezone, PROJECT, IMPORTED, mappings=mappings
    )
    folder = SAMPLE / brand / f"observed-{TRUTH[brand]['observed_on'][month]}"
    files = sorted(path for path in folder.iterdir() if month[:4] in path.name)
    return pa.concat_tables([read_export(path, about).observations for path in files]).to_pylist()


def fact(rows, path):
    """The figure that a path of the truth names; None for paths that name none."""
    grain, *parts = path.split("/")
    if grain == "post" and parts[1] != "posts":
        funding = parts[2] if len(parts) == 3 else None
        return total(rows, grain, parts[1], network=parts[0], funding=funding,
                     breakdown="funding" if funding else "total")  # fmt: skip
    if grain == "site_day":
        limits = {"channel": parts[2]} if len(parts) == 3 else {}
        return total(rows, grain, parts[1], **limits)
    if grain == "account_window":
        channel = parts[2] if len(parts) == 3 else None
        return total(rows, grain, parts[1], channel=channel,
                     breakdown="channel" if channel else "total")  # fmt: skip
    return None


def total(rows, grain, metric, **limits):
    found = [
        row["value"]
        for row in rows
        if row["grain"] == grain
        and row["metric"] == metric
        and all(row[name] == value for name, value in limits.items())
    ]
    return sum(found)


@pytest.mark.parametrize(("brand", "month"), MONTHS)
def test_posts_sessions_and_people_are_those_of_the_truth(brand, month):
    rows = observed(brand, month)
    named = {
        path: (fact(rows, path), value) for path, value in TRUTH[brand]["months"][month].items()
    }
    checked = {path: pair for path, pair in named.items() if pair[0] is not None}

    assert len(checked) > 70
    assert {
        path: pair for path, pair in checked.items() if pair[0] != pytest.approx(pair[1], rel=1e-12)
    } == {}
