"""The translations of a language, read from its gettext catalogues.

English texts are their own message ids, so English needs no catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

__all__ = ["LOCALE_FOLDER", "read_catalogue", "translations"]

LOCALE_FOLDER = Path(__file__).with_name("locale")


@cache
def translations(locale: str) -> Mapping[str, str]:
    """English text to its translation, of every ``*.po`` file of the language.

    Parameters
    ----------
    locale : str
        ``fr``; a language without catalogues has no translations.

    Raises
    ------
    ValueError
        When two files translate the same text differently.
    """
    merged: dict[str, str] = {}
    for path in sorted((LOCALE_FOLDER / locale / "LC_MESSAGES").glob("*.po")):
        for text, translation in read_catalogue(path).items():
            if merged.setdefault(text, translation) != translation:
                raise ValueError(
                    f"{path.name} translates {text!r} as {translation!r}, "
                    f"another file as {merged[text]!r}; use one of them in both"
                )
    return MappingProxyType(merged)


def read_catalogue(path: Path) -> dict[str, str]:
    """English text to translation of one file; entries that are empty or fuzzy are left out."""
    with path.open("rb") as stream:
        catalogue = read_po(stream)
    return {
        message.id: message.string
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
