"""Orders per click: intervals, what is shared, and a ranking that small numbers never top."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_creators import creator, creators

from kpi_helpers.catalogue.roles import ConversionLimits, Roles
from kpi_helpers.finding import Verdict
from kpi_helpers.rules.conversion import (
    Prior,
    conversion_intervals,
    conversion_of_creators,
    fitted_prior,
)
from kpi_helpers.rules.roles import typed_creators

ROLES, LIMITS = Roles(), ConversionLimits()
UNEVEN = [(0, 200), (1, 300), (2, 250), (30, 300), (25, 200), (3, 400), (28, 260), (1, 150)]


def finding_of(pairs, roles=ROLES):
    rows = [
        creator(f"c{i}", link_clicks_90d=clicks, orders_90d=orders)
        for i, (orders, clicks) in enumerate(pairs)
    ]
    return conversion_of_creators(typed_creators(creators(*rows), roles), roles)


def arrays(pairs):
    orders, clicks = np.array(pairs, dtype="float64").T
    return orders, clicks


def test_the_wilson_interval_of_one_of_two_is_the_textbook_one():
    table = conversion_intervals(*arrays([(1, 2)]), Prior(np.nan, np.nan, 1, "prior_few"), 0.95)

    assert table.loc[0, "conversion"] == 0.5
    assert table.loc[0, ["lo", "hi"]].tolist() == pytest.approx([0.0945, 0.9055], abs=5e-5)
    assert table[["shrunk", "shrunk_lo", "shrunk_hi"]].isna().all().all()


def test_a_share_is_pulled_to_the_common_mean_as_its_clicks_weigh():
    table = conversion_intervals(*arrays([(1, 2), (50, 100)]), Prior(0.1, 40.0, 9), 0.95)

    assert table["shrunk"].tolist() == pytest.approx([(4 + 1) / 42, (4 + 50) / 140])


def test_the_prior_is_found_again_in_many_creators():
    rng = np.random.default_rng(7)
    truth = rng.beta(0.04 * 50, 0.96 * 50, 4_000)
    clicks = rng.integers(20, 400, 4_000).astype("float64")
    prior = fitted_prior(rng.binomial(clicks.astype(int), truth).astype("float64"), clicks, LIMITS)

    assert prior.reason is None
    assert prior.mean == pytest.approx(0.04, abs=0.002)
    assert prior.strength == pytest.approx(50, rel=0.12)


def test_one_order_of_two_clicks_is_shown_grey_and_never_ranked():
    finding = finding_of([*UNEVEN, (1, 2)])

    tiny = finding.table[finding.table["link_clicks_90d"] == 2].iloc[0]
    assert tiny["conversion"] == 0.5 == finding.table["conversion"].max()
    assert bool(tiny["small"])
    assert np.isnan(tiny["ranking"])
    assert finding.table["creator"].iloc[-1] == tiny["creator"]
    assert finding.values["creator"] == "c4"


def test_the_first_is_called_clearly_above_only_when_its_interval_is():
    assert finding_of(UNEVEN).message == "creator_conversion"
    near = [(0, 40), (1, 30), (9, 90), (0, 30), (10, 80), (0, 50), (6, 60), (7, 80)]
    assert finding_of(near).message == "creator_conversion_unclear"


def test_creators_that_do_not_differ_beyond_chance_are_not_ranked():
    finding = finding_of(
        [(3, 100), (2, 100), (4, 100), (3, 100), (3, 90), (2, 90), (3, 80), (2, 70)]
    )

    assert finding.message == "creator_conversion_alike"
    assert finding.table["ranking"].isna().all()
    assert finding.values["mean"].value == pytest.approx(22 / 730)
    assert finding.table["lo"].notna().all()


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (UNEVEN[:7], "creator_conversion_few"),
        ([], "creator_conversion_few"),
        ([(0, 50)] * 9, "creator_conversion_no_orders"),
        ([(50, 50)] * 9, "creator_conversion_no_orders"),
    ],
)
def test_a_prior_that_cannot_be_fitted_is_told(pairs, message):
    finding = finding_of(pairs)

    assert (finding.message, finding.verdict) == (message, Verdict.UNKNOWN)
    assert finding.table["ranking"].isna().all()


def test_an_account_without_clicks_or_with_more_orders_than_clicks_has_no_rate_but_a_reason():
    finding = finding_of([*UNEVEN, (0, 0), (5, 2)])

    odd = finding.table.set_index("creator").loc[["c8", "c9"]]
    assert odd["reason"].tolist() == ["no_clicks", "orders_exceed_clicks"]
    assert odd[["conversion", "lo", "shrunk"]].isna().all().all()


def test_an_account_without_a_link_is_no_row():
    rows = [creator("without"), creator("with", link_clicks_90d=5, orders_90d=0)]

    table = conversion_of_creators(typed_creators(creators(*rows), ROLES), ROLES).table

    assert table["creator"].tolist() == ["with"]


def test_what_was_fitted_is_told_and_stands_in_the_table():
    finding = finding_of(UNEVEN)

    prior = finding.caveats[-1]
    assert prior.message == "conversion_prior"
    assert prior.values["mean"].value == finding.table["prior_mean"].iloc[0]
    assert prior.values["strength"].value == round(finding.table["prior_strength"].iloc[0])


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=8,
        max_size=20,
    )
)
def test_shrinkage_never_leaves_the_span_between_share_and_common_mean(pairs):
    orders, clicks = arrays(pairs)
    prior = fitted_prior(orders, clicks, LIMITS)
    table = conversion_intervals(orders, clicks, prior, 0.95)

    known = table.dropna(subset=["shrunk"])
    low = np.minimum(known["conversion"], prior.mean) - 1e-9
    high = np.maximum(known["conversion"], prior.mean) + 1e-9
    assert known["shrunk"].between(low, high).all()
    assert (known["shrunk_lo"] <= known["shrunk_hi"]).all()
    told = table.dropna(subset=["lo"])
    assert (told["lo"] <= told["conversion"] + 1e-9).all()


def test_intervals_hold_the_truth_as_often_as_they_say():
    seeds, held = 60, {"lo": [], "shrunk_lo": []}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        truth = rng.beta(0.04 * 30, 0.96 * 30, 40)
        clicks = rng.lognormal(4.5, 0.8, 40).round() + 1
        orders = rng.binomial(clicks.astype(int), truth).astype("float64")
        prior = fitted_prior(orders, clicks, LIMITS)
        table = conversion_intervals(orders, clicks, prior, 0.95)
        for low, found in held.items():
            inside = (table[low] <= truth) & (truth <= table[low.replace("lo", "hi")])
            found.append(inside.mean())

    for found in held.values():
        assert abs(np.mean(found) - 0.95) < 0.02
