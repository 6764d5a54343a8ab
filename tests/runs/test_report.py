"""The page itself: its order, its links, its words, and that nothing in it can break out."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from datetime import datetime
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import PurePosixPath

import pytest
from emitted import bundles, executed, finding, spec
from nbformat.v4 import new_markdown_cell

from kpi_helpers.runs.chapters import read_chapter
from kpi_helpers.runs.manifest import InputFile, Provenance
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.prose import under
from kpi_helpers.runs.report import build_report
from kpi_helpers.views.words import Words

DANGER = "</script><script>alert(1)</script>"
FACTS = finding("provenance", [{"fact": "store_version", "text": "v7"}])
QUALITY = finding("trial_quality", [{"source": "posts", "verdict": "good"}])


class _Page(HTMLParser):
    """Elements of a page with their attributes and the text directly in them."""

    VOID = frozenset({"meta", "br", "img", "polyline", "circle", "rect", "link", "hr"})

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.open = [], []
        self.feed(html)
        assert self.open == [], f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append([tag, dict(attrs), ""])
        if tag not in self.VOID:
            self.open.append((tag, len(self.elements) - 1))

    def handle_startendtag(self, tag, attrs):
        self.elements.append([tag, dict(attrs), ""])

    def handle_endtag(self, tag):
        opened, _ = self.open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data):
        for _, index in self.open:
            self.elements[index][2] += data

    def all(self, *tags):
        return [element for element in self.elements if element[0] in tags]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One project folder, so that the chart library is built once."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture
def report(kept):
    def build(*notebooks, locale="en"):
        words = Words(locale)
        chapters = [
            read_chapter(notebook, f"{number:02d}_{name}", number, words.prose)
            for number, (name, notebook) in enumerate(notebooks, start=1)
        ]
        provenance = Provenance(
            "v7", "c0ffee", datetime(2026, 11, 5, 12), (InputFile("raw/<a>.csv", "ab" * 32),)
        )
        job = Job("alba", "2026-10", locale, (), PurePosixPath("reports/2026-10/alba"))
        return build_report(chapters, words, provenance, job, root=kept)

    return build


def _funnel(**more):
    return "funnel_mapping", executed(
        "# Funnel mapping\n\nWhom do we reach at which stage, and where do they leave?",
        ("session = open_session(brand)", []),
        "## What is this based on?\n\nEach source.",
        ("show(quality)", bundles(QUALITY)),
        "## Where do they leave?\n\nEach step inside *one* source.",
        ("show(drop_off)", bundles(finding("drop_off", [{"a": 1}]), chart=spec(), **more)),
        "## Provenance\n\nThe same.",
        ("show(provenance)", bundles(FACTS)),
    )


def _tracking():
    return "kpi_tracking", executed(
        "# KPI tracking\n\nHow did each KPI move this month, and this year?",
        "## What is this based on?\n\nEach source.",
        ("show(quality)", bundles(QUALITY)),
        "## What moved?\n\nEach figure.",
        ("show(month)", bundles(finding("month", [{"a": 1}]), chart=spec())),
        ("show(month)", bundles(finding("drop_off", [{"a": 2}]))),
    )


def test_the_page_is_one_document_in_its_language_with_ordered_headings(report):
    page = _Page(report(_funnel(), _tracking(), locale="fr"))

    assert page.all("html")[0][1]["lang"] == "fr"
    assert [text for _, _, text in page.all("h1")] == ["alba"]
    assert len(page.all("main")) == 1
    levels = [int(tag[1]) for tag, _, _ in page.all("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    titles = [" ".join(text.split()) for _, _, text in page.all("h2")]
    assert titles == ["1 Cartographie du tunnel", "2 Suivi des KPI", "Provenance"]


def test_every_identifier_stands_once_and_every_link_leads_somewhere(report):
    page = _Page(report(_funnel(), _tracking()))

    ids = Counter(attrs["id"] for _, attrs, _ in page.elements if "id" in attrs)
    assert [name for name, count in ids.items() if count > 1] == []
    assert {"funnel_mapping-finding-drop_off", "kpi_tracking-finding-drop_off"} <= ids.keys()
    links = [attrs["href"] for _, attrs, _ in page.all("a")]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    named = [a for _, attrs, _ in page.elements if (a := attrs.get("aria-labelledby"))]
    assert all(name in ids for name in named)


def test_the_contents_lead_to_every_question_that_is_answered_here(report):
    page = _Page(report(_funnel(), _tracking()))

    inside = [" ".join(text.split()) for _, _, text in page.all("a")]
    assert "Where do they leave?" in inside
    assert "What moved?" in inside
    assert inside.count("What is this based on?") == 1


def test_what_two_notebooks_found_alike_is_told_once_and_pointed_at(report):
    html = report(_funnel(), _tracking())

    assert html.count("trial_quality") == 1
    assert "What is this based on? The same as in “Funnel mapping”." in html
    assert html.count("finding-provenance") == 0


def test_code_is_there_and_folded_and_cells_for_the_hand_are_not(report):
    name, notebook = _funnel()
    notebook.cells[1].metadata["tags"] = ["interactive"]
    notebook.cells.append(new_markdown_cell("*Try it*", id="x", metadata={"tags": ["interactive"]}))

    page = _Page(report((name, notebook)))

    code = [text for tag, _, text in page.all("code")]
    assert "show(drop_off)" in code
    assert not any("open_session" in text for text in code)
    folded = next(attrs for tag, attrs, _ in page.all("details") if attrs.get("class") == "code")
    assert "open" not in folded
    assert "Try it" not in page.all("body")[0][2]


def test_prose_and_words_of_the_page_are_in_the_readers_language(report):
    text = _Page(report(_funnel(), locale="fr")).all("main")[0][2]

    assert "Qui touchons-nous à chaque étape, et où nous quitte-t-on\u202f?" in text
    assert "Version de l’entrepôt" in text
    assert "5 novembre 2026" in text


def test_a_chart_comes_with_its_text_and_its_table(report):
    page = _Page(report(_funnel()))

    canvas = [attrs for _, attrs, _ in page.all("div") if attrs.get("class") == "canvas"]
    assert canvas == [{"class": "canvas", "role": "img", "aria-label": "Two bars."}]
    assert [text for _, _, text in page.all("noscript")] == ["\nTwo bars.\n".strip()]
    assert any(attrs.get("class") == "kpi-table" for _, attrs, _ in page.all("details"))


def test_equal_inputs_give_equal_bytes(report):
    assert report(_funnel(), _tracking()) == report(_funnel(), _tracking())


def test_the_page_is_small_and_names_no_other_place(report):
    html = report(_funnel(), _tracking())

    assert len(html.encode()) <= 2_500_000
    without_library = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.search(
        r"""(src|href|action)=["'](?!#)|url\(|@import|https?://""", without_library
    )


