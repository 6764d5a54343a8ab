"""Rule 6, predictive: the months ahead, how far they may be wrong, and how this did before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.thresholds import ForecastLimits
from kpi_helpers.finding import Caveat, Finding, Ref
from kpi_helpers.metrics.forecasting import SCORES
from kpi_helpers.metrics.forecasting_kpis import Outlook
from kpi_helpers.rules.reading import figure, frame_caveats

__all__ = ["backtest", "coming_months"]

ENDS = [f"{end}_{level}" for level in SCORES for end in ("lo", "hi")]
COLUMNS = [
    *("kpi", "period", "value", *ENDS, "naive", "forecast_by", "width_by", "months_known"),
    *("unit", "currency", "target", "reason", "past"),
]
TRIED = {"forecast_error": "error", "season_error": "season_error", "last_error": "last_error"}
TRIAL = [
    *(
        "kpi",
        "beats",
        "origins",
        "months_judged",
        *TRIED,
        "nearest",
        "forecast_by",
        "unit",
        "currency",
    ),
    "reason",
]


def coming_months(
    outlooks: Sequence[Outlook],
    limits: ForecastLimits,
    lead: str | None = None,
    targets: pd.DataFrame | None = None,
) -> Finding:
    """The months ahead of each scorecard, with intervals that hold 80 and 95 months of 100.

    Parameters
    ----------
    outlooks : sequence of Outlook
        ``session.outlook.ahead``.
    limits : ForecastLimits
    lead : str, optional
        KPI that the sentence speaks of, where it is among those that are forecast.
    targets : DataFrame, optional
        ``session.objectives.targets()``: targets for one month are drawn beside.

    Returns
    -------
    Finding
        ``coming_months``; one row a KPI and month: ``value`` and the ends of its intervals,
        ``naive`` (the better naive forecast), ``forecast_by`` (``combination``,
        ``season``, ``last``), ``width_by`` (``own``, ``fixed``), ``months_known`` (months it was
        made from), ``target`` (for a month, else null). A KPI that is not forecast has one row with
        its ``reason``. The first row of each KPI holds its ``past``, the months right before.
    """
    shown = [one for one in outlooks if one.use == "scorecard"]
    levels = _levels(targets)
    rows = [row for one in shown for row in _month_rows(one, limits.horizon, levels)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    made = [one for one in shown if one.made is not None]
    counts = {"count": len(made), "total": len(shown)}
    if not made:
        message = "coming_months_none" if shown else "coming_months_nothing"
        return Finding("coming_months", table, message, counts, _declined(shown))
    chosen = next((one for one in made if one.kpi == lead), made[0])
    row = table[table["kpi"] == chosen.kpi].iloc[0]
    values = counts | {
        "kpi": Ref("kpi", chosen.kpi),
        "month": chosen.months[0],
        **{name: figure(row, name) for name in ("value", "lo_80", "hi_80")},
    }
    caveats = (*_caveats(made, limits), *_declined(shown), *_of_past(made))
    return Finding("coming_months", table, "coming_months", values, caveats)


def _month_rows(one: Outlook, horizon: int, levels: dict[str, float]) -> list[dict[str, Any]]:
    told = {"kpi": one.kpi, "unit": one.unit, "currency": one.currency, "reason": one.reason}
    if one.made is None:
        return [told]
    made = one.made
    ends = dict(zip(ENDS, [end for level in SCORES for end in made.interval(level)], strict=True))
    told |= {"forecast_by": made.method, "width_by": made.widths, "months_known": len(one.past)}
    told["target"] = levels.get(one.kpi)
    rows = [
        told
        | {"period": str(month), "value": float(made.point[step])}
        | {"naive": float(made.naive[step])}
        | {name: float(values[step]) for name, values in ends.items()}
        for step, month in enumerate(one.months[:horizon])
    ]
    rows[0]["past"] = [float(value) for value in one.past["value"]]
    return rows


def _levels(targets: pd.DataFrame | None) -> dict[str, float]:
    """Targets for one month, of whole brands: a scorecard is known of nothing less."""
    if targets is None or targets.empty or "target" not in targets:
        return {}
    rows = targets[targets["target"].notna() & (targets["per"] == "month")]
    rows = rows[rows["perimeter"].isna() | (rows["perimeter"] == "all")]
    return {str(kpi): float(level) for kpi, level in zip(rows["kpi"], rows["target"], strict=True)}


def _caveats(made: Sequence[Outlook], limits: ForecastLimits) -> tuple[Caveat, ...]:
    """What every forecast leaves out, and which of these are weaker than they look."""
    fixed = [one.kpi for one in made if one.made.widths == "fixed"]
    naive = [one.kpi for one in made if one.made.method in ("season", "last")]
    unproven = [one.kpi for one in made if one.kpi not in naive and not _proven(one)]
    last = max(one.past["month"].iloc[-1] for one in made)
    found = [Caveat("forecast_carries_on", {"month": last})]
    told = {"months": limits.own_months, "kpis": _refs(fixed)}
    found += [Caveat("forecast_fixed_width", told)] if fixed else []
    found += [Caveat("forecast_naive", {"kpis": _refs(naive)})] if naive else []
    found += [Caveat("forecast_unproven", {"kpis": _refs(unproven)})] if unproven else []
    return tuple(found)


def _proven(one: Outlook) -> bool:
    return one.made is not None and one.made.trial is not None and one.made.trial.beaten


def _declined(shown: Sequence[Outlook]) -> tuple[Caveat, ...]:
    """KPIs that are not forecast, with the reason."""
    by_reason: dict[str, list[str]] = {}
    for one in shown:
        if one.reason is not None:
            by_reason.setdefault(one.reason, []).append(one.kpi)
    return tuple(Caveat(reason, {"kpis": _refs(kpis)}) for reason, kpis in by_reason.items())


def _of_past(made: Sequence[Outlook]) -> tuple[Caveat, ...]:
    """Reservations of the months that the forecasts were made from."""
    return frame_caveats(pd.concat([one.past for one in made], ignore_index=True))


def _refs(kpis: Sequence[str]) -> list[Ref]:
    return [Ref("kpi", kpi) for kpi in kpis]


def backtest(outlooks: Sequence[Outlook]) -> Finding:
    """How each forecast would have done in its own past, beside the two naive ones.

    Parameters
    ----------
    outlooks : sequence of Outlook
        ``session.outlook.ahead``.

    Returns
    -------
    Finding
        ``forecast_backtest``; one row a scorecard: ``origins`` (attempts), ``months_judged`` (in
        all of them), mean absolute errors in the KPI's own unit (``forecast_error`` of the
        models, ``season_error`` of the season before, ``last_error`` of the last value),
        ``nearest``, ``beats`` (whether that is no naive one), ``forecast_by`` (what is shown),
        ``reason``.
    """
    shown = [one for one in outlooks if one.use == "scorecard"]
    table = pd.DataFrame([_trial_row(one) for one in shown], columns=TRIAL)
    tried = table[table["origins"].notna()]
    beats = int(tried["beats"].astype(bool).sum())
    values: dict[str, Any] = {"count": beats, "total": len(tried), "declared": len(shown)}
    if tried.empty:
        return Finding("forecast_backtest", table, "forecast_backtest_none", values)
    lost = tried.loc[~tried["beats"].astype(bool), "kpi"]
    if lost.empty:
        return Finding("forecast_backtest", table, "forecast_backtest_all", values)
    values["kpis"] = _refs(list(lost))
    message = "forecast_backtest_none_beats" if beats == 0 else "forecast_backtest"
    return Finding("forecast_backtest", table, message, values)


def _trial_row(one: Outlook) -> dict[str, Any]:
    told = {"kpi": one.kpi, "unit": one.unit, "currency": one.currency, "reason": one.reason}
    if one.made is None:
        return told
    trial = one.made.trial
    told["forecast_by"] = one.made.method
    if trial is None:
        return told | {"reason": "forecast_untried"}
    errors = {column: getattr(trial, name) for column, name in TRIED.items()}
    nearest = "combination" if trial.beaten else trial.rival
    counts = {"origins": trial.origins, "months_judged": trial.months}
    return told | counts | errors | {"beats": trial.beaten, "nearest": nearest}
