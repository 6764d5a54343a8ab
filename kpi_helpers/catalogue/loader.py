"""The door of the catalogue: from the files under ``params`` to checked, frozen declarations.

Each function tells every fault of every file it reads in one :class:`CatalogueError`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from kpi_helpers.catalogue.checks_kpis import kpi_faults, measure_faults
from kpi_helpers.catalogue.checks_links import brand_faults, funnel_faults, kpi_link_faults
from kpi_helpers.catalogue.checks_sheets import mapping_faults, money_faults
from kpi_helpers.catalogue.documents import (
    BreaksFile,
    Declared,
    FunnelsFile,
    KpisFile,
    declare,
    validated,
)
from kpi_helpers.catalogue.editor_schemas import schema_texts
from kpi_helpers.catalogue.faults import Fault, Places, locate, suggestion
from kpi_helpers.catalogue.layers import brand_files, merged_layers, shown_name
from kpi_helpers.catalogue.models import Catalogue, RunPlan
from kpi_helpers.catalogue.rates import read_rates
from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.catalogue.yaml_lines import read_yaml
from kpi_helpers.errors import CatalogueError, Problem
from kpi_helpers.periods import Month

__all__ = [
    "check_params",
    "find_root",
    "load_brands",
    "load_catalogue",
    "load_mapping_file",
    "load_mappings",
    "load_run_plan",
    "write_schemas",
]


def find_root(start: Path | None = None) -> Path:
    """The project folder: the nearest one, upwards, that holds ``params`` and ``notebooks``.

    Parameters
    ----------
    start : pathlib.Path, optional
        Where to begin; None means the folder in the environment variable ``KPI_ROOT`` if it is
        set, else the working folder.

    Raises
    ------
    CatalogueError
        When there is no such folder.
    """
    begin = (start or Path(os.environ.get("KPI_ROOT") or ".")).resolve()
    for folder in (begin, *begin.parents):
        if (folder / "params").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise CatalogueError(Problem("root_not_found", {"found": begin.as_posix()}))


def load_brands(root: Path) -> list[str]:
    """Ids of the brands that have a file in ``params/brands``, in alphabetical order."""
    return list(brand_files(root))


def load_catalogue(root: Path, brand: str) -> Catalogue:
    """Everything declared for one brand, checked as a whole.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    brand : str
        Name of a file in ``params/brands``, without ``.yaml``.

    Returns
    -------
    Catalogue
        ``provenance`` maps ``kpis.ctr.formula`` to ``kpis.yaml:37``; ``sha`` is that of the
        content, whatever file or line it stands in.

    Raises
    ------
    CatalogueError
        With every fault of the brand's files, its sheet mappings included; warnings alone do not
        raise (see :func:`check_params`).
    """
    declared, places, problems = _declared(root, brand)
    _raise_blocking(problems)
    fields: dict[str, Any] = {
        name: getattr(declared, name)
        for name in ("brand", "measures", "kpis", "objectives", "segments", "funnels")
    }
    lists = {name: tuple(getattr(declared, name)) for name in ("actions", "breaks", "fx")}
    provenance = {".".join(map(str, path)): str(place) for path, place in places.items() if path}
    found = Catalogue(**fields, **lists, provenance=provenance)
    return found.model_copy(update={"sha": _sha(found)})


def _sha(catalogue: Catalogue) -> str:
    content = catalogue.model_dump(mode="json", exclude={"provenance", "sha"})
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check_params(root: Path) -> tuple[Problem, ...]:
    """Everything wrong with, or doubtful in, the files under ``params``; each thing once.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.

    Returns
    -------
    tuple of Problem
        In the order of files and lines; `severity` tells faults from warnings.
    """
    problems = [problem for brand in load_brands(root) for problem in _declared(root, brand)[2]]
    for path in _mapping_files(root).values():
        problems += _read_mapping(root, path)[1]
    problems += _read_run_plan(root)[1]
    unique = {(p.where, p.message, str(p.values)): p for p in problems}
    return tuple(sorted(unique.values(), key=lambda p: (p.file or "", p.line or 0, p.message)))


def _raise_blocking(problems: Iterable[Problem]) -> None:
    blocking = [problem for problem in problems if problem.severity == "block"]
    if blocking:
        raise CatalogueError(blocking)


def _declared(root: Path, brand: str) -> tuple[Declared, Places, list[Problem]]:
    """The sound entries of all files of a brand, the place of each key, and every problem."""
    if brand not in brand_files(root):
        message, values = suggestion("brand_unknown", brand, load_brands(root))
        return Declared(), {}, [Problem(message, values, key="brand")]
    declared = Declared()
    merged, problems = merged_layers(root, brand)
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
    rates = root / "params" / "fx.csv"
    declared.fx, found = read_rates(rates, shown_name(root, rates))
    problems += found
    problems += locate(_cross_faults(declared, brand), places)
    problems += _sheet_problems(root, declared, places)
    return declared, places, problems


def _cross_faults(declared: Declared, brand: str) -> Iterable[Fault]:
    yield from measure_faults(declared)
    yield from kpi_faults(declared)
    yield from kpi_link_faults(declared)
    yield from funnel_faults(declared)
    if declared.brand is not None:
        yield from brand_faults(declared.brand, brand, declared)


def _sheet_problems(root: Path, declared: Declared, places: Places) -> list[Problem]:
    """Mappings the brand names that do not exist or have faults of their own."""
    files = _mapping_files(root)
    problems: list[Problem] = []
    for i, name in enumerate(declared.brand.sheets if declared.brand else ()):
        if name not in files:
            fault = Fault(("brand", "sheets", i), *suggestion("sheet_unknown", name, files))
            problems += locate([fault], places)
            continue
        mapping, found, lines = _read_mapping(root, files[name])
        problems += found
        if mapping is not None:
            problems += locate(money_faults(mapping, declared.measures), lines)
    return problems


def _mapping_files(root: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((root / "params" / "sheets").glob("*.yaml"))}


def load_mappings(root: Path, names: Collection[str] | None = None) -> dict[str, SheetMapping]:
    """Sheet mappings by name.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    names : Collection of str, optional
        The mappings wanted; None means all of ``params/sheets``.

    Raises
    ------
    CatalogueError
        For every name without a file, and every fault of the files.
    """
    files = _mapping_files(root)
    problems: list[Problem] = []
    mappings: dict[str, SheetMapping] = {}
    for name in files if names is None else names:
        if name not in files:
            message, values = suggestion("sheet_unknown", name, files)
            problems.append(Problem(message, values, key="sheets"))
            continue
        mapping, found, _ = _read_mapping(root, files[name])
        problems += found
        if mapping is not None:
            mappings[name] = mapping
    _raise_blocking(problems)
    return mappings


def load_mapping_file(path: Path) -> SheetMapping:
    """One sheet mapping, wherever it lies.

    Raises
    ------
    CatalogueError
        With every fault of the file.
    """
    mapping, problems, _ = _read_mapping(path.parent, path)
    _raise_blocking(problems)
    assert mapping is not None
    return mapping


def _read_mapping(root: Path, path: Path) -> tuple[SheetMapping | None, list[Problem], Places]:
    layer, found = read_yaml(path, shown_name(root, path))
    problems = list(found)
    if not layer.data and problems:
        return None, problems, layer.places
    mapping, faults = validated(SheetMapping, layer.data, ())
    if mapping is not None:
        faults = list(mapping_faults(mapping, path.stem))
    problems += locate(faults, layer.places)
    return mapping, problems, layer.places


def load_run_plan(root: Path) -> RunPlan:
    """What the monthly run makes: ``params/run.yaml``.

    Raises
    ------
    CatalogueError
        With every fault of the file: keys, months, brands that do not exist.
    """
    run_plan, problems = _read_run_plan(root)
    _raise_blocking(problems)
    assert run_plan is not None
    return run_plan


def _read_run_plan(root: Path) -> tuple[RunPlan | None, list[Problem]]:
    path = root / "params" / "run.yaml"
    layer, found = read_yaml(path, shown_name(root, path))
    problems = list(found)
    if not layer.data and problems:
        return None, problems
    run_plan, faults = validated(RunPlan, layer.data, ())
    if run_plan is not None:
        faults = list(_plan_faults(run_plan, load_brands(root)))
    return run_plan, problems + locate(faults, layer.places)


def _plan_faults(run_plan: RunPlan, brands: Collection[str]) -> Iterable[Fault]:
    for i, brand in enumerate(run_plan.brands):
        if brand not in brands:
            yield Fault(("brands", i), *suggestion("brand_unknown", brand, brands))
    for i, month in enumerate(run_plan.months):
        try:
            Month.parse(month)
        except ValueError:
            yield Fault(("months", i), "value_month", {"found": month})


def write_schemas(root: Path) -> list[Path]:
    """Write the JSON schemas that editors read to ``params/schema``; the paths written."""
    folder = root / "params" / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schema_texts().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
