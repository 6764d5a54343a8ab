"""Colours that everybody can tell apart, on white and on dark paper."""

from __future__ import annotations

from itertools import combinations

import pytest

from kpi_helpers.views.charts.theme import SOFT
from kpi_helpers.views.colours import (
    ACCENT,
    DARK_PAPER,
    DARK_TWINS,
    NETWORK_COLOURS,
    QUIET,
    dark_style,
    funding_colour,
    network_colour,
)
from kpi_helpers.views.style import STYLE


def _linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _light(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira and Fernandes 2009, severity 1: what each kind of colour blindness sees.
BLIND = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def _seen(colour: str, kind: str) -> list[float]:
    """CIE Lab of a colour as that kind of reader sees it."""
    linear = _linear(colour)
    seen = [max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))) for row in BLIND[kind]]
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        sum(a * b for a, b in zip(row, seen, strict=True)) / w
        for row, w in zip(to_xyz, white, strict=True)
    )
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]


@pytest.mark.parametrize(("light", "dark"), DARK_TWINS.items())
def test_a_colour_of_data_stands_out_from_its_paper(light, dark):
    assert _contrast(light, "#ffffff") >= 3
    assert _contrast(dark, DARK_PAPER) >= 4.5
    assert _contrast(light, DARK_PAPER) >= 2  # where nothing lightens it


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("dark", [False, True])
def test_kinds_of_funding_can_be_told_apart_by_colour_blind_readers(kind, dark):
    colours = [funding_colour(funding) for funding in ("organic", "boosted", "paid", None)]
    shown = [DARK_TWINS[colour] if dark else colour for colour in colours]
    for one, other in combinations(shown, 2):
        pairs = zip(_seen(one, kind), _seen(other, kind), strict=True)
        distance = sum((a - b) ** 2 for a, b in pairs) ** 0.5

        assert distance >= 12, (one, other)


def test_soft_text_can_be_read_on_both_papers():
    for ink, paper in (("#1c2430", "#ffffff"), ("#e8ecf1", DARK_PAPER)):
        mixed = "#" + "".join(
            f"{round(int(ink[i : i + 2], 16) * SOFT + int(paper[i : i + 2], 16) * (1 - SOFT)):02x}"
            for i in (1, 3, 5)
        )
        assert _contrast(mixed, paper) >= 4.5


def test_the_same_thing_always_has_the_same_colour():
    assert network_colour("facebook") == NETWORK_COLOURS["facebook"] == ACCENT
    assert network_colour("threads") == network_colour("threads") != ACCENT
    assert funding_colour(None) == network_colour(None) == QUIET
    assert all(network_colour(name) in DARK_TWINS for name in ("threads", "bluesky", "snapchat"))


def test_a_dark_page_lightens_every_colour_of_data():
    style = dark_style(".page")

    for light, dark in DARK_TWINS.items():
        assert f'.page [fill="{light}"]{{fill:{dark}}}' in style
        assert f'.page [stroke="{light}"]{{stroke:{dark}}}' in style


def test_the_style_of_the_lab_is_one_element_without_breaks_or_addresses():
    assert STYLE.startswith("<style>")
    assert STYLE.count("<") == 2
    assert "\n" not in STYLE
    assert "url(" not in STYLE
