"""From a chart to what a notebook stores: a Vega-Lite spec that draws without a network.

What was tried, offline in Chromium:

- JupyterLab 4.6 draws ``application/vnd.vegalite.v3+json`` to ``v5+json`` with the Vega-Lite it
  bundles (5.6); a ``v6+json`` output stays text. The report draws with Vega-Lite 6.4.
- Altair's own renderers: the default one loads from a CDN; ``inline`` puts 0.9 MB beside every
  chart and draws only the first; ``mimetype`` emits ``v6.json``, which nbformat refuses.

So every chart is a spec that both versions draw, stored once, under the v5 type. It names no
schema version, because either would make the other warn; both are told that it is Vega-Lite.
Its text alternative stands beside it as ``text/plain``.
"""

from __future__ import annotations

from typing import Any

import altair as alt

__all__ = ["CHART_MIME", "mimebundle"]

CHART_MIME = "application/vnd.vegalite.v5+json"
"""The type under which notebooks store a chart."""


def mimebundle(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart for display, and its text alternative.

    Parameters
    ----------
    chart : altair chart
        With a ``description``; its data inline.

    Returns
    -------
    dict
        Mime type to content; the spec is the same for the same chart, byte for byte.
    """
    spec = chart.to_dict()
    if not spec.get("description"):
        raise ValueError("a chart without a text alternative cannot be shown")
    del spec["$schema"]
    spec["config"] = chart.config.to_dict()  # without what a theme set elsewhere would add
    return {CHART_MIME: spec, "text/plain": spec["description"]}
