"""Each step follows from a row that was shown, goes to whom it concerns, and no other is given."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.finding import Finding
from kpi_helpers.periods import Month
from kpi_helpers.rules.next_steps import next_steps

MONTH = Month(2026, 10)
NEXT = date(2026, 10, 10)
MONEY = {"unit": "currency", "currency": "EUR"}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(Path(__file__).resolve().parents[2], "maison_alba")


def alarm(kpi="orders", change=-20.0, **more):
    row = {"kpi": kpi, "network": None, "alarm": "step", "day": date(2026, 10, 9)}
    row |= {"value": 32.0, "expected": 52.0, "change_abs": change, "beside": []}
    return row | {"of_change": False, "unit": "count", "currency": None, "p": 0.001} | more


def alarms(*rows):
    return Finding("alarms", pd.DataFrame(list(rows)), "alarms")


def effect(label="Black Friday", conclusion="effect_up", **more):
    row = {"label": label, "kpi": "revenue", "judgement": conclusion, "cost": 2600.0}
    row |= {
        "start": date(2025, 11, 24),
        "end": date(2025, 12, 1),
        "cost_currency": "EUR",
        "members": 1,
    }
    row |= {"difference": 19_000.0, "difference_lo": 12_000.0, "difference_hi": 26_000.0} | MONEY
    return row | {"claimed": conclusion in ("effect_up", "effect_down")} | more


def effects(*rows):
    return Finding("effects_of_actions", pd.DataFrame(list(rows)), "effects_of_actions_found")


def split(conclusion, weeks=18):
    rows = [
        {"channel": "Display", "unchanged": 500.0, "proposed": 100.0, "conclusion": None},
        {"channel": "Paid Search", "unchanged": 900.0, "proposed": 1300.0, "conclusion": None},
        {"channel": "total", "unchanged": 1400.0, "proposed": 1400.0, "conclusion": conclusion,
         "gained": 410.0, "gained_lo": 90.0, "gained_hi": 700.0, "chance": 0.97, "weeks": weeks},
    ]  # fmt: skip
    return Finding("reallocation", pd.DataFrame(rows).assign(**MONEY), "reallocation_advised")


def steps(catalogue, *found):
    table = next_steps(found, catalogue, MONTH).table
    return table[table["finding"].notna()]


def test_a_level_against_the_direction_is_first_to_be_looked_into(catalogue):
    told = steps(catalogue, alarms(alarm("sessions", 100.0), alarm(), alarm("nps", day=NEXT)))

    assert told[["step", "why", "adapt", "kpi"]].to_numpy().tolist() == [
        ["step_level_better", "why_level", None, "sessions"],
        ["step_level_worse", "why_level", "advice_convert", "orders"],
        ["step_level_worse", "why_level", "advice_serve", "nps"],
    ]
    assert told["department"].tolist() == [
        catalogue.kpis[kpi].department[0] for kpi in ("sessions", "orders", "nps")
    ]
    assert set(told["finding"]) == {"alarms"}


def test_an_action_beside_a_fall_is_to_be_checked_and_beside_a_rise_left_to_its_effect(catalogue):
    beside = {"beside": ["New payment page"]}
    told = steps(catalogue, alarms(alarm(**beside), alarm("sessions", 100.0, **beside)))

    assert told[["step", "why", "kpi", "label"]].to_numpy().tolist() == [
        ["step_level_beside", "why_level_beside", "orders", "New payment page"]
    ]


def test_two_figures_that_fell_on_one_day_are_one_thing_to_find_out(catalogue):
    told = steps(catalogue, alarms(alarm(p=0.002), alarm("revenue", p=0.0005)))

    assert told["kpi"].tolist() == ["revenue"]


def test_a_level_that_another_one_followed_is_not_said_to_stand(catalogue):
    rows = [alarm(change=20.0), alarm(day=date(2026, 10, 20)), alarm("revenue", p=0.002)]
    told = steps(catalogue, alarms(*rows))

    assert told[["kpi", "day"]].to_numpy().tolist() == [
        ["revenue", date(2026, 10, 9)],
        ["orders", date(2026, 10, 20)],
    ]


def test_a_budget_missed_is_no_matter_of_the_basket(catalogue):
    row = {"kpi": "budget_use", "by": date(2026, 12, 31), "value": 0.82, "target": 1.0}
    table = pd.DataFrame([row | {"chance": 0.14, "unit": "percent", "currency": None}])

    assert steps(catalogue, Finding("target_reach", table, "reach"))["adapt"].isna().all()


def test_a_fall_of_what_should_fall_is_kept(catalogue):
    assert catalogue.kpis["cac"].direction == "down"

    assert steps(catalogue, alarms(alarm("cac")))["step"].tolist() == ["step_level_better"]


def test_single_days_networks_and_changes_of_stocks_lead_to_nothing(catalogue):
    rows = [alarm(alarm="day"), alarm(network="facebook"), alarm("followers", of_change=True)]

    assert steps(catalogue, alarms(*rows)).empty


def test_only_targets_that_are_clearly_less_likely_reached_than_missed_ask_for_a_step(catalogue):
    table = pd.DataFrame(
        {
            "kpi": ["revenue_ytd", "followers", "nps"],
            "by": date(2026, 12, 31),
            "value": [1.3e6, 150_000.0, None],
            "target": [1.45e6, 155_000.0, 40.0],
            "chance": [0.2, 0.4, None],
            "unit": ["currency", "count", "score"],
            "currency": ["EUR", None, None],
        }
    )
    (row,) = steps(catalogue, Finding("target_reach", table, "reach")).to_dict("records")

    assert (row["kpi"], row["step"], row["expected"]) == ("revenue_ytd", "step_unlikely", 1.45e6)
    assert row["chance"] == 0.2


def test_an_effect_is_recalled_when_its_season_comes_again_and_not_before(catalogue):
    spring = effect("Spring", start=date(2026, 3, 1), end=date(2026, 3, 7))
    (row,) = steps(catalogue, effects(effect(), spring)).to_dict("records")

    assert (row["label"], row["step"], row["why"]) == ("Black Friday", "step_repeat", "why_effect")
    assert (row["value"], row["lo"], row["hi"]) == (19_000.0, 12_000.0, 26_000.0)
    assert row["department"] == "marketing"


@pytest.mark.parametrize(
    ("conclusion", "step"),
    [
        ("effect_down", "step_not_again"),
        ("effect_none", "step_unproven"),
        ("effect_unreliable", "step_unproven"),
        ("effect_inseparable", "step_apart"),
        ("effect_too_short", None),
    ],
)
def test_what_an_action_of_the_month_concludes_leads_to_its_step(catalogue, conclusion, step):
    now = {"start": date(2026, 10, 12), "end": date(2026, 10, 18)}
    told = steps(catalogue, effects(effect("Poster", conclusion, **now)))

    assert told["step"].tolist() == ([] if step is None else [step])


def test_actions_that_can_only_be_judged_together_ask_for_one_step(catalogue):
    now = {"start": date(2026, 10, 1), "end": date(2026, 10, 31)}
    rows = [effect(label, "effect_inseparable", **now) for label in ("Video", "Payment page")]
    both = effect("Video + Payment page", "effect_down", members=2, **now)
    told = steps(catalogue, effects(*rows, both))

    assert told[["label", "step", "why"]].to_numpy().tolist() == [
        ["Video + Payment page", "step_joint", "why_joint"]
    ]


def test_a_label_inside_the_name_of_others_is_not_one_of_them(catalogue):
    sale = {"start": date(2026, 10, 20), "end": date(2026, 10, 22)}
    both = {"start": date(2026, 10, 1), "end": date(2026, 10, 9), "members": 2}
    rows = [effect("Sale", "effect_inseparable", **sale),
            effect("Flash Sale + Letter", "effect_up", **both)]  # fmt: skip

    assert steps(catalogue, effects(*rows))["step"].tolist() == ["step_joint", "step_apart"]


def test_a_rise_of_what_should_fall_is_not_to_be_repeated(catalogue):
    rose, fell = (
        steps(catalogue, effects(effect(kpi="cac", conclusion=one)))["step"].tolist()
        for one in ("effect_up", "effect_down")
    )

    assert (rose, fell) == (["step_not_again"], ["step_repeat"])


@pytest.mark.parametrize("other", ["effect_none", "effect_alike", "effect_down"])
def test_an_action_good_for_one_kpi_alone_is_to_be_weighed_once(catalogue, other):
    now = {"start": date(2026, 10, 8), "end": date(2026, 10, 18)}
    rows = [effect("Sale", kpi="orders", **now), effect("Sale", other, **now)]
    for table in (rows, rows[::-1]):
        told = steps(catalogue, effects(*table))

        assert told[["step", "why", "kpi"]].to_numpy().tolist() == [
            ["step_weigh", "why_weigh", "orders"]
        ]


def test_what_one_kpi_speaks_against_is_not_to_be_tried_again_for_another(catalogue):
    now = {"start": date(2026, 10, 8), "end": date(2026, 10, 18)}
    rows = [
        effect("Sale", "effect_none", kpi="orders", **now),
        effect("Sale", "effect_down", **now),
    ]
    told = steps(catalogue, effects(*rows))

    assert told["step"].tolist() == ["step_not_again"]


def test_a_department_is_told_its_most_urgent_steps_only(catalogue):
    now = {"start": date(2026, 10, 12), "end": date(2026, 10, 18)}
    many = [effect(f"Poster {place}", "effect_none", **now) for place in range(7)]
    found = next_steps([effects(*many), split("advised")], catalogue, MONTH)
    told = found.table[found.table["finding"].notna()]

    assert (found.message, found.values["count"], found.values["shown"]) == (
        "next_steps_first", 8, 5,
    )  # fmt: skip
    assert told["step"].tolist() == ["step_move_budget"] + ["step_unproven"] * 4


def test_one_action_measured_on_two_kpis_asks_for_one_step(catalogue):
    now = {"start": date(2026, 10, 8), "end": date(2026, 10, 18)}
    none = effect(conclusion="effect_none", kpi="orders", unit="count", currency=None, **now)
    told = steps(catalogue, effects(none, effect(**now)))

    assert told[["step", "kpi"]].to_numpy().tolist() == [["step_weigh", "revenue"]]


def test_a_budget_moves_only_when_it_was_advised(catalogue):
    (moved,) = steps(catalogue, split("advised")).to_dict("records")
    (tried,) = steps(catalogue, split("no_evidence")).to_dict("records")

    assert (moved["channel"], moved["to_channel"]) == ("Display", "Paid Search")
    assert (moved["step"], moved["chance"]) == ("step_move_budget", 0.97)
    assert tried["step"] == "step_try_budget"
    for conclusion in ("no_evidence", "collinear"):
        (left,) = steps(catalogue, split(conclusion, weeks=60)).to_dict("records")
        assert (left["step"], left["why"]) == ("step_keep_budget", "why_no_trial")
    (kept,) = steps(catalogue, split("unforeseen")).to_dict("records")
    assert (kept["step"], kept["why"]) == ("step_keep_budget", "why_keep_budget")
    assert steps(catalogue, split("best_already")).empty
    assert steps(catalogue, split("infeasible")).empty


def test_of_a_larger_budget_it_moves_from_where_its_share_shrinks(catalogue):
    rows = [
        {"channel": "Display", "today": 500.0, "unchanged": 1000.0, "proposed": 600.0},
        {"channel": "Paid Search", "today": 900.0, "unchanged": 1800.0, "proposed": 2200.0},
        {"channel": "total", "conclusion": "advised", "gained": 410.0, "gained_lo": 90.0,
         "gained_hi": 700.0, "chance": 0.97},
    ]  # fmt: skip
    found = Finding("reallocation", pd.DataFrame(rows).assign(**MONEY), "reallocation_advised_more")
    (moved,) = steps(catalogue, found).to_dict("records")

    assert (moved["channel"], moved["to_channel"]) == ("Display", "Paid Search")


def test_each_department_has_its_row_and_what_was_not_asked_is_said(catalogue):
    none = next_steps([], catalogue, MONTH)
    quiet = next_steps([alarms(alarm(alarm="day"))], catalogue, MONTH)

    assert none.message == "next_steps_unasked"
    assert quiet.message == "next_steps_none"
    assert quiet.table["department"].tolist() == ["marketing", "sales", "customer_service"]
    assert set(quiet.table["step"]) == {"step_none"}
