"""Bytes to records: what a platform or Excel did to a text file is undone here, and only here.

A record keeps the physical line at which it starts, because captions span lines and a problem must
be found again in an editor.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, tee
from pathlib import Path

from kpi_helpers.errors import Problem, SourceError

__all__ = [
    "SEPARATORS",
    "Record",
    "TextFile",
    "guess_separator",
    "open_text",
    "shown_name",
    "split_records",
]

SEPARATORS = (",", ";", "\t")
"""What may stand between cells."""

HEAD = 60
"""Records looked at to find out what a file is."""

Record = tuple[int, list[str] | None]
"""Physical line, from 1, and the cells; None where the quotes of a record are broken."""

_BLOCK = 1 << 16
_KEPT_LINES = 2_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", "zip_file"),
    (b"PK\x05\x06", "zip_file"),
    (b"\x1f\x8b", "zip_file"),
    (b"\xd0\xcf\x11\xe0", "workbook_as_text"),
    (b"%PDF", "binary_file"),
)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class TextFile:
    """A text file whose encoding is known and whose first lines have been looked at.

    Parameters
    ----------
    path : Path
        Where it lies.
    file : str
        Its name as problems tell it.
    sha256 : str
        Of its bytes.
    encoding, errors : str
        As :func:`open` takes them.
    first_line : int
        Physical line of the first record; 2 where line 1 is ``sep=,``.
    separator : str
        One of :data:`SEPARATORS`, or what a ``sep=`` line names.
    problems : tuple of Problem
        Warnings on the encoding.
    head : tuple of Record
        The first records, blank ones left out.
    bare_returns : bool
        Whether some line ends with a carriage return alone.
    """

    path: Path
    file: str
    sha256: str
    encoding: str
    errors: str
    first_line: int
    separator: str
    problems: tuple[Problem, ...] = ()
    head: tuple[Record, ...] = ()
    bare_returns: bool = False

    @property
    def is_plain_utf8(self) -> bool:
        """Whether bytes can be taken for characters as far as lines and cells go."""
        return self.errors == "strict" and self.encoding[:5] == "utf-8" and not self.bare_returns

    def records(self, separator: str | None = None) -> Iterator[Record]:
        """Every record, blank lines included as empty lists.

        Parameters
        ----------
        separator : str, optional
            Used in place of the one found.

        Yields
        ------
        Record
            A record with broken quotes gives None, and reading goes on at its second line, so
            that one stray quote does not swallow the records after it.
        """
        with self.path.open(encoding=self.encoding, errors=self.errors, newline="") as stream:
            for _ in range(self.first_line - 1):
                next(stream, None)
            yield from split_records(stream, separator or self.separator, self.first_line)

    def separator_at(self, line: int) -> str:
        """The separator of the header at that line; of the file where its line 1 states one."""
        if self.first_line > 1:
            return self.separator
        with self.path.open(encoding=self.encoding, errors=self.errors, newline="") as stream:
            return guess_separator(next(islice(stream, line - 1, line), ""))


def split_records(lines: Iterator[str], separator: str, line: int) -> Iterator[Record]:
    """Records of physical lines; one with broken quotes is None, and its second line is read anew.

    Parameters
    ----------
    lines : iterator of str
        With their line ends.
    separator : str
        Between cells.
    line : int
        Number of the first of them.
    """
    while True:  # `again` follows behind, to go back to where a broken record started
        ahead, again = tee(lines)
        reader = csv.reader(ahead, delimiter=separator, strict=True)
        start = behind = line
        try:
            for cells in reader:
                yield line, cells
                line = start + reader.line_num
                if line - behind > _KEPT_LINES:
                    _skip(again, line - behind)
                    behind = line
            return
        except csv.Error:
            yield line, None
            _skip(again, line + 1 - behind)
            lines, line = again, line + 1


def _skip(lines: Iterator[str], count: int) -> None:
    next(islice(lines, count, count), None)


def shown_name(path: Path, root: Path) -> str:
    """Path relative to the project where it lies inside, else absolute; always with ``/``."""
    absolute, base = path.resolve(), root.resolve()
    inside = absolute.is_relative_to(base)
    return (absolute.relative_to(base) if inside else absolute).as_posix()


def open_text(path: Path, file: str, encoding: str | None = None) -> TextFile:
    """Find out how a text file is written, reading it once.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name as problems shall tell it.
    encoding : str, optional
        Declared by a mapping; then nothing is guessed.

    Returns
    -------
    TextFile

    Raises
    ------
    SourceError
        When it is empty, not text, cut off, or not in the declared encoding.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(_BLOCK)
    except OSError as error:
        raise SourceError(
            Problem("unreadable_file", {"reason": error.strerror or str(error)}, file)
        ) from error
    _refuse_other_kinds(start, file, declared=encoding is not None)
    tried = encoding or next((name for bom, name in _BOMS if start.startswith(bom)), "utf-8")
    sha256, fault, bare = _decoded(path, tried, file)
    errors, problems = "strict", ()
    if fault is not None:
        if encoding or tried != "utf-8":
            raise SourceError(Problem("wrong_encoding", {"encoding": tried}, file))
        tried, errors, problems = _fallback(path, fault, file)
    return _looked_at(
        TextFile(path, file, sha256, tried, errors, 1, ",", problems, bare_returns=bare)
    )


