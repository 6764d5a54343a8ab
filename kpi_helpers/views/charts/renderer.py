"""From a chart to what a notebook stores: a Vega-Lite spec that draws without a network.

What was tried, offline in Chromium:

- JupyterLab 4.6 draws ``application/vnd.vegalite.v3+json`` to ``v5+json`` with the Vega-Lite it
  bundles (5.6); a ``v6+json`` output stays text. The report draws with Vega-Lite 6.4.
- Altair's own renderers: the default one loads from a CDN; ``inline`` puts 0.9 MB beside every
  chart and draws only the first; ``mimetype`` emits ``v6.json``, which nbformat refuses.

So every chart is a spec that both versions draw, stored once, under the v5 type. It names no
schema version, because either would make the other warn; both are told that it is Vega-Lite.
What Vega-Lite 5.6 does otherwise was found there and is avoided: it sorts the points of a line
by name unless an ``order`` is given, and fails where layers share a position and only some give
its ``domain``. The SVG renderer is asked for, because ``currentColor`` needs the page.
The text alternative stands beside the spec as ``text/plain``.
"""

from __future__ import annotations

from typing import Any

from kpi_helpers.views.charts.grammar import Spec

__all__ = ["CHART_MIME", "mimebundle"]

CHART_MIME = "application/vnd.vegalite.v5+json"
"""The type under which notebooks store a chart."""


def mimebundle(chart: Spec) -> dict[str, Any]:
    """The chart for display, and its text alternative.

    Parameters
    ----------
    chart : dict
        Vega-Lite spec with a ``description`` and its data inline.

    Returns
    -------
    dict
        Mime type to content; the same for the same chart, byte for byte.

    Raises
    ------
    ValueError
        When the chart has no text alternative.
    """
    if not chart.get("description"):
        raise ValueError("a chart without a text alternative cannot be shown")
    return {CHART_MIME: chart, "text/plain": chart["description"]}
