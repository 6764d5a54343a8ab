"""What a notebook emits of masked cells: no bundle of any finding holds a figure of theirs."""

from __future__ import annotations

import json
import re

import pytest

from kpi_helpers.rules import perimeter
from kpi_helpers.rules.protected_cells import protected_cells
from kpi_helpers.views.show import FINDING_MIME, present
from kpi_helpers.views.words import Words

SECRET = {("FR-ARA", "18-24"): 3, ("FR-ARA", "25-34"): 4321, ("FR-IDF", "18-24"): 6543}


@pytest.fixture
def workshops():
    from made_workshops import catalogue, counted, frame, row

    guests = {
        "FR-ARA": {"18-24": 3, "25-34": 4321, "35-44": 9871},
        "FR-IDF": {"18-24": 6543, "25-34": 7654, "35-44": 9872},
        "FR-PAC": {"18-24": 9873, "25-34": 9874, "35-44": 9875},
    }
    known = catalogue(young_alps={"region": ("FR-ARA",), "age_band": ("18-24",)})
    rows = counted("workshop_guests", guests)
    rows.append(row("workshop_guests", "perimeter", perimeter="young_alps", value=3))
    return known, protected_cells(frame(rows), known)


def _emitted(known, cells, locale):
    words = Words(locale, known)
    occurring = {"region": ["FR-ARA", "FR-IDF", "FR-PAC"], "age_band": ["18-24", "25-34", "35-44"]}
    findings = (
        perimeter.by_perimeter(cells, known, occurring),
        perimeter.people_cells(cells, 10),
    )
    return [bundle for finding in findings for bundle in present(finding, words)]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_masked_figure_stands_in_any_bundle(workshops, locale):
    text = json.dumps(_emitted(*workshops, locale), ensure_ascii=False)
    text = re.sub(r"[\s\u202f\u00a0,.]", "", text)  # however thousands are grouped

    assert "9871" in text  # what is told is there
    assert "4321" not in text
    assert "6543" not in text
    assert "7654" not in text


def test_a_masked_cell_has_no_number_in_the_findings_table_and_no_place_in_the_chart(workshops):
    bundles = _emitted(*workshops, "en")
    tables = [bundle[FINDING_MIME]["table"] for bundle in bundles if FINDING_MIME in bundle]
    masked = [row for table in tables for row in table if row["withheld"]]
    specs = [v for bundle in bundles for mime, v in bundle.items() if "vegalite" in mime]

    assert len(masked) == 5
    for row in masked:
        assert row["value"] is None
        assert {row.get("share"), row.get("gap_abs"), row.get("denominator")} == {None}
    assert specs == []  # the only perimeter is masked: nothing is drawn


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "under 10 or masked"), ("fr", "moins de 10 ou masqué")]
)
def test_a_masked_cell_says_so_and_is_neither_zero_nor_blank(workshops, locale, text):
    html = "".join(bundle.get("text/html", "") for bundle in _emitted(*workshops, locale))

    assert html.count(f">{text}<") == 5
    assert "–" not in re.findall(r'<td class="num kpi-masked">(.*?)</td>', html)


def test_the_sentence_counts_what_is_masked_and_the_caveat_says_why(workshops):
    known, cells = workshops
    finding = perimeter.people_cells(cells, 10)
    words = Words("en", known)

    assert "4 of 16 cells are masked" in words.sentence(finding)
    assert "Counts under 10 are masked" in words.caveat(finding.caveats[0])
