from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest

from kpi_helpers.sources.captions import PLAIN, caption


def test_characters_taken_for_plain_are_left_alone_by_the_normal_form():
    """Neither changed on their own, nor joined with the one before."""
    plain = [chr(code) for low, high in PLAIN for code in range(low, high + 1)]

    assert [c for c in plain if unicodedata.normalize("NFKC", c) != c] == []
    assert [c for c in plain if unicodedata.combining(c)] == []


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("𝗡𝗼𝘂𝘃𝗲𝗮𝘂 ✨", "Nouveau ✨"),
        ("Ⓐlba 👩\u200d🎨 ❤\ufe0f", "Alba 👩\u200d🎨 ❤\ufe0f"),
        ("e\u0301te\u0301", "été"),
        ("trois\u00a0secondes…", "trois secondes..."),
        ("déjà vu — « œuvre »", "déjà vu — « œuvre »"),
    ],
)
def test_fancy_letters_become_letters(found, meant):
    assert caption([pa.array([found, "plain"])], 2).to_pylist() == [meant, "plain"]


def test_a_post_without_title_and_description_has_no_caption():
    assert caption([], 2).to_pylist() == [None, None]
    assert caption([pa.array(["", None, " "])], 3).to_pylist() == [None, None, None]
