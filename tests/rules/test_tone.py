"""The tone of comments is told with its error, or not at all."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kpi_helpers.catalogue.thresholds import ToneLimits
from kpi_helpers.metrics.tone import ToneReading
from kpi_helpers.periods import Month
from kpi_helpers.rules.tone import tone_examples, tone_of_month, tone_quality

MONTH = Month(2026, 9)
LIMITS = ToneLimits(min_labels=20, max_error=0.3, min_comments=5, examples=2)


def labelled(right: int, wrong: int, language: str = "en") -> pd.DataFrame:
    """Labels held out, half positive and half negative, of which some were misread."""
    count = right + wrong
    tones = ["positive" if at % 2 else "negative" for at in range(count)]
    other = {"positive": "negative", "negative": "positive"}
    read = [other[tone] if at < wrong else tone for at, tone in enumerate(tones)]
    return pd.DataFrame(
        {"comment": [f"{language}{at}" for at in range(count)], "text": "x", "language": language,
         "tone": tones, "predicted": read}
    )  # fmt: skip


def comments(*tones: str, language: str = "en", **more: object) -> pd.DataFrame:
    """Comments of the month as the model reads them."""
    frame = pd.DataFrame(
        {"comment": [f"c{at}" for at in range(len(tones))], "text": list(tones), "network": "x",
         "permalink": "https://x.example/1", "language": language, "labelled": None,
         "predicted": list(tones), "certainty": 0.9}
    )  # fmt: skip
    return frame.assign(**more)


def test_the_error_is_told_with_its_wilson_interval():
    row = tone_quality(ToneReading(labelled(36, 4), comments()), LIMITS).table.iloc[0]

    assert (row["labels"], row["errors"], row["error"]) == (40, 4, 0.1)
    assert row["lo"] == pytest.approx(0.0396, abs=5e-4)
    assert row["hi"] == pytest.approx(0.2305, abs=5e-4)
    assert row["judged"]


def test_a_language_in_which_the_model_errs_too_often_is_not_judged():
    finding = tone_quality(ToneReading(labelled(30, 10), comments()), LIMITS)

    assert finding.table["reason"].tolist() == ["tone_error_high"]
    assert finding.message == "tone_quality_weak"


def test_a_language_with_too_few_labels_is_not_judged_whatever_its_error():
    finding = tone_quality(ToneReading(labelled(19, 0), comments()), LIMITS)

    assert finding.table["reason"].tolist() == ["tone_labels_few"]
    assert finding.message == "tone_quality_few"


def test_comments_in_a_language_that_is_not_judged_are_counted_apart():
    reading = ToneReading(
        labelled(40, 0),
        pd.concat([comments(*["positive"] * 6), comments("negative", language="fr")]),
    )

    finding = tone_of_month(reading, MONTH, LIMITS)
    whole = finding.table.set_index("tone")

    assert whole.loc["positive", "share"] == pytest.approx(1)
    assert whole["comments"].unique().tolist() == [6]
    assert whole["unjudged"].unique().tolist() == [1]
    assert [caveat.message for caveat in finding.caveats] == ["tone_unjudged"]


def test_a_label_by_hand_counts_instead_of_what_the_model_reads():
    read = comments(*["positive"] * 10, labelled=["negative"] * 5 + [None] * 5)

    whole = tone_of_month(ToneReading(labelled(40, 0), read), MONTH, LIMITS).table.set_index("tone")

    assert whole.loc["negative", "share"] == pytest.approx(0.5)
    assert whole["labelled"].unique().tolist() == [5]


def test_too_few_comments_give_no_share():
    finding = tone_of_month(ToneReading(labelled(40, 0), comments("positive")), MONTH, LIMITS)

    assert finding.message == "tone_of_month_silent"
    assert finding.table["share"].isna().all()


def test_a_month_without_comments_says_so():
    finding = tone_of_month(ToneReading(labelled(40, 0), comments()), MONTH, LIMITS)

    assert finding.message == "tone_of_month_none"


def test_without_any_label_nothing_is_judged():
    reading = ToneReading(labelled(0, 0), comments(*["negative"] * 9))

    assert tone_of_month(reading, MONTH, LIMITS).message == "tone_of_month_silent"
    assert tone_examples(reading, LIMITS).message == "tone_examples_none"


def test_negative_comments_come_by_hand_first_then_by_certainty():
    read = comments(
        *["negative", "negative", "positive", "negative"],
        certainty=[0.6, 0.9, 0.9, 0.8],
        labelled=[None, None, "negative", "positive"],
    )

    finding = tone_examples(ToneReading(labelled(40, 0), read), LIMITS)

    assert finding.table["comment_text"].tolist() == ["positive", "negative"]
    assert math.isnan(finding.table["certainty"].iloc[0])
    assert finding.table["certainty"].iloc[1] == 0.9
    assert finding.values["count"] == 3
