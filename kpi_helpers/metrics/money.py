"""Money in one currency: each amount at the rate of its own day, never at a closing rate."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from kpi_helpers.catalogue.models import FxRate
from kpi_helpers.metrics.scan import NULL, Scan

__all__ = ["CARRY_DAYS", "Priced", "Rates", "price"]

CARRY_DAYS = 7
"""Days a rate stays in force: banks publish none on weekends, and some lists are weekly."""


@dataclass(frozen=True)
class Rates:
    """Rates by pair, in both directions.

    Parameters
    ----------
    days : Mapping[(str, str), list of int]
        Pair to the ordinals of its days, sorted.
    rates : Mapping[(str, str), list of float]
        Rates of those days.
    """

    days: Mapping[tuple[str, str], list[int]]
    rates: Mapping[tuple[str, str], list[float]]

    @classmethod
    def of(cls, declared: Iterable[FxRate]) -> Rates:
        """Rates as declared; a pair given in one direction also serves the other."""
        known: dict[tuple[str, str], dict[int, float]] = {}
        given = list(declared)
        for fx in given:
            known.setdefault((fx.quote, fx.base), {})[fx.day.toordinal()] = 1 / fx.rate
        for fx in given:  # what is declared wins over what is worked out
            known.setdefault((fx.base, fx.quote), {})[fx.day.toordinal()] = fx.rate
        return cls(
            {pair: sorted(by_day) for pair, by_day in known.items()},
            {pair: [by_day[day] for day in sorted(by_day)] for pair, by_day in known.items()},
        )

    def on(self, base: str, quote: str, day: int) -> float | None:
        """Rate of the day, or of the last day before it that has one, `CARRY_DAYS` at most."""
        days = self.days.get((base, quote), [])
        at = bisect_right(days, day) - 1
        if at < 0 or day - days[at] > CARRY_DAYS:
            return None
        return self.rates[base, quote][at]


@dataclass
class Priced:
    """How the money of one column was brought to the brand's currency.

    Parameters
    ----------
    factor : ndarray of float64
        To multiply each row of the scan by; NaN where a rate is missing.
    assumed : ndarray of bool
        Rows whose currency nobody stated.
    averaged : ndarray of bool
        Foreign amounts over several days, at the average rate of those days.
    missing : Mapping[int, (str, date)]
        Row to the pair and day that has no rate.
    """

    factor: np.ndarray
    assumed: np.ndarray
    averaged: np.ndarray
    missing: dict[int, tuple[str, date]] = field(default_factory=dict)


def price(scan: Scan, column: str, present: np.ndarray, rates: Rates, currency: str) -> Priced:
    """Find the rate of every row that holds money.

    Parameters
    ----------
    scan : Scan
    column : str
        Money column.
    present : ndarray of bool
        Rows with an amount.
    rates : Rates
    currency : str
        The brand's.

    Returns
    -------
    Priced
    """
    rows = len(scan.first)
    stated = scan.keys.get(f"{column}_currency", np.full(rows, NULL, dtype=object))
    priced = Priced(np.ones(rows), present & (stated == NULL), np.zeros(rows, dtype=bool))
    for row in np.flatnonzero(present & (stated != NULL) & (stated != currency)):
        first, last = int(scan.first[row]), int(scan.last[row])
        pair = (str(stated[row]), currency)
        found = [rates.on(*pair, day) for day in range(first, last + 1)]
        priced.averaged[row] = last > first
        if None in found:
            missing = date.fromordinal(first + found.index(None))
            priced.missing[int(row)] = (f"{pair[0]}→{pair[1]}", missing)
            priced.factor[row] = np.nan
        else:
            priced.factor[row] = sum(rate for rate in found if rate) / len(found)
    return priced
