"""The world behind the sample hangs together, and tells the stories its truth says it tells."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.periods import Month
from kpi_helpers.sample.advertising import clicks_expected
from kpi_helpers.sample.demand import lifts
from kpi_helpers.sample.figures import french, plain
from kpi_helpers.sample.lines import Fact, Flaw, Line, csv_text, first_lines, spoil_cell, spoil_line
from kpi_helpers.sample.moments import MOMENTS, moments_of
from kpi_helpers.sample.posts import Post, shown
from kpi_helpers.sample.profile import BRANDS
from kpi_helpers.sample.spans import MONTHS, day_index

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["brands"]
ALBA, NORTHWIND = "maison_alba", "northwind_outdoor"


def _figure(brand: str, month: str, path: str) -> float:
    return TRUTH[brand]["months"][month][path]


@given(final=st.integers(0, 10**7), age=st.integers(0, 400), later=st.integers(0, 400))
def test_counters_of_a_post_only_grow_with_its_age(final, age, later):
    published = datetime(2025, 3, 1, 9, 30)
    post = Post("facebook", "1", "", "photo", published, "", 0, False, {"views": final})
    young = shown(post, date(2025, 3, 1) + timedelta(age))["views"]
    old = shown(post, date(2025, 3, 1) + timedelta(age + later))["views"]
    assert 0 <= young <= old <= final


def test_every_month_of_every_brand_has_an_action():
    for brand in MOMENTS:
        for month in MONTHS:
            assert moments_of(brand, month.period.start, month.period.end), (brand, month)


def test_an_action_acts_on_its_own_days_and_a_lasting_one_goes_on():
    payment = next(moment for moment in MOMENTS[ALBA] if moment.lasting)
    factors = lifts((payment,)).orders
    assert factors[day_index(date(2026, 10, 8))] == 1.0
    assert factors[day_index(date(2026, 10, 9))] == 0.64
    assert factors[day_index(date(2026, 10, 31))] == 0.64
    posters = next(moment for moment in MOMENTS[ALBA] if moment.label == "Saint-Valentin")
    factors = lifts((posters,)).orders
    assert factors[day_index(date(2025, 2, 13))] == 1.10
    assert factors[day_index(date(2025, 2, 14))] == 1.0


def test_each_further_click_costs_more():
    for profile in BRANDS:
        for channel, market in profile.paid.items():
            once, twice = clicks_expected(
                profile, channel, np.array([market.reference, 2 * market.reference])
            )
            assert once == pytest.approx(market.clicks)
            assert once < twice < 2 * once


def test_an_action_that_does_nothing_is_recorded_with_no_effect():
    effects = {effect["label"]: effect for effect in TRUTH[ALBA]["effects"]}
    assert effects["Affichage gares"]["orders"] == 0
    assert effects["Affichage gares"]["revenue"] == 0


def test_black_friday_brings_what_its_factors_say():
    effect = next(e for e in TRUTH[ALBA]["effects"] if e["start"] == "2025-11-24")
    assert 1.31 - 1 < effect["orders_relative"] < 1.36 * 1.31 - 1


def test_a_channel_with_saturation_gives_less_on_its_next_tenth():
    for brand in TRUTH.values():
        for channel in brand["returns"].values():
            assert 0 < channel["return_on_next_tenth"] < channel["return_on_spend"]


def test_alba_is_seen_more_in_october_2026_and_sells_less():
    for earlier in ("2026-09", "2025-10"):
        for network in ("facebook", "instagram"):
            path = f"post/{network}/views"
            assert _figure(ALBA, "2026-10", path) > 1.3 * _figure(ALBA, earlier, path)
        assert _figure(ALBA, "2026-10", "site_day/web/sessions") > 1.1 * _figure(
            ALBA, earlier, "site_day/web/sessions"
        )
        assert _figure(ALBA, "2026-10", "channel_period/orders") < 0.95 * _figure(
            ALBA, earlier, "channel_period/orders"
        )


def test_alba_orders_fell_on_the_day_the_payment_page_changed():
    path = next((SAMPLE / ALBA).rglob("ventes_2026-10.csv"))
    before, after = [], []
    for line in path.read_text(encoding="utf-8-sig").splitlines()[1:-1]:
        day, _, orders, *_ = line.split(";")
        (before if int(day[:2]) < 9 else after).append(int(orders))
    assert sum(after) / 23 < 0.75 * sum(before) / 8


def test_alba_service_had_more_cases_and_less_content_customers():
    now, usual = TRUTH[ALBA]["months"]["2026-10"], TRUTH[ALBA]["months"]["2026-09"]
    assert now["channel_period/cases"] > 1.3 * usual["channel_period/cases"]
    rates = [
        month["channel_period/csat_satisfied"] / month["channel_period/csat_answers"]
        for month in (now, usual)
    ]
    assert rates[0] < rates[1] - 0.1


def test_northwind_grows_while_its_facebook_page_declines():
    year_ago, now = TRUTH[NORTHWIND]["months"]["2025-10"], TRUTH[NORTHWIND]["months"]["2026-10"]
    assert now["channel_period/orders"] > 1.1 * year_ago["channel_period/orders"]
    assert now["account_day/instagram/followers"] > year_ago["account_day/instagram/followers"]
    assert now["account_day/facebook/followers"] < year_ago["account_day/facebook/followers"]
    reach = [
        month["post/facebook/reach/organic"] / month["post/facebook/posts"]
        for month in (now, year_ago)
    ]
    assert reach[0] < 0.85 * reach[1]


@pytest.mark.parametrize("brand", [ALBA, NORTHWIND])
def test_orders_peak_in_november_and_december(brand):
    orders = {
        month: figures["channel_period/orders"]
        for month, figures in TRUTH[brand]["months"].items()
        if month.startswith("2025")
        if "channel_period/orders" in figures
    }
    assert sorted(orders, key=orders.get)[-2:] == ["2025-11", "2025-12"]


@pytest.mark.parametrize("brand", [ALBA, NORTHWIND])
def test_spend_stays_near_budget_over_the_year(brand):
    months = [f"2025-{number:02d}" for number in range(1, 13)]
    for channel in ("Paid Social", "Paid Search"):
        spent = sum(_figure(brand, m, f"channel_period/spend/{channel}") for m in months)
        planned = sum(_figure(brand, m, f"channel_period/budget/{channel}") for m in months)
        assert 0.8 < spent / planned < 1.1


def test_each_planted_defect_stands_on_the_line_the_truth_names():
    signs = {
        "unreadable_date": "32/10/2025",
        "damaged_id": "1,20253E+17",
        "negative_count": ",-",
        "curly_apostrophe": "Chiffre d’affaires",
        "mojibake": "RÃ©seau",
    }
    found = set()
    for brand in TRUTH.values():
        for defect in brand["defects"]:
            text = (SAMPLE / defect["file"]).read_bytes().decode("utf-8-sig")
            line = text.split("\n")[defect["line"] - 1]
            if defect["kind"] in signs:
                assert signs[defect["kind"]] in line
            if defect["kind"] == "repeated_row":
                assert line == text.split("\n")[defect["line"] - 2]
            found.add(defect["kind"])
    assert found >= {*signs, "repeated_row", "missing_days", "blank_cell", "saved_by_excel"}


def test_french_and_plain_numbers():
    assert french(1234567.891, 2) == "1\u00a0234\u00a0567,89"
    assert french(640, 2) == "640,00"
    assert plain(1234.5, 2) == "1234.50"
    assert plain(12) == "12"


def test_a_spoilt_cell_loses_its_facts_and_a_spoilt_line_all_of_them():
    month = Month(2025, 1)
    line = Line(("a", "1", "2"), {1: (Fact(month, "x", 1),), 2: (Fact(month, "y", 2),)})
    flaw = Flaw("blank_cell", "x", "no value")
    blank = spoil_cell(line, 1, "", flaw)
    assert blank.cells == ("a", "", "2")
    assert set(blank.facts) == {2}
    broken = spoil_line(line, flaw, lambda text: f"-{text}", 1)
    assert broken.cells == ("a", "-1", "2")
    assert broken.facts == {}


@given(st.lists(st.text(alphabet='a,;"\n', min_size=1, max_size=8), min_size=1, max_size=6))
def test_the_line_of_each_record_is_where_its_text_starts(captions):
    lines = [Line((f"#{at}", text)) for at, text in enumerate(captions)]
    starts = first_lines(lines, "# note\n\n")
    physical = csv_text(lines, preamble="# note\n\n").split("\n")
    for at, start in enumerate(starts):
        assert physical[start - 1].startswith(f"#{at},")
