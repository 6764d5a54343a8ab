"""The notebooks a run may execute, checked before any kernel starts."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_helpers.errors import Problem, RunError

__all__ = ["PARAMETERS", "NotebookSource", "read_notebooks"]

PARAMETERS = ("brand", "month", "locale", "root", "known_at")
"""What every notebook receives: these five, each of them text."""


@dataclass(frozen=True)
class NotebookSource:
    """A notebook as it stands in the project.

    Parameters
    ----------
    name : str
        File name without suffix: ``02_kpi_tracking``.
    path : Path
    sha256 : str
        Of the file's bytes.
    problems : tuple of Problem
        Why it cannot be run; told only when somebody asks for this notebook.
    """

    name: str
    path: Path
    sha256: str
    problems: tuple[Problem, ...] = ()


def read_notebooks(folder: Path) -> dict[str, NotebookSource]:
    """Every notebook of a folder by name, with what stands against running it.

    Parameters
    ----------
    folder : Path
        Usually ``notebooks/`` of the project.

    Returns
    -------
    dict of str to NotebookSource
        In the order of their names.

    Raises
    ------
    RunError
        When the folder does not exist.
    """
    if not folder.is_dir():
        raise RunError(Problem("notebooks_missing", {"found": folder.name}))
    return {path.stem: _read(path) for path in sorted(folder.glob("*.ipynb"))}


def _read(path: Path) -> NotebookSource:
    raw = path.read_bytes()
    file = f"{path.parent.name}/{path.name}"
    return NotebookSource(
        path.stem, path, hashlib.sha256(raw).hexdigest(), tuple(_problems(raw, file))
    )


def _problems(raw: bytes, file: str) -> list[Problem]:
    try:
        cells = json.loads(raw)["cells"]
    except (ValueError, KeyError, TypeError):
        return [Problem("not_a_notebook", file=file)]
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
    if len(tagged) != 1:
        return [Problem("parameters_cell", {"found": len(tagged)}, file)]
    found = _assigned("".join(tagged[0]["source"]))
    if found is None:
        return [Problem("parameters_not_plain", file=file, key="parameters")]
    return _parameter_problems(found, file)


def _parameter_problems(found: Mapping[str, Any], file: str) -> list[Problem]:
    known = ", ".join(PARAMETERS)
    problems = [
        Problem("unknown_parameter", {"found": name, "known": known}, file, key="parameters")
        for name in found
        if name not in PARAMETERS
    ]
    problems += [
        Problem("missing_parameter", {"found": name}, file, key="parameters")
        for name in PARAMETERS
        if name not in found
    ]
    problems += [
        Problem("parameter_not_text", {"found": name}, file, key="parameters")
        for name in PARAMETERS
        if name in found and not isinstance(found[name], str)
    ]
    return problems


def _assigned(source: str) -> dict[str, Any] | None:
    """Names and constants of a cell made of ``name = constant`` lines only; else None."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    found: dict[str, Any] = {}
    for node in tree.body:
        plain = isinstance(node, ast.Assign) and len(node.targets) == 1
        if not plain or not isinstance(node.targets[0], ast.Name):
            return None
        if not isinstance(node.value, ast.Constant):
            return None
        found[node.targets[0].id] = node.value.value
    return found
