"""Rule 5: which posts of the month did best and worst.

A rate is shrunk towards the network's own average as far as its reach is too small to tell it from
chance (empirical Bayes, normal approximation; Efron and Morris 1975), so a post that few people
saw never tops the list by luck. Networks are ranked apart, because they count differently.
"""

from __future__ import annotations

import math
from typing import Protocol

import pandas as pd
from scipy.stats import norm

from kpi_helpers.finding import Caveat, Finding, Ref
from kpi_helpers.periods import Month

__all__ = ["best_and_weakest"]


class _Limits(Protocol):
    min_reach: int
    shown: int
    level: float
    equal_age_days: float
    settle_age_days: float


def best_and_weakest(posts: pd.DataFrame, month: Month, limits: _Limits) -> Finding:
    """The best and the weakest posts of the month, by rate and by volume, network by network.

    Parameters
    ----------
    posts : DataFrame
        ``posts_at_age`` with ``pillar``, of the month and months before; the others of a network
        tell how much its posts differ. Boosted and paid posts are not ranked: bought reach
        lowers their rate.
    month : Month
    limits : PostLimits

    Returns
    -------
    Finding
        ``best_and_weakest_posts``; one row a post that is among the first or last by either
        order, then the posts that could not be ranked with their ``reason``. ``rate_place`` and
        ``volume_place`` are ``best``, ``weakest`` or null; ``rate`` is interactions by reach as
        counted, ``rate_shrunk`` what the ranking goes by, ``rate_lo`` and ``rate_hi`` its interval
        (what counting alone leaves open).
    """
    name = "best_and_weakest_posts"
    period = month.period
    inside = posts["day"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    if not inside.any():
        return Finding(name, posts[inside], "best_posts_none", {"month": month})
    ranked = posts[inside].assign(reason=_reasons(posts[inside], limits))
    rankable = posts.assign(reason=_reasons(posts, limits))
    parts = [
        _of_network(rows, rankable[rankable["network"] == network], limits)
        for network, rows in ranked.groupby("network", sort=True)
    ]
    table = pd.concat(parts, ignore_index=True)
    placed = table["rate_place"].notna() | table["volume_place"].notna() | table["reason"].notna()
    values = {
        "month": month,
        "publications": len(ranked),
        "contents": int(ranked["content"].nunique()),
        "ranked": int(ranked["reason"].isna().sum()),
    }
    best = table[(table["rate_place"] == "best") & (table["rank"] == 1)]
    best = best.sort_values("reach", ascending=False).drop_duplicates("network").sort_index()
    message = "best_posts_no_difference"
    if not values["ranked"]:
        message = "best_posts_unranked"
    elif len(best):
        message = "best_posts"
        values["networks"] = [Ref("network", str(network)) for network in best["network"]]
        named = zip(best["label"], best["post"], strict=True)
        values["captions"] = [
            Ref("quoted", _first_words(text) or str(post)) for text, post in named
        ]
    caveats = _caveats(ranked, limits)
    return Finding(name, _listed(table[placed]), message, values, caveats)


def _reasons(posts: pd.DataFrame, limits: _Limits) -> pd.Series:
    """Why a post is not ranked; null where it is."""
    reasons = posts["reason"].astype(object)
    open_ = reasons.isna()
    reasons = reasons.mask(open_ & posts["funding"].isin(["boosted", "paid"]), "post_boosted")
    few = reasons.isna() & (posts["reach"] < limits.min_reach)
    return reasons.mask(few, "post_small_reach").where(lambda found: found.notna(), None)


def _of_network(rows: pd.DataFrame, known: pd.DataFrame, limits: _Limits) -> pd.DataFrame:
    """Rows of one network with their ranks; `known` are its posts of all months."""
    ranked = rows[rows["reason"].isna()]
    shrunk = _shrunk(ranked, known[known["reason"].isna()], limits.level)
    table = rows.join(shrunk)
    shown = min(limits.shown, len(ranked) // 2)
    for column, rank, place in (
        ("rate_shrunk", "rank", "rate_place"),
        ("interactions", "volume_rank", "volume_place"),
    ):
        values = table[column].where(table["reason"].isna()).round(12)
        table[rank] = values.rank(ascending=False, method="min")
        last = values.rank(ascending=True, method="min")
        places = pd.Series(None, index=table.index, dtype=object)
        if values.nunique() > 1:
            places[table[rank] <= shown] = "best"
            places[(last <= shown) & (values < values.max())] = "weakest"
        table[place] = places
    return table


def _shrunk(ranked: pd.DataFrame, known: pd.DataFrame, level: float) -> pd.DataFrame:
    """Rates drawn towards the network's average by what chance leaves of them.

    The chance of a count of interactions is taken as Poisson around average × reach. What the
    rates differ beyond that (method of moments, DerSimonian and Laird 1986) is the spread of posts.
    """
    columns = ["rate_shrunk", "rate_lo", "rate_hi"]
    if ranked.empty:
        return pd.DataFrame(columns=columns, dtype=float)
    average = known["interactions"].sum() / known["reach"].sum()
    weight = known["reach"]
    excess = (weight * (known["rate"] - average) ** 2).sum() - average * (len(known) - 1)
    room = weight.sum() - (weight**2).sum() / weight.sum()
    spread = max(excess / room, 0.0) if room > 0 else 0.0
    chance = average / ranked["reach"]
    kept = spread / (spread + chance) if spread > 0 else 0.0 * chance
    middle = average + kept * (ranked["rate"] - average)
    half = norm.ppf(0.5 + level / 2) * (kept * chance).map(math.sqrt)
    return pd.DataFrame(
        {
            "rate_shrunk": middle,
            "rate_lo": (middle - half).clip(lower=0.0),
            "rate_hi": middle + half,
        }
    )


def _first_words(caption: object) -> str:
    """The first line of a caption, cut at a word."""
    line = "" if caption is None or pd.isna(caption) else str(caption).strip().split("\n")[0]
    return line if len(line) <= 60 else f"{line[:60].rsplit(' ', 1)[0]} …"


def _caveats(ranked: pd.DataFrame, limits: _Limits) -> tuple[Caveat, ...]:
    """On what basis posts were compared, and how many could not be."""
    equal = (ranked["basis"] == "equal_age").any()
    days = limits.equal_age_days if equal else limits.settle_age_days
    basis = Caveat("posts_at_equal_age" if equal else "posts_settled", {"days": float(days)})
    counts = ranked["reason"].value_counts()
    left = [("post_too_young", "posts_too_young"), ("post_boosted", "posts_boosted")]
    left += [("post_small_reach", "posts_small_reach")]
    told = [Caveat(name, {"count": int(counts[key])}) for key, name in left if key in counts]
    rest = int(counts.drop([key for key, _ in left], errors="ignore").sum())
    return (basis, *told, *([Caveat("posts_unknown", {"count": rest})] if rest else ()))


def _listed(table: pd.DataFrame) -> pd.DataFrame:
    """Best first within a network; posts without a rank come last."""
    columns = [
        *("network", "rate_place", "caption", "content_type", "pillar", "published", "permalink"),
        *("rate", "rate_shrunk", "rate_lo", "rate_hi", "rank", "interactions", "people_reached"),
        *("volume_place", "volume_rank", "age", "basis", "funding", "post", "reason"),
    ]
    named = table.rename(columns={"age_days": "age", "reach": "people_reached"})
    named = named.assign(caption=named["label"].map(_first_words), last=named["reason"].notna())
    order = ["last", "network", "rank", "volume_rank", "published", "post"]
    return named.sort_values(order, kind="stable")[columns].reset_index(drop=True)
