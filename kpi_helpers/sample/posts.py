"""Posts with what they will have gained in the end, and what they show at a given age.

Counters of a post grow from its publication on: an export shows them as of its own day, and a later
export shows more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.audience import decline
from kpi_helpers.sample.captions import caption
from kpi_helpers.sample.moments import MOMENTS
from kpi_helpers.sample.profile import BrandProfile
from kpi_helpers.sample.spans import day_index, random_stream

__all__ = ["PLATFORM_TIME", "Post", "attention", "posts_of_month", "shown"]

PLATFORM_TIME = ZoneInfo("America/Los_Angeles")
"""Meta cuts its days and states its times there, wherever the account is."""

_TYPES = {
    "facebook": (("photo", 0.45), ("video", 0.16), ("reel", 0.21), ("link", 0.18)),
    "instagram": (("photo", 0.32), ("carousel", 0.30), ("reel", 0.38)),
}
_PULL = {"photo": 1.0, "video": 1.08, "reel": 1.5, "link": 0.72, "carousel": 1.12}
_REACH_RATE = {"facebook": 0.062, "instagram": 0.152}
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Post:
    """One post; ``final`` holds what each counter reaches in the end."""

    network: str
    id: str
    permalink: str
    content_type: str
    published: datetime  # in PLATFORM_TIME, as the platform states it
    caption: str
    seconds: int  # length of a video; 0 when there is none
    boosted: bool
    final: Mapping[str, float]


def attention(profile: BrandProfile, network: str) -> np.ndarray:
    """Factor on the reach of each day's posts, from actions and from the network's own course."""
    factor = decline(profile.id, network)
    for moment in MOMENTS[profile.id]:
        factor[day_index(moment.start) : day_index(moment.end) + 1] *= moment.attention
    return factor


def posts_of_month(
    profile: BrandProfile, network: str, month: Month, followers: np.ndarray
) -> tuple[Post, ...]:
    """The posts published in `month`, oldest first."""
    rng = random_stream(profile.id, network, str(month), "posts")
    drawn = sorted(_publication(profile, month, rng) for _ in range(int(rng.integers(14, 23))))
    course = attention(profile, network)
    return tuple(
        _post(profile, network, when, followers[day], course[day], rng)
        for when in drawn
        for day in [day_index(when.date())]
    )


def shown(post: Post, observed: date) -> dict[str, int]:
    """Counters of the post as an export made on that day at noon shows them."""
    age = (day_index(observed) + 0.5) - (
        day_index(post.published.date()) + post.published.hour / 24
    )
    grown = 1.0 - math.exp(-((max(age, 0.0) / 3.0) ** 0.6))
    return {name: round(value * grown) for name, value in post.final.items()}


def _publication(profile: BrandProfile, month: Month, rng: np.random.Generator) -> datetime:
    first = month.period.start
    day = first + timedelta(int(rng.integers(month.period.days)))
    hour = int(rng.choice([9, 11, 12, 14, 17, 18, 19, 20], p=_HOURS))
    local = datetime(day.year, day.month, day.day, hour, int(rng.integers(60)))
    stated = local.replace(tzinfo=ZoneInfo(profile.timezone)).astimezone(PLATFORM_TIME)
    return stated.replace(tzinfo=None)


_HOURS = (0.10, 0.10, 0.16, 0.08, 0.12, 0.22, 0.14, 0.08)


def _post(
    profile: BrandProfile,
    network: str,
    when: datetime,
    audience: float,
    course: float,
    rng: np.random.Generator,
) -> Post:
    names, shares = zip(*_TYPES[network], strict=True)
    kind = str(rng.choice(names, p=shares))
    boosted = bool(rng.random() < (0.40 if course > 1.3 else 0.2))
    evening = 1.14 if 8 <= when.hour <= 11 else 1.0  # late afternoon and evening in Europe
    pull = _PULL[kind] * evening * course * rng.lognormal(-0.06, 0.36)
    reach = audience * _REACH_RATE[network] * pull
    build = _facebook if network == "facebook" else _instagram
    seconds = int(rng.integers(9, 75)) if kind in ("video", "reel") else 0
    final = build(reach, kind, boosted, course, seconds, rng)
    post_id = _post_id(profile, network, when, rng)
    return Post(
        network=network,
        id=post_id,
        permalink=_permalink(profile, network, kind, post_id, rng),
        content_type=kind,
        published=when,
        caption=caption(profile.locale, rng),
        seconds=seconds,
        boosted=boosted and network == "facebook",
        final=final,
    )


def _facebook(
    reach: float, kind: str, boosted: bool, course: float, seconds: int, rng: np.random.Generator
) -> dict[str, float]:
    views_organic = round(reach * rng.uniform(1.28, 1.55))
    views_boosted = round(rng.lognormal(9.1, 0.45) * course) if boosted else 0
    reach_boosted = round(views_boosted / rng.uniform(1.6, 2.2))
    overlap = 0.35 * min(reach, reach_boosted)
    seen = reach + 0.35 * reach_boosted
    final = {
        "views_organic": views_organic,
        "views_boosted": views_boosted,
        "reach_organic": round(reach),
        "reach_boosted": reach_boosted,
        "reach": round(reach + reach_boosted - overlap),
        "reactions": _gain(seen, 0.021, rng),
        "comments": _gain(seen, 0.0019, rng),
        "shares": _gain(seen, 0.0021, rng),
        "link_clicks": _gain(seen, 0.030 if kind == "link" else 0.0042, rng),
        "other_clicks": _gain(seen, 0.014, rng),
        "negative_feedback": _gain(seen, 0.00012, rng),
    }
    if seconds:
        plays = (views_organic + views_boosted) * rng.uniform(0.34, 0.52)
        final |= {
            "video_views_3s": plays,
            "video_views_1m": plays * rng.uniform(0.04, 0.12) if seconds > 60 else 0.0,
            "seconds_viewed": plays * min(seconds, 60) * rng.uniform(0.22, 0.4),
        }
    return final


def _instagram(
    reach: float, kind: str, boosted: bool, course: float, seconds: int, rng: np.random.Generator
) -> dict[str, float]:
    seen = reach * (1.3 if boosted else 1.0)
    return {
        "views": round(seen * rng.uniform(1.28, 1.62)),
        "reach": round(seen),
        "reactions": _gain(seen, 0.041, rng),
        "comments": _gain(seen, 0.0024, rng),
        "shares": _gain(seen, 0.0052, rng),
        "saves": _gain(seen, 0.0110 if kind == "carousel" else 0.0058, rng),
        "follows": _gain(seen, 0.0010, rng),
    }


def _gain(seen: float, rate: float, rng: np.random.Generator) -> float:
    return float(rng.poisson(seen * rate * rng.lognormal(-0.03, 0.25)))


def _post_id(profile: BrandProfile, network: str, when: datetime, rng: np.random.Generator) -> str:
    serial = day_index(when.date()) * 86_400 + when.hour * 3600 + when.minute * 60
    tail = int(rng.integers(1000))
    if network == "facebook":
        return f"{profile.post_prefix}{serial:09d}{tail:03d}"
    return f"180{serial:011d}{tail:03d}"


def _permalink(
    profile: BrandProfile, network: str, kind: str, post_id: str, rng: np.random.Generator
) -> str:
    if network == "facebook":
        place = "reel" if kind == "reel" else f"{profile.page_id}/posts"
        return f"https://www.facebook.com/{place}/{post_id}"
    code = "C" + "".join(_ALPHABET[index] for index in rng.integers(64, size=10))
    return f"https://www.instagram.com/{'reel' if kind == 'reel' else 'p'}/{code}/"
