"""Colours of data: the same thing has the same colour everywhere, in light and in dark.

They stand in charts as plain hex values that can be told from white and from near black paper,
and from one another by colour-blind readers. :func:`dark_style` lets a dark page lighten them.
A colour names a thing and never judges it: only a verdict on an objective does.
"""

from __future__ import annotations

from zlib import crc32

__all__ = [
    "ACCENT",
    "DARK_PAPER",
    "DARK_TWINS",
    "FALL",
    "NETWORK_COLOURS",
    "QUIET",
    "ROLE_COLOURS",
    "VERDICT_COLOURS",
    "dark_style",
    "funding_colour",
    "network_colour",
]

ACCENT = "#1f5fbf"
QUIET = "#8c949e"
DARK_PAPER = "#141a22"

_ORANGE, _PURPLE, _GREEN, _OCHRE, _STEEL = "#c95700", "#7e3073", "#00845f", "#8f6a00", "#4f7390"
VERDICT_COLOURS = {"good": "#1a7f5a", "watch": "#8a5d00", "bad": "#b3372f"}
"""Of a verdict on an objective, which is always told in words too."""

DARK_TWINS = {
    VERDICT_COLOURS["good"]: "#5cc79b",
    VERDICT_COLOURS["watch"]: "#e0b252",
    VERDICT_COLOURS["bad"]: "#f08a82",
    ACCENT: "#7fb0ff",
    QUIET: "#c3cad2",
    _ORANGE: "#ffb37a",
    _PURPLE: "#cf60bd",
    _GREEN: "#4fcaa1",
    _OCHRE: "#dbb545",
    _STEEL: "#93bbd8",
}
"""Each colour of data, and the one that stands for it on dark paper."""

FALL = _ORANGE
"""A step down beside steps up in ``ACCENT``: a direction, good or bad."""

_FUNDING = {"organic": ACCENT, "paid": _ORANGE, "boosted": _PURPLE}
NETWORK_COLOURS = {
    "facebook": ACCENT,
    "instagram": _PURPLE,
    "web": _GREEN,
    "linkedin": _STEEL,
    "tiktok": _ORANGE,
    "youtube": _OCHRE,
}
ROLE_COLOURS = {"fan": ACCENT, "ambassador": _ORANGE, "expert": _GREEN, "star": _PURPLE}
"""By role of a creator; whoever has none is :data:`QUIET`."""
_SPARE = (_STEEL, _OCHRE, _GREEN, _ORANGE)


def funding_colour(funding: str | None) -> str:
    """The colour of a kind of funding, grey for what is not attributed; the same everywhere."""
    return _FUNDING.get(funding or "", QUIET)


def network_colour(network: str | None) -> str:
    """The colour of a network; one that has none of its own always gets the same spare one."""
    if not network:
        return QUIET
    spare = _SPARE[crc32(network.encode()) % len(_SPARE)]
    return NETWORK_COLOURS.get(network, spare)


def dark_style(scope: str) -> str:
    """CSS rules that give data on dark paper its lighter colours.

    Parameters
    ----------
    scope : str
        Selector of the element around the charts.
    """
    return "".join(
        f'{scope} [{part}="{light}"]{{{part}:{dark}}}'
        for light, dark in DARK_TWINS.items()
        for part in ("fill", "stroke")
    )
