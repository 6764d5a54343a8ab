"""Every notebook has the same form, so that the seventh reads like the first."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PARAMETERS = {"brand", "month", "locale", "root", "known_at"}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def _code(cells: list[dict]) -> list[dict]:
    return [cell for cell in cells if cell["cell_type"] == "code"]


def _lines(cell: dict) -> list[str]:
    return [line for line in _source(cell).splitlines() if line.strip()]


def test_there_are_notebooks():
    assert len(NOTEBOOKS) >= 2


def test_a_notebook_opens_with_its_title_and_its_question(cells):
    first = cells[0]

    assert first["cell_type"] == "markdown"
    assert re.match(r"# .+\n\n.+\?", _source(first))
    assert sum(_source(cell).startswith("# ") for cell in cells) == 1


def test_one_cell_holds_the_five_parameters_as_text(cells):
    tagged = [c for c in cells if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    tree = ast.parse(_source(tagged[0]))
    values = {node.targets[0].id: node.value.value for node in tree.body}

    assert set(values) == PARAMETERS
    assert all(isinstance(value, str) for value in values.values())


def test_code_is_thin(cells):
    assert sum(len(_lines(cell)) for cell in _code(cells)) <= 60
    assert max(len(_lines(cell)) for cell in _code(cells)) <= 8


def test_code_defines_loops_and_catches_nothing(cells):
    kinds = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.Try)
    for cell in _code(cells):
        for node in ast.walk(ast.parse(_source(cell))):
            assert not isinstance(node, kinds), _source(cell)


def test_notebooks_import_the_package_only(cells):
    for cell in _code(cells):
        for node in ast.walk(ast.parse(_source(cell))):
            assert not isinstance(node, ast.Import)
            if isinstance(node, ast.ImportFrom):
                assert node.module.split(".")[0] == "kpi_helpers"


def test_prose_goes_with_code_and_types_no_figure(cells):
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]

    assert 0.8 <= len(prose) / len(_code(cells)) <= 1.4
    for cell in prose:
        assert not re.search(r"\d", _source(cell)), _source(cell)


def test_nothing_that_a_run_leaves_behind_is_kept(cells):
    for cell in _code(cells):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_cells_keep_readable_ids(cells):
    ids = [cell["id"] for cell in cells]

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{2,40}", name) for name in ids)


def test_each_section_asks_a_question_shows_one_finding_and_ends_on_limits_and_provenance(cells):
    headings = [
        _source(cell).splitlines()[0]
        for cell in cells
        if cell["cell_type"] == "markdown" and _source(cell).startswith("## ")
    ]

    assert headings[-2:] == ["## Limits", "## Provenance"]
    assert all(heading.endswith("?") for heading in headings[:-2])
    assert 3 <= len(headings[:-2]) <= 7
