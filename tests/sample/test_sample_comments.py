"""Comments of the sample and what people called by hand: varied, awkward, honest about doubt."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from kpi_helpers.sample.comments import Comment, comments_of
from kpi_helpers.sample.profile import BRANDS
from kpi_helpers.sample.spans import MONTHS
from kpi_helpers.sample.world import make_world

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["brands"]
PROFILES = {profile.id: profile for profile in BRANDS}
ALBA = "maison_alba"
every_brand = pytest.mark.parametrize("brand", PROFILES)


@cache
def _comments(brand: str) -> tuple[Comment, ...]:
    world = make_world(PROFILES[brand])
    return tuple(comment for month in MONTHS for comment in comments_of(world, month))


def _labels(brand: str, name: str) -> list[dict[str, str]]:
    with (SAMPLE / "labels" / brand / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@every_brand
def test_tones_languages_and_turns_have_their_shares(brand):
    found = _comments(brand)
    tones, turns = Counter(one.tone for one in found), Counter(one.turn for one in found)
    assert 1000 < len(found) < 1400
    assert 0.42 < tones["positive"] / len(found) < 0.55
    assert 0.25 < tones["neutral"] / len(found) < 0.35
    assert 0.17 < tones["negative"] / len(found) < 0.27
    assert 0.10 < (turns["mixed"] + turns["ironic"]) / len(found) < 0.18
    own = sum(one.language == PROFILES[brand].locale for one in found)
    assert 0.76 < own / len(found) < 0.84


@every_brand
def test_the_truth_knows_every_comment(brand):
    found, truth = _comments(brand), TRUTH[brand]
    assert truth["comments"] == {one.id: one.tone for one in found}
    assert set(truth["turns"].values()) == {"mixed", "ironic", "odd"}
    assert set(truth["foreign_comments"]) < set(truth["comments"])


@every_brand
def test_texts_differ_and_hold_what_pages_and_sheets_trip_over(brand):
    texts = [one.text for one in _comments(brand)]
    assert len(set(texts)) > 900
    assert any(text.startswith("=") for text in texts)
    assert any("<b>" in text for text in texts)
    assert any("\n" in text and '"' in text for text in texts)
    assert any("🙃" in text for text in texts)
    assert all(text == text.strip() for text in texts)


def test_alba_hears_of_its_payment_page_in_october_2026_alone():
    months = {
        month: [one for one in _comments(ALBA) if str(one.day)[:7] == month]
        for month in ("2026-09", "2026-10")
    }
    share = {
        month: sum(one.tone == "negative" for one in found) / len(found)
        for month, found in months.items()
    }
    about = {
        month: sum("paiement" in one.text.lower() or "pay" in one.text.lower() for one in found)
        for month, found in months.items()
    }
    assert share["2026-10"] > share["2026-09"] + 0.08
    assert about["2026-09"] == 0 < about["2026-10"]


@every_brand
def test_labels_are_of_older_comments_in_both_languages_and_rarely_wrong(brand):
    rows, truth = _labels(brand, "comments.csv"), TRUTH[brand]
    newest = {
        comment: max(group, key=lambda row: row["labelled_on"])
        for comment, group in groupby(
            sorted(rows, key=lambda row: row["comment"]), lambda row: row["comment"]
        )
    }
    wrong = sum(row["tone"] != truth["comments"][name] for name, row in newest.items())
    assert len(newest) >= 300
    assert all(
        name.split("-")[1] < row["labelled_on"][:7].replace("-", "") for name, row in newest.items()
    )
    assert 0 < wrong < 0.05 * len(newest)
    foreign = set(truth["foreign_comments"])
    assert 40 < sum(name in foreign for name in newest) < 120
    assert {row["language"] for name, row in newest.items() if name not in foreign} == {
        PROFILES[brand].locale
    }
    assert {row["tone"] for row in rows} == {"positive", "neutral", "negative"}


@every_brand
def test_eight_labels_were_set_right_later_and_one_stands_above_what_it_corrects(brand):
    rows, truth = _labels(brand, "comments.csv"), TRUTH[brand]["comments"]
    twice = [name for name, count in Counter(row["comment"] for row in rows).items() if count == 2]
    assert len(twice) == 8
    for name in twice:
        early, late = sorted(
            (row for row in rows if row["comment"] == name), key=lambda row: row["labelled_on"]
        )
        assert early["tone"] != truth[name] == late["tone"]
        assert date.fromisoformat(early["labelled_on"]) < date(2026, 9, 14)
    assert rows[0]["labelled_on"] == "2026-09-14"


@every_brand
def test_roles_given_by_hand_are_of_listed_creators_and_change_with_time(brand):
    rows = _labels(brand, "creators.csv")
    accounts = {(one["creator"], one["network"]) for one in TRUTH[brand]["creators"]}
    assert {(row["creator"], row["network"]) for row in rows} <= accounts
    assert [row["role"] for row in rows] == ["ambassador", "none", "ambassador", "expert", "star"]
    assert rows[1]["creator"] == rows[2]["creator"]
    assert rows[1]["since"] < rows[2]["since"] < "2026-10-31" < rows[4]["since"]
