"""Exchange rates are read by day, and a bad row is told with its line."""

from __future__ import annotations

from datetime import date

import pytest

from kpi_helpers.catalogue.rates import read_rates

HEAD = "day,base,quote,rate,source\n"


def read(tmp_path, text: str):
    """Rates and problems of a file with this text."""
    path = tmp_path / "fx.csv"
    path.write_text(text, encoding="utf-8")
    return read_rates(path, "params/fx.csv")


def test_rates_are_sorted_by_day_whatever_the_order_of_rows(tmp_path):
    rates, problems = read(
        tmp_path, HEAD + "2026-09-08,USD,EUR,0.95,bank\n\n2026-09-01,USD,EUR,0.9,bank\n"
    )

    assert problems == []
    assert [(r.day, r.rate, r.source) for r in rates] == [
        (date(2026, 9, 1), 0.9, "bank"),
        (date(2026, 9, 8), 0.95, "bank"),
    ]


def test_every_bad_row_is_told_with_its_line_and_column(tmp_path):
    rates, problems = read(
        tmp_path,
        HEAD
        + "2026-09-01,USD,EUR,0.9,bank\n"
        + "01/09/2026,USD,EUR,0.9,bank\n"
        + "2026-09-02,usd,EUR,0.9,bank\n"
        + '2026-09-03,USD,EUR,"0,9",bank\n'
        + "2026-09-04,USD,EUR,0,bank\n"
        + "2026-09-05,USD,EUR\n"
        + "2026-09-06,EUR,EUR,1,bank\n"
        + "2026-09-01,USD,EUR,0.8,bank\n",
    )

    assert [(p.message, p.line, p.key) for p in problems] == [
        ("value_date", 3, "day"),
        ("value_form", 4, "base"),
        ("value_number", 5, "rate"),
        ("value_bound", 6, "rate"),
        ("csv_cells", 7, None),
        ("fx_same", 8, "quote"),
        ("fx_duplicate", 9, "day"),
    ]
    assert problems[-1].values == {"found": "2026-09-01 USD→EUR", "first": "2"}
    assert rates[0].rate == 0.9


@pytest.mark.parametrize("text", ["day,base\n2026-09-01,USD\n", ""])
def test_missing_columns_are_told_in_line_one(tmp_path, text):
    rates, problems = read(tmp_path, text)

    assert rates == []
    assert [(p.message, p.line) for p in problems] == [("csv_columns", 1)]


def test_a_quoted_line_break_does_not_shift_the_lines(tmp_path):
    _, problems = read(
        tmp_path, HEAD + '2026-09-01,USD,EUR,0.9,"two\nlines"\n2026-09-02,USD,EUR,no,x\n'
    )

    assert [(p.message, p.line) for p in problems] == [("value_number", 4)]
