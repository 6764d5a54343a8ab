"""Actions of the brand on charts over time: at their place, quiet, and never one on another."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from made_describe import ACTIONS
from made_tracking import monthly_history
from spec_reading import nodes, spec_of

from kpi_helpers.finding import Finding
from kpi_helpers.views.charts.spans import LANE, day_spans, lanes_of, month_spans
from kpi_helpers.views.presentations import all_presentations
from kpi_helpers.views.words import Words

WORDS = Words("en")
MONTHS = ["2026-03", "2026-04", "2026-05"]


def log(*rows):
    return pd.DataFrame(rows, columns=["label", "start", "end"])


def test_a_whole_month_lies_under_its_own_band_and_no_other():
    (row,) = month_spans(log(("Sale", date(2026, 4, 1), date(2026, 4, 30))), MONTHS, WORDS)

    assert (row["from"], row["to"]) == pytest.approx((1.15, 2.15))
    assert row["action"] == "Sale"


def test_a_span_is_cut_to_the_months_drawn_and_told_in_full():
    (row,) = month_spans(log(("Long", date(2026, 1, 5), date(2026, 9, 1))), MONTHS, WORDS)

    assert (row["from"], row["to"]) == pytest.approx((0.15, 2.9))
    assert row["when"] == "5 January 2026 – 1 September 2026"


def test_what_lies_outside_the_axis_is_not_drawn():
    outside = log(("Before", date(2026, 2, 28), None), ("After", date(2026, 6, 1), None))

    assert month_spans(outside, MONTHS, WORDS) == []
    assert month_spans(None, MONTHS, WORDS) == []
    assert day_spans(outside, date(2026, 3, 1), date(2026, 3, 31), WORDS) == []


def test_each_action_of_the_days_has_a_line_of_its_own():
    same = log(*((name, date(2026, 3, 9), date(2026, 3, 12)) for name in ("a", "b", "c")))

    rows = day_spans(same, date(2026, 3, 1), date(2026, 3, 31), WORDS)

    assert [row["lane"] - rows[0]["lane"] for row in rows] == [0, LANE, 2 * LANE]
    assert {(row["from"], row["to"]) for row in rows} == {(8, 12)}
    assert lanes_of(rows) == 3


def test_of_many_actions_the_last_line_tells_how_many_others_there_are():
    many = log(*((f"action {place}", date(2026, 3, place), None) for place in range(1, 8)))

    rows = day_spans(many, date(2026, 3, 1), date(2026, 3, 31), WORDS)

    assert [row["name"] for row in rows if "name" in row][-1] == "4 others"
    assert len([row for row in rows if "name" in row]) == lanes_of(rows) == 4


def test_a_name_stands_on_the_side_with_room_and_is_cut_to_it():
    long = "An action with a name that goes on and on"
    late = log((long, date(2026, 3, 30), None))

    (row,) = day_spans(late, date(2026, 3, 1), date(2026, 3, 31), WORDS)

    assert row["side"] == "right"
    assert row["name"].endswith("…") and len(row["name"]) <= 36


def test_every_chart_over_time_draws_its_spans_and_says_what_they_are():
    made = monthly_history()
    with_log = Finding(made.name, made.table, made.message, made.values, spans=ACTIONS)

    plain, marked = spec_of(made, "en"), spec_of(with_log, "en")

    assert "datasets" not in plain
    assert len(marked["datasets"]["actions"]) == 6
    named = [node for node in nodes(marked) if node.get("data") == {"name": "actions"}]
    assert len(named) == len(marked["concat"])
    assert marked["title"]["text"] == ["Marks below: actions of the log"]


def test_the_findings_over_time_are_these():
    over_time = {name for name, shown in all_presentations().items() if shown.over_time}

    assert over_time >= {
        *("monthly_history", "year_bridge", "funding_split", "voice_history", "day_by_day")
    }


def test_spans_are_told_in_json_and_absent_without_any():
    made = monthly_history()
    with_log = Finding(made.name, made.table, made.message, made.values, spans=ACTIONS)

    assert "spans" not in made.to_dict()
    assert with_log.to_dict()["spans"][0]["label"] == "Campagne vidéo"
