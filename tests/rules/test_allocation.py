"""Splits of a budget: worked answers on curves made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_helpers.catalogue.thresholds import ResponseLimits
from kpi_helpers.metrics.allocating import (
    Bounds,
    best_spends,
    broken_bounds,
    brought,
    least_spends,
    safe_spends,
    usual_bounds,
)
from kpi_helpers.metrics.channel_response import ChannelResponse
from kpi_helpers.metrics.experiment import telling_trial
from kpi_helpers.metrics.response import MULTIPLES, Response
from kpi_helpers.rules.allocation import reallocation
from kpi_helpers.rules.least_budget import least_budget
from kpi_helpers.rules.responses import response_curves, responses
from kpi_helpers.views.words import Words

LIMITS = ResponseLimits()


def made(sizes=(100.0, 200.0), spread=0.0, noise=10.0, explained=0.5):
    """Channels at 100 a week each that bring ``size × √multiple``; draws vary by `spread`."""
    scale = 1 + spread * np.linspace(-1, 1, 21)
    per = np.stack([scale if place % 2 == 0 else scale[::-1] for place in range(len(sizes))], 1)
    curves = per[:, :, None] * np.array(sizes)[None, :, None] * np.sqrt(MULTIPLES)
    names = tuple("abcdef"[: len(sizes)])
    return Response(
        names,
        np.full(len(sizes), 100.0),
        np.tile([0.0, 300.0], (len(sizes), 1)),
        curves,
        np.full((21, len(sizes)), 0.5),
        noise,
        explained,
        104,
        52,
    )


def told(response=None, **more):
    about = {"unit": "currency", "currency": "EUR", "result": "revenue"}
    return ChannelResponse(LIMITS, response=response or made(), **{**about, **more})


def whole(finding):
    return finding.table.iloc[-1]


FREE = Bounds(np.zeros(2), np.full(2, 200.0))


def test_the_best_split_of_two_roots_gives_four_times_as_much_to_the_one_twice_as_good():
    """√x and 2√x have equal slopes at 1 : 4, so 200 go 40 and 160."""
    assert best_spends(made(), FREE, 200.0) == pytest.approx([40, 160], abs=5)


def test_the_least_budget_of_the_best_result_is_the_budget_it_took():
    best = best_spends(made(), FREE, 200.0)
    result = float(brought(made(), best).mean(axis=0).sum())

    assert least_spends(made(), FREE, result).sum() == pytest.approx(200, rel=1e-6)


def test_a_target_out_of_reach_has_no_least_budget():
    assert least_spends(made(), FREE, 1000.0) is None


def test_a_fixed_channel_stays_and_a_bound_holds():
    bounds = Bounds(np.array([100.0, 0.0]), np.array([100.0, 90.0]))

    assert best_spends(made(), bounds, 190.0) == pytest.approx([100, 90])


@pytest.mark.parametrize(
    ("low", "high", "total", "broken"),
    [
        ([80.0, 0.0], [100.0, 100.0], 70.0, ("too_little", (0,))),
        ([0.0, 0.0], [50.0, 60.0], 120.0, ("too_much", (0, 1))),
        ([0.0, 70.0], [50.0, 60.0], 100.0, ("crossed", (1,))),
        ([0.0, 0.0], [50.0, 60.0], -1.0, ("too_little", (0, 1))),
        ([0.0, 0.0], [50.0, 60.0], 110.0, None),
    ],
)
def test_what_is_in_the_way_is_named(low, high, total, broken):
    assert broken_bounds(Bounds(np.array(low), np.array(high)), total) == broken


def test_an_impossible_split_is_refused():
    with pytest.raises(ValueError, match="no spends within the bounds"):
        best_spends(made(), FREE, 500.0)


@settings(max_examples=30, deadline=None)
@given(st.floats(10, 390), st.integers(0, 5))
def test_no_other_split_within_the_bounds_brings_more(total, seed):
    response = made()
    best = best_spends(response, FREE, total)
    other = np.random.default_rng(seed).dirichlet([1, 1]) * total
    other = np.clip([other[0], total - other[0]], 0, 200)
    other[1] = min(total - other[0], 200.0)

    assert best.sum() == pytest.approx(total)
    if other.sum() >= total - 1e-9:
        assert brought(response, best).mean(axis=0).sum() >= (
            brought(response, other).mean(axis=0).sum() - 1e-9
        )


def test_usual_bounds_stay_within_the_spends_seen_and_hold_today():
    response = replace(made(), seen=np.array([[80.0, 120.0], [110.0, 140.0]]))
    bounds = usual_bounds(response, 0.5)

    assert bounds.low.tolist() == [80, 100]
    assert bounds.high.tolist() == [120, 140]


def test_safe_spends_reach_the_target_as_often_as_asked():
    response = made(spread=0.3)
    aimed = brought(response, response.spend).sum(axis=1)
    spends = safe_spends(response, FREE, aimed, 0.95)
    reached = brought(response, spends).sum(axis=1) >= aimed

    assert reached.mean() >= 0.95
    assert safe_spends(response, FREE, np.full(21, 1e6), 0.95) is None


def test_a_trial_is_as_long_as_its_formula_says():
    """Slopes (√1.5 − √0.5) × size ÷ 1 vary by the draws' 0.1 × 0.6055; 3 × 100 ÷ (v × 0.25)."""
    response = made(spread=0.1)
    slope = (np.sqrt(1.5) - np.sqrt(0.5)) * 100 * (1 + 0.1 * np.linspace(-1, 1, 21))
    trial = telling_trial(response, 0, 0.5)
    weeks = 3 * 100 / (slope.var() * 0.25)

    assert trial.turn == 4  # half is left each week: a sixteenth after four, a tenth after 3.3
    assert (trial.weeks % 8, trial.weeks - 8 < weeks <= trial.weeks) == (0, True)


