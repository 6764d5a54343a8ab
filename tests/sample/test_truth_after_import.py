"""The whole sample, read by the product's own readers, gives exactly what the truth says."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from kpi_helpers.catalogue.loader import load_catalogue, load_mappings
from kpi_helpers.sample.comments import comments_of
from kpi_helpers.sample.profile import BRANDS as PROFILES
from kpi_helpers.sample.spans import MONTHS
from kpi_helpers.sample.world import make_world
from kpi_helpers.schema import OBSERVATION_KEY
from kpi_helpers.sources.detect import read_export
from kpi_helpers.sources.result import ReadContext, ReadResult

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
BRANDS = tuple(TRUTH["brands"])
NETWORKED = ("site_day", "creator", "peer", "mention")


@cache
def _results(brand: str) -> tuple[ReadResult, ...]:
    declared = load_catalogue(ROOT, brand).brand
    context = ReadContext(
        brand=brand,
        currency=declared.currency,
        timezone=declared.timezone,
        root=ROOT,
        import_time=datetime(2026, 11, 24, 9, 0),
        mappings=load_mappings(ROOT, declared.sheets),
    )
    paths = sorted(path for path in (SAMPLE / brand).rglob("*") if path.is_file())
    return tuple(read_export(path, context) for path in paths)


@cache
def _observations(brand: str, known_at: str = "2026-12-31") -> pd.DataFrame:
    """The newest observation of each key, as known on that day."""
    tables = [result.observations for result in _results(brand)]
    frame = pa.concat_tables(tables).to_pandas()
    frame = frame[frame["observed_at"] < pd.Timestamp(known_at)]
    newest = frame.sort_values("observed_at", kind="stable")
    return newest.drop_duplicates(list(OBSERVATION_KEY), keep="last")


@cache
def _posts(brand: str) -> pd.DataFrame:
    """One row a post, as the last export names it."""
    tables = [result.entities for result in _results(brand)]
    frame = pa.concat_tables(tables).to_pandas().sort_values("observed_at", kind="stable")
    posts = frame[frame["source"].str.startswith("meta_")]
    return posts.drop_duplicates(["network", "account", "entity"], keep="last")


def _counted(posts: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Posts by month, network and content type."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in posts.itertuples():
        path = f"post/{row.network}/posts"
        for name in (path, f"{path}/{row.content_type}"):
            counts[f"{row.published_at:%Y-%m}"][name] += 1
    return counts


def _totals(frame: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Figures by month and path, as the truth names them."""
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    latest = {}
    for row in frame.itertuples():
        month, part = f"{row.date_start:%Y-%m}", row.channel or row.region or row.funding
        figures = totals[month]
        if row.grain == "post":
            path = f"post/{row.network}/{row.metric}"
            figures[path if row.breakdown == "total" else f"{path}/{row.funding}"] += row.value
        elif row.grain == "account_day":
            path = f"account_day/{row.network}/{row.metric}"
            figures[f"account_day/{row.network}/days"] += 1
            if row.date_start >= latest.get((month, path), row.date_start):
                latest[month, path] = row.date_start
                figures[path] = row.value
        elif row.grain == "account_window":
            path = f"account_window/{row.network}/{row.metric}"
            figures[f"{path}/{row.channel}" if row.channel else path] += row.value
        elif row.grain == "action":
            figures[f"action/{row.metric}"] += row.value
        else:
            network = f"{row.network}/" if row.grain in NETWORKED else ""
            path = f"{row.grain}/{network}{row.metric}"
            figures[path] += row.value
            for name in filter(None, (part, row.age_band)):
                figures[f"{path}/{name}"] += row.value
    return totals


def _everything(brand: str) -> dict[str, dict[str, float]]:
    totals = _totals(_observations(brand))
    for month, counts in _counted(_posts(brand)).items():
        totals[month] |= counts
    return totals


