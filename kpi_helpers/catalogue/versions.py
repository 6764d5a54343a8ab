"""What one file may change of another: a figure that changes its value changes its version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kpi_helpers.catalogue.documents import KpisFile
from kpi_helpers.catalogue.faults import Fault, Path, keys_at, listed, suggestion

__all__ = ["override_faults"]

KPI_VALUE = (
    "kind",
    "formula",
    "unit",
    "direction",
    "measure",
    "part",
    "to_date",
    "pairwise",
)
"""Fields of a KPI that change its value, or what a change of it means."""

MEASURE_VALUE = (
    "table",
    "column",
    "over_time",
    "distinct",
    "quantile",
    "series",
    "max_gap_days",
    "null_means",
    "unit",
    "where",
)
"""Fields of a measure that change every KPI read from it."""

_NEW_KPI_NEEDS = ("version", "label", "stage", "unit")


def override_faults(
    before: Mapping[str, Any], patch: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Fault]:
    """Faults of one layer.

    Parameters
    ----------
    before, after : Mapping
        Merged data without and with the layer.
    patch : Mapping
        The layer itself.

    Yields
    ------
    Fault
        A new value under an old version, or an override of a KPI that does not exist.
    """
    kpis, old, new = (_section(data, "kpis") for data in (patch, before, after))
    for name, fields in kpis.items():
        path = ("kpis", name)
        if not isinstance(fields, dict):
            continue
        if name not in old:
            if not any(key in fields for key in _NEW_KPI_NEEDS):
                yield Fault(path, *suggestion("override_unknown", name, old))
            continue
        changed = [key for key in KPI_VALUE if key in fields and _differs(key, old, new, name)]
        if changed and not _raised(old[name], new[name]):
            values = {"found": listed(changed), "version": old[name].get("version")}
            yield Fault((*path, changed[0]), "override_version", values)
    yield from _measure_faults(before, patch, after)
    yield from _removal_faults(before, patch, ())


def _removal_faults(below: Any, patch: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Nulls that remove nothing and are no key: ``{fr: Paris, Lyon, en: ...}`` holds one."""
    below = below if isinstance(below, dict) else {}
    for key, value in patch.items():
        at = (*path, key)
        if isinstance(value, dict):
            yield from _removal_faults(below.get(key), value, at)
        elif value is None and key not in below and key not in keys_at(KpisFile, path):
            yield Fault(at, *suggestion("removal_unknown", key, below))


def _measure_faults(
    before: Mapping[str, Any], patch: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Fault]:
    old, new = _section(before, "measures"), _section(after, "measures")
    old_kpis, new_kpis = _section(before, "kpis"), _section(after, "kpis")
    for name, fields in _section(patch, "measures").items():
        if name not in old or not isinstance(fields, dict):
            continue
        changed = [key for key in MEASURE_VALUE if key in fields and _differs(key, old, new, name)]
        stale = [
            kpi
            for kpi in old_kpis
            if kpi in new_kpis
            and _reads(old_kpis[kpi], name)
            and not _raised(old_kpis[kpi], new_kpis[kpi])
        ]
        if changed and stale:
            values = {"found": listed(changed), "kpis": listed(stale)}
            yield Fault(("measures", name, changed[0]), "override_measure", values)


def _section(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    section = data.get(key)
    return section if isinstance(section, dict) else {}


def _differs(key: str, old: dict[str, Any], new: dict[str, Any], name: str) -> bool:
    return isinstance(old[name], dict) and _plain(old[name].get(key)) != _plain(new[name].get(key))


def _plain(value: Any) -> Any:
    """Formulas laid out on other lines are the same formula."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _reads(kpi: Any, measure: str) -> bool:
    if not isinstance(kpi, dict):
        return False
    formula = str(kpi.get("formula") or "")
    words = "".join(c if c.isalnum() or c == "_" else " " for c in formula).split()
    return measure in words or kpi.get("measure") == measure


def _raised(old: Any, new: Any) -> bool:
    before, after = (_version(kpi) for kpi in (old, new))
    return before is None or after is None or after > before


def _version(kpi: Any) -> tuple[int, ...] | None:
    """None when it is not a version, which is a fault of its own."""
    text = kpi.get("version") if isinstance(kpi, dict) else None
    parts = str(text).split(".")
    return tuple(map(int, parts)) if len(parts) == 3 and all(map(str.isdigit, parts)) else None
