"""How well months are forecast, and whether intervals hold what they say, on public series.

Run with ``.venv/bin/python benchmarks/forecast.py``; ``--full`` takes every series at every length
of history, else every third at the shorter ones. Reads ``../shared/data/forecast/series.csv``: 300
series of M3 (18 months ahead) and 120 of tourism (24), with the official hold-out.

``--choose`` shows how each constant of ``metrics/forecasting*.py`` was chosen, on the training
parts alone (``forecast_choice.py``): of every second series, or of all with ``--full``.

Scores: sMAPE from 0 to 200; MASE on the seasonal naive error of the history used; interval score
(Winkler), in that same error: the lower, the better. Uncalibrated intervals are normal ones, as
wide as the models expect.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from pathlib import Path

import forecast_choice
import numpy as np
import pandas as pd

from kpi_helpers.metrics.forecasting import SCORES, Forecast, forecast
from kpi_helpers.metrics.forecasting_models import last_value, season_before

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "forecast" / "series.csv"
HORIZONS = {"m3_monthly": 18, "tourism_monthly": 24}
NORMAL = {80: 1.281552, 95: 1.959964}
"""Half of a normal interval, in standard deviations."""
LENGTHS = (18, 24, 36, 48)
BARS: list[str] = []


def series_of(data: pd.DataFrame, name: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Training and test values of every series of one set."""
    rows = data[data["set"] == name].sort_values(["series", "t"])
    parts = {key: of["value"].to_numpy(float) for key, of in rows.groupby(["series", "part"])}
    return [(parts[key, "train"], parts[key, "test"]) for key in sorted({one for one, _ in parts})]


def smape(actual: np.ndarray, said: np.ndarray) -> float:
    """Symmetric mean absolute percentage error, 0 to 200; 0 where both are 0."""
    size = np.abs(actual) + np.abs(said)
    return float(200 * np.mean(np.abs(actual - said) / np.where(size > 0, size, 1)))


def interval_score(actual: np.ndarray, low: np.ndarray, high: np.ndarray, level: int) -> np.ndarray:
    """Width, and beyond it what was missed, weighed by how seldom that should be (Winkler 1972)."""
    miss = np.maximum(low - actual, 0) + np.maximum(actual - high, 0)
    return (high - low) + 2 / (1 - level / 100) * miss


def interval_row(
    actual: np.ndarray, made: Forecast, halves: dict[int, np.ndarray], scale: float
) -> dict[str, float]:
    """Coverage and interval score at both levels, of intervals of these half widths."""
    row = {}
    for level, half in halves.items():
        low, high = np.maximum(made.point - half, 0), made.point + half
        row[f"cover_{level}"] = float(np.mean((low <= actual) & (actual <= high)))
        row[f"score_{level}"] = float(interval_score(actual, low, high, level).mean() / scale)
    return row


def smoothing_alone(history: np.ndarray, horizon: int) -> np.ndarray:
    """AutoETS as it comes; what short series make it warn of is passed over."""
    from statsforecast.models import AutoETS

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return AutoETS(season_length=12).forecast(history, h=horizon)["mean"]


def rows_of(
    pairs: list[tuple[np.ndarray, np.ndarray]], horizon: int, length: int | None
) -> pd.DataFrame:
    """One row a series and method; `length` cuts the history."""
    rows = []
    for number, (train, actual) in enumerate(pairs):
        history = train if length is None else train[-length:]
        if length is not None and len(train) < length:
            continue
        scale = float(np.mean(np.abs(train[12:] - train[:-12]))) or 1.0
        start = time.process_time()
        made = forecast(history, horizon, low=0)
        seconds = time.process_time() - start
        said = {
            "forecast": made.point,
            "naive": last_value(history, horizon),
            "season": season_before(history, horizon),
            "smoothing": smoothing_alone(history, horizon),
        }
        plain = {level: score * made.spread for level, score in NORMAL.items()}
        shown = {level: score * made.factor * made.spread for level, score in SCORES.items()}
        for method, point in said.items():
            row = {"series": number, "method": method, "smape": smape(actual, point)}
            row["mase"] = float(np.mean(np.abs(actual - point)) / scale)
            if method == "forecast":
                row |= interval_row(actual, made, shown, scale)
                uncalibrated = interval_row(actual, made, plain, scale)
                row |= {f"plain_{name}": value for name, value in uncalibrated.items()}
                row |= {"seconds": seconds, "naive_taken": made.method in ("season", "last")}
                row |= {"fixed": made.widths == "fixed"}
            rows.append(row)
    return pd.DataFrame(rows)


