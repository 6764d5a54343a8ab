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

import altair as alt

__all__ = ["CHART_MIME", "draw_offline", "editable", "mimebundle"]

CHART_MIME = "application/vnd.vegalite.v5+json"
"""The type under which notebooks store a chart."""


def mimebundle(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart for display, and its text alternative.

    Parameters
    ----------
    chart : altair chart
        With a ``description`` and its data inline.

    Returns
    -------
    dict
        Mime type to content; the same for the same chart, byte for byte.

    Raises
    ------
    ValueError
        When the chart has no text alternative.
    """
    spec = _spec(chart)
    if not spec.get("description"):
        raise ValueError("a chart without a text alternative cannot be shown")
    return {CHART_MIME: spec, "text/plain": spec["description"]}


def draw_offline() -> None:
    """Let every Altair chart displayed in this notebook draw without a network.

    Altair's own renderers need one. A chart of the reader's own may lack a text alternative; it
    is drawn all the same.
    """
    alt.renderers.register("kpi", lambda spec, **_: {CHART_MIME: _unversioned(spec)})
    alt.renderers.enable("kpi")


def editable(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The same chart of its own Altair class, every part validated, so that it can be gone on with.

    Charts are drawn without that, because it takes up to some seconds.
    """
    return alt.Chart.from_dict(_spec(chart))


def _spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The spec with its data where they are drawn, in the chart's own look."""
    apart = alt.data_transformers.consolidate_datasets
    alt.data_transformers.consolidate_datasets = False
    try:
        with alt.theme.enable("none"):
            return _unversioned(chart.to_dict(validate=False))
    finally:
        alt.data_transformers.consolidate_datasets = apart


def _unversioned(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in spec.items() if key != "$schema"}
