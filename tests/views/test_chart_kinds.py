"""What each kind of chart promises its reader."""

from __future__ import annotations

from typing import Any

import pandas as pd
from spec_reading import FINDINGS, datasets, nodes, spec_of

from kpi_helpers.views.charts.bars import change_bars
from kpi_helpers.views.charts.lines import monthly_lines
from kpi_helpers.views.charts.renderer import CHART_MIME, mimebundle
from kpi_helpers.views.charts.stacked import monthly_stacks
from kpi_helpers.views.words import Words


def _months(*rows: tuple[str, float | None, bool, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["period", "value", "complete", "segment"])
    return table.assign(kpi="revenue", unit="currency", currency="EUR")


def _curve(table: pd.DataFrame) -> list[dict[str, Any]]:
    spec = mimebundle(monthly_lines(table, Words("en"), "x"))[CHART_MIME]
    return next(rows for _, rows in datasets(spec) if "run" in rows[0])


def test_no_line_crosses_a_change_of_definition():
    points = _curve(
        _months(
            ("2026-01", 10.0, True, 0),
            ("2026-02", 11.0, True, 0),
            ("2026-03", 30.0, True, 1),
            ("2026-04", 31.0, True, 1),
        )
    )

    runs = [point["run"] for point in points]
    assert runs[0] == runs[1] != runs[2] == runs[3]
    assert not any("from_value" in point for point in points)


def test_no_line_crosses_a_month_without_a_figure():
    points = _curve(
        _months(("2026-01", 10.0, True, 0), ("2026-02", None, True, 0), ("2026-03", 12.0, False, 0))
    )

    assert [point["month"] for point in points] == ["Jan 26", "Mar 26"]
    assert points[0]["run"] != points[1]["run"]
    assert "from_value" not in points[1]


def test_a_month_that_is_not_complete_is_linked_by_a_dashed_line_only():
    points = _curve(
        _months(("2026-01", 10.0, True, 0), ("2026-02", 11.0, True, 0), ("2026-03", 4.0, False, 0))
    )

    assert [point["run"] for point in points] == [1, 1, 2]
    assert (points[2]["from_month"], points[2]["from_value"]) == ("Feb 26", 11.0)
    assert [point["complete"] for point in points] == [True, True, False]
    assert [point.get("last") for point in points] == [None, None, "€4.00"]


def test_a_change_of_definition_is_marked_where_it_happens():
    table = _months(("2026-01", 10.0, True, 0), ("2026-02", 30.0, True, 1))
    spec = mimebundle(monthly_lines(table, Words("en"), "x"))[CHART_MIME]

    marked = [rows for _, rows in datasets(spec) if "name" in rows[0] and "month" in rows[0]]

    assert marked == [[{"month": "Feb 26", "name": "new definition"}]]


def test_a_kpi_without_any_figure_has_no_panel():
    empty = _months(("2026-01", None, False, 0)).assign(kpi="nps")
    table = pd.concat([_months(("2026-01", 10.0, True, 0)), empty.astype({"value": float})])

    spec = mimebundle(monthly_lines(table, Words("en"), "x"))[CHART_MIME]

    assert [panel["title"]["text"] for panel in spec["concat"]] == [["revenue"]]


def test_a_long_name_takes_a_second_line_and_its_row_more_room():
    def shown(name):
        table = _months(("2026-01", 10.0, True, 0)).assign(kpi=name)
        spec = mimebundle(monthly_lines(table, Words("en"), "x"))[CHART_MIME]
        return spec["concat"][0]["title"]["text"], spec["spacing"]["row"]

    short, short_gap = shown("Revenue")
    long, long_gap = shown("Cost of acquiring a new customer, all channels")

    assert (short, long) == (["Revenue"], ["Cost of acquiring a new customer,", "all channels"])
    assert long_gap > short_gap


def test_bars_start_at_zero_and_an_unanswered_row_has_its_reason_and_no_bar():
    rows = [
        {"label": "A", "size": 0.2, "text": "+20%"},
        {"label": "B", "size": None, "text": "not comparable"},
    ]
    spec = mimebundle(change_bars(rows, "x"))[CHART_MIME]

    domains = [node["domain"] for node in nodes(spec) if "domain" in node and "nice" in node]
    drawn = next(rows for _, rows in datasets(spec) if len(rows) == 2)
    assert domains
    assert all(domain == [0.0, 0.2] for domain in domains)
    assert [row["size"] for row in drawn] == [0.2, None]


def test_a_conversion_and_an_index_are_worded_apart():
    spec = spec_of(FINDINGS["step_rates"](), "en")
    steps = [row["step"] for _, rows in datasets(spec) for row in rows]

    assert steps == [
        "↓  5.13 for 100 · index, two sources side by side",
        "↓  2.5% go on · conversion",
        "↓  no ratio · a step needs two counts",
        "",
    ]


def test_what_is_not_attributed_is_its_own_part_of_the_stack():
    spec = spec_of(FINDINGS["funding_split"](), "en")
    names = {row["funding"] for _, rows in datasets(spec) for row in rows if "funding" in row}

    assert names == {"Organic", "Boosted", "Not attributed"}


def test_figures_beside_the_last_bar_never_lie_on_one_another():
    shares = (0.9, 0.06, 0.04)
    table = pd.DataFrame(
        [
            {"funding": funding, "value": 100 * share, "share": share}
            for funding, share in zip(("organic", "boosted", "paid"), shares, strict=True)
        ]
    ).assign(kpi="views", period="2026-10", unit="count", complete=True)

    spec = mimebundle(monthly_stacks(table, Words("en"), "x"))[CHART_MIME]

    beside = next(rows for _, rows in datasets(spec) if "share" in rows[0])
    assert [row["share"] for row in beside] == ["90%", "6%"]


def test_a_step_by_segment_is_named_by_the_stages_of_the_spine():
    spec = spec_of(FINDINGS["drop_off"](), "en")

    assert [panel["title"]["text"] for panel in spec["concat"]] == [["Reach → Engage"]] * 2


def test_a_score_has_no_bar_because_it_has_no_ratio():
    spec = spec_of(FINDINGS["year_so_far"](), "en")
    rows = next(rows for _, rows in datasets(spec) if len(rows) > 1)

    assert [(row["label"], row["size"], row["text"]) for row in rows[-2:]] == [
        ("Cumulated reach", None, "no data"),
        ("NPS", None, "+5.25"),
    ]


def test_a_segment_with_too_few_cases_is_hollow_and_comes_last():
    spec = spec_of(FINDINGS["drop_off"](), "en")
    rows = next(rows for _, rows in datasets(spec) if "segment" in rows[0])

    assert [(row["segment"], row["small"]) for row in rows] == [
        ("Instagram", False),
        ("Facebook", False),
        ("LinkedIn", True),
    ]


def test_every_stage_is_on_the_map_even_one_that_nobody_measures():
    spec = spec_of(FINDINGS["stage_map"](), "en")
    bands = next(rows for _, rows in datasets(spec) if "note" in rows[0])

    assert [(row["name"], row["note"]) for row in bands if "name" in row] == [
        ("Reach", ""),
        ("Engage", ""),
        ("Visit", ""),
        ("Convert", ""),
        ("Serve", ""),
        ("Advocate", "no KPI"),
    ]
    assert [row["audience"] for row in bands if "audience" in row] == [
        "General public",
        "Followers",
        "Followers",
        "Visitors",
        "Customers",
        "Customers",
    ]
