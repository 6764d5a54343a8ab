"""KPI cards: what an indicator means, how it is worked out, from which lines, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from kpi_helpers.catalogue.models import Kpi
from kpi_helpers.finding import Finding, Ref
from kpi_helpers.views.cells import is_missing, reservations, write_cell
from kpi_helpers.views.dictionary import formula_in_symbols, formula_in_words
from kpi_helpers.views.words import Words

__all__ = ["card_grid"]

BADGES = ("specific", "measurable", "achievable", "relevant", "timed")


def card_grid(finding: Finding, words: Words, title: str) -> Markup:
    """A list of cards, side by side where there is room, whole on paper.

    Parameters
    ----------
    finding : Finding
        ``kpi_cards``; what a card says beyond its table comes from the catalogue of `words`.
    words : Words
    title : str
        Name of the list for screen readers.
    """
    cards = [_card(row, words) for row in finding.table.to_dict("records")]
    return Markup('<ul class="kpi-cards" aria-label="{}">{}</ul>').format(
        title, Markup("").join(cards)
    )


def _card(row: dict[str, Any], words: Words) -> Markup:
    name = str(row["kpi"])
    kpi = words.catalogue.kpis.get(name) if words.catalogue else None
    facts = list(_facts(row, kpi, words)) if kpi else []
    said = getattr(kpi.definition, words.locale) if kpi else ""
    items = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(words.message(f"card_{key}"), text)
        for key, text in facts
    )
    return Markup(
        '<li class="kpi-card" id="card-{id}"><p class="kpi-card-name">{label}</p>'
        '<p class="kpi-card-value">{value}</p><p>{said}</p><dl>{items}</dl></li>'
    ).format(
        id=name, label=words.ref(Ref("kpi", name)), value=_value(row, words), said=said, items=items
    )


def _value(row: dict[str, Any], words: Words) -> str:
    """The month's figure, or why there is none, with its reservations."""
    if is_missing(row["value"]) and not row["withheld"]:
        return words.reason(str(row["reason"]))
    text = str(write_cell(row, "value", words).content)
    noted = [words.reason(name) for name in reservations(row)]
    return f"{text} · {words.listed(noted)}" if noted else text


def _facts(row: dict[str, Any], kpi: Kpi, words: Words) -> Iterator[tuple[str, str | Markup]]:
    """Names of what a card tells, each with its text."""
    catalogue = words.catalogue
    assert catalogue is not None
    yield (
        "formula",
        Markup("{}<br><code>{}</code>").format(
            formula_in_words(kpi, catalogue, words), formula_in_symbols(kpi, catalogue)
        ),
    )
    yield (
        "unit",
        words.message(
            "card_unit_and_direction",
            {"unit": Ref("unit", kpi.unit), "direction": Ref("direction", kpi.direction)},
        ),
    )
    departments = [Ref("department", department) for department in kpi.department]
    owner = {"owner": kpi.owner, "departments": departments, "stage": Ref("stage", kpi.stage)}
    yield "owner", words.message("card_owned_by", owner)
    yield "decision", getattr(kpi.decision, words.locale)
    if kpi.side_effects:
        yield "side_effects", getattr(kpi.side_effects, words.locale)
    yield "objective", _objective(row, words)
    yield "version", _version(row, words)
    yield "declared", _lines(row["place"])
    yield "read_from", _sources(row, words)


def _objective(row: dict[str, Any], words: Words) -> str | Markup:
    if is_missing(row["objective"]):
        return words.message("card_no_objective")
    name = words.ref(Ref("objective", str(row["objective"])))
    if row["badges"] is None:
        return name
    letters = Markup(" ").join(_badge(badge, badge in row["badges"], words) for badge in BADGES)
    lacking = words.message("card_smart_whole")
    if row["gaps"]:
        lacking = words.message("card_smart_gaps", {"gaps": [Ref("gap", g) for g in row["gaps"]]})
    return Markup('{}<br><span class="kpi-smart">{}</span> {}').format(name, letters, lacking)


def _badge(name: str, met: bool, words: Words) -> Markup:
    """The letter of one badge, with a sign that does not rest on colour."""
    letter, sign = words.column(name)[:1], "✓" if met else "✗"
    return Markup('<abbr title="{}">{}{}</abbr>').format(words.column(name), letter, sign)


def _version(row: dict[str, Any], words: Words) -> str:
    told = {"version": str(row["kpi_version"])}
    if is_missing(row["since"]):
        return words.message("card_version_unclosed", told)
    told["month"] = str(row["since"])
    if is_missing(row["version_before"]):
        return words.message("card_version_since", told)
    return words.message("card_version_changed", told | {"before": str(row["version_before"])})


def _sources(row: dict[str, Any], words: Words) -> str | Markup:
    if not row["lines"]:
        return words.message("card_no_lines")
    told = {"lines": int(row["lines"]), "others": int(row["more_files"])}
    message = "card_lines_and_files" if told["others"] else "card_lines"
    return Markup("{}<br>{}").format(words.message(message, told), _lines(row["read_from"]))


def _lines(places: Sequence[str]) -> Markup:
    return Markup("<br>").join(Markup("<code>{}</code>").format(escape(one)) for one in places)
