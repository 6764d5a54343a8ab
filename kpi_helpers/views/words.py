"""Everything the package says, worded in one language: the only place where words are chosen.

Stations left of views name messages and hand over values; :class:`Words` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from string import Formatter
from typing import Any

import pandas as pd
from babel import Locale
from babel.lists import format_list

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.errors import KpiError, Problem
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month, Period
from kpi_helpers.views.dates import (
    read_period,
    write_date,
    write_date_short,
    write_month,
    write_month_short,
    write_period,
)
from kpi_helpers.views.messages import all_messages
from kpi_helpers.views.names import declared_name, in_sentence, label_key
from kpi_helpers.views.numbers import BABEL_LOCALES, MISSING, plain_number, write_figure
from kpi_helpers.views.translations import translations

__all__ = ["LOCALES", "Words", "placeholders"]

LOCALES = tuple(BABEL_LOCALES)
"""Languages the package speaks."""

LONGEST = 120
"""Letters of a text from outside that a sentence quotes."""

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of writing direction: in a text from outside they would turn the figures after it."""

MOST_NAMED = 5
"""Names that a sentence lists in full; the table below it has them all."""

_SENTENCE_START = re.compile(r"(^|[.!?]\s)$")
_LOOSE = re.compile(r"[ \u00a0]([;:!?%»])(?=\s|$|[).,·])")


