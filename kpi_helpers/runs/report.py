"""All notebooks of one brand and month as one page that needs nothing beside itself.

Plain Jinja, not an nbconvert exporter: an exporter makes one page of one notebook, and this page
is made of several, with a front page gathered from all of them. nbconvert still renders the prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kpi_helpers.finding import Ref
from kpi_helpers.periods import Month
from kpi_helpers.runs.chapters import Chapter, Section, same_finding
from kpi_helpers.runs.manifest import Provenance, package_versions
from kpi_helpers.runs.page import chart_locale, content_policy, json_script, vega_bundle
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.summary import summarise
from kpi_helpers.views.colours import dark_style
from kpi_helpers.views.words import Words

__all__ = ["build_report"]

TEMPLATES = Path(__file__).with_name("template")
STYLES = ("page.css", "summary.css", "chapters.css", "findings.css", "print.css")


def build_report(
    chapters: Sequence[Chapter], words: Words, provenance: Provenance, job: Job, *, root: Path
) -> str:
    """The report as one HTML text; equal inputs give equal bytes, for it knows no clock.

    Parameters
    ----------
    chapters : sequence of Chapter
        In reading order.
    words : Words
        In the report's language.
    provenance : Provenance
    job : Job
    root : Path
        Project folder, where the chart library is kept.

    Returns
    -------
    str
    """
    month = Month.parse(job.month)
    style = _style()
    scripts = (vega_bundle(root), _drawing(), _asset("report.js"))
    shown = _without_repeats(chapters)
    context = {
        "words": words,
        "say": lambda name, **values: words.message(name, values),
        "brand": words.ref(Ref("brand", job.brand)),
        "month": month,
        "summary": summarise(chapters, month, words),
        "chapters": shown,
        "places": _places(shown),
        "provenance": provenance,
        "versions": package_versions(),
        "json_script": json_script,
        "options": chart_locale(words.locale),
        "policy": content_policy(scripts, (style,)),
        "style": style,
        "scripts": scripts,
    }
    return _environment().get_template("report.html.j2").render(context)


def _without_repeats(chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
    """Chapters with what each adds: a section already told word for word is only pointed at.

    The provenance of the notebooks is told once, at the report's end.
    """
    told: list[tuple[Chapter, Section]] = []
    made = []
    for chapter in chapters:
        sections, repeated = [], []
        for section in chapter.sections:
            if [shown.finding["name"] for shown in section.shown] == ["provenance"]:
                continue
            earlier = next((pair for pair in told if _same(pair[1], section)), None)
            if earlier:
                repeated.append({"title": section.title, "at": earlier[1], "chapter": earlier[0]})
            else:
                sections.append(section)
                told.append((chapter, section))
        made.append({"chapter": chapter, "sections": sections, "repeated": repeated})
    return made


def _places(shown: Sequence[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Where each section and each finding stands: its number (``2.1``) and its title, by anchor."""
    places = {}
    for made in shown:
        for number, section in enumerate(made["sections"], start=1):
            place = {"number": f"{made['chapter'].number}.{number}", "title": section.title}
            places[section.anchor] = place
            places |= {item.anchor: place for item in section.shown}
    return places


def _same(one: Section, other: Section) -> bool:
    """Whether two sections show the same findings, figure for figure, and nothing else."""
    return (
        bool(one.shown)
        and len(one.shown) == len(other.shown)
        and all(same_finding(a, b) for a, b in zip(one.shown, other.shown, strict=True))
        and one.texts == other.texts
    )


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment


@cache
def _style() -> str:
    dark = f"@media screen and (prefers-color-scheme:dark){{{dark_style('main')}}}\n"
    return "".join(_asset(name) for name in STYLES) + dark


def _drawing() -> str:
    """How views draws a chart in a page."""
    return (files("kpi_helpers.views.charts") / "embed.js").read_text(encoding="utf-8")


def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
