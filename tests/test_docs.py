"""What the pages say is so: files they name exist, commands they name run."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_readme_is_short():
    assert len(_page("README.md").splitlines()) < 150


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_to_a_file(name):
    for target in re.findall(r"\]\(([^)#]+)\)", _page(name)):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), f"{name} links to {target}"


def test_the_readme_shows_a_real_picture_of_the_report():
    picture = ROOT / "docs" / "report.png"

    assert "docs/report.png" in _page("README.md")
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_every_make_target_a_page_names_exists():
    targets = set(re.findall(r"^([a-z]+):", _page("Makefile"), flags=re.MULTILINE))
    named = {t for page in PAGES for t in re.findall(r"\bmake ([a-z]+)\b", _page(page))}

    assert {"report", "test", "lab"} <= named <= targets


def test_every_command_the_readme_names_exists():
    from kpi_helpers.cli.commands import app

    known = {c.name or c.callback.__name__ for c in app.registered_commands}
    named = set(re.findall(r"^\| `kpi ([a-z]+)`", _page("README.md"), flags=re.MULTILINE))

    assert named == known


def test_the_readme_lists_every_notebook_with_the_question_it_opens_with():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        title = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])

        assert f"| `{path.stem}` | {title.splitlines()[-1]} |" in _page("README.md")


def test_the_benchmarks_page_lists_every_benchmark():
    page = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "benchmarks").glob("*.py"):
        assert f"benchmarks/{path.name}" in page


def test_the_architecture_page_names_every_station_and_every_module():
    page = _page("ARCHITECTURE.md")
    package = ROOT / "kpi_helpers"
    for path in sorted(package.iterdir()):
        if path.name.startswith("__"):
            continue
        name = f"{path.name}/" if path.is_dir() else path.name
        assert f"`{name}`" in page, f"ARCHITECTURE.md does not name {name}"
        for module in sorted(path.rglob("*.py")) if path.is_dir() else ():
            if not module.name.startswith("__") and module.parent.name != "messages":
                assert module.stem in page, f"ARCHITECTURE.md does not name {module}"


def test_every_dependency_has_its_reason_in_the_architecture_page():
    project = tomllib.loads(_page("pyproject.toml"))["project"]
    page = _page("ARCHITECTURE.md").lower()
    for entry in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        name = re.match(r"[A-Za-z0-9-]+", entry)[0].lower()
        assert name in page, f"ARCHITECTURE.md does not say why {name} is there"


def test_every_dependency_is_pinned_exactly():
    lines = [line for line in _page("requirements.txt").splitlines() if line[:1] not in ("#", "")]

    assert all("==" in line for line in lines)


def test_the_workbench_speaks_of_itself_alone():
    for page in PAGES:
        assert not re.search(r"(?i)\b(session \d|issue \d|helper-\d)\b", _page(page))
