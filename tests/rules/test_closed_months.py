"""What closed months say now, on tiny frames with worked answers."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_helpers import __version__
from kpi_helpers.finding import Caveat, Figure, Ref, Verdict
from kpi_helpers.periods import Month
from kpi_helpers.rules import ledger

HEAD = {
    "close": 1,
    "close_reason": None,
    "workbench_version": __version__,
    "known_at": pd.Timestamp("2026-09-10"),
}


@pytest.fixture
def told(frame, row):
    """Readings of one KPI and month from what C, D and N say; None is no such row."""

    def make(*cases):
        closed, again, now = [], [], []
        for kpi, c, d, n, *more in cases:
            sides = more[0] if more else {}
            given = {"month": sides.get("month", "2026-08")}
            if c is not ...:
                closed.append(row(kpi, given["month"], value=c, **HEAD) | sides.get("c", {}))
                again.append(row(kpi, given["month"], value=d) | sides.get("d", {}))
            if n is not ...:
                now.append(row(kpi, given["month"], value=n) | sides.get("n", {}))
        none = row("views", **HEAD)
        parts = [frame(part) if part else frame([none]).iloc[:0] for part in (closed, again, now)]
        return ledger.three_readings(*parts)

    return make


def _only(readings):
    assert len(readings) == 1
    return readings.iloc[0]


def test_later_exports_restate_a_figure(told):
    only = _only(told(("views", 100, 130, 130)))

    assert only["cause"] == "restated"
    assert (only["restated_change_abs"], only["redefined_change_abs"]) == (30, 0)
    assert (only["change_abs"], only["change_rel"]) == (30, 0.3)


def test_a_new_definition_redefines_a_figure(told):
    only = _only(told(("ctr", 0.04, 0.04, 0.05)))

    assert only["cause"] == "redefined"
    assert only["restated_change_abs"] == 0
    assert round(only["redefined_change_abs"], 12) == 0.01
    assert round(only["change_rel"], 12) == 0.25


def test_both_may_move_a_figure_even_against_one_another(told):
    only = _only(told(("views", 100, 130, 100)))

    assert only["cause"] == "restated_and_redefined"
    assert (only["restated_change_abs"], only["redefined_change_abs"]) == (30, -30)
    assert only["change_abs"] == 0


def test_the_rounding_of_sums_is_no_restatement(told):
    assert _only(told(("revenue", 0.1 + 0.2, 0.3, 0.3)))["cause"] == "same"


def test_a_tiny_figure_is_not_taken_for_rounding(told):
    assert _only(told(("rate", 1e-12, 2e-12, 2e-12)))["cause"] == "restated"


def test_a_change_from_zero_has_no_proportion(told):
    only = _only(told(("cases", 0, 4, 4)))

    assert (only["cause"], only["change_abs"]) == ("restated", 4)
    assert pd.isna(only["change_rel"])


def test_a_change_below_zero_keeps_its_direction(told):
    assert _only(told(("nps", -10, -5, -5)))["change_rel"] == 0.5


@pytest.mark.parametrize(
    ("c", "d", "n", "cause", "reason"),
    [
        (None, 5, 5, "answered_since", "no_data"),
        (5, None, None, "unanswered_since", "stale"),
        (5, 5, None, "unanswered_since", "stale"),
        (None, None, None, "unanswered", "stale"),
        (5, None, 7, "changed", "zero_denominator"),
        (5, None, 5, "same", None),
    ],
)
def test_a_missing_figure_is_named_with_its_reason(told, c, d, n, cause, reason):
    sides = {
        "c": {"reason": None if c is not None else "no_data"},
        "d": {"reason": None if d is not None else "zero_denominator"},
        "n": {"reason": None if n is not None else "stale"},
    }

    only = _only(told(("views", c, d, n, sides)))

    assert (only["cause"], only["reason"]) == (cause, reason)


def test_kpis_that_are_new_or_gone_are_named(told):
    readings = told(("old", 5, 6, ...), ("fresh", ..., None, 7), ("views", 1, 1, 1))

    causes = readings.set_index("kpi")["cause"].to_dict()
    assert causes == {"old": "kpi_gone", "fresh": "kpi_new", "views": "same"}
    gone = readings.set_index("kpi").loc["old"]
    assert gone["restated_change_abs"] == 1
    assert pd.isna(gone["change_abs"])


@pytest.mark.parametrize(
    "now", [{"unit": "ratio"}, {"unit": "currency", "currency": "USD"}], ids=["unit", "currency"]
)
def test_figures_of_two_units_are_never_subtracted(told, now):
    then = {"unit": "currency", "currency": "EUR"}

    only = _only(told(("spend", 100, 110, 120, {"c": then, "d": then, "n": now})))

    assert only["cause"] == "unit_changed"
    assert pd.isna(only["change_abs"])
    assert pd.isna(only["redefined_change_abs"])


def test_a_figure_closed_in_another_unit_is_not_shown_in_todays(told):
    then = {"unit": "percent"}
    finding = ledger.restatements(told(("ctr", 0.1, 0.1, 10, {"c": then, "d": then})))

    assert pd.isna(finding.table["closed_value"].iloc[0])
    assert finding.message == "restatements_uncompared"
    assert finding.values["others"] == 1


figures = st.one_of(st.none(), st.floats(-1e9, 1e9, allow_nan=False))


@settings(deadline=None)
@given(figures, figures, figures)
def test_what_was_restated_and_redefined_is_the_change(c, d, n):
    frames = [
        pd.DataFrame(
            [
                {"period": "2026-08", "kpi": "views", "kpi_version": "1.0.0", "value": value}
                | {"unit": "count", "currency": None, "reason": "no_data", "complete": True}
                | {"caveats": []}
                | HEAD
            ]
        )
        for value in (c, d, n)
    ]

    only = _only(ledger.three_readings(*frames))

    if None in (c, d, n):
        assert pd.isna(only["restated_change_abs"] + only["redefined_change_abs"])
    else:
        total = only["restated_change_abs"] + only["redefined_change_abs"]
        assert total == pytest.approx(n - c, abs=1e-6)
        assert only["change_abs"] == n - c


def test_closed_months_are_counted_month_by_month(told):
    july = {"month": "2026-07"}
    finding = ledger.closed_months(
        told(
            ("views", 100, 130, 130),
            ("orders", 10, 10, 10),
            ("ctr", 0.1, 0.2, 0.3),
            ("cases", None, 3, 3, {"c": {"reason": "no_data"}}),
            ("spend", None, None, None),
            ("views", 90, 90, 90, july),
        )
    )

    assert finding.table["period"].tolist() == ["2026-08", "2026-07"]
    counts = ["figures", "same", "changed", "restated", "redefined", "uncompared"]
    assert finding.table[counts].to_numpy().tolist() == [[4, 1, 2, 2, 1, 1], [1, 1, 0, 0, 0, 0]]
    assert finding.message == "closed_months_uncompared"
    assert {name: finding.values[name] for name in ("months", "figures", "same", "changed")} == {
        "months": 2,
        "figures": 5,
        "same": 2,
        "changed": 2,
    }
    assert finding.verdict is Verdict.NEUTRAL


def test_months_that_say_the_same_are_told_in_one_sentence(told):
    finding = ledger.closed_months(told(("views", 1, 1, 1)))

    assert (finding.message, finding.values["figures"]) == ("closed_months_same", 1)


def test_without_a_close_nothing_is_claimed(told):
    readings = told()

    assert ledger.closed_months(readings).message == "closed_months_none"
    assert ledger.restatements(readings).message == "restatements_none"


def test_a_close_over_an_incomplete_month_brings_its_caveat(told):
    finding = ledger.closed_months(told(("views", 1, 1, 1, {"c": {"complete": False}})))

    assert finding.caveats == (Caveat("closed_incomplete", {"kpis": [Ref("kpi", "views")]}),)


def test_a_close_of_another_version_of_the_workbench_is_told(told):
    finding = ledger.closed_months(told(("views", 1, 1, 1, {"c": {"workbench_version": "0.0.1"}})))

    assert finding.caveats == (Caveat("closed_by_other_version", {"versions": ["0.0.1"]}),)


def test_the_largest_change_in_proportion_is_named_first(told):
    finding = ledger.restatements(
        told(("views", 1000, 1100, 1100), ("orders", 10, 12, 12), ("cases", 5, 5, 5))
    )

    assert finding.table["kpi"].tolist() == ["orders", "views"]
    assert finding.message == "restatements_restated"
    assert finding.values["kpi"] == Ref("kpi", "orders")
    assert finding.values["month"] == Month(2026, 8)
    assert finding.values["change"] == Figure(0.2, "relative", change=True)
    assert finding.values["closed"] == Figure(10.0, "count")


def test_a_sentence_on_both_causes_tells_both_parts(told):
    finding = ledger.restatements(told(("views", 100, 130, 120)))

    assert finding.message == "restatements_restated_and_redefined"
    assert finding.values["restated"] == Figure(30.0, "count", change=True)
    assert finding.values["redefined"] == Figure(-10.0, "count", change=True)


def test_a_score_and_a_rate_over_too_few_cases_are_listed_and_not_ranked(told):
    score = {side: {"unit": "score"} for side in "cdn"}
    few = {"n": {"caveats": ["small_denominator"]}}
    finding = ledger.restatements(
        told(("nps", 1, 40, 40, score), ("csat", 0.5, 1, 1, few), ("views", 100, 101, 101))
    )

    assert finding.values["kpi"] == Ref("kpi", "views")
    assert finding.table["rank"].notna().sum() == 1
    assert ledger.restatements(told(("nps", 1, 40, 40, score))).message == "restatements_unranked"


def test_the_order_of_rows_does_not_matter(told, frame):
    cases = [("views", 1, 2, 2), ("orders", 3, 3, 3), ("ctr", 5, 6, 7)]

    one = told(*cases).set_index("kpi").sort_index()
    other = told(*cases[::-1]).set_index("kpi").sort_index()

    pd.testing.assert_frame_equal(one, other)
