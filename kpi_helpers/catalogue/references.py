"""Published figures of other accounts, as rows of ``data/reference/benchmarks.csv``.

A reference says how it was counted (``basis``), because figures that share a name differ a
hundredfold between bases. Nothing here is averaged: sources that disagree stand side by side.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from kpi_helpers.catalogue.entry import Entry, Id, Unit

__all__ = ["KpiReference", "Reference", "band_limits"]

_BAND = re.compile(r"(\d+)([KM]?)_(\d+)([KM]?)")
_SCALE = {"": 1, "K": 1_000, "M": 1_000_000}


class Reference(Entry):
    """One published figure.

    Parameters
    ----------
    accounts : {"brands", "creators"}
        Whose accounts were counted.
    sector : str
        ``all`` where the source does not tell sectors apart.
    size_band : str, optional
        Followers of the accounts counted, ``10K_50K``; or the source's own word (``nano``).
    network, metric, basis : str
        What was counted, and over what: ``engagement_rate``, ``per_post_by_followers``.
    statistic : str
        ``unstated`` where the source does not say; a mean of skewed rates is no typical value.
    value : float
        As published, in `unit`; of ``percent`` it is per cent.
    year : int
        That the figure speaks of, or of its publication where the source says no more.
    read_from : {"publisher", "secondary_copy"}
        Whether the publisher's page was read, or a copy of it.
    """

    accounts: Literal["brands", "creators"] = "brands"
    sector: Id
    size_band: str | None = None
    network: Id
    metric: Id
    basis: Id
    statistic: Literal["median", "mean", "p10", "p25", "p75", "p90", "unstated"]
    value: float = Field(ge=0)
    unit: Unit
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    year: int = Field(ge=2000, le=2100)
    source: str = Field(min_length=1)
    url: str = ""
    read_from: Literal["publisher", "secondary_copy"]

    @property
    def level(self) -> float:
        """The value as the package counts: a percentage as a fraction."""
        return self.value / 100 if self.unit == "percent" else self.value


class KpiReference(Entry):
    """What a KPI may be set beside: figures of the same metric, counted on the same basis.

    ``networks`` names the references' network for a value of the dimension `by`; where it says
    nothing, both have the same name.
    """

    metric: Id
    basis: Id
    by: Literal["network", "channel"] = "network"
    networks: dict[str, Id] = Field(default_factory=dict)


def band_limits(band: str | None) -> tuple[float, float] | None:
    """Followers from and below which a size band speaks; None for a band without numbers."""
    found = _BAND.fullmatch(band or "")
    if found is None:
        return None
    low, low_scale, high, high_scale = found.groups()
    return float(low) * _SCALE[low_scale], float(high) * _SCALE[high_scale]
