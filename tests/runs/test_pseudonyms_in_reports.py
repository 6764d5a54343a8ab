"""Whoever gets a report of a brand with pseudonyms learns no creator's name from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpi_helpers.runs.execute import run_batch
from kpi_helpers.runs.notebooks import read_notebooks
from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.setting import batch_setting
from kpi_helpers.sample.creators import creators_of
from kpi_helpers.sample.profile import BRANDS
from kpi_helpers.sample.spans import MONTHS

NAME = "05_quantitative_vs_qualitative"
CAST = {
    profile.id: {
        text
        for month in MONTHS
        for one in creators_of(profile, month)
        for text in (one.id, one.name, one.handle)
    }
    for profile in BRANDS
}


@pytest.fixture(scope="module")
def folder(workspace) -> Path:
    """The report of notebook 05 for the brand that hides names."""
    notebook = read_notebooks(workspace / "notebooks")[NAME]
    job = Job("maison_alba", "2026-10", "fr", (notebook,), Path("reports/hidden/maison_alba"))
    (record,) = run_batch([job], batch_setting(workspace), root=workspace)
    assert record.problems == ()
    return workspace / job.folder


def test_no_file_of_the_report_holds_a_name_an_id_or_a_handle(folder):
    texts = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}
    known = CAST["maison_alba"]

    assert len(texts) >= 3
    assert len(known) > 150
    for path, text in texts.items():
        plain = text + json.dumps(text) + text.encode("ascii", "backslashreplace").decode()
        assert [name for name in known if name in plain] == [], path.name


def test_the_report_calls_creators_by_their_pseudonyms(folder):
    findings = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    table = next(found["table"] for found in findings if found["name"] == "creator_roles")

    assert len(table) > 60
    assert all(row["creator"].startswith("Profil ") for row in table)


def test_the_key_stays_outside_the_report(folder, workspace):
    key = (workspace / "data/keys/maison_alba.key").read_text(encoding="ascii")

    assert all(key not in path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
