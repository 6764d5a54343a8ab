"""The house keeps its shape: imports run one way, heavy libraries stay in their station."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kpi_helpers"

GROUND = ("errors", "periods", "schema", "finding")
LAYERS = (
    GROUND,
    ("catalogue",),
    ("sources",),
    ("store",),
    ("metrics",),
    ("rules",),
    ("views",),
    ("session",),
    ("runs",),
    ("cli",),
)
LIBRARY_HOMES = {
    "ibis": ("store", "metrics"),
    "altair": ("views",),
    "vl_convert": ("runs",),
    "ipywidgets": ("views/widgets",),
    "papermill": ("runs",),
    "nbclient": ("runs",),
    "nbconvert": ("runs",),
    "nbformat": ("runs",),
    "ruamel": ("catalogue",),
    "sklearn": ("metrics",),
    "statsmodels": ("rules", "metrics"),
    "statsforecast": ("metrics",),
    "ruptures": ("metrics",),
    "py3langid": ("metrics",),
    "typer": ("cli",),
    "rich": ("cli",),
}
PURE = ("rules", "metrics")
IMPURE_NAMES = {"open", "print", "input", "now", "today", "utcnow", "read_text", "write_text"}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _station(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def _imports(path: Path) -> set[str]:
    """Dotted names that a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written in full"
            found.add(node.module or "")
            if node.module == "kpi_helpers":
                found |= {f"kpi_helpers.{alias.name}" for alias in node.names}
    return found


def _level(station: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if station in layer)


def _inner(path: Path) -> set[str]:
    names = {name.split(".")[1] for name in _imports(path) if name.startswith("kpi_helpers.")}
    return names - {_station(path)}


def test_every_module_belongs_to_a_station():
    known = {name for layer in LAYERS for name in layer} | {"sample", "__init__"}

    assert {_station(path) for path in _modules()} <= known


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_station_imports_only_stations_left_of_it(path):
    station = _station(path)
    if station == "__init__":
        return
    allowed = set(GROUND) | {"__version__"}
    if station != "sample":
        allowed |= {name for layer in LAYERS[: _level(station)] for name in layer}

    assert _inner(path) <= allowed


SHARED_RULES = {"reading", "counts_reading", "suppression", "voices_reading"}
SHARED_RULES |= {"allocation_reading", "response_reading"}
SHARED_RULES |= {"effect_reading"}
"""Modules of ``rules/`` that are no analysis: what several of them read or must keep."""


def test_analyses_do_not_import_one_another():
    for path in (PACKAGE / "rules").glob("*.py"):
        siblings = {n for n in _imports(path) if n.startswith("kpi_helpers.rules.")}

        assert siblings <= {f"kpi_helpers.rules.{name}" for name in SHARED_RULES}, path.name


@pytest.mark.parametrize("library", LIBRARY_HOMES)
def test_a_heavy_library_stays_in_its_station(library):
    homes = LIBRARY_HOMES[library]
    for path in _modules():
        used = {name.split(".")[0] for name in _imports(path)}
        place = path.relative_to(PACKAGE).as_posix()
        at_home = any(place == home or place.startswith(f"{home}/") for home in homes)

        assert library not in used or at_home, f"{place} imports {library}"


def test_rules_and_metrics_touch_no_file_no_screen_and_no_clock():
    for station in PURE:
        for path in (PACKAGE / station).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    assert name not in IMPURE_NAMES, f"{path.name}:{node.lineno} calls {name}"


def test_no_module_outgrows_its_reader():
    for path in _modules():
        lines = path.read_text(encoding="utf-8").splitlines()

        assert len(lines) <= 300, f"{path.relative_to(ROOT)} has {len(lines)} lines"


def test_no_function_outgrows_its_reader():
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                doc = ast.get_docstring(node, clean=False)
                size = node.end_lineno - node.lineno + 1 - len((doc or "").splitlines())

                assert size <= 40, f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {size}"


def test_the_package_door_is_light():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}

    assert imported <= {"__future__", "typing"}


def test_no_two_test_modules_share_a_name():
    """Pytest imports them by their bare names."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py"]

    assert sorted(set(names)) == sorted(names)
