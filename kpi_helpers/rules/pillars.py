"""Which theme each post belongs to: by the brand's declared words, or by hand.

Matching is by whole folded words, not by regular expressions, so that no declaration can stall.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import pandas as pd

__all__ = ["with_pillars"]


class _Pillar(Protocol):
    words: tuple[str, ...]
    hashtags: tuple[str, ...]


def with_pillars(
    posts: pd.DataFrame, pillars: Mapping[str, _Pillar], overrides: pd.DataFrame
) -> pd.DataFrame:
    """The posts, each with its theme and how it came to it.

    Parameters
    ----------
    posts : DataFrame
        ``post`` (id), ``label`` (caption).
    pillars : Mapping[str, Pillar]
        Declared order: where several match, the first holds.
    overrides : DataFrame
        ``date``, ``post``, ``pillar``, ``by``, ``reason``; the newest date of a post holds, the
        later row where two are of one day. An empty pillar says that the post has none.

    Returns
    -------
    DataFrame
        `posts` with ``pillar`` (null: none), ``pillar_by`` (``rule``, ``hand`` or ``none``) and
        ``ambiguous`` (bool: several pillars match and no hand has decided).
    """
    found = posts.copy()
    rules = {name: _prepared(pillar) for name, pillar in pillars.items()}
    matches = [_matching(text, rules) for text in posts["label"]]
    found["pillar"] = [names[0] if names else None for names in matches]
    found["pillar_by"] = ["rule" if names else "none" for names in matches]
    found["ambiguous"] = [len(names) > 1 for names in matches]
    by_hand = _newest(overrides)
    for row, post in zip(found.index, found["post"], strict=True):
        if post in by_hand:
            found.loc[row, ["pillar", "pillar_by", "ambiguous"]] = [by_hand[post], "hand", False]
    found["pillar"] = found["pillar"].astype(object)
    return found


def _newest(overrides: pd.DataFrame) -> dict[str, str | None]:
    ordered = overrides.sort_values("date", kind="stable")
    return {
        str(post): None if pd.isna(pillar) or not str(pillar).strip() else str(pillar).strip()
        for post, pillar in zip(ordered["post"], ordered["pillar"], strict=True)
    }


class _Rule(NamedTuple):
    whole: tuple[str, ...]  # word groups between spaces
    starts: tuple[str, ...]  # the same, open at their end
    tags: frozenset[str]


def _prepared(pillar: _Pillar) -> _Rule:
    whole, starts = [], []
    for pattern in pillar.words:
        words = " ".join(_words(pattern.removesuffix("*")))
        if words:
            (starts if pattern.endswith("*") else whole).append(f" {words}")
    tags = frozenset("".join(_words(tag)) for tag in pillar.hashtags)
    return _Rule(tuple(f"{words} " for words in whole), tuple(starts), tags - {""})


_TAG = re.compile(r"#(\w+)")


def _matching(caption: Any, rules: Mapping[str, _Rule]) -> list[str]:
    """Names of the pillars that a caption matches, in declared order."""
    if caption is None or pd.isna(caption):
        return []
    folded = _folded(str(caption))
    tags = set(_TAG.findall(folded))
    text = f" {' '.join(_words(_TAG.sub(' ', folded)))} "
    return [
        name
        for name, rule in rules.items()
        if tags & rule.tags or any(words in text for words in (*rule.whole, *rule.starts))
    ]


def _folded(text: str) -> str:
    """Without accents, case, or the fancy letters (bold, wide) that captions are written in."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", plain.casefold())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _folded(text))