@pytest.mark.parametrize("brand", BRANDS)
def test_every_figure_of_every_month_is_the_true_one(brand):
    totals, truth = _everything(brand), TRUTH["brands"][brand]["months"]
    wrong = {
        (month, path): (totals[month].get(path), expected)
        for month in TRUTH["months"]
        for path, expected in truth[month].items()
        if totals[month].get(path) != pytest.approx(expected, abs=0.001)
    }
    assert wrong == {}


@pytest.mark.parametrize("brand", BRANDS)
def test_every_comment_keeps_its_text_its_type_and_the_link_of_its_post(brand):
    world = make_world(next(profile for profile in PROFILES if profile.id == brand))
    written = {one.id: one for month in MONTHS for one in comments_of(world, month)}
    tables = [result.entities for result in _results(brand) if result.source.startswith("comments")]
    read = pa.concat_tables(tables).to_pylist()
    posts = set(_posts(brand)["permalink"])
    assert {one["entity"] for one in read} == set(TRUTH["brands"][brand]["comments"])
    for one in read:
        comment = written[one["entity"]]
        assert (one["label"], one["permalink"]) == (comment.text, comment.permalink)
        assert one["published_at"].date() == comment.day
        assert one["content_type"] == "comment"
    assert {one["permalink"] for one in read} <= posts


@pytest.mark.parametrize("brand", BRANDS)
def test_nothing_comes_out_that_the_truth_does_not_know(brand):
    totals, truth = _everything(brand), TRUTH["brands"][brand]["months"]
    extra = {
        (month, path)
        for month in TRUTH["months"]
        for path in totals[month]
        if path not in truth[month] and path != "channel_period/spend"  # of several currencies
    }
    assert extra == set()


def test_before_the_second_export_the_first_figures_stand():
    truth = TRUTH["brands"]["maison_alba"]
    totals = _totals(_observations("maison_alba", truth["restated_on"]["2026-08"]))
    assert {
        path: value
        for path, value in truth["before_restatement"]["2026-08"].items()
        if "/posts" not in path and totals["2026-08"][path] != value
    } == {}


@pytest.mark.parametrize("brand", BRANDS)
def test_spend_keeps_the_currency_of_its_bill(brand):
    frame = _observations(brand)
    spend = frame[frame["metric"] == "spend"]
    found = spend.groupby("channel")["currency"].unique().map(list).to_dict()
    expected = TRUTH["brands"][brand]["spend_currency"]
    assert found == {channel: [currency] for channel, currency in expected.items()}


@pytest.mark.parametrize("brand", BRANDS)
def test_every_file_was_observed_on_the_day_its_folder_names(brand):
    for result in _results(brand):
        day = Path(result.file).parent.name.removeprefix("observed-")
        noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        for value in set(result.observations["observed_at"].to_pylist()):
            assert value.replace(tzinfo=UTC) == noon
        assert set(result.observations["observed_assumed"].to_pylist()) <= {False}


@pytest.mark.parametrize(("brand", "rejected"), [("maison_alba", 2), ("northwind_outdoor", 1)])
def test_only_the_planted_rows_are_rejected(brand, rejected):
    results = _results(brand)
    blocked = {
        (problem.file.removeprefix("data/sample/"), problem.line)
        for result in results
        for problem in result.problems
        if problem.severity == "block"
    }
    planted = {
        (defect["file"], defect["line"])
        for defect in TRUTH["brands"][brand]["defects"]
        if defect["kind"] in ("unreadable_date", "negative_count", "repeated_row")
    }
    assert blocked == planted
    assert sum(result.rows_rejected for result in results) == rejected
    assert sum(result.rows_read for result in results) > 1000 * rejected


def test_ids_that_excel_broke_are_healed():
    frame = _observations("maison_alba")
    ids = set(frame.loc[frame["grain"] == "post", "entity"])
    assert all(post.isdigit() and len(post) in (17, 18) for post in ids)
