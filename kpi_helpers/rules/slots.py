"""Rule 5: which formats, themes and hours earn more than the brand's other posts.

Each group is set against the brand's other posts of the same network, month and funding: a linear
model of the logarithm (of interactions by person reached, and of people reached) with those as
controls. Standard errors hold for unequal spread and small groups (HC2 with Satterthwaite's degrees
of freedom; Bell and McCaffrey 2002, Imbens and Kolesár 2016). All comparisons of a finding share
one rate of false claims (Benjamini and Hochberg 1995). ``benchmarks/posts.py`` measures false
claims and coverage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.stats import t as student
from statsmodels.stats.multitest import multipletests

from kpi_helpers.finding import Caveat, Figure, Finding, Ref

__all__ = ["formats_and_pillars", "group_effects", "slots"]

OUTCOMES = ("rate", "reach")
"""Interactions by person reached (quality), and people reached (quantity)."""


class _Limits(Protocol):
    min_reach: int
    min_posts: int
    slot_hours: int
    false_discovery_rate: float
    level: float


def formats_and_pillars(posts: pd.DataFrame, limits: _Limits) -> Finding:
    """Formats and themes against the brand's other posts.

    Parameters
    ----------
    posts : DataFrame
        ``posts_at_age`` with ``pillar`` and ``ambiguous``, of many months.
    limits : PostLimits

    Returns
    -------
    Finding
        ``formats_and_pillars``; one row a group and outcome, see :func:`group_effects`. ``kind``
        is ``content_type`` or ``pillar``; posts without a theme are a row that is not judged.
    """
    known = _comparable(posts, limits)
    groups = [
        (kind, value, rows[kind].eq(value).to_numpy())
        for kind, rows in (("content_type", known), ("pillar", known))
        for value in sorted(rows[kind].dropna().unique())
    ]
    table = group_effects(known, groups, limits)
    none = _none_row(known, "pillar")
    table = pd.concat([table, none], ignore_index=True) if len(none) else table
    return _told("formats_and_pillars", table, known, limits, _pillar_caveats(known))


def slots(posts: pd.DataFrame, limits: _Limits) -> Finding:
    """Weekdays and hours, alone and together, against the brand's other posts.

    Parameters
    ----------
    posts : DataFrame
        ``posts_at_age``, of many months; posts whose hour is not known are counted and left out.
    limits : PostLimits

    Returns
    -------
    Finding
        ``slots``; one row a group and outcome, see :func:`group_effects`, with ``weekday`` (``1``
        Monday to ``7``; null: every day) and ``hours`` (``09–12``; null: every hour).
    """
    every = _comparable(posts, limits)
    known = every[every["hour"].notna() & every["weekday"].notna()]
    starts = (known["hour"] // limits.slot_hours * limits.slot_hours).astype("Int64")
    hours = starts.map(lambda hour: f"{hour:02d}–{hour + limits.slot_hours:02d}").astype(object)
    days = known["weekday"].astype("Int64")
    groups = [("weekday", f"{day}|", days.eq(day).to_numpy(bool)) for day in range(1, 8)]
    groups += [("hours", f"|{one}", hours.eq(one).to_numpy(bool)) for one in sorted(hours.unique())]
    groups += [
        ("slot", f"{day}|{one}", (days.eq(day) & hours.eq(one)).to_numpy(bool))
        for day in range(1, 8)
        for one in sorted(hours.unique())
    ]
    table = group_effects(known, groups, limits)
    parts = (
        table["group"].str.split("|", expand=True) if len(table) else pd.DataFrame({0: [], 1: []})
    )
    table["weekday"] = parts[0].mask(parts[0] == "")
    table["hours"] = parts[1].mask(parts[1] == "")
    lost = len(every) - len(known)
    caveats = (Caveat("posts_without_hour", {"count": lost}),) if lost else ()
    return _told("slots", table.drop(columns="group"), known, limits, caveats)


def _comparable(posts: pd.DataFrame, limits: _Limits) -> pd.DataFrame:
    known = posts[posts["reason"].isna() & (posts["reach"] >= limits.min_reach)]
    return known.reset_index(drop=True)


Group = tuple[str, str, np.ndarray]
"""Kind, name, and one flag a post."""


def group_effects(posts: pd.DataFrame, groups: Iterable[Group], limits: _Limits) -> pd.DataFrame:
    """What each group of posts earns against the others of the same network, month and funding.

    Parameters
    ----------
    posts : DataFrame
        ``network``, ``day``, ``funding``, ``content``, ``reach`` (positive), ``interactions``.
        Publications of one content share its weight and are no evidence of their own.
    groups : iterable of (str, str, ndarray)
    limits : PostLimits

    Returns
    -------
    DataFrame
        One row a group and outcome: ``kind``, ``group``, ``gain`` (``rate`` or ``reach``),
        ``posts`` (publications), ``contents``, ``lift`` (relative, 0.1 is 10 % more),
        ``lift_lo``, ``lift_hi``, ``p_value``, ``q_value`` (adjusted for all rows), ``claimed``
        (bool), ``lift_shrunk`` (drawn to zero by what chance leaves, for colours) and ``reason``
        (why there is no effect).
    """
    groups = list(groups)
    rows = [row for outcome in OUTCOMES for row in _effects(posts, groups, outcome, limits)]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    tested = table["p_value"].notna().to_numpy()
    table["q_value"], table["claimed"] = np.nan, False
    if tested.any():
        q = multipletests(table.loc[tested, "p_value"], method="fdr_bh")[1]
        table.loc[tested, "q_value"] = q
        table.loc[tested, "claimed"] = q <= limits.false_discovery_rate
    table["lift_shrunk"] = _shrunk(table)
    for column in ("lift", "lift_lo", "lift_hi", "lift_shrunk"):
        table[column] = np.expm1(table[column].astype(float))
    return table.drop(columns="error")


_COLUMNS = [
    *("kind", "group", "gain", "posts", "contents", "lift", "lift_lo", "lift_hi"),
    *("error", "p_value", "reason"),
]


def _effects(
    posts: pd.DataFrame, groups: list[Group], outcome: str, limits: _Limits
) -> Iterator[dict[str, object]]:
    """One row a group, effects still as logarithms."""
    model = _controlled(posts, outcome) if len(posts) else None
    for kind, name, flags in groups:
        contents = posts.loc[flags, "content"].nunique()
        row = {"kind": kind, "group": name, "gain": outcome, "posts": int(flags.sum())}
        row["contents"] = int(contents)
        beside = posts.loc[~flags, "content"].nunique()
        if model is None or min(contents, beside) < limits.min_posts:
            yield row | {"reason": "posts_too_few"}
            continue
        effect, error, freedom = _difference(model, flags)
        if not error > 0:
            yield row | {"reason": "posts_no_comparison"}
            continue
        half = student.ppf(0.5 + limits.level / 2, freedom) * error
        yield row | {
            "lift": effect,
            "lift_lo": effect - half,
            "lift_hi": effect + half,
            "error": error,
            "p_value": 2 * student.sf(abs(effect) / error, freedom),
        }


@dataclass(frozen=True)
class _Model:
    """An outcome with its controls taken out, every post weighted by its share of a content."""

    left: np.ndarray  # weighted outcome without what the controls explain
    basis: np.ndarray  # orthonormal columns that span the weighted controls
    root: np.ndarray  # square roots of the weights
    contents: np.ndarray  # number of each post's content


def _controlled(posts: pd.DataFrame, outcome: str) -> _Model:
    reach = posts["reach"].to_numpy(float)
    counted = posts["interactions"].to_numpy(float) + 0.5  # so that none still has a logarithm
    values = np.log(counted / reach) if outcome == "rate" else np.log(reach)
    network = posts["network"].astype(str)
    month = posts["day"].dt.strftime("%Y-%m")
    controls = pd.concat(
        [
            pd.get_dummies(network + posts["funding"].astype(str), dtype=float),
            pd.get_dummies(network + month, dtype=float),
        ],
        axis=1,
    ).to_numpy()
    contents = np.unique(posts["content"].astype(str), return_inverse=True)[1]
    root = np.sqrt(1 / np.bincount(contents)[contents])
    columns, strengths, _ = np.linalg.svd(controls * root[:, None], full_matrices=False)
    basis = columns[:, strengths > 1e-9 * strengths.max()]
    weighted = values * root
    return _Model(weighted - basis @ (basis.T @ weighted), basis, root, contents)


def _difference(model: _Model, flags: np.ndarray) -> tuple[float, float, float]:
    """Effect of belonging to the group, its standard error, and its degrees of freedom.

    An error of 0 means that the group cannot be told from the controls, or that nothing varies.
    """
    member = flags * model.root
    own = member - model.basis @ (model.basis.T @ member)
    size = own @ own
    if size < 1e-9:
        return 0.0, 0.0, 0.0
    effect = float(own @ model.left / size)
    rest = model.left - effect * own
    each = (model.basis**2).sum(axis=1) + own**2 / size
    leverage = np.bincount(model.contents, each)[model.contents]  # that of the whole content
    open_ = 1 - leverage > 1e-9  # a content alone among its like says nothing
    scores = np.where(open_, own * rest / np.sqrt(np.where(open_, 1 - leverage, 1.0)), 0.0)
    by_content = np.bincount(model.contents, scores)
    error = float(np.sqrt((by_content**2).sum()) / size)
    weights = np.bincount(model.contents, own**2)
    freedom = max(float(weights.sum() ** 2 / (weights**2).sum()) - 1, 1.0)
    return effect, error if error > 1e-9 else 0.0, freedom


def _shrunk(table: pd.DataFrame) -> pd.Series:
    """Effects drawn to zero, for each kind and outcome, by the share of them that is chance."""
    variance = table["error"].astype(float) ** 2
    squares = table["lift"].astype(float) ** 2
    keys = [table["kind"], table["gain"]]
    spread = (squares - variance).groupby(keys).transform("mean").clip(lower=0)
    return table["lift"].astype(float) * spread / (spread + variance)


def _none_row(known: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Posts that belong to no group of that kind, shown without a judgement."""
    none = known[known[kind].isna()]
    row = {"kind": kind, "group": None, "posts": len(none), "contents": none["content"].nunique()}
    rows = [row | {"gain": outcome, "reason": "posts_without_pillar"} for outcome in OUTCOMES]
    return pd.DataFrame(rows if len(none) else []).assign(claimed=False)


