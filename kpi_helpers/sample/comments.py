"""Comments under the brand's posts, of which the community team keeps some each month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.comment_texts import comment_text
from kpi_helpers.sample.posts import Post
from kpi_helpers.sample.spans import random_stream
from kpi_helpers.sample.world import NETWORKS, World

__all__ = ["Comment", "comments_of"]

_USUAL = {"positive": 0.51, "neutral": 0.30, "negative": 0.19}
_TROUBLED = {"positive": 0.36, "neutral": 0.26, "negative": 0.38}
_TROUBLE = {("maison_alba", Month(2026, 10))}
"""Months in which something broke for customers: the new payment page."""

_OTHER = {"fr": "en", "en": "fr"}
_OWN_LANGUAGE = 0.8


@dataclass(frozen=True)
class Comment:
    """One comment with its planted truth: language, tone and turn."""

    id: str
    day: date
    network: str
    permalink: str  # of its post
    text: str
    language: str
    tone: str
    turn: str


def comments_of(world: World, month: Month) -> tuple[Comment, ...]:
    """The comments of a month that were kept, oldest first."""
    profile = world.profile
    rng = random_stream(profile.id, str(month), "comments")
    posts = [post for network in NETWORKS for post in world.posts[network, month]]
    weights = np.array([post.final["comments"] + 1.0 for post in posts])
    places = rng.choice(len(posts), size=int(rng.poisson(45)), p=weights / weights.sum())
    drawn = [_drawn(world, month, posts[place], rng) for place in places]
    drawn.sort(key=lambda one: one[0])
    code = "ALB" if profile.locale == "fr" else "NWO"
    return tuple(
        Comment(f"{code}-{month.year}{month.number:02d}-{number:03d}", *one)
        for number, one in enumerate(drawn, start=1)
    )


def _drawn(
    world: World, month: Month, post: Post, rng: np.random.Generator
) -> tuple[date, str, str, str, str, str, str]:
    """Day, network, link, text, language, tone and turn."""
    lag = timedelta(int(rng.exponential(1.4)))
    day = min(post.published.date() + lag, month.period.end)
    own = world.profile.locale
    language = own if rng.random() < _OWN_LANGUAGE else _OTHER[own]
    trouble = (world.profile.id, month) in _TROUBLE
    shares = _TROUBLED if trouble else _USUAL
    tone = str(rng.choice(list(shares), p=list(shares.values())))
    text, tone, turn = comment_text(language, tone, trouble, rng)
    return day, post.network, post.permalink, text, language, tone, turn
