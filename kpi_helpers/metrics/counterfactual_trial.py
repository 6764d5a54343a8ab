"""One KPI before many actions: the method that can be checked, and what it says.

Beside the year before, a course is closer; but it takes a year of days, and more to be checked on.
Where it cannot be, the course of the last year's days alone is taken, where that can be.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kpi_helpers.metrics.counterfactual import Days, Method, counterfactual
from kpi_helpers.metrics.counterfactual_effect import Check, checked, placebos

__all__ = ["Trial", "Tried"]


@dataclass(frozen=True)
class Tried:
    """What there is to say about one stretch of days.

    Parameters
    ----------
    paths : ndarray, shape (draws, days), or None
        What would have been; None where too few days before it are known.
    check : Check
        What the same method says on earlier dates.
    year : bool
        Whether the year before was read.
    """

    paths: np.ndarray | None
    check: Check
    year: bool


@dataclass
class Trial:
    """A KPI whose actions are asked about one by one; what they share is drawn once.

    Parameters
    ----------
    days : Days
    longest : int
        Days of the longest action.
    history, least : int
        Days before an action that are read, and how many of them must be known.
    every : int
        Days between two dates that the method is checked on.
    checks : int
        Dates below which a method counts as unchecked.
    level : float
        At which a check finds an effect.
    controls : ndarray, shape (days, controls), optional
        Series that no action moves.
    """

    days: Days
    longest: int
    history: int
    least: int
    every: int
    checks: int
    level: float
    controls: np.ndarray | None = None
    _courses: dict[bool, list[tuple[int, np.ndarray]]] = field(default_factory=dict)
    _reached: dict[bool, int] = field(default_factory=dict)

    def of(self, start: int, length: int) -> Tried:
        """What can be said of the `length` days from `start` on."""
        last = None
        for year in (True, False):
            check = checked(self.days, self._until(year, start), start, length, self.level)
            if year and check.tried < self.checks:
                continue
            paths = counterfactual(
                self.days, start, length, self._method(year), self.controls, seed=start
            )
            last = Tried(paths, check, year)
            if paths is not None:
                break
        assert last is not None
        return last

    def _until(self, year: bool, start: int) -> list[tuple[int, np.ndarray]]:
        """Courses drawn from all dates before `start`, those of an earlier call kept."""
        courses = self._courses.setdefault(year, [])
        reached = self._reached.setdefault(year, self.least)
        starts = range(reached, start, self.every)
        drawn = placebos(self.days, self._method(year, 120, 8), starts, self.longest, self.controls)
        courses += drawn
        self._reached[year] = reached + len(starts) * self.every
        return courses

    def _method(self, year: bool, draws: int = 500, each: int = 16) -> Method:
        return Method(year, self.history, self.least, draws, 60, each)
