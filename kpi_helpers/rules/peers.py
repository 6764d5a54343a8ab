"""Rule 7: where the brand stands among its competitors, from counts that anyone can make.

A share needs its whole denominator: while a competitor of the set is not counted, no share is
given. A place is told with the number of competitors it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.competitors import CompetitorSet, competitors_of
from kpi_helpers.catalogue.thresholds import ReferenceLimits
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month

__all__ = ["peer_places", "voice_history", "voice_of_month"]

QUARTILES = {"peer_p25": 0.25, "peer_median": 0.5, "peer_p75": 0.75}


def voice_of_month(
    counts: pd.DataFrame, sets: Sequence[CompetitorSet], month: Month, limits: ReferenceLimits
) -> Finding:
    """How the month's mentions fall on the brand and each competitor of the set.

    Parameters
    ----------
    counts : DataFrame
        One row an account and month: ``month``, ``competitor``, ``own`` (bool), ``network``,
        ``mentions`` (null where not known). Every month at hand.
    sets : sequence of CompetitorSet
    month : Month
    limits : ReferenceLimits

    Returns
    -------
    Finding
        ``voice_of_month``; one row the brand and each member of the set: ``competitor``, ``own``,
        ``mentions`` (null unless known on every network of the account), ``share`` (fraction of
        all, null while anything is missing), ``reason``.
    """
    chosen = competitors_of(sets, month)
    if chosen is None:
        return Finding("voice_of_month", _voices(counts, (), month, limits), "voice_no_set")
    table = _voices(counts, chosen.members, month, limits)
    missing = table.loc[table["mentions"].isna(), "competitor"].tolist()
    total = table["mentions"].sum()
    if not missing and total > 0:
        table["share"] = table["mentions"] / total
    own = table[table["own"]]
    values: dict[str, Any] = {"month": month, "count": len(chosen.members)}
    if own.empty:
        table["share"] = float("nan")
        message, more = "voice_without_brand", {}
    elif missing:
        message, more = "voice_missing", {"missing": missing}
    elif not total:
        message, more = "voice_silent", {}
    else:
        message, more = "voice_of_month", _own_voice(own.iloc[0], total)
    table["rank"] = table["share"].rank(ascending=False, method="min")
    return Finding("voice_of_month", _sorted(table), message, values | more)


def _own_voice(own: pd.Series, total: float) -> dict[str, Any]:
    return {
        "share": Figure(float(own["share"]), "percent"),
        "own": Figure(float(own["mentions"]), "count"),
        "total": Figure(float(total), "count"),
    }


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    order = ["mentions", "competitor"]
    return table.sort_values(order, ascending=[False, True]).reset_index(drop=True)


def _voices(
    counts: pd.DataFrame, members: Sequence[str], month: Month, limits: ReferenceLimits
) -> pd.DataFrame:
    """Mentions of the brand and of each member over the networks it has lately been seen on."""
    since = str(month.shifted(-limits.gone_after_months))
    ours = counts["own"].astype(bool)
    own = counts.loc[ours, "competitor"].drop_duplicates().tolist()
    rows = []
    for name in [*own, *members]:
        theirs = counts[counts["competitor"] == name]
        now = theirs[theirs["month"] == str(month)]
        networks = set(theirs.loc[theirs["month"].between(since, str(month)), "network"])
        known = set(now.loc[now["mentions"].notna(), "network"])
        whole = bool(networks) and known == networks
        mentions = float(now["mentions"].sum()) if whole else float("nan")
        rows.append({"competitor": name, "own": name in own, "mentions": mentions})
    table = pd.DataFrame(rows, columns=["competitor", "own", "mentions"])
    table["share"] = float("nan")
    reason = pd.Series(None, index=table.index, dtype=object)
    reason[table["mentions"].isna()] = "count_missing"
    return table.assign(reason=reason)


def voice_history(
    counts: pd.DataFrame,
    sets: Sequence[CompetitorSet],
    months: Sequence[Month],
    limits: ReferenceLimits,
) -> Finding:
    """The brand's share of voice month by month, each month against the set that then counted.

    Parameters
    ----------
    counts, sets, limits
        As in :func:`voice_of_month`.
    months : sequence of Month
        Oldest first.

    Returns
    -------
    Finding
        ``voice_history``; one row a month: ``kpi`` (``public_share_of_voice``), ``period``,
        ``period_start``, ``value``, ``unit``, ``numerator``, ``denominator``, ``members``
        (number), ``since`` (of the set), ``segment`` (changes with the set, so that no line is
        drawn across), ``complete``, ``change_abs`` (on the month before with the same set),
        ``reason``.
    """
    rows = [_voice_row(counts, sets, month, limits) for month in months]
    table = pd.DataFrame(rows)
    if table.empty or table["value"].isna().all():
        return Finding("voice_history", table, "voice_history_none", {"months": len(months)})
    same = table["since"].eq(table["since"].shift())
    table["segment"] = (~same).cumsum()
    table["change_abs"] = table["value"].diff().where(same)
    last = table.iloc[-1]
    known = table[(table["segment"] == last["segment"]) & table["value"].notna()]
    values: dict[str, Any] = {"month": months[-1], "count": len(known)}
    if pd.isna(last["value"]):
        return Finding("voice_history", table, "voice_history_unknown", values)
    values |= {
        "share": Figure(float(last["value"]), "percent"),
        "low": Figure(float(known["value"].min()), "percent"),
        "high": Figure(float(known["value"].max()), "percent"),
    }
    if pd.isna(last["change_abs"]):
        return Finding("voice_history", table, "voice_history_new", values)
    values["change"] = Figure(float(last["change_abs"]), "percent", change=True)
    return Finding("voice_history", table, "voice_history", values)


def _voice_row(
    counts: pd.DataFrame, sets: Sequence[CompetitorSet], month: Month, limits: ReferenceLimits
) -> dict[str, Any]:
    chosen = competitors_of(sets, month)
    table = _voices(counts, chosen.members if chosen else (), month, limits)
    total = table["mentions"].sum()
    reason = None
    if chosen is None:
        reason = "no_competitor_set"
    elif not table["own"].any():
        reason = "own_count_missing"
    elif table["mentions"].isna().any():
        reason = "count_missing"
    elif not total:
        reason = "zero_denominator"
    own = table.loc[table["own"], "mentions"].sum(min_count=1)
    return {
        "kpi": "public_share_of_voice",
        "period": str(month),
        "period_start": month.period.start,
        "value": float("nan") if reason else float(own / total),
        "unit": "percent",
        "currency": None,
        "numerator": own,
        "denominator": float("nan") if reason else float(total),
        "members": len(chosen.members) if chosen else 0,
        "since": chosen.since if chosen else None,
        "segment": 0,
        "complete": reason is None,
        "change_abs": float("nan"),
        "reason": reason,
    }


def peer_places(
    figures: pd.DataFrame, sets: Sequence[CompetitorSet], month: Month, limits: ReferenceLimits
) -> Finding:
    """The brand's place among the competitors of the set, by network and public figure.

    Parameters
    ----------
    figures : DataFrame
        ``metrics.public_figures``.
    sets : sequence of CompetitorSet
    month : Month
    limits : ReferenceLimits

    Returns
    -------
    Finding
        ``peer_places``; one row a network and figure: ``value``, ``unit``, ``rank`` (1 is the
        highest; a tie shares the better rank), ``peers`` (competitors with a figure),
        ``percentile`` (share of the competitors below, ties counting half; null under
        ``limits.min_peers``), the competitors' quartiles (likewise), ``missing`` (members of the
        set seen on the network before, without a figure now), ``others`` (list of the
        competitors' values, highest first), ``reason``.
    """
    chosen = competitors_of(sets, month)
    if chosen is None:
        return Finding("peer_places", figures.iloc[0:0], "voice_no_set")
    seen = figures[figures["month"] <= str(month)]
    members = seen["own"].astype(bool) | seen["competitor"].isin(chosen.members)
    groups = seen[members].groupby(["network", "figure"], sort=False)
    rows = [
        _place(rows, str(network), str(figure), month, limits)
        for (network, figure), rows in groups
        if rows["own"].astype(bool).any()
    ]
    table = pd.DataFrame(rows)
    placed = table.dropna(subset=["rank"]) if len(table) else table
    if placed.empty:
        return Finding("peer_places", table, "peer_places_none", {"month": month})
    rates = placed[placed["unit"] != "count"]
    told = rates if len(rates) else placed
    share = (told["rank"] - 1) / told["peers"]
    ends = {"best": told.loc[share.idxmin()], "last": told.loc[share.idxmax()]}
    values: dict[str, Any] = {"month": month, "since": chosen.since}
    for side, row in ends.items():
        values |= {
            f"{side}_figure": Ref("public_figure", str(row["figure"])),
            f"{side}_network": Ref("network", str(row["network"])),
            f"{side}_rank": int(row["rank"]),
            f"{side}_of": int(row["peers"]) + 1,
        }
    alone = ends["best"].name == ends["last"].name
    message = "peer_places_one" if alone else "peer_places"
    uncounted = sorted({name for names in placed["missing"] for name in names})
    caveats = (Caveat("peers_uncounted", {"names": uncounted}),) if uncounted else ()
    return Finding("peer_places", table, message, values, caveats)


def _place(
    rows: pd.DataFrame, network: str, figure: str, month: Month, limits: ReferenceLimits
) -> dict[str, Any]:
    now = rows[rows["month"] == str(month)]
    ours = now["own"].astype(bool)
    own = now.loc[ours, "value"].dropna()
    peers = now.loc[~ours].dropna(subset=["value"]).sort_values("value", ascending=False)
    others = peers["value"].tolist()
    known = set(rows.loc[~rows["own"].astype(bool), "competitor"])
    place: dict[str, Any] = {
        "network": network,
        "figure": figure,
        "value": float(own.iloc[0]) if len(own) else float("nan"),
        "unit": str(rows["unit"].iloc[0]),
        "currency": None,
        "rank": float("nan"),
        "peers": len(others),
        "percentile": float("nan"),
        **dict.fromkeys(QUARTILES, float("nan")),
        "missing": sorted(known - set(peers["competitor"])),
        "others": others,
        "reason": None,
    }
    if not len(own):
        return place | {"reason": "own_count_missing"}
    if not others:
        return place | {"reason": "no_peer"}
    above = sum(other > place["value"] for other in others)
    place["rank"] = above + 1
    if len(others) < limits.min_peers:
        return place | {"reason": "few_peers"}
    ties = sum(other == place["value"] for other in others)
    place["percentile"] = (len(others) - above - ties / 2) / len(others)
    quartiles = {name: float(peers["value"].quantile(at)) for name, at in QUARTILES.items()}
    return place | quartiles
