"""KPI values by region, age band and perimeter, small cells withheld before anyone sees them.

A cell by region or age band speaks of people; one by channel or network is never withheld. A rate
is told only where both its counts may be; amounts of money go with the rate they make.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.rules.counts_reading import Side, families, provable_sides
from kpi_helpers.rules.suppression import Figures, told_figures
from kpi_helpers.schema import PEOPLE

__all__ = ["protected_cells"]

_LOSS = {"region_age": 0, "perimeter": 1, "region": 2, "age_band": 2, "whole": 3}
_TIER = 1e12  # a cell is withheld before a total, however large it is

Place = tuple[str, object, object]
"""Cut, and the two labels, or the perimeter: what one row speaks of."""


@dataclass
class _Counts:
    """What the rows say of the counts of one family of KPIs."""

    values: dict[str, dict[Place, float]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # by KPI and column
    pairs: set[tuple[str, str]] = field(default_factory=set)  # part, whole: of a percentage
    loose: set[str] = field(default_factory=set)  # whose parts do not sum to the whole
    bases: dict[str, str] = field(default_factory=dict)  # of a count: its like, told first

    def add(self, kpi: str, side: Side, rows: dict[Place, float]) -> None:
        """Take in a count of one KPI.

        Two KPIs tell the same count where its name and figures are the same; counted from pairs of
        a row only, or to date, it may be another, although the same in most places.
        """
        known = self.values.get(side.quantity, {})
        same = all(known.get(place, number) == number for place, number in rows.items())
        name = side.quantity if same else f"{side.quantity}@{kpi}"
        if not same:
            self.bases[name] = side.quantity
        self.names[kpi, side.column] = name
        self.values.setdefault(name, {}).update(rows)
        if not side.adds_up:
            self.loose.add(name)


def protected_cells(cells: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The cells with everything withheld that would tell of too few people.

    Parameters
    ----------
    cells : DataFrame
        Columns of ``schema.VALUES`` for one period, with ``cut`` (``whole``, ``region``,
        ``age_band``, ``region_age`` or ``perimeter``), ``perimeter`` (segment id), ``region`` and
        ``age_band``. All cuts that will be shown of a KPI, so that none gives another away.
    catalogue : Catalogue
        Formulas, perimeters, and ``thresholds.cells``.

    Returns
    -------
    DataFrame
        ``withheld`` lists the columns emptied in a row, among ``value``, ``numerator`` and
        ``denominator``, and ``least`` is the limit; where ``value`` is one, ``reason`` is
        ``withheld`` and nothing else is said of the row.
    """
    places = [_place(row, catalogue) for row in cells.to_dict("records")]
    sides = provable_sides([str(kpi) for kpi in dict.fromkeys(cells["kpi"])], catalogue)
    told: set[tuple[str, str, Place]] = set()
    for family in families(sides):
        counts = _counted(cells, places, {kpi: sides[kpi] or () for kpi in family}, catalogue)
        may = _told(counts, catalogue)
        told |= {(*key, place) for key, name in counts.names.items() for place in may[name]}
    withheld = [
        _withheld(row, place, sides[str(row["kpi"])], told)
        for row, place in zip(cells.to_dict("records"), places, strict=True)
    ]
    found = _emptied(cells, withheld)
    return found.assign(least=catalogue.thresholds.cells.min_cell)


def _place(row: Mapping[str, object], catalogue: Catalogue) -> Place | None:
    """What a row speaks of; None when it tells no people apart."""
    cut = str(row["cut"])
    if cut == "perimeter":
        where = catalogue.segments[str(row["perimeter"])].where
        return (cut, row["perimeter"], None) if set(PEOPLE) & set(where) else None
    named = {"whole": (), "region_age": PEOPLE}.get(cut, (cut,))
    labels = [_label(row[name]) if name in named else "" for name in PEOPLE]
    return (cut, *labels)  # type: ignore[return-value]


def _label(value: object) -> object:
    return None if value is None or value != value else value


