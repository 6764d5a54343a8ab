from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest

from kpi_helpers.errors import SourceError
from kpi_helpers.sources.checks import check_table
from kpi_helpers.sources.contract import Field
from kpi_helpers.sources.losses import refuse_if_lost, told
from kpi_helpers.sources.numbers import NATIVE
from kpi_helpers.sources.records import Fault

LINK = "https://www.facebook.com/100064000000000/posts/120253068273220420"


def table(lines, **columns):
    text = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    return pa.table({**text, "line": pa.array(lines, pa.int64())})


def check(text, *fields, **options):
    return check_table(text, fields, brand_currency="EUR", **options)


def problems(checked, records=()):
    return [
        (p.line, p.key, p.message, p.values.get("found"))
        for p in told(checked.faults, records, "f.csv")
    ]


def test_all_problems_of_a_file_are_told_at_once_in_order_of_line():
    """The worked example of the reference: five problems on four lines, one line usable."""
    text = table(
        [2, 3, 4, 5, 6],
        date=["01/02/2025", "31/02/2025", "03/02/2025", "04/02/2025", "01/02/2025"],
        network=["TikTok", "TikTok", "Tik Tok", "TikTok", "TikTok"],
        reach=["10", "20", "-5", "12 k", "11"],
    )
    checked = check(
        text,
        Field("date", "date", "date", required=True, formats=("%d/%m/%Y",)),
        Field("network", "réseau", allowed=frozenset(["tiktok", "facebook"])),
        Field("reach", "couverture", "integer", minimum=0.0),
        keys=[("date", "network")],
    )

    assert problems(checked) == [
        (3, "date", "unreadable_date", "31/02/2025"),
        (4, "réseau", "unknown_value", "Tik Tok"),
        (4, "couverture", "below_minimum", "-5"),
        (5, "couverture", "compact_number", "12 k"),
        (6, "date + réseau", "repeated_key", "2025-02-01 · TikTok"),
    ]
    assert checked.usable.tolist() == [True, False, False, False, False]
    assert checked.kept.to_pylist() == [
        {"line": 2, "date": date(2025, 2, 1), "network": "TikTok", "reach": 10.0}
    ]


def test_a_problem_names_what_would_be_right():
    text = table([2, 9], date=["2025-02-01", "x"], network=["Tik Tok", "facebook"])
    checked = check(
        text,
        Field("date", "date", "date", formats=("%d/%m/%Y",)),
        Field("network", "réseau", allowed=frozenset(["tiktok", "facebook"])),
    )
    by_name = {p.message: dict(p.values) for p in told(checked.faults, [], "f.csv")}

    assert by_name["unreadable_date"]["expected"] == ["31/12/2026"]
    assert by_name["unknown_value"] == {
        "known": ["facebook", "tiktok"],
        "found": "Tik Tok",
    }


@pytest.mark.parametrize(
    "cell", ["31/02/2025", "2025-02-01", "1 Feb 2025", "01/02/25", "01/02/2025 10:00", "45000"]
)
def test_a_date_is_read_in_its_own_format_only(cell):
    checked = check(table([2], date=[cell]), Field("date", "d", "date", formats=("%d/%m/%Y",)))

    assert checked.table["date"].to_pylist() == [None]
    assert problems(checked) == [(2, "d", "unreadable_date", cell)]


def test_a_date_that_a_workbook_holds_as_such_needs_no_format():
    checked = check(
        table([2, 3], at=[f"{NATIVE}2025-02-01", " 01/02/2025 10:30 "]),
        Field("at", "at", "moment", formats=("%d/%m/%Y %H:%M",)),
    )

    assert checked.table["at"].to_pylist() == [
        datetime(2025, 2, 1),
        datetime(2025, 2, 1, 10, 30),
    ]


def ids(cells, links):
    text = table(range(2, len(cells) + 2), id=cells, link=links)
    return check(text, Field("id", "Post ID", "id", required=True, permalink="link"))


def test_ids_stay_text():
    assert ids(["00120", "120253068273220420"], ["", ""]).kept["id"].to_pylist() == [
        "00120",
        "120253068273220420",
    ]


@pytest.mark.parametrize("damaged", ["1.20253E+17", "1,20253E+17", "1.20253e+17", "1.203E+17"])
def test_an_id_that_excel_damaged_is_found_in_the_permalink(damaged):
    assert ids([damaged], [LINK]).kept["id"].to_pylist() == ["120253068273220420"]


