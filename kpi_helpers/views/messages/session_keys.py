"""What is told when the key behind a brand's pseudonyms cannot be used."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "key_unreadable": (
        "cannot read or write the key of pseudonyms “{found}”: {detail} · a file that this account "
        "may read, in a folder where it may write · mend the rights, or set privacy: names"
    ),
    "key_damaged": (
        "the key of pseudonyms “{found}” is damaged · 64 signs 0-9 and a-f · restore it from a "
        "backup; without one, remove it and every pseudonym changes"
    ),
}
