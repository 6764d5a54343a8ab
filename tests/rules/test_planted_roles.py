"""The roles planted in the sample are found again from what its sheets say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from kpi_helpers.catalogue.roles_reading import read_roles
from kpi_helpers.catalogue.yaml_lines import Layer
from kpi_helpers.periods import Month
from kpi_helpers.rules.authenticity import checked_audience
from kpi_helpers.rules.conversion import conversion_of_creators
from kpi_helpers.rules.roles import typed_creators
from kpi_helpers.sample.creators import Creator, creators_of
from kpi_helpers.sample.profile import BRANDS

ROOT = Path(__file__).resolve().parents[2]
ROLES, PROBLEMS = read_roles(ROOT, Layer())
SEEDS = range(4)
LAST = Month(2026, 10)


def frame_of(cast: tuple[Creator, ...], month: Month = LAST) -> pd.DataFrame:
    """A snapshot as a session would hand it over."""
    rows = [
        {"creator": one.id, "label": one.name, "network": one.network, **one.figures}
        for one in cast
    ]
    return pd.DataFrame(rows).assign(snapshot=month.period.end, age_days=0, stale=False)


@pytest.fixture(scope="module")
def found():
    """Each brand and seed: who plays what, and what the rules say."""
    return [
        (cast, typed_creators(frame_of(cast), ROLES))
        for profile in BRANDS
        for cast in (creators_of(profile, LAST, seed=seed) for seed in SEEDS)
    ]


def test_the_committed_rules_are_sound():
    assert PROBLEMS == []


def test_planted_roles_are_found_again(found):
    scores = [
        f1_score([one.role for one in cast], typed["role"].fillna("none"), average="macro")
        for cast, typed in found
    ]

    assert np.mean(scores) >= 0.9
    assert min(scores) >= 0.85


def test_a_sure_label_is_right_more_often_than_a_borderline_one_and_as_often_as_it_says(found):
    right, confidence = [], []
    for cast, typed in found:
        right += [a.role == b for a, b in zip(cast, typed["role"].fillna("none"), strict=True)]
        confidence += typed["confidence"].tolist()
    hit, sure = np.array(right), np.array(confidence)
    limit = ROLES.doubt.borderline

    assert hit[sure >= limit].mean() > hit[sure < limit].mean()
    assert hit[sure >= 0.95].mean() >= 0.95
    assert hit.mean() >= np.nanmean(sure) - 0.02


def test_planted_oddities_are_worth_a_check_and_few_others_are():
    raised, others = {}, []
    for profile in BRANDS:
        months = [LAST.shifted(-back) for back in range(10, -1, -1)]
        casts = [creators_of(profile, month) for month in months]
        every = pd.concat(
            [frame_of(cast, month) for cast, month in zip(casts, months, strict=True)]
        )
        typed = typed_creators(frame_of(casts[-1]), ROLES)
        checked = checked_audience(typed, every, ROLES)
        for one, signals in zip(casts[-1], checked["signals"], strict=True):
            names = {signal["criterion"] for signal in signals}
            if one.oddity in ("follower_spike", "low_engagement", "generic_comments"):
                raised.setdefault(one.oddity, []).append(names)
            else:
                others.append(bool(names))

    assert all("spike" in names for names in raised["follower_spike"])
    assert all("engagement_low" in names for names in raised["low_engagement"])
    assert all("generic" in names for names in raised["generic_comments"])
    assert np.mean(others) < 0.05


def test_the_planted_order_of_two_clicks_tops_no_ranking(found):
    for cast, typed in found:
        odd = {one.name for one in cast if one.oddity == "one_order_of_two_clicks"}
        table = conversion_of_creators(typed, ROLES).table

        assert table.loc[table["creator"].isin(odd) & table["small"], "ranking"].isna().all()
        assert not odd & set(table.loc[table["ranking"] == 1, "creator"])