@pytest.mark.parametrize(
    "link",
    [
        "https://www.facebook.com/100064000000000/posts/120254068273220420",
        "https://www.facebook.com/100064000000000/posts/12025306827322042",
        "https://www.facebook.com/reel/",
        None,
    ],
)
def test_a_damaged_id_that_no_permalink_confirms_is_refused(link):
    checked = ids(["1.20253E+17"], [link])

    assert problems(checked) == [(2, "Post ID", "damaged_id", "1.20253E+17")]
    assert not checked.usable.any()


def test_ids_of_which_a_spreadsheet_kept_fifteen_digits_are_found_too():
    links = [LINK, LINK.replace("420", "987"), LINK.replace("220420", "111222")]
    rounded = ["120253068273220000", "120253068273220000", "120253068273111000"]

    assert ids(rounded, links).kept["id"].to_pylist() == [
        "120253068273220420",
        "120253068273220987",
        "120253068273111222",
    ]


def test_one_id_among_others_may_end_in_zeros():
    cells = ["120253068273220000", "120253068273220421", "120253068273220422"]

    assert ids(cells, ["", "", ""]).usable.all()


def test_a_null_in_a_key_is_a_value_of_its_own():
    text = table([2, 3, 4], a=["x", "x", "-"], b=["", "", ""])
    checked = check(text, Field("a", "A"), Field("b", "B"), keys=[("a", "b")])

    assert checked.usable.tolist() == [True, False, True]
    assert checked.faults[0].each == {"first": ["2"]}


def test_a_record_lost_for_another_reason_does_not_cost_its_twin():
    text = table([2, 3], a=["x", "x"], n=["-1", "1"])
    checked = check(text, Field("a", "A"), Field("n", "N", "number", minimum=0.0), keys=[("a",)])

    assert checked.usable.tolist() == [False, True]


def test_a_product_is_made_row_by_row_and_missing_where_a_factor_is():
    """Trap 16: rows match."""
    text = table([2, 3, 4], sold=["2", "3", ""], price=["1.5", "-", "7.5"])
    checked = check(
        text,
        Field("sold", "sold", "number"),
        Field("price", "price", "number"),
        Field("revenue", "sold × price", "product", factors=("sold", "price"), scale=2.0),
    )

    assert checked.table["revenue"].to_pylist() == [6.0, None, None]


def test_a_product_below_its_minimum_is_told_with_its_factors():
    text = table([2], sold=["-2"], price=["1.5"])
    checked = check(
        text,
        Field("sold", "sold", "number"),
        Field("price", "price", "number"),
        Field("revenue", "sold × price", "product", factors=("sold", "price"), minimum=0.0),
    )

    assert problems(checked) == [(2, "sold × price", "below_minimum", "-2 × 1.5")]


def test_more_than_twenty_of_a_kind_are_told_as_one_with_the_first_twenty_lines():
    text = table(range(2, 32), n=["x"] * 21 + ["1"] * 9, m=["y"] * 20 + ["1"] * 10)
    checked = check(text, Field("n", "N", "number"), Field("m", "M", "number"))
    found = told(checked.faults, [], "f.csv")
    (grouped,) = [p for p in found if p.key == "N"]

    assert grouped.message == "unreadable_number_many"
    assert grouped.values["count"] == 21
    assert grouped.values["lines"] == [str(line) for line in range(2, 22)]
    assert grouped.values["found"] == "x"
    assert len([p for p in found if p.key == "M"]) == 20


def test_records_that_do_not_fit_the_header_are_told_among_the_others():
    checked = check(table([2, 9], n=["1", "x"]), Field("n", "N", "number"))

    assert problems(checked, [Fault("ragged_record", 5, "3")]) == [
        (5, None, "ragged_record", "3"),
        (9, "N", "unreadable_number", "x"),
    ]


def test_a_file_is_refused_when_more_than_a_third_of_it_is_lost():
    checked = check(table([2, 3, 4], n=["1", "x", "y"]), Field("n", "N", "number"))
    found = told(checked.faults, [], "f.csv")

    refuse_if_lost(35, 100, found, "f.csv")
    with pytest.raises(SourceError) as caught:
        refuse_if_lost(checked.rejected, 3, found, "f.csv")

    assert [p.message for p in caught.value.problems] == [
        "too_much_lost",
        "unreadable_number",
        "unreadable_number",
    ]
    assert caught.value.problems[0].values == {"rejected": 2, "records": 3, "limit": 35}