def test_the_policy_allows_exactly_the_scripts_and_styles_of_the_page(report):
    html = report(_funnel())
    policy = _Page(html).all("meta")[1][1]["content"]

    def hashes(tag):
        texts = re.findall(f"<{tag}>(.*?)</{tag}>", html, flags=re.S)
        return [f"'sha256-{b64encode(sha256(t.encode()).digest()).decode()}'" for t in texts]

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == hashes("script")
    assert rules["style-src"].split() == hashes("style")
    assert rules["img-src"] == "data:"
    assert "unsafe" not in policy


def test_text_that_looks_like_a_script_stays_text(report):
    chart = spec([(DANGER, 1), ("\u2028", 2)], description=DANGER)
    found = finding("drop_off", [{"label": DANGER}])
    name, notebook = _funnel()
    notebook.cells[5].outputs = executed(("", bundles(found, chart=chart))).cells[0].outputs
    notebook.cells[5].source = f"print({DANGER!r})"
    notebook.cells[4].source = f"## {DANGER}\n\n{DANGER} <img src=x onerror=alert(1)>"
    notebook.cells.append(executed(("", [{"text/plain": DANGER, "text/html": DANGER}])).cells[0])

    page = _Page(report((name, notebook)))

    plain = [attrs for _, attrs, _ in page.all("script") if "type" not in attrs]
    assert len(plain) == 3
    assert not any(DANGER in text for tag, _, text in page.all("script"))
    assert page.all("img") == []
    assert page.all("main")[0][2].count("alert(1)") >= 4


def test_a_spec_keeps_its_meaning_when_it_is_escaped(report):
    chart = spec([("a<b>&c", 1)])
    name, notebook = _funnel()
    found = finding("drop_off", [{"a": 1}])
    notebook.cells[5].outputs = executed(("", bundles(found, chart=chart))).cells[0].outputs

    page = _Page(report((name, notebook)))

    data = [text for _, attrs, text in page.all("script") if attrs.get("type")]
    assert json.loads(data[0]) == chart


def test_html_that_no_finding_shows_is_not_obeyed(report):
    name, notebook = _funnel()
    notebook.cells[3].outputs = (
        executed(("", [{"text/html": "<b id='x'>bold</b>", "text/plain": "a frame"}]))
        .cells[0]
        .outputs
    )

    html = report((name, notebook))

    assert "<b " not in html
    assert "a frame" in html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p id="a">id="b"</p>', '<p id="p-a">id="b"</p>'),
        ('<a href="#a">x</a>', '<a href="#p-a">x</a>'),
        ('<a href="https://x/#a">x</a>', '<a href="https://x/#a">x</a>'),
        (
            '<td headers="a b" aria-labelledby="c">x</td>',
            '<td headers="p-a p-b" aria-labelledby="p-c">x</td>',
        ),
        ('a < b id="c" > d', 'a < b id="c" > d'),
    ],
)
def test_identifiers_and_their_references_move_together(html, expected):
    assert under("p", html) == expected
