"""Charts: what they draw, what they leave out, and that both Vega-Lite versions draw the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from altair.utils.schemapi import validate_jsonschema
from hypothesis import given
from hypothesis import strategies as st
from made_findings import CHARTED, MAKERS, make_catalogue

from kpi_helpers.finding import Finding
from kpi_helpers.views.charts.bars import change_bars
from kpi_helpers.views.charts.lines import monthly_lines
from kpi_helpers.views.charts.renderer import CHART_MIME, mimebundle
from kpi_helpers.views.charts.stacked import monthly_stacks
from kpi_helpers.views.charts.theme import distinct, nice_ticks, wrapped
from kpi_helpers.views.presentations import presentation_of
from kpi_helpers.views.words import Words

FINDINGS = {make.__name__: make for make in MAKERS}
HOSTILE = "</script><img src=x onerror=alert(1)>\"'{{datum.x}}"


def _spec(finding: Finding, locale: str = "fr") -> dict[str, Any]:
    words = Words(locale, make_catalogue())
    chart = presentation_of(finding).chart(finding, words, words.sentence(finding))
    return mimebundle(chart)[CHART_MIME]


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a spec, rows of data left out."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "values":
                yield from _nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from _nodes(item)


def _datasets(spec: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each part of a spec that holds data, with its rows."""
    for node in _nodes(spec):
        if "values" in node.get("data", {}):
            yield node, node["data"]["values"]


@pytest.fixture(params=CHARTED)
def drawn(request):
    """The spec of each finding that has a chart."""
    return _spec(FINDINGS[request.param]())


@pytest.mark.parametrize("name", CHARTED)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_text_alternative_states_the_message(name, locale):
    finding = FINDINGS[name]()
    words = Words(locale, make_catalogue())
    bundle = mimebundle(presentation_of(finding).chart(finding, words, words.sentence(finding)))

    assert bundle["text/plain"].endswith(words.sentence(finding))
    assert len(bundle["text/plain"]) > len(words.sentence(finding)) + 20
    assert bundle[CHART_MIME]["description"] == bundle["text/plain"]


def test_a_chart_holds_only_what_it_draws(drawn):
    for node, rows in _datasets(drawn):
        text = json.dumps({key: value for key, value in node.items() if key != "data"})
        for column in {key for row in rows for key in row}:
            assert f'"field": "{column}"' in text or f"datum.{column}" in text, column


@pytest.mark.parametrize("name", CHARTED)
def test_columns_that_are_not_drawn_stay_out_of_the_page(name):
    finding = FINDINGS[name]()
    secret = finding.table.assign(secret="not for the page")

    spec = _spec(Finding(finding.name, secret, finding.message, finding.values))

    assert "not for the page" not in json.dumps(spec)


def test_no_dataset_is_stored_twice(drawn):
    stored = [json.dumps(rows) for _, rows in _datasets(drawn) if len(rows) > 1]

    assert len(stored) == len(set(stored)) or all(
        '"tick"' in rows for rows in stored if stored.count(rows) > 1
    )


@pytest.mark.parametrize("name", CHARTED)
def test_the_same_finding_gives_the_same_bytes(name):
    assert json.dumps(_spec(FINDINGS[name]())) == json.dumps(_spec(FINDINGS[name]()))


def test_altair_finds_each_spec_valid(drawn):
    validate_jsonschema(drawn, alt.Chart._rootschema)


def test_a_chart_asks_nothing_of_the_network_and_names_no_schema(drawn):
    assert "http" not in json.dumps(drawn)
    assert "$schema" not in drawn
    assert drawn["usermeta"]["embedOptions"] == {"renderer": "svg", "actions": False}


@pytest.mark.parametrize("name", CHARTED)
def test_words_of_the_data_never_become_part_of_an_expression(name):
    finding = FINDINGS[name]()
    hurt = finding.table.copy()
    for column in ("segment", "network", "channel", "label"):
        if column in hurt:
            hurt[column] = HOSTILE
    calm, hostile = (
        _spec(Finding(finding.name, table, finding.message, finding.values))
        for table in (finding.table, hurt)
    )

    assert _expressions(hostile) <= _expressions(calm)
    assert not any("onerror" in text for text in _expressions(hostile))


def _expressions(spec: dict[str, Any]) -> set[str]:
    found = set()
    for node in _nodes(spec):
        found |= {
            str(node[key]) for key in ("expr", "filter", "calculate", "signal") if key in node
        }
    return found


def test_both_vega_lite_versions_draw_the_same_marks(drawn):
    """The lab bundles Vega-Lite 5, the report 6: neither may sort or place anything its own way."""
    old, new = (
        re.findall(r'(?: d|transform)="[^"]*"', _svg(drawn, version)) for version in ("5.8", "6.4")
    )

    assert len(old) > 10
    assert old == new


def _svg(spec: dict[str, Any], version: str) -> str:
    schema = f"https://vega.github.io/schema/vega-lite/v{version[0]}.json"
    return vl_convert.vegalite_to_svg({"$schema": schema, **spec}, vl_version=version)


