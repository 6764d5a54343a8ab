"""What kind of content a post is, from the words of an export and from its permalink."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from kpi_helpers.errors import Problem
from kpi_helpers.sources.headers import normalised

__all__ = ["CONTENT_TYPES", "blank_to_null", "content_types", "known_type"]

CONTENT_TYPES = (
    ("reel", "reel"),
    ("carousel", "carousel"),
    ("carrousel", "carousel"),
    ("album", "carousel"),
    ("story", "story"),
    ("stories", "story"),
    ("video", "video"),
    ("photo", "photo"),
    ("image", "photo"),
    ("link", "link"),
    ("lien", "link"),
    ("status", "text"),
    ("statut", "text"),
    ("text", "text"),
    ("event", "event"),
    ("evenement", "event"),
)
"""What a post type contains, accents and case aside, and what it is; the first that fits."""


def content_types(
    table: pa.Table, file: str, line: int, shown: Mapping[str, str]
) -> tuple[pa.ChunkedArray, list[Problem]]:
    """Content type of each record of a text table.

    Newer exports call reels videos; only the permalink tells them.

    Parameters
    ----------
    table : pyarrow.Table
        With text column ``permalink``, and ``post_type`` where the export has one.
    file : str
        Name of the file.
    line : int
        Physical line of the header.
    shown : Mapping[str, str]
        Header of ``post_type`` as found.

    Returns
    -------
    types : pyarrow.ChunkedArray of string
        Null where the type is not known.
    problems : list of Problem
        A warning for each type that is not known.
    """
    if "post_type" in table.column_names:
        coded = pc.dictionary_encode(table["post_type"]).unify_dictionaries()
        names = coded.chunk(0).dictionary.to_pylist() if coded.num_chunks else []
        lookup = pa.array([known_type(name) for name in names], pa.string())
        types = pa.chunked_array([lookup.take(c.indices) for c in coded.chunks], pa.string())
    else:
        names = []
        types = pa.chunked_array([pa.nulls(table.num_rows, pa.string())])
    is_reel = pc.fill_null(pc.match_substring_regex(table["permalink"], r"/reels?/"), False)
    known = sorted({kind for _, kind in CONTENT_TYPES})
    problems = [
        Problem(
            "unknown_post_type",
            {"found": name, "known": known},
            file,
            line,
            shown.get("post_type"),
            "warn",
        )
        for name in names
        if name and name.strip() and known_type(name) is None
    ]
    return pc.if_else(is_reel, "reel", types), problems


def known_type(name: str | None) -> str | None:
    """Content type that a word of an export means; None when it is not known."""
    form = normalised(name or "")
    return next((kind for word, kind in CONTENT_TYPES if word in form), None)


def blank_to_null(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts trimmed, empty ones null; not copied where none needs it."""
    loose = pc.any(pc.match_substring_regex(texts, r"^\s|\s$|^$")).as_py()
    if not loose:
        return texts
    trimmed = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
