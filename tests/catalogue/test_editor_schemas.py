"""Editors check the files with the same rules as the loader."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from kpi_helpers.catalogue.editor_schemas import schema_texts
from kpi_helpers.catalogue.loader import write_schemas
from kpi_helpers.catalogue.yaml_lines import read_yaml

ROOT = Path(__file__).resolve().parents[2]
PARAMS = ROOT / "params"
FOLDERS = (PARAMS, ROOT / "tests" / "data" / "real" / "params")
FILES = sorted(p for f in FOLDERS for p in f.rglob("*.yaml"))


def schema_of(path: Path) -> Path:
    """The schema that the first line of a YAML file names."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema="), path.name
    return (path.parent / first.partition("$schema=")[2]).resolve()


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_the_committed_schema_is_the_one_the_models_make(name):
    assert (PARAMS / "schema" / name).read_text(encoding="utf-8") == schema_texts()[name]


def test_schemas_are_written_where_editors_look_for_them(tmp_path):
    written = write_schemas(tmp_path)

    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        f"params/schema/{name}.schema.json"
        for name in ("kpis", "brand", "funnels", "breaks", "sheet", "run", "thresholds", "roles")
    ]
    assert json.loads(written[0].read_text(encoding="utf-8"))["properties"]["kpis"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_parameter_file_names_its_schema_and_keeps_to_it(path):
    schema = json.loads(schema_of(path).read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(schema).validate(read_yaml(path, path.name)[0].data)


def test_a_brand_file_may_remove_a_key_and_leave_out_the_rest():
    checker = jsonschema.Draft202012Validator(json.loads(schema_texts()["brand.schema.json"]))
    whole = jsonschema.Draft202012Validator(json.loads(schema_texts()["kpis.schema.json"]))
    override = {"extends": "base", "kpis": {"ctr": {"target": None}, "cpm": None}}

    assert checker.is_valid(override)
    assert not whole.is_valid(override)
    assert not checker.is_valid({"kpis": {"ctr": {"targett": None}}})
