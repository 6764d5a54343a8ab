"""Names of creators that a shared report may hold: stable for a brand, and not to be undone.

A pseudonym is the start of HMAC-SHA256 of the creator's id under a key of the brand. Without the
key nobody can find the id by trying those they know (RFC 2104). The key lies outside reports and
version control; whoever loses it gets other pseudonyms from then on.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from kpi_helpers.errors import Problem, SessionError

__all__ = ["brand_key", "codes"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
SHORTEST = 4
BYTES = 32


def brand_key(root: Path, brand: str) -> bytes:
    """The brand's key, made at its first use.

    Parameters
    ----------
    root : pathlib.Path
        Project folder; keys lie in ``data/keys``.
    brand : str
        Brand id.

    Raises
    ------
    SessionError
        When the key can be neither read nor written, or is damaged.
    """
    path = root / "data" / "keys" / f"{brand}.key"
    shown = f"data/keys/{brand}.key"
    try:
        if not path.exists():
            _make_key(path)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        values = {"found": shown, "detail": str(error).splitlines()[0]}
        raise SessionError(Problem("key_unreadable", values, file=shown)) from error
    if not re.fullmatch(f"[0-9a-f]{{{2 * BYTES}}}", text):
        raise SessionError(Problem("key_damaged", {"found": shown}, file=shown))
    return bytes.fromhex(text)


def _make_key(path: Path) -> None:
    """Write a new key whole, or leave the one that another process has just written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)  # fails where one stands already: the first key wins
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def codes(ids: Iterable[str], key: bytes) -> dict[str, str]:
    """A short code for each id, different for each, the same for the same key.

    Where two ids begin alike, both take more characters until they differ.

    Parameters
    ----------
    ids : iterable of str
        All that a brand knows, so that the code of one does not depend on which are asked for.
    key : bytes
    """
    whole = {one: _letters(one, key) for one in set(ids)}
    length = dict.fromkeys(whole, SHORTEST)
    while True:
        taken: dict[str, list[str]] = {}
        for one, letters in whole.items():
            taken.setdefault(letters[: length[one]], []).append(one)
        alike = [one for group in taken.values() if len(group) > 1 for one in group]
        if not alike:
            return {one: whole[one][: length[one]] for one in sorted(whole)}
        for one in alike:
            length[one] += 1


def _letters(one: str, key: bytes) -> str:
    number = int.from_bytes(hmac.digest(key, one.encode(), "sha256"), "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(250, -1, -5))
