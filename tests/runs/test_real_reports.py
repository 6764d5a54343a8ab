"""The product on tables that nobody here wrote: from file to report, and back to the file."""

from __future__ import annotations

import calendar
import csv
import json
import math
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kpi_helpers.runs.execute import run_batch
from kpi_helpers.runs.intake import import_exports
from kpi_helpers.runs.notebooks import read_notebooks
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.setting import batch_setting

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT / ".." / "shared" / "data"
MERIDIAN = SHARED / "meridian" / "geo_full_funnel_data.csv"
MORO = SHARED / "moro2016" / "dataset_Facebook.csv"
ROBYN = SHARED / "robyn" / "dt_simulated_weekly.csv"
TABLES = {"meridian": MERIDIAN, "moro": MORO, "robyn": ROBYN}
MONTHS = {"meridian": "2023-05", "moro": "2014-11", "robyn": "2019-10"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not all(table.exists() for table in TABLES.values()),
        reason="the public tables do not stand beside this checkout",
    ),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Every brand imported and reported; brand to the folder of its report."""
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(PROJECT / "params", root / "params")
    shutil.copytree(PROJECT / "tests/data/real/params", root / "params", dirs_exist_ok=True)
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    for brand, table in TABLES.items():
        folder = root / "data/raw" / brand
        folder.mkdir(parents=True)
        shutil.copy(table, folder)
    intake = import_exports(root, list(MONTHS), now=datetime(2026, 11, 1))
    assert intake.refused == ()
    notebooks = tuple(read_notebooks(root / "notebooks").values())
    jobs = [
        Job(brand, month, "en", notebooks, Path("reports") / month / brand)
        for brand, month in MONTHS.items()
    ]
    records = run_batch(jobs, batch_setting(root), root=root)
    assert [record.problems for record in records] == [()] * len(TABLES)
    return {job.brand: root / job.folder for job in jobs}


def _figures(folder: Path) -> dict[str, float]:
    findings = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    found = next(f for f in findings if f["name"] == "month_in_figures")
    return {row["kpi"]: row["value"] for row in found["table"]}


def _rows(path: Path, separator: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def _days_inside(start: date, month: str) -> int:
    year, number = map(int, month.split("-"))
    first = date(year, number, 1)
    last = date(year, number, calendar.monthrange(year, number)[1])
    return sum(first <= start + timedelta(day) <= last for day in range(7))


def test_weekly_totals_in_the_report_equal_those_worked_out_from_the_file(reports):
    month = MONTHS["meridian"]
    orders, revenue, spend = [], [], []
    for row in _rows(MERIDIAN, ","):
        share = _days_inside(date.fromisoformat(row["time"]), month) / 7
        sold = float(row["conversions"])
        orders.append(share * sold)
        revenue.append(share * sold * float(row["revenue_per_conversion"]))
        spend += [share * float(row[name]) for name in row if name.endswith("_spend")]
    figures = _figures(reports["meridian"])

    assert math.fsum(orders) > 0
    for kpi, parts in (("orders", orders), ("revenue", revenue), ("ad_spend", spend)):
        assert figures[kpi] == pytest.approx(math.fsum(parts), rel=1e-9)
    assert figures["roas"] == pytest.approx(math.fsum(revenue) / math.fsum(spend), rel=1e-9)


def test_post_totals_in_the_report_equal_those_worked_out_from_the_file(reports):
    posts = [row for row in _rows(MORO, ";") if row["Post Month"] == "11"]
    figures = _figures(reports["moro"])

    assert figures["posts_published"] == len(posts)
    assert figures["cumulated_reach"] == sum(float(row["Total Reach"]) for row in posts)
    assert figures["engagements"] == sum(
        float(row[name]) for row in posts for name in ("like", "comment", "share") if row[name]
    )


def test_five_channels_bought_together_are_added_up_as_the_file_does(reports):
    month = MONTHS["robyn"]
    revenue, spend = [], []
    for row in _rows(ROBYN, ","):
        share = _days_inside(date.fromisoformat(row["DATE"]), month) / 7
        revenue.append(share * float(row["revenue"]))
        spend += [share * float(row[name]) for name in row if name.endswith("_S")]
    figures = _figures(reports["robyn"])

    assert figures["revenue"] == pytest.approx(math.fsum(revenue), rel=1e-9)
    assert figures["ad_spend"] == pytest.approx(math.fsum(spend), rel=1e-9)


def test_each_real_report_is_a_whole_page(reports):
    for folder in reports.values():
        page = (folder / "report.html").read_text(encoding="utf-8")
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))

        assert record["status"] == "succeeded"
        assert len(record["notebooks"]) == len(list((PROJECT / "notebooks").glob("*.ipynb")))
        assert page.count("<h1") == 1
        assert len(page) < 2_500_000
