"""Whether the intervals on creators' conversion hold what they promise, and roles are found again.

Run ``python benchmarks/voices.py``. True shares are drawn from a Beta distribution, clicks from a
wide lognormal one, orders from a binomial; 500 seeds of 60 creators each. A share of
intervals that hold the truth may differ from the level by two standard errors of 500 trials. The
planted roles of the sample are looked for again with the rules of ``params/roles.yaml``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from kpi_helpers.catalogue.roles import ConversionLimits, Roles
from kpi_helpers.catalogue.roles_reading import read_roles
from kpi_helpers.catalogue.yaml_lines import Layer
from kpi_helpers.periods import Month
from kpi_helpers.rules.conversion import conversion_intervals, fitted_prior
from kpi_helpers.rules.roles import typed_creators
from kpi_helpers.sample.creators import creators_of
from kpi_helpers.sample.profile import BRANDS

ROOT = Path(__file__).resolve().parents[1]
SEEDS, CREATORS = 500, 60
LEVEL = 0.95
WORLDS = {"usual": (0.03, 40.0), "even": (0.03, 400.0), "uneven": (0.05, 8.0)}
"""Mean and strength of the distribution of true shares."""
LIMITS = ConversionLimits(level=LEVEL)


def one_seed(seed: int, mean: float, strength: float) -> dict[str, float]:
    """Shares of intervals that hold the truth, and whether one of two clicks tops the ranking."""
    rng = np.random.default_rng([seed, round(strength)])
    truth = rng.beta(mean * strength, (1 - mean) * strength, CREATORS)
    clicks = np.maximum(1, rng.lognormal(4.5, 1.0, CREATORS).round())
    orders = rng.binomial(clicks.astype(int), truth).astype("float64")
    prior = fitted_prior(orders, clicks, LIMITS)
    table = conversion_intervals(orders, clicks, prior, LEVEL)
    found = {"wilson": float(table["lo"].le(truth).mul(table["hi"].ge(truth)).mean())}
    found["fitted"] = float(prior.reason is None)
    if prior.reason is None:
        inside = (table["shrunk_lo"] <= truth) & (table["shrunk_hi"] >= truth)
        found["shrunk"] = float(inside.mean())
    return found


def coverage(seeds: int) -> pd.DataFrame:
    """Mean over seeds, one row a world; ``shrunk`` over the seeds in which a prior was fitted."""
    rows = {
        name: pd.DataFrame([one_seed(seed, *world) for seed in range(seeds)]).mean()
        for name, world in WORLDS.items()
    }
    return pd.DataFrame(rows).T


def roles_found(roles: Roles, seeds: int) -> list[float]:
    """Macro F1 of the planted roles (none of them included), one a brand and seed."""
    scores = []
    for profile in BRANDS:
        for seed in range(seeds):
            cast = creators_of(profile, Month(2026, 10), seed=seed)
            rows = [{"creator": c.id, "label": c.name, "network": c.network} | dict(c.figures)
                    for c in cast]  # fmt: skip
            found = typed_creators(pd.DataFrame(rows), roles)["role"].fillna("none")
            scores.append(float(f1_score([c.role for c in cast], found, average="macro")))
    return scores


def bar(name: str, value: float, limit: str) -> bool:
    """Print one bar; True when it is met."""
    ok = value <= float(limit[2:]) if limit.startswith("<=") else value >= float(limit[2:])
    print(f"BAR {name} value={value:.4g} limit={limit} {'ok' if ok else 'short'}")
    return ok


def main() -> int:
    """Simulate, and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="2,000 seeds, 50 of the sample")
    options = parser.parse_args()
    seeds = 4 * SEEDS if options.full else SEEDS
    held = coverage(seeds)
    print(held.to_string(float_format="%.4f"))
    roles, problems = read_roles(ROOT, Layer())
    assert problems == []
    scores = roles_found(roles, 50 if options.full else 10)
    print(f"macro F1 of roles: lowest {min(scores):.3f}, mean {np.mean(scores):.3f}")
    allowed = 2 * (LEVEL * (1 - LEVEL) / SEEDS) ** 0.5
    met = [
        bar(f"{kind}_coverage_off_{LEVEL}_{world}", abs(held.loc[world, kind] - LEVEL),
            f"<={allowed:.4f}")
        for world in WORLDS
        for kind in ("wilson", "shrunk")
    ]  # fmt: skip
    met.append(bar("roles_macro_f1", float(np.mean(scores)), ">=0.9"))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