def test_a_clear_gain_is_advised_beside_the_line_without_a_change():
    finding = reallocation(told())
    rows = finding.table.set_index("channel")

    assert (finding.message, whole(finding)["conclusion"]) == ("reallocation_advised", "advised")
    assert rows.loc["total", "today"] == rows.loc["total", "proposed"] == 200
    assert rows.loc[["a", "b"], "proposed"].tolist() == [50, 150]  # half of today's is the most
    assert rows.loc["total", "brought_unchanged"] == 300
    assert rows.loc["total", "gained"] == pytest.approx(100 * 0.5**0.5 + 200 * 1.5**0.5 - 300)
    assert rows.loc["total", "chance"] == 1
    assert [ref.id for ref in finding.values["more"]] == ["b"]


def test_an_unsure_gain_is_no_evidence_and_the_trial_that_would_tell_is_named():
    finding = reallocation(told(made(sizes=(100.0, 110.0), spread=0.6)))

    assert finding.message == "reallocation_no_evidence"
    assert whole(finding)["chance"] < 0.95
    assert finding.values["weeks"] >= 2 * finding.values["turn"]
    assert whole(finding)[["trial", "step", "turn", "weeks"]].tolist() == [
        finding.values["channel"].id,
        0.5,
        finding.values["turn"],
        finding.values["weeks"],
    ]
    assert "What would tell" in Words("en").message(finding.message, finding.values)


def test_a_trial_of_more_than_a_year_is_not_proposed():
    finding = reallocation(told(made(sizes=(100.0, 110.0), spread=0.6, noise=1e4)))

    assert finding.message == "reallocation_no_evidence_long"


def test_channels_spent_together_are_given_as_the_reason():
    response = made(sizes=(100.0, 110.0), spread=0.6)

    assert reallocation(told(response, together=("a", "b"))).message == "reallocation_collinear"


def test_a_fit_that_foresaw_nothing_gives_no_advice():
    finding = reallocation(told(made(explained=-0.2)))

    assert (finding.message, whole(finding)["conclusion"]) == (
        "reallocation_unforeseen",
        "unforeseen",
    )
    assert "response_unforeseen" in {caveat.message for caveat in finding.caveats}


def test_equal_channels_have_nothing_better():
    assert reallocation(told(made(sizes=(100.0, 100.0)))).message == "reallocation_best_already"


def test_a_larger_budget_is_judged_beside_todays_split_of_it():
    finding = reallocation(told(), total=240.0)
    row = whole(finding)

    assert finding.message == "reallocation_advised_more"
    assert (row["today"], row["unchanged"], row["proposed"]) == pytest.approx((200, 240, 240))
    assert row["brought_unchanged"] == pytest.approx(300 * 1.2**0.5, rel=1e-3)
    assert reallocation(told(), total=180.0).message == "reallocation_advised_less"


def test_where_every_channel_stays_nothing_better_is_found_and_nothing_saved():
    kept, least = (rule(told(), fixed=["a", "b"]) for rule in (reallocation, least_budget))

    assert whole(kept)["conclusion"] == "best_already"
    assert whole(least)["conclusion"] == "costs"
    assert kept.table["proposed"].tolist() == least.table["proposed"].tolist() == [100, 100, 200]


def test_a_fixed_channel_and_bounds_in_money_are_kept():
    fixed = reallocation(told(), fixed=["a"])
    bound = reallocation(told(), low={"a": 90.0}, high={"b": 105.0}).table.set_index("channel")

    assert whole(fixed)["conclusion"] == "best_already"
    assert bound.loc[["a", "b"], "proposed"].tolist() == [95, 105]


@pytest.mark.parametrize(
    ("asked", "message", "channels"),
    [
        ({"total": 80.0}, "allocation_too_little", ["a", "b"]),
        ({"total": 500.0}, "allocation_too_much", ["a", "b"]),
        ({"low": {"a": 90.0}, "high": {"a": 80.0}}, "allocation_crossed", ["a"]),
    ],
)
def test_an_impossible_budget_names_the_bounds_in_the_way(asked, message, channels):
    finding = reallocation(told(), **asked)

    assert (finding.message, whole(finding)["conclusion"]) == (message, "infeasible")
    assert [ref.id for ref in finding.values["channels"]] == channels
    assert finding.table["proposed"].isna().all()
    assert whole(finding)["brought_unchanged"] == 300


