"""What is worth checking by hand, and what is not said of anybody."""

from __future__ import annotations

from datetime import date

import pytest
from made_creators import creator, creators, crowd

from kpi_helpers.catalogue.roles import Roles
from kpi_helpers.finding import Verdict
from kpi_helpers.rules.authenticity import audience_signals, checked_audience
from kpi_helpers.rules.roles import typed_creators
from kpi_helpers.views.messages import voices as english

ROLES = Roles()


def checked(*rows, before=()):
    now = creators(*rows)
    every = creators(*before, *rows)
    return checked_audience(typed_creators(now, ROLES), every, ROLES)


def signals(frame, label="who"):
    found = frame.set_index("label").loc[label, "signals"]
    return [(one["criterion"], round(one["value"], 6)) for one in found]


def test_engagement_far_from_comparable_accounts_is_worth_a_check():
    low, high = creator("who", reactions_90d=10, comments_90d=1, shares_90d=0), crowd(12)

    assert [name for name, _ in signals(checked(low, *high))] == ["engagement_low"]
    loud = creator("who", reactions_90d=90_000)
    assert [name for name, _ in signals(checked(loud, *high))] == ["engagement_high"]


def test_without_enough_comparable_accounts_there_is_no_band():
    frame = checked(creator("who", reactions_90d=10), *crowd(5))

    assert signals(frame) == []
    assert frame["checks"].iloc[0] == 1  # generic comments only


def month(number, **figures):
    return creator("who", snapshot=date(2026, number, 28), **figures)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"followers": 8_000}, {"followers": 12_000}, [("spike", 0.5)]),
        ({"followers": 8_000}, {"followers": 12_000, "views_90d": 90_000}, []),
        ({"followers": 8_000}, {"followers": 9_000}, []),
        ({"followers": 8_000}, {"followers": 12_000, "views_90d": None}, []),
        ({"followers": 0}, {"followers": 12_000}, []),
    ],
)
def test_a_jump_of_followers_counts_only_without_one_of_views(before, after, found):
    frame = checked(month(9, **after), before=[month(8, **before)])

    assert signals(frame) == found


def test_a_jump_over_a_gap_of_months_or_long_ago_is_none():
    wide = checked(month(9, followers=12_000), before=[month(6, followers=8_000)])
    old = [
        creator("who", snapshot=date(2025, 2, 28), followers=4_000),
        creator("who", snapshot=date(2025, 3, 28), followers=8_000),
    ]

    assert signals(wide) == []
    assert signals(checked(month(9), before=old)) == []


@pytest.mark.parametrize(
    ("comments", "generic", "found"),
    [
        (500, 400, [("generic", 0.8)]),
        (500, 255, []),  # more than half, but not beyond chance
        (40, 40, []),
        (500, 600, []),
        (500, None, []),
        (0, 0, []),
    ],
)
def test_generic_comments_count_beyond_chance_only(comments, generic, found):
    figures = {"comments_90d": comments, "comments_generic_90d": generic}

    assert signals(checked(creator("who", **figures))) == found


def test_the_sentence_says_how_many_could_be_checked():
    frame = checked(creator("who", comments_generic_90d=480), *crowd(3))
    finding = audience_signals(frame, ROLES)

    assert finding.message == "audience_signals"
    assert finding.values == {"count": 1, "checked": 4, "partly": 4, "total": 4}
    assert finding.table["creator"].tolist() == ["who"]
    assert finding.verdict is Verdict.NEUTRAL


def test_nothing_to_check_is_not_nothing_that_could_be_checked():
    assert audience_signals(checked(creator("who")), ROLES).message == "audience_signals_none"
    blind = checked(creator("who", comments_90d=None))
    finding = audience_signals(blind, ROLES)
    assert (finding.message, finding.verdict) == ("audience_signals_unchecked", Verdict.UNKNOWN)
    assert audience_signals(checked(), ROLES).message == "audience_signals_unchecked"


def test_nobody_is_ever_called_fake():
    for text in english.MESSAGES.values():
        assert "fake" not in text.lower()
        assert "fraud" not in text.lower()