def _refuse_other_kinds(start: bytes, file: str, declared: bool) -> None:
    if not start.strip():
        raise SourceError(Problem("empty_file", {}, file))
    kind = next((name for magic, name in _OTHER_KINDS if start.startswith(magic)), None)
    wide = declared or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if kind is None and not wide and b"\x00" in start:
        kind = "binary_file"
    if kind is None and start.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        kind = "web_page"
    if kind is not None:
        raise SourceError(Problem(kind, {}, file))


def _decoded(path: Path, encoding: str, file: str) -> tuple[str, int | None, bool]:
    """Hash of the bytes, place of the first that is no text, and whether a return is bare."""
    digest = hashlib.sha256()
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise SourceError(Problem("unknown_encoding", {"encoding": encoding}, file)) from error
    done, fault, returns, tail = 0, None, 0, b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            if fault is None:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError as error:
                    fault = done + error.start
            done += len(block)
            returns += block.count(b"\r") - block.count(b"\r\n")
            returns -= tail == b"\r" and block[:1] == b"\n"
            tail = block[-1:]
    if fault is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise SourceError(Problem("cut_off_file", {"encoding": encoding}, file)) from error
    return digest.hexdigest(), fault, returns > 0


def _fallback(path: Path, fault: int, file: str) -> tuple[str, str, tuple[Problem, ...]]:
    """Encoding of a file that is not sound UTF-8: a few damaged bytes, or else Windows."""
    replaced = accents = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    windows = codecs.getincrementaldecoder("cp1252")()
    is_windows, line = True, 1
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            text = decoder.decode(block)
            replaced += text.count("�")
            accents += len(text) - len(text.encode("ascii", "ignore"))
            try:
                windows.decode(block)
            except UnicodeDecodeError:
                is_windows = False
        stream.seek(0)
        line += stream.read(fault).count(b"\n")
    if replaced * 2 < accents:
        problem = Problem("damaged_bytes", {"count": replaced}, file, line, severity="warn")
        return "utf-8", "replace", (problem,)
    if not is_windows:
        raise SourceError(Problem("binary_file", {}, file))
    assumed = {"encoding": "Windows-1252"}
    return "cp1252", "strict", (Problem("assumed_encoding", assumed, file, line, severity="warn"),)


def _looked_at(text: TextFile) -> TextFile:
    """The same file with its separator, first line and head found."""
    with text.path.open(encoding=text.encoding, errors=text.errors, newline="") as stream:
        lines = list(islice(stream, HEAD))
    declared = _SEPARATOR_LINE.fullmatch(lines[0].strip("\ufeff\r\n ")) if lines else None
    first_line = 2 if declared else 1
    body = [line for line in lines[first_line - 1 :] if line.strip() and not _is_comment(line)]
    separator = declared[1] if declared else guess_separator(body[0] if body else "")
    found = TextFile(
        **{**vars(text), "first_line": first_line, "separator": separator},
    )
    head = tuple(islice((r for r in found.records() if r[1] != []), HEAD))
    if not head:
        raise SourceError(Problem("empty_file", {}, text.file))
    return TextFile(**{**vars(found), "head": head})


def _is_comment(line: str) -> bool:
    return line.lstrip('" ').startswith("#")


def guess_separator(header: str) -> str:
    """The separator that stands most often outside the quotes of a header line; else a comma."""
    bare = _QUOTED.sub("", header)
    return max(SEPARATORS, key=lambda separator: (bare.count(separator), separator == ","))
