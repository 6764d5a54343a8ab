"""Workshops of the sample: small cells, forms that went astray, and one unhappy corner."""

from __future__ import annotations

import pytest

from kpi_helpers.periods import Month
from kpi_helpers.sample.profile import BRANDS
from kpi_helpers.sample.spans import MONTHS
from kpi_helpers.sample.workshops import AGE_BANDS, cells_of

every_brand = pytest.mark.parametrize("profile", BRANDS, ids=lambda profile: profile.id)


@every_brand
def test_every_month_has_every_region_and_age_band_and_most_cells_are_small(profile):
    sizes = []
    for month in MONTHS:
        cells = cells_of(profile, month)
        assert [(cell.region, cell.age_band) for cell in cells] == [
            (region, age) for region in profile.regions for age in AGE_BANDS
        ]
        sizes += [cell.figures["workshop_guests"] for cell in cells]
    assert sum(size < 10 for size in sizes) > len(sizes) / 2
    assert 0 in sizes
    assert max(sizes) > 20


@every_brand
def test_satisfied_guests_and_buyers_are_guests(profile):
    lost = 0
    for month in MONTHS:
        for cell in cells_of(profile, month):
            guests, satisfied, buyers = cell.figures.values()
            lost += satisfied is None
            assert (satisfied or 0) <= guests
            assert buyers <= guests
    assert 5 <= lost <= 30


@every_brand
def test_one_region_and_age_band_is_less_content_since_january_2026(profile):
    corner = {"maison_alba": ("FR-PAC", "55+"), "northwind_outdoor": ("GB-SCT", "25-34")}
    shares = {}
    for is_corner in (True, False):
        for late in (True, False):
            told = [
                cell.figures
                for month in MONTHS
                for cell in cells_of(profile, month)
                if (month >= Month(2026, 1)) == late
                if ((cell.region, cell.age_band) == corner[profile.id]) == is_corner
                if cell.figures["workshop_satisfied"] is not None
            ]
            guests = sum(figures["workshop_guests"] for figures in told)
            shares[is_corner, late] = sum(f["workshop_satisfied"] for f in told) / guests
    assert shares[True, True] < 0.6
    assert min(shares[True, False], shares[False, True], shares[False, False]) > 0.8
