"""How many alarms are false, and what is found, when every daily series is watched at once.

Run with ``.venv/bin/python benchmarks/anomalies.py``; ``--full`` takes five times the seeds.
Each seed makes twenty daily series over fourteen months, with a weekday pattern, a trend and a
season of the year, and watches the last month as the notebook does. Noise is independent, heavy
in its tails (Student's t with three degrees of freedom), lasting (each day keeps half of the day
before), both, or that of small counts. Nothing is planted, or single days and lasting steps of a
known size, in units of the noise.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.metrics.watching import watch
from kpi_helpers.periods import Month

LIMITS = AnomalyLimits()
SERIES = 20
MONTH = Month(2026, 10)
START = date(2025, 9, 1)
DAYS = [START + timedelta(day) for day in range((MONTH.period.end - START).days + 1)]
PLANTED_ON = date(2026, 10, 14)
PLANTED = 5
"""Series of the twenty in which something is planted."""
SPIKES = (3.0, 4.0, 5.0, 6.0, 8.0)
STEPS = (1.0, 1.5, 2.0, 3.0, 4.0)

Noise = Callable[[np.random.Generator], np.ndarray]


def independent(rng: np.random.Generator) -> np.ndarray:
    """Normal, each day by itself."""
    return rng.normal(size=(len(DAYS), SERIES))


def heavy(rng: np.random.Generator) -> np.ndarray:
    """Student's t with three degrees of freedom, of variance one."""
    return rng.standard_t(3, size=(len(DAYS), SERIES)) / math.sqrt(3)


def kept(pushes: np.ndarray, memory: float = 0.5) -> np.ndarray:
    """Days that keep a part of the day before, of variance one."""
    made = pushes.copy()
    for day in range(1, len(made)):
        made[day] += memory * made[day - 1]
    return made[-len(DAYS) :] * math.sqrt(1 - memory**2)


def lasting(rng: np.random.Generator) -> np.ndarray:
    """Normal, each day keeping half of the one before."""
    return kept(rng.normal(size=(len(DAYS) + 40, SERIES)))


def heavy_and_lasting(rng: np.random.Generator) -> np.ndarray:
    """Student's t with four degrees of freedom, each day keeping half of the one before."""
    return kept(rng.standard_t(4, size=(len(DAYS) + 40, SERIES)) / math.sqrt(2))


def small_counts(rng: np.random.Generator) -> np.ndarray:
    """Counts of about twelve a day, in units of their spread."""
    return (rng.poisson(12, size=(len(DAYS), SERIES)) - 12) / math.sqrt(12)


NOISES = (independent, heavy, lasting, heavy_and_lasting, small_counts)


def course(rng: np.random.Generator) -> np.ndarray:
    """What is expected of each day: weekday, trend and season of the year."""
    at = np.arange(len(DAYS))
    weekday = 1.5 * rng.normal(size=(7, SERIES))[at % 7]
    trend = np.outer(at / len(at), 6 * rng.normal(size=SERIES))
    turn = 2 * np.pi * (at[:, None] / 365 + rng.random(SERIES))
    return 50 + weekday + trend + 3 * np.sin(turn)


def frame(values: np.ndarray) -> pd.DataFrame:
    """Days × series in the columns that are watched."""
    rows = pd.DataFrame(values, columns=[f"kpi_{place:02}" for place in range(SERIES)])
    rows = rows.assign(period_start=DAYS).melt("period_start", var_name="kpi")
    same = {"network": None, "unit": "count", "currency": None, "segment": 0, "nature": "rate"}
    return rows.assign(**same, complete=True, settled=True)


def seen(noise: Noise, seed: int, change: Callable[[np.ndarray], np.ndarray] | None = None):
    """The watch over one made month, with `change` added to the first series."""
    rng = np.random.default_rng(seed)
    values = course(rng) + noise(rng)
    if change is not None:
        values[:, :PLANTED] += change(np.array(DAYS))[:, None]
    return watch(frame(values), MONTH, LIMITS)


def measured_false_alarms(seeds: int) -> list[bool]:
    """False alarms a month, of days and steps together, against what is declared."""
    met = []
    print("false alarms a month, of days and of steps:")
    for noise in NOISES:
        found = [seen(noise, seed) for seed in range(seeds)]
        days = np.array([one.days["unusual"].sum() for one in found])
        steps = np.array([len(one.steps) for one in found])
        error = float((days + steps).std()) / math.sqrt(seeds)
        print(f"  {noise.__name__:18} {days.mean():.2f}  {steps.mean():.2f}  ± {2 * error:.2f}")
        limit = f"<={LIMITS.false_alarms + 2 * error:.3f}"
        met.append(bar(f"false_alarms_{noise.__name__}", float((days + steps).mean()), limit))
    return met


def measured_power(seeds: int) -> list[bool]:
    """How often a planted day or step is found, by its size in units of the noise."""
    shares: dict[tuple[str, str, float], float] = {}
    for noise in (independent, lasting):
        for size in SPIKES:
            found = [_days_found(noise, seed, size) for seed in range(seeds)]
            shares["day", noise.__name__, size] = float(np.mean(found))
        for size in STEPS:
            found = [_steps_found(noise, seed, size) for seed in range(seeds)]
            shares["step", noise.__name__, size] = float(np.mean(found))
    print("found, of what is planted in one of twenty series, by size:")
    for (kind, noise, size), share in shares.items():
        print(f"  {kind:5} {noise:12} {size:4} {share:6.0%}")
    return [
        bar("power_day_8", shares["day", "independent", 8.0], ">=0.8"),
        bar("power_step_3", shares["step", "independent", 3.0], ">=0.8"),
        bar("power_step_4", shares["step", "independent", 4.0], ">=0.9"),
    ]


def _days_found(noise: Noise, seed: int, size: float) -> float:
    found = seen(noise, 5_000 + seed, lambda days: size * (days == PLANTED_ON)).days
    hit = found[found["unusual"] & (found["day"] == PLANTED_ON)]
    return hit["kpi"].isin([f"kpi_{place:02}" for place in range(PLANTED)]).sum() / PLANTED


def _steps_found(noise: Noise, seed: int, size: float) -> float:
    steps = seen(noise, 9_000 + seed, lambda days: size * (days >= PLANTED_ON)).steps
    near = steps["day"].map(lambda day: abs((day - PLANTED_ON).days) <= 2).astype(bool)
    planted = steps["kpi"].isin([f"kpi_{place:02}" for place in range(PLANTED)])
    return steps[near & planted]["kpi"].nunique() / PLANTED


def bar(name: str, value: float, limit: str) -> bool:
    """Keep one bar to be printed last; True when it is met."""
    ok = value <= float(limit[2:]) if limit.startswith("<=") else value >= float(limit[2:])
    BARS.append(f"BAR {name} value={value:.3g} limit={limit} {'ok' if ok else 'short'}")
    return ok


BARS: list[str] = []


def main() -> int:
    """Measure false alarms and power, and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="five times the seeds")
    times = 5 if parser.parse_args().full else 1
    met = []
    for measured, seeds in ((measured_false_alarms, 80 * times), (measured_power, 12 * times)):
        start = time.process_time()
        met += measured(seeds)
        print(
            f"{measured.__name__}: {seeds} seeds, {time.process_time() - start:.0f} s", flush=True
        )
    print("\n".join(BARS))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
