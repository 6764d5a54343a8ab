"""Tables of findings: accessible, escaped, and written by the unit of each row."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from kpi_helpers.views.tables import html_table
from kpi_helpers.views.words import Words

N = "\u202f"
HOSTILE = "</td><script>alert(1)</script>&\"'"


def _cells(html: str) -> list[list[str]]:
    """Text of the cells, a row each, the headings first."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [
        [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row)]
        for row in rows
    ]


def test_a_small_table_reads_like_this():
    table = pd.DataFrame(
        {
            "kpi": ["nps", "revenue"],
            "value": [42.0, 14.2],
            "unit": ["score", "currency"],
            "currency": [None, "EUR"],
        }
    )

    assert html_table(table, ["kpi", "value"], "The month", Words("en")) == (
        '<div class="kpi-scroll" tabindex="0" role="region" aria-label="The month">'
        "<table><caption>The month</caption><thead><tr>"
        '<th scope="col">KPI</th><th scope="col" class="num">Value</th></tr></thead><tbody>'
        '<tr><th scope="row">nps</th><td class="num">42</td></tr>'
        '<tr><th scope="row">revenue</th><td class="num">€14.20</td></tr>'
        "</tbody></table></div>"
    )


def test_each_figure_is_written_by_the_unit_of_its_row():
    table = pd.DataFrame(
        {
            "value": [0.039, 2_820.0, 1_840_213.0, 184_123.4],
            "change_abs": [-0.004, 540.0, -12_000.0, 1_900.0],
            "change_rel": [-0.093, 0.24, -0.0065, 0.0104],
            "unit": ["percent", "seconds", "count", "currency"],
            "currency": [None, None, None, "EUR"],
            "coverage": [1.0, 0.9333, None, 0.5],
        }
    )
    columns = ["value", "change", "change_abs", "change_rel", "coverage"]

    assert _cells(html_table(table, columns, "x", Words("fr")))[1:] == [
        [f"3,9{N}%", f"−0,4{N}pt", f"−0,4{N}pt", f"−9,3{N}%", f"100{N}%"],
        [f"47{N}min", f"+24{N}%", f"+9{N}min", f"+24{N}%", f"93,3{N}%"],
        [f"1,84{N}M", f"−0,7{N}%", f"−12{N}000", f"−0,7{N}%", "–"],
        [f"184{N}123{N}€", f"+1{N}%", f"+1{N}900{N}€", f"+1{N}%", f"50{N}%"],
    ]


def test_a_shortened_figure_tells_its_exact_value_on_pointing():
    table = pd.DataFrame({"value": [1_840_213.0], "unit": "count", "currency": None})

    assert f'<span title="1{N}840{N}213">1,84{N}M</span>' in html_table(
        table, ["value"], "x", Words("fr")
    )


def test_names_days_flags_and_reasons_are_words():
    table = pd.DataFrame(
        {
            "channel": ["Paid Social"],
            "funding": [None],
            "start": [date(2026, 10, 1)],
            "observed_at": [pd.Timestamp("2026-11-03 12:00")],
            "period": ["2026-10"],
            "comparable": [False],
            "reasons": [["incomplete", "no_data"]],
            "dimension": ["network"],
            "segment": ["web"],
            "kind": ["index"],
            "rate": [0.0513],
            "findings": [["month_in_figures", "limits"]],
            "advice": ["advice_hold"],
        }
    )

    assert _cells(html_table(table, list(table), "x", Words("en")))[1] == [
        "Paid social",
        "Not attributed",
        "1 Oct 2026",
        "3 Nov 2026",
        "October 2026",
        "no",
        "period not fully covered and no data",
        "Network",
        "Website",
        "Index",
        "5.13 for 100",
        "The month in figures and Limits",
        "Nothing moved against its direction.",
    ]


def test_reservations_gather_what_flags_and_caveats_say():
    table = pd.DataFrame(
        {
            "value": [1.0, 2.0, None],
            "unit": "count",
            "complete": [False, True, False],
            "settled": [False, True, True],
            "caveats": [["small_denominator"], [], []],
        }
    )

    assert [
        row[1] for row in _cells(html_table(table, ["value", "caveats"], "x", Words("en")))
    ] == [
        "Reservations",
        "period not fully covered, may still change and too few cases",
        "–",
        "–",
    ]


