"""A form for a KPI of one's own: its formula checked while it is typed, its figure shown, saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, get_args

import ipywidgets
from markupsafe import Markup

from kpi_helpers.catalogue.entry import Department, Dimension, Stage, Unit
from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.formula import words as formula_words
from kpi_helpers.errors import KpiError
from kpi_helpers.finding import Ref
from kpi_helpers.views.cells import is_missing, write_cell
from kpi_helpers.views.words import Words

__all__ = ["compose"]

Fields = Mapping[str, Any]
"""Fields of a KPI as its file holds them."""

DIRECTIONS = ("up", "down", "none")
"""A band needs a target, which the form does not ask for."""

AUDIENCES = ("stranger", "follower", "visitor", "lead", "customer", "ambassador")
TEXTS = ("label", "definition", "decision")
LANGUAGES = ("fr", "en")


def compose(
    words: Words,
    measures: Collection[str],
    preview: Callable[[Fields], Mapping[str, Any]],
    save: Callable[[str, Fields], str],
) -> ipywidgets.VBox:
    """A form that writes one KPI.

    Parameters
    ----------
    words : Words
        The reader's language, and the labels of the measures.
    measures : collection of str
        Measures that a formula may name.
    preview : callable
        Given ``formula``, ``unit`` and ``min_denominator``: the row of its value this month, with
        columns of ``schema.VALUES``.
    save : callable
        Given the id and the fields: writes them, and returns file and line. It raises a KpiError
        when they cannot be used; then nothing is written.

    Returns
    -------
    ipywidgets.VBox
        Fields in the order of the file, each reached by the keyboard; below them what the formula
        means and gives, and a button.
    """
    return _Form(words, measures, preview, save).box


class _Form:
    """The controls of the form, by the name of their field."""

    def __init__(
        self,
        words: Words,
        measures: Collection[str],
        preview: Callable[[Fields], Mapping[str, Any]],
        save: Callable[[str, Fields], str],
    ) -> None:
        self.words, self.measures, self.preview, self.save = words, measures, preview, save
        self.controls = self._controls()
        self.told, self.saved = ipywidgets.HTML(), ipywidgets.HTML()
        button = ipywidgets.Button(description=words.message("compose_save"))
        button.on_click(self._save)
        for name in ("formula", "unit", "min_denominator"):
            self.controls[name].observe(self._check, names="value")
        known = ipywidgets.HTML(str(self._known()))
        self.box = ipywidgets.VBox([*self.controls.values(), known, self.told, button, self.saved])
        self._check()

    def _controls(self) -> dict[str, Any]:
        """Formula first: it is what one comes for."""
        made = {"formula": self._made(ipywidgets.Textarea, "formula", rows=2)}
        made |= {"unit": self._choice("unit", get_args(Unit), "ratio")}
        made |= {"name": self._made(ipywidgets.Text, "name")}
        for text in TEXTS:
            for language in LANGUAGES:
                made[f"{text}_{language}"] = self._made(ipywidgets.Text, f"{text}_{language}")
        made |= {"owner": self._made(ipywidgets.Text, "owner")}
        made |= {"direction": self._choice("direction", DIRECTIONS, "up")}
        made |= {"stage": self._choice("stage", get_args(Stage), "engage")}
        made |= {"audience": self._choice("audience", AUDIENCES, "follower")}
        made |= {"department": self._choice("department", get_args(Department), many=True)}
        made |= {"dimensions": self._choice("dimension", get_args(Dimension), many=True)}
        made |= {"min_denominator": self._made(ipywidgets.Text, "min_denominator")}
        made |= {"version": self._made(ipywidgets.Text, "version", value="1.0.0")}
        return made

    def _made(self, kind: Any, name: str, **more: Any) -> Any:
        described = {"description": self.words.message(f"compose_{name}")}
        control = kind(**described, style={"description_width": "17em"}, **more)
        control.layout.width = "min(100%, 50em)"
        return control

    def _choice(self, kind: str, ids: Collection[str], value: str = "", many: bool = False) -> Any:
        options = [(self.words.ref(Ref(kind, name)), name) for name in ids]
        if many:
            return self._made(ipywidgets.SelectMultiple, kind, options=options, rows=3)
        return self._made(ipywidgets.Dropdown, kind, options=options, value=value)

    def _known(self) -> Markup:
        """Every measure that can be named, with its label, folded away."""
        items = Markup("").join(
            Markup("<li><code>{}</code> {}</li>").format(name, self.words.ref(Ref("measure", name)))
            for name in sorted(self.measures)
        )
        return Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(
            self.words.message("compose_measures"), items
        )

    def fields(self) -> dict[str, Any]:
        """What was typed, as the file will hold it; an optional field left empty is left out."""
        value = {name: control.value for name, control in self.controls.items()}
        said: dict[str, Any] = {"version": value["version"].strip()}
        for text in TEXTS:
            said[text] = {language: _tidy(value[f"{text}_{language}"]) for language in LANGUAGES}
        said |= {name: value[name] for name in ("stage", "audience")}
        said |= {"department": list(value["department"]), "owner": _tidy(value["owner"])}
        said |= {name: value[name] for name in ("unit", "direction")}
        said |= {"formula": _tidy(value["formula"])}
        if value["min_denominator"].strip():
            said["min_denominator"] = _number(value["min_denominator"])
        if value["dimensions"]:
            said["dimensions"] = list(value["dimensions"])
        return said

    def _check(self, _: object = None) -> None:
        """Say what is wrong with the formula, or what it means and gives."""
        self.saved.value = ""
        fields = self.fields()
        if not fields["formula"]:
            self.told.value = ""
            return
        try:
            formula = parse(fields["formula"], self.measures)
            labels = {name: self.words.ref(Ref("measure", name)) for name in formula.used}
            row = self.preview(fields)
        except KpiError as error:
            self.told.value = str(self._problems(error))
            return
        meaning = formula_words(formula, labels, self.words.number)
        told = Markup("<p>{}</p><p><strong>{}</strong></p>")
        self.told.value = str(told.format(meaning, self._figure(row)))

    def _figure(self, row: Mapping[str, Any]) -> str:
        if is_missing(row["value"]):
            return self.words.reason(str(row["reason"]))
        return self.words.message(
            "compose_preview", {"value": str(write_cell(row, "value", self.words).content)}
        )

    def _save(self, _: object = None) -> None:
        try:
            place = self.save(self.controls["name"].value.strip(), self.fields())
        except KpiError as error:
            self.saved.value = str(self._problems(error))
            return
        told = self.words.message("compose_saved", {"place": place})
        self.saved.value = str(Markup("<p>{}</p>").format(told))

    def _problems(self, error: KpiError) -> Markup:
        """Every problem as its message words it, the mark under the formula kept in its place."""
        return Markup("").join(
            Markup('<pre role="alert">{}</pre>').format(text) for text in self.words.error(error)
        )


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _number(text: str) -> float | str:
    """A number as either language writes it; anything else is told by the catalogue's check."""
    try:
        return float(text.replace(" ", "").replace(",", "."))
    except ValueError:
        return text
