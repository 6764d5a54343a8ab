"""Every kind of chart in a real Chromium, with the network off, beside its table."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files

import pytest
import vl_convert
from made_findings import CHARTED, MAKERS, make_catalogue

from kpi_helpers.views.charts.renderer import CHART_MIME
from kpi_helpers.views.colours import DARK_TWINS, dark_style
from kpi_helpers.views.show import present
from kpi_helpers.views.words import Words

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DRAW = """
const draw = figure =>
  kpiDraw(figure.firstElementChild, JSON.parse(figure.lastElementChild.textContent));
window.drawn = Promise.all([...document.querySelectorAll("figure")].map(draw))
  .then(all => all.length);
"""
DARK = (
    "@media(prefers-color-scheme:dark){body{background:#141a22;color:#e8ecf1}"
    f"{dark_style('figure')}}}"
)


def _page(locale: str) -> str:
    words = Words(locale, make_catalogue())
    parts = []
    for make in MAKERS:
        for bundle in present(make(), words):
            if CHART_MIME in bundle:
                spec = json.dumps(bundle[CHART_MIME]).replace("<", "\\u003c")
                data = f'<script type="application/json">{spec}</script>'
                parts.append(f"<figure><div></div>{data}</figure>")
            else:
                parts.append(bundle["text/html"])
    embed = (files("kpi_helpers.views.charts") / "embed.js").read_text(encoding="utf-8")
    scripts = (vl_convert.javascript_bundle(), embed, DRAW)
    return (
        f'<!doctype html><html lang="{locale}"><meta charset="utf-8"><title>charts</title>'
        f"<style>body{{margin:16px}}figure{{margin:0}}{DARK}</style><main>{''.join(parts)}</main>"
        + "".join(f"<script>{script}</script>" for script in scripts)
    )


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("charts")
    for locale in ("fr", "en"):
        (folder / f"{locale}.html").write_text(_page(locale), encoding="utf-8")
    return {locale: (folder / f"{locale}.html").as_uri() for locale in ("fr", "en")}


@pytest.fixture
def opened(browser, addresses):
    """Open the page offline; complaints and requests beside the page itself are collected."""
    contexts = []

    def open_(locale="fr", width=1280, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        page, told = context.new_page(), []
        page.on("console", lambda message: told.append((message.type, message.text)))
        page.on("pageerror", lambda error: told.append(("error", str(error))))
        page.on("request", lambda request: told.append(("request", request.url)))
        page.goto(addresses[locale])
        page.evaluate("window.drawn")
        told.remove(("request", addresses[locale]))
        return page, told

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_is_drawn_without_network_complaint_or_overflow(opened, locale, width):
    page, told = opened(locale, width)

    assert page.locator("figure svg.marks").count() == len(CHARTED)
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for drawn in page.locator("figure svg.marks").all():
        assert drawn.bounding_box()["width"] <= width - 32


@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_of_a_chart_is_cut_or_lies_on_another(opened, width):
    page, _ = opened("fr", width)

    assert page.evaluate(CUT_OR_CROSSED) == []


CUT_OR_CROSSED = """
() => [...document.querySelectorAll("figure svg.marks")].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim());
  const boxes = texts.map(t => [t.textContent, t.getBoundingClientRect()]);
  const cut = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1
    || b.top < frame.top - 1 || b.bottom > frame.bottom + 1).map(([t]) => "cut: " + t);
  const crossed = boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4).map(([t]) => one + " / " + t));
  return [...cut, ...crossed];
})
"""


def test_a_chart_is_one_image_whose_name_is_its_text_alternative(opened):
    page, _ = opened("fr")
    images = page.locator("figure [role=img]")

    assert images.count() == len(CHARTED)
    for image in images.all():
        assert len(image.get_attribute("aria-label")) > 60
        assert image.get_attribute("aria-roledescription") is None


def test_the_dark_page_has_light_ink_and_lighter_colours_of_data(opened):
    page, _ = opened("en", scheme="dark")
    light = page.evaluate(
        """colours => [...document.querySelectorAll("figure svg [fill], figure svg [stroke]")]
        .map(mark => [getComputedStyle(mark).fill, getComputedStyle(mark).stroke]).flat()
        .filter(colour => colours.includes(colour))""",
        [f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:7], 16)})" for c in DARK_TWINS],
    )
    ink = page.evaluate('getComputedStyle(document.querySelector("figure svg text")).fill')

    assert light == []
    assert ink == "rgb(232, 236, 241)"


def test_the_keyboard_opens_a_table_and_reaches_what_scrolls_in_it(opened):
    page, _ = opened("fr", 390)
    folded = page.locator("details.kpi-table").nth(1)  # the first is open: it has no chart
    assert folded.get_attribute("open") is None

    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert folded.get_attribute("open") is not None
    assert page.evaluate("document.activeElement.className") == "kpi-scroll"
