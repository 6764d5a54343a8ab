"""The brand's own season, told apart from its growth."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_helpers.metrics.season import season_of
from kpi_helpers.periods import Month, months_back

LAST = Month(2026, 12)


def _months(values, **more):
    rows = [
        {"period_start": month.period.start, "value": value, "complete": True, "segment": 0} | more
        for month, value in zip(months_back(LAST, len(values)), values, strict=True)
    ]
    return pd.DataFrame(rows)


def test_a_flat_past_has_twelve_equal_months():
    assert season_of(_months([500.0] * 24), 24) == {n: pytest.approx(1) for n in range(1, 13)}


def test_one_large_month_is_told_beside_the_mean_of_its_year():
    season = season_of(_months([100.0] * 11 + [1_300.0] + [100.0] * 11 + [1_300.0]), 24)

    assert season[12] == pytest.approx(6.5)  # 1 300 of a mean of 200
    assert season[1] == pytest.approx(0.5)


def test_steady_growth_is_not_season():
    season = season_of(_months([100.0 + 10 * step for step in range(30)]), 24)

    assert season == {number: pytest.approx(1) for number in range(1, 13)}


def test_the_newest_months_do_not_set_their_own_yardstick():
    past = [100.0] * 36
    fallen = [*past[:-1], 40.0]

    assert season_of(_months(fallen), 24)[12] == season_of(_months(past), 24)[12]


@pytest.mark.parametrize("count", [0, 1, 23])
def test_less_than_two_years_tell_no_season(count):
    empty = pd.DataFrame(columns=["period_start", "value", "complete", "segment"])
    months = _months([100.0] * count) if count else empty

    assert season_of(months, 24) is None


def test_an_incomplete_last_month_is_left_out_and_one_in_the_middle_breaks_the_past():
    months = _months([100.0] * 25)
    months.loc[24, "complete"] = False
    assert season_of(months, 24) is not None

    months.loc[12, "complete"] = False
    assert season_of(months, 24) is None


def test_order_and_repeated_rows_change_nothing():
    months = _months([100.0] * 11 + [1_300.0] + [100.0] * 12)
    mixed = pd.concat([months, months]).sample(frac=1, random_state=1)

    assert season_of(mixed, 24) == season_of(months, 24)


@pytest.mark.parametrize("values", [[0.0] * 24, [-5.0] * 24, [100.0] * 12 + [-1.0] + [100.0] * 11])
def test_nothing_earned_and_paying_back_have_no_season(values):
    assert season_of(_months(values), 24) is None
