"""The catalogue that ships: what it declares, and that its definitions carry their proof."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kpi_helpers.catalogue.checks_kpis import worked_out
from kpi_helpers.catalogue.formula import parse
from kpi_helpers.catalogue.loader import (
    check_params,
    load_brands,
    load_catalogue,
    load_mappings,
    load_run_plan,
)

ROOT = Path(__file__).resolve().parents[2]
BRANDS = load_brands(ROOT)
CATALOGUES = {brand: load_catalogue(ROOT, brand) for brand in BRANDS}
ALBA = CATALOGUES["maison_alba"]
PROOFS = [
    (brand, name, i)
    for brand, catalogue in CATALOGUES.items()
    for name, kpi in catalogue.kpis.items()
    for i in range(len(kpi.proofs))
]

STAGES = {
    "reach": "cumulated_reach views followers posts_published frequency_index cpm "
    "boosted_view_share",
    "engage": "engagements engagement_rate_by_reach engagement_rate_by_views applause_per_post "
    "conversation_per_post amplification_per_post video_hold_rate negative_feedback_rate",
    "visit": "link_clicks link_ctr sessions social_session_share engaged_session_rate ad_ctr cpc "
    "active_users",
    "convert": "orders revenue session_key_event_rate average_order_value cost_per_order roas cac "
    "budget_use revenue_ytd",
    "serve": "cases reply_rate_24h csat nps answer_rate",
    "advocate": "mentions net_sentiment ugc_posts repeat_order_rate referral_order_share",
}


def test_the_two_brands_of_the_sample_are_declared():
    assert BRANDS == ["maison_alba", "northwind_outdoor"]
    assert (ALBA.brand.currency, CATALOGUES["northwind_outdoor"].brand.currency) == ("EUR", "GBP")


def test_nothing_that_ships_is_wrong_or_doubtful():
    assert check_params(ROOT) == ()


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_has_its_kpis(stage):
    declared = {name for name, kpi in ALBA.kpis.items() if kpi.stage == stage}

    assert set(STAGES[stage].split()) <= declared


@pytest.mark.parametrize(("brand", "name", "i"), PROOFS)
def test_each_proof_comes_to_what_it_expects(brand, name, i):
    catalogue = CATALOGUES[brand]
    kpi = catalogue.kpis[name]
    formula = None if kpi.kind == "share" else parse(kpi.formula, catalogue.measures)
    result = worked_out(formula, kpi.proofs[i].given)

    if kpi.proofs[i].expect is None:
        assert result is None
    else:
        assert result == pytest.approx(kpi.proofs[i].expect, rel=1e-3)


@pytest.mark.parametrize("brand", BRANDS)
def test_every_kpi_is_defined_decided_and_proven_in_both_languages(brand):
    for name, kpi in CATALOGUES[brand].kpis.items():
        for text in (kpi.definition.fr, kpi.definition.en):
            assert len(text.split()) >= 6, name
        assert kpi.definition.fr != kpi.definition.en, name
        assert kpi.decision.fr and kpi.decision.en, name
        assert kpi.proofs, name


def test_every_rate_says_from_how_many_on_it_means_something():
    rates = {name: kpi for name, kpi in ALBA.kpis.items() if kpi.unit == "percent"}

    assert len(rates) >= 15
    assert [name for name, kpi in rates.items() if not kpi.min_denominator] == []


def test_people_are_read_only_as_supplied():
    assert ALBA.measures["active_users"].over_time == "none"
    readers = [name for name, kpi in ALBA.kpis.items() if "active_users" in (kpi.formula or "")]

    assert readers == ["active_users"]


def test_followers_are_a_stock_of_each_account():
    followers = ALBA.measures["followers"]

    assert (followers.over_time, followers.series) == ("last", ("network", "account"))
    assert followers.max_gap_days == 3


def test_money_measures_are_the_ones_that_are_money():
    money = {name for name, measure in ALBA.measures.items() if measure.unit == "currency"}

    assert money == {"web_revenue", "revenue", "spend", "budget"}


@pytest.mark.parametrize("brand", BRANDS)
def test_a_brand_follows_eight_to_ten_scorecards_and_has_objectives_with_levels(brand):
    catalogue = CATALOGUES[brand]
    aimed = {name for name, kpi in catalogue.kpis.items() if kpi.objective and kpi.target}

    assert 8 <= len(catalogue.brand.scorecards) <= 10
    assert 3 <= len(catalogue.objectives) <= 4
    assert len(aimed) >= 6
    assert all(catalogue.kpis[name].target.by for name in aimed)


def test_a_brand_may_mean_something_else_by_a_kpi_and_says_so_by_its_version():
    alba, northwind = CATALOGUES["maison_alba"].kpis, CATALOGUES["northwind_outdoor"].kpis

    assert alba["net_sentiment"].version == "1.0.0"
    assert northwind["net_sentiment"].version == "2.0.0"
    assert northwind["net_sentiment"].label == alba["net_sentiment"].label
    assert (alba["budget_use"].direction, alba["budget_use"].version) == ("band", "2.0.0")


def test_provenance_tells_base_from_brand():
    provenance = CATALOGUES["northwind_outdoor"].provenance

    assert provenance["kpis.net_sentiment.formula"].startswith("brands/northwind_outdoor.yaml:")
    assert provenance["kpis.net_sentiment.unit"].startswith("kpis.yaml:")


def test_every_funnel_model_lies_over_the_common_spine():
    spine = ["reach", "engage", "visit", "convert", "serve", "advocate"]

    assert list(ALBA.funnels) == ["aarrr", "race", "see_think_do_care", "tofu_mofu_bofu"]
    for name in ("aarrr", "race", "see_think_do_care"):
        laid = [stage for part in ALBA.funnels[name].stages for stage in part.spine]
        assert sorted(laid) == sorted(spine)
    assert ALBA.funnels["race"].lead_kpis["advocate"] == "mentions"


def test_views_are_not_compared_with_impressions():
    days = {(b.network, str(b.day)) for b in ALBA.breaks if "impressions" in b.metrics}

    assert days == {("facebook", "2025-04-21"), ("instagram", "2025-04-21")}
    assert all("https://" in b.reference for b in ALBA.breaks)


def test_exchange_rates_are_weekly_agree_with_one_another_and_say_they_are_invented():
    rates = {(rate.day, rate.base, rate.quote): rate.rate for rate in ALBA.fx}
    days = sorted({rate.day for rate in ALBA.fx})

    assert (str(days[0]), str(days[-1])) == ("2024-08-05", "2026-11-30")
    assert {(b - a).days for a, b in pairwise(days)} == {7}
    for day in days:
        cross = rates[day, "USD", "GBP"] * rates[day, "GBP", "EUR"]
        assert rates[day, "USD", "EUR"] == pytest.approx(cross, rel=1e-4)
    assert {rate.source for rate in ALBA.fx} == {"sample: invented rate"}


def test_every_sheet_of_the_sample_has_a_mapping():
    mappings = load_mappings(ROOT, None)

    assert sorted(mappings) == sorted(
        f"{kind}_{locale}"
        for kind in (
            *("sales", "spend", "budget", "service", "followers", "actions"),
            *("creators", "peers", "comments", "workshops"),
        )
        for locale in ("fr", "en")
    )
    for brand, locale in (("maison_alba", "fr"), ("northwind_outdoor", "en")):
        assert set(CATALOGUES[brand].brand.sheets) == {n for n in mappings if n.endswith(locale)}


def test_what_sheets_read_is_what_measures_read():
    read = {"followers", "actions", "cost"}
    for mapping in load_mappings(ROOT, None).values():
        read |= set(mapping.columns) | {spread.metric for spread in mapping.spread}
    wanted = {
        measure.column
        for measure in ALBA.measures.values()
        if measure.table in ("channel_period", "account_day")
    }

    assert wanted <= read


def test_display_of_the_british_brand_is_billed_in_dollars():
    spend = [s for s in load_mappings(ROOT, ["spend_en"])["spend_en"].spread if s.metric == "spend"]

    assert {s.only: s.currency for s in spend} == {
        ("paid_social", "paid_search", "paid_video"): "GBP",
        ("display",): "USD",
    }


def test_the_monthly_run_makes_the_last_closed_month_of_both_brands():
    plan = load_run_plan(ROOT)

    assert (list(plan.brands), plan.months) == (BRANDS, ("2026-10",))
    assert all((ROOT / "notebooks" / f"{name}.ipynb").exists() for name in plan.notebooks)
    assert list(plan.notebooks) == sorted(plan.notebooks)