def summed(name: str, length: int | None, rows: pd.DataFrame) -> pd.DataFrame:
    """Print the means of one set at one length, and give them."""
    means = rows.groupby("method").mean(numeric_only=True)
    own = rows[rows["method"] == "forecast"].astype({"naive_taken": float, "fixed": float})
    means.loc["forecast", "naive_taken"] = own["naive_taken"].mean()
    print(f"\n{name}, {length or 'all'} months of history, {len(own)} series")
    for method, row in means.iterrows():
        print(f"  {method:10} sMAPE {row['smape']:7.3f}  MASE {row['mase']:6.3f}")
    row = means.loc["forecast"]
    for label, prefix in (("as shown", ""), ("uncalibrated", "plain_")):
        shown = [f"{row[f'{prefix}cover_{level}']:.3f}" for level in SCORES]
        score = [f"{row[f'{prefix}score_{level}']:.3f}" for level in SCORES]
        print(f"  intervals {label}: cover 80 {shown[0]} 95 {shown[1]}, score {' '.join(score)}")
    print(
        f"  naive taken for {own['naive_taken'].mean():.0%}, fixed width for "
        f"{own['fixed'].mean():.0%}; seconds a series: mean {own['seconds'].mean():.2f}, "
        f"slowest {own['seconds'].max():.2f}",
        flush=True,
    )
    return means


def bar(name: str, value: float, limit: str) -> bool:
    """Keep one bar to be printed last; True when it is met."""
    most = float(limit.lstrip("<>="))
    ok = value <= most if limit[0] == "<" else value >= most
    if limit[1] != "=":
        ok = ok and value != most
    BARS.append(f"BAR {name} value={value:.4g} limit={limit} {'ok' if ok else 'short'}")
    return bool(ok)


def bars_of(name: str, means: pd.DataFrame, seconds: pd.Series) -> list[bool]:
    """The bars of one set at full history."""
    own = means.loc["forecast"]
    met = [
        bar(f"{name}_{score}_against_{rival}", own[score], f"<{means.loc[rival, score]:.6f}")
        for rival in ("naive", "season", "smoothing")
        for score in ("smape", "mase")
    ]
    return [
        *met,
        bar(f"{name}_cover_95_least", own["cover_95"], ">=0.93"),
        bar(f"{name}_cover_95_most", own["cover_95"], "<=0.97"),
        bar(f"{name}_interval_score_95", own["score_95"], f"<={own['plain_score_95']:.6f}"),
        bar(f"{name}_seconds_a_series", float(seconds.max()), "<=1"),
    ]


def measured(data: pd.DataFrame, full: bool) -> bool:
    """Measure both sets at every length; True when every bar is met."""
    met = []
    for name, horizon in HORIZONS.items():
        pairs = series_of(data, name)
        rows = rows_of(pairs, horizon, None)
        seconds = rows["seconds"].dropna()
        met += bars_of(name, summed(name, None, rows), seconds)
        for length in LENGTHS:
            rows = rows_of(pairs if full else pairs[::3], horizon, length)
            summed(name, length, rows)
            if length < 36:
                own = rows[rows["method"] == "forecast"]
                share = own["fixed"].astype(float).mean()
                met.append(bar(f"{name}_{length}_months_fixed_width", share, ">=1"))
    return all(met)


def choose(data: pd.DataFrame, full: bool) -> None:
    """Show how each constant was chosen, on the training parts alone."""
    cases = [
        case
        for name, horizon in HORIZONS.items()
        for case in forecast_choice.cases_of(name, series_of(data, name), horizon, 1 if full else 2)
    ]
    forecast_choice.choose(cases, interval_score)


def main() -> int:
    """Measure, or show how the factors are chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="every series at every length")
    parser.add_argument("--choose", action="store_true", help="show how factors are chosen")
    chosen = parser.parse_args()
    if not DATA.exists():
        print(f"No public series: {DATA} does not exist, so nothing was measured.")
        return 1
    data = pd.read_csv(DATA)
    forecast(np.arange(24.0) % 7, 2)  # libraries load once, not in the first series' second
    if chosen.choose:
        choose(data, chosen.full)
        return 0
    met = measured(data, chosen.full)
    print("\n" + "\n".join(BARS))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