def test_columns_that_say_nothing_are_left_out():
    table = pd.DataFrame(
        {
            "value": [1.0, 2.0],
            "unit": "count",
            "reason": [None, None],
            "caveats": [[], []],
            "comparable": [True, True],
            "small": [False, False],
        }
    )
    columns = ["value", "reason", "caveats", "comparable", "small", "not_there"]

    assert _cells(html_table(table, columns, "x", Words("en")))[0] == ["Value"]


def test_a_column_can_take_the_heading_of_another():
    table = pd.DataFrame({"reason": ["no_data"]})

    html = html_table(table, ["reason"], "x", Words("en"), headings={"reason": "limit_text"})

    assert _cells(html) == [["What limits"], ["no data"]]


def test_a_step_is_named_along_the_spine_where_it_is_split_and_else_along_the_funnel(english):
    steps = {"from_stage": ["engage"], "rate": [0.5]}
    split = pd.DataFrame(steps | {"dimension": ["network"]})

    assert _cells(html_table(split, ["from_stage"], "x", english))[1] == ["Engage"]
    assert _cells(
        html_table(pd.DataFrame(steps), ["from_stage"], "x", Words("fr", english.catalogue))
    )[1] == ["Fidéliser"]


def test_a_missing_figure_is_a_dash_that_says_so():
    table = pd.DataFrame({"kpi": ["nps"], "value": [None], "unit": ["score"]})

    html = html_table(table, ["kpi", "value"], "x", Words("fr"))

    assert '<td class="num"><span title="aucune valeur">–</span></td>' in html


@pytest.mark.parametrize("column", ["label", "channel", "kpi", "source", "anything", "advice"])
def test_text_from_outside_never_becomes_markup(column):
    table = pd.DataFrame({column: [HOSTILE], "history": [[1.0, 2.0]], "unit": ["count"]})

    html = html_table(table, [column, "history"], HOSTILE, Words("en"))

    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<td") == html.count("</td>") == 1


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " JaVaScRiPt:alert(1)", "//evil", "x"]
)
def test_only_an_address_of_the_web_becomes_a_link(address):
    html = html_table(pd.DataFrame({"permalink": [address]}), ["permalink"], "x", Words("en"))

    assert "<a" not in html


def test_a_link_is_escaped_and_sends_no_referrer():
    table = pd.DataFrame({"permalink": ['https://example.org/?a=1&b="><script>']})

    assert (
        '<a href="https://example.org/?a=1&amp;b=&#34;&gt;&lt;script&gt;" '
        'rel="noopener noreferrer">open</a>'
    ) in html_table(table, ["permalink"], "x", Words("en"))


def test_a_long_table_shows_two_hundred_rows_and_counts_the_rest():
    table = pd.DataFrame({"label": [f"post {n}" for n in range(203)]})

    html = html_table(table, ["label"], "x", Words("en"))

    assert html.count("<tr>") == 201
    assert "post 199" in html
    assert "post 200" not in html
    assert html.endswith(
        '<p class="kpi-rest">3 more rows not shown here; all are in findings.json.</p>'
    )


def test_a_table_without_rows_says_so():
    table = pd.DataFrame({"label": []})

    assert html_table(table, ["label"], "x", Words("fr")) == (
        '<p class="kpi-empty">Aucune ligne.</p>'
    )


def test_a_verdict_about_data_is_worded_apart_from_one_about_results():
    table = pd.DataFrame({"verdict": ["bad", None]})

    about_data = html_table(table, ["verdict"], "x", Words("en"), verdicts="quality")
    about_results = html_table(table, ["verdict"], "x", Words("en"))

    assert '<span class="kpi-pill kpi-bad">Weak</span>' in about_data
    assert '<span class="kpi-pill kpi-bad">Behind</span>' in about_results


def test_a_curve_beside_a_figure_tells_its_range_to_those_who_do_not_see_it():
    table = pd.DataFrame({"history": [[10.0, None, 30.0, 20.0]], "unit": ["count"]})

    html = html_table(table, ["history"], "x", Words("en"))

    assert 'role="img" aria-label="3 months from 10 to 20, lowest 10, highest 30"' in html
