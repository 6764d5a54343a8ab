"""Sliders for a budget and for what each part of it may be, above the finding that follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import ipywidgets

from kpi_helpers.finding import Finding

__all__ = ["bound_budget"]

STEPS = 50
MOST = 2.0
"""Times today's spend up to which a slider goes; the rule says where nothing is known any more."""


def bound_budget(
    today: Mapping[str, float],
    bounds: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    say: Callable[..., str],
    show: Callable[[Finding], None],
    rule: Callable[..., Finding],
) -> ipywidgets.VBox:
    """Let the reader set a budget and its bounds, and show what `rule` finds at every move.

    Parameters
    ----------
    today : Mapping[str, float]
        Spend of each part now.
    bounds : Mapping[str, tuple of float]
        Least and most of each part that the rule keeps to by itself; the sliders start there.
    names : Mapping[str, str]
        Part to what the reader sees.
    say : callable
        ``say(message, values)``: a message of the package in the reader's language.
    show : callable
        Draws a Finding.
    rule : callable
        Called as ``rule(total=, low=, high=, fixed=)``; it must not fit anything, so that a move
        is answered at once. Bounds that nobody has moved are left to the rule.

    Returns
    -------
    ipywidgets.VBox
    """
    return _Bounding(today, bounds, names, say, show, rule).box


@dataclass
class _Part:
    """The controls of one part of the budget.

    Parameters
    ----------
    bounds : FloatRangeSlider
    still : Checkbox
        Whether it stays as it is.
    moved : bool
        Whether the reader has set the bounds.
    """

    bounds: ipywidgets.FloatRangeSlider
    still: ipywidgets.Checkbox
    moved: bool = field(default=False)


class _Bounding:
    """Controls and the finding they lead to."""

    def __init__(
        self,
        today: Mapping[str, float],
        bounds: Mapping[str, tuple[float, float]],
        names: Mapping[str, str],
        say: Callable[..., str],
        show: Callable[[Finding], None],
        rule: Callable[..., Finding],
    ):
        self.say, self.show, self.rule = say, show, rule
        whole = sum(today.values())
        self.total = _slider(ipywidgets.FloatSlider, say("bounds_total"), whole, whole)
        self.parts = {
            part: self._part(names[part], spend, bounds[part]) for part, spend in today.items()
        }
        self.output = ipywidgets.Output()
        self.total.observe(self._draw, names="value")
        rows = [ipywidgets.HBox([one.bounds, one.still]) for one in self.parts.values()]
        self.box = ipywidgets.VBox([self.total, *rows, self.output])
        self._draw()

    def _part(self, name: str, spend: float, usual: tuple[float, float]) -> _Part:
        bounds = _slider(ipywidgets.FloatRangeSlider, name, spend, usual)
        still = ipywidgets.Checkbox(description=self.say("bounds_fixed"), indent=False)
        part = _Part(bounds, still)

        def moved(_: object) -> None:
            part.moved = True
            self._draw()

        bounds.observe(moved, names="value")
        still.observe(self._draw, names="value")
        return part

    def _draw(self, _: object = None) -> None:
        moved = {name: one.bounds.value for name, one in self.parts.items() if one.moved}
        found = self.rule(
            total=self.total.value,
            low={name: bounds[0] for name, bounds in moved.items()},
            high={name: bounds[1] for name, bounds in moved.items()},
            fixed=[name for name, one in self.parts.items() if one.still.value],
        )
        self.output.clear_output(wait=True)
        with self.output:
            self.show(found)


def _slider(
    kind: type, label: str, spend: float, start: float | tuple[float, float]
) -> ipywidgets.Widget:
    """A slider from nothing to twice today's spend."""
    top = max(MOST * spend, 1.0)
    return kind(
        value=start,
        min=0.0,
        max=top,
        step=top / (MOST * STEPS),
        description=label,
        continuous_update=False,
        readout_format=",.0f",
        style={"description_width": "12em"},
        layout=ipywidgets.Layout(width="36em"),
    )
