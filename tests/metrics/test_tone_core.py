"""The tone of comments: languages told apart, errors held out, confusions taken back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpi_helpers.metrics.tone import (
    adjusted_shares,
    confusion,
    held_out,
    languages,
    read_tones,
    tone_shares,
)

GOOD = ["lovely cream", "lovely balm", "lovely oil", "lovely soap", "lovely scent", "lovely brush"]
BAD = ["broken pump", "broken cap", "broken jar", "broken box", "broken lid", "broken tube"]


def labels(texts: list[str], tones: list[str]) -> pd.DataFrame:
    """Labelled comments in English."""
    return pd.DataFrame(
        {"comment": [f"l{n}" for n in range(len(texts))], "text": texts, "language": "en",
         "tone": tones}
    )  # fmt: skip


def test_french_and_english_are_told_apart_and_others_are_not_judged():
    assert languages(
        [
            "Trop cher pour ce que c’est",
            "Really nice jacket",
            "Ich habe gestern zwei Jacken für meine Kinder bestellt, wunderbar",
            "👍👍",
            "",
        ]
    ) == ["fr", "en", "other", "other", "other"]


def test_no_comment_is_judged_by_a_model_that_has_seen_its_words():
    # Twelve times the same words with tones at random: known by heart they would be all right.
    texts = GOOD + BAD
    read = held_out(texts * 2, (["positive"] * 6 + ["negative"] * 6) * 2)

    assert read[:12] == read[12:]
    assert held_out(["same words"] * 24, ["positive", "negative"] * 12) == [None] * 24


def test_what_words_tell_is_learnt():
    assert held_out(GOOD + BAD, ["positive"] * 6 + ["negative"] * 6) == (
        ["positive"] * 6 + ["negative"] * 6
    )


def test_accents_and_capitals_make_no_other_word():
    reading = read_tones(
        labels([*GOOD, *BAD], ["positive"] * 6 + ["negative"] * 6),
        pd.DataFrame(
            {"comment": ["a"], "text": ["LÓVELY soap"], "network": ["x"], "permalink": [None],
             "language": ["en"]}
        ),
    )  # fmt: skip

    assert reading.comments["predicted"].tolist() == ["positive"]


@pytest.mark.parametrize(
    "tones",
    [["positive"] * 12, ["positive"] * 9 + ["negative"] * 3, []],
    ids=["one", "few", "none"],
)
def test_too_few_labels_of_a_tone_teach_nothing(tones):
    assert held_out((GOOD + BAD)[: len(tones)], tones) == [None] * len(tones)


def test_a_label_by_hand_stands_beside_what_the_model_reads():
    learnt = labels([*GOOD, *BAD], ["positive"] * 6 + ["negative"] * 6)
    comments = pd.DataFrame(
        {"comment": ["l0", "new"], "text": ["lovely cream", "broken hinge"], "network": "x",
         "permalink": None, "language": "en"}
    )  # fmt: skip

    read = read_tones(
        learnt.assign(tone=["neutral"] * 5 + ["positive"] + ["negative"] * 6), comments
    )

    assert read.comments["labelled"].fillna("").tolist() == ["neutral", ""]


def test_known_confusions_are_taken_back():
    # Of 10 positive 8 are read so and 2 as neutral; of 10 neutral 9 as such, 1 as negative; of 10
    # negative all. 30 positive, 20 neutral, 10 negative comments are so read as 24, 24, 12.
    true = np.array(["positive"] * 10 + ["neutral"] * 10 + ["negative"] * 10, dtype=object)
    seen = np.array(
        ["positive"] * 8 + ["neutral"] * 2 + ["neutral"] * 9 + ["negative"] + ["negative"] * 10,
        dtype=object,
    )

    chances = confusion(true, seen)
    shares = adjusted_shares(chances, np.array([24, 24, 12]))

    assert chances[:, 0].tolist() == [0.8, 0.2, 0.0]
    assert shares == pytest.approx([30 / 60, 20 / 60, 10 / 60], abs=1e-6)


def test_a_tone_without_labels_gets_no_share():
    true = np.array(["positive"] * 10 + ["negative"] * 10, dtype=object)

    shares = adjusted_shares(confusion(true, true), np.array([5, 3, 2]))

    assert shares[1] == 0
    assert shares.sum() == pytest.approx(1)


def test_comments_labelled_by_hand_alone_have_no_error():
    table = tone_shares(
        np.array([], dtype=object), np.array([], dtype=object), np.zeros(3, int),
        np.array([6, 3, 1]), 0.95,
    )  # fmt: skip

    assert table["share"].tolist() == [0.6, 0.3, 0.1]
    assert table["lo"].tolist() == table["hi"].tolist() == [0.6, 0.3, 0.1]
