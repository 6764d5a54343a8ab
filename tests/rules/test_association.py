"""What may be said of KPIs that move together, and what may not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpi_helpers.catalogue.thresholds import AssociationLimits
from kpi_helpers.finding import Ref, Verdict
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules.association import moves_together, serves_objective

LIMITS = AssociationLimits()


def _noise(seed: int, months: int) -> np.ndarray:
    return np.exp(0.1 * np.random.default_rng(seed).normal(size=months))


@pytest.fixture
def history(frame, row):
    """A frame of monthly values of several KPIs, all of which end in September 2026."""

    def made(columns: dict[str, np.ndarray], **more: object) -> pd.DataFrame:
        rows = [
            row(kpi, str(month), value=float(value), **more)
            for kpi, values in columns.items()
            for month, value in zip(months_back(Month(2026, 9), len(values)), values, strict=True)
        ]
        return frame(rows)

    return made


def _followed(months: int, lag: int = 0, sign: int = 1) -> dict[str, np.ndarray]:
    """A KPI, and another that does the same `lag` months later."""
    noise = _noise(3, months + lag)
    return {"reach": noise[lag:], "sales": noise[:months] ** sign}


def test_two_kpis_that_do_the_same_are_claimed_in_the_same_month(history):
    finding = moves_together(history(_followed(36)), LIMITS)

    only = finding.table.iloc[0]
    assert finding.message == "moves_together_same"
    assert (only["lag"], only["rho"], only["claimed"]) == (0, 1.0, True)
    assert only["association"] == "relation_same"
    assert (finding.values["count"], finding.values["pairs"]) == (1, 1)


def test_the_one_that_moves_earlier_is_named_first_with_its_lead(history):
    later = _followed(40, lag=2)

    finding = moves_together(history({"sales": later["sales"], "reach": later["reach"]}), LIMITS)

    assert finding.message == "moves_together_ahead"
    assert finding.values["first"] == Ref("kpi", "reach")
    assert finding.values["second"] == Ref("kpi", "sales")
    assert finding.values["lag"] == 2


def test_moving_the_opposite_way_is_said(history):
    finding = moves_together(history(_followed(36, sign=-1)), LIMITS)

    assert finding.message == "moves_together_same_opposite"
    assert finding.table["rho"].iloc[0] == -1.0


def test_nothing_is_claimed_below_the_least_number_of_months(history):
    finding = moves_together(history(_followed(23)), LIMITS)

    only = finding.table.iloc[0]
    assert finding.message == "moves_together_short"
    assert (finding.values["months"], finding.values["needed"]) == (23, 24)
    assert not only["claimed"]
    assert only[["rho", "lo", "hi", "p", "q"]].isna().all()
    assert only["association"] == "association_too_short"


def test_twenty_four_months_are_enough_to_be_looked_at(history):
    assert moves_together(history(_followed(24)), LIMITS).values["pairs"] == 1


def test_a_shared_december_peak_is_no_association(history):
    season = np.array([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.5, 6.0])
    columns = {"reach": np.tile(season, 4), "sales": np.tile(season, 4)}
    columns = {kpi: peak * _noise(place, 48) for place, (kpi, peak) in enumerate(columns.items())}
    taken_as_it_is = pd.DataFrame(columns).diff().corr("spearman").loc["reach", "sales"]

    finding = moves_together(history(columns), LIMITS)

    assert taken_as_it_is > 0.4  # which chance gives less than once in a hundred
    assert finding.message == "moves_together_none"
    assert finding.table["p"].iloc[0] > 0.2


def test_a_shared_trend_is_no_association(history):
    growth = np.exp(0.2 * np.arange(36))

    finding = moves_together(
        history({"reach": growth * _noise(1, 36), "sales": growth * _noise(2, 36)}), LIMITS
    )

    assert finding.message == "moves_together_none"


def test_an_event_of_one_month_that_two_kpis_share_is_not_claimed(history):
    noise = np.exp(0.1 * np.random.default_rng(18).normal(size=(2, 36)))
    noise[:, 20] *= 6

    finding = moves_together(
        history({"reach": noise[0], "sales": noise[1]}), AssociationLimits(max_lag=0)
    )

    assert finding.table["q"].iloc[0] < 0.01  # by that month alone
    assert finding.message == "moves_together_none"
    assert finding.table["association"].tolist() == ["association_one_month"]


def test_the_interval_of_what_is_not_claimed_holds_zero(history):
    columns = _followed(36) | {f"kpi_{i}": _noise(20 + i, 36) for i in range(6)}

    table = moves_together(history(columns), LIMITS).table

    assert ((table["lo"] <= 0) & (table["hi"] >= 0)).tolist() == (~table["claimed"]).tolist()


def test_no_evidence_says_what_would_have_been_seen(history):
    finding = moves_together(history({"reach": _noise(1, 26), "sales": _noise(2, 26)}), LIMITS)

    assert finding.message == "moves_together_none"
    assert finding.values["detectable"].value == finding.table["detectable"].iloc[0]
    assert 0.5 < finding.values["detectable"].value < 1


def test_pairs_made_of_the_same_figures_are_named_and_never_tested(history):
    linked = [frozenset(("reach", "sales"))]

    finding = moves_together(history(_followed(36)), LIMITS, linked)

    assert finding.message == "moves_together_nothing"
    assert finding.table["association"].tolist() == ["association_same_figures"]
    assert finding.table["rho"].isna().all()
    assert finding.values["tests"] == 0


def test_too_short_is_told_with_the_months_of_what_is_too_short(history):
    long, short = history(_followed(40)), history({"views": _noise(5, 10)})
    linked = [frozenset(("reach", "sales"))]

    finding = moves_together(pd.concat([long, short], ignore_index=True), LIMITS, linked)

    assert finding.message == "moves_together_short"
    assert finding.values["months"] == 10


def test_a_currency_missing_as_a_number_loses_no_month(history):
    finding = moves_together(history(_followed(36)).assign(currency=np.nan), LIMITS)

    assert finding.table["months"].iloc[0] == 36


def test_incomplete_months_and_months_counted_in_two_ways_are_left_out(history):
    values = history(_followed(25))
    values.loc[values["period"] == "2026-08", "complete"] = False
    values.loc[[3], "caveats"] = pd.Series([["definition_break_inside"]], index=[3])

    finding = moves_together(values, LIMITS)

    assert finding.table["months"].iloc[0] == 23
    assert finding.message == "moves_together_short"


def test_only_the_newest_definition_is_read(history):
    values = history(_followed(36))
    values.loc[values["period"] >= "2025-06", "segment"] = 1

    finding = moves_together(values, LIMITS)

    assert finding.table["months"].iloc[0] == 16
    assert finding.message == "moves_together_short"


def test_a_kpi_that_never_moves_is_not_tested(history):
    finding = moves_together(history({"reach": np.ones(36), "sales": _noise(1, 36)}), LIMITS)

    assert finding.table["association"].tolist() == ["association_no_movement"]
    assert finding.message == "moves_together_nothing"


def test_order_and_repeated_rows_change_nothing(history):
    values = history(_followed(30, lag=1))
    shuffled = pd.concat([values, values.iloc[:5]]).sample(frac=1, random_state=1)
    shuffled["kpi"] = shuffled["kpi"].astype("category").cat.set_categories(["reach", "sales"])
    shuffled = shuffled.sort_values("kpi").astype({"kpi": object})

    one, other = (moves_together(frame, LIMITS).table for frame in (values, shuffled))

    pd.testing.assert_frame_equal(one, other)


def test_a_month_with_two_different_values_has_none(history):
    values = history(_followed(26))
    twice = values.iloc[[4]].assign(value=99.0)

    finding = moves_together(pd.concat([values, twice]), LIMITS)

    assert finding.table["months"].iloc[0] == 25


def test_zeros_and_negative_values_are_compared_by_plain_steps(history):
    values = np.round(10 * (_noise(1, 36) - 1))

    finding = moves_together(history({"reach": values, "sales": 2 * values}), LIMITS)

    assert finding.table["rho"].iloc[0] == 1.0


def test_no_kpi_and_one_kpi_have_no_pair(history):
    for values in (history(_followed(30)).iloc[:0], history({"reach": _noise(1, 30)})):
        finding = moves_together(values, LIMITS)

        assert finding.message == "moves_together_nothing"
        assert finding.table.empty


def test_the_number_of_comparisons_is_told_with_what_chance_makes_of_them(history):
    columns = {f"kpi_{i}": _noise(i, 30) for i in range(4)}

    finding = moves_together(history(columns), LIMITS)

    told = next(c for c in finding.caveats if c.message == "association_tests").values
    assert (told["pairs"], told["lags"], told["tests"]) == (6, 7, 42)
    assert round(told["chance"].value, 9) == 2.1
    assert told["rate"].value == 0.05


def test_what_is_claimed_holds_at_the_declared_rate_over_all_pairs(history):
    columns = _followed(36) | {f"kpi_{i}": _noise(10 + i, 36) for i in range(3)}

    table = moves_together(history(columns), LIMITS).table

    assert table["claimed"].tolist() == (table["q"] <= 0.05).tolist()
    assert (table["q"] >= table["p"]).all()
    assert table.loc[0, ["first", "second"]].tolist() == ["reach", "sales"]


def _links(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["objective", "kpi", "outcome"])


def test_a_kpi_ahead_of_its_outcome_is_told_with_its_months(history):
    links = _links(("sell", "reach", "sales"))

    finding = serves_objective(history(_followed(40, lag=3)), links, LIMITS)

    only = finding.table.iloc[0]
    assert finding.message == "serves_objective_ahead"
    assert (only["objective"], only["lag"], only["association"]) == ("sell", 3, "relation_ahead")
    assert finding.verdict is Verdict.NEUTRAL


def test_a_kpi_that_only_follows_its_outcome_does_not_serve_it(history):
    links = _links(("sell", "sales", "reach"))

    finding = serves_objective(history(_followed(40, lag=3)), links, LIMITS)

    assert finding.message == "serves_objective_none"
    assert finding.table["association"].iloc[0] == "relation_no_evidence"


def test_links_keep_their_order_and_each_says_why_it_has_no_answer(history):
    columns = _followed(36) | {"still": np.ones(36), "young": _noise(5, 36)}
    values = history(columns)
    values = values[(values["kpi"] != "young") | (values["period"] > "2025-12")]
    links = _links(
        ("known", "young", "sales"),
        ("sell", "still", "sales"),
        ("sell", "unknown", "sales"),
        ("sell", "sales", "sales"),
        ("sell", "reach", "sales"),
    )

    finding = serves_objective(values, links, LIMITS)

    assert finding.table["kpi"].tolist() == ["young", "still", "unknown", "sales", "reach"]
    assert finding.table["association"].tolist() == [
        "association_too_short",
        "association_no_movement",
        "association_too_short",
        "association_same_figures",
        "relation_same",
    ]
    assert (finding.values["count"], finding.values["total"]) == (1, 5)


def test_no_link_is_said(history):
    finding = serves_objective(history(_followed(36)), _links(), LIMITS)

    assert finding.message == "serves_objective_empty"
    assert finding.table.empty


def test_two_links_on_one_kpi_and_outcome_count_for_both_objectives(history):
    links = _links(("sell", "reach", "sales"), ("grow", "reach", "sales"))

    finding = serves_objective(history(_followed(36)), links, LIMITS)

    assert finding.table["claimed"].tolist() == [True, True]
