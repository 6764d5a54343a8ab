"""Charts: what they draw, what they leave out, and that both Vega-Lite versions draw the same."""

from __future__ import annotations

import json
import re
from typing import Any

import altair as alt
import pytest
import vl_convert
from altair.utils.schemapi import validate_jsonschema
from made_findings import CHARTED, make_catalogue
from spec_reading import FINDINGS, datasets, nodes, spec_of

from kpi_helpers.finding import Finding
from kpi_helpers.views.charts.renderer import CHART_MIME, mimebundle
from kpi_helpers.views.presentations import presentation_of
from kpi_helpers.views.words import Words

HOSTILE = "</script><img src=x onerror=alert(1)>\"'{{datum.x}}"


@pytest.fixture(params=CHARTED)
def drawn(request):
    """The spec of each finding that has a chart."""
    return spec_of(FINDINGS[request.param]())


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
    for node, rows in datasets(drawn):
        text = json.dumps({key: value for key, value in node.items() if key != "data"})
        for column in {key for row in rows for key in row}:
            assert f'"field": "{column}"' in text or f"datum.{column}" in text, column


@pytest.mark.parametrize("name", CHARTED)
def test_columns_that_are_not_drawn_stay_out_of_the_page(name):
    finding = FINDINGS[name]()
    secret = finding.table.assign(secret="not for the page")

    spec = spec_of(Finding(finding.name, secret, finding.message, finding.values))

    assert "not for the page" not in json.dumps(spec)


def test_no_dataset_is_stored_twice(drawn):
    stored = [json.dumps(rows) for _, rows in datasets(drawn) if len(rows) > 1]

    assert len(stored) == len(set(stored)) or all(
        '"tick"' in rows for rows in stored if stored.count(rows) > 1
    )


@pytest.mark.parametrize("name", CHARTED)
def test_the_same_finding_gives_the_same_bytes(name):
    assert json.dumps(spec_of(FINDINGS[name]())) == json.dumps(spec_of(FINDINGS[name]()))


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
        spec_of(Finding(finding.name, table, finding.message, finding.values))
        for table in (finding.table, hurt)
    )

    assert _expressions(hostile) <= _expressions(calm)
    assert not any("onerror" in text for text in _expressions(hostile))


def _expressions(spec: dict[str, Any]) -> set[str]:
    found = set()
    for node in nodes(spec):
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


def test_a_band_is_one_shape_over_all_its_points(drawn):
    svg = _svg(drawn, "6.4")
    areas = re.findall(r'<g class="mark-area[^>]*>(.*?)</g>', svg)
    paths = [path for area in areas for path in re.findall(r' d="([^"]*)"', area)]

    assert len(paths) >= sum(_mark(node) == "area" for node in nodes(drawn))
    assert all(path.count("L") >= 3 for path in paths), "points of a band drawn one by one"


def _mark(node: dict) -> str | None:
    mark = node.get("mark")
    return mark.get("type") if isinstance(mark, dict) else mark


def test_a_chart_without_a_text_alternative_is_refused():
    with pytest.raises(ValueError, match="without a text alternative"):
        mimebundle(alt.Chart().mark_point())
