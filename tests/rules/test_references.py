"""Own figures beside published ones: same basis or none; levels with what they rest on."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kpi_helpers.catalogue.references import Reference
from kpi_helpers.catalogue.thresholds import ReferenceLimits
from kpi_helpers.periods import Month
from kpi_helpers.rules.levels import suggested_levels
from kpi_helpers.rules.references import reference_match

MONTH = Month(2026, 9)
LIMITS = ReferenceLimits(max_age_years=2, trend_months=12)


def published(**more: object) -> Reference:
    """A median of health and beauty accounts: 0.36 % of a post by followers."""
    usual = {
        "sector": "health_beauty",
        "network": "instagram",
        "metric": "engagement_rate",
        "basis": "per_post_by_followers",
        "statistic": "median",
        "value": 0.36,
        "unit": "percent",
        "year": 2025,
        "source": "A report",
        "read_from": "publisher",
    }
    return Reference.model_validate(usual | more)


def own(**more: object) -> pd.DataFrame:
    """The brand's figure: 0.5 % on the same basis, 60 000 followers."""
    usual = {
        "figure": "public_engagement_per_post_by_followers",
        "network": "instagram",
        "reference_network": "instagram",
        "metric": "engagement_rate",
        "basis": "per_post_by_followers",
        "value": 0.005,
        "unit": "percent",
        "currency": None,
        "followers": 60_000.0,
    }
    return pd.DataFrame([usual | more])


def match(figure: pd.DataFrame, *references: Reference, sector: str | None = "health_beauty"):
    """The finding for one own figure."""
    return reference_match(figure, references, sector, MONTH, LIMITS)


def test_a_published_percentage_is_compared_as_a_fraction():
    finding = match(own(), published())
    row = finding.table.iloc[0]

    assert row["reference"] == pytest.approx(0.0036)
    assert row["standing"] == "above"
    assert finding.message == "reference_match_above"
    assert finding.values["reference"].value == pytest.approx(0.0036)


def test_another_basis_is_refused_with_both_bases_named():
    row = match(own(basis="by_reach"), published(), published(basis="by_views")).table.iloc[0]

    assert row["reason"] == "basis_mismatch"
    assert row["basis"] == "by_reach"
    assert row["reference_basis"] == ["by_views", "per_post_by_followers"]
    assert row["reference"] is None


def test_sources_that_disagree_stand_side_by_side_and_are_never_averaged():
    finding = match(own(), published(), published(source="B report", value=0.9))

    assert finding.table["reference"].tolist() == pytest.approx([0.0036, 0.009])
    assert finding.table["standing"].tolist() == ["above", "below"]
    assert finding.values["matched"] == 1


def test_a_mean_places_nobody_above_or_below():
    finding = match(own(), published(statistic="mean"))

    assert finding.table["standing"].isna().all()
    assert finding.message == "reference_match_loose"


def test_figures_of_all_sectors_stand_in_only_where_the_sector_has_none():
    everyone = published(sector="all", source="C report")

    assert match(own(), published(), everyone).table["sector"].tolist() == ["health_beauty"]
    assert match(own(), everyone).table["sector"].tolist() == ["all"]
    assert match(own(), published(), everyone, sector=None).table["sector"].tolist() == ["all"]


def test_a_size_band_counts_only_for_accounts_of_that_size():
    small = published(sector="all", size_band="10K_50K")
    right = published(sector="all", size_band="50K_100K", value=0.4)
    named = published(sector="all", size_band="nano")

    found = match(own(), small, right, named).table
    unknown = match(own(followers=math.nan), right).table

    assert found["size_band"].tolist() == ["50K_100K"]
    assert unknown["reason"].tolist() == ["no_reference_of_sector"]


def test_the_newest_year_of_a_source_counts_and_an_old_one_is_refused():
    assert match(own(), published(year=2024), published(year=2025, value=0.4)).table[
        "reference_year"
    ].tolist() == [2025]
    assert match(own(), published(year=2023)).table["reason"].tolist() == ["reference_old"]
    assert match(own(), published(year=2027)).table["reason"].tolist() == ["reference_old"]