def _counted(
    cells: pd.DataFrame,
    places: Sequence[Place | None],
    family: Mapping[str, Sequence[Side]],
    catalogue: Catalogue,
) -> _Counts:
    """The counts of a family by place."""
    counts = _Counts()
    for kpi, sides in family.items():
        mine = cells["kpi"] == kpi
        at = [place for place, own in zip(places, mine, strict=True) if own]
        for side in sides:
            numbers = cells.loc[mine, side.column].astype("float64") / side.factor
            pairs = zip(at, numbers, strict=True)
            rows = {place: n for place, n in pairs if place is not None and np.isfinite(n)}
            counts.add(kpi, side, rows)
        if catalogue.kpis[kpi].unit == "percent" and len(sides) == 2:
            counts.pairs.add((counts.names[kpi, "numerator"], counts.names[kpi, "denominator"]))
    return counts


def _told(counts: _Counts, catalogue: Catalogue) -> dict[str, set[Place]]:
    """Places at which each count may be told."""
    keys = [(name, place) for name, rows in counts.values.items() for place in rows]
    told: dict[str, set[Place]] = {name: set() for name in counts.values}
    if not keys:
        return told
    layout = _Layout(counts, catalogue)
    values = np.array([counts.values[name][place] for name, place in keys])
    cost = np.array([_LOSS[place[0]] * _TIER for _, place in keys]) + values
    weights = np.array([layout.weights(name, place) for name, place in keys])
    least = catalogue.thresholds.cells.min_cell
    limits, secrets = layout.linked(least)
    may = told_figures(Figures(weights, values, cost, limits, secrets), least)
    for (name, place), one in zip(keys, may, strict=True):
        if one:
            told[name].add(place)
    return told


class _Layout:
    """The unknown parts behind the counts: one a count, region and age band that has any."""

    def __init__(self, counts: _Counts, catalogue: Catalogue) -> None:
        self.counts = counts
        self.segments = catalogue.segments
        self.parts: dict[tuple[object, ...], int] = {}
        self.size = 0
        self.alike: list[tuple[int, int, float]] = []  # a smaller part, a larger, the gap
        for name, rows in counts.values.items():
            pairs = [] if name in counts.loose else _pairs(rows)
            own = [place for place in rows if self._apart(name, place)]
            for key in (*pairs, *own):
                self.parts[name, *key] = self._numbered(name, key)

    def _numbered(self, name: str, key: tuple[object, ...]) -> int:
        """A new part, or that of the like count where both tell the same number.

        Where all guests answered, those who answered are the guests under another name.
        """
        base = self.counts.bases.get(name, "")
        other = self.parts.get((base, *key))
        gap = np.nan
        if other is not None:
            told, place = self.counts.values, _place_of(key)
            gap = told[base].get(place, gap) - told[name].get(place, gap)
        if other is not None and gap == 0:
            return other
        new, self.size = self.size, self.size + 1
        if other is not None and gap == gap:
            self.alike.append((*((new, other) if gap > 0 else (other, new)), abs(gap)))
        return new

    def _apart(self, name: str, place: Place) -> bool:
        """Whether a figure is a part of its own.

        Distinct people do not add up; a perimeter by a further dimension is some part of its
        regions.
        """
        mixed = place[0] == "perimeter" and not set(self._segment(place)) <= {*PEOPLE}
        return mixed or name in self.counts.loose

    def _segment(self, place: Place) -> Mapping[str, tuple[object, ...]]:
        return self.segments[str(place[1])].where  # type: ignore[return-value]

    def weights(self, name: str, place: Place) -> np.ndarray:
        """Which parts a count sums."""
        if self._apart(name, place):
            row = np.zeros(self.size)
            row[self.parts[name, *place]] = 1
            return row
        return self._around(name, place)

    def _around(self, name: str, place: Place) -> np.ndarray:
        """Parts of the regions and age bands of a place."""
        where: Mapping[str, tuple[object, ...]] = {
            key: (label,) for key, label in zip(PEOPLE, place[1:], strict=True) if label != ""
        }
        if place[0] == "perimeter":
            where = self._segment(place)
        row = np.zeros(self.size)
        for (other, *pair), number in self.parts.items():
            if other == name and len(pair) == len(PEOPLE):
                labels = zip(PEOPLE, pair, strict=True)
                row[number] = all(label in where.get(key, (label,)) for key, label in labels)
        return row

    def linked(self, least: float) -> tuple[np.ndarray, np.ndarray]:
        """Parts that are no larger than others, and small complements to be protected."""
        smaller: list[np.ndarray] = []
        secrets: list[np.ndarray] = []
        for name, rows in self.counts.values.items():
            if name in self.counts.loose:
                continue
            for place in [one for one in rows if self._apart(name, one)]:
                between = self.weights(name, place) - self._around(name, place)
                smaller.append(between)
                if not self._surrounding(name, place) - rows[place] >= least:
                    secrets.append(-between)
        like = {both for pair in self.counts.bases.items() for both in (pair, pair[::-1])}
        for part, whole in sorted(self.counts.pairs | like):
            rows, wholes = self.counts.values[part], self.counts.values[whole]
            gaps = {place: wholes[place] - rows[place] for place in rows if place in wholes}
            if any(gap < 0 for gap in gaps.values()):
                continue  # a rate above one: its numerator is no part of its denominator
            apart = {p: self.weights(part, p) - self.weights(whole, p) for p in gaps}
            crossed = any(place[0] == "region_age" for place in gaps)
            finest = ("region_age", "perimeter") if crossed else (*_LOSS,)
            smaller += [apart[place] for place in gaps if place[0] in finest]
            if (part, whole) in self.counts.pairs:
                secrets += [-apart[place] for place, gap in gaps.items() if gap < least]
        unit = np.eye(self.size)
        secrets += [unit[more] - unit[less] for less, more, gap in self.alike if gap < least]
        return np.reshape(smaller, (-1, self.size)), np.reshape(secrets, (-1, self.size))

    def _surrounding(self, name: str, place: Place) -> float:
        """The count of the regions and age bands that a perimeter is a part of; NaN if unknown."""
        where = {key: labels for key, labels in self._segment(place).items() if key in PEOPLE}
        rows = self.counts.values[name]
        crossed = any(one[0] == "region_age" for one in rows)
        cut = "region_age" if crossed else next(iter(where)) if len(where) == 1 else ""
        inside = [
            number
            for one, number in rows.items()
            if one[0] == cut
            and all(one[1 + PEOPLE.index(key)] in labels for key, labels in where.items())
        ]
        return sum(inside) if inside else float("nan")


