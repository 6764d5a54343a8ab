"""The command as a user calls it, and small projects to call it in."""

from __future__ import annotations

import sys

import pytest
from made_project import make_project

from kpi_helpers.cli import main


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
    return make_project(tmp_path)
