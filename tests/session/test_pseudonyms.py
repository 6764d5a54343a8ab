"""Names for shared reports: stable, readable, and not to be undone without the key."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.errors import SessionError
from kpi_helpers.session import pseudonyms
from kpi_helpers.session.pseudonyms import brand_key, codes

KEY = bytes(range(32))


def test_the_same_key_gives_the_same_code_and_another_key_another():
    assert codes(["ALB-001"], KEY) == codes(["ALB-001"], KEY)
    assert codes(["ALB-001"], KEY) != codes(["ALB-001"], bytes(32))


def test_a_code_is_hmac_sha256_in_letters_that_nobody_misreads():
    import hashlib
    import hmac

    number = int(hmac.new(KEY, b"ALB-001", hashlib.sha256).hexdigest(), 16)
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    expected = "".join(letters[(number >> shift) & 31] for shift in (250, 245, 240, 235))

    assert codes(["ALB-001"], KEY) == {"ALB-001": expected}


@given(st.sets(st.text(min_size=1), max_size=60))
def test_no_two_creators_share_a_code(ids):
    found = codes(ids, KEY)

    assert len(set(found.values())) == len(ids)


def test_codes_that_begin_alike_grow_until_they_differ(monkeypatch):
    whole = {"a": "AAAAB", "b": "AAAAC", "c": "CCCCC"}
    monkeypatch.setattr(pseudonyms, "_letters", lambda one, key: whole[one])

    assert codes(whole, KEY) == {"a": "AAAAB", "b": "AAAAC", "c": "CCCC"}


def test_a_key_is_made_once_whole_and_for_its_owner_alone(tmp_path):
    first = brand_key(tmp_path, "alba")

    path = tmp_path / "data/keys/alba.key"
    assert brand_key(tmp_path, "alba") == first
    assert len(first) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["alba.key"]
    assert brand_key(tmp_path, "other") != first


def test_many_at_once_get_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: brand_key(tmp_path, "alba"), range(24)))

    assert len(set(keys)) == 1


@pytest.mark.parametrize("text", ["", "abc", "z" * 64, "é" * 64])
def test_a_damaged_key_is_told_and_never_replaced(tmp_path, text):
    path = tmp_path / "data/keys/alba.key"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SessionError) as caught:
        brand_key(tmp_path, "alba")

    (problem,) = caught.value.problems
    assert problem.message in ("key_damaged", "key_unreadable")
    assert problem.file == "data/keys/alba.key"
    assert path.read_text(encoding="utf-8") == text


def test_a_key_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "data").write_text("no folder")

    with pytest.raises(SessionError) as caught:
        brand_key(tmp_path, "alba")

    assert caught.value.problems[0].message == "key_unreadable"
