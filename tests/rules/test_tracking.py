"""Rule 2 on tiny frames with worked answers."""

from datetime import date

import pandas as pd

from kpi_helpers.finding import Figure, Ref, Verdict
from kpi_helpers.periods import Month
from kpi_helpers.rules import tracking


def test_month_in_figures_names_the_largest_rise_and_the_largest_fall(frame, compared_row):
    compared = frame(
        [
            compared_row("views", 1100, 1000),
            compared_row("orders", 80, 100),
            compared_row("sessions", 510, 500),
        ]
    )

    finding = tracking.month_in_figures(compared)

    assert finding.message == "month_in_figures"
    assert finding.values["rise"] == Ref("kpi", "views")
    assert finding.values["rise_change"] == Figure(0.1, "relative", change=True)
    assert finding.values["fall"] == Ref("kpi", "orders")
    assert finding.values["fall_change"] == Figure(-0.2, "relative", change=True)
    assert finding.values["month"] == Month(2026, 9)


def test_a_sentence_that_ranks_by_proportion_shows_the_proportion(frame, compared_row):
    compared = frame([compared_row("ctr", 0.05, 0.04, unit="percent")])

    finding = tracking.month_in_figures(compared)

    assert finding.message == "month_in_figures_one_way"
    assert finding.values["change"].unit == "relative"
    assert round(finding.values["change"].value, 12) == 0.25
    assert round(finding.table["previous_change_abs"].iloc[0], 12) == 0.01


def test_a_movement_has_no_colour_without_an_objective(frame, compared_row):
    finding = tracking.month_in_figures(frame([compared_row("orders", 80, 100)]))

    assert finding.verdict is Verdict.NEUTRAL


def test_what_cannot_be_compared_shows_no_change_and_its_reason(frame, compared_row):
    compared = frame(
        [
            compared_row("views", 1100, 1000, comparable=False, reason="definition_break"),
            compared_row("views", 1100, None, kind="year_ago"),
        ]
    )

    finding = tracking.month_in_figures(compared)

    only = finding.table.iloc[0]
    assert finding.message == "month_in_figures_uncompared"
    assert pd.isna(only["previous_change_rel"])
    assert only["previous_reason"] == "definition_break"
    assert only["year_ago_reason"] == "no_baseline"


def test_months_already_answered_stand_beside_the_figure_as_its_history(frame, row, compared_row):
    history = frame(
        [row("views", "2026-09", value=3), row("views", "2026-08", value=2)],
    )

    finding = tracking.month_in_figures(frame([compared_row("views", 3, 2)]), history)

    assert finding.table["history"].iloc[0] == [2.0, 3.0]


def test_an_incomplete_figure_brings_its_caveat(frame, compared_row):
    compared = frame([compared_row("views", 3, 2, complete=False)])

    finding = tracking.month_in_figures(compared)

    assert [c.message for c in finding.caveats] == ["incomplete"]
    assert finding.caveats[0].values == {"kpis": [Ref("kpi", "views")]}


def _months(count):
    return [str(Month(2026, 9).shifted(-back)) for back in range(count - 1, -1, -1)]


def test_a_record_needs_twelve_complete_months(frame, row):
    short = [row("views", month, value=i) for i, month in enumerate(_months(11))]
    long = [row("orders", month, value=-i) for i, month in enumerate(_months(12))]

    finding = tracking.monthly_history(frame(short + long))

    assert finding.message == "monthly_history_lowest"
    assert finding.values["lowest"] == [Ref("kpi", "orders")]
    assert finding.values["highest"] == []


def test_a_partial_month_is_never_a_record(frame, row):
    rows = [row("views", month, value=10 + i) for i, month in enumerate(_months(14))]
    rows[-1] |= {"value": 99, "complete": False}

    finding = tracking.monthly_history(frame(rows))

    assert finding.message == "monthly_history_too_short"
    assert finding.values["highest"] == []


def test_a_record_is_not_claimed_across_a_definition_break(frame, row):
    rows = [row("views", month, value=i, segment=int(i > 6)) for i, month in enumerate(_months(13))]

    assert tracking.monthly_history(frame(rows)).message == "monthly_history_too_short"


def test_no_record_is_told_with_how_many_kpis_could_have_one(frame, row):
    rows = [row("views", month, value=[5, 9, 1][i % 3]) for i, month in enumerate(_months(13))]
    young = [row("orders", month, value=i) for i, month in enumerate(_months(8))]

    finding = tracking.monthly_history(frame(rows + young))

    assert (finding.message, finding.values["judged"]) == ("monthly_history_no_extreme", 1)


