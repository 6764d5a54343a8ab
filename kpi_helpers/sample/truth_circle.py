"""What is true of the people and companies around a brand, beyond what their tables say."""

from __future__ import annotations

from typing import Any

from kpi_helpers.sample.comments import comments_of
from kpi_helpers.sample.creators import creators_of
from kpi_helpers.sample.peers import PEER_METRICS, peers_of
from kpi_helpers.sample.spans import MONTHS
from kpi_helpers.sample.world import World

__all__ = ["circle_truth"]


def circle_truth(world: World) -> dict[str, Any]:
    """Roles of creators, counts of competitors and tones of comments, JSON-ready.

    A figure of ``peers`` is null in a month in which the competitor is not listed. ``turns`` names
    the comments that do not simply say what they mean.
    """
    comments = [comment for month in MONTHS for comment in comments_of(world, month)]
    own = world.profile.locale
    return {
        "creators": _creators(world),
        "peers": _peers(world),
        "comments": {one.id: one.tone for one in comments},
        "turns": {one.id: one.turn for one in comments if one.turn != "plain"},
        "foreign_comments": [one.id for one in comments if one.language != own],
    }


def _creators(world: World) -> list[dict[str, Any]]:
    """One entry an account, with the first month in which it is listed."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for month in MONTHS:
        for one in creators_of(world.profile, month):
            entry = {
                "creator": one.id,
                "network": one.network,
                "role": one.role,
                "oddity": one.oddity,
                "since": str(month),
            }
            found.setdefault((one.id, one.network), entry)
    return [found[key] for key in sorted(found)]


def _peers(world: World) -> dict[str, dict[str, dict[str, list[int | None]]]]:
    """By name, network and metric: one figure a month."""
    found: dict[str, dict[str, dict[str, list[int | None]]]] = {}
    for at, month in enumerate(MONTHS):
        for one in peers_of(world, month):
            metrics = found.setdefault(one.name, {}).setdefault(
                one.network, {metric: [None] * len(MONTHS) for metric in PEER_METRICS}
            )
            for metric, value in one.figures.items():
                metrics[metric][at] = value
    return found
