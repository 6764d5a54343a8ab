"""Workshops in the brand's shops: guests of a month by region and age, in many small cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.profile import BrandProfile
from kpi_helpers.sample.spans import MONTHS, random_stream

__all__ = ["AGE_BANDS", "WORKSHOP_METRICS", "Cell", "cells_of"]

AGE_BANDS = {"18-24": 0.13, "25-34": 0.29, "35-44": 0.25, "45-54": 0.20, "55+": 0.13}
"""Share of the guests by age band."""

WORKSHOP_METRICS = ("workshop_guests", "workshop_satisfied", "workshop_buyers")
"""Columns of the monthly sheet, in its order."""

_GUESTS = 96.0  # of a usual month at the start
_GROWTH = 0.012
_SATISFIED = 0.88
_LESS = {
    "maison_alba": ("FR-PAC", "55+", 0.42),
    "northwind_outdoor": ("GB-SCT", "25-34", 0.40),
}
"""Where guests have been least content since January 2026: region, age band, share of satisfied."""

_BUYERS = {"18-24": 0.18, "25-34": 0.30, "35-44": 0.41, "45-54": 0.44, "55+": 0.37}
_FORMS_LOST = 0.03  # share of cells whose answers went astray


@dataclass(frozen=True)
class Cell:
    """Guests of one region and age band in a month; the satisfied are None where forms are lost."""

    region: str
    age_band: str
    figures: Mapping[str, int | None]


def cells_of(profile: BrandProfile, month: Month) -> tuple[Cell, ...]:
    """Every region and age band, those without a guest too."""
    rng = random_stream(profile.id, str(month), "workshops")
    usual = _GUESTS * profile.season[month.number - 1] * (1 + _GROWTH) ** MONTHS.index(month)
    return tuple(
        Cell(region, age, _figures(profile.id, month, region, age, usual * share * part, rng))
        for region, share in profile.regions.items()
        for age, part in AGE_BANDS.items()
    )


def _figures(
    brand: str, month: Month, region: str, age: str, expected: float, rng: np.random.Generator
) -> dict[str, int | None]:
    place, band, less = _LESS[brand]
    unhappy = (region, age) == (place, band) and month >= Month(2026, 1)
    guests = int(rng.poisson(expected))
    satisfied = int(rng.binomial(guests, less if unhappy else _SATISFIED))
    buyers = int(rng.binomial(guests, _BUYERS[age]))
    lost = bool(rng.random() < _FORMS_LOST)
    return {
        "workshop_guests": guests,
        "workshop_satisfied": None if lost else satisfied,
        "workshop_buyers": buyers,
    }
