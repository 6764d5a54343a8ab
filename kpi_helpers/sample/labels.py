"""What people have called by hand: the tone of older comments, and some creators' roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from kpi_helpers.sample.comments import Comment, comments_of
from kpi_helpers.sample.creators import Creator, creators_of
from kpi_helpers.sample.lines import Line, csv_text
from kpi_helpers.sample.spans import MONTHS, random_stream
from kpi_helpers.sample.world import World

__all__ = ["label_files"]

_COMMENTS = 380
_LABELLED_MONTHS = MONTHS[:19]
_CORRECTED = 8  # labels that somebody set right later
_MISTAKEN = 0.025  # share of labels that nobody has set right
_TONES = ("positive", "neutral", "negative")
_PEOPLE = {"fr": ("camille", "ines"), "en": ("rowan", "priya")}
_FIRST_DAY = date(2026, 4, 13)
_CORRECTION_DAY = date(2026, 9, 14)


class _Label(NamedTuple):
    comment: str
    language: str
    tone: str
    labelled_on: str
    labelled_by: str


def label_files(world: World) -> dict[str, bytes]:
    """Label files of a brand, by name: ``comments.csv`` and ``creators.csv``."""
    return {"comments.csv": _text(_comment_labels(world)), "creators.csv": _text(_roles(world))}


def _text(rows: Iterable[tuple[str, ...]]) -> bytes:
    return csv_text([Line(row) for row in rows]).encode()


def _comment_labels(world: World) -> list[tuple[str, ...]]:
    """Labels as they were added; where two contradict one another, the later day holds.

    The first correction stands above the label that it corrects: the order of lines says nothing.
    """
    rng = random_stream(world.profile.id, "comment labels")
    older = [comment for month in _LABELLED_MONTHS for comment in comments_of(world, month)]
    places = sorted(rng.choice(len(older), size=_COMMENTS, replace=False))
    chosen = [older[place] for place in places]
    again = set(rng.choice(len(chosen), size=_CORRECTED, replace=False).tolist())
    labels = [
        _label(world, comment, number, number in again, rng)
        for number, comment in enumerate(chosen)
    ]
    corrections = [
        _Label(one.id, one.language, one.tone, _CORRECTION_DAY.isoformat(), labels[at].labelled_by)
        for at, one in enumerate(chosen)
        if at in again
    ]
    return [_Label._fields, corrections[0], *labels, *corrections[1:]]


def _label(
    world: World, comment: Comment, number: int, wrong: bool, rng: np.random.Generator
) -> _Label:
    """About twenty a day, by two people; few are wrong."""
    wrong = bool(rng.random() < _MISTAKEN) or wrong
    others = [tone for tone in _TONES if tone != comment.tone]
    tone = str(rng.choice(others)) if wrong else comment.tone
    day = _FIRST_DAY + timedelta(number // 20)
    person = _PEOPLE[world.profile.locale][number // 20 % 2]
    return _Label(comment.id, comment.language, tone, day.isoformat(), person)


_ROLES = {
    "fr": (
        ("fan", "ambassador", "2026-07-01", "camille", "Contrat d’ambassadeur signé en juin"),
        ("ambassador", "none", "2025-03-01", "ines", "Travaille pour la maison"),
        ("ambassador", "ambassador", "2026-09-01", "ines", "A quitté la maison en août"),
        ("expert", "expert", "2026-01-15", "camille", "Diplôme vérifié"),
        ("none", "star", "2026-12-01", "camille", "Émission annoncée pour décembre"),
    ),
    "en": (
        ("fan", "ambassador", "2026-06-22", "rowan", "Signed up on the ambassador hike"),
        ("ambassador", "none", "2025-02-01", "priya", "Works in one of our shops"),
        ("ambassador", "ambassador", "2026-08-15", "priya", "Left the shop in summer"),
        ("expert", "expert", "2026-01-20", "rowan", "Mountain leader, card seen"),
        ("none", "star", "2026-12-01", "rowan", "Television series announced"),
    ),
}
"""True role of the creator, role given by hand, day from which it holds, by whom, why.

The second and the third are about the same creator; the last holds only later.
"""


def _roles(world: World) -> list[tuple[str, ...]]:
    first: dict[str, Creator] = {}
    for one in creators_of(world.profile, MONTHS[0]):
        if one.oddity is None:
            first.setdefault(one.role, one)
    rows = [
        (first[true].id, first[true].network, role, since, by, reason)
        for true, role, since, by, reason in _ROLES[world.profile.locale]
    ]
    return [("creator", "network", "role", "since", "by", "reason"), *rows]
