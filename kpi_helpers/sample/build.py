"""Write the whole sample into a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from kpi_helpers.sample.files import files_of
from kpi_helpers.sample.guide import GUIDE
from kpi_helpers.sample.labels import label_files
from kpi_helpers.sample.profile import BRANDS
from kpi_helpers.sample.truth import brand_truth, truth_text
from kpi_helpers.sample.world import World, make_world

__all__ = ["build_sample"]

_ATTRIBUTES = "# Raw exports: line ends are part of what a reader must cope with.\n* -text\n"


def build_sample(target: Path) -> int:
    """Write every export of both brands, with labels, ``truth.json`` and a guide beside.

    The bytes are the same every time. Folders of the two brands are emptied first; nothing else in
    `target` is removed.

    Parameters
    ----------
    target : Path
        Usually ``data/sample``; made when it does not exist.

    Returns
    -------
    int
        Number of exports written.
    """
    target.mkdir(parents=True, exist_ok=True)
    truths, written = {}, 0
    for profile in BRANDS:
        world = make_world(profile)
        files = tuple(files_of(world))
        shutil.rmtree(target / profile.id, ignore_errors=True)
        for file in files:
            path = target / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        _write_labels(world, target / "labels" / profile.id)
        truths[profile.id] = brand_truth(world, files)
        written += len(files)
    (target / "truth.json").write_bytes(truth_text(truths).encode())
    (target / "README.md").write_bytes(GUIDE.encode())
    (target / ".gitattributes").write_bytes(_ATTRIBUTES.encode())
    return written


def _write_labels(world: World, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in label_files(world).items():
        (folder / name).write_bytes(content)
