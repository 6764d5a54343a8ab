"""Write a KPI into a brand's file, or nothing at all.

The entry is put where the others stand and every other line keeps its bytes: comments, order, line
ends. Before the file is replaced, in one step, the whole catalogue is read with the change, so
that no declaration that would be refused ever reaches the file.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.catalogue.models import Catalogue, Kpi
from kpi_helpers.catalogue.versions import KPI_VALUE
from kpi_helpers.errors import CatalogueError, Problem

__all__ = ["write_kpi"]

_WIDE = 10_000  # characters: no text is broken into lines
_PLAIN = re.compile(r"\w(?:[\w ,.;!’'()/*+-]*[\w.!)])?")  # needs no quotes
_SHORT = 60  # characters of both languages together that stand on one line


def write_kpi(root: Path, brand: str, name: str, fields: Mapping[str, Any]) -> str:
    """Declare a KPI in a brand's file, or change one there under a new version.

    Parameters
    ----------
    root : pathlib.Path
        Project folder.
    brand : str
        Brand id.
    name : str
        Id of the KPI.
    fields : Mapping
        Fields of :class:`kpi_helpers.catalogue.models.Kpi`: plain texts, numbers, lists and
        mappings. Those that the brand's file holds beyond them are kept, except proofs of a
        formula that is no longer the same.

    Returns
    -------
    str
        File and line of its version, ``brands/alba.yaml:40``.

    Raises
    ------
    CatalogueError
        With every fault that the catalogue would have: an id that exists without a higher
        version, a formula that cannot be read, a missing text ... Then the file is as it was.
    """
    before = load_catalogue(root, brand)
    _refuse_same_version(before, name, fields)
    path = root / "params" / "brands" / f"{brand}.yaml"
    content = _bytes_of(path)
    kept = dict(fields)
    changed = name in before.kpis and _changes_value(before.kpis[name], fields)
    if changed and before.kpis[name].proofs:
        kept.setdefault("proofs", [])  # they prove the formula that was
    text = _with_entry(content.decode("utf-8"), name, kept)
    after = _checked(root, brand, text)
    _replace(path, content, text.encode("utf-8"))
    return after.provenance.get(f"kpis.{name}.version", "")


def _refuse_same_version(catalogue: Catalogue, name: str, fields: Mapping[str, Any]) -> None:
    known = catalogue.kpis.get(name)
    if known is None or _number(str(fields.get("version", ""))) > _number(known.version):
        return
    values = {"found": name, "version": known.version}
    values |= {"place": catalogue.provenance.get(f"kpis.{name}", "")}
    raise CatalogueError(Problem("writing_id_exists", values, key=f"kpis › {name} › version"))


def _number(version: str) -> tuple[int, ...]:
    """A version to compare; what is none is lowest, and told by the catalogue's own check."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else ()


def _changes_value(known: Kpi, fields: Mapping[str, Any]) -> bool:
    said = known.model_dump(mode="json")
    return any(key in fields and fields[key] != said[key] for key in KPI_VALUE)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> CatalogueError:
    detail = error.strerror or type(error).__name__
    return CatalogueError(Problem("writing_failed", {"detail": detail}, file=path.name))


# -- the text


