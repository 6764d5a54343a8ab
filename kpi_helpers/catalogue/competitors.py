"""The competitors a brand measures itself against: one set a period, frozen from a month on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from kpi_helpers.catalogue.entry import Entry
from kpi_helpers.catalogue.faults import Fault
from kpi_helpers.periods import Month

__all__ = ["CompetitorSet", "competitor_faults", "competitors_of"]

MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Member = Annotated[str, Field(min_length=1)]


class CompetitorSet(Entry):
    """The competitors that count from `since` on, until a later set takes over.

    A change of the set changes the denominator of every share, so months of different sets are
    never compared.
    """

    since: MonthText
    members: tuple[Member, ...] = Field(min_length=1)


def competitors_of(sets: Sequence[CompetitorSet], month: Month) -> CompetitorSet | None:
    """The set that counts in `month`; None before the first."""
    begun = [one for one in sets if Month.parse(one.since) <= month]
    return max(begun, key=lambda one: one.since, default=None)


def competitor_faults(sets: Sequence[CompetitorSet], brand_name: str) -> Iterator[Fault]:
    """Two sets from one month on, a member named twice, the brand among its competitors."""
    first: dict[str, int] = {}
    for i, one in enumerate(sets):
        if first.setdefault(one.since, i) != i:
            yield Fault(("competitors", i, "since"), "competitors_twice", {"found": one.since})
        for j, member in enumerate(one.members):
            if member == brand_name:
                path = ("competitors", i, "members", j)
                yield Fault(path, "competitors_own", {"found": member})
            elif member in one.members[:j]:
                path = ("competitors", i, "members", j)
                yield Fault(path, "competitor_repeated", {"found": member})