def test_a_bound_beyond_the_spends_seen_is_said():
    response = replace(made(), seen=np.array([[80.0, 120.0], [80.0, 120.0]]))
    finding = reallocation(told(response), high={"b": 180.0})
    said = {caveat.message: caveat.values for caveat in finding.caveats}

    assert [ref.id for ref in said["response_unseen"]["channels"]] == ["b"]


def test_the_least_budget_for_todays_result_saves_where_the_split_is_poor():
    """Best within half and one and a half times: a at 50 and b at 114 bring what 100 each do."""
    finding = least_budget(told())
    row = whole(finding)

    assert finding.message == "least_budget_saves"
    assert row["proposed"] == pytest.approx(50 + 100 * ((300 - 50**0.5 * 10) / 200) ** 2, rel=0.02)
    assert row["chance"] >= 0.95


def test_a_target_that_no_budget_reaches_is_said():
    finding = least_budget(told(), target=5000.0)

    assert finding.message == "least_budget_no_evidence"
    assert finding.values["target"].value == 5000


def test_without_evidence_no_saving_is_told():
    assert least_budget(told(made(sizes=(100.0, 100.0), spread=0.5))).message == (
        "least_budget_costs"
    )


def test_returns_are_told_with_intervals_and_a_clear_first_is_named():
    finding = responses(told(made(spread=0.1)))
    rows = finding.table.set_index("channel")

    assert finding.message == "responses"
    assert finding.values["channel"].id == "b"
    assert rows.loc["b", ["per_money_lo", "per_money", "per_money_hi"]].tolist() == pytest.approx(
        [1.82, 2, 2.18]
    )
    assert rows.loc["a", "next_money"] == pytest.approx((1.1**0.5 - 1) / 0.1, rel=1e-3)
    assert rows["carry_weeks"].tolist() == [4, 4]


def test_returns_that_overlap_name_no_winner():
    assert responses(told(made(sizes=(100.0, 110.0), spread=0.6))).message == "responses_unclear"


def test_one_channel_is_told_alone():
    response = made(sizes=(100.0,))

    assert responses(told(response)).message == "responses_one"
    assert response_curves(told(response)).message == "response_curves_one"


def test_curves_start_at_nothing_and_mark_today():
    finding = response_curves(told())
    rows = finding.table[finding.table["channel"] == "b"]

    assert rows[["spent", "brought"]].iloc[0].tolist() == [0, 0]
    assert rows.loc[rows["is_today"], ["spent", "brought"]].values.tolist() == [[100, 200]]
    assert finding.values["share"].value == pytest.approx(2**0.5 - 1)


REFUSALS = ["response_short", "response_gaps", "response_repeated_weeks", "response_no_channel",
            "response_still", "response_currencies"]  # fmt: skip


@pytest.mark.parametrize("reason", REFUSALS)
@pytest.mark.parametrize("rule", [responses, response_curves, reallocation, least_budget])
def test_what_could_not_be_fitted_is_said_by_every_rule(rule, reason):
    values = {"weeks": 30, "needed": 52, "missing": 40, "currencies": ["EUR", "USD"]}
    nothing = ChannelResponse(
        LIMITS, "currency", "EUR", "revenue", reason=reason, values=values, silent={"a": "x"}
    )
    finding = rule(nothing)

    assert finding.message == reason
    assert finding.table["channel"].tolist() in ([], ["a"])
    for locale in ("en", "fr"):
        assert "{" not in Words(locale).message(finding.message, finding.values)


ASKED = {
    "advised": (told(), {}),
    "more": (told(), {"total": 240.0}),
    "less": (told(), {"total": 180.0}),
    "unsure": (told(made(sizes=(100.0, 110.0), spread=0.6)), {}),
    "orders": (told(unit="count"), {}),
    "no currency": (told(currency=None, unit="count"), {}),
    "impossible": (told(), {"total": 500.0}),
}


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("case", ASKED)
def test_every_answer_can_be_shown(case, locale):
    from kpi_helpers.views.show import present

    response, asked = ASKED[case]
    for finding in (
        reallocation(response, **asked),
        least_budget(response),
        responses(response),
        response_curves(response),
    ):
        assert present(finding, Words(locale)) is not None


def test_figures_of_the_sentence_stand_in_the_table():
    finding = reallocation(told())
    known = set(np.round(finding.table.select_dtypes("number").to_numpy().ravel(), 6))
    money = ("today", "unchanged", "proposed", "gained", "gained_lo", "gained_hi", "chance",
             "needed")  # fmt: skip

    assert {round(finding.values[name].value, 6) for name in money} <= known
    row = whole(reallocation(told(made(sizes=(100.0, 110.0), spread=0.6))))
    assert row["change"] == pytest.approx(0)


def test_an_answer_is_the_same_for_the_same_response():
    first, second = reallocation(told()), reallocation(told())

    pd.testing.assert_frame_equal(first.table, second.table)
