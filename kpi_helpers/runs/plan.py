"""What a run is going to make, decided before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath

from kpi_helpers.catalogue.models import RunPlan
from kpi_helpers.errors import Problem, RunError
from kpi_helpers.periods import Month
from kpi_helpers.runs.notebooks import NotebookSource
from kpi_helpers.views.words import LOCALES

__all__ = ["REPORTS", "Job", "plan"]

REPORTS = PurePosixPath("reports")
"""Folder of the published reports, relative to the project."""


@dataclass(frozen=True)
class Job:
    """One report to make: one brand, one month, one language.

    Parameters
    ----------
    brand : str
        Brand id.
    month : str
        ``YYYY-MM``.
    locale : str
        ``fr`` or ``en``.
    notebooks : tuple of NotebookSource
        In reading order.
    folder : PurePosixPath
        Where the report is published, relative to the project: ``reports/<month>/<brand>``.
    known_at : str
        Figures as known then (ISO date or time); empty means the newest data.
    timeout_seconds : int
        Longest time one notebook may take.
    """

    brand: str
    month: str
    locale: str
    notebooks: tuple[NotebookSource, ...]
    folder: PurePosixPath
    known_at: str = ""
    timeout_seconds: int = 300

    @property
    def parameters(self) -> dict[str, str]:
        """What each notebook of the job receives.

        ``root`` stays empty, because kernels are told the project by ``KPI_ROOT``: an executed
        notebook then says nothing about the machine it ran on.
        """
        return {
            "brand": self.brand,
            "month": self.month,
            "locale": self.locale,
            "root": "",
            "known_at": self.known_at,
        }


def plan(
    run_plan: RunPlan,
    locales: Mapping[str, str],
    notebooks: Mapping[str, NotebookSource],
    *,
    brand: str | None = None,
    month: str | None = None,
    only: str | None = None,
    locale: str | None = None,
    known_at: str = "",
) -> tuple[Job, ...]:
    """The reports to make, months first, then brands in the plan's order.

    Parameters
    ----------
    run_plan : RunPlan
        ``params/run.yaml``.
    locales : Mapping[str, str]
        Every brand that exists, with its language.
    notebooks : Mapping[str, NotebookSource]
        Every notebook that exists, by name.
    brand, month, locale : str, optional
        Used instead of what the plan or the brand says.
    only : str, optional
        One notebook, by its name or its number (``02``). Its report stands beside the whole one,
        in ``<brand>--<notebook>``, and never takes its place.
    known_at : str
        Passed on to every notebook.

    Returns
    -------
    tuple of Job

    Raises
    ------
    RunError
        With every unknown brand, month, notebook or language, and every parameter of a notebook
        that cannot be filled.
    """
    brands = (brand,) if brand else run_plan.brands
    months = (month,) if month else run_plan.months
    names = (_by_number(only, notebooks),) if only else run_plan.notebooks
    problems = _unknown("unknown_brand", brands, tuple(locales))
    problems += _unknown("unknown_notebook", names, tuple(notebooks))
    problems += [Problem("unknown_month", {"found": m}, key="month") for m in months if _bad(m)]
    if locale and locale not in LOCALES:
        problems += _unknown("unknown_locale", (locale,), LOCALES)
    wanted = tuple(notebooks[name] for name in names if name in notebooks)
    problems += [problem for notebook in wanted for problem in notebook.problems]
    if problems:
        raise RunError(problems)
    return tuple(
        Job(
            brand=name,
            month=when,
            locale=locale or locales[name],
            notebooks=wanted,
            folder=REPORTS / when / (f"{name}--{names[0]}" if only else name),
            known_at=known_at,
            timeout_seconds=run_plan.timeout_seconds,
        )
        for when in dict.fromkeys(months)
        for name in dict.fromkeys(brands)
    )


def _by_number(only: str, notebooks: Mapping[str, NotebookSource]) -> str:
    """The one notebook that `only` numbers, else `only` itself."""
    numbered = [name for name in notebooks if name.split("_")[0] == only]
    return numbered[0] if len(numbered) == 1 else only


def _unknown(message: str, wanted: tuple[str, ...], known: tuple[str, ...]) -> list[Problem]:
    key = message.removeprefix("unknown_")
    problems = []
    for name in wanted:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        values = {"found": name, "known": ", ".join(known), "near": near[0] if near else ""}
        problems.append(Problem(message, values, key=key))
    return problems


def _bad(month: str) -> bool:
    try:
        Month.parse(month)
    except ValueError:
        return True
    return False
