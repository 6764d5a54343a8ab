"""The themes a brand writes about, and the words by which a post is put to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kpi_helpers.catalogue.entry import Entry, Text
from kpi_helpers.catalogue.faults import Fault

__all__ = ["Pillar", "pillar_faults"]


class Pillar(Entry):
    """A theme of the brand's posts.

    Parameters
    ----------
    label : Text
    words : tuple of str
        Words or word groups of the caption, whole; an asterisk at the end allows any ending.
    hashtags : tuple of str
        Without the sign.
    """

    label: Text
    words: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


_WORDS = re.compile(r"[\w'’\- ]+\*?")
_TAG = re.compile(r"\w+")


def pillar_faults(pillars: Mapping[str, Pillar]) -> Iterator[Fault]:
    """Pillars that nothing can match, and patterns that are no words."""
    for name, pillar in pillars.items():
        if not pillar.words and not pillar.hashtags:
            yield Fault(("pillars", name), "pillar_empty", {"found": name})
        for i, text in enumerate(pillar.words):
            if not _WORDS.fullmatch(text) or _letters(text) < 2:
                yield Fault(("pillars", name, "words", i), "pillar_words", {"found": text})
        for i, text in enumerate(pillar.hashtags):
            if not _TAG.fullmatch(text) or _letters(text) < 2:
                yield Fault(("pillars", name, "hashtags", i), "pillar_hashtags", {"found": text})


def _letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)