def _pillar_caveats(known: pd.DataFrame) -> tuple[Caveat, ...]:
    ambiguous = int(known["ambiguous"].sum())
    return (Caveat("posts_ambiguous", {"count": ambiguous}),) if ambiguous else ()


def _told(
    name: str, table: pd.DataFrame, known: pd.DataFrame, limits: _Limits, caveats: tuple
) -> Finding:
    """The sentence: the clearest claim and how many there are, or that there is none."""
    tested = table["p_value"].notna() if "p_value" in table else pd.Series(dtype=bool)
    values: dict[str, object] = {
        "posts": len(known),
        "tested": int(tested.sum()),
        "claims": int(table["claimed"].sum()),
    }
    if not values["tested"]:
        return Finding(name, table, f"{name}_too_few", values, caveats)
    if not values["claims"]:
        return Finding(name, table, f"{name}_no_claim", values, caveats)
    claimed = table[table["claimed"].astype(bool)]
    clearest = claimed.loc[claimed["p_value"].astype(float).idxmin()]
    values |= {
        "outcome": Ref("gain", str(clearest["gain"])),
        **{
            key: Figure(float(clearest[column]), "relative", change=True)
            for key, column in (("effect", "lift"), ("lo", "lift_lo"), ("hi", "lift_hi"))
        },
        **_group_values(clearest),
    }
    return Finding(name, table, f"{name}_{clearest['kind']}", values, caveats)


def _group_values(row: Mapping[str, object]) -> dict[str, object]:
    kind = str(row["kind"])
    if kind in ("content_type", "pillar"):
        return {"group": Ref(kind, str(row["group"]))}
    day = {} if pd.isna(row["weekday"]) else {"weekday": Ref("weekday", str(row["weekday"]))}
    hours = {} if pd.isna(row["hours"]) else {"hours": Ref("hours", str(row["hours"]))}
    return day | hours
