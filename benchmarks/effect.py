"""Whether what is said of actions is true: by simulation, against R, and on the sample's truth.

Run with ``.venv/bin/python benchmarks/effect.py``; ``--full`` takes four times the seeds.

A simulated day is exp(level + weekday + 0.5 * control + noise); an action multiplies its last two
weeks. The truth is what these two weeks were less what the same two weeks would have been, noise
included, which is what the interval speaks of.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import EffectLimits
from kpi_helpers.metrics import counterfactual as module
from kpi_helpers.metrics.counterfactual import Days, Method, counterfactual
from kpi_helpers.metrics.counterfactual_effect import effect
from kpi_helpers.metrics.counterfactual_model import Prior, futures, posterior
from kpi_helpers.periods import Month
from kpi_helpers.rules.effect_measured import measured_effects
from kpi_helpers.sample.moments import MOMENTS
from kpi_helpers.sample.profile import BRANDS
from kpi_helpers.sample.spans import DAYS as SAMPLE_DAYS
from kpi_helpers.sample.world import make_world

HERE = Path(__file__).parent
TRUTH = HERE.parent / "data" / "sample" / "truth.json"
BEFORE, AFTER = 180, 14
WEEKDAYS = np.array([0.05, 0.0, -0.05, -0.05, 0.0, -0.08, 0.13])
SIZES = (0.0, 0.05, 0.1, 0.2)
R_PRIOR = Prior()
R_FIGURES = {  # effect a day and its 95 % interval, as R's CausalImpact gives them
    "seasonal": (2.9822, 2.7770, 3.1868),
    "covariates": (2.8859, 2.4680, 3.2974),
    "arma": (0.89, 0.27, 1.5),
}
LIMITS = EffectLimits()
BARS: list[str] = []


# -- worlds with a known truth


def white(rng: np.random.Generator, days: int) -> np.ndarray:
    """Noise without memory."""
    return 0.05 * rng.standard_normal(days)


def remembering(rng: np.random.Generator, days: int) -> np.ndarray:
    """Noise of which half is left on the next day."""
    made = rng.standard_normal(days)
    for day in range(1, days):
        made[day] += 0.5 * made[day - 1]
    return 0.05 * math.sqrt(0.75) * made


def bursting(rng: np.random.Generator, days: int) -> np.ndarray:
    """Noise with heavy tails: Student's t of three degrees."""
    return 0.05 / math.sqrt(3) * rng.standard_t(3, days)


def steady(rng: np.random.Generator, days: int) -> np.ndarray:
    """A level that walks by one per cent a day."""
    return 0.01 * np.cumsum(rng.standard_normal(days))


def still(rng: np.random.Generator, days: int) -> np.ndarray:
    """A level that stays where it is."""
    return np.zeros(days)


def yearly(rng: np.random.Generator, days: int) -> np.ndarray:
    """A level that walks a little, under a season of the year of a quarter up and down."""
    phase = rng.uniform(0, 2 * math.pi)
    season = 0.25 * np.sin(phase + np.arange(days) * 2 * math.pi / 365.25)
    return season + 0.003 * np.cumsum(rng.standard_normal(days))


