"""The ledger: what each month said when it was closed, one file a close, never written again.

::

    data/ledger/<brand>/<month>/close-1.json     the first close
    data/ledger/<brand>/<month>/close-2.json     a restatement, with its reason

A close is written beside its place, brought to the disk, and then given its name in one step, by
the one writer of the brand. Killed at any moment, there is a whole close or none. Each file holds
a hash of its content; one that was edited, moved or lost is told and never read as if it stood.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kpi_helpers.errors import Problem, StoreError
from kpi_helpers.periods import Month
from kpi_helpers.store.manifest import sync_folder

__all__ = ["FORMAT", "Close", "Ledger"]

FORMAT = 1
LOCK = "ledger.lock"
LOCK_SECONDS = 60.0
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Close:
    """What a month said when it was closed, and all that it said it with.

    Parameters
    ----------
    brand : str
    month : Month
    number : int
        1, then one more with every restatement; 0 before it stands in a ledger.
    closed_at, known_at : datetime
        UTC: when it was made, and up to which observations it knows.
    reason : str or None
        Why the month was closed again; None for the first close.
    currency : str
        Of its money.
    catalogue_sha, workbench_version, store_version : str
    files : tuple of mapping
        ``file``, ``sha256`` and ``observed_at`` of every export known then.
    definitions : Mapping
        Of its KPIs and measures, as declared then.
    values, measures, inputs : tuple of mapping
        Rows of ``schema.VALUES``, ``schema.MEASURE_VALUES`` and ``schema.FORMULA_INPUTS``; texts,
        numbers, lists and None, days and times as ISO text.
    """

    brand: str
    month: Month
    closed_at: datetime
    known_at: datetime
    reason: str | None
    currency: str
    catalogue_sha: str
    workbench_version: str
    store_version: str
    number: int = 0
    files: tuple[Row, ...] = ()
    definitions: Mapping[str, Any] = field(default_factory=dict)
    values: tuple[Row, ...] = ()
    measures: tuple[Row, ...] = ()
    inputs: tuple[Row, ...] = ()


class Ledger:
    """The closes of one brand.

    Parameters
    ----------
    root : Path
        Project folder.
    brand : str
        Brand id.
    """

    def __init__(self, root: Path, brand: str):
        self.root = Path(root)
        self.brand = brand
        self.folder = self.root / "data" / "ledger" / brand

    def months(self) -> list[Month]:
        """Months that were closed, oldest first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(Month.parse(place.name) for place in found if _is_month(place))

    def closes(self, month: Month) -> list[Close]:
        """Every close of a month, oldest first; empty when it was never closed.

        Raises
        ------
        StoreError
            When a close was edited, moved, lost, or written by another version.
        """
        files = _numbered(self.folder / str(month))
        for number in range(1, max(files, default=0) + 1):
            if number not in files:
                lost = self.folder / str(month) / _name(number)
                raise StoreError(Problem("ledger_close_lost", file=self._shown(lost)))
        return [self._read(files[number], month, number) for number in sorted(files)]

    def newest(self, month: Month, known_at: datetime | None = None) -> Close | None:
        """The last close of a month that knows nothing later than `known_at`; None when none."""
        closes = self.closes(month)
        known = [c for c in closes if known_at is None or c.known_at <= known_at]
        return known[-1] if known else None

    def check(self, month: Month, reason: str | None) -> list[Close]:
        """The closes of a month that may be closed, for the first time or again.

        Parameters
        ----------
        month : Month
        reason : str or None
            Why it is to be closed again; None for a first close.

        Raises
        ------
        StoreError
            When it was closed before and there is no reason, when the reason is empty, or when
            there is nothing to restate.
        """
        before = self.closes(month)
        values = {"brand": self.brand, "month": month}
        if reason is not None and not reason.strip():
            raise StoreError(Problem("ledger_reason_empty", values))
        if reason is not None and not before:
            raise StoreError(Problem("ledger_never_closed", values))
        if before and reason is None:
            values |= {"closed_at": before[-1].closed_at.date(), "number": before[-1].number}
            raise StoreError(Problem("ledger_closed_before", values))
        return before

    def add(self, close: Close) -> Close:
        """Add a close, numbered after those that stand; all of it, or nothing.

        Parameters
        ----------
        close : Close
            A first close has no `reason`, a restatement has one.

        Raises
        ------
        StoreError
            As :meth:`check` does, when it knows less than the close before it, or when it cannot
            be written.
        """
        place = self.folder / str(close.month)
        try:
            with self._alone():
                before = self.check(close.month, close.reason)
                _check_knows_more(close, before)
                numbered = replace(close, number=len(before) + 1)
                place.mkdir(parents=True, exist_ok=True)
                _write_once(place / _name(numbered.number), _text(numbered))
                sync_folder(self.folder)
                return numbered
        except OSError as error:
            reason = {"reason": error.strerror or str(error)}
            raise StoreError(Problem("ledger_write_failed", reason)) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only writer; the system frees the lock of a process that dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / LOCK, timeout=LOCK_SECONDS):
                yield
        except Timeout:
            raise StoreError(Problem("ledger_locked", {"seconds": int(LOCK_SECONDS)})) from None

    def _read(self, path: Path, month: Month, number: int) -> Close:
        shown = self._shown(path)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            told = data.pop("sha256")
            found = data.pop("format")
        except (OSError, ValueError, AttributeError, KeyError) as error:
            raise StoreError(Problem("ledger_unreadable", file=shown)) from error
        if told != _sha({"format": found, **data}):
            raise StoreError(Problem("ledger_edited", file=shown))
        if found != FORMAT:
            values = {"found": found, "known": FORMAT}
            raise StoreError(Problem("ledger_format_unknown", values, file=shown))
        close = _close(data)
        if (close.brand, close.month, close.number) != (self.brand, month, number):
            values = {"brand": close.brand, "month": str(close.month), "number": close.number}
            raise StoreError(Problem("ledger_moved", values, file=shown))
        return close

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _check_knows_more(close: Close, before: Sequence[Close]) -> None:
    """Refuse a restatement that forgets."""
    if before and close.known_at < before[-1].known_at:
        values = {"brand": close.brand, "month": close.month, "known_at": close.known_at}
        raise StoreError(Problem("ledger_knows_less", values | {"before": before[-1].known_at}))


