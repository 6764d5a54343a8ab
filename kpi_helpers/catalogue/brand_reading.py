"""Read and check everything that is declared for one brand, the files in the order they depend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpi_helpers.catalogue.checks_kpis import kpi_faults, measure_faults
from kpi_helpers.catalogue.checks_links import (
    brand_faults,
    break_faults,
    funnel_faults,
    kpi_link_faults,
)
from kpi_helpers.catalogue.checks_objectives import objective_faults
from kpi_helpers.catalogue.checks_sheets import measure_match_faults
from kpi_helpers.catalogue.competitors import competitor_faults
from kpi_helpers.catalogue.documents import (
    BreaksFile,
    Declared,
    FunnelsFile,
    KpisFile,
    declare,
    validated,
)
from kpi_helpers.catalogue.faults import Fault, Places, locate, suggestion
from kpi_helpers.catalogue.layers import brand_files, merged_layers, shown_name
from kpi_helpers.catalogue.other_files import mapping_files, read_mapping
from kpi_helpers.catalogue.pillars import pillar_faults
from kpi_helpers.catalogue.rates import read_rates
from kpi_helpers.catalogue.reference_rows import REFERENCES_FILE, read_references
from kpi_helpers.catalogue.roles_reading import read_roles
from kpi_helpers.catalogue.thresholds import Thresholds
from kpi_helpers.catalogue.yaml_lines import read_yaml
from kpi_helpers.errors import Problem

__all__ = ["read_declared"]


def read_declared(root: Path, brand: str) -> tuple[Declared, Places, list[Problem]]:
    """The sound entries of all files of a brand, the place of each key, and every problem.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    brand : str
        Brand id.

    Returns
    -------
    Declared
        Empty when there is no such brand.
    Places
        Of the keys of the brand's chain of files, of ``funnels.yaml`` and of ``breaks.yaml``.
    list of Problem
        Faults and warnings of all these files, of ``fx.csv`` and of the brand's sheet mappings.
    """
    if brand not in brand_files(root):
        message, values = suggestion("brand_unknown", brand, brand_files(root))
        return Declared(), {}, [Problem(message, values, key="brand")]
    declared = Declared()
    merged, problems = merged_layers(root, brand)
    if problems and not merged.data:
        return declared, {}, problems
    places = dict(merged.places)
    problems += locate(declare(merged.data, KpisFile, declared), merged.places)
    if "brand" not in merged.data:
        problems += locate([Fault((), "key_missing", {"found": "brand"})], merged.places)
    for name, file_model in (("funnels", FunnelsFile), ("breaks", BreaksFile)):
        path = root / "params" / f"{name}.yaml"
        layer, found = read_yaml(path, shown_name(root, path))
        problems += found
        problems += locate(declare(layer.data, file_model, declared), layer.places)
        places |= {path: place for path, place in layer.places.items() if path}
    problems += _thresholds(root, declared)
    declared.roles, found = read_roles(root, merged)
    problems += found
    rates = root / "params" / "fx.csv"
    declared.fx, found = read_rates(rates, shown_name(root, rates))
    problems += found
    references = root / REFERENCES_FILE
    declared.references, found = read_references(references, shown_name(root, references))
    problems += found
    problems += locate(_cross_faults(declared, brand), places)
    problems += _sheet_problems(root, declared, places)
    return declared, places, problems


def _thresholds(root: Path, declared: Declared) -> list[Problem]:
    """Read the limits into `declared`: those of the file, the usual ones where it says nothing."""
    path = root / "params" / "thresholds.yaml"
    if not path.exists():
        return []
    layer, problems = read_yaml(path, shown_name(root, path))
    found, faults = validated(Thresholds, layer.data, ())
    declared.thresholds = found or declared.thresholds
    return [*problems, *locate(faults, layer.places)]


def _cross_faults(declared: Declared, brand: str) -> Iterator[Fault]:
    yield from measure_faults(declared)
    yield from kpi_faults(declared)
    yield from kpi_link_faults(declared)
    yield from objective_faults(declared)
    yield from funnel_faults(declared)
    yield from break_faults(declared)
    yield from pillar_faults(declared.pillars)
    if declared.brand is not None:
        yield from brand_faults(declared.brand, brand, declared)
        yield from competitor_faults(declared.competitors, declared.brand.name)


def _sheet_problems(root: Path, declared: Declared, places: Places) -> list[Problem]:
    """Mappings the brand names that do not exist or have faults of their own."""
    files = mapping_files(root)
    problems: list[Problem] = []
    for i, name in enumerate(declared.brand.sheets if declared.brand else ()):
        if name not in files:
            fault = Fault(("brand", "sheets", i), *suggestion("sheet_unknown", name, files))
            problems += locate([fault], places)
            continue
        mapping, found, lines = read_mapping(root, files[name])
        problems += found
        if mapping is not None:
            problems += locate(measure_match_faults(mapping, declared.measures), lines)
    return problems
