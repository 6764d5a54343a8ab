"""What is claimed of formats, themes and slots, against data whose truth is known.

Run with ``.venv/bin/python benchmarks/posts.py``; ``--full`` takes five times as many feeds. Each
feed is a year of posts on two networks with a trend, boosted posts, unequal spread and heavy tails.
Under the null nothing matters, so every claim is false. For coverage one format of each size has
an effect of its own, and 95 % intervals should hold it as often as they say.
"""

from __future__ import annotations

import argparse
import math
import sys

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import PostLimits
from kpi_helpers.rules.slots import formats_and_pillars, group_effects, slots

LIMITS = PostLimits()
NULL_FEEDS, COVERED_FEEDS = 200, 500
SIZES = {"rare": 12, "small": 24, "half": 160}
EFFECT = 0.25  # logarithm


def feed(seed: int, effect: float = 0.0, count: int = 320) -> pd.DataFrame:
    """A year of posts; each format of ``SIZES`` reaches `effect` more."""
    rng = np.random.default_rng(seed)
    day = np.sort(rng.integers(0, 365, count))
    facebook = rng.random(count) < 0.5
    boosted = facebook & (rng.random(count) < 0.2)
    kind = rng.permutation(
        [name for name, size in SIZES.items() for _ in range(size)]
        + ["photo"] * (count - sum(SIZES.values()))
    )
    noise = rng.standard_t(6, count) * np.where(facebook, 0.3, 0.45)
    log_reach = np.where(facebook, 8.3, 9.6) + 0.002 * day + noise + 0.7 * boosted
    reach = np.exp(log_reach + effect * (kind != "photo"))
    rate = np.where(facebook, 0.025, 0.053) * np.exp(0.25 * rng.standard_normal(count))
    published = pd.Timestamp("2025-11-01") + pd.to_timedelta(day, "D")
    return pd.DataFrame(
        {
            "network": np.where(facebook, "facebook", "instagram"),
            "funding": np.where(facebook, np.where(boosted, "boosted", "organic"), None),
            "content": np.arange(count).astype(str),
            "day": published,
            "content_type": kind,
            "pillar": rng.choice(["a", "b", "c", "d"], count),
            "ambiguous": False,
            "weekday": published.dayofweek + 1,
            "hour": rng.choice([9, 11, 12, 14, 17, 18, 19, 20], count),
            "reach": np.round(reach),
            "interactions": rng.poisson(reach * np.where(boosted, 0.5, 1.0) * rate),
            "reason": None,
        }
    )


def false_claims(feeds: int) -> dict[str, float]:
    """Share of feeds in which something is claimed though nothing matters."""
    rules = {"formats_and_pillars": formats_and_pillars, "slots": slots}
    wrong = dict.fromkeys(rules, 0)
    for seed in range(feeds):
        posts = feed(seed)
        for name, rule in rules.items():
            wrong[name] += rule(posts, LIMITS).table["claimed"].any()
    return {name: count / feeds for name, count in wrong.items()}


def coverage(feeds: int) -> dict[str, float]:
    """Share of feeds whose interval holds the truth, by size of the format."""
    held = dict.fromkeys(SIZES, 0)
    for seed in range(feeds):
        posts = feed(10_000 + seed, EFFECT)
        for name in SIZES:  # against the posts without an effect of their own
            others = posts[posts["content_type"].isin([name, "photo"])].reset_index(drop=True)
            flags = others["content_type"].eq(name).to_numpy()
            table = group_effects(others, [("content_type", name, flags)], LIMITS)
            found = table[table["gain"] == "reach"].iloc[0]
            held[name] += found["lift_lo"] <= math.expm1(EFFECT) <= found["lift_hi"]
    return {name: count / feeds for name, count in held.items()}


def bar(name: str, value: float, limit: float) -> bool:
    """Print one bar; True when it is met."""
    ok = value <= limit
    print(f"BAR {name} value={value:.3g} limit=<={limit:.3g} {'ok' if ok else 'short'}")
    return ok


def main() -> int:
    """Measure, and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="five times as many feeds")
    times = 5 if parser.parse_args().full else 1
    null, covered = NULL_FEEDS * times, COVERED_FEEDS * times
    wrong, held = false_claims(null), coverage(covered)
    for name, share in wrong.items():
        print(f"{name}: a false claim in {share:.1%} of {null} feeds in which nothing matters")
    for name, share in held.items():
        print(
            f"{name} ({SIZES[name]} posts): the interval holds the truth in {share:.1%} "
            f"of {covered} feeds"
        )
    rate, level = LIMITS.false_discovery_rate, LIMITS.level
    room = 2 * math.sqrt(rate * (1 - rate) / null)
    met = [bar(f"false_claims_{name}", share, rate + room) for name, share in wrong.items()]
    room = 2 * math.sqrt(level * (1 - level) / covered)
    met += [bar(f"coverage_gap_{name}", abs(share - level), room) for name, share in held.items()]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
