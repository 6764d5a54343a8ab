"""The command as a user calls it, and small projects to call it in."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from kpi_helpers.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kpi(monkeypatch, capsys):
    """Call ``kpi`` with words; returns exit code, standard output and standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kpi", *words])
        monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def project(tmp_path):
    """A project of its own: shipped declarations, notebooks, and one month of one brand."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    month = "data/sample/northwind_outdoor/observed-2026-11-03"
    shutil.copytree(ROOT / month, tmp_path / month)
    (tmp_path / "params/brands/maison_alba.yaml").unlink()
    plan = tmp_path / "params/run.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("maison_alba, ", ""), encoding="utf-8")
    return tmp_path
