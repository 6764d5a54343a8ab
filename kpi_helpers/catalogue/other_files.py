"""Read and check the files that stand for themselves: sheet mappings and the run plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from kpi_helpers.catalogue.checks_sheets import mapping_faults
from kpi_helpers.catalogue.documents import validated
from kpi_helpers.catalogue.faults import Fault, Places, locate, suggestion
from kpi_helpers.catalogue.layers import brand_files, shown_name
from kpi_helpers.catalogue.models import RunPlan
from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.catalogue.yaml_lines import read_yaml
from kpi_helpers.errors import Problem
from kpi_helpers.periods import Month

__all__ = ["mapping_files", "read_mapping", "read_run_plan"]


def mapping_files(root: Path) -> dict[str, Path]:
    """Name → file of every sheet mapping of the project, in alphabetical order."""
    return {path.stem: path for path in sorted((root / "params" / "sheets").glob("*.yaml"))}


def read_mapping(root: Path, path: Path) -> tuple[SheetMapping | None, list[Problem], Places]:
    """One mapping (None when its keys have faults), its problems, and the place of each key."""
    layer, found = read_yaml(path, shown_name(root, path))
    problems = list(found)
    if not layer.data and problems:
        return None, problems, layer.places
    mapping, faults = validated(SheetMapping, layer.data, ())
    if mapping is not None:
        faults = list(mapping_faults(mapping, path.stem))
    problems += locate(faults, layer.places)
    return mapping, problems, layer.places


def read_run_plan(root: Path) -> tuple[RunPlan | None, list[Problem]]:
    """``params/run.yaml`` (None when its keys have faults), and its problems."""
    path = root / "params" / "run.yaml"
    layer, found = read_yaml(path, shown_name(root, path))
    problems = list(found)
    if not layer.data and problems:
        return None, problems
    run_plan, faults = validated(RunPlan, layer.data, ())
    if run_plan is not None:
        faults = list(_plan_faults(run_plan, brand_files(root)))
    return run_plan, problems + locate(faults, layer.places)


def _plan_faults(run_plan: RunPlan, brands: Collection[str]) -> Iterator[Fault]:
    for i, brand in enumerate(run_plan.brands):
        if brand not in brands:
            yield Fault(("brands", i), *suggestion("brand_unknown", brand, brands))
    for i, month in enumerate(run_plan.months):
        try:
            Month.parse(month)
        except ValueError:
            yield Fault(("months", i), "value_month", {"found": month})
