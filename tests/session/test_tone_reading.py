"""Comments and labels of the sample, as a session reads them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kpi_helpers.catalogue.hand_labels import read_comment_labels
from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.session import open_session

BRANDS = ("maison_alba", "northwind_outdoor")


@pytest.mark.parametrize("brand", BRANDS)
def test_the_error_told_is_no_smaller_than_the_true_one(workspace, brand):
    session = open_session(brand, "2026-10", "en", str(workspace))
    truth = json.loads((workspace / "data/sample/truth.json").read_text(encoding="utf-8"))
    tones = truth["brands"][brand]["comments"]

    reading = session.tone.reading()
    told = (reading.labels["predicted"] != reading.labels["tone"]).mean()
    unseen = reading.comments[reading.comments["labelled"].isna()]
    wrong = (unseen["predicted"] != unseen["comment"].map(tones)).mean()

    assert len(reading.labels) >= 300
    assert len(unseen) >= 30
    assert 0.05 < told < 0.25
    assert wrong < told + 2 * (told * (1 - told) / len(unseen)) ** 0.5


def test_two_readings_are_the_same(workspace):
    first, second = (
        open_session("maison_alba", "2026-10", "fr", str(workspace)).tone.reading()
        for _ in range(2)
    )

    assert first.comments.equals(second.comments)


def test_the_newest_label_of_a_comment_holds_and_a_later_one_is_not_known_before(workspace):
    brand = load_catalogue(workspace, "maison_alba").brand
    every, problems = read_comment_labels(workspace, brand)
    session = open_session("maison_alba", "2026-10", "fr", str(workspace))
    early = open_session("maison_alba", "2026-01", "fr", str(workspace), "2026-05-01")
    labels = session.tone.labels().set_index("comment")["tone"]

    assert problems == []
    assert labels.index.is_unique
    for comment in {label.comment for label in every}:
        newest = max(
            (one for one in every if one.comment == comment), key=lambda one: one.labelled_on
        )
        assert labels[comment] == newest.tone
    assert len(early.tone.labels()) == len(
        {one.comment for one in every if f"{one.labelled_on}" <= "2026-05-01"}
    )


def test_a_bad_label_is_told_with_file_and_line(tmp_path, workspace):
    brand = load_catalogue(workspace, "maison_alba").brand.model_copy(update={"labels": "labels"})
    (tmp_path / "labels").mkdir()
    text = "comment,language,tone,labelled_on,labelled_by\na,fr,happy,2026-01-02,ana\n"
    (tmp_path / "labels/comments.csv").write_text(text, encoding="utf-8")

    _, problems = read_comment_labels(tmp_path, brand)

    assert [(p.file, p.line, p.key) for p in problems] == [("labels/comments.csv", 2, "tone")]


def test_whom_a_comment_names_is_masked(workspace):
    texts = open_session("maison_alba", "2026-10", "fr", str(workspace)).tone.comments()["text"]

    assert not texts.str.contains(r"@\w").any()


def test_a_label_given_in_the_lab_is_kept_dated_and_not_asked_for_again(tmp_path, workspace):
    sample = open_session("northwind_outdoor", "2026-10", "en", str(workspace))
    brand = sample.brand.model_copy(update={"labels": str(tmp_path)})
    session = replace(sample, catalogue=sample.catalogue.model_copy(update={"brand": brand}))
    asked = session.tone.labelling("ana")
    first, second = (item["id"] for item in asked["items"][:2])

    asked["save"](first, "negative")
    asked["save"](second, "positive")
    asked["save"](first, "neutral")
    again = session.tone.labelling("ana")

    labels, problems = read_comment_labels(workspace, brand)
    assert problems == []
    assert [(one.comment, one.tone, one.labelled_by) for one in labels] == [
        (first, "negative", "ana"),
        (second, "positive", "ana"),
        (first, "neutral", "ana"),
    ]
    assert again["labelled"] == 2
    assert not {first, second} & {item["id"] for item in again["items"]}
