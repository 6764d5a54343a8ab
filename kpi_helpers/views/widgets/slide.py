"""One whole number on a slider above the finding that belongs to it."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from kpi_helpers.finding import Finding

__all__ = ["slide"]


def slide(
    label: str,
    range_of: tuple[int, int],
    start: int,
    show: Callable[[Finding], None],
    rule: Callable[[int], Finding],
) -> ipywidgets.VBox:
    """Let the reader move one number and show what `rule` finds for it.

    Parameters
    ----------
    label : str
        What the number is, in the reader's language.
    range_of : tuple of int
        Least and greatest value.
    start : int
        The value of the static twin.
    show : callable
        Draws a Finding.
    rule : callable
        Called with the number, once the slider rests.

    Returns
    -------
    ipywidgets.VBox
        A slider, which the keyboard reaches, above the finding.
    """
    slider = ipywidgets.IntSlider(
        value=start,
        min=range_of[0],
        max=range_of[1],
        description=label,
        continuous_update=False,
        style={"description_width": "initial"},
        layout=ipywidgets.Layout(width="28em"),
    )
    output = ipywidgets.Output()

    def draw(_: object = None) -> None:
        output.clear_output(wait=True)
        with output:
            show(rule(slider.value))

    slider.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([slider, output])
