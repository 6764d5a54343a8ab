"""What a notebook puts under a cell for a finding: sentence, chart, table, each a mime bundle.

The first bundle also holds the finding as JSON, worded, so that the report's front page and
``findings.json`` are made of what the notebooks showed.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from kpi_helpers.finding import Finding, Verdict
from kpi_helpers.views.charts.renderer import mimebundle
from kpi_helpers.views.pills import pill
from kpi_helpers.views.presentations import Presentation, presentation_of
from kpi_helpers.views.style import STYLE
from kpi_helpers.views.tables import html_table
from kpi_helpers.views.words import Words

__all__ = ["FINDING_MIME", "present"]

FINDING_MIME = "application/vnd.kpi.finding+json"
"""The type under which a notebook stores a finding."""


def present(finding: Finding, words: Words) -> list[dict[str, Any]]:
    """The finding as mime bundles, in reading order.

    Parameters
    ----------
    finding : Finding
    words : Words

    Returns
    -------
    list of dict
        Sentence with verdict and caveats (and the finding itself as JSON); the chart, when the
        finding has one; the table.
    """
    shown = presentation_of(finding)
    sentence = words.sentence(finding)
    bundles = [_statement(finding, shown, sentence, words)]
    chart = shown.chart(finding, words, sentence) if shown.chart else None
    if chart is not None:
        bundles.append(mimebundle(chart))
    bundles.append(_table(finding, shown, words, folded=chart is not None))
    return bundles


def _statement(
    finding: Finding, shown: Presentation, sentence: str, words: Words
) -> dict[str, Any]:
    caveats = [words.caveat(caveat) for caveat in finding.caveats]
    worded = {"sentence": sentence, "caveat_sentences": caveats, "locale": words.locale}
    html = Markup(
        '{style}<section class="kpi-finding" id="finding-{name}" data-verdict="{verdict}">'
        '<p class="kpi-sentence">{sentence}{badge}</p>{caveats}</section>'
    ).format(
        style=Markup(STYLE),
        name=finding.name,
        verdict=str(finding.verdict),
        sentence=sentence,
        badge=_badge(finding, shown, words),
        caveats=_caveats(caveats, words),
    )
    return {
        "text/html": str(html),
        "text/plain": sentence,
        FINDING_MIME: finding.to_dict() | worded,
    }


def _badge(finding: Finding, shown: Presentation, words: Words) -> Markup:
    """The verdict, unless there is none to give."""
    if finding.verdict == Verdict.NEUTRAL:
        return Markup("")
    return Markup(" {}").format(pill(str(finding.verdict), words, shown.verdicts))


def _caveats(caveats: list[str], words: Words) -> Markup:
    if not caveats:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in caveats)
    return Markup('<ul class="kpi-caveats" aria-label="{}">{}</ul>').format(
        words.message("caveats_title"), items
    )


def _table(finding: Finding, shown: Presentation, words: Words, folded: bool) -> dict[str, Any]:
    """The table, folded away when a chart already shows its figures."""
    key = f"title_{finding.name}"
    title = words.message(key) if words.knows(key) else finding.name.replace("_", " ")
    summary = words.message("table_summary", {"title": title})
    html = Markup(
        '<details class="kpi-table"{open}><summary>{summary}</summary>{table}</details>'
    ).format(
        open=Markup("" if folded else " open"),
        summary=summary,
        table=_body(finding, shown, title, words),
    )
    return {"text/html": str(html), "text/plain": summary}


def _body(finding: Finding, shown: Presentation, title: str, words: Words) -> Markup:
    if shown.body is not None and len(finding.table):
        return shown.body(finding, words, title)
    columns = shown.columns or tuple(str(column) for column in finding.table.columns)
    headed = (columns, title, words, shown.verdicts, shown.headings, shown.units)
    return html_table(finding.table, *headed)
