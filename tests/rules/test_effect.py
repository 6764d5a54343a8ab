"""What may be said of actions, and what may not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from daily_effects import FIRST, LIMITS, MONTH, action, daily, log, place, sold

from kpi_helpers.finding import Figure, Ref, Verdict
from kpi_helpers.periods import Month
from kpi_helpers.rules.effect import effect_in_detail, effects_of_actions
from kpi_helpers.rules.effect_measured import measured_effects
from kpi_helpers.rules.effect_reading import Measured, spans_of

SALE = action("Sale", date(2026, 10, 5), date(2026, 10, 11))
POSTERS = action("Posters", date(2026, 9, 7), date(2026, 9, 20), cost=None)


def _lifted(by: float, first: date = SALE["start"], last: date = SALE["end"]) -> np.ndarray:
    values = sold()
    values[place(first) : place(last) + 1] *= by
    return values


def _measured(values: pd.DataFrame, *actions: dict, limits=LIMITS) -> Measured:
    return measured_effects(values, log(*actions), MONTH, limits)


def _only(measured: Measured) -> pd.Series:
    assert len(measured.table) == 1
    return measured.table.iloc[0]


# -- what is claimed


@pytest.fixture(scope="module")
def two_actions() -> Measured:
    """A sale that lifts orders by 40 per cent, and posters that do nothing."""
    return _measured(daily(_lifted(1.4)), SALE, POSTERS)


def test_an_effect_is_claimed_with_its_size_and_another_is_not(two_actions):
    finding = effects_of_actions(two_actions)

    table = finding.table.set_index("label")
    sale, posters = table.loc["Sale"], table.loc["Posters"]
    truth = sale["actual"] * (1 - 1 / 1.4)
    assert (sale["judgement"], posters["judgement"]) == ("effect_up", "effect_none")
    assert sale["difference_lo"] < truth < sale["difference_hi"]
    assert posters["difference_lo"] < 0 < posters["difference_hi"]
    assert finding.message == "effects_of_actions_found"
    assert finding.values["label"] == Ref("quoted", "Sale")
    assert finding.values["kpi"] == Ref("kpi", "orders")
    assert (finding.values["tests"], finding.values["count"]) == (2, 1)
    assert finding.values["false"] == Figure(0.05, "count")
    assert finding.verdict is Verdict.NEUTRAL


def test_every_figure_of_the_sentence_stands_in_the_table(two_actions):
    finding = effects_of_actions(two_actions)

    best = finding.table[finding.table["label"] == finding.values["label"].id].iloc[0]
    for name in ("difference", "difference_lo", "difference_hi", "difference_rel"):
        assert finding.values[name].value == best[name]
    assert finding.values["detectable"].value == finding.table["detectable"].min()


def test_what_was_less_what_was_expected_is_the_effect(two_actions):
    row = two_actions.table.iloc[1]

    assert row["difference"] == pytest.approx(row["actual"] - row["counterfactual"])
    assert row["difference_rel"] == pytest.approx(row["difference"] / row["counterfactual"])
    assert row["actual"] == pytest.approx(_lifted(1.4)[place(SALE["start"]) :][:7].sum())


def test_a_fall_is_told_as_one():
    row = _only(_measured(daily(_lifted(0.6)), SALE))

    assert (row["judgement"], row["difference_hi"] < 0) == ("effect_down", True)


def test_nothing_found_is_no_evidence_and_says_what_could_have_been_seen():
    finding = effects_of_actions(_measured(daily(sold()), SALE, POSTERS))

    assert finding.message == "effects_of_actions_none"
    assert finding.values["actions"] == 2
    assert 0.02 < finding.values["detectable"].value < 0.2


def test_the_same_question_gets_the_same_answer():
    rows = daily(_lifted(1.4))
    one = _measured(rows, SALE, POSTERS)
    other = _measured(rows.sample(frac=1, random_state=2), POSTERS, SALE)

    pd.testing.assert_frame_equal(one.table, other.table)


# -- cost


def test_money_back_is_told_in_one_currency_only():
    rows = daily(_lifted(1.4), "revenue", unit="currency", currency="EUR")
    foreign = {**SALE, "currency": "USD"}

    row = _only(_measured(rows, SALE))
    assert row["return_on_cost"] == pytest.approx(row["difference"] / 500)
    assert np.isnan(row["cost_per_result"])
    assert np.isnan(_only(_measured(rows, foreign))["return_on_cost"])
    assert [c.message for c in effects_of_actions(_measured(rows, SALE)).caveats] == [
        "effect_assumes",
        "effect_tests",
        "effect_controls",
        "effect_not_margin",
    ]


def test_each_order_gained_has_a_cost_where_something_was_paid_and_gained(two_actions):
    table = two_actions.table.set_index("label")

    assert table.loc["Sale", "cost_per_result"] == pytest.approx(
        500 / table.loc["Sale", "difference"]
    )
    assert np.isnan(table.loc["Posters", "cost_per_result"])
    for cost in (0.0, None):
        row = _only(_measured(daily(_lifted(1.4)), {**SALE, "cost": cost}))
        assert np.isnan(row["cost_per_result"])


# -- what is not claimed


def test_actions_that_share_days_are_told_together_only():
    page = action("Page", date(2026, 10, 9), None, cost=300.0)
    measured = _measured(daily(_lifted(1.4)), SALE, page)

    table = measured.table.set_index("label")
    assert set(table.loc[["Sale", "Page"], "judgement"]) == {"effect_inseparable"}
    assert table.loc[["Sale", "Page"], "difference"].isna().all()
    both = table.loc["Sale + Page"]
    assert (both["judgement"], both["members"], both["cost"]) == ("effect_up", 2, 800.0)
    assert (both["start"], both["end"]) == (SALE["start"], SALE["end"])


def test_an_action_that_follows_another_is_told_alone():
    after = action("After", date(2026, 10, 12), date(2026, 10, 14))
    table = _measured(daily(_lifted(1.4)), SALE, after).table.set_index("label")

    assert table.loc["Sale", "judgement"] == "effect_up"
    assert table.loc["After", "judgement"] == "effect_none"


def test_an_effect_as_large_as_on_earlier_dates_is_not_claimed():
    """Bursts of a day, now and then, that no action explains."""
    values = sold()
    values[100:280:18] *= 1.8
    values[102:280:18] *= 1.8
    one_day = action("Mail", date(2026, 10, 9), date(2026, 10, 9))
    values[place(one_day["start"])] *= 1.8
    limits = LIMITS.model_copy(update={"check_every_days": 2, "found_share": 0.9})

    row = _only(_measured(daily(values), one_day, limits=limits))

    assert row["dates_alike"] >= 5
    assert not row["claimed"]


def test_too_short_a_past_declines():
    early = action("Early", date(2026, 3, 2), date(2026, 3, 8))
    limits = LIMITS.model_copy(update={"months": 10})

    row = _only(_measured(daily(sold()), early, limits=limits))

    assert row["judgement"] == "effect_too_short"
    assert effects_of_actions(_measured(daily(sold()), early, limits=limits)).message == (
        "effects_of_actions_untold"
    )


def test_too_few_earlier_dates_decline():
    soon = action("Soon", date(2026, 5, 4), date(2026, 5, 10))
    limits = LIMITS.model_copy(update={"months": 10})

    assert _only(_measured(daily(sold()), soon, limits=limits))["judgement"] == "effect_unchecked"


@pytest.mark.parametrize("spoilt", ["missing", "incomplete", "twice", "mixed", "not_there"])
def test_an_action_with_a_day_that_cannot_be_read_is_declined(spoilt):
    rows = daily(_lifted(1.4))
    at = place(date(2026, 10, 8))
    if spoilt == "missing":
        rows.loc[at, "value"] = np.nan
    elif spoilt == "incomplete":
        rows.loc[at, "complete"] = False
    elif spoilt == "twice":
        rows = pd.concat([rows, rows.loc[[at]].assign(value=3.0)])
    elif spoilt == "mixed":
        rows.at[at, "caveats"] = ["definition_break_inside"]
    else:
        rows = rows.drop(index=at)

    assert _only(_measured(rows, SALE))["judgement"] == "effect_days_missing"


def test_a_row_that_is_there_twice_counts_once():
    rows = daily(_lifted(1.4))

    once, twice = (_only(_measured(one, SALE)) for one in (rows, pd.concat([rows, rows])))
    assert once["difference"] == twice["difference"]


@pytest.mark.parametrize("column", ["segment", "currency"])
def test_an_action_across_a_change_of_definition_is_declined(column):
    rows = daily(_lifted(1.4))
    late = [at >= place(date(2026, 10, 8)) for at in range(len(rows))]
    rows[column] = np.where(late, 1, 0) if column == "segment" else np.where(late, "EUR", "USD")

    assert _only(_measured(rows, SALE))["judgement"] == "effect_redefined"


def test_days_of_another_definition_do_not_teach():
    rows = daily(_lifted(1.4))
    rows.loc[: place(date(2026, 9, 20)), "segment"] = -1

    assert _only(_measured(rows, SALE))["judgement"] == "effect_too_short"


def test_a_kpi_that_does_not_move_is_declined():
    row = _only(_measured(daily(np.full(304, 5.0)), SALE))

    assert row["judgement"] == "effect_too_short"


def test_a_day_without_any_is_read_without_logarithms():
    values = _lifted(1.4)
    values[50] = 0.0

    assert _only(_measured(daily(values), SALE))["judgement"] == "effect_up"


# -- yardsticks named by hand


def _beside(seed: int) -> np.ndarray:
    """What visits do in waves, whatever the brand does."""
    rng = np.random.default_rng(seed)
    return 1000 * np.exp(0.4 * rng.standard_normal(304))


def test_a_yardstick_sharpens_what_can_be_seen_and_is_told():
    waves = _beside(3)
    rows = daily(_lifted(1.4) * waves / 1000)
    yardstick = daily(waves, "visits")

    alone = _only(_measured(rows, SALE))
    measured = measured_effects(rows, log(SALE), MONTH, LIMITS, yardstick)

    assert _only(measured)["detectable"] < 0.3 * alone["detectable"]
    assert _only(measured)["judgement"] == "effect_up"
    told = {caveat.message: caveat for caveat in effects_of_actions(measured).caveats}
    assert told["effect_controls_named"].values == {"kpis": [Ref("kpi", "visits")]}
    assert "effect_controls" not in told


def test_an_action_on_whose_days_a_yardstick_is_missing_is_declined():
    yardstick = daily(_beside(3), "visits").drop(index=place(date(2026, 10, 8)))

    measured = measured_effects(daily(_lifted(1.4)), log(SALE), MONTH, LIMITS, yardstick)

    assert _only(measured)["judgement"] == "effect_control_missing"


def test_a_yardstick_of_other_days_is_missing():
    later = daily(_beside(3), "visits")
    later["period_start"] = [day.replace(year=2027) for day in later["period_start"]]

    measured = measured_effects(daily(_lifted(1.4)), log(SALE), MONTH, LIMITS, later)

    assert _only(measured)["judgement"] == "effect_control_missing"


# -- which actions are asked about


def test_actions_of_the_months_asked_about_are_listed_oldest_first():
    old = action("Old", date(2026, 7, 1), date(2026, 7, 31))
    running = action("Running", date(2026, 10, 28), date(2026, 11, 20))
    coming = action("Coming", date(2026, 11, 23), date(2026, 11, 30))
    wrong = action("Wrong", date(2026, 10, 20), date(2026, 10, 18))

    table = _measured(daily(sold()), coming, running, SALE, old, wrong, SALE).table

    assert table["label"].tolist() == ["Sale", "Running"]
    assert table["end"].tolist() == [SALE["end"], date(2026, 10, 31)]


def test_groups_are_chains_of_shared_days():
    rows = [
        action("a", date(2026, 10, 1), date(2026, 10, 10)),
        action("b", date(2026, 10, 4), date(2026, 10, 5)),
        action("c", date(2026, 10, 10), date(2026, 10, 12), channel="Site", currency="USD"),
        action("d", date(2026, 10, 13), date(2026, 10, 13)),
    ]
    alone, groups = spans_of(log(*rows), date(2026, 10, 31))

    assert [(span.label, span.overlapped) for span in alone] == [
        ("a", True),
        ("b", True),
        ("c", True),
        ("d", False),
    ]
    only = groups[0]
    assert (len(groups), only.label, only.members) == (1, "a + b + c", 3)
    assert (only.start, only.end) == (date(2026, 10, 1), date(2026, 10, 12))
    assert (only.channel, only.cost, only.currency) == (None, None, None)


def test_without_actions_or_kpis_there_is_nothing_to_ask():
    empty = daily(sold()).iloc[:0]
    for measured in (_measured(daily(sold())), _measured(empty, SALE), _measured(empty)):
        finding = effects_of_actions(measured)

        assert finding.message == "effects_of_actions_empty"
        assert effect_in_detail(measured).message == "effect_in_detail_empty"


# -- one action in detail


def test_the_detail_is_that_of_the_clearest_claim_and_sums_to_it(two_actions):
    finding = effect_in_detail(two_actions)

    row = two_actions.table.set_index("label").loc["Sale"]
    table, last = finding.table, finding.table.iloc[-1]
    assert finding.message == "effect_in_detail_up"
    assert finding.values["label"] == Ref("quoted", "Sale")
    assert table["day"].iloc[0] == date(2026, 9, 7)
    assert table["day"].iloc[-1] == SALE["end"]
    assert table["during"].sum() == 7
    assert table.loc[~table["during"], "counterfactual"].isna().all()
    assert last["difference_so_far"] == pytest.approx(row["difference"])
    assert last["difference_so_far_lo"] == pytest.approx(row["difference_lo"])
    assert table["difference"].sum() == pytest.approx(row["difference"])


def test_a_chosen_action_is_told_whatever_is_concluded_of_it(two_actions):
    finding = effect_in_detail(two_actions, "Posters", "orders")

    assert finding.message == "effect_in_detail_none"
    assert finding.values["label"] == Ref("quoted", "Posters")
    told = {caveat.message: caveat.values for caveat in finding.caveats}["effect_checks"]
    row = two_actions.table.set_index("label").loc["Posters"]
    assert (told["checks"], told["found"]) == (row["dates_tried"], row["dates_found"])
    assert effect_in_detail(two_actions, "Unknown").message == "effect_in_detail_empty"


def test_an_action_that_cannot_be_told_has_no_detail():
    page = action("Page", date(2026, 10, 9), None)
    finding = effect_in_detail(_measured(daily(sold()), SALE, page), "Page")

    assert finding.message == "effect_in_detail_untold"
    assert finding.values == {"label": Ref("quoted", "Page")}
    assert finding.table.empty


def test_of_actions_with_one_name_the_newest_is_shown():
    again = action("Sale", date(2026, 9, 7), date(2026, 9, 13))
    finding = effect_in_detail(_measured(daily(_lifted(1.4)), again, SALE), "Sale")

    assert finding.values["start"] == SALE["start"]


def test_an_action_before_the_first_day_is_declined():
    before = action("Before", date(2025, 12, 20), date(2026, 1, 5))
    limits = LIMITS.model_copy(update={"months": 13})

    assert date(2026, 1, 1) == FIRST
    measured = measured_effects(daily(sold()), log(before), Month(2026, 10), limits)
    assert _only(measured)["judgement"] == "effect_days_missing"