def _with_entry(text: str, name: str, fields: Mapping[str, Any]) -> str:
    """The file's text with the entry in its place."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    if lines and not lines[-1]:
        lines.pop()
    document = YAML(typ="safe", pure=True).compose(io.StringIO(text.removeprefix("\ufeff")))
    section = _value(document, "kpis")
    if section is None or not (isinstance(section, MappingNode) and section.value):
        lines = [line for line in lines if line.split("#")[0].rstrip() != "kpis: {}"]
        return end.join([*lines, "", "kpis:", *_entry(name, fields, "  "), ""])
    if section.flow_style:
        line = section.start_mark.line + 1
        raise CatalogueError(Problem("writing_flow_section", {}, line=line, key="kpis"))
    indent = " " * section.value[0][0].start_mark.column
    own = next((pair for pair in section.value if pair[0].value == name), None)
    if own is None:
        at = _end_of(section, lines, len(indent))
        lines[at:at] = _entry(name, fields, indent)
    else:
        first, last = own[0].start_mark.line, _end_of(own[1], lines, len(indent) + 1)
        lines[first:last] = _changed_entry(lines[first:last], name, fields, indent)
    return end.join([*lines, ""])


def _value(document: Node | None, key: str) -> Node | None:
    pairs = document.value if isinstance(document, MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _end_of(node: Node, lines: list[str], indent: int) -> int:
    """Line after everything of a node, comments that are indented like it included."""
    last = max(_lines_of(node))
    while last < len(lines):
        line = lines[last]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) < indent:
            break
        last += 1
    return last


def _lines_of(node: Node) -> Iterable[int]:
    """Line after each scalar and each closing bracket in a node."""
    if isinstance(node, ScalarNode) or node.flow_style:
        yield node.end_mark.line + (node.end_mark.column > 0)
    else:
        for item in node.value:
            for inner in item if isinstance(item, tuple) else (item,):
                yield from _lines_of(inner)


def _entry(name: str, fields: Mapping[str, Any], indent: str) -> list[str]:
    return _dumped(CommentedMap({name: _styled(fields)}), indent)


def _changed_entry(
    lines: list[str], name: str, fields: Mapping[str, Any], indent: str
) -> list[str]:
    """An entry that stands already: its fields changed, its order and its comments kept."""
    text = "\n".join(line[len(indent) :] if line.strip() else "" for line in lines)
    known = _round_trip().load(text)
    if not isinstance(known[name], CommentedMap):
        known[name] = CommentedMap()
    for key, value in _styled(fields).items():
        known[name][key] = value
    return _dumped(known, indent)


def _dumped(data: CommentedMap, indent: str) -> list[str]:
    stream = io.StringIO()
    _round_trip().dump(data, stream)
    return [f"{indent}{line}" if line else "" for line in stream.getvalue().splitlines()]


def _round_trip() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _styled(fields: Mapping[str, Any]) -> CommentedMap:
    """Plain values in the line style of the files: short lists and pairs of texts on one line."""
    styled = CommentedMap()
    for key, value in fields.items():
        if isinstance(value, Mapping):
            value = CommentedMap({name: _text(one) for name, one in value.items()})
            if all(isinstance(v, str) for v in value.values()) and sum(map(len, value)) < _SHORT:
                short = sum(len(str(text)) for text in value.values()) <= _SHORT
                value.fa.set_flow_style() if short else value.fa.set_block_style()
        elif isinstance(value, list | tuple):
            value = CommentedSeq(value)
            value.fa.set_flow_style()
        styled[key] = value
    return styled


def _text(value: Any) -> Any:
    """A text that no line style misreads: between quotes, unless it is plain words."""
    plain = not isinstance(value, str) or _PLAIN.fullmatch(value)
    return value if plain else DoubleQuotedScalarString(value)


# -- the check, and the exchange


def _checked(root: Path, brand: str, text: str) -> Catalogue:
    """The whole catalogue as it would be read with the change."""
    with tempfile.TemporaryDirectory(prefix="kpi-check-") as folder:
        trial = Path(folder)
        for child in root.iterdir():
            if child.name not in ("params", ".git"):
                (trial / child.name).symlink_to(child.resolve(), child.is_dir())
        shutil.copytree(root / "params", trial / "params")
        path = trial / "params" / "brands" / f"{brand}.yaml"
        path.write_bytes(text.encode("utf-8"))
        try:
            return load_catalogue(trial, brand)
        except CatalogueError as error:
            raise CatalogueError(_placed(problem, root) for problem in error.problems) from None


def _placed(problem: Problem, root: Path) -> Problem:
    """A file beside ``params`` as the user knows it, although the trial only points to it."""
    file = problem.file or ""
    inside = file.removeprefix(f"{root.resolve().as_posix()}/")
    return replace(problem, file=inside or None)


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """Exchange the file in one step, unless somebody has changed it meanwhile."""
    if _bytes_of(path) != before:
        raise CatalogueError(Problem("writing_changed", {}, file=path.name))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _unwritable(path, error) from error
