"""Every text that the package says exists, in both languages, and none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from kpi_helpers.catalogue.entry import Stage
from kpi_helpers.finding import Verdict
from kpi_helpers.periods import COMPARISONS
from kpi_helpers.schema import GRAINS
from kpi_helpers.views.messages import all_messages, merge
from kpi_helpers.views.presentations import all_presentations
from kpi_helpers.views.translations import LOCALE_FOLDER, read_catalogue, translations
from kpi_helpers.views.words import Words, placeholders

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kpi_helpers"
CATALOGUES = [  # prose_*.po translate the cells of the notebooks, which no message names
    path
    for path in sorted((LOCALE_FOLDER / "fr" / "LC_MESSAGES").glob("*.po"))
    if not path.stem.startswith("prose_")
]
NAMED = {"Problem": 0, "Caveat": 0, "Finding": 2}  # constructor: place of its message


def _constants(node: ast.expr | None) -> Iterator[str]:
    """Texts that an expression may be: itself, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _argument(call: ast.Call, place: int) -> ast.expr | None:
    named = {word.arg: word.value for word in call.keywords}
    return call.args[place] if len(call.args) > place else named.get("message")


def _names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "message" for target in node.targets
        ):
            yield from _constants(node.value)
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called in NAMED:
            yield from _constants(_argument(node, NAMED[called]))
        elif called == "message" and isinstance(node.func, ast.Attribute):
            yield from _constants(_argument(node, 0))
        elif called == "mark" and next(_constants(node.args[0]), "") in ("reasons", "caveats"):
            yield from _constants(node.args[1])


def _names_used() -> dict[str, str]:
    """Message name to the file that says it, wherever a name stands in the source."""
    used: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in _names_in(ast.parse(path.read_text(encoding="utf-8"))):
            used[name] = path.relative_to(ROOT).as_posix()
    return used


def test_every_message_that_the_source_names_exists():
    known = set(all_messages())
    missing = {
        name: place
        for name, place in _names_used().items()
        if name not in known and f"{name}_short" not in known
    }

    assert missing == {}


def test_a_reason_can_stand_in_a_table_cell():
    """Reasons are told per row by their name alone, so some text of theirs needs no value."""
    words = Words("en")
    reasons = {
        name
        for path in [*(PACKAGE / "metrics").glob("*.py"), *(PACKAGE / "store").glob("*.py")]
        for name in _reasons_in(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert {"not_additive", "quality_no_file"} <= reasons
    assert [name for name in sorted(reasons) if words.reason(name) == name.replace("_", " ")] == []


def _reasons_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "mark":
            if next(_constants(node.args[0]), "") == "reasons":
                yield from _constants(node.args[1])
        elif isinstance(node, ast.Constant) and str(node.value).startswith("quality_"):
            yield str(node.value)


def test_the_search_for_names_finds_them():
    assert {"index_not_conversion", "stage_map_gaps", "chart_break", "no_fx_rate"} <= set(
        _names_used()
    )


def test_names_made_of_parts_exist_for_every_part():
    known = set(all_messages())
    made = {f"advice_{stage}" for stage in (*get_args(Stage), "hold", "no_data")}
    made |= {f"label_stage_{stage}" for stage in get_args(Stage)}
    made |= {f"label_{kind}_{verdict}" for kind in ("verdict", "quality") for verdict in Verdict
             if (kind, verdict) != ("quality", "neutral")}  # fmt: skip
    made |= {f"label_comparison_{kind}" for kind in COMPARISONS}
    made |= {f"label_grain_{grain}" for grain in GRAINS}
    shown = all_presentations()
    made |= {f"title_{name}" for name in shown}
    made |= {f"column_{column}" for one in shown.values() for column in one.columns}

    assert made <= known


def _caveats_named() -> set[str]:
    """Caveats that any finding may carry: of the shared list, and those a rule names itself."""
    from kpi_helpers.views.messages.caveats import MESSAGES

    named = {name for name in MESSAGES if not name.endswith("_short")}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Caveat":
                named |= set(_constants(_argument(node, 0)))
    return named


def test_a_caveat_can_stand_in_a_table_cell():
    messages, named = all_messages(), _caveats_named()

    assert "forecast_fixed_width" in named
    for name in named:
        short = messages.get(f"{name}_short", messages[name])
        assert not placeholders(short), name


def test_every_text_is_in_french_with_the_same_placeholders():
    french = translations("fr")
    wanted = {text: name for name, text in all_messages().items()}
    missing = sorted(name for text, name in wanted.items() if text not in french)
    changed = sorted(
        name
        for text, name in wanted.items()
        if text in french and placeholders(french[text]) != placeholders(text)
    )

    assert missing == []
    assert changed == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_translation_is_left_over(path):
    assert sorted(set(read_catalogue(path)) - set(all_messages().values())) == []


def test_no_two_stations_use_one_name_for_two_texts():
    with pytest.raises(ValueError, match=r"used twice: gone \(sources, store\)"):
        merge({"sources": {"gone": "a"}, "store": {"gone": "b"}})

    assert merge({"sources": {"gone": "a"}, "store": {"gone": "a"}}) == {"gone": "a"}


def test_two_files_may_not_translate_one_text_differently(tmp_path, monkeypatch):
    from kpi_helpers.views import translations as module

    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    for name, french in (("a", "Étape"), ("b", "Phase")):
        text = f'{head}msgid "Stage"\nmsgstr "{french}"\n'
        (folder / f"{name}.po").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "LOCALE_FOLDER", tmp_path)

    with pytest.raises(ValueError, match=r"b\.po translates 'Stage' as 'Phase'"):
        module.translations.__wrapped__("fr")


def test_no_french_text_lets_punctuation_fall_to_the_next_line():
    words = Words("fr")
    loose = re.compile(r"[ \u00a0][;:!?»%](\s|$)")
    found = [name for name, text in all_messages().items() if loose.search(words.translated(text))]

    assert found == []
