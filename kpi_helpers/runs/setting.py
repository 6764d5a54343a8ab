"""The setting of each job of a batch, taken from the project when the job starts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from kpi_helpers.catalogue.layers import shown_name
from kpi_helpers.runs.execute import Setting
from kpi_helpers.runs.manifest import InputFile, Provenance
from kpi_helpers.runs.plan import Job
from kpi_helpers.session import Session, open_session
from kpi_helpers.store.ledger import Ledger

__all__ = ["batch_setting"]


def batch_setting(root: Path) -> Callable[[Job], Setting]:
    """For each job: its words, and what the store holds when it starts.

    The grain tables are made here, once, so that no notebook waits for them or makes them twice.
    """

    def setting(job: Job) -> Setting:
        session = open_session(job.brand, job.month, job.locale, str(root), job.known_at)
        imports = session.store.imports(job.brand)
        files = tuple(
            InputFile(str(file), str(sha))
            for file, sha in sorted(zip(imports["file"], imports["sha256"], strict=True))
        )
        provenance = Provenance(
            store_version=session.store.version_of(job.brand),
            catalogue_sha=session.catalogue.sha,
            known_at=session.grains.known_at,
            files=(*files, *_by_hand(session)),
        )
        return Setting(session.words, provenance)

    return setting


def _by_hand(session: Session) -> tuple[InputFile, ...]:
    """Files beside the store that figures rest on: labels given by hand, and closed months."""
    root = session.store.root
    closed = Ledger(root, session.brand.id).folder.glob("*/close-*.json")
    return tuple(
        InputFile(shown_name(root, path), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (*sorted(session.labels.glob("*.csv")), *sorted(closed))
    )
