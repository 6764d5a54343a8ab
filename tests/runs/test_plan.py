"""What a run will make is settled, and every fault told, before anything starts."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from kpi_helpers.catalogue.models import RunPlan
from kpi_helpers.errors import RunError
from kpi_helpers.runs.notebooks import NotebookSource, read_notebooks
from kpi_helpers.runs.plan import plan
from kpi_helpers.views.words import Words

LOCALES = {"alba": "fr", "north": "en", "third": "en"}
NOTEBOOKS = {
    name: NotebookSource(name, Path(f"notebooks/{name}.ipynb"), "0" * 64)
    for name in ("01_funnel_mapping", "02_kpi_tracking", "03_objective_alignment")
}
PLAN = RunPlan(
    brands=("alba", "north"),
    months=("2026-09", "2026-10"),
    notebooks=("01_funnel_mapping", "02_kpi_tracking"),
    timeout_seconds=90,
)


def _messages(error):
    return [problem.message for problem in error.value.problems]


def test_every_brand_of_every_month_is_one_job_in_its_own_language():
    jobs = plan(PLAN, LOCALES, NOTEBOOKS)

    assert [(job.month, job.brand, job.locale) for job in jobs] == [
        ("2026-09", "alba", "fr"),
        ("2026-09", "north", "en"),
        ("2026-10", "alba", "fr"),
        ("2026-10", "north", "en"),
    ]
    assert jobs[0].folder == PurePosixPath("reports/2026-09/alba")
    assert [n.name for n in jobs[0].notebooks] == ["01_funnel_mapping", "02_kpi_tracking"]
    assert jobs[0].timeout_seconds == 90


def test_a_notebook_receives_exactly_the_five_texts():
    job = plan(PLAN, LOCALES, NOTEBOOKS, known_at="2026-11-05")[0]

    assert job.parameters == {
        "brand": "alba",
        "month": "2026-09",
        "locale": "fr",
        "root": "",
        "known_at": "2026-11-05",
    }


def test_overrides_stand_for_what_the_plan_says():
    jobs = plan(PLAN, LOCALES, NOTEBOOKS, brand="third", month="2025-01", only="02", locale="fr")

    assert len(jobs) == 1
    assert (jobs[0].brand, jobs[0].month, jobs[0].locale) == ("third", "2025-01", "fr")
    assert [n.name for n in jobs[0].notebooks] == ["02_kpi_tracking"]


def test_every_unknown_name_is_told_at_once_with_the_nearest_known_one():
    with pytest.raises(RunError) as error:
        plan(
            PLAN,
            LOCALES,
            NOTEBOOKS,
            brand="nort",
            month="2026-13",
            only="kpi_tracking",
            locale="de",
        )

    assert _messages(error) == [
        "unknown_brand",
        "unknown_notebook",
        "unknown_month",
        "unknown_locale",
    ]
    for locale in ("fr", "en"):
        assert all(text.count(" · ") >= 2 for text in Words(locale).error(error.value))
    assert error.value.problems[0].values["near"] == "north"
    assert error.value.problems[1].values["near"] == "02_kpi_tracking"


@pytest.mark.parametrize("month", ["2026-1", "26-10", "2026-00", "2026-10-01", "../../etc"])
def test_a_month_that_is_none_never_becomes_a_folder(month):
    with pytest.raises(RunError) as error:
        plan(PLAN, LOCALES, NOTEBOOKS, month=month)

    assert _messages(error) == ["unknown_month"]


def test_names_given_twice_make_one_job():
    doubled = PLAN.model_copy(update={"brands": ("alba", "alba"), "months": ("2026-10", "2026-10")})

    assert len(plan(doubled, LOCALES, NOTEBOOKS)) == 1


@pytest.mark.parametrize(
    ("cell", "messages"),
    [
        ('brand = ""\nmonth = ""\nlocale = ""\nroot = ""\nknown_at = ""', []),
        ('brand = ""\nmonth = ""\nlocale = ""\nroot = ""', ["missing_parameter"]),
        (
            'brand = ""\nmonth = ""\nlocale = ""\nroot = ""\nknown_at = ""\ntop = "5"',
            ["unknown_parameter"],
        ),
        (
            'brand = ""\nmonth = 10\nlocale = None\nroot = ""\nknown_at = ""',
            ["parameter_not_text", "parameter_not_text"],
        ),
        ('brand, month = "", ""', ["parameters_not_plain"]),
        ('brand = input("brand")', ["parameters_not_plain"]),
        ("brand = ", ["parameters_not_plain"]),
    ],
)
def test_the_parameters_cell_must_hold_the_five_texts_and_nothing_else(
    write_notebook, cell, messages
):
    path = write_notebook("02_kpi_tracking", "print(brand)", parameters=cell)

    found = read_notebooks(path.parent)["02_kpi_tracking"]

    assert [problem.message for problem in found.problems] == messages
    assert all(Words("fr").problem(problem) for problem in found.problems)


def test_a_notebook_that_cannot_be_filled_stops_the_plan_that_names_it_only(write_notebook):
    write_notebook("01_funnel_mapping", "print(brand)")
    path = write_notebook("02_kpi_tracking", "print(brand)", parameters='brand = ""')
    notebooks = read_notebooks(path.parent)

    assert len(plan(PLAN, LOCALES, notebooks, only="01")) == 4
    with pytest.raises(RunError) as error:
        plan(PLAN, LOCALES, notebooks)
    assert _messages(error) == ["missing_parameter"] * 4
    assert error.value.problems[0].file == "notebooks/02_kpi_tracking.ipynb"


def test_a_notebook_without_a_parameters_cell_and_a_broken_file_are_told(write_notebook):
    path = write_notebook("02_kpi_tracking", "print(1)", tags={-1: []})
    (path.parent / "03_broken.ipynb").write_text("{", encoding="utf-8")
    notebooks = read_notebooks(path.parent)

    assert [p.message for p in notebooks["02_kpi_tracking"].problems] == ["parameters_cell"]
    assert [p.message for p in notebooks["03_broken"].problems] == ["not_a_notebook"]


def test_a_missing_folder_of_notebooks_is_told(tmp_path):
    with pytest.raises(RunError) as error:
        read_notebooks(tmp_path / "notebooks")

    assert _messages(error) == ["notebooks_missing"]
