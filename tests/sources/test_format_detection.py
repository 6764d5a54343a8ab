from __future__ import annotations

import zipfile

import pytest
from made_exports import context, read, sheet_mapping, values, write

from kpi_helpers.errors import SourceError
from kpi_helpers.schema import ENTITY, OBSERVATION, WINDOW
from kpi_helpers.sources.detect import read_export
from kpi_helpers.sources.registry import all_readers
from kpi_helpers.sources.result import arrow_schema

INSTAGRAM = "Post ID,Account ID,Publish time,Permalink,Likes\n"
POST = "18,17,10/30/2026 13:59,https://www.instagram.com/p/a/,5\n"


def refusal(path, **changes):
    with pytest.raises(SourceError) as caught:
        read(path, **changes)
    return caught.value.problems


def test_every_reader_of_the_station_is_found():
    assert [reader.name for reader in all_readers()] == ["ga4", "meta_facebook", "meta_instagram"]


def test_a_mapping_whose_pattern_fits_wins_over_columns(tmp_path):
    mapping = sheet_mapping(
        name="own",
        files=["INSTA_*.CSV"],
        date={"column": "Publish time", "format": "%m/%d/%Y %H:%M"},
        columns={"likes": {"column": "Likes"}},
    )
    named = write(tmp_path / "insta_october.csv", INSTAGRAM + POST)
    other = write(tmp_path / "october.csv", INSTAGRAM + POST)

    assert read(named, mappings=[mapping]).source == "own"
    assert read(other, mappings=[mapping]).source == "meta_instagram"


def test_two_mappings_for_one_file_are_not_chosen_between(tmp_path):
    mappings = [sheet_mapping(name="one"), sheet_mapping(name="two")]
    problems = refusal(write(tmp_path / "a.csv", "date\n"), mappings=mappings)

    assert [(p.message, p.values["mappings"]) for p in problems] == [
        ("two_mappings", ["one", "two"])
    ]


def test_a_format_that_nearly_fits_is_named_with_what_it_lacks(tmp_path):
    problems = refusal(write(tmp_path / "a.csv", INSTAGRAM.replace("Account ID,", "") + "1\n"))

    assert [(p.message, p.line) for p in problems] == [("near_format", 1)]
    assert problems[0].values["format"] == "meta_facebook"
    assert problems[0].values["missing"] == ["Page ID"]


def test_an_unknown_format_lists_the_known_ones_and_what_was_found(tmp_path):
    (problem,) = refusal(write(tmp_path / "a.csv", "date,shoe size\n2026-10-01,44\n"))

    assert problem.message == "unknown_format"
    assert problem.values["found"] == ["date", "shoe size"]
    assert problem.values["formats"] == ["ga4", "meta_facebook", "meta_instagram"]


def test_a_table_of_ones_own_with_dates_and_sessions_does_not_pass_for_ga4(tmp_path):
    (problem,) = refusal(write(tmp_path / "a.csv", "Date,Sessions\n20261001,44\n"))

    assert problem.message == "unknown_format"


def test_a_header_below_other_lines_is_told_with_its_line(tmp_path):
    (problem,) = refusal(write(tmp_path / "a.csv", f"October,,,,\n\n{INSTAGRAM}{POST}"))

    assert (problem.message, problem.line) == ("header_not_first", 3)


def test_a_header_that_stands_twice_is_told(tmp_path):
    (problem,) = refusal(write(tmp_path / "a.csv", INSTAGRAM + INSTAGRAM + POST))

    assert (problem.message, problem.line) == ("two_headers", 2)


def test_a_header_again_further_down_costs_its_own_line_only(tmp_path):
    posts = [POST.replace("18,", f"{number},", 1) for number in range(1, 5)]
    text = INSTAGRAM + "".join(posts[:2]) + INSTAGRAM + "".join(posts[2:])
    result = read(write(tmp_path / "a.csv", text))

    assert [(p.message, p.line) for p in result.problems] == [("repeated_header", 4)]
    assert len(values(result, "reactions")) == 4


def test_a_header_without_records_is_told(tmp_path):
    (problem,) = refusal(write(tmp_path / "a.csv", INSTAGRAM))

    assert (problem.message, problem.line) == ("no_records", 1)


def test_an_archive_called_csv_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.csv", "w") as archive:
        archive.writestr("b.csv", INSTAGRAM + POST)

    assert [p.message for p in refusal(tmp_path / "a.csv")] == ["zip_file"]


def test_a_workbook_without_a_mapping_is_told(tmp_path):
    (problem,) = refusal(
        write(tmp_path / "a.xlsx", b"PK"), mappings=[sheet_mapping(files=["other.csv"])]
    )

    assert (problem.message, problem.values["mappings"]) == ("workbook_without_mapping", ["table"])


def test_files_are_named_from_the_project_on(tmp_path):
    inside = write(tmp_path / "project" / "data" / "a.csv", INSTAGRAM + POST)
    outside = write(tmp_path / "elsewhere.csv", INSTAGRAM + POST)
    project = context(tmp_path / "project")

    assert read_export(inside, project).file == "data/a.csv"
    assert read_export(outside, project).file == outside.resolve().as_posix()
    assert values(read_export(inside, project), "reactions", "source_file") == [("data/a.csv", 5.0)]


def test_tables_have_exactly_the_columns_and_types_of_the_schema(tmp_path):
    result = read(write(tmp_path / "a.csv", INSTAGRAM + POST))

    assert result.observations.schema == arrow_schema(OBSERVATION)
    assert result.entities.schema == arrow_schema(ENTITY)
    assert result.windows.schema == arrow_schema(WINDOW)
    assert len(result.sha256) == 64
