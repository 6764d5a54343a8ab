"""A small project to call the command in."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def make_project(folder: Path) -> Path:
    """Fill a folder with the shipped declarations, notebooks, and one month of one brand."""
    shutil.copytree(ROOT / "params", folder / "params")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    month = "data/sample/northwind_outdoor/observed-2026-11-03"
    shutil.copytree(ROOT / month, folder / month)
    (folder / "params/brands/maison_alba.yaml").unlink()
    plan = folder / "params/run.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("maison_alba, ", ""), encoding="utf-8")
    return folder
