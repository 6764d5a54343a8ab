"""What the findings on competitors and published figures say."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_SENTENCES = {
    "voice_of_month": (
        "In {month}, {share} of the mentions are the brand's: {own} of {total}, with {count} "
        "{count:competitor|competitors} counted."
    ),
    "voice_missing": (
        "No share of voice in {month}: the mentions of {missing} are not known, so the whole "
        "is not known either."
    ),
    "voice_without_brand": (
        "No share of voice in {month}: the brand is not among the accounts counted, or stands "
        "there under another name."
    ),
    "voice_silent": (
        "In {month}, neither the brand nor any of the {count} {count:competitor|competitors} "
        "is mentioned."
    ),
    "voice_no_set": (
        "No set of competitors is declared for this month, so there is nothing to compare "
        "with. Name it under competitors in the brand's file."
    ),
    "voice_history": (
        "{share} in {month}, {change} on the month before. Over {count} {count:month|months} "
        "against the same competitors: from {low} to {high}."
    ),
    "voice_history_new": (
        "{share} in {month}. The month before cannot be compared: its competitors are others,"
        " or its share is not known."
    ),
    "voice_history_unknown": (
        "The share of {month} is not known; {count} earlier {count:month|months} against the "
        "same competitors {count:has|have} one."
    ),
    "voice_history_none": "None of the {months} {months:month|months} has a share of voice.",
    "peer_places": (
        "Best place: {best_figure} on {best_network}, number {best_rank} of {best_of}. Last "
        "place: {last_figure} on {last_network}, number {last_rank} of {last_of}."
    ),
    "peer_places_one": "{best_figure} on {best_network}: number {best_rank} of {best_of}.",
    "peer_places_none": (
        "The brand's own public counts for {month} are not among those imported, so it has no"
        " place."
    ),
    "reference_match_above": (
        "{figure} on {network}: {value}, above the published median of {reference} ({origin}). "
        "{matched} {matched:figure has|figures have} a reference; {refused} "
        "{refused:is|are} counted on another basis."
    ),
    "reference_match_below": (
        "{figure} on {network}: {value}, below the published median of {reference} ({origin}). "
        "{matched} {matched:figure has|figures have} a reference; {refused} "
        "{refused:is|are} counted on another basis."
    ),
    "reference_match_level": (
        "{figure} on {network}: {value}, level with the published median of {reference} "
        "({origin}). {matched} {matched:figure has|figures have} a reference; "
        "{refused} {refused:is|are} counted on another basis."
    ),
    "reference_match_loose": (
        "{matched} {matched:figure has|figures have} a published figure on the same basis, "
        "but no median, so none is called above or below. {refused} {refused:is|are} counted "
        "on another basis."
    ),
    "reference_match_none": (
        "No published figure may stand beside the brand's own; {refused} {refused:is|are} "
        "counted on another basis."
    ),
    "suggested_levels": (
        "Levels for {count} {count:figure|figures}, {several} of them from several origins. "
        "{reached} {reached:level is|levels are} already reached. Which one to aim at is the "
        "brand's choice."
    ),
    "suggested_levels_none": (
        "No figure has {months} complete months, competitors or a published median to take a "
        "level from."
    ),
}

_CHARTS = {
    "chart_about_voices": "Bars of the mentions of the brand and of each competitor.",
    "chart_about_places": (
        "The brand's figures among those of its competitors, one chart a figure, one line a "
        "network."
    ),
    "chart_place": "{value} · {rank} of {of}",
}

_TITLES = {
    "title_voice_of_month": "Share of voice",
    "title_voice_history": "Share of voice by month",
    "title_peer_places": "Place among competitors",
    "title_reference_match": "Own figures beside published ones",
    "title_suggested_levels": "Levels an objective could aim at",
}

_LABELS = {
    "label_kpi_public_share_of_voice": "Share of voice",
    "label_public_figure_public_followers": "Followers (public count)",
    "label_public_figure_public_follower_growth": "Follower growth in the month",
    "label_public_figure_public_posts_per_week": "Posts a week",
    "label_public_figure_public_engagement_per_post_by_followers": (
        "Engagement of a post by followers"
    ),
    "label_public_figure_public_engagement_per_follower": "Engagements of the month by followers",
    "label_basis_per_post_by_followers": "a post, by followers",
    "label_basis_by_followers": "by followers",
    "label_basis_by_views": "by views",
    "label_basis_by_reach": "by reach",
    "label_basis_per_post_base_unstated": "a post, base not stated",
    "label_basis_by_impressions": "by impressions",
    "label_basis_by_clicks": "by clicks",
    "label_basis_by_sessions": "by sessions",
    "label_basis_per_click": "a click",
    "label_basis_per_lead": "a lead",
    "label_basis_per_account": "an account",
    "label_basis_per_video": "a video",
    "label_basis_on_month_before": "on the month before",
    "label_statistic_median": "Median",
    "label_statistic_mean": "Mean",
    "label_statistic_p10": "Lowest tenth",
    "label_statistic_p25": "Lower quartile",
    "label_statistic_p75": "Upper quartile",
    "label_statistic_p90": "Highest tenth",
    "label_statistic_unstated": "Not stated",
    "label_standing_above": "Above",
    "label_standing_below": "Below",
    "label_standing_level": "At the same level",
    "label_kind_own_trend": "Best quarter of its own months",
    "label_kind_own_pace": "Its usual pace, for a year",
    "label_kind_peers_quartile": "Better quarter of competitors",
    "label_kind_sector_median": "Median of the sector",
    "label_kind_general_median": "Median of all sectors",
    "label_sector_all": "All sectors",
    "label_sector_health_beauty": "Health and beauty",
    "label_sector_retail": "Retail",
    "label_sector_sports_recreation": "Sports and recreation",
    "label_sector_fashion": "Fashion",
}

_COLUMNS = {
    "column_competitor": "Account",
    "column_mentions": "Mentions",
    "column_members": "Competitors",
    "column_since": "Set since",
    "column_figure": "Figure",
    "column_rank": "Place",
    "column_peers": "Competitors with a figure",
    "column_percentile": "Share of them below",
    "column_peer_p25": "Their lower quartile",
    "column_peer_median": "Their median",
    "column_peer_p75": "Their upper quartile",
    "column_missing": "Not counted",
    "column_basis": "Counted",
    "column_reference": "Published",
    "column_standing": "The brand is",
    "column_statistic": "Statistic",
    "column_origin": "Source",
    "column_sector": "Sector",
    "column_size_band": "Followers",
    "column_reference_basis": "Published basis",
    "column_level": "Level",
    "column_rests_on": "Months or accounts",
    "column_reached": "Reached",
}

_CAVEATS = {
    "peers_uncounted": "Not counted everywhere this month, and so left out there: {names}.",
    "peers_uncounted_short": "some competitors are not counted",
    "references_copied": "Read from a copy, not from the publisher: {sources}.",
    "references_copied_short": "read from a copy",
    "references_of_all": "The sector has no published figure of its own for {figures}.",
    "references_of_all_short": "no figure of the sector",
}

_REASONS = {
    "count_missing": "a count is missing",
    "own_count_missing": "the brand's own count is missing",
    "no_peer": "no competitor has a figure",
    "few_peers": "too few competitors for a percentile",
    "no_competitor_set": "no set of competitors",
    "own_figure_missing": "the brand's own figure is missing",
    "no_reference": "no published figure of this metric and network",
    "basis_mismatch": "published figures are counted on another basis",
    "currency_differs": "published in another currency",
    "unit_differs": "published in another unit",
    "reference_old": "published figures are too old",
    "no_reference_of_sector": "no published figure for this sector and size",
}

MESSAGES: dict[str, str] = _SENTENCES | _CHARTS | _TITLES | _LABELS | _COLUMNS | _CAVEATS | _REASONS
