"""What makes a creator a fan, an ambassador, an expert or a star: ``params/roles.yaml``.

No published threshold exists for these four roles, and none for the tiers of size either. The rules
are the workbench's own choices: open, changeable, and overridable for one brand under ``roles`` in
its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field

from kpi_helpers.catalogue.entry import Entry
from kpi_helpers.catalogue.faults import Fault

__all__ = [
    "AmbassadorRule",
    "ConversionLimits",
    "DoubtLimits",
    "ExpertRule",
    "FanRule",
    "NetworkSizes",
    "Role",
    "Roles",
    "ScoreRule",
    "ScoreWeights",
    "SignalLimits",
    "Tier",
    "role_faults",
]

Role = Literal["fan", "ambassador", "expert", "star"]
Tier = Literal["nano", "micro", "mid", "macro", "mega"]
DEFAULT = "default"


class NetworkSizes(Entry):
    """Followers from which a creator belongs to each tier of one network, and is a star there."""

    nano: int = Field(default=0, ge=0)
    micro: int = Field(default=10_000, ge=0)
    mid: int = Field(default=50_000, ge=0)
    macro: int = Field(default=500_000, ge=0)
    mega: int = Field(default=1_000_000, ge=0)
    star: int = Field(default=250_000, ge=1)


class FanRule(Entry):
    """Turns to the brand often, and does not mostly speak ill of it.

    Parameters
    ----------
    interactions : int
        With the brand's own posts, over 90 days.
    """

    interactions: int = Field(default=5, ge=1)


class AmbassadorRule(Entry):
    """Speaks of the brand, more often well than ill; or brings it orders.

    Parameters
    ----------
    mentions : int
        Posts that name the brand, over 180 days.
    orders : int
        Orders through the creator's link or code, over 90 days, that do as well.
    """

    mentions: int = Field(default=3, ge=1)
    orders: int = Field(default=3, ge=1)


class ExpertRule(Entry):
    """Posts mainly on the brand's theme, and moves an audience of that size more than others do.

    Parameters
    ----------
    theme_share : float
        Share of the posts of 90 days that are on the brand's theme.
    engagement : float
        Engagement rate by followers, as a multiple of the median of comparable creators.
    posts : int
        Posts of 90 days below which nothing is said.
    """

    theme_share: float = Field(default=0.5, gt=0, le=1)
    engagement: float = Field(default=1.0, gt=0)
    posts: int = Field(default=5, ge=1)


class DoubtLimits(Entry):
    """How sure a role is, and when figures are too few or too old.

    Parameters
    ----------
    borderline : float
        Confidence below which a role is called borderline.
    followers_spread : float
        Usual movement of a follower count, as a fraction: what separates two sides of a threshold.
    post_spread : float
        Usual spread of engagement from post to post, as a coefficient of variation.
    min_peers : int
        Creators of the same tier and network from which their median is one to compare with.
    stale_days : int
        Age of a snapshot, at the month's end, from which it is called old.
    """

    borderline: float = Field(default=0.7, gt=0, lt=1)
    followers_spread: float = Field(default=0.05, gt=0, lt=1)
    post_spread: float = Field(default=0.8, gt=0, le=5)
    min_peers: int = Field(default=5, ge=2)
    stale_days: int = Field(default=31, ge=0)


class ConversionLimits(Entry):
    """When orders per click may be ranked.

    Parameters
    ----------
    min_clicks : int
        Clicks below which a creator is shown grey and not ranked.
    min_creators : int
        Creators with clicks from which a common prior is fitted.
    level : float
        Of the intervals.
    """

    min_clicks: int = Field(default=10, ge=1)
    min_creators: int = Field(default=8, ge=3)
    level: float = Field(default=0.95, gt=0.5, lt=1)


class SignalLimits(Entry):
    """When something about an audience is worth checking by hand; never a judgement.

    Parameters
    ----------
    distance : float
        Robust distance (in deviations) of engagement from comparable creators.
    min_band : int
        Comparable creators from which such a band is drawn.
    spike : float
        Growth of followers between two snapshots, as a fraction, that asks for an explanation.
    spike_views : float
        Growth of views a post over the same time, as a share of that of followers, that gives
        one.
    generic : float
        Share of generic comments.
    min_comments : int
        Comments below which their share says nothing.
    """

    distance: float = Field(default=3.5, gt=0)
    min_band: int = Field(default=8, ge=4)
    spike: float = Field(default=0.25, gt=0)
    spike_views: float = Field(default=0.5, ge=0)
    generic: float = Field(default=0.5, gt=0, lt=1)
    min_comments: int = Field(default=50, ge=1)


class ScoreWeights(Entry):
    """Weight of each part of the score; only their proportions count."""

    reach: float = Field(default=1.0, ge=0)
    resonance: float = Field(default=1.0, ge=0)
    relevance: float = Field(default=1.0, ge=0)
    relation: float = Field(default=1.0, ge=0)
    result: float = Field(default=1.0, ge=0)
    risk: float = Field(default=1.0, ge=0)


class ScoreRule(Entry):
    """The score whose order is put to the test.

    Parameters
    ----------
    weights : ScoreWeights
    shift : float
        By how much, as a fraction, each weight is moved up and down to see who stays.
    top : int
        Length of the short list that is watched.
    """

    weights: ScoreWeights = ScoreWeights()
    shift: float = Field(default=0.2, gt=0, lt=1)
    top: int = Field(default=5, ge=1)


class Roles(Entry):
    """Every rule on creators.

    ``priority`` decides where several roles apply. ``sizes`` holds one entry a network; a network
    without one takes those of ``default``.
    """

    priority: tuple[Role, ...] = ("star", "ambassador", "expert", "fan")
    sizes: dict[str, NetworkSizes] = Field(default_factory=lambda: {DEFAULT: NetworkSizes()})
    fan: FanRule = FanRule()
    ambassador: AmbassadorRule = AmbassadorRule()
    expert: ExpertRule = ExpertRule()
    doubt: DoubtLimits = DoubtLimits()
    conversion: ConversionLimits = ConversionLimits()
    signals: SignalLimits = SignalLimits()
    score: ScoreRule = ScoreRule()

    def sizes_of(self, network: str | None) -> NetworkSizes:
        """Tiers and star threshold of a network."""
        return self.sizes.get(network or DEFAULT, self.sizes[DEFAULT])


def role_faults(roles: Roles) -> Iterator[Fault]:
    """What is wrong across the keys of ``roles.yaml``."""
    if sorted(roles.priority) != sorted(get_args(Role)):
        found, allowed = ", ".join(roles.priority) or "–", ", ".join(get_args(Role))
        yield Fault(("priority",), "roles_priority", {"found": found, "allowed": allowed})
    if DEFAULT not in roles.sizes:
        yield Fault(("sizes",), "key_missing", {"found": DEFAULT})
    for network, sizes in roles.sizes.items():
        levels = [getattr(sizes, tier) for tier in get_args(Tier)]
        if sorted(set(levels)) != levels:
            found = " < ".join(str(level) for level in levels)
            values = {"found": found, "allowed": " < ".join(get_args(Tier))}
            yield Fault(("sizes", network), "roles_sizes", values)
    if not any(roles.score.weights.model_dump().values()):
        yield Fault(("score", "weights"), "roles_weights")
