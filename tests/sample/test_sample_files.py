"""The sample on disk: complete, small, the same every time, and flawed where truth says so."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kpi_helpers.periods import Month
from kpi_helpers.sample.build import build_sample
from kpi_helpers.sample.spans import LAST, MONTHS

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
BRANDS = ("maison_alba", "northwind_outdoor")


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _folders(brand: str) -> list[tuple[date, Path]]:
    found = [
        (date.fromisoformat(path.name.removeprefix("observed-")), path)
        for path in (SAMPLE / brand).iterdir()
    ]
    return sorted(found)


def _records(path: Path, separator: str) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def test_written_again_from_the_seed_every_byte_is_the_same(tmp_path):
    build_sample(tmp_path)
    assert _hashes(tmp_path) == _hashes(SAMPLE)


def test_a_second_writing_leaves_no_file_of_the_first_behind(tmp_path):
    stale = tmp_path / "maison_alba" / "observed-2020-01-03" / "old.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    other = tmp_path / "notes.txt"
    other.write_text("kept")
    done = subprocess.run(
        [sys.executable, "-m", "kpi_helpers.sample", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=SAMPLE.parents[1],
    )
    written = [path for brand in BRANDS for path in (SAMPLE / brand).rglob("*.*")]
    assert done.stdout == f"{len(written)} exports in {tmp_path}\n"
    assert not stale.exists()
    assert other.read_text() == "kept"


def test_the_sample_is_smaller_than_five_megabytes():
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 5_000_000


def test_it_holds_twenty_six_closed_months_that_end_with_october_2026():
    assert len(MONTHS) == 26
    assert (MONTHS[0], MONTHS[-1]) == (Month(2024, 9), Month(2026, 10))


@pytest.mark.parametrize("brand", BRANDS)
def test_each_month_was_downloaded_early_in_the_next_one(brand):
    monthly = [day for day, _ in _folders(brand) if day.day < 10]
    assert [str(Month.of(day).shifted(-1)) for day in monthly] == [str(month) for month in MONTHS]
    assert all(3 <= day.day <= 7 for day in monthly)


@pytest.mark.parametrize(
    ("brand", "names"),
    [
        (
            "maison_alba",
            ("ventes_{m}.csv", "depenses_{m}.csv", "service_client_{m}.xlsx", "abonnes_{m}.csv",
             "actions_{m}.csv", "exploration_{m}.csv", "acquisition_trafic_{m}.csv"),
        ),
        (
            "northwind_outdoor",
            ("sales_{m}.csv", "spend_{m}.csv", "service_{m}.csv", "followers_{m}.csv",
             "actions_{m}.csv", "exploration_{m}.csv", "traffic_acquisition_{m}.csv"),
        ),
    ],
)  # fmt: skip
def test_each_download_holds_every_kind_of_export(brand, names):
    monthly = [path for day, path in _folders(brand) if day.day < 10]
    for month, folder in zip(MONTHS, monthly, strict=True):
        present = {path.name for path in folder.iterdir()}
        assert {name.format(m=month) for name in names} <= present
        meta = [name for name in present if re.fullmatch(r"\w{3}-01-\d{4}_\w{3}-\d\d-.*csv", name)]
        assert len(meta) == 2


@pytest.mark.parametrize(("brand", "kind"), [("maison_alba", "xlsx"), ("northwind_outdoor", "csv")])
def test_a_budget_stands_in_the_first_folder_of_its_year(brand, kind):
    found = {path.name: path.parent.name for path in (SAMPLE / brand).rglob("budget_*")}
    first = {}
    for day, folder in _folders(brand):
        first.setdefault(day.year, folder.name)
    assert found == {f"budget_{year}.{kind}": folder for year, folder in first.items()}


@pytest.mark.parametrize(
    ("brand", "pattern", "separator", "form"),
    [
        ("maison_alba", "depenses_*.csv", ";", "%d/%m/%Y"),
        ("northwind_outdoor", "spend_*.csv", ",", "%Y-%m-%d"),
    ],
)
def test_every_week_of_spend_is_in_exactly_one_file(brand, pattern, separator, form):
    mondays = sorted(
        datetime.strptime(row[0], form).date()
        for path in (SAMPLE / brand).rglob(pattern)
        for row in _records(path, separator)[1:]
    )
    assert mondays[0] == date(2024, 8, 26)
    assert mondays == [date(2024, 8, 26) + timedelta(7 * step) for step in range(len(mondays))]
    assert mondays[-1] + timedelta(6) == LAST


@pytest.mark.parametrize("brand", BRANDS)
def test_no_week_was_downloaded_before_it_was_over(brand):
    for day, folder in _folders(brand):
        for path in (*folder.glob("depenses_*"), *folder.glob("spend_*")):
            row = _records(path, ";" if brand == "maison_alba" else ",")[-1]
            digits = row[0].split("/")[::-1] if "/" in row[0] else row[0].split("-")
            assert date(*map(int, digits)) + timedelta(6) < day


@pytest.mark.parametrize("brand", BRANDS)
def test_post_ids_are_unique_and_seventeen_or_eighteen_digits_but_for_three_that_excel_broke(brand):
    seen, broken = {}, 0
    for path in sorted((SAMPLE / brand).rglob("*-01-20*_*.csv")):
        text = path.read_text(encoding="utf-8-sig")
        separator = ";" if text.startswith("Identifiant de la publication;") else ","
        header, *rows = _records(path, separator)
        link = next(at for at, name in enumerate(header) if name in ("Permalink", "Permalien"))
        for row in rows:
            if re.fullmatch(r"\d{17,18}", row[0]):
                assert seen.setdefault(row[0], row[link]) == row[link]
            else:
                assert row[0] == "1,20253E+17"
                healed = re.search(r"/posts/(\d{18})$", row[link])
                assert healed and healed[1].startswith("120253")
                broken += 1
    assert broken == (3 if brand == "maison_alba" else 0)


def test_the_set_of_columns_of_the_facebook_export_changes_from_month_to_month():
    sets = set()
    for path in (SAMPLE / "northwind_outdoor").rglob("*-01-20*_*.csv"):
        header = _records(path, ",")[0]
        if "Page ID" in header:
            sets.add(tuple(header))
    assert len(sets) > 10
    assert {len(header) for header in sets} <= set(range(29, 37))


@pytest.mark.parametrize("brand", BRANDS)
def test_impressions_give_way_to_views_in_april_2025(brand):
    for path in (SAMPLE / brand).rglob("*-01-20*_*.csv"):
        start = re.match(r"(\w{3})-01-(\d{4})", path.name)
        number = "JanFebMarAprMayJunJulAugSepOctNovDec".index(start[1]) // 3 + 1
        header = path.read_text(encoding="utf-8-sig").splitlines()[0]
        cells = set(re.split("[,;]", header))
        old = (int(start[2]), number) < (2025, 4)
        assert ("Impressions" in cells) == old
        assert bool(cells & {"Views", "Vues"}) != old


def test_captions_span_lines_and_hold_separators_quotes_and_emoji():
    texts = [
        row[3] or row[4]
        for path in (SAMPLE / "northwind_outdoor").rglob("*-01-20*_*.csv")
        for row in _records(path, ",")[1:]
        if len(row) > 20
    ]
    assert any("\n" in text for text in texts)
    assert any("," in text for text in texts)
    assert any('"' in text for text in texts)
    assert any("\U0001f3d4" in text for text in texts)
