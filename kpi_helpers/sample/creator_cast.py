"""The cast: which creator plays which role on which network, and what is usual in a role."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kpi_helpers.sample.creator_names import creator_name, handle_of
from kpi_helpers.sample.spans import random_stream

__all__ = ["KINDS", "Kind", "Member", "cast_of"]


@dataclass(frozen=True)
class Kind:
    """Usual levels of a role; those of what happens are of one month.

    Parameters
    ----------
    followers : tuple of float
        Smallest and largest at the start of the sample, drawn evenly on the logarithm.
    following : float
        Accounts followed.
    posts, interactions, mentions, clicks : float
        Posts; interactions with the brand; posts that mention it; clicks on a tracked link.
    theme : float
        Share of posts about the brand's theme.
    resonance : float
        Factor on the engagement that is usual for the size.
    positive : float
        Share of mentions that are positive.
    negative : float
        Share of the others that are negative.
    tracked : float
        Share that has a tracked link and a code.
    conversion : float
        Orders with the code per click.
    """

    followers: tuple[float, float]
    following: float
    posts: float
    theme: float
    resonance: float
    interactions: float
    mentions: float
    positive: float
    negative: float
    tracked: float
    clicks: float
    conversion: float


KINDS = {
    "fan": Kind((600, 7_000), 900, 6, 0.22, 1.0, 3.4, 0.08, 0.6, 0.05, 0.12, 0.8, 0.0),
    "ambassador": Kind((1_800, 42_000), 700, 9, 0.27, 1.05, 3.6, 1.8, 0.6, 0.12, 0.85, 8, 0.05),
    "expert": Kind((3_500, 62_000), 450, 9, 0.77, 2.3, 0.2, 0.12, 0.5, 0.1, 0.5, 5, 0.004),
    "star": Kind((280_000, 1_500_000), 350, 11, 0.3, 1.0, 0.1, 0.1, 0.4, 0.1, 0.5, 55, 0.006),
    "none": Kind((1_500, 65_000), 800, 7, 0.2, 0.95, 0.12, 0.08, 0.4, 0.2, 0.0, 1, 0.0),
}
"""By true role. Nobody but stars reaches 150 000 followers, and no star is below 250 000."""

_CRITIC = replace(KINDS["none"], interactions=2.2, mentions=1.2, positive=0.08, negative=0.7)
"""Speaks often of the brand, and ill: neither fan nor ambassador."""

_COUNTS = {"fan": 17, "ambassador": 11, "expert": 9, "star": 6, "none": 17}
_CRITICS = 3
_SECOND = 9  # how many have an account on a second network too
_LATE = 7  # how many were found only after the first month
_NETWORKS = {
    "fan": (("instagram", 0.52), ("facebook", 0.24), ("tiktok", 0.16), ("youtube", 0.08)),
    "ambassador": (("instagram", 0.62), ("facebook", 0.38)),
    "expert": (("instagram", 0.6), ("facebook", 0.4)),
    "star": (("instagram", 0.67), ("tiktok", 0.33)),
    "none": (("instagram", 0.52), ("facebook", 0.30), ("tiktok", 0.12), ("youtube", 0.06)),
}
_ODDITIES = (
    ("follower_spike", "none"),
    ("low_engagement", "star"),
    ("generic_comments", "ambassador"),
    ("one_order_of_two_clicks", "ambassador"),
)
"""What is odd about one creator each, and whose role it may be planted in."""


@dataclass(frozen=True)
class Member:
    """One creator on one network."""

    id: str
    name: str
    handle: str
    network: str
    role: str
    kind: Kind
    oddity: str | None
    tracked: bool
    start: float  # followers when the sample starts
    since: int  # number of the first month with a snapshot


def cast_of(brand: str, locale: str, seed: int) -> tuple[Member, ...]:
    """Every account of every creator of a brand, by id and network."""
    rng = random_stream(brand, "creators", seed=seed)
    roles = [role for role, count in _COUNTS.items() for _ in range(count)]
    people = [_member(locale, number, str(role), rng)
              for number, role in enumerate(rng.permutation(roles))]  # fmt: skip
    people = _with_critics(people)
    people = _with_oddities(people)
    people = _with_late(people, rng)
    return tuple(
        sorted((*people, *_second_accounts(people, rng)), key=lambda one: (one.id, one.network))
    )


def _member(locale: str, number: int, role: str, rng: np.random.Generator) -> Member:
    kind = KINDS[role]
    names, shares = zip(*_NETWORKS[role], strict=True)
    name = creator_name(locale, number)
    code = "ALB" if locale == "fr" else "NWO"
    return Member(
        id=f"{code}-{number + 1:03d}",
        name=name,
        handle=handle_of(name),
        network=str(rng.choice(names, p=shares)),
        role=role,
        kind=kind,
        oddity=None,
        tracked=bool(rng.random() < kind.tracked),
        start=float(np.exp(rng.uniform(*np.log(kind.followers)))),
        since=0,
    )


def _with_critics(people: list[Member]) -> list[Member]:
    left, found = _CRITICS, []
    for one in people:
        is_critic = one.role == "none" and left > 0
        left -= is_critic
        found.append(replace(one, kind=_CRITIC) if is_critic else one)
    return found


def _with_oddities(people: list[Member]) -> list[Member]:
    """Each oddity in the last creator of its role that has none yet; critics are spared."""
    found = list(people)
    for oddity, role in _ODDITIES:
        place = max(
            i for i, one in enumerate(found)
            if one.role == role and one.oddity is None and one.kind is not _CRITIC
        )  # fmt: skip
        start = 21_000.0 if oddity == "follower_spike" else found[place].start
        tracked = found[place].tracked or oddity == "one_order_of_two_clicks"
        found[place] = replace(found[place], oddity=oddity, start=start, tracked=tracked)
    return found


def _with_late(people: list[Member], rng: np.random.Generator) -> list[Member]:
    plain = [i for i, one in enumerate(people) if one.oddity is None]
    late = {int(i): int(rng.integers(2, 22)) for i in rng.choice(plain, _LATE, replace=False)}
    return [replace(one, since=late.get(i, 0)) for i, one in enumerate(people)]


def _second_accounts(people: list[Member], rng: np.random.Generator) -> list[Member]:
    """Smaller accounts of some on the other of the two main networks; links stay on the first."""
    able = [one for one in people if one.role != "star" and one.oddity is None]
    chosen = [able[int(i)] for i in sorted(rng.choice(len(able), _SECOND, replace=False))]
    return [
        replace(
            one,
            network="facebook" if one.network == "instagram" else "instagram",
            start=max(one.start * float(rng.uniform(0.4, 0.95)), 500.0),
            tracked=False,
        )
        for one in chosen
    ]