def test_a_price_in_another_currency_is_not_compared():
    price = own(metric="cost", basis="per_click", value=1.1, unit="currency", currency="EUR")
    dollars = published(
        metric="cost", basis="per_click", value=1.4, unit="currency", currency="USD"
    )

    assert match(price, dollars).table["reason"].tolist() == ["currency_differs"]


def test_creators_are_no_reference_for_a_brand():
    found = match(own(), published(accounts="creators")).table

    assert found["reason"].tolist() == ["no_reference"]


def test_an_own_figure_that_is_missing_is_not_compared():
    assert match(own(value=math.nan), published()).table["reason"].tolist() == [
        "own_figure_missing"
    ]


NO_PLACES = pd.DataFrame(columns=["figure", "network"])
NO_MATCH = pd.DataFrame(columns=["figure", "network", "statistic"])


def months(values: list[float], direction: str = "up", stock: bool = False) -> pd.DataFrame:
    """A history that ends with September 2026."""
    periods = pd.period_range(end="2026-09", periods=len(values), freq="M").astype(str)
    return pd.DataFrame(
        {
            "figure": "save_rate",
            "network": None,
            "period": periods,
            "value": values,
            "unit": "percent",
            "currency": None,
            "complete": True,
            "direction": direction,
            "stock": stock,
            "target": math.nan,
        }
    )


def levels(history: pd.DataFrame, places=NO_PLACES, matched=NO_MATCH) -> pd.DataFrame:
    """The rows found."""
    return suggested_levels(history, places, matched, LIMITS).table


def test_the_own_level_is_what_the_best_quarter_of_months_reached():
    values = [float(value) for value in range(1, 13)]

    assert levels(months(values))["level"].tolist() == [9.25]
    assert levels(months(values, "down"))["level"].tolist() == [3.75]


def test_a_stock_goes_on_at_its_usual_pace():
    found = levels(months([float(100 + 2 * step) for step in range(12)], stock=True))

    assert found["kind"].tolist() == ["own_pace"]
    assert found["level"].tolist() == [122 + 24]


@pytest.mark.parametrize(("step", "direction"), [(-2, "up"), (0, "up"), (2, "down")])
def test_a_stock_whose_pace_leads_away_gets_no_level(step, direction):
    assert levels(months([100.0 + step * at for at in range(12)], direction, stock=True)).empty


def test_eleven_months_are_too_few_and_a_gap_is_no_month():
    gap = months([1.0] * 13).drop(index=5)

    assert levels(months([1.0] * 11)).empty
    assert levels(gap).empty
    assert suggested_levels(gap, NO_PLACES, NO_MATCH, LIMITS).message == "suggested_levels_none"


def test_an_incomplete_month_gives_no_level():
    history = months([1.0] * 12 + [9.0])
    history.loc[12, "complete"] = False

    assert levels(history)["level"].tolist() == [1.0]


def test_competitors_and_sources_give_levels_of_their_own_side_by_side():
    history = months([1.0] * 12).assign(network="instagram")
    places = pd.DataFrame(
        [
            {
                "figure": "save_rate",
                "network": "instagram",
                "peer_p75": 2.0,
                "peer_p25": 0.5,
                "peers": 6,
            }
        ]
    )
    matched = pd.DataFrame(
        [
            {"figure": "save_rate", "network": "instagram", "statistic": name, "reference": level,
             "sector": "all", "origin": "A report (2025)"}
            for name, level in (("median", 3.0), ("p75", 5.0))
        ]
    )  # fmt: skip

    found = levels(history, places, matched)

    assert found["kind"].tolist() == ["own_trend", "peers_quartile", "general_median"]
    assert found["level"].tolist() == [1.0, 2.0, 3.0]
    assert found["reached"].tolist() == [True, False, False]
    assert found["origin"].tolist()[2] == "A report (2025)"


def test_a_source_and_its_year_stand_without_brackets_of_their_own():
    """The sentence puts them in brackets."""
    finding = match(own(), published(source="A report", year=2025))

    assert finding.values["origin"] == "A report, 2025"
