"""One drop-down list above the finding that belongs to its choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets

from kpi_helpers.finding import Finding

__all__ = ["choose"]


def choose(
    options: Mapping[str, Any],
    show: Callable[[Finding], None],
    rule: Callable[..., Finding],
    *before: Any,
    **more: Any,
) -> ipywidgets.VBox:
    """Let the reader pick one of `options` and show what `rule` finds for it.

    Parameters
    ----------
    options : Mapping[str, Any]
        What the reader sees, to what the rule receives.
    show : callable
        Draws a Finding.
    rule : callable
        Called as ``rule(*before, option, **more)``.

    Returns
    -------
    ipywidgets.VBox
        A drop-down list, which the keyboard reaches, above the finding.
    """
    picker = ipywidgets.Dropdown(options=list(options))
    picker.layout.width = "max-content"
    output = ipywidgets.Output()

    def draw(_: object = None) -> None:
        output.clear_output(wait=True)
        with output:
            show(rule(*before, options[picker.value], **more))

    picker.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([picker, output])
