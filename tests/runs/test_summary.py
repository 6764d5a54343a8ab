"""The front page says what the notebooks found, in the right unit, and nothing else."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from emitted import executed

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.models import Brand, Catalogue, Kpi
from kpi_helpers.periods import Month
from kpi_helpers.rules import objectives, quality, tracking
from kpi_helpers.runs.chapters import read_chapter
from kpi_helpers.runs.summary import summarise
from kpi_helpers.views.show import present
from kpi_helpers.views.words import Words

NARROW = "\u202f"
MONTH = Month(2026, 10)


def _kpi(label, unit):
    text = Text(fr=label, en=label)
    return Kpi(
        version="1.0.0",
        label=text,
        definition=text,
        stage="reach",
        audience="visitor",
        department=("marketing",),
        owner="team",
        decision=text,
        unit=unit,
        direction="up",
    )


KPIS = {
    "views": _kpi("Views", "count"),
    "ctr": _kpi("Click rate", "percent"),
    "cpa": _kpi("Cost per sale", "currency"),
    "voice": _kpi("Share of voice", "percent"),
}


@pytest.fixture
def words():
    brand = Brand(
        id="alba",
        name="Maison Alba",
        locale="fr",
        currency="EUR",
        timezone="Europe/Paris",
        raw=("raw",),
    )
    catalogue = Catalogue(brand=brand, measures={}, kpis=KPIS)
    return lambda locale: Words(locale, catalogue)


def _compared():
    """Two kinds a KPI: views 1200 from 1000 and 800, ctr 1.2 % from 1.5 %, no share of voice."""
    known = {
        "views": (1200.0, {"previous": 1000.0, "year_ago": 800.0}),
        "ctr": (0.012, {"previous": 0.015, "year_ago": 0.010}),
        "cpa": (14.2, {"previous": 14.2, "year_ago": None}),
        "voice": (None, {"previous": 0.3, "year_ago": 0.2}),
    }
    rows = []
    for kpi, (value, baselines) in known.items():
        for kind, baseline in baselines.items():
            both = value is not None and baseline is not None
            rows.append(
                {
                    "kpi": kpi,
                    "kpi_version": "1.0.0",
                    "period_start": pd.Timestamp(2026, 10, 1),
                    "period_end": pd.Timestamp(2026, 10, 31),
                    "kind": kind,
                    "value": value,
                    "baseline": baseline,
                    "baseline_start": date(2026, 8, 1) if kind == "previous" else date(2025, 9, 1),
                    "baseline_end": date(2026, 8, 31) if kind == "previous" else date(2025, 9, 30),
                    "unit": KPIS[kpi].unit,
                    "currency": "EUR" if kpi == "cpa" else None,
                    "change_abs": value - baseline if both else None,
                    "change_rel": (value - baseline) / baseline if both else None,
                    "comparable": both,
                    "complete": kpi != "ctr",
                    "settled": kpi != "views",
                    "coverage": 0.9 if kpi == "ctr" else 1.0,
                    "as_of": pd.Timestamp(2026, 10, 31),
                    "caveats": None,
                    "reason": "no_data" if value is None else None,
                }
            )
    return pd.DataFrame(rows)


def _history():
    months = [Month(2026, 8), Month(2026, 9), MONTH]
    rows = [
        {
            "kpi": kpi,
            "kpi_version": "1.0.0",
            "period": str(month),
            "period_start": pd.Timestamp(month.period.start),
            "value": value,
            "unit": KPIS[kpi].unit,
            "currency": None,
            "complete": True,
            "settled": True,
            "coverage": 1.0,
            "segment": 0,
            "reason": None,
            "caveats": None,
        }
        for kpi, values in {"views": (900.0, 1000.0, 1200.0), "voice": (None, 0.3, None)}.items()
        for month, value in zip(months, values, strict=True)
    ]
    return pd.DataFrame(rows)


def _quality():
    return pd.DataFrame(
        {
            "source": ["facebook_posts", "ga4"],
            "rows_read": [900, 100],
            "rows_rejected": [0, 3],
            "verdict": ["good", "watch"],
        }
    )


def _movement():
    rows = pd.DataFrame(
        {
            "kpi": ["views", "views"],
            "network": ["facebook", "instagram"],
            "value": [700.0, 500.0],
            "baseline": [400.0, 600.0],
            "unit": ["count", "count"],
            "currency": [None, None],
            "change_abs": [300.0, -100.0],
            "change_rel": [0.75, -1 / 6],
            "comparable": [True, True],
            "complete": [True, True],
            "settled": [True, True],
            "reason": [None, None],
            "caveats": [None, None],
        }
    )
    totals = pd.DataFrame({"kpi": ["views"], "change_abs": [200.0]})
    return tracking.network_movement(rows, totals)


@pytest.fixture
def summary(words):
    def build(*findings, locale="en"):
        said = words(locale)
        cells = [("show", present(found, said)) for found in findings]
        chapter = read_chapter(executed("# T\n\nQ?", *cells), "02_kpi_tracking", 1, str)
        return summarise([chapter], MONTH, said)

    return build


def test_the_lead_counts_what_can_be_compared_and_tells_the_finding(summary):
    lead = summary(tracking.month_in_figures(_compared())).lead

    assert lead.head == "Against September 2026, 1 of 3 indicators rose and 1 fell."
    assert lead.body == (
        "In October 2026, in proportion, views rose most (+20%) and click rate fell most "
        "(−20%). 3 of 4 KPIs have a figure."
    )
    assert lead.anchor == "kpi_tracking-finding-month_in_figures"


def test_the_front_page_speaks_french_too(summary):
    made = summary(tracking.month_in_figures(_compared()), locale="fr")

    assert (
        made.lead.head == "Face à septembre 2026, 1 indicateur sur 3 est en hausse et 1 en baisse."
    )
    assert made.cards[0].number == f"1{NARROW}200"
    assert made.cards[2].number == "14,20"
    assert made.cards[2].unit == f"{NARROW}€"
    assert [change.against for change in made.cards[0].changes] == ["vs sept. 26", "vs oct. 25"]


def test_each_card_shows_its_figure_and_its_changes_in_their_own_units(summary):
    cards = summary(tracking.month_in_figures(_compared())).cards

    assert [card.label for card in cards] == [
        "Views",
        "Click rate",
        "Cost per sale",
        "Share of voice",
    ]
    assert [(card.number, card.unit) for card in cards] == [
        ("1,200", ""),
        ("1.2", "%"),
        ("£14.20".replace("£", "€"), ""),
        ("–", ""),
    ]
    assert [[change.text for change in card.changes] for card in cards] == [
        ["+20%", "+50%"],
        [f"−0.3{NARROW}pt", f"+0.2{NARROW}pt"],
        ["0%", "–"],
        ["–", "–"],
    ]
    assert [change.known for change in cards[2].changes] == [True, False]


def test_a_card_says_what_must_be_known_with_its_figure(summary):
    cards = summary(tracking.month_in_figures(_compared())).cards

    assert cards[0].notes == ("provisional",)
    assert cards[1].notes == ("incomplete: 90% of its days",)
    assert cards[2].notes == ()
    assert cards[3].notes == ("no data",)
    assert not cards[3].known


def test_the_curve_of_a_card_is_told_in_words(summary):
    made = summary(
        tracking.month_in_figures(_compared()), tracking.monthly_history(_history())
    ).cards

    assert 'aria-label="3 months; lowest 900 in August 2026, highest 1,200 in October 2026"' in (
        made[0].spark
    )
    assert made[1].spark == ""
    assert made[3].spark == ""


def test_the_parts_of_a_change_are_drawn_to_scale_and_add_up(summary):
    parts = summary(_movement()).parts

    assert [(part.label, part.text) for part in parts.parts] == [
        ("Facebook", "+300"),
        ("Instagram", "−100"),
    ]
    assert parts.total == "+200"
    assert parts.zero == 25
    assert [(part.start, part.width) for part in parts.parts] == [(25, 75), (0, 25)]


def test_data_quality_and_what_got_no_answer_stand_on_the_front_page(summary):
    made = summary(tracking.month_in_figures(_compared()), quality.data_used(_quality())).quality

    assert made.text.startswith("2 sources, 1,000 rows read, 3 rejected (0.3%).")
    assert made.unanswered == ("Share of voice (no data)",)
    assert made.anchor == "kpi_tracking-finding-data_quality"


def _board():
    row = {"objective": "more", "perimeter": None, "owner": "Ana", "by": None, "weight": 1.0}
    row |= {"kpi_version": "1.0.0", "per": "month", "direction": "up", "why": None, "caveats": []}
    row |= dict.fromkeys(("baseline", "warn", "attained", "due", "as_of", "earned_by", "currency"))
    row |= {"kpi": "views", "value": 1200.0, "expected": 1000.0, "target": 1100.0}
    row |= {"unit": "count", "complete": True, "settled": True, "verdict": "good"}
    return objectives.objective_board(pd.DataFrame([row]).astype(object))


def test_objectives_stand_on_the_front_page_and_cards_without_one_are_indicators(summary):
    made = summary(tracking.month_in_figures(_compared()), _board())

    assert [goal.label for goal in made.goals] == ["more"]
    assert made.goals_anchor == "kpi_tracking-finding-objective_board"
    assert ["On target" in card.pill for card in made.cards] == [True, False, False, False]
    assert ["Indicator" in card.pill for card in made.cards] == [False, True, True, True]


def test_cards_carry_no_verdict_where_no_objective_was_looked_at(summary):
    cards = summary(tracking.month_in_figures(_compared())).cards

    assert {card.pill for card in cards} == {None}


def test_what_no_notebook_found_is_not_on_the_front_page(summary):
    empty = summary()
    assert empty.empty

    one = summary(quality.data_used(_quality()))
    assert (one.lead, one.cards, one.parts, one.steps) == (None, (), None, ())
    assert one.quality is not None
