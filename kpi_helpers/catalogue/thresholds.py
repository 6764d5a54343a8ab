"""Limits at which an analysis speaks, doubts or is silent: ``params/thresholds.yaml``.

They are the workbench's own choices, not a standard, and every one may be changed there.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kpi_helpers.catalogue.entry import Entry

__all__ = [
    "AnomalyLimits",
    "AssociationLimits",
    "CellLimits",
    "EffectLimits",
    "ForecastLimits",
    "ObjectiveLimits",
    "PostLimits",
    "ReferenceLimits",
    "ResponseLimits",
    "Thresholds",
    "ToneLimits",
]


class AnomalyLimits(Entry):
    """When a day, or a new level, is told as unusual.

    Parameters
    ----------
    false_alarms : float
        Expected a month by chance alone, over all daily series together: half of days, half of
        steps.
    level : float
        Share of days, as past errors go, that lie within what a chart shades as usual.
    """

    false_alarms: float = Field(default=1.0, gt=0, le=20)
    level: float = Field(default=0.95, gt=0.5, lt=1)


class AssociationLimits(Entry):
    """When two KPIs may be said to move together.

    Parameters
    ----------
    min_months : int
        Complete months below which nothing is claimed.
    max_lag : int
        Months by which one may lead the other.
    false_discovery_rate : float
        Expected share of false claims among the claims.
    level : float
        Of the interval of an association.
    """

    min_months: int = Field(default=24, ge=12)
    max_lag: int = Field(default=3, ge=0, le=12)
    false_discovery_rate: float = Field(default=0.05, gt=0, lt=0.5)
    level: float = Field(default=0.95, gt=0.5, lt=1)


class CellLimits(Entry):
    """When a cell holds too few to be shown.

    Parameters
    ----------
    min_cell : int
        Cases below which a count is suppressed.
    """

    min_cell: int = Field(default=10, ge=0)


class ForecastLimits(Entry):
    """What is forecast, and from how much of a past.

    Parameters
    ----------
    horizon : int
        Months ahead that are shown.
    furthest : int
        Months ahead up to which a target is looked at.
    min_months : int
        Complete months, of one definition and without a gap, below which nothing is forecast.
    own_months : int
        Months from which the width of intervals comes from the KPI's own errors; below, it is
        fixed.
    """

    horizon: int = Field(default=6, ge=1, le=12)
    furthest: int = Field(default=14, ge=12, le=24)
    min_months: int = Field(default=12, ge=12)
    own_months: int = Field(default=36, ge=36)


class EffectLimits(Entry):
    """When an action may be said to have moved a KPI.

    Parameters
    ----------
    months : int
        Months, the last one included, whose actions are asked about.
    history_months : int
        Months of days that are read; with a year more than `months` the season is known.
    history_days, min_days : int
        Days before an action that its course is learnt from, and how many must be known.
    check_every_days : int
        Days between two earlier dates that the method is checked on.
    min_checks : int
        Such dates below which nothing is claimed.
    alike_share : float
        Share of those dates with an effect as large, above which none is claimed.
    found_share : float
        Share of those dates at which the method finds one, above which none is claimed.
    false_discovery_rate : float
        Expected share of false claims among the claims.
    level : float
        Of the intervals.
    """

    months: int = Field(default=13, ge=1)
    history_months: int = Field(default=26, ge=4)
    history_days: int = Field(default=365, ge=84)
    min_days: int = Field(default=84, ge=28)
    check_every_days: int = Field(default=10, ge=1)
    min_checks: int = Field(default=8, ge=5)
    alike_share: float = Field(default=0.1, ge=0, lt=1)
    found_share: float = Field(default=0.25, gt=0, lt=1)
    false_discovery_rate: float = Field(default=0.05, gt=0, lt=0.5)
    level: float = Field(default=0.95, gt=0.5, lt=1)


class ObjectiveLimits(Entry):
    """How far along an objective should be, and when its target is well set.

    Parameters
    ----------
    season_months : int
        Complete months from which the brand's own season says what share of a year or month is
        usually earned by a date; below, days do.
    min_words : int
        Words below which a definition is too short to be specific.
    stretch : float
        How many times the best month a target may be and still be called achievable.
    """

    season_months: int = Field(default=24, ge=24)
    min_words: int = Field(default=6, ge=1)
    stretch: float = Field(default=1.5, gt=1)


class ReferenceLimits(Entry):
    """When competitors and published figures may be set beside the brand's own.

    Parameters
    ----------
    min_peers : int
        Competitors with a figure below which no percentile is given, only the rank.
    max_age_years : int
        Years by which a published figure may be older than the month.
    trend_months : int
        Complete months of its own that a level is taken from.
    gone_after_months : int
        Months without a count after which a competitor is taken to have left a network; sooner,
        its count is missing.
    """

    min_peers: int = Field(default=5, ge=2)
    max_age_years: int = Field(default=2, ge=0)
    trend_months: int = Field(default=12, ge=6)
    gone_after_months: int = Field(default=3, ge=1)


class PostLimits(Entry):
    """How posts are compared, and when they are not.

    Parameters
    ----------
    equal_age_days, equal_age_tolerance_days : float
        Age at which posts are compared, and how far from it an observation may lie.
    equal_age_share : float
        Least share of the posts of that age that must have been seen near it; below it posts are
        compared once settled.
    settle_age_days : float
        Age from which a post hardly gains any more.
    min_reach : int
        People reached below which a post is not ranked.
    min_posts : int
        Posts in a group, and beside it, below which the group is shown grey.
    slot_hours : int
        Length of a slot of the day; a divisor of 24.
    months : int
        Months of posts that formats, pillars and slots are judged on.
    shown : int
        Best and weakest posts named of each network.
    false_discovery_rate : float
        Expected share of false claims among the claims.
    level : float
        Of the intervals.
    """

    equal_age_days: float = Field(default=7, gt=0)
    equal_age_tolerance_days: float = Field(default=1.5, ge=0)
    equal_age_share: float = Field(default=0.8, gt=0, le=1)
    settle_age_days: float = Field(default=14, gt=0)
    min_reach: int = Field(default=100, ge=1)
    min_posts: int = Field(default=10, ge=3)
    slot_hours: Literal[1, 2, 3, 4, 6, 8, 12] = 3
    months: int = Field(default=13, ge=1)
    shown: int = Field(default=3, ge=1)
    false_discovery_rate: float = Field(default=0.05, gt=0, lt=0.5)
    level: float = Field(default=0.95, gt=0.5, lt=1)


class ToneLimits(Entry):
    """When a model may say in what tone people comment.

    Parameters
    ----------
    min_labels : int
        Labels of a language, held out, below which its error is not known.
    max_error : float
        Error at the upper end of its interval above which the model stays silent.
    min_comments : int
        Comments below which no share is given.
    level : float
        Of the intervals.
    examples : int
        Negative comments shown.
    """

    min_labels: int = Field(default=50, ge=20)
    max_error: float = Field(default=0.3, gt=0, lt=0.5)
    min_comments: int = Field(default=20, ge=5)
    level: float = Field(default=0.95, gt=0.5, lt=1)
    examples: int = Field(default=8, ge=1, le=50)


class ResponseLimits(Entry):
    """When returns of channels may be told, and when a move of the budget is advised.

    Parameters
    ----------
    min_weeks : int
        Complete weeks below which nothing is fitted.
    min_variation : float
        Standard deviation of a channel's weekly spend over its mean, below which its effect cannot
        be told from the level of the results.
    max_inflation : float
        Variance inflation of a channel's spend by the others' above which they move together.
    move : float
        Share of today's spend by which a channel may go up or down unless bounds are given.
    min_probability : float
        Chance that a move gains from which it is advised.
    min_explained : float
        Share of the variation of the last weeks that a fit of those before must foresee for a move
        to be advised.
    level : float
        Of the intervals.
    """

    min_weeks: int = Field(default=52, ge=52)
    min_variation: float = Field(default=0.1, gt=0)
    max_inflation: float = Field(default=5, gt=1)
    move: float = Field(default=0.5, gt=0, le=1)
    min_probability: float = Field(default=0.975, ge=0.5, lt=1)
    min_explained: float = Field(default=0, lt=1)
    level: float = Field(default=0.9, gt=0.5, lt=1)


class Thresholds(Entry):
    """Every limit, by analysis."""

    anomalies: AnomalyLimits = AnomalyLimits()
    association: AssociationLimits = AssociationLimits()
    cells: CellLimits = CellLimits()
    effects: EffectLimits = EffectLimits()
    forecast: ForecastLimits = ForecastLimits()
    objectives: ObjectiveLimits = ObjectiveLimits()
    references: ReferenceLimits = ReferenceLimits()
    posts: PostLimits = PostLimits()
    response: ResponseLimits = ResponseLimits()
    tone: ToneLimits = ToneLimits()
