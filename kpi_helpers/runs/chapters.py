"""From an executed notebook to a chapter of the report: prose, findings, charts and tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kpi_helpers.runs.prose import markdown_html, split_heading, under
from kpi_helpers.views.show import FINDING_MIME
from kpi_helpers.views.style import STYLE

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = [
    "Chapter",
    "Section",
    "Shown",
    "all_findings",
    "findings_json",
    "read_chapter",
    "same_finding",
    "store_versions",
]

_CHART_MIME = re.compile(r"application/vnd\.vegalite\.v\d+\+json")
_TABLE = re.compile(r'\s*<details class="kpi-table"')
_HIDDEN_TAGS = {"interactive", "parameters", "remove_cell"}


@dataclass
class Shown:
    """One finding as the notebook showed it.

    Parameters
    ----------
    anchor : str
        Identifier of its element in the report.
    finding : dict
        ``Finding.to_dict()``.
    html : str
        Its sentence and caveats.
    charts : list of (spec, text alternative)
    tables : list of str
    """

    anchor: str
    finding: dict[str, Any]
    html: str
    charts: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


@dataclass
class Section:
    """One question of a notebook: how to read it, and what was found."""

    anchor: str
    title: str
    prose: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass
class Chapter:
    """One notebook.

    Parameters
    ----------
    notebook : str
        Its name: ``02_kpi_tracking``.
    anchor : str
        Identifier in the report, and prefix of every identifier inside: ``kpi_tracking``.
    number : int
        Place in the report, from 1.
    title, question : str
        From its first cell; `question` is HTML.
    sections : list of Section
    code : list of str
        Source of the cells that ran.
    """

    notebook: str
    anchor: str
    number: int
    title: str = ""
    question: str = ""
    sections: list[Section] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


def read_chapter(
    notebook: NotebookNode, name: str, number: int, translate: Callable[[str], str]
) -> Chapter:
    """What an executed notebook says.

    Parameters
    ----------
    notebook : NotebookNode
    name : str
        File name without suffix.
    number : int
        Place in the report, from 1.
    translate : callable
        Gives the prose of a Markdown cell in the report's language.

    Returns
    -------
    Chapter
    """
    chapter = Chapter(name, re.sub(r"^\d+_", "", name), number)
    for cell in notebook.cells:
        if _HIDDEN_TAGS & set(cell.metadata.get("tags", ())):
            continue
        if cell.cell_type == "markdown":
            _read_prose(chapter, cell, translate)
        elif cell.cell_type == "code":
            chapter.code.append(cell.source.strip())
            _read_outputs(chapter, cell.outputs)
    return chapter


def _read_prose(chapter: Chapter, cell: NotebookNode, translate: Callable[[str], str]) -> None:
    level, title, body = split_heading(translate(cell.source))
    html = under(chapter.anchor, markdown_html(body)) if body else ""
    if level == 1:
        chapter.title, chapter.question = title, html
    elif level == 2:
        anchor = f"{chapter.anchor}-{cell.get('id', len(chapter.sections))}"
        chapter.sections.append(Section(anchor, title, [html] if html else []))
    elif html:
        _last(chapter).prose.append(html)


def _last(chapter: Chapter) -> Section:
    """The section being read; what stands before the first one gets one without a title."""
    if not chapter.sections:
        chapter.sections.append(Section(f"{chapter.anchor}-start", ""))
    return chapter.sections[-1]


def _read_outputs(chapter: Chapter, outputs: Iterable[NotebookNode]) -> None:
    for output in outputs:
        if output.output_type == "stream":
            if output.name == "stdout" and output.text.strip():
                _last(chapter).texts.append(output.text.rstrip())
        elif "data" in output:
            _read_display(chapter, output.data)


def _read_display(chapter: Chapter, data: Mapping[str, Any]) -> None:
    """Only what a finding shows is taken as HTML; anything else is shown as its text."""
    section = _last(chapter)
    chart = next((mime for mime in data if _CHART_MIME.fullmatch(mime)), None)
    if FINDING_MIME in data:
        finding = data[FINDING_MIME]
        anchor = f"{chapter.anchor}-finding-{finding['name']}"
        html = under(chapter.anchor, data.get("text/html", "").replace(STYLE, ""))
        section.shown.append(Shown(anchor, finding, html))
    elif chart and section.shown:
        alternative = data.get("text/plain", "") or data[chart].get("description", "")
        section.shown[-1].charts.append((data[chart], alternative))
    elif _TABLE.match(data.get("text/html", "")) and section.shown:
        section.shown[-1].tables.append(under(chapter.anchor, data["text/html"]))
    elif data.get("text/plain", "").strip():
        section.texts.append(data["text/plain"].rstrip())


def all_findings(chapters: Iterable[Chapter]) -> Iterator[tuple[Chapter, Shown]]:
    """Every finding in reading order, with the chapter that showed it."""
    for chapter in chapters:
        for section in chapter.sections:
            for shown in section.shown:
                yield chapter, shown


def findings_json(chapters: Iterable[Chapter]) -> list[dict[str, Any]]:
    """Every finding with the notebook that made it and its place in the report."""
    return [
        {"notebook": chapter.notebook, "anchor": shown.anchor, **shown.finding}
        for chapter, shown in all_findings(chapters)
    ]


def store_versions(chapters: Iterable[Chapter]) -> set[str]:
    """Store versions that the notebooks say they read."""
    found = set()
    for _, shown in all_findings(chapters):
        if shown.finding["name"] == "provenance":
            rows = shown.finding["table"]
            found |= {str(row["text"]) for row in rows if row["fact"] == "store_version"}
    return found


def same_finding(one: Shown, other: Shown) -> bool:
    """Whether two notebooks found the same, figure for figure, and drew it alike."""
    sides = ([shown.finding, shown.charts] for shown in (one, other))
    first, second = (json.dumps(side, sort_keys=True) for side in sides)
    return first == second