class Words:
    """Texts, names and figures in one language.

    Parameters
    ----------
    locale : str
        ``fr`` or ``en``.
    catalogue : Catalogue, optional
        Where the names of KPIs, measures, objectives, segments and funnels come from. Without
        one they are called by their ids.
    """

    def __init__(self, locale: str, catalogue: Catalogue | None = None):
        if locale not in LOCALES:
            raise ValueError(f"unknown locale {locale!r}; known: {', '.join(LOCALES)}")
        self.locale = locale
        self.catalogue = catalogue
        self._plural = Locale.parse(BABEL_LOCALES[locale]).plural_form

    # -- texts

    def message(self, name: str, values: Mapping[str, Any] | None = None) -> str:
        """The message of that name with its values written in.

        Raises
        ------
        KeyError
            When no such message exists, or a value it needs is not given.
        """
        template = self.translated(all_messages()[name])
        return self._fill(template, values or {}, name)

    def knows(self, name: str) -> bool:
        """Whether a message of that name exists."""
        return name in all_messages()

    def translated(self, text: str) -> str:
        """An English text in this language; English itself where no translation exists."""
        if self.locale == "en":
            return text
        return _LOOSE.sub("\u202f\\1", translations(self.locale).get(text, text)).replace(
            "« ", "«\u202f"
        )

    def prose(self, text: str) -> str:
        """A Markdown cell of a notebook in this language."""
        return self.translated(text.strip())

    def sentence(self, finding: Finding) -> str:
        """The sentence that a finding states."""
        return self.message(finding.message, finding.values)

    def caveat(self, caveat: Caveat) -> str:
        """The sentence of a caveat."""
        return self.message(caveat.message, caveat.values)

    def problem(self, problem: Problem) -> str:
        """``file:line · key · found · allowed · next step``."""
        text = self.message(problem.message, problem.values)
        return f"{problem.where} · {text}" if problem.where else text

    def error(self, error: KpiError) -> list[str]:
        """Every problem of an error, one text each."""
        return [self.problem(problem) for problem in error.problems]

    def reason(self, name: str) -> str:
        """Why there is no figure, in a few words: ``<name>_short``, or the message itself.

        A name that nobody wrote a text for, or whose text needs values, is shown as it is.
        """
        for key in (f"{name}_short", name):
            if self.knows(key) and not placeholders(all_messages()[key]):
                return self.message(key)
        return name.replace("_", " ")

    def column(self, name: str) -> str:
        """Heading of a table column; a column nobody named is headed by its own name."""
        key = f"column_{name}"
        return self.message(key) if self.knows(key) else name.replace("_", " ")

    # -- names and values

    def ref(self, ref: Ref) -> str:
        """The name of a thing, as it stands alone; an unknown id is its own name.

        Of the kind ``quoted`` the id is a text from outside: it stands in quotation marks.
        """
        if ref.kind == "quoted":
            text = _TURNING.sub("", ref.id)
            short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
            return self.message("quoted", {"text": short})
        declared = declared_name(ref, self.catalogue)
        if declared is not None:
            return declared if isinstance(declared, str) else getattr(declared, self.locale)
        key = label_key(ref)
        return self.message(key) if self.knows(key) else ref.id

    def figure(self, figure: Figure) -> str:
        """A figure with its unit; a missing one is a dash."""
        return write_figure(figure, self.locale)

    def number(self, value: float) -> str:
        """A number without a unit."""
        return plain_number(value, self.locale)

    def date(self, day: date) -> str:
        """A day, with the hour when it has one."""
        return write_date(day, self.locale)

    def date_short(self, day: date) -> str:
        """A day for a table."""
        return write_date_short(day, self.locale)

    def month(self, month: Month | str) -> str:
        """A month in full."""
        return write_month(Month.parse(month) if isinstance(month, str) else month, self.locale)

    def month_short(self, month: Month | str) -> str:
        """A month for an axis."""
        month = Month.parse(month) if isinstance(month, str) else month
        return write_month_short(month, self.locale)

    def period(self, period: Period | str) -> str:
        """A period; a text is read as ``Period.label`` writes it, else kept."""
        if isinstance(period, str):
            found = read_period(period)
            return period if found is None else write_period(found, self.locale)
        return write_period(period, self.locale)

    def listed(self, items: Collection[str]) -> str:
        """``a, b and c``."""
        return format_list(list(items), locale=BABEL_LOCALES[self.locale]) if items else MISSING

    def value(self, value: Any) -> str:
        """Anything a message may hold, written for this language."""
        return self._written(value, inside=False)

    def _written(self, value: Any, inside: bool) -> str:
        """`inside` a sentence, where common nouns lose their capital."""
        if isinstance(value, str):
            return _TURNING.sub("", value)
        if isinstance(value, Figure):
            return self.figure(value)
        if isinstance(value, Ref):
            name = self.ref(value)
            return in_sentence(value, name) if inside else name
        if isinstance(value, Month):
            return self.month(value)
        if isinstance(value, Period):
            return self.period(value)
        if isinstance(value, list | tuple | set | frozenset):
            items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return self._listed_values(list(items), inside)
        if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
            return MISSING
        if isinstance(value, bool):
            return self.message("yes" if value else "no")
        if isinstance(value, date | datetime):
            return self.date(value)
        return self.number(float(value)) if hasattr(value, "__float__") else str(value)

    def _listed_values(self, items: Sequence[Any], inside: bool) -> str:
        """``a, b and c``; of a long row of names the first five and how many others."""
        named = [self._written(item, inside or place > 0) for place, item in enumerate(items)]
        if len(items) > MOST_NAMED + 1 and all(isinstance(item, Ref) for item in items):
            others = len(items) - MOST_NAMED
            named[MOST_NAMED:] = [self.message("and_others", {"count": others})]
        return self.listed(named)

    # -- templates

    def _fill(self, template: str, values: Mapping[str, Any], name: str) -> str:
        done = ""
        for text, field, forms, _ in Formatter().parse(template):
            done += text
            if field is None:
                continue
            if field not in values:
                raise KeyError(f"message {name!r} needs a value for {{{field}}}")
            inside = not _SENTENCE_START.search(done)
            value = values[field]
            if field in ("month", "period") and isinstance(value, str):
                value = self.period(value)
            if forms:  # a form may hold values of its own
                done += self._fill(self._form(value, forms), values, name)
            else:
                done += self._written(value, inside)
        return done

    def _form(self, value: Any, forms: str) -> str:
        one, _, other = forms.partition("|")
        return one if self._plural(_amount(value)) == "one" else other


def placeholders(template: str) -> set[str]:
    """Names of the values that a text needs."""
    parts = [part for part in Formatter().parse(template) if part[1] is not None]
    return {str(field) for _, field, _, _ in parts}.union(
        *(placeholders(str(forms)) for _, _, forms, _ in parts)
    )


def _amount(value: Any) -> float:
    if isinstance(value, Figure):
        return abs(value.value or 0)
    return len(value) if isinstance(value, list | tuple | set | frozenset) else abs(value)
