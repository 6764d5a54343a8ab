"""A run names every file that its figures rest on."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from kpi_helpers.runs.plan import Job
from kpi_helpers.runs.setting import batch_setting


def test_labels_given_by_hand_are_inputs_with_their_content(workspace):
    job = Job("maison_alba", "2026-10", "fr", (), PurePosixPath("reports/2026-10/maison_alba"), "")
    inputs = {file.file: file.sha256 for file in batch_setting(workspace)(job).provenance.files}
    labels = workspace / "data/sample/labels/maison_alba/comments.csv"
    told = [sha for path, sha in inputs.items() if path.endswith("labels/maison_alba/comments.csv")]

    assert told == [hashlib.sha256(labels.read_bytes()).hexdigest()]
    assert any(path.endswith("ventes_2026-10.csv") for path in inputs)