def _pairs(rows: Mapping[Place, float]) -> list[tuple[object, object]]:
    """Regions and age bands at once; where the data do not cross them, all that could be."""
    both = [place[1:] for place in rows if place[0] == "region_age"]
    if both:
        return both
    regions = [place[1] for place in rows if place[0] == "region"] or [""]
    ages = [place[2] for place in rows if place[0] == "age_band"] or [""]
    return [(region, age) for region in regions for age in ages]


def _place_of(key: tuple[object, ...]) -> Place:
    """Place that a part was told at."""
    if len(key) > len(PEOPLE):
        return key  # type: ignore[return-value]
    cut = "region_age" if "" not in key else "region" if key[1] == "" else "age_band"
    return (cut, *key)  # type: ignore[return-value]


def _withheld(
    row: Mapping[Hashable, object],
    place: Place | None,
    sides: Sequence[Side] | None,
    told: set[tuple[str, str, Place]],
) -> list[str]:
    """Columns of a row that must not be shown."""
    if place is None or sides == ():
        return []
    if sides is None:  # nothing can be proven of it: told of the whole alone
        return [] if place[0] == "whole" else ["value", "numerator", "denominator"]
    known = [side.column for side in sides if row[side.column] == row[side.column]]
    hidden = [column for column in known if (str(row["kpi"]), column, place) not in told]
    return ["value", *(name for name in hidden if name != "value")] if hidden else []


def _emptied(cells: pd.DataFrame, withheld: Sequence[list[str]]) -> pd.DataFrame:
    found = cells.copy()
    found["withheld"] = pd.Series(withheld, index=cells.index, dtype=object)
    for column in ("value", "numerator", "denominator"):
        found[column] = found[column].mask([column in names for names in withheld])
    hidden = np.array(["value" in names for names in withheld], dtype=bool)
    found["reason"] = found["reason"].astype(object).mask(hidden, "withheld")
    for column, empty in (("caveats", list), ("detail", dict)):
        if column in found:
            kept = [empty() if h else old for h, old in zip(hidden, found[column], strict=True)]
            found[column] = pd.Series(kept, index=cells.index, dtype=object)
    return found
