"""One workspace with the imported sample for every test that needs real figures."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
IMPORTED_AT = datetime(2026, 11, 6, 12)


def make_workspace(folder: Path) -> Path:
    """A project folder beside the checkout: its own store and reports, the same declarations."""
    (folder / "data").mkdir(parents=True)
    for part in ("params", "notebooks", "data/sample", "data/reference"):
        (folder / part).symlink_to(ROOT / part, target_is_directory=True)
    return folder


def _sample_workspace(config: pytest.Config, factory: pytest.TempPathFactory) -> Path:
    """The workspace, made and filled at the first call, for every process that runs tests."""
    known = getattr(config, "_sample_workspace", None)
    if known is None:
        base = factory.getbasetemp()
        shared = base.parent if hasattr(config, "workerinput") else base
        known = shared / "workspace" / "project"
        with FileLock(shared / "workspace.lock"):
            if not known.exists():
                _fill(make_workspace(shared / "workspace" / "filling")).rename(known)
        config._sample_workspace = known
    return known


def _fill(workspace: Path) -> Path:
    from kpi_helpers.runs.intake import import_exports

    intake = import_exports(workspace, None, now=IMPORTED_AT)
    assert not intake.refused, [str(refused.error) for refused in intake.refused]
    return workspace


@pytest.fixture(scope="session")
def workspace(request, tmp_path_factory):
    """A project whose store holds the whole sample."""
    return _sample_workspace(request.config, tmp_path_factory)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Notebook cells take no fixture: their kernels find the workspace by ``KPI_ROOT``."""
    if any(item.path.suffix == ".ipynb" for item in session.items):
        factory = session.config._tmp_path_factory
        os.environ["KPI_ROOT"] = str(_sample_workspace(session.config, factory))
