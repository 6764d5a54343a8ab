"""Published figures and competitor sets are read whole, and a bad one is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_helpers.catalogue.competitors import CompetitorSet, competitor_faults, competitors_of
from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.catalogue.reference_rows import REFERENCES_FILE, read_references
from kpi_helpers.catalogue.references import Reference, band_limits
from kpi_helpers.errors import CatalogueError
from kpi_helpers.periods import Month

ROOT = Path(__file__).resolve().parents[2]
HEAD = ",".join(Reference.model_fields)
ROW = "brands,all,,instagram,engagement_rate,by_views,median,1.2,percent,,2025,A,,publisher"


def read(tmp_path, *rows: str):
    """References and problems of a file with these rows."""
    path = tmp_path / "benchmarks.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return read_references(path, "benchmarks.csv")


def test_every_reference_of_the_project_names_its_source_year_basis_and_unit():
    references, problems = read_references(ROOT / REFERENCES_FILE, "benchmarks.csv")

    assert problems == []
    assert len(references) == 261
    assert all(one.source and one.basis and one.year for one in references)
    assert {one.read_from for one in references} == {"publisher", "secondary_copy"}


def test_a_percentage_counts_as_a_fraction(tmp_path):
    references, _ = read(tmp_path, ROW)

    assert references[0].level == pytest.approx(0.012)


def test_every_bad_row_is_told_with_its_line(tmp_path):
    _, problems = read(
        tmp_path,
        ROW.replace("median", "mode"),
        ROW,
        ROW,
        ROW.replace("percent", "currency").replace("1.2", "0.4"),
        ROW.replace("2025", "last year"),
    )

    assert [(p.message, p.line, p.key) for p in problems] == [
        ("value_choice", 2, "statistic"),
        ("reference_duplicate", 4, None),
        ("reference_currency_missing", 5, "currency"),
        ("value_integer", 6, "year"),
    ]


@pytest.mark.parametrize(
    ("band", "limits"),
    [
        ("10K_50K", (10_000, 50_000)),
        ("500K_1M", (500_000, 1_000_000)),
        ("nano", None),
        (None, None),
    ],
)
def test_a_size_band_speaks_of_followers_from_and_below(band, limits):
    assert band_limits(band) == limits


def test_the_set_of_a_month_is_the_newest_that_has_begun():
    sets = (
        CompetitorSet(since="2026-06", members=("B",)),
        CompetitorSet(since="2026-01", members=("A",)),
    )

    assert competitors_of(sets, Month(2025, 12)) is None
    assert competitors_of(sets, Month(2026, 5)).members == ("A",)
    assert competitors_of(sets, Month(2026, 6)).members == ("B",)


def test_a_set_that_contradicts_itself_is_told_where_it_does():
    sets = (
        CompetitorSet(since="2026-01", members=("A", "Alba")),
        CompetitorSet(since="2026-01", members=("B", "B")),
    )

    assert [(f.message, f.path) for f in competitor_faults(sets, "Alba")] == [
        ("competitors_own", ("competitors", 0, "members", 1)),
        ("competitors_twice", ("competitors", 1, "since")),
        ("competitor_repeated", ("competitors", 1, "members", 1)),
    ]


def test_a_month_that_is_none_is_told_with_file_and_line(project):
    brand = project.root / "params/brands/alba.yaml"
    text = (
        brand.read_text(encoding="utf-8") + "\ncompetitors:\n  - {since: 2026-13, members: [A]}\n"
    )
    brand.write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")

    assert [p.key for p in caught.value.problems] == ["competitors › 0 › since"]