def test_a_score_is_never_ranked_by_its_ratio_yet_counts_as_a_move(frame, compared_row):
    compared = frame([compared_row("views", 110, 100), compared_row("nps", -20, 40, unit="score")])

    finding = tracking.month_in_figures(compared)

    assert finding.message == "month_in_figures_one"
    assert finding.values["kpi"] == Ref("kpi", "views")


def test_nothing_that_changed_is_not_nothing_that_can_be_compared(frame, compared_row):
    compared = frame([compared_row("views", 100, 100)])

    assert tracking.month_in_figures(compared).message == "month_in_figures_unchanged"


def test_a_rate_over_too_few_cases_is_never_the_largest_move(frame, compared_row):
    tiny = compared_row("csat", 0.5, 1.0, unit="percent", caveats=["small_denominator"])

    finding = tracking.month_in_figures(frame([tiny, compared_row("views", 99, 100)]))

    assert finding.values["kpi"] == Ref("kpi", "views")


def test_a_short_month_alone_is_no_fall(frame, compared_row):
    february = {
        "period_start": date(2025, 2, 1),
        "period_end": date(2025, 2, 28),
        "baseline_start": date(2025, 1, 1),
        "baseline_end": date(2025, 1, 31),
        "caveats": ["unequal_lengths"],
    }
    compared = frame(
        [
            compared_row("orders", 2800, 3100, **february),
            compared_row("sessions", 2520, 3100, **february),
        ]
    )

    finding = tracking.month_in_figures(compared)

    assert finding.values["kpi"] == Ref("kpi", "sessions")
    assert pd.isna(finding.table["previous_rank"].iloc[0])
    assert round(finding.table["previous_rank"].iloc[1], 9) == round(2520 / 3100 - 1, 9)


def test_parts_of_a_count_share_its_change_and_parts_of_a_rate_do_not(frame, compared_row):
    parts = frame(
        [
            compared_row("views", 900, 1000, network="facebook"),
            compared_row("views", 1300, 1000, network="instagram"),
            compared_row("ctr", 0.02, 0.01, network="facebook", unit="percent"),
        ]
    )
    totals = frame([compared_row("views", 2200, 2000), compared_row("ctr", 0.02, 0.01)])

    finding = tracking.network_movement(parts, totals)

    assert finding.table["share_of_change"].iloc[:2].tolist() == [-0.5, 1.5]
    assert pd.isna(finding.table["share_of_change"].iloc[2])
    assert finding.values["network"] == Ref("network", "instagram")
    assert finding.values["total"] == Figure(200.0, "count", None, change=True)


def test_a_new_network_leaves_no_part_that_claims_to_be_exact(frame, compared_row):
    parts = frame(
        [
            compared_row("views", 1100, 1000, network="facebook"),
            compared_row("views", 90000, None, network="instagram"),
        ]
    )
    totals = frame([compared_row("views", 91100, 1000)])

    finding = tracking.network_movement(parts, totals)

    assert finding.message == "network_movement_none"
    assert finding.table["share_of_change"].isna().all()


def test_actions_with_a_day_in_the_month_are_told(frame):
    actions = pd.DataFrame(
        {
            "label": ["before", "spans", "one day", "after"],
            "channel": [None] * 4,
            "start": [date(2026, 7, 1), date(2026, 8, 20), date(2026, 9, 9), date(2026, 10, 1)],
            "end": [date(2026, 8, 31), date(2026, 9, 2), None, date(2026, 10, 2)],
            "cost": [1.0, None, 2.0, 3.0],
            "currency": ["EUR"] * 4,
        }
    )

    finding = tracking.actions_of_month(actions, Month(2026, 9))

    assert finding.table["label"].tolist() == ["spans", "one day"]


def test_the_year_so_far_tells_value_baseline_and_change(frame, compared_row):
    compared = frame(
        [
            compared_row("orders", 1200, 1000),
            compared_row("cases", 60, 100),
            compared_row("views", 5, None),
        ]
    )

    finding = tracking.year_so_far(compared)

    assert finding.values["kpi"] == Ref("kpi", "cases")
    assert finding.values["change"] == Figure(-0.4, "relative", change=True)
    assert (finding.values["count"], finding.values["total"]) == (2, 3)
