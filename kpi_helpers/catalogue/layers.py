"""The chain of files behind one brand: the base first, the brand's own file last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpi_helpers.catalogue.faults import Fault, locate, suggestion
from kpi_helpers.catalogue.merge import merge
from kpi_helpers.catalogue.versions import override_faults
from kpi_helpers.catalogue.yaml_lines import Layer, read_yaml
from kpi_helpers.errors import Problem

__all__ = ["brand_files", "merged_layers", "shown_name"]

_OTHER_FILES = ("kpis", "funnels", "breaks", "run", "roles", "thresholds")


def shown_name(root: Path, path: Path) -> str:
    """The file as the user knows it: relative to the project where it lies inside."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def brand_files(root: Path) -> dict[str, Path]:
    """Brand id → its file, in alphabetical order."""
    return {path.stem: path for path in sorted((root / "params" / "brands").glob("*.yaml"))}


def merged_layers(root: Path, brand: str) -> tuple[Layer, list[Problem]]:
    """What is declared for `brand`, its files laid over one another, and what is wrong with them.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    brand : str
        Brand id; its file must exist.

    Returns
    -------
    Layer
        Merged data, each key with the file and line that set it.
    list of Problem
        YAML faults, broken chains, and values changed under an old version.
    """
    problems: list[Problem] = []
    layers = list(_chain(root, brand, problems))[::-1]
    merged = layers[0]
    broken = any(problem.message.startswith("extends_") for problem in problems)
    if broken or (problems and not all(layer.data for layer in layers)):
        return Layer(), problems  # half a chain: all that it lacks would be told as missing
    for layer in layers[1:]:
        after = merge(merged, layer)
        faults = list(override_faults(merged.data, layer.data, after.data))
        problems += locate(faults, layer.places)
        unknown = {f.path[1] for f in faults if f.message.startswith("override_unknown")}
        if unknown:  # told once: the missing fields of a misspelt KPI would only hide it
            after.data["kpis"] = {k: v for k, v in after.data["kpis"].items() if k not in unknown}
        merged = after
    return merged, problems


def _chain(root: Path, brand: str, problems: list[Problem]) -> Iterator[Layer]:
    """Layers from the brand's file down to the one that extends nothing."""
    places = _extendable(root)
    name, seen = brand, [brand]
    while True:
        layer, found = read_yaml(places[name], shown_name(root, places[name]))
        problems += found
        yield layer
        below = layer.data.get("extends")
        if not isinstance(below, str):
            return
        fault = None
        if below in seen:
            fault = Fault(("extends",), "extends_loop", {"found": " → ".join([*seen, below])})
        elif below not in places:
            fault = Fault(("extends",), *suggestion("extends_unknown", below, places))
        if fault:
            problems += locate([fault], layer.places)
            return
        seen.append(below)
        name = below


def _extendable(root: Path) -> dict[str, Path]:
    params = root / "params"
    shared = {p.stem: p for p in params.glob("*.yaml") if p.stem not in _OTHER_FILES}
    return shared | {"base": params / "kpis.yaml"} | brand_files(root)
