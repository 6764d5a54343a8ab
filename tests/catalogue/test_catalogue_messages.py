"""Every fault of the catalogue is told in both languages, with a next step."""

from __future__ import annotations

import ast
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.errors import CatalogueError
from kpi_helpers.views import messages
from kpi_helpers.views.messages import merge
from kpi_helpers.views.words import Words

PACKAGE = Path(__file__).resolve().parents[2] / "kpi_helpers"
POS = sorted((PACKAGE / "views" / "locale" / "fr" / "LC_MESSAGES").glob("catalogue*.po"))
MODULES = [info.name for info in pkgutil.iter_modules(messages.__path__, f"{messages.__name__}.")]
MESSAGES = merge({name: import_module(name).MESSAGES for name in MODULES if ".catalogue" in name})
SUGGESTED = "suggestion"  # names a message and its _near sibling


def french() -> dict[str, str]:
    """English text → French text."""
    found: dict[str, str] = {}
    for path in POS:
        with path.open("rb") as file:
            found |= {message.id: message.string for message in read_po(file) if message.id}
    return found


def named_messages() -> set[str]:
    """Message names that the catalogue's modules give to a fault, a problem or a suggestion."""
    named: set[str] = set()
    for path in (PACKAGE / "catalogue").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(
                node.func, ast.Name | ast.Attribute
            ):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = {"Problem": 0, SUGGESTED: 0, "Fault": 1, "problem": 0, "refuse": 0, "_fault": 2}
            at = place.get(called)
            if at is None or len(node.args) <= at:
                continue
            argument = node.args[at]
            if isinstance(argument, ast.Constant):
                named.add(argument.value)
                if called == SUGGESTED:
                    named.add(f"{argument.value}_near")
    return named


def test_every_message_that_is_named_has_its_text():
    named = named_messages()

    assert len(named) > 60
    assert named - MESSAGES.keys() == set()


def test_every_text_has_its_french_and_the_french_has_no_other():
    assert set(french()) == set(MESSAGES.values())
    assert [text for text, translated in french().items() if not translated] == []


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_text_says_what_was_found_what_is_allowed_and_what_to_do(name):
    english, translated = MESSAGES[name], french()[MESSAGES[name]]

    for text in (english, translated):
        assert text.count(" · ") >= 2
    fields = [set(re.findall(r"(?<!\{)\{(\w+)", text)) for text in (english, translated)]
    assert fields[0] == fields[1]


def test_an_error_reads_as_place_finding_and_next_step(project):
    line = project.change("params/kpis.yaml", "clicks / views", "clicks / veiws")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")

    assert Words("en").error(caught.value) == [
        f"params/kpis.yaml:{line} · kpis › ctr › formula · unknown measure “veiws” · did you mean "
        "“views”? · correct the name, or declare it under measures\n"
        "    clicks / veiws\n"
        "             ^"
    ]
    assert "vouliez-vous dire" in Words("fr").error(caught.value)[0]
