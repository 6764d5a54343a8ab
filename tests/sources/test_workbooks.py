from __future__ import annotations

from datetime import date, datetime

import pytest
import xlsxwriter
from made_exports import read, sheet_mapping, told, values, write

from kpi_helpers.errors import SourceError


def book(path, *sheets):
    """A workbook of (name, rows); dates are cells of type date."""
    with xlsxwriter.Workbook(path) as target:
        day = target.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets:
            page = target.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        page.write_datetime(row, column, cell, day)
                    else:
                        page.write(row, column, cell)
    return path


def sheet(path, **entries):
    return read(path, mappings=[sheet_mapping(**entries)])


ORDERS = {"columns": {"orders": {"column": "n"}}}


def test_cells_are_read_as_the_workbook_holds_them(tmp_path):
    rows = [["date", "n"], [datetime(2026, 10, 1), 12.5], ["2026-10-02", 3], ["2026-10-03", ""]]
    result = sheet(book(tmp_path / "a.xlsx", ("Data", rows)), **ORDERS)

    assert values(result, "orders", "date_start", "source_line") == [
        (date(2026, 10, 1), 2, 12.5),
        (date(2026, 10, 2), 3, 3.0),
    ]


def test_a_number_of_a_workbook_follows_no_decimal_comma_of_its_texts(tmp_path):
    """123.456 held as a number stays it beside texts such as 1 234,5."""
    rows = [["date", "n"], ["2026-10-01", 123.456], ["2026-10-02", "1 234,5"]]
    result = sheet(book(tmp_path / "a.xlsx", ("Data", rows)), **ORDERS)

    assert values(result, "orders") == [123.456, 1234.5]


def test_the_row_number_is_the_line(tmp_path):
    rows = [["Our orders"], [], ["date", "n"], ["2026-10-01", 1], ["soon", 2], ["2026-10-03", 2]]
    result = sheet(book(tmp_path / "a.xlsx", ("Data", rows)), header_row=3, **ORDERS)

    assert told(result) == [("unreadable_date", 5, "date")]


def test_a_date_cell_does_for_a_date_put_together(tmp_path):
    rows = [["year", "month", "n"], [2014, 12, 5]]
    result = sheet(
        book(tmp_path / "a.xlsx", ("Data", rows)),
        date={"compose": "{year}-{month}-01", "bucket": "month"},
        **ORDERS,
    )

    assert values(result, "orders", "date_end") == [(date(2014, 12, 31), 5.0)]


def test_the_worksheet_is_found_by_name(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        ("Notes", [["nothing"]]),
        ("Données", [["date", "n"], ["2026-10-01", 7]]),
    )

    assert values(sheet(path, worksheet="donnees", **ORDERS), "orders") == [7.0]
    with pytest.raises(SourceError) as caught:
        sheet(path, worksheet="Donées", **ORDERS)
    assert dict(caught.value.problems[0].values) == {
        "found": "Donées",
        "known": ["Notes", "Données"],
    }


def test_a_long_id_that_the_workbook_keeps_as_a_number_is_damaged(tmp_path):
    rows = [["date", "id", "n"], ["2026-10-01", 120253068273220420, 5]]
    path = book(tmp_path / "a.xlsx", ("Data", rows))
    with pytest.raises(SourceError) as caught:
        sheet(path, grain="post", entity={"column": "id"}, **ORDERS)

    assert [p.message for p in caught.value.problems] == ["too_much_lost", "damaged_id"]


def test_a_short_id_that_the_workbook_keeps_as_a_number_is_its_digits(tmp_path):
    rows = [["date", "id", "n"], ["2026-10-01", 1202, 5]]
    path = book(tmp_path / "a.xlsx", ("Data", rows))
    result = sheet(path, grain="post", entity={"column": "id"}, **ORDERS)

    assert result.entities["entity"].to_pylist() == ["1202"]


def test_what_is_no_workbook_is_told(tmp_path):
    for name, content in (("a.xlsx", b"date,n\n"), ("b.xls", b""), ("c.xlsx", b"PK\x03\x04")):
        with pytest.raises(SourceError) as caught:
            sheet(write(tmp_path / name, content), files=["*.xls*"], **ORDERS)
        assert [p.message for p in caught.value.problems] == ["unreadable_workbook"]


def test_an_empty_worksheet_is_told(tmp_path):
    with pytest.raises(SourceError) as caught:
        sheet(book(tmp_path / "a.xlsx", ("Data", [])), **ORDERS)

    assert [p.message for p in caught.value.problems] == ["empty_file"]


def test_the_same_bytes_have_the_same_hash(tmp_path):
    path = book(tmp_path / "a.xlsx", ("Data", [["date", "n"], ["2026-10-01", 7]]))
    copy = write(tmp_path / "b.xlsx", path.read_bytes())

    assert sheet(path, **ORDERS).sha256 == sheet(copy, **ORDERS).sha256
