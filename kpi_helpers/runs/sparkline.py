"""The small curve beside a figure: monthly values, with gaps where there is no honest line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["HEIGHT", "WIDTH", "Point", "Sparkline", "sparkline"]

WIDTH = 176
HEIGHT = 40
_EDGE = 5


@dataclass(frozen=True)
class Point:
    """One month: its value (None when there is none), whether it is whole, and its definition.

    No line joins two points of different segments: the platform counts otherwise since then.
    """

    value: float | None
    complete: bool = True
    segment: int = 0


@dataclass(frozen=True)
class Sparkline:
    """Geometry in a box of :data:`WIDTH` by :data:`HEIGHT`.

    Parameters
    ----------
    lines, dashes : tuple of str
        ``x,y x,y …`` of the solid and the dashed stretches; a stretch that touches an incomplete
        month is dashed.
    dot : (float, float) or None
        The last month, when it has a value.
    hollow : bool
        Whether that month is incomplete.
    """

    lines: tuple[str, ...]
    dashes: tuple[str, ...]
    dot: tuple[float, float] | None
    hollow: bool = False


def sparkline(points: Sequence[Point]) -> Sparkline | None:
    """Geometry of a curve; None when fewer than two months have a value."""
    known = [point.value for point in points if point.value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    step = (WIDTH - 2 * _EDGE) / (len(points) - 1)

    def place(index: int) -> tuple[float, float]:
        share = (points[index].value - low) / (high - low) if high > low else 0.5
        return round(_EDGE + index * step, 1), round(
            HEIGHT - _EDGE - share * (HEIGHT - 2 * _EDGE), 1
        )

    joined = [
        (before, after)
        for before, after in pairwise(range(len(points)))
        if _joins(points[before], points[after])
    ]
    whole = [(a, b) for a, b in joined if points[a].complete and points[b].complete]
    partial = [pair for pair in joined if pair not in whole]
    last = points[-1]
    return Sparkline(
        tuple(_path(run, place) for run in _runs(whole)),
        tuple(_path(run, place) for run in _runs(partial)),
        None if last.value is None else place(len(points) - 1),
        not last.complete,
    )


def _joins(one: Point, other: Point) -> bool:
    return one.value is not None and other.value is not None and one.segment == other.segment


def _runs(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Consecutive pairs as runs of indices."""
    runs: list[list[int]] = []
    for before, after in pairs:
        if runs and runs[-1][-1] == before:
            runs[-1].append(after)
        else:
            runs.append([before, after])
    return runs


def _path(run: Sequence[int], place) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in map(place, run))
