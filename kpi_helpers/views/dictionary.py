"""The KPI dictionary: what each figure means and who answers for it, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.formula import words as formula_words
from kpi_helpers.catalogue.grammar import FUNCTIONS
from kpi_helpers.catalogue.models import Catalogue, Kpi
from kpi_helpers.finding import Ref
from kpi_helpers.views.words import Words

__all__ = ["formula_in_symbols", "formula_in_words", "kpi_entries"]


def kpi_entries(catalogue: Catalogue, words: Words) -> list[list[str]]:
    """One entry a KPI, as lines: label, definition, formula, who answers, decision, source."""
    return [_entry(name, kpi, catalogue, words) for name, kpi in catalogue.kpis.items()]


def _entry(name: str, kpi: Kpi, catalogue: Catalogue, words: Words) -> list[str]:
    where = catalogue.provenance.get(f"kpis.{name}", "")
    owner = {
        "owner": kpi.owner,
        "departments": [Ref("department", department) for department in kpi.department],
        "stage": Ref("stage", kpi.stage),
        "version": kpi.version,
    }
    lines = [
        f"{getattr(kpi.label, words.locale)}  ({name})",
        f"  {getattr(kpi.definition, words.locale)}",
        "  "
        + words.message("cli_kpi_formula", {"formula": formula_in_words(kpi, catalogue, words)}),
        "  " + words.message("cli_kpi_owner", owner),
        "  " + words.message("cli_kpi_decision", {"decision": getattr(kpi.decision, words.locale)}),
    ]
    return [*lines, "  " + words.message("cli_kpi_source", {"place": where})] if where else lines


def formula_in_words(kpi: Kpi, catalogue: Catalogue, words: Words) -> str:
    """The formula with the label of each measure, numbers written as the language writes them."""
    labels = {
        name: getattr(measure.label, words.locale) for name, measure in catalogue.measures.items()
    }
    functions = {name: words.ref(Ref("function", name)) for name in FUNCTIONS}
    return _formula(kpi, catalogue, functions | labels, words.number)


def formula_in_symbols(kpi: Kpi, catalogue: Catalogue) -> str:
    """The formula with the names of its measures, as they are declared, and × ÷ − as signs."""
    return _formula(kpi, catalogue, {})


def _formula(
    kpi: Kpi,
    catalogue: Catalogue,
    labels: Mapping[str, str],
    number: Callable[[float], str] = "{:g}".format,
) -> str:
    if kpi.formula:
        return formula_words(parse(kpi.formula, catalogue.measures), labels, number)
    measure = labels.get(str(kpi.measure), str(kpi.measure))
    part = ", ".join(value for values in kpi.part.values() for value in values)
    return f"{measure} [{part}] ÷ {measure}"
