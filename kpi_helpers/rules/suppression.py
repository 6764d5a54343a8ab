"""Which figures of small groups must be withheld so that nobody can work them out again.

A table with totals is a system of equations: a figure left blank comes back by subtraction. So a
small figure is withheld together with others, until what is told leaves its true value open.

**Protection rule.** Of every protected figure, the values that fit all told figures must span at
least `least`: that is what someone knows who only knows that parts are not negative and that a
part of a group is not larger than the group. Zeros are protected as well: that nobody bought is
also told of somebody.

Method: primary and complementary cell suppression, the feasible interval found by linear
programming (Fischetti and Salazar, Management Science 47, 2001; Hundepool et al., Statistical
Disclosure Control, 2012, chapter 4). Which figure to withhold next is chosen by the dual prices of
the narrowest interval, the cheapest first; at the end every figure withheld in vain is told again.
It is small, but not proven the smallest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

__all__ = ["Figures", "feasible_interval", "told_figures"]

_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Figures:
    """Figures that could be told, each a sum of unknown parts, none of which is negative.

    Parameters
    ----------
    weights : ndarray of float, shape (figures, parts)
        Which parts each figure sums.
    values : ndarray of float, shape (figures,)
        What each comes to.
    cost : ndarray of float, shape (figures,)
        What is lost when it is withheld; only the order counts.
    limits : ndarray of float, shape (limits, parts)
        ``limits @ parts <= 0``: buyers among guests are no more than the guests.
    secrets : ndarray of float, shape (secrets, parts)
        Small sums that are no figure of their own, to be protected as well: guests who did not buy.
    """

    weights: np.ndarray
    values: np.ndarray
    cost: np.ndarray
    limits: np.ndarray
    secrets: np.ndarray


def feasible_interval(
    figures: Figures, told: np.ndarray, weights: np.ndarray
) -> tuple[float, float] | None:
    """Lowest and highest value of a sum of parts that fit what is told.

    Parameters
    ----------
    figures : Figures
    told : ndarray of bool, shape (figures,)
    weights : ndarray of float, shape (parts,)
        The sum asked about.

    Returns
    -------
    tuple of float or None
        None when no parts fit: the told figures contradict one another.
    """
    ends = [_extreme(figures, told, sign * weights) for sign in (1, -1)]
    if any(end is None for end in ends):
        return None
    low, high = (float(weights @ end.x) for end in ends if end is not None)
    return low, high


def told_figures(figures: Figures, least: float) -> np.ndarray:
    """Which figures may be told.

    Parameters
    ----------
    figures : Figures
    least : float
        Figures below it are withheld, and every protected interval is at least as wide.

    Returns
    -------
    ndarray of bool, shape (figures,)
        No figure at all when the figures contradict one another: nothing can be proven of them.
    """
    told = ~(figures.values < least)
    search = _Search(figures, told, least)
    if not search.protect():
        return np.zeros(len(told), dtype=bool)
    search.tell_again()
    return search.told


def _extreme(figures: Figures, told: np.ndarray, aim: np.ndarray) -> OptimizeResult | None:
    """The parts that make `aim` lowest; None when no parts fit."""
    from scipy.optimize import linprog  # only where something is small: it takes long to load

    above = 100 * (1 + float(np.nanmax(figures.values, initial=1.0)))  # beyond every figure
    found = linprog(
        aim,
        A_ub=figures.limits if len(figures.limits) else None,
        b_ub=np.zeros(len(figures.limits)) if len(figures.limits) else None,
        A_eq=figures.weights[told] if told.any() else None,
        b_eq=figures.values[told] if told.any() else None,
        bounds=(0, above),
        method="highs",
        options={"presolve": False},
    )
    return found if found.status == 0 else None


@dataclass(frozen=True)
class _Narrow:
    """A protected sum that is nearly known: a figure or, when None, a secret; and what binds it."""

    figure: int | None
    prices: np.ndarray | None  # None when the told figures contradict one another


@dataclass
class _Search:
    """What is told so far, and parts that fit it: each widens what is known to be possible."""

    figures: Figures
    told: np.ndarray
    least: float
    fitting: list[np.ndarray] = field(default_factory=list)

    def protect(self) -> bool:
        """Withhold more until everything protected is wide; False when nothing fits."""
        while (narrow := self._narrow()) is not None:
            if narrow.prices is None:
                return False
            candidates = np.flatnonzero(self.told & (narrow.prices > _TOLERANCE))
            if not len(candidates):
                return False
            self.told[candidates[np.argmin(self.figures.cost[candidates])]] = False
        return True

    def tell_again(self) -> None:
        """Tell what was withheld although the protection stands without it, the dearest first."""
        spare = np.flatnonzero(~self.told & ~self._small())
        for one in spare[np.argsort(-self.figures.cost[spare], kind="stable")]:
            told, fitting = self.told.copy(), self.fitting
            if not self.told[one] and not self._tell(int(one)):
                self.told, self.fitting = told, fitting

    def _tell(self, figure: int) -> bool:
        """Tell a figure, and those that are known once it is; False when a small one then is."""
        while True:
            self.told[figure] = True
            self.fitting = [parts for parts in self.fitting if self._fits(parts, figure)]
            narrow = self._narrow()
            if narrow is None:
                return True
            if narrow.figure is None or self._small()[narrow.figure]:
                return False
            figure = narrow.figure

    def _small(self) -> np.ndarray:
        return self.figures.values < self.least

    def _narrow(self) -> _Narrow | None:
        """The first protected sum whose interval is too narrow, with the prices that bind it."""
        withheld = np.flatnonzero(~self.told)
        protected = [*((int(one), self.figures.weights[one]) for one in withheld)]
        for figure, weights in [*protected, *((None, one) for one in self.figures.secrets)]:
            if self._known_width(weights) >= self.least - _TOLERANCE:
                continue
            found = [_extreme(self.figures, self.told, sign * weights) for sign in (1, -1)]
            ends = [end for end in found if end is not None]
            if len(ends) < len(found):
                return _Narrow(figure, None)
            self.fitting = [*self.fitting, *(end.x for end in ends)]
            if self._known_width(weights) < self.least - _TOLERANCE:
                return _Narrow(figure, self._prices(ends))
        return None

    def _known_width(self, weights: np.ndarray) -> float:
        """Width of the interval as far as the parts met so far reach."""
        return float(np.ptp(np.array(self.fitting) @ weights)) if self.fitting else -1.0

    def _fits(self, parts: np.ndarray, figure: int) -> bool:
        gap = self.figures.weights[figure] @ parts - self.figures.values[figure]
        return abs(float(gap)) <= _TOLERANCE

    def _prices(self, ends: list[OptimizeResult]) -> np.ndarray:
        """How strongly each told figure binds the interval."""
        prices = np.zeros(len(self.told))
        if self.told.any():
            prices[self.told] = sum(np.abs(end.eqlin.marginals) for end in ends)
        return prices
