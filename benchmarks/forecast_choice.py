"""How the constants of ``metrics/forecasting*.py`` were chosen: on training parts alone.

Run with ``.venv/bin/python benchmarks/forecast.py --choose``. Every training part is cut by its
horizon once and twice, and once more to its last months where it is to stand for a short history;
what was cut off is forecast. Each model is fitted once, and everything else is tried on that:

- the combination: lowest MASE of both sets, the simpler one where the difference is within two
  standard errors of it: below SHORT months, and from there on, each taken by itself;
- CLEARLY: the least of those tried that costs no more than one standard error in any group;
- OWN, for each HELD of 1, 2 and 4: the least tenth at which 95 of 100 months lie within the 95 %
  intervals on average over sets and cuts; HELD: where sets and cuts then lie nearest;
- LARGEST: the lowest interval score;
- FIXED: the least tenth at which they do so with 14 to 30 months;
- TOGETHER: the least of those tried at which 95 of 100 totals of 2, 3, 6 and of 12 months each lie
  within their 95 % intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from kpi_helpers.metrics.forecasting import (
    CLEARLY,
    FIXED,
    HELD,
    LARGEST,
    OWN,
    SCORES,
    method_of,
    own_factor,
    squares_of,
)
from kpi_helpers.metrics.forecasting_chance import TOGETHER
from kpi_helpers.metrics.forecasting_models import SEARCH, SHORT, Made, joined, members
from kpi_helpers.metrics.forecasting_origins import Origin, origins

LENGTHS = (14, 18, 24, 30)
TOTALS = (2, 3, 6, 12)
Pairs = Sequence[tuple[np.ndarray, np.ndarray]]
Scored = Callable[[np.ndarray, np.ndarray, np.ndarray, int], np.ndarray]
"""Interval score of what came, lower and upper ends, level."""

COMBINATIONS: dict[str, Callable[[dict[str, Made]], np.ndarray]] = {
    "median of all": lambda made: joined(made, short=False).point,
    "season half": lambda made: joined(made, short=True).point,
    "mean of all": lambda made: np.mean([one.point for one in made.values()], axis=0),
    "mean, no season": lambda made: np.mean(_without(made, "season"), axis=0),
    "median, no season": lambda made: np.median(_without(made, "season"), axis=0),
    "median, no complex": lambda made: np.median(_without(made, "complex"), axis=0),
    "smoothing": lambda made: made.get("smoothing", made["season"]).point,
    "complex": lambda made: made.get("complex", made["season"]).point,
    "theta": lambda made: made.get("theta", made["season"]).point,
    "season": lambda made: made["season"].point,
}


def _without(made: dict[str, Made], name: str) -> list[np.ndarray]:
    kept = [one.point for key, one in made.items() if key != name]
    return kept or [made["season"].point]


class Case(NamedTuple):
    """One history, what came after it, and what each model said then and at three attempts."""

    group: str
    short: bool
    actual: np.ndarray
    scale: float
    last: float
    made: dict[str, Made]
    attempts: list[tuple[np.ndarray, dict[str, Made], float]]

    def origins(self, combined: Callable[[dict[str, Made]], np.ndarray]) -> list[Origin]:
        """The attempts, as the combination `combined` would have made them."""
        return [
            Origin(
                actual,
                _least(combined(made)),
                joined(made, short=self.short).spread,
                made["season"].point,
                np.full(len(actual), last),
            )
            for actual, made, last in self.attempts
        ]

    def shown(self, clearly: float) -> tuple[str, np.ndarray]:
        """What would be shown, and its points."""
        method = method_of(self.origins(self.join), clearly)
        points = {"season": self.made["season"].point, "last": np.full(len(self.actual), self.last)}
        points["combination"] = self.join(self.made)
        return method, _least(points[method])

    def join(self, made: dict[str, Made]) -> np.ndarray:
        """The combination that is chosen for this length."""
        return joined(made, short=self.short).point

    def error(self, point: np.ndarray) -> float:
        """Its MASE."""
        return float(np.abs(self.actual - point).mean() / self.scale)


def _least(point: np.ndarray) -> np.ndarray:
    return np.maximum(point, 0)


def cases_of(name: str, pairs: Pairs, horizon: int, every: int) -> Iterator[Case]:
    """Every `every`-th series at each cut and, of those, every second at each short length."""
    for number, (train, _) in enumerate(pairs):
        if number % every:
            continue
        lengths = LENGTHS if number % (2 * every) == 0 else ()
        for cut, length in ((1, None), (2, None), *((1, length) for length in lengths)):
            known = train[: -cut * horizon]
            if len(known) < max(length or 0, SHORT) or np.ptp(known[-(length or 0) :]) == 0:
                continue
            actual = train[len(known) :][:horizon]
            scale = float(np.mean(np.abs(known[12:] - known[:-12]))) or 1.0
            group = f"{name[:7]}, " + (f"{length} months" if length else f"cut {cut}")
            yield _case(group, known[-(length or 0) :], actual, scale)


def _case(group: str, known: np.ndarray, actual: np.ndarray, scale: float) -> Case:
    places, ahead = origins(len(known), len(actual), SHORT)
    forms, attempts = SEARCH, []
    for place in places:
        if np.ptp(known[:place]) > 0:
            made, forms = members(known[:place], ahead, forms)
            attempts.append((known[place : place + ahead], made, float(known[place - 1])))
    made, _ = members(known, len(actual))
    short = len(known) < SHORT
    return Case(group, short, actual, scale, float(known[-1]), made, attempts)


def choose(cases: list[Case], scored: Scored) -> None:
    """Print what each constant was chosen by."""
    groups: dict[str, list[Case]] = {}
    for one in cases:
        groups.setdefault(one.group, []).append(one)
    for group, of in groups.items():
        _combinations(group, of)
        _replacements(of)
    long = {name: of for name, of in groups.items() if not of[0].short}
    print(f"\nOWN and HELD, from {SHORT} months on; now {OWN} and {HELD}")
    for held in (1.0, 2.0, 4.0):
        for own in (0.7, 0.8, 0.9, 1.0, 1.1, 1.2):
            _widths(f"  held {held} own {own}", long, scored, own, held)
    print(f"\nLARGEST; now {LARGEST}")
    for largest in (4.0, 9.0, 25.0, np.inf):
        _widths(f"  {largest}", long, scored, OWN, HELD, largest)
    print(f"\nFIXED, below {SHORT} months; now {FIXED}")
    short = {name: of for name, of in groups.items() if of[0].short}
    for fixed in (0.7, 0.8, 0.9, 1.0, 1.1, 1.2):
        _widths(f"  fixed {fixed}", short, scored, fixed, None)
    print(f"\nTOGETHER, totals within their 95 % intervals; now {TOGETHER}")
    for together in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        shares = (f"{months} months {_totals(long, together, months):.3f}" for months in TOTALS)
        print(f"  {together}: " + "  ".join(shares))


def _combinations(group: str, cases: list[Case]) -> None:
    print(f"\n{group}: {len(cases)} histories; MASE, and its distance to what is shown")
    now = np.array([one.error(_least(one.join(one.made))) for one in cases])
    for name, combined in COMBINATIONS.items():
        errors = np.array([one.error(_least(combined(one.made))) for one in cases])
        print(f"  {name:19} {errors.mean():.3f}  {_distance(errors - now)}")


def _replacements(cases: list[Case]) -> None:
    """What it costs to show the naive forecast that was always nearer, by how much it has to be."""
    now = np.array([one.error(_least(one.join(one.made))) for one in cases])
    for clearly in (1.0, 1.2, 1.5, 2.0):
        shown = [one.shown(clearly) for one in cases]
        errors = np.array([one.error(of[1]) for one, of in zip(cases, shown, strict=True)])
        taken = np.mean([method != "combination" for method, _ in shown])
        mark = "  (now)" if clearly == CLEARLY else ""
        print(f"  CLEARLY {clearly}: naive for {taken:4.0%}, {_distance(errors - now)}{mark}")


def _distance(away: np.ndarray) -> str:
    return f"{away.mean():+.4f} ± {away.std(ddof=1) / np.sqrt(len(away)):.4f}"


def _half(
    one: Case, own: float, held: float | None, largest: float = LARGEST
) -> tuple[np.ndarray, np.ndarray]:
    """Points and scaled spread; `held` None: a fixed factor `own`."""
    method, point = one.shown(CLEARLY)
    spread = joined(one.made, short=one.short).spread
    squares = squares_of(one.origins(one.join), method, largest)
    return point, spread * (own if held is None else own_factor(squares, own, held))


def _widths(
    label: str,
    groups: dict[str, list[Case]],
    scored: Scored,
    own: float,
    held: float | None,
    largest: float = LARGEST,
) -> None:
    """One line: coverage at 80 and 95 %, of all and of each group with its interval score."""
    rows = []
    for name, cases in groups.items():
        for one in cases:
            point, spread = _half(one, own, held, largest)
            row = {"group": name}
            for level, half in SCORES.items():
                low, high = _least(point - half * spread), point + half * spread
                row[f"c{level}"] = np.mean((low <= one.actual) & (one.actual <= high))
                row[f"s{level}"] = scored(one.actual, low, high, level).mean() / one.scale
            rows.append(row)
    means = pd.DataFrame(rows).groupby("group").mean()
    told = "  ".join(
        f"{name} {row['c80']:.3f} {row['c95']:.3f} ({row['s95']:.1f})"
        for name, row in means.iterrows()
    )
    middle = means.mean()
    print(f"{label}: covers {middle['c80']:.3f} {middle['c95']:.3f}; {told}", flush=True)


def _totals(groups: dict[str, list[Case]], together: float, months: int) -> float:
    """Share of the totals of some months within their 95 % interval."""
    inside = []
    for one in (one for cases in groups.values() for one in cases):
        point, spread = (part[:months] for part in _half(one, OWN, HELD))
        apart, sure = (spread**2).sum(), spread.sum() ** 2
        half = SCORES[95] * np.sqrt((1 - together) * apart + together * sure)
        inside.append(abs(one.actual[:months].sum() - point.sum()) <= half)
    return float(np.mean(inside))
