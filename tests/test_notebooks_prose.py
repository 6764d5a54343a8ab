"""Every word of a notebook exists in both languages, and nothing is translated that is gone."""

from __future__ import annotations

import json
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "kpi_helpers/views/locale/fr/LC_MESSAGES"


def _cells() -> set[str]:
    return {
        "".join(cell["source"]).strip()
        for path in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    }


def _translated() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in CATALOGUES.glob("prose_*.po"):
        with path.open("rb") as handle:
            found |= {str(entry.id): str(entry.string) for entry in read_po(handle) if entry.id}
    return found


def test_each_prose_cell_has_its_french_and_no_french_is_left_over():
    assert set(_translated()) == _cells()


def test_the_french_keeps_the_headings_of_the_english():
    for english, french in _translated().items():
        marks = [text.split(" ")[0] for text in (english, french)]

        assert french
        assert not english.startswith("#") or marks[0] == marks[1]
