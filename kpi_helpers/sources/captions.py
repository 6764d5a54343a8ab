"""Captions of posts, their fancy letters made letters."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["PLAIN", "caption"]

PLAIN = (
    (0x00, 0x7F),  # ASCII
    (0xC0, 0x131),  # letters of western Europe
    (0x152, 0x153),  # Œ œ
    (0x200D, 0x200D),  # joins the parts of an emoji
    (0x2012, 0x2015),  # dashes
    (0x2018, 0x201F),  # quotation marks
    (0x20AC, 0x20AC),  # €
    (0x2190, 0x21FF),  # arrows
    (0x25A0, 0x27BF),  # shapes and dingbats
    (0xFE0F, 0xFE0F),  # asks for the colour form of an emoji
    (0x1F300, 0x1FAFF),  # emoji
)
"""Ranges of characters that normal form KC leaves as they are: most captions hold no other."""

_FANCY = "[^" + "".join(f"\\x{{{low:X}}}-\\x{{{high:X}}}" for low, high in PLAIN) + "]"
_BLANK = pa.scalar(None, pa.string())


def caption(texts: Sequence[pa.Array], rows: int) -> pa.Array:
    """The longest of several columns in each record, in normal form KC, emoji kept.

    Parameters
    ----------
    texts : sequence of pyarrow.Array of string
        Title and description, as far as the export has them.
    rows : int
        Number of records.

    Returns
    -------
    pyarrow.Array of string
        Trimmed; null where all are blank.
    """
    label = pa.repeat(pa.scalar(""), rows)
    for text in texts:
        other = pc.utf8_trim_whitespace(_normal(pc.fill_null(text, "")))
        label = pc.if_else(pc.greater(pc.utf8_length(other), pc.utf8_length(label)), other, label)
    return pc.if_else(pc.equal(label, ""), _BLANK, label)


def _normal(text: pa.Array) -> pa.Array:
    """𝗡𝗼𝘂𝘃𝗲𝗮𝘂 becomes Nouveau; only texts with such characters are worked on."""
    fancy = pc.match_substring_regex(text, _FANCY)
    if not pc.any(fancy).as_py():
        return text
    return pc.replace_with_mask(text, fancy, pc.utf8_normalize(text.filter(fancy), form="NFKC"))
