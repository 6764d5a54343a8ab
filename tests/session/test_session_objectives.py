"""What the objectives notebook reads: the right days, the right perimeter, nothing guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest

from kpi_helpers.catalogue.models import (
    Brand,
    Catalogue,
    Driver,
    Kpi,
    Measure,
    Objective,
    Segment,
    Target,
)
from kpi_helpers.periods import Month
from kpi_helpers.rules.pace import on_pace
from kpi_helpers.session import open_session
from kpi_helpers.session.opened import Session
from kpi_helpers.store.grains import Grains

SAID = {"fr": "mot", "en": "word"}
END = date(2026, 12, 31)


def _kpi(**fields) -> Kpi:
    known = {"version": "1.0.0", "label": SAID, "definition": SAID, "stage": "reach"}
    known |= {"audience": "stranger", "department": ["marketing"], "owner": "Ana"}
    known |= {"decision": SAID, "unit": "count", "direction": "up", "dimensions": ["region"]}
    return Kpi(**known | fields)


def _catalogue(**objectives: Objective) -> Catalogue:
    brand = Brand(
        id="b",
        name="B",
        locale="fr",
        currency="EUR",
        timezone="Europe/Paris",
        raw=["raw"],
        scorecards=["orders", "views"],
    )
    sold = Target(value=730, baseline=365, per="year", warn=0.1)
    daily = Target(value=62, baseline=31, per="month", by=date(2026, 6, 30))
    kpis = {
        "views": _kpi(formula="orders"),
        "orders": _kpi(formula="orders", objective="sell", target=daily),
        "sold": _kpi(
            formula="orders",
            kind="cumulative",
            to_date="year",
            objective="sell",
            target=sold,
            drivers=[Driver(kpi="views", edge="influence"), Driver(kpi="orders", edge="formula")],
        ),
    }
    wanted = {"idle": Objective(statement=SAID, owner="Ana")} | objectives
    measure = Measure(table="channel_period", column="orders", label=SAID)
    south = Segment(label=SAID, where={"region": ("S",)})
    return Catalogue(
        brand=brand,
        measures={"orders": measure},
        kpis=kpis,
        objectives=wanted,
        segments={"south": south},
    )


def _grains(last: date) -> Grains:
    """One order a day in the south and two in the north, from 2024 to `last`."""
    days = [date(2024, 1, 1) + timedelta(n) for n in range((last - date(2024, 1, 1)).days + 1)]
    rows = [
        {"date_start": day, "date_end": day, "region": region, "orders": count, "entity": "shop"}
        for day in days
        for region, count in (("S", 1.0), ("N", 2.0))
    ]
    frame = pd.DataFrame(rows).assign(source="s", network=None, account="a")
    covered = {"source": "s", "brand": "b", "network": None, "account": None}
    covered |= {"grain": "channel_period", "window_start": days[0], "window_end": last}
    known = datetime(2027, 1, 1)
    windows = pd.DataFrame([covered])
    return Grains.from_frames({"channel_period": frame}, brand="b", known_at=known, windows=windows)


def _session(month: str, last: date, **objectives: Objective) -> Session:
    catalogue = _catalogue(**objectives)
    words = SimpleNamespace(locale="en")
    return Session(Month.parse(month), catalogue, None, _grains(last), words)


SELL = Objective(statement=SAID, owner="Ana", by=END, horizon=12, weight=2, outcome="views")


@pytest.fixture(scope="module")
def march() -> Session:
    return _session("2026-03", date(2026, 3, 31), sell=SELL)


def test_each_figure_covers_the_span_of_its_target_so_far(march):
    targets = march.objectives.targets().set_index("kpi")

    assert targets.loc["orders", ["value", "span_start", "span_end"]].tolist() == [
        93.0,
        date(2026, 3, 1),
        date(2026, 3, 31),
    ]
    assert targets.loc["sold", ["value", "span_start", "span_end"]].tolist() == [
        270.0,  # 90 days of three orders
        date(2026, 1, 1),
        date(2026, 12, 31),
    ]


def test_the_heaviest_objective_comes_first_and_one_without_kpi_keeps_its_row(march):
    targets = march.objectives.targets()

    assert targets["objective"].tolist() == ["sell", "sell", "idle"]
    assert targets["kpi"].tolist() == ["orders", "sold", None]


def test_a_target_without_a_date_of_its_own_has_that_of_its_objective(march):
    targets = march.objectives.targets().set_index("kpi")

    assert targets["by"].tolist()[:2] == [date(2026, 6, 30), END]
    assert targets["start"].tolist()[:2] == [date(2026, 1, 1), date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("by", "months", "start"),
    [
        (date(2026, 12, 31), 12, date(2026, 1, 1)),
        (date(2027, 6, 30), 18, date(2026, 1, 1)),
        (date(2026, 2, 28), 1, date(2026, 2, 1)),
        (date(2026, 12, 15), 1, date(2026, 11, 16)),
        (date(2026, 3, 30), 1, date(2026, 2, 28)),  # there is no 31 February
    ],
)
def test_a_horizon_counts_back_from_the_date(by, months, start):
    sell = Objective(statement=SAID, owner="Ana", by=by, horizon=months, weight=2)
    session = _session("2026-03", date(2026, 3, 31), sell=sell)

    assert session.objectives.targets()["start"].iloc[0] == start


def test_figures_are_limited_to_the_perimeter_of_the_objective():
    limited = SELL.model_copy(update={"perimeter": "south"})
    objectives = _session("2026-03", date(2026, 3, 31), sell=limited).objectives

    assert objectives.targets()["value"].tolist()[:2] == [31.0, 90.0]
    assert objectives.months().set_index(["kpi", "period"])["value"]["orders", "2026-02"] == 28


def test_a_total_to_date_has_months_of_its_own(march):
    months = march.objectives.months()
    own = months[months["kpi"] == "sold"].set_index("period")["value"]

    assert (own["2026-02"], own["2026-03"]) == (84, 93)


def test_a_month_under_way_is_read_beside_the_same_days_of_two_years():
    session = _session("2026-03", date(2026, 3, 10), sell=SELL)
    parts = session.objectives.parts()
    own = parts[parts["kpi"] == "orders"]

    assert own["part"].tolist() == [30.0, 30.0]
    assert own["whole"].tolist() == [93.0, 93.0]
    assert own["complete"].tolist() == [True, True]


def test_a_month_that_is_over_has_no_parts(march):
    assert march.objectives.parts().empty


def test_a_year_of_equal_days_is_due_by_its_days(march):
    """Three orders a day for two years: the season finds nothing but the lengths of months."""
    objectives = march.objectives
    paced = on_pace(objectives.targets(), objectives.months(), objectives.parts(), 24)
    row = paced[paced["kpi"] == "sold"].iloc[0]

    assert row["earned_by"] == "season"
    assert row["earned"] == pytest.approx(90 / 365, abs=2e-3)
    assert row["verdict"] == "good"  # 270 of 730, and 180 are due


def test_links_lead_from_each_kpi_to_the_outcome_of_its_objective(march):
    assert march.objectives.links().to_dict("records") == [
        {"objective": "sell", "kpi": "orders", "outcome": "views"},
        {"objective": "sell", "kpi": "sold", "outcome": "views"},
    ]


def test_an_objective_of_one_segment_has_no_link_to_the_outcome_of_the_brand():
    limited = SELL.model_copy(update={"perimeter": "south"})

    assert _session("2026-03", date(2026, 3, 31), sell=limited).objectives.links().empty


def test_the_history_of_links_holds_both_sides_once(march):
    history = march.objectives.history(march.objectives.links())

    assert set(history["kpi"]) == {"orders", "sold", "views"}
    assert history.groupby("kpi").size().tolist() == [60, 60, 60]
    assert march.objectives.history(march.objectives.links().iloc[:0]).empty


def test_indicators_are_followed_without_an_objective(march):
    assert march.objectives.indicators == ["views"]


def test_a_tree_starts_at_the_outcome_and_names_what_the_formula_ties_first(march):
    assert march.drivers.tree().values.tolist() == [[None, "views", "root", 0]]
    assert march.drivers.tree("sold").values.tolist() == [
        [None, "sold", "root", 0],
        ["sold", "orders", "formula", 1],
        ["sold", "views", "influence", 1],
    ]


def test_no_objective_at_all_gives_empty_frames():
    session = _session("2026-03", date(2026, 3, 31), sell=SELL)
    catalogue = session.catalogue.model_copy(update={"objectives": {}})
    bare = Session(session.month, catalogue, None, session.grains, session.words)
    objectives = bare.objectives

    assert objectives.kpis == []
    assert (len(objectives.targets()), len(objectives.months()), len(objectives.parts())) == (
        *(0, 0, 0),
    )
    assert bare.drivers.tree().empty
    assert bare.drivers.parts(bare.drivers.compared(bare.drivers.tree())).empty


@pytest.mark.parametrize("brand", ["maison_alba", "northwind_outdoor"])
def test_both_sample_brands_have_kpis_on_target_to_watch_and_behind(workspace, brand):
    objectives = open_session(brand, "2026-10", root=str(workspace)).objectives
    paced = on_pace(objectives.targets(), objectives.months(), objectives.parts(), 24)

    assert {"good", "watch", "bad"} <= set(paced["verdict"])
    assert set(paced["earned_by"].dropna()) == {"season"}
