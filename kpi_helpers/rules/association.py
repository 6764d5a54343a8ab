"""Rules 2 and 3: which KPIs move together, and whether a KPI moves with what it should serve.

An association is never told as a cause, and one that chance could have made is not told at all.
The numbers come from :mod:`kpi_helpers.metrics.association`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import Any, Protocol

import numpy as np
import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.association import (
    Association,
    detectable,
    false_discovery,
    interval,
    strongest,
    without_one_month,
)
from kpi_helpers.metrics.steps import monthly_steps
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import frame_caveats

__all__ = ["Limits", "moves_together", "serves_objective"]

NUMBERS = ("lag", "rho", "lo", "hi", "p", "q", "effective", "detectable")
Linked = Collection[frozenset[str]]


class Limits(Protocol):
    """Section ``association`` of ``params/thresholds.yaml``."""

    min_months: int
    max_lag: int
    false_discovery_rate: float
    level: float


def moves_together(history: pd.DataFrame, limits: Limits, linked: Linked = ()) -> Finding:
    """Which pairs of KPIs move together, in the same month or some months apart.

    Parameters
    ----------
    history : DataFrame
        ``metrics.kpi_values`` of all months there are, without a split. Only complete months of
        the newest definition of a KPI are read.
    limits : AssociationLimits
    linked : collection of frozenset of str
        Pairs that share figures (``catalogue.linked.linked_pairs``): named, never tested.

    Returns
    -------
    Finding
        ``moves_together``; one row a pair, the clearest first: ``first``, ``second`` (where one
        is ahead, it is the first), ``months`` (complete ones of both), ``lag`` (months the first
        is ahead by, where the pair is clearest), ``rho`` (Spearman, of monthly steps without
        season and trend), ``lo`` and ``hi`` (as wide as the choice among all pairs and lags asks
        for), ``p`` (corrected for the number of lags), ``q`` (and of pairs), ``effective``
        (independent pairs of steps), ``detectable`` (the weakest ``rho`` that could have been
        claimed alone), ``reason`` (why nothing was tested), ``one_month`` (gone without some one
        month, and so not claimed), ``claimed`` and ``association`` (name of a message).
    """
    steps, used = _steps(history)
    kpis = [str(kpi) for kpi in dict.fromkeys(history["kpi"])]
    pairs = [{"first": one, "second": other} for one, other in combinations(kpis, 2)]
    lags = range(-limits.max_lag, limits.max_lag + 1)
    table = _tested(pairs, ("first", "second"), steps, lags, limits, linked)
    behind = table["lag"] < 0
    table.loc[behind, ["first", "second"]] = table.loc[behind, ["second", "first"]].to_numpy()
    table["lag"] = table["lag"].abs()
    order = table.assign(rest=table["reason"].notna()).sort_values(
        ["rest", "p", "first", "second"], kind="stable"
    )
    table = table.loc[order.index].reset_index(drop=True)
    values = _counts(table, lags, limits)
    message = "moves_together_none"
    if table["claimed"].any():
        best = table.iloc[0]
        message, values = "moves_together", values | _told(best, "first", "second")
        message = f"moves_together_{'ahead' if best['lag'] else 'same'}"
        message += "_opposite" if best["rho"] < 0 else ""
    elif not values["pairs"]:
        message = "moves_together_short" if _short(table) else "moves_together_nothing"
    return Finding("moves_together", table, message, values, _caveats(values, used))


def serves_objective(
    history: pd.DataFrame, links: pd.DataFrame, limits: Limits, linked: Linked = ()
) -> Finding:
    """Whether each KPI moves with the outcome that its objective is about, or ahead of it.

    Parameters
    ----------
    history : DataFrame
        ``metrics.kpi_values`` of all months there are, of the KPIs and the outcomes, unsplit.
    links : DataFrame
        ``objective``, ``kpi``, ``outcome`` (both KPI ids); one row a link to be tested.
    limits : AssociationLimits
    linked : collection of frozenset of str
        Pairs that share figures: named, never tested.

    Returns
    -------
    Finding
        ``serves_objective``; one row a link, in the order of `links`: its three columns and those
        of :func:`moves_together` from ``months`` on. Only lags at which the KPI is not behind its
        outcome are looked at. The sentence counts links; no verdict, because nothing shown here
        proves that a KPI serves or is vain.
    """
    steps, used = _steps(history)
    wanted = links[["objective", "kpi", "outcome"]].drop_duplicates().to_dict("records")
    lags = range(limits.max_lag + 1)
    table = _tested(wanted, ("kpi", "outcome"), steps, lags, limits, linked)
    values = _counts(table, lags, limits) | {"total": len(table)}
    claimed = table[table["claimed"]].sort_values(["p", "kpi"], kind="stable")
    message = "serves_objective_none"
    if len(claimed):
        best = claimed.iloc[0]
        values |= _told(best, "kpi", "outcome")
        message = f"serves_objective_{'ahead' if best['lag'] else 'same'}"
        message += "_opposite" if best["rho"] < 0 else ""
    elif table.empty:
        message = "serves_objective_empty"
    elif not values["pairs"]:
        message = "serves_objective_short" if _short(table) else "serves_objective_nothing"
    return Finding("serves_objective", table, message, values, _caveats(values, used))


def _steps(history: pd.DataFrame) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """Monthly steps of each KPI, and the rows of `history` that they rest on."""
    known = history[history["value"].notna() & history["complete"].fillna(False).astype(bool)]
    mixed = [names is not None and "definition_break_inside" in names for names in known["caveats"]]
    known = known[~pd.Series(mixed, index=known.index, dtype=bool)]
    known = known.drop_duplicates(["kpi", "period", "value"])
    known = known[~known.duplicated(["kpi", "period"], keep=False)]  # two values are none
    steps, used = {}, [known.iloc[:0]]
    for kpi, rows in known.groupby("kpi", sort=False):
        rows = rows.assign(number=[_number(period) for period in rows["period"]])
        rows = rows.assign(money=rows["currency"].fillna(""))
        newest = rows.sort_values("number").iloc[-1]
        rows = rows[(rows[["segment", "money"]] == newest[["segment", "money"]]).all(axis=1)]
        series = rows.set_index("number")["value"]
        steps[str(kpi)] = monthly_steps(series, relative=newest["unit"] != "score")
        steps[str(kpi)].attrs["months"] = frozenset(series.index)
        used.append(rows[known.columns])
    return steps, pd.concat(used)


def _number(period: str) -> int:
    month = Month.parse(period)
    return 12 * month.year + month.number - 1


def _tested(
    rows: Iterable[Mapping[str, Any]],
    names: tuple[str, str],
    steps: Mapping[str, pd.Series],
    lags: range,
    limits: Limits,
    linked: Linked,
) -> pd.DataFrame:
    """One row a pair: its clearest association, what may be claimed of it, or why it has none."""
    found = []
    for row in rows:
        one, other = (str(row[name]) for name in names)
        months = _shared(steps.get(one), steps.get(other))
        reason, best = _answer(one, other, months, steps, lags, limits, linked)
        numbers = {} if best is None else vars(best)
        found.append({**row, "months": months, "reason": reason, **numbers})
    kept = [name for name in (found[0] if found else names) if name in ("objective", *names)]
    table = pd.DataFrame(found, columns=[*kept, "months", *NUMBERS, "reason"])
    table = table.astype(dict.fromkeys(NUMBERS, "float64"))
    return _judged(table, names, steps, lags, limits)


def _judged(
    table: pd.DataFrame,
    names: tuple[str, str],
    steps: Mapping[str, pd.Series],
    lags: range,
    limits: Limits,
) -> pd.DataFrame:
    """The table with what may be claimed of all its rows together.

    The intervals hold for the claimed pairs at ``limits.level`` on average, as chosen ones
    (Benjamini and Yekutieli, JASA 100, 2005).
    """
    tested = table["p"].notna()
    comparisons = max(1, len(lags) * int(tested.sum()))
    table.loc[tested, "q"] = false_discovery(table.loc[tested, "p"].tolist())
    found = table["q"] <= limits.false_discovery_rate
    table["one_month"] = _carried_by_one_month(table, found, names, steps, limits)
    table["claimed"] = found & ~table["one_month"]
    chosen = 1 - (1 - limits.level) * max(1, int(table["claimed"].sum())) / comparisons
    alone = limits.false_discovery_rate / comparisons
    known = table.loc[tested, ["rho", "effective"]].to_numpy()
    spans = [(*interval(*one, chosen), detectable(one[1], alone)) for one in known]
    table.loc[tested, ["lo", "hi", "detectable"]] = np.reshape(spans, (-1, 3))
    table["association"] = [_relation(row) for row in table.to_dict("records")]
    return table


def _carried_by_one_month(
    table: pd.DataFrame,
    found: pd.Series,
    names: tuple[str, str],
    steps: Mapping[str, pd.Series],
    limits: Limits,
) -> pd.Series:
    """Which of the pairs found do not pass, at the same rate among all, without some one month."""
    rests = table["p"].where(table["p"].isna(), 1.0)
    for place, row in table[found].iterrows():
        pair = (steps[str(row[name])] for name in names)
        rests[place] = without_one_month(*pair, int(row["lag"]), level=limits.level)
    tested = rests.notna()
    rests[tested] = false_discovery(rests[tested].tolist())
    return found & (rests > limits.false_discovery_rate)


def _shared(one: pd.Series | None, other: pd.Series | None) -> int:
    if one is None or other is None:
        return 0
    return len(one.attrs["months"] & other.attrs["months"])


def _answer(
    one: str,
    other: str,
    months: int,
    steps: Mapping[str, pd.Series],
    lags: range,
    limits: Limits,
    linked: Linked,
) -> tuple[str | None, Association | None]:
    """The clearest association of a pair, else why it cannot be told."""
    if one == other or frozenset((one, other)) in linked:
        return "association_same_figures", None
    if months < limits.min_months:
        return "association_too_short", None
    best = strongest(steps[one], steps[other], lags, level=limits.level)
    return (None, best) if best else ("association_no_movement", None)


def _relation(row: Mapping[str, Any]) -> str:
    """What may be said of a row, as the name of a message."""
    if row["reason"] is not None:
        return str(row["reason"])
    if row["one_month"]:
        return "association_one_month"
    if not row["claimed"]:
        return "relation_no_evidence"
    ahead = "ahead" if row["lag"] else "same"
    return f"relation_{ahead}_opposite" if row["rho"] < 0 else f"relation_{ahead}"


def _counts(table: pd.DataFrame, lags: range, limits: Limits) -> dict[str, Any]:
    """What every sentence and caveat may need, all of it from the table."""
    tested = table[table["p"].notna()]
    weakest = float(tested["detectable"].min()) if len(tested) else None
    tests = len(tested) * len(lags)
    told = tested if len(tested) else table[table["reason"] == "association_too_short"]
    return {
        "pairs": len(tested),
        "lags": len(lags),
        "tests": tests,
        "chance": Figure(tests * limits.false_discovery_rate, "count"),
        "rate": Figure(limits.false_discovery_rate, "percent"),
        "count": int(table["claimed"].sum()),
        "months": int(told["months"].max()) if len(told) else 0,
        "needed": limits.min_months,
        "detectable": Figure(weakest, "ratio"),
    }


def _told(best: pd.Series, one: str, other: str) -> dict[str, Any]:
    return {
        "first": Ref("kpi", str(best[one])),
        "second": Ref("kpi", str(best[other])),
        "lag": int(best["lag"]),
        "months": int(best["months"]),
        **{name: Figure(float(best[name]), "ratio") for name in ("rho", "lo", "hi")},
    }


def _short(table: pd.DataFrame) -> bool:
    return bool((table["reason"] == "association_too_short").any())


def _caveats(values: Mapping[str, Any], used: pd.DataFrame) -> tuple[Caveat, ...]:
    own = [Caveat("association_not_cause"), Caveat("association_without_season")]
    if values["pairs"]:
        own.append(Caveat("association_tests", values))
    return (*own, *frame_caveats(used))