def _months(*rows: tuple[str, float | None, bool, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["period", "value", "complete", "segment"])
    return table.assign(kpi="revenue", unit="currency", currency="EUR")


def _curve(table: pd.DataFrame) -> list[dict[str, Any]]:
    spec = mimebundle(monthly_lines(table, Words("en"), "x"))[CHART_MIME]
    return next(rows for _, rows in _datasets(spec) if "run" in rows[0])


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

    marked = [rows for _, rows in _datasets(spec) if "name" in rows[0] and "month" in rows[0]]

    assert marked == [[{"month": "Feb 26", "name": "new definition"}]]


def test_a_kpi_without_any_figure_has_no_panel():
    empty = _months(("2026-01", None, False, 0)).assign(kpi="nps")
    table = pd.concat([_months(("2026-01", 10.0, True, 0)), empty.astype({"value": float})])

    spec = mimebundle(monthly_lines(table, Words("en"), "x"))[CHART_MIME]

    assert [panel["title"]["text"] for panel in spec["concat"]] == ["revenue"]


def test_bars_start_at_zero_and_an_unanswered_row_has_its_reason_and_no_bar():
    rows = [
        {"label": "A", "size": 0.2, "text": "+20%"},
        {"label": "B", "size": None, "text": "not comparable"},
    ]
    spec = mimebundle(change_bars(rows, "x"))[CHART_MIME]

    domains = [node["domain"] for node in _nodes(spec) if "domain" in node and "nice" in node]
    drawn = next(rows for _, rows in _datasets(spec) if len(rows) == 2)
    assert domains
    assert all(domain == [0.0, 0.2] for domain in domains)
    assert [row["size"] for row in drawn] == [0.2, None]


def test_a_conversion_and_an_index_are_worded_apart():
    spec = _spec(FINDINGS["step_rates"](), "en")
    steps = [row["step"] for _, rows in _datasets(spec) for row in rows]

    assert steps == [
        "↓  5.13 for 100 · index, two sources side by side",
        "↓  2.5% go on · conversion",
        "↓  no ratio · a step needs two counts",
        "",
    ]


def test_what_is_not_attributed_is_its_own_part_of_the_stack():
    spec = _spec(FINDINGS["funding_split"](), "en")
    names = {row["funding"] for _, rows in _datasets(spec) for row in rows if "funding" in row}

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

    beside = next(rows for _, rows in _datasets(spec) if "share" in rows[0])
    assert [row["share"] for row in beside] == ["90%", "6%"]


def test_a_step_by_segment_is_named_by_the_stages_of_the_spine():
    spec = _spec(FINDINGS["drop_off"](), "en")

    assert [panel["title"]["text"] for panel in spec["concat"]] == ["Reach → Engage"] * 2


def test_a_score_has_no_bar_because_it_has_no_ratio():
    spec = _spec(FINDINGS["year_so_far"](), "en")
    rows = next(rows for _, rows in _datasets(spec) if len(rows) > 1)

    assert [(row["label"], row["size"], row["text"]) for row in rows[-2:]] == [
        ("Cumulated reach", None, "no data"),
        ("NPS", None, "+5.25"),
    ]


def test_a_segment_with_too_few_cases_is_hollow_and_comes_last():
    spec = _spec(FINDINGS["drop_off"](), "en")
    rows = next(rows for _, rows in _datasets(spec) if "segment" in rows[0])

    assert [(row["segment"], row["small"]) for row in rows] == [
        ("Instagram", False),
        ("Facebook", False),
        ("LinkedIn", True),
    ]


def test_every_stage_is_on_the_map_even_one_that_nobody_measures():
    spec = _spec(FINDINGS["stage_map"](), "en")
    bands = next(rows for _, rows in _datasets(spec) if "note" in rows[0])

    assert [(row["name"], row["note"]) for row in bands if "name" in row] == [
        ("Reach", ""),
        ("Engage", ""),
        ("Visit", ""),
        ("Convert", ""),
        ("Serve", ""),
        ("Advocate", "no KPI"),
    ]
    assert [row["audience"] for row in bands if "audience" in row] == [
        "Strangers",
        "Followers",
        "Followers",
        "Visitors",
        "Customers",
        "Customers",
    ]


def test_a_chart_without_a_text_alternative_is_refused():
    with pytest.raises(ValueError, match="without a text alternative"):
        mimebundle({"mark": "point"})


@given(
    values=st.lists(st.floats(min_value=-1e9, max_value=1e9), min_size=1, max_size=20),
    zero=st.booleans(),
)
def test_ticks_hold_every_value_and_stay_few(values, zero):
    ticks = nice_ticks(values, "count", zero=zero)

    reach = abs(ticks[-1] - ticks[0]) * 1e-9
    assert ticks == sorted(ticks)
    assert 2 <= len(ticks) <= 6
    assert ticks[0] - reach <= min(values)
    assert max(values) <= ticks[-1] + reach
    assert not zero or ticks[0] <= 0 <= ticks[-1]


def test_ticks_are_round_numbers_of_the_unit():
    assert nice_ticks([1_620_000, 1_830_000], "count") == [1.6e6, 1.7e6, 1.8e6, 1.9e6]
    assert nice_ticks([2_640.0, 2_990.0], "seconds") == [2640.0, 2760.0, 2880.0, 3000.0]
    assert nice_ticks([5.0], "count", zero=True) == [0.0, 2.0, 4.0, 6.0]
    assert nice_ticks([0.0, 0.0], "percent") == [0.0, 0.5, 1.0]


@given(st.lists(st.text(max_size=3), max_size=12))
def test_labels_are_made_different_without_a_visible_change(labels):
    changed = distinct(labels)

    assert len(set(changed)) == len(labels) or any("\u200b" in label for label in labels)
    assert [text.rstrip("\u200b") for text in changed] == [text.rstrip("\u200b") for text in labels]


def test_a_long_label_takes_two_lines_and_says_that_it_is_cut():
    assert wrapped("Couverture cumulée") == "Couverture cumulée"
    assert wrapped("Taux d’engagement par couverture") == "Taux d’engagement par\ncouverture"
    assert wrapped("un deux trois quatre cinq six sept huit neuf dix onze").endswith(" …")