def _is_month(place: Path) -> bool:
    try:
        Month.parse(place.name)
    except ValueError:
        return False
    return bool(_numbered(place))


def _name(number: int) -> str:
    return f"close-{number}.json"


def _numbered(place: Path) -> dict[int, Path]:
    """Close files of a month's folder by their number."""
    files = place.glob("close-*.json") if place.is_dir() else ()
    named = {path.stem.removeprefix("close-"): path for path in files}
    return {int(number): path for number, path in named.items() if number.isdecimal()}


def _write_once(path: Path, text: str) -> None:
    """Give `path` its content in one step that outlives a power cut; nobody else writes here."""
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.rename(path)
    sync_folder(path.parent)


def _text(close: Close) -> str:
    data = {"format": FORMAT, **asdict(close), "month": str(close.month)}
    for name in ("closed_at", "known_at"):
        data[name] = getattr(close, name).isoformat()
    plain = json.loads(json.dumps(data, allow_nan=False))  # hashed as it will be read
    plain["sha256"] = _sha(plain)
    return json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _sha(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _close(data: Mapping[str, Any]) -> Close:
    given = {one.name: data[one.name] for one in fields(Close)}
    for name in ("files", "values", "measures", "inputs"):
        given[name] = tuple(given[name])
    for name in ("closed_at", "known_at"):
        given[name] = datetime.fromisoformat(given[name])
    return Close(**{**given, "month": Month.parse(given["month"])})