def world(
    seed: int, days: int, level: Callable, noise: Callable, drift: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """A series that no action touched, and its control, whose weight may drift."""
    rng = np.random.default_rng(seed)
    control = 0.1 * rng.standard_normal(days)
    weight = 0.5 + drift * np.cumsum(rng.standard_normal(days))
    logs = level(rng, days) + WEEKDAYS[np.arange(days) % 7] + weight * control + noise(rng, days)
    return 100 * np.exp(logs), control[:, None]


# -- cells


def measured_cell(name: str, seeds: int, prior: Prior, *, days: int = BEFORE, year: bool = False,
                  controlled: bool = True, judged: bool = False, **kind) -> list[bool]:  # fmt: skip
    """Coverage, false alarms and power of one kind of world; bars where it is `judged`."""
    module.OPEN, kept = prior, module.OPEN
    method, held, alarms, found = Method(year, draws=300), [], [], {size: [] for size in SIZES}
    start = time.process_time()
    for seed in range(seeds):
        untouched, control = world(seed, days + AFTER, **kind)
        known = Days(untouched, np.ones(len(untouched), dtype=bool))
        paths = counterfactual(
            known, days, AFTER, method, control if controlled else None, seed=seed
        )
        for size in SIZES:
            actual = untouched[days:] * (1 + size)
            told = effect(actual, paths)
            found[size].append(told.p <= 0.05)
        held.append(told.lo <= float(actual.sum() - untouched[days:].sum()) <= told.hi)
        alarms.append(found[0.0][-1])
    module.OPEN = kept
    seconds = (time.process_time() - start) / seeds
    power = "  ".join(f"{size:.0%}: {np.mean(found[size]):.2f}" for size in SIZES[1:])
    print(
        f"  {name:34} covered {np.mean(held):.3f}  false alarms {np.mean(alarms):.3f}  "
        f"found {power}  {seconds:.2f} s each",
        flush=True,
    )
    if not judged:
        return []
    tolerance = 2 * math.sqrt(0.05 * 0.95 / seeds)
    return [
        bar(f"coverage_{name}", float(np.mean(held)), f">={0.95 - tolerance:.3f}"),
        bar(f"coverage_{name}_not_above", float(np.mean(held)), f"<={0.95 + tolerance:.3f}"),
        bar(f"false_alarms_{name}", float(np.mean(alarms)), f"<={0.05 + tolerance:.3f}"),
        bar(f"false_alarms_{name}_not_below", float(np.mean(alarms)), f">={0.05 - tolerance:.3f}"),
        bar(f"seconds_a_fit_{name}", seconds, "<=1"),
    ]


def measured_simulation(seeds: int) -> list[bool]:
    """The model where it is right, where it is wrong, and with R's prior."""
    own = module.OPEN
    plain = {"level": steady, "noise": white}
    print("simulated, 180 days before and 14 after; own prior unless said otherwise:")
    met = measured_cell("well_specified", seeds, own, judged=True, **plain)
    met += measured_cell("no_control", seeds, own, controlled=False, judged=True, **plain)
    measured_cell("level_still", seeds // 4, own, level=still, noise=white)
    measured_cell("noise_remembers", seeds // 4, own, level=steady, noise=remembering)
    measured_cell("heavy_tails", seeds // 4, own, level=steady, noise=bursting)
    measured_cell("control_drifts", seeds // 4, own, drift=0.05, **plain)
    season = {"level": yearly, "noise": white, "controlled": False}
    measured_cell("season_R_prior", seeds // 4, R_PRIOR, days=350, **season)
    measured_cell("season", seeds // 4, own, days=350, **season)
    measured_cell("season_year_before_R_prior", seeds // 4, R_PRIOR, days=700, year=True, **season)
    measured_cell("season_year_before", seeds // 4, own, days=700, year=True, **season)
    return met


# -- against R


def measured_against_r(_: int) -> list[bool]:
    """R's own figures on the same series, with R's prior."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (HERE / "effect_reference.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["series"], []).append(row)
    met = []
    print("against R's CausalImpact, effect a day [95 %]:")
    for name, series in rows.items():
        y = np.array([float(row["y"]) for row in series])
        x = np.array([[float(row[c]) for c in ("x1", "x2") if row[c]] for row in series])
        cut = sum(row["part"] == "before" for row in series)
        period = 7 if name == "seasonal" else 1
        drawn = posterior(y[:cut], x[:cut], period=period, prior=R_PRIOR, draws=4000, burn=200)
        told = effect(y[cut:], futures(drawn, len(y) - cut, x[cut:], each=4))
        own = np.array([told.total, told.lo, told.hi]) / (len(y) - cut)
        theirs = np.array(R_FIGURES[name])
        off = float(np.abs(own - theirs).max() / (theirs[2] - theirs[1]))
        print(f"  {name:12} R {theirs.round(3)}  own {own.round(3)}")
        met.append(bar(f"off_R_{name}_in_widths", off, "<=0.05"))
    return met


# -- the rule


def frame(kpi: str, first: date, values: np.ndarray, unit: str, currency: str | None):
    """Values by day in the columns that the rule reads."""
    days = [first + timedelta(days=place) for place in range(len(values))]
    same = {"unit": unit, "currency": currency, "complete": True, "settled": True, "segment": 0}
    columns = {"kpi": kpi, "period_start": days, "value": values, "caveats": [[] for _ in days]}
    return pd.DataFrame(columns | same)


def measured_false_claims(seeds: int) -> list[bool]:
    """Two years with a season and thirteen actions a year: none, or four, of them do something."""
    first, days, tolerance = date(2024, 9, 1), 791, 2 * math.sqrt(0.05 * 0.95 / seeds)
    starts = [first + timedelta(days=20 + 30 * place) for place in range(25)]
    log = pd.DataFrame(
        {
            "label": [f"action {place}" for place in range(25)],
            "channel": None,
            "start": starts,
            "end": [start + timedelta(days=10) for start in starts],
            "cost": None,
            "currency": None,
        }
    )
    met = []
    for working in (0, 4):
        shares, power = [], []
        for seed in range(seeds):
            values, _ = world(5000 + seed, days, yearly, remembering)
            for start in starts[-working:] if working else []:
                place = (start - first).days
                values[place : place + 11] *= 1.3
            rows = frame("kpi", first, values, "count", None)
            table = measured_effects(rows, log, Month(2026, 10), LIMITS).table
            true = table["start"].isin(starts[-working:] if working else [])
            claimed = table["claimed"].astype(bool)
            shares.append(float((claimed & ~true).sum() / max(1, claimed.sum())))
            power.append(float((claimed & true).sum() / max(1, working)))
        name = f"false_claims_{working}_of_13_work"
        print(f"  rule, {working} of 13 actions work: found {np.mean(power):.2f}", flush=True)
        met.append(bar(name, float(np.mean(shares)), f"<={0.05 + tolerance:.3f}"))
    return met


def measured_sample(_: int) -> list[bool]:
    """Every action of both sample brands, of which some do nothing."""
    tables, profiles = [], {profile.id: profile for profile in BRANDS}
    for brand, facts in json.loads(TRUTH.read_text(encoding="utf-8"))["brands"].items():
        true = pd.DataFrame(facts["effects"])
        made = make_world(profiles[brand])
        revenue = sum(made.sales.revenue.values())
        first = SAMPLE_DAYS[0]
        rows = pd.concat(
            [
                frame("orders", first, made.sales.all_orders, "count", None),
                frame("revenue", first, revenue, "currency", facts["currency"]),
            ]
        )
        log = pd.DataFrame([vars(moment) for moment in MOMENTS[brand]])
        lasting = log["lasting"]
        log.loc[lasting, "end"] = SAMPLE_DAYS[-1]  # known here to go on
        log["currency"] = facts["currency"]
        limits = LIMITS.model_copy(update={"months": 26})
        table = measured_effects(rows, log, Month(2026, 10), limits).table
        told = table[table["p"].notna()].copy()
        for at, row in told.iterrows():
            inside = (true["start"] >= str(row["start"])) & (true["start"] <= str(row["end"]))
            told.loc[at, "truth"] = true.loc[inside, row["kpi"]].sum()
        tables.append(told.assign(brand=brand))
    told = pd.concat(tables, ignore_index=True)
    held = (told["difference_lo"] <= told["truth"]) & (told["truth"] <= told["difference_hi"])
    claimed = told["claimed"].astype(bool)
    wrong = claimed & (told["truth"] * told["difference"] <= 0)
    nothing = told["truth"].abs() < 1e-9
    print(
        f"sample: {len(told)} effects measured, {int(held.sum())} intervals hold the truth; "
        f"{int(claimed.sum())} claimed, {int(wrong.sum())} of them wrong; "
        f"{int(nothing.sum())} do nothing, {int((claimed & nothing).sum())} of them claimed"
    )
    least = 0.95 - 2 * math.sqrt(0.05 * 0.95 / len(told))
    most = 0.05 + 2 * math.sqrt(0.05 * 0.95 / max(1, int(claimed.sum())))
    return [
        bar("sample_coverage", float(held.mean()), f">={least:.3f}"),
        bar("sample_wrong_claims", float(wrong.sum() / max(1, claimed.sum())), f"<={most:.3f}"),
        bar("sample_claims_where_nothing_was_done", float((claimed & nothing).sum()), "<=0"),
    ]


def bar(name: str, value: float, limit: str) -> bool:
    """Keep one bar to be printed last; True when it is met."""
    ok = value <= float(limit[2:]) if limit.startswith("<=") else value >= float(limit[2:])
    BARS.append(f"BAR {name} value={value:.3g} limit={limit} {'ok' if ok else 'short'}")
    return ok


def main() -> int:
    """Measure coverage, false claims and power, and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="four times the seeds")
    times = 4 if parser.parse_args().full else 1
    met = []
    for measured, seeds in (
        (measured_against_r, 1),
        (measured_sample, 1),
        (measured_simulation, 500 * times),
        (measured_false_claims, 15 * times),
    ):
        start = time.perf_counter()
        met += measured(seeds)
        print(f"{measured.__name__}: {time.perf_counter() - start:.0f} s", flush=True)
    print("\n".join(BARS))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
