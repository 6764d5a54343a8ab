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

from kpi_helpers.catalogue.brand_reading import read_declared
from kpi_helpers.catalogue.editor_schemas import schema_texts
from kpi_helpers.catalogue.faults import suggestion
from kpi_helpers.catalogue.hand_labels import (
    read_comment_labels,
    read_creator_labels,
    read_post_labels,
)
from kpi_helpers.catalogue.layers import brand_files
from kpi_helpers.catalogue.models import Catalogue, RunPlan
from kpi_helpers.catalogue.other_files import mapping_files, read_mapping, read_run_plan
from kpi_helpers.catalogue.sheets import SheetMapping
from kpi_helpers.errors import CatalogueError, Problem

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
    declared, places, problems = read_declared(root, brand)
    _raise_blocking(problems)
    fields: dict[str, Any] = {
        name: getattr(declared, name)
        for name in ("brand", "measures", "kpis", "objectives", "segments", "pillars", "funnels")
    }
    fields |= {"thresholds": declared.thresholds, "roles": declared.roles}
    several = ("actions", "breaks", "fx", "competitors", "references")
    lists = {name: tuple(getattr(declared, name)) for name in several}
    provenance = {".".join(map(str, path)): str(place) for path, place in places.items() if path}
    found = Catalogue(**fields, **lists, provenance=provenance)
    return found.model_copy(update={"sha": _sha(found)})


def _sha(catalogue: Catalogue) -> str:
    content = catalogue.model_dump(mode="json", exclude={"provenance", "sha"})
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check_params(root: Path) -> tuple[Problem, ...]:
    """Everything wrong with, or doubtful in, the files under ``params``; each thing once.

    What was decided by hand in the brands' folders of labels is looked at too.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.

    Returns
    -------
    tuple of Problem
        In the order of files and lines; `severity` tells faults from warnings.
    """
    problems: list[Problem] = []
    for brand in load_brands(root):
        declared, _, found = read_declared(root, brand)
        problems += found
        if declared.brand is not None:
            problems += read_creator_labels(root, declared.brand)[1]
            problems += read_comment_labels(root, declared.brand)[1]
            problems += read_post_labels(root, declared.brand, declared.pillars)[1]
    for path in mapping_files(root).values():
        problems += read_mapping(root, path)[1]
    problems += read_run_plan(root)[1]
    unique = {(p.where, p.message, str(p.values)): p for p in problems}
    return tuple(sorted(unique.values(), key=lambda p: (p.file or "", p.line or 0, p.message)))


def _raise_blocking(problems: Iterable[Problem]) -> None:
    blocking = [problem for problem in problems if problem.severity == "block"]
    if blocking:
        raise CatalogueError(blocking)


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
    files = mapping_files(root)
    problems: list[Problem] = []
    mappings: dict[str, SheetMapping] = {}
    for name in files if names is None else names:
        if name not in files:
            message, values = suggestion("sheet_unknown", name, files)
            problems.append(Problem(message, values, key="sheets"))
            continue
        mapping, found, _ = read_mapping(root, files[name])
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
    mapping, problems, _ = read_mapping(path.parent, path)
    _raise_blocking(problems)
    assert mapping is not None
    return mapping


def load_run_plan(root: Path) -> RunPlan:
    """What the monthly run makes: ``params/run.yaml``.

    Raises
    ------
    CatalogueError
        With every fault of the file: keys, months, brands that do not exist.
    """
    run_plan, problems = read_run_plan(root)
    _raise_blocking(problems)
    assert run_plan is not None
    return run_plan


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
