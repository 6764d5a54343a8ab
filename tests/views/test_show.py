"""What a notebook puts under a cell: sentence, chart, table."""

from __future__ import annotations

import json
import re

import nbformat
import pandas as pd
import pytest
from made_findings import CHARTED, MAKERS, make_catalogue

from kpi_helpers.finding import Caveat, Figure, Finding, Ref, Verdict
from kpi_helpers.views.charts.renderer import CHART_MIME
from kpi_helpers.views.show import FINDING_MIME, present
from kpi_helpers.views.style import STYLE
from kpi_helpers.views.words import Words

FINDINGS = {make.__name__: make for make in MAKERS}
HOSTILE = "</section><script>alert(1)</script>"


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_is_a_sentence_a_chart_where_it_has_one_and_a_table(name, locale):
    bundles = present(FINDINGS[name](), Words(locale, make_catalogue()))

    kinds = [sorted(bundle) for bundle in bundles]
    statement = sorted([FINDING_MIME, "text/html", "text/plain"])
    chart = [[CHART_MIME, "text/plain"]] if name in CHARTED else []
    assert kinds == [statement, *chart, ["text/html", "text/plain"]]


@pytest.mark.parametrize("name", FINDINGS)
def test_a_notebook_can_store_what_is_shown(name):
    cell = nbformat.v4.new_code_cell("show(finding)")
    cell.outputs = [
        nbformat.v4.new_output("display_data", bundle)
        for bundle in present(FINDINGS[name](), Words("fr", make_catalogue()))
    ]
    notebook = nbformat.v4.new_notebook(cells=[cell])

    nbformat.validate(notebook)
    json.dumps(notebook, allow_nan=False)


@pytest.mark.parametrize("name", FINDINGS)
def test_the_same_finding_is_shown_with_the_same_bytes(name):
    first, second = (
        json.dumps(present(FINDINGS[name](), Words("fr", make_catalogue()))) for _ in range(2)
    )

    assert first == second


def test_the_finding_goes_with_its_words(findings, french):
    stored = present(findings["step_rates"], french)[0][FINDING_MIME]

    assert stored["name"] == "step_rates"
    assert stored["locale"] == "fr"
    assert stored["sentence"].startswith("La conversion la plus étroite mène de")
    assert stored["caveat_sentences"] == [
        "2 passages mettent deux sources côte à côte\u202f: un indice, pas une part de personnes."
    ]
    assert stored["table"][0]["from_kpi"] == "cumulated_reach"


def _said(verdict: Verdict) -> str:
    table = pd.DataFrame({"fact": ["brand"], "text": ["x"]})
    finding = Finding("provenance", table, "provenance", {"count": 1}, verdict=verdict)
    return present(finding, Words("en"))[0]["text/html"]


def test_a_verdict_is_shown_unless_there_is_none_to_give():
    assert "kpi-pill" not in _said(Verdict.NEUTRAL).replace(STYLE, "")
    assert 'data-verdict="neutral"' in _said(Verdict.NEUTRAL)
    assert '<span class="kpi-pill kpi-good">On target</span>' in _said(Verdict.GOOD)
    assert '<span class="kpi-pill kpi-unknown">Unknown</span>' in _said(Verdict.UNKNOWN)


def test_a_verdict_without_an_objective_has_no_colour():
    for name in ("unknown", "neutral"):
        assert f".kpi-{name}{{" not in STYLE


def test_text_from_outside_never_becomes_markup(english):
    values = {"kpi": Ref("kpi", HOSTILE), "network": Ref("network", HOSTILE)}
    values |= {"change": Figure(1.0, "count", change=True), "total": Figure(2.0, "count")}
    table = pd.DataFrame({"kpi": [HOSTILE], HOSTILE: [HOSTILE]})
    caveat = Caveat("incomplete", {"kpis": [Ref("kpi", HOSTILE)]})
    finding = Finding("own_finding", table, "network_movement", values, (caveat,))

    statement, shown = present(finding, english)

    for html in (statement["text/html"], shown["text/html"]):
        assert "<script" not in html
        assert "&lt;script&gt;" in html
    assert statement["text/plain"].startswith(HOSTILE)


def test_a_finding_nobody_made_a_presentation_for_still_shows_sentence_and_table(english):
    table = pd.DataFrame({"kpi": ["nps"], "lag_days": [3]})
    finding = Finding("lag_of_kpis", table, "limits_none")

    statement, shown = present(finding, english)

    assert statement["text/plain"] == "Nothing limits the figures above."
    assert "<summary>Table: lag of kpis</summary>" in shown["text/html"]
    assert '<th scope="col" class="num">lag days</th>' in shown["text/html"]


def test_the_table_is_folded_only_beside_a_chart(findings, english):
    assert present(findings["monthly_history"], english)[-1]["text/html"].startswith(
        '<details class="kpi-table"><summary>'
    )
    assert present(findings["limits"], english)[-1]["text/html"].startswith(
        '<details class="kpi-table" open><summary>'
    )


@pytest.mark.parametrize("name", CHARTED)
def test_a_finding_without_any_answer_shows_no_empty_chart(name):
    full = FINDINGS[name]()
    empty = Finding(name, full.table.head(0), "limits_none", {}, verdict=Verdict.UNKNOWN)

    bundles = present(empty, Words("en", make_catalogue()))

    assert len(bundles) == 2
    assert "No row." in bundles[1]["text/html"]


@pytest.mark.parametrize("name", FINDINGS)
def test_nothing_shown_in_french_is_left_in_english(name):
    """No heading, label or sentence of the package stands in French as it stands in English."""
    html = {}
    for locale in ("fr", "en"):
        bundles = present(FINDINGS[name](), Words(locale, make_catalogue()))
        html[locale] = "".join(bundle.get("text/html", "") for bundle in bundles)
    texts = {
        locale: set(re.findall(r"<(?:p|li|th|summary|caption)[^>]*>([^<]{4,})<", page))
        for locale, page in html.items()
    }
    same = {"Budget", "Verdict", "Action", "Segment", "Source", "Marketing", "Instagram"}
    same |= {"Facebook", "LinkedIn", "ROAS", "Comparable", "Display", "Maison Alba", "Provenance"}
    same |= {"Version", "18-24", "25-34", "FR-ARA", "FR-IDF"}
    same |= {"meta_facebook_posts", "sales_fr", "followers_fr", "Lancement d’automne"}
    same |= {"Format", "Interactions"}
    same |= {text for text in texts["fr"] if "script" in text}
    same |= {text for text in texts["fr"] if "Profil" in text or "Zoé" in text}  # people
    same |= {"Expert", "Star", "Score", "Relation"}

    assert texts["fr"] & texts["en"] <= same
