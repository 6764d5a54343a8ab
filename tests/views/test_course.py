"""One action day by day: the band of what was to be expected is really drawn."""

from __future__ import annotations

import re

import pytest
import vl_convert
from made_effect import effect_in_detail
from spec_reading import spec_of


@pytest.mark.parametrize("version", ["5.8", "6.4"])
def test_each_day_of_an_action_has_its_band_in_both_panels(version):
    spec = spec_of(effect_in_detail(), "en")
    days = int(effect_in_detail().table["during"].sum())

    svg = vl_convert.vegalite_to_svg(spec, vl_version=version)

    bands = [
        group for group in re.findall(r"<path[^>]*>", svg) if re.search(r'opacity="0\.3"', group)
    ]
    assert days == 7
    assert [band.count("L") + 1 for band in bands] == [2 * days, 2 * days]  # there and back
