"""The page in a real Chromium with the network off: what a reader sees is what was made."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime
from pathlib import PurePosixPath

import pytest
from emitted import bundles, executed, finding, spec

from kpi_helpers.runs.chapters import read_chapter
from kpi_helpers.runs.manifest import InputFile, Provenance
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.report import build_report
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
DANGER = "</script><script>window.broken = 1</script>"
CHARTS = 12


def _notebook():
    tall = spec([("a", 1200), ("b", 3400)], height=400)
    cells = ["# Funnel mapping\n\nWhom do we reach at which stage, and where do they leave?"]
    for number in range(CHARTS):
        cells.append(f"## Question {number}?\n\nHow to read it.")
        found = finding(f"found_{number}", [{"a": number}])
        cells.append(("show(found)", bundles(found, chart=tall)))
    high = spec([("a", 1), ("b", 2)], height=1500)
    cells.append("## Higher than a sheet?")
    cells.append(("show(found)", bundles(finding("high", [{"a": 0}]), chart=high)))
    wide = "".join(f"<td>column{n}</td>" for n in range(60))
    hurt = spec([(DANGER, 1)], title=DANGER, description=DANGER)
    cells += [
        f"## {DANGER}?\n\n{DANGER}",
        ("show(found)", bundles(finding("hurt", [{"a": DANGER}]), chart=hurt, table=wide)),
    ]
    return executed(*cells)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    words = Words("fr")
    chapter = read_chapter(_notebook(), "01_funnel_mapping", 1, words.prose)
    files = (InputFile(f"raw/{'long' * 30}.csv", "ab" * 32),)
    known = Provenance("v7", "c0ffee", datetime(2026, 11, 5, 12), files)
    job = Job("alba", "2026-10", "fr", (), PurePosixPath("reports/2026-10/alba"))
    page = root / "report.html"
    page.write_text(build_report([chapter], words, known, job, root=root), encoding="utf-8")
    return page.as_uri()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, address):
    """Open the report offline; `told` collects complaints and requests beside the page itself."""
    contexts = []

    def open_(width=1280, scheme="light", wait=True, before=""):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        context.add_init_script(before)
        page = context.new_page()
        page.told = []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("request", lambda request: page.told.append(request.url))
        page.goto(address)
        if wait:
            page.wait_for_selector("html[data-charts=drawn]", state="attached")
        page.told.remove(address)
        return page

    yield open_
    for context in contexts:
        context.close()


def test_every_chart_is_drawn_offline_without_a_request_or_a_complaint(open_page):
    page = open_page()

    assert page.locator("figure.chart.drawn .canvas svg").count() == CHARTS + 2
    assert page.locator("figure.failed").count() == 0
    assert page.told == []


def test_charts_write_numbers_as_the_language_does(open_page):
    labels = open_page().locator("figure.chart svg text").all_text_contents()

    assert "1\u202f000" in labels
    assert "1,000" not in labels


def test_text_of_the_data_that_looks_like_a_script_does_nothing(open_page):
    page = open_page()

    assert page.evaluate("window.broken") is None
    assert DANGER in page.locator("main").inner_text()
    assert DANGER in page.locator("figure.chart svg text").all_text_contents()


def test_the_policy_stops_scripts_styles_and_connections_that_are_not_ours(open_page):
    page = open_page()

    found = page.evaluate(
        """async () => {
            const blocked = [];
            document.addEventListener("securitypolicyviolation",
                (event) => blocked.push(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.broken = 1";
            document.body.append(script);
            const image = new Image();
            image.src = "https://example.org/pixel.png";
            await fetch("https://example.org/").catch(() => null);
            await new Promise((done) => setTimeout(done, 200));
            return { blocked, broken: window.broken };
        }"""
    )

    assert found["broken"] is None
    assert {"script-src-elem", "img-src", "connect-src"} <= set(found["blocked"])


def test_each_link_of_the_contents_brings_its_question_to_the_top(open_page):
    page = open_page()
    links = page.locator(".toc a")

    for number in range(links.count()):
        link = links.nth(number)
        target = page.locator(f"[id='{link.get_attribute('href')[1:]}']")
        link.click()
        box = target.bounding_box()
        at_end = page.evaluate("scrollY + innerHeight >= document.body.scrollHeight - 2")
        assert -1 <= box["y"] <= 80 or at_end
    assert page.locator(".toc a[aria-current]").count() == 1
    assert page.told == []


def test_the_contents_stay_in_sight_beside_a_wide_page(open_page):
    page = open_page()
    page.evaluate("scrollTo(0, 4000)")

    assert page.locator(".toc a").first.bounding_box()["y"] >= 0
    assert page.locator(".toc details").get_attribute("open") is not None


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_runs_off_the_side(open_page, width):
    page = open_page(width)
    page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in page.locator("figure.chart svg").all():
        assert box.bounding_box()["width"] <= width


def test_on_a_phone_the_contents_are_folded_and_close_after_a_choice(open_page):
    page = open_page(390)
    contents = page.locator(".toc details")
    assert contents.get_attribute("open") is None

    page.locator(".toc summary").click()
    page.locator(".toc a").nth(3).click()

    assert contents.get_attribute("open") is None
    assert page.evaluate("scrollY") > 200
    assert page.locator(".toc summary").bounding_box()["y"] >= 0


def test_a_chart_fits_again_when_the_window_changes(open_page):
    page = open_page(390)
    width = "document.querySelector('figure.chart svg')?.getBoundingClientRect().width ?? 0"
    narrow = page.evaluate(width)

    page.set_viewport_size({"width": 1280, "height": 800})

    for _ in range(50):
        wide = page.evaluate(width)
        if wide > narrow + 50:
            break
        page.wait_for_timeout(100)
    assert wide > narrow + 50
    assert page.told == []


def test_a_page_printed_at_once_has_all_its_charts(open_page):
    page = open_page(wait=False, before="window.requestIdleCallback = () => 0")
    assert page.locator("figure.chart svg").count() < CHARTS
    page.evaluate(
        """window.addEventListener("afterprint", () => {
            window.printed = document.querySelectorAll("figure.chart svg").length;
        })"""
    )

    sheet = page.pdf(prefer_css_page_size=True, print_background=True)

    assert sheet.startswith(b"%PDF")
    assert page.evaluate("window.printed") == CHARTS + 2


def test_a_chart_higher_than_a_sheet_gives_its_place_to_its_table_on_paper(open_page):
    page = open_page()
    table = ".chart.tall ~ details.kpi-table"
    page.evaluate(
        f"""window.addEventListener("beforeprint", () => {{
            window.printed = [...document.querySelectorAll("{table}")].map((t) => t.open);
        }})"""
    )

    page.pdf()

    assert page.evaluate("window.printed") == [True]
    assert page.locator(table).get_attribute("open") is None
    page.emulate_media(media="print")
    assert not page.locator(".chart.tall").is_visible()


def test_paper_is_white_and_carries_no_aids_of_the_screen(open_page):
    page = open_page(700, scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.emulate_media(media="print", color_scheme="dark")

    assert dark != "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for aid in (".toc", ".skip", "details.code", "details.kpi-table"):
        assert not page.locator(aid).first.is_visible()
    assert page.locator("figure.chart svg").first.is_visible()


def test_the_keyboard_reaches_the_report_past_the_contents(open_page):
    page = open_page()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_picture_has_a_name_and_every_table_can_be_reached(open_page):
    page = open_page()

    names = page.locator("[role=img]").evaluate_all("all => all.map((e) => e.ariaLabel)")
    assert all(names)
    assert Counter(names)["Two bars."] == CHARTS + 1
    stray = page.locator("main *").evaluate_all(
        """all => all.filter((e) => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0
            && getComputedStyle(e).overflowX === "auto").map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert stray == []
