"""Whether what is told of the tone of comments holds: intervals of shares, and the model's error.

Run ``python benchmarks/tone.py``. Months of 45 comments with known tones are read by a reader whose
errors are known from 300 labels only; the shares that are then told, corrected for those errors,
must lie in their intervals about as often as they say, within two standard errors of the months
drawn. On the sample's comments, the error measured on labels held out is set beside the true
error on all the comments that nobody labelled.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from kpi_helpers.metrics.tone import TONES, held_out, languages, read_tones, tone_shares

ROOT = Path(__file__).resolve().parents[1]
MONTHS, LABELS, COMMENTS, LEVEL = 500, 300, 45, 0.95
READS = np.array([[0.9, 0.1, 0.16], [0.06, 0.8, 0.16], [0.04, 0.1, 0.68]])
"""Chance of each reading (row) of a comment of each true tone (column)."""


def one_month(seed: int) -> list[bool]:
    """Whether the interval of each tone holds its share of the month."""
    rng = np.random.default_rng(seed)
    names = np.array(TONES, dtype=object)
    true = rng.choice(3, LABELS, p=[0.48, 0.3, 0.22])
    month = rng.choice(3, COMMENTS, p=[0.5, 0.3, 0.2])
    labels, seen = (
        np.array([rng.choice(3, p=READS[:, tone]) for tone in part]) for part in (true, month)
    )
    counted = np.bincount(seen, minlength=3)
    told = tone_shares(names[true], names[labels], counted, np.zeros(3, int), LEVEL)
    share = np.bincount(month, minlength=3) / len(month)
    return [bool(held) for held in (told["lo"] <= share + 1e-9) & (share <= told["hi"] + 1e-9)]


def sample_comments(brand: str) -> pd.DataFrame:
    """Every comment of the sample, once, with its true tone."""
    truth = json.loads((ROOT / "data/sample/truth.json").read_text(encoding="utf-8"))
    files = sorted((ROOT / "data/sample" / brand).glob("observed-*/comm*_*.csv"))
    separator = ";" if files[0].name.startswith("commentaires") else ","
    frames = [pd.read_csv(file, sep=separator).iloc[:, [0, 5]] for file in files]
    rows = pd.concat([frame.set_axis(["comment", "text"], axis=1) for frame in frames])
    rows = rows.drop_duplicates("comment", keep="last")
    return rows.assign(true=rows["comment"].map(truth["brands"][brand]["comments"]))


def sample_errors(brand: str) -> tuple[float, float]:
    """Error measured on labels held out, and the true one on comments without a label."""
    comments = sample_comments(brand)
    labels = pd.read_csv(ROOT / "data/sample/labels" / brand / "comments.csv")
    labels = labels.drop_duplicates("comment", keep="last").merge(comments, on="comment")
    told = held_out(labels["text"].tolist(), labels["tone"].tolist())
    rest = comments[~comments["comment"].isin(labels["comment"])]
    rest = rest.assign(network=None, permalink=None, language=languages(rest["text"].tolist()))
    known = labels[["comment", "text", "language", "tone"]]
    read = read_tones(known, rest.reset_index(drop=True)).comments
    held = float(np.mean([a != b for a, b in zip(told, labels["tone"], strict=True)]))
    return held, float((read["predicted"] != read["true"]).mean())


def bar(name: str, value: float, limit: str) -> bool:
    """Print one bar; True when it is met."""
    ok = value <= float(limit[2:])
    print(f"BAR {name} value={value:.4g} limit={limit} {'ok' if ok else 'short'}")
    return ok


def main() -> int:
    """Simulate, read the sample, and print the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="2,000 months")
    months = 4 * MONTHS if parser.parse_args().full else MONTHS
    held = np.array([one_month(seed) for seed in range(months)])
    told = " ".join(f"{tone} {share:.3f}" for tone, share in zip(TONES, held.mean(0), strict=True))
    print(f"intervals that hold their share: {told}")
    allowed = 2 * (LEVEL * (1 - LEVEL) / months) ** 0.5
    met = [bar(f"share_coverage_off_{LEVEL}", abs(held.mean() - LEVEL), f"<={allowed:.4f}")]
    for brand in ("maison_alba", "northwind_outdoor"):
        measured, true = sample_errors(brand)
        print(f"{brand}: error on labels held out {measured:.3f}, on the rest {true:.3f}")
        met.append(bar(f"{brand}_true_error_above_measured", true - measured, "<=0.02"))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
