"""Whether what is claimed of KPIs that move together is true: by simulation with planted effects.

Run with ``.venv/bin/python benchmarks/association.py``; ``--full`` takes five times the seeds.
Each seed makes ten KPIs over 26, 36 or 48 months, in turns, and asks the rules themselves.

A planted effect of strength s at a lag: the noise of the outcome correlates by s with that of the
driver so many months before. Everything else that KPIs share (season, trend, an event) is planted
too and must not be claimed.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import AssociationLimits
from kpi_helpers.metrics.association import associated
from kpi_helpers.metrics.steps import monthly_steps
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules.association import moves_together, serves_objective

LENGTHS = (26, 36, 48)
KPIS = 10
LIMITS = AssociationLimits()
SEASON = 0.1 * np.array([0, 0, 0, 0, 1, 0, -1, -2, 0, 1, 4, 7])  # of logarithms: December doubles
NOISE = 0.1
STRENGTHS = (0.6, 0.8, 0.9, 0.95)
LAG = 2


def white(rng: np.random.Generator, months: int) -> np.ndarray:
    """Levels whose months have nothing to do with one another."""
    return rng.normal(size=(KPIS, months))


def autoregressive(rng: np.random.Generator, months: int, memory: float = 0.5) -> np.ndarray:
    """Levels that keep a part of what they were a month before."""
    made = rng.normal(size=(KPIS, months + 50))
    for month in range(1, months + 50):
        made[:, month] += memory * made[:, month - 1]
    return made[:, 50:] * math.sqrt(1 - memory**2)


def turning(rng: np.random.Generator, months: int) -> np.ndarray:
    """Levels that turn back: what is sold today is not sold tomorrow."""
    return autoregressive(rng, months, -0.5)


def walk(rng: np.random.Generator, months: int) -> np.ndarray:
    """Levels that keep all of what they were."""
    return rng.normal(size=(KPIS, months)).cumsum(axis=1)


def smooth(rng: np.random.Generator, months: int) -> np.ndarray:
    """Levels whose growth keeps most of what it was, as followers do."""
    return autoregressive(rng, months, 0.8).cumsum(axis=1)


NOISES = (white, autoregressive, walk, smooth, turning)


def with_season(levels: np.ndarray) -> np.ndarray:
    """A season that all share, with its December peak."""
    return levels + SEASON[np.arange(levels.shape[1]) % 12] / NOISE


def with_trend(levels: np.ndarray) -> np.ndarray:
    """Growth that all share, 3 % a month, slowing down to nothing."""
    months = np.arange(levels.shape[1])
    return levels + (0.03 * months - 0.03 * months**2 / (2 * len(months))) / NOISE


def with_event(levels: np.ndarray) -> np.ndarray:
    """One month in which all rise by ten times their noise."""
    changed = levels.copy()
    changed[:, levels.shape[1] // 2] += 10
    return changed


def planted(levels: np.ndarray, strength: float, pairs: int) -> np.ndarray:
    """Levels of which the first `pairs` odd ones follow the even ones before them."""
    made = levels.copy()
    for pair in range(pairs):
        driver, own = levels[2 * pair, :-LAG], levels[2 * pair + 1, LAG:]
        made[2 * pair + 1, LAG:] = strength * driver + math.sqrt(1 - strength**2) * own
    return made[:, LAG:]


def history(levels: np.ndarray) -> pd.DataFrame:
    """Levels as the months of KPIs, in the columns that the rules read."""
    months = [str(month) for month in months_back(Month(2026, 12), levels.shape[1])]
    frame = pd.DataFrame(
        {
            "kpi": np.repeat([f"kpi_{place}" for place in range(KPIS)], len(months)),
            "period": months * KPIS,
            "value": np.exp(NOISE * levels).ravel(),
        }
    )
    same = {"unit": "count", "currency": None, "segment": 0, "complete": True, "settled": True}
    return frame.assign(**same, caveats=None)


def worlds(
    seeds: int, noise: Callable, change: Callable, strength: float = 0.0, pairs: int = 0
) -> Iterator[pd.DataFrame]:
    """One history a seed; lengths in turns."""
    for seed in range(seeds):
        levels = noise(np.random.default_rng(seed), LENGTHS[seed % 3] + LAG)
        yield history(change(planted(levels, strength, pairs)))


def false_share(table: pd.DataFrame, pairs: int) -> float:
    """Share of the claims that are not planted; 0 without any claim."""
    claimed = table[table["claimed"]]
    true = {frozenset((f"kpi_{2 * pair}", f"kpi_{2 * pair + 1}")) for pair in range(pairs)}
    wrong = [frozenset(pair) not in true for pair in claimed[["first", "second"]].to_numpy()]
    return float(np.mean(wrong)) if wrong else 0.0


def measured_false_claims(seeds: int) -> list[bool]:
    """False claims among all pairs of ten KPIs, with nothing and with three effects planted."""
    tolerance = 2 * math.sqrt(0.05 * 0.95 / seeds)
    cases = {
        "white_noise": (white, lambda levels: levels, 0),
        "autoregressive": (autoregressive, lambda levels: levels, 0),
        "smooth": (smooth, lambda levels: levels, 0),
        "turning_back": (turning, lambda levels: levels, 0),
        "shared_trend": (autoregressive, with_trend, 0),
        "shared_season": (white, with_season, 0),
        "shared_event": (white, with_event, 0),
        "season_and_three_true_pairs": (white, with_season, 3),
    }
    met = []
    for name, (noise, change, pairs) in cases.items():
        shares = [
            false_share(moves_together(frame, LIMITS).table, pairs)
            for frame in worlds(seeds, noise, change, 0.95, pairs)
        ]
        limit = f"<={LIMITS.false_discovery_rate + tolerance:.3f}"
        met.append(bar(f"false_claims_{name}", float(np.mean(shares)), limit))
    return met


def measured_power(seeds: int) -> list[bool]:
    """How often a planted driver is found, among 45 pairs and among 5 declared links."""
    links = pd.DataFrame(
        [("goal", f"kpi_{2 * pair}", f"kpi_{2 * pair + 1}") for pair in range(5)],
        columns=["objective", "kpi", "outcome"],
    )
    found: dict[tuple[int, float], list[tuple[float, float, float]]] = {}
    for months in LENGTHS:
        for strength in STRENGTHS:
            for seed in range(seeds):
                levels = white(np.random.default_rng(10_000 + seed), months + LAG)
                frame = history(with_season(planted(levels, strength, 3)))
                asked = serves_objective(frame, links, LIMITS).table
                every = moves_together(frame, LIMITS).table
                hits = every[every["claimed"]]
                pairs = len(hits) - round(false_share(every, 3) * len(hits))
                right = asked["claimed"][:3] & (asked["lag"][:3] == LAG)
                told = (pairs / 3, asked["claimed"][:3].mean(), right.mean())
                found.setdefault((months, strength), []).append(told)
    print("planted drivers found, season shared, white noise, 2 months ahead:")
    print("  months  strength  among 45 pairs  among 5 links  at the right lag")
    means = {key: np.mean(told, axis=0) for key, told in found.items()}
    for (months, strength), (pairs, asked, right) in means.items():
        print(f"  {months:6}  {strength:8}  {pairs:14.0%}  {asked:13.0%}  {right:16.0%}")
    return [
        bar("power_links_26_months_strength_0.95", means[26, 0.95][1], ">=0.5"),
        bar("power_links_36_months_strength_0.9", means[36, 0.9][1], ">=0.8"),
        bar("power_links_48_months_strength_0.8", means[48, 0.8][1], ">=0.8"),
        bar("power_pairs_36_months_strength_0.95", means[36, 0.95][0], ">=0.8"),
        bar("power_pairs_48_months_strength_0.9", means[48, 0.9][0], ">=0.8"),
    ]


def measured_coverage(seeds: int) -> list[bool]:
    """How often the interval at the planted lag holds the planted strength."""
    tolerance = 2 * math.sqrt(0.05 * 0.95 / seeds)
    met = []
    for noise in NOISES:
        held = []
        for seed in range(seeds):
            strength = (0.0, *STRENGTHS)[seed // 3 % 5]
            rng = np.random.default_rng(20_000 + seed)
            levels = with_season(planted(noise(rng, LENGTHS[seed % 3] + LAG), strength, 1))
            months = range(levels.shape[1])
            one, other = (
                monthly_steps(pd.Series(np.exp(NOISE * row), index=months), relative=True)
                for row in levels[:2]
            )
            truth = 6 / math.pi * math.asin(strength / 2)  # Spearman's of normal noise
            found = associated(one, other, LAG, level=0.95)
            held.append(found is None or found.lo <= truth <= found.hi)
        share = float(np.mean(held))
        met.append(bar(f"coverage_{noise.__name__}", share, f">={0.95 - tolerance:.3f}"))
        if noise is white:
            met.append(bar("coverage_white_not_above", share, f"<={0.95 + tolerance:.3f}"))
    return met


def bar(name: str, value: float, limit: str) -> bool:
    """Keep one bar to be printed last; True when it is met."""
    ok = value <= float(limit[2:]) if limit.startswith("<=") else value >= float(limit[2:])
    BARS.append(f"BAR {name} value={value:.3g} limit={limit} {'ok' if ok else 'short'}")
    return ok


BARS: list[str] = []


def main() -> int:
    """Measure false claims, power and coverage, and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="five times the seeds")
    times = 5 if parser.parse_args().full else 1
    met = []
    for measured, seeds in (
        (measured_coverage, 500 * times),
        (measured_false_claims, 200 * times),
        (measured_power, 40 * times),
    ):
        start = time.perf_counter()
        met += measured(seeds)
        print(
            f"{measured.__name__}: {seeds} seeds, {time.perf_counter() - start:.0f} s", flush=True
        )
    print("\n".join(BARS))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
