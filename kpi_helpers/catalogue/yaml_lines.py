"""Read YAML 1.2 with the line of every key, and tell every fault of a file at once.

The document is composed, not constructed: no tag can make an object, ``NO`` and ``12:30`` stay
text, dates stay text until a model asks for one, and a repeated key is told with both lines.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kpi_helpers.catalogue.faults import Path, Place
from kpi_helpers.errors import Problem

__all__ = ["Layer", "read_yaml"]

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Layer:
    """What one file says, or several merged, with the place of every key.

    Parameters
    ----------
    data : dict
        Plain dicts, lists, text, numbers, booleans and None. Never changed in place.
    places : dict of Path to Place
        Line of every key and list item; the empty path is the top of the file.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)


def read_yaml(path: FilePath, name: str) -> tuple[Layer, tuple[Problem, ...]]:
    """What a YAML file says, and everything wrong with it as YAML.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str
        The file as the user knows it, relative to the project.

    Returns
    -------
    Layer
        Empty when the file cannot be read.
    tuple of Problem
        A missing file, broken syntax, repeated keys, aliases, foreign tags.
    """
    try:
        content = path.read_bytes()
    except OSError:
        return Layer(), (Problem("file_missing", {"found": name}, file=name),)
    return _parsed(content, name)


@lru_cache(maxsize=256)
def _parsed(content: bytes, name: str) -> tuple[Layer, tuple[Problem, ...]]:
    """Cached by content: notebooks of one process, or forked from one, read the base once."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Layer(), (Problem("yaml_encoding", {}, file=name, line=line),)
    reader = YAML(typ="safe", pure=True)
    try:
        root = reader.compose(io.StringIO(text))
    except (YAMLError, ValueError, RecursionError) as error:
        return Layer(), (_syntax_problem(error, name),)
    if any(line.startswith("%YAML") for line in text.splitlines()):  # 1.1 would read NO as False
        return Layer(), (Problem("yaml_version", {}, file=name, line=1),)
    walk = _Walk(name)
    data = {} if root is None else walk.value(root, ())
    if not isinstance(data, dict):
        walk.problems.append(Problem("yaml_top", {}, file=name, line=1))
        data = {}
    walk.places[()] = Place(name, 1)
    return Layer(data, walk.places), tuple(walk.problems)


def _syntax_problem(error: Exception, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    detail = getattr(error, "problem", None) or type(error).__name__
    line = mark.line + 1 if mark else None
    return Problem("yaml_syntax", {"detail": str(detail)}, file=name, line=line)


class _Walk:
    """One pass over the composed nodes, gathering places and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def problem(self, message: str, line: int, path: Path, **values: Any) -> None:
        key = " › ".join(map(str, path)) or None
        self.problems.append(Problem(message, values, file=self.file, line=line, key=key))

    def value(self, node: Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.places.setdefault(path, Place(self.file, line))
        if id(node) in self._seen:
            return self.problem("yaml_alias", self.places[path].line, path)
        self._seen.add(id(node))
        if node.tag not in _TAGS:
            return self.problem("yaml_tag", line, path, found=node.tag)
        if isinstance(node, MappingNode):
            return dict(self._entries(node, path))
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        try:
            return _scalar(node)
        except ValueError:
            return self.problem("yaml_number", line, path, found=node.value)

    def _entries(self, node: MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self.problem("yaml_key", line, path)
                continue
            key = key_node.value
            if key in first:
                both = {"first": str(first[key]), "second": str(line), "found": key}
                self.problem("yaml_duplicate", line, (*path, key), **both)
                continue
            first[key] = line
            self.places[(*path, key)] = Place(self.file, line)
            yield key, self.value(value_node, (*path, key))


_KINDS = ("null", "bool", "int", "float", "str", "timestamp", "map", "seq")
_TAGS = {_TAG + kind for kind in _KINDS}


def _scalar(node: ScalarNode) -> Any:
    text = node.value
    match node.tag.removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            plain = text.replace("_", "")
            return int(plain, 0) if plain.lstrip("+-")[:2].lower() in ("0x", "0o") else int(plain)
        case "float":
            number = float(text.replace("_", ""))
            if not math.isfinite(number):
                raise ValueError(text)
            return number
    return text
