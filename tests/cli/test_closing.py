"""Closing months from the command line: what is told, what is refused, in both languages."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from made_project import make_project

from kpi_helpers.periods import Month
from kpi_helpers.runs.close import close_month
from kpi_helpers.runs.intake import import_exports

BRAND = "northwind_outdoor"
OCTOBER = f"data/ledger/{BRAND}/2026-10"


@pytest.fixture
def close(kpi, project):
    """Call ``kpi close`` in a project that holds October's exports."""
    kpi("import", "--root", str(project))
    return lambda *words: kpi("close", "--root", str(project), *words)


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A project whose October is closed; tests of what is refused leave it as it is."""
    root = make_project(tmp_path_factory.mktemp("closed"))
    import_exports(root, None, now=datetime(2026, 11, 4))
    close_month(root, BRAND, Month(2026, 10), now=datetime(2026, 11, 4))
    return root


def test_a_month_is_closed_and_told_with_what_it_knows(close, project):
    code, out, err = close("--month", "2026-10")

    assert (code, err) == (0, "")
    assert f"{BRAND}, October 2026: closed as known on 3 November 2026 (close 1)" in out
    closed = json.loads((project / OCTOBER / "close-1.json").read_text(encoding="utf-8"))
    assert {row["kpi"]: row["value"] for row in closed["values"]}["orders"] == 3086


def test_without_a_month_all_that_are_over_are_closed_once(close, project):
    first = close()
    path = project / OCTOBER / "close-1.json"
    before = path.read_bytes()
    second = close()

    assert (first[0], first[1].strip()) == (0, f"{BRAND}: October 2026 closed")
    told = f"{BRAND}: every month with data up to October 2026 was closed before"
    assert (second[0], second[1].strip(), second[2]) == (0, told, "")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        (("--month", "2026-10"), "closed before", "déjà clôturé"),
        (("--month", "2026-10", "--restate", " "), "reason is empty", "la raison est vide"),
        (("--month", "2026-09", "--restate", "x"), "never closed", "jamais clôturé"),
        (("--month", "2026-11"), "not over in the data", "pas terminé dans les données"),
        (("--month", "2025-01"), "no export made after", "aucun export fait après"),
        (("--month", "2026-10", "--through", "2026-10"), "leave one", "retirez l’un"),
        (("--restate", "x"), "name it with --month", "nommez-le avec --month"),
        (("--month", "2026-13"), "2026-13", "2026-13"),
        (("--month", "2026-09", "--known-at", "last week"), "last week", "last week"),
        (("--month", "2026-10", "--known-at", "2020-01-01"), "closed before", "déjà clôturé"),
    ],
)
def test_what_is_refused_is_told_in_one_clear_message(kpi, closed, words, english, french):
    before = sorted(closed.glob("data/ledger/**/*.json"))

    code, out, err = kpi("close", "--root", str(closed), *words)
    _, _, erreur = kpi("close", "--root", str(closed), *words, "--locale", "fr")

    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert english in err
    assert french in erreur
    assert sorted(closed.glob("data/ledger/**/*.json")) == before


def test_a_restatement_adds_a_close_and_keeps_its_reason(close, project):
    close("--month", "2026-10")
    first = (project / OCTOBER / "close-1.json").read_bytes()

    code, out, _ = close("--month", "2026-10", "--restate", "corrected shop export")

    assert code == 0
    assert "(close 2)" in out
    second = json.loads((project / OCTOBER / "close-2.json").read_text(encoding="utf-8"))
    assert second["reason"] == "corrected shop export"
    assert (project / OCTOBER / "close-1.json").read_bytes() == first


def test_an_edited_close_stops_what_would_read_it(close, kpi, project):
    close("--month", "2026-10")
    path = project / OCTOBER / "close-1.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("3086", "4086"), encoding="utf-8")

    code, _, err = close("--month", "2026-10", "--restate", "x")
    ran, _, told = kpi("run", "--root", str(project), "--only", "02")

    assert code == 2
    assert f"{OCTOBER}/close-1.json" in err
    assert "changed after it was made" in err
    assert ran == 1
    assert "changed after it was made" in told


def test_closing_before_importing_says_what_to_do(kpi, project):
    code, _, err = kpi("close", "--root", str(project))

    assert code == 2
    assert "kpi import" in err


def test_months_that_were_not_known_on_their_closing_day_are_told(close, project):
    plan = project / "params/run.yaml"
    text = plan.read_text(encoding="utf-8")
    assert "closing_day: 10" in text
    plan.write_text(text.replace("closing_day: 10", "closing_day: 1"), encoding="utf-8")

    code, out, err = close()

    assert (code, out) == (0, "")
    assert "known on its closing day" in err
    assert not (project / OCTOBER).exists()


def test_a_closing_day_that_some_months_lack_is_refused(close, project):
    plan = project / "params/run.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("closing_day: 10", "closing_day: 31"), encoding="utf-8")

    code, _, err = close()

    assert code == 2
    assert "run.yaml" in err
    assert "closing_day" in err
