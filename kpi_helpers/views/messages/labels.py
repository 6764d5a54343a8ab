"""Names that no catalogue declares, and the texts on charts and tables.

``label_<kind>_<id>`` names a thing, as ``Ref(kind, id)`` asks for it. ``title_<finding>`` heads
the table of a finding.
"""

from __future__ import annotations

__all__ = ["MESSAGES"]

_GENERAL = {
    "yes": "yes",
    "no": "no",
    "missing_value": "no value",
    "no_caveat": "nothing to keep in mind",
    "not_comparable": "not comparable",
    "and_others": "{count} others",
    "not_attributed": "Not attributed",
}

_CHARTS = {
    "chart_break": "new definition",
    "chart_no_figure": "no figure",
    "chart_no_kpi": "no KPI",
    "chart_step_conversion": "↓  {rate} go on · conversion",
    "chart_step_index": "↓  {rate} for 100 · index, two sources side by side",
    "chart_step_unknown": "↓  no ratio · {reason}",
    "chart_whole": "all: {rate}",
    "chart_change_and_points": "{change} ({points})",
    "chart_change_and_share": "{change} ({share})",
    "chart_about_lines": "Lines over {months} {months:month|months}, one chart each for {kpis}.",
    "chart_about_grid": "Map of KPIs by stage and department.",
    "chart_about_funnel": "Funnel from {first} to {last}.",
    "chart_about_stacks": "Stacked bars by month and funding, one chart each for {kpis}.",
    "chart_about_dots": "Rates by segment, one chart a step.",
    "chart_about_changes": "Bars of the change of each KPI.",
    "chart_about_parts": "Bars of the change by network, one chart each for {kpis}.",
    "chart_about_plan": "Pairs of bars by channel: budget and spend.",
}

_TABLES = {
    "table_summary": "Table: {title}",
    "table_rest": "{count} more {count:row|rows} not shown here; all are in findings.json.",
    "table_empty": "No row.",
    "index_rate": "{rate} for 100",
    "history_alternative": (
        "{count} {count:month|months} from {first} to {last}, lowest {low}, highest {high}"
    ),
    "caveats_title": "To keep in mind",
    "link_text": "open",
    "quoted": "“{text}”",
}

_TITLES = {
    "title_data_quality": "Data used",
    "title_stage_map": "KPIs by stage and department",
    "title_step_rates": "From one stage to the next",
    "title_funding_split": "Organic, boosted and paid by month",
    "title_drop_off": "Step rates by segment",
    "title_adaptations": "Where each department should look first",
    "title_month_in_figures": "The month in figures",
    "title_monthly_history": "KPIs month by month",
    "title_year_so_far": "The year so far",
    "title_network_movement": "Change by network",
    "title_plan_and_actual": "Budget and spend by channel",
    "title_actions_of_month": "Actions of the month",
    "title_limits": "Limits",
    "title_provenance": "Provenance",
}

_VERDICTS = {
    "label_verdict_good": "On target",
    "label_verdict_watch": "To watch",
    "label_verdict_bad": "Behind",
    "label_verdict_neutral": "Indicator",
    "label_verdict_unknown": "Unknown",
    "label_quality_good": "Sound",
    "label_quality_watch": "To watch",
    "label_quality_bad": "Weak",
    "label_quality_unknown": "Unknown",
}

_PLACES = {
    "label_stage_reach": "Reach",
    "label_stage_engage": "Engage",
    "label_stage_visit": "Visit",
    "label_stage_convert": "Convert",
    "label_stage_serve": "Serve",
    "label_stage_advocate": "Advocate",
    "label_source_ga4": "GA4",
    "label_source_meta_facebook": "Meta · Facebook",
    "label_source_meta_instagram": "Meta · Instagram",
    "label_audience_stranger": "General public",
    "label_audience_follower": "Followers",
    "label_audience_visitor": "Visitors",
    "label_audience_lead": "Leads",
    "label_audience_customer": "Customers",
    "label_audience_ambassador": "Ambassadors",
    "label_department_marketing": "Marketing",
    "label_department_sales": "Sales",
    "label_department_customer_service": "Customer service",
    "label_dimension_network": "Network",
    "label_dimension_account": "Account",
    "label_dimension_channel": "Channel",
    "label_dimension_campaign": "Campaign",
    "label_dimension_content_type": "Format",
    "label_dimension_funding": "Funding",
    "label_dimension_region": "Region",
    "label_dimension_age_band": "Age band",
}

_NETWORKS = {
    "label_network_facebook": "Facebook",
    "label_network_instagram": "Instagram",
    "label_network_linkedin": "LinkedIn",
    "label_network_pinterest": "Pinterest",
    "label_network_tiktok": "TikTok",
    "label_network_x": "X",
    "label_network_youtube": "YouTube",
    "label_network_web": "Website",
    "label_network_google_ads": "Google Ads",
    "label_network_meta_ads": "Meta Ads",
}

_FUNDING = {
    "label_funding_organic": "Organic",
    "label_funding_paid": "Paid",
    "label_funding_boosted": "Boosted",
}

_CHANNELS = {
    "label_channel_affiliates": "Affiliates",
    "label_channel_audio": "Audio",
    "label_channel_cross_network": "Cross-network",
    "label_channel_direct": "Direct",
    "label_channel_display": "Display",
    "label_channel_email": "Email",
    "label_channel_mobile_push_notifications": "Mobile push notifications",
    "label_channel_organic_search": "Organic search",
    "label_channel_organic_shopping": "Organic shopping",
    "label_channel_organic_social": "Organic social",
    "label_channel_organic_video": "Organic video",
    "label_channel_paid_other": "Paid, other",
    "label_channel_paid_search": "Paid search",
    "label_channel_paid_shopping": "Paid shopping",
    "label_channel_paid_social": "Paid social",
    "label_channel_paid_video": "Paid video",
    "label_channel_referral": "Referral",
    "label_channel_sms": "SMS",
    "label_channel_unassigned": "Unassigned",
}

_FORMATS = {
    "label_content_type_photo": "Photo",
    "label_content_type_video": "Video",
    "label_content_type_reel": "Reel",
    "label_content_type_link": "Link",
    "label_content_type_story": "Story",
    "label_content_type_carousel": "Carousel",
    "label_content_type_text": "Text",
    "label_content_type_event": "Event",
}

_COMPARISONS = {
    "label_comparison_previous": "the month before",
    "label_comparison_year_ago": "the same month last year",
    "label_comparison_weekday_aligned": "the same weekdays 52 weeks before",
    "label_comparison_elapsed_previous": "the same first days of the month before",
    "label_comparison_elapsed_year_ago": "the same first days of that month last year",
    "label_kind_conversion": "Conversion",
    "label_kind_index": "Index",
    "label_limit_caveat": "Reservation",
    "label_limit_unanswered": "No answer",
}

_GRAINS = {
    "label_grain_account_day": "Accounts by day",
    "label_grain_account_window": "Distinct people by period",
    "label_grain_post": "Posts",
    "label_grain_ad_day": "Ads by day",
    "label_grain_site_day": "Website by day",
    "label_grain_channel_period": "Channels by period",
    "label_grain_mention": "Mentions",
    "label_grain_case": "Customer cases",
    "label_grain_creator": "Creators",
    "label_grain_peer": "Competitors",
    "label_grain_action": "Actions",
}

_FACTS = {
    "label_fact_brand": "Brand",
    "label_fact_month": "Month",
    "label_fact_known_at": "Data known at",
    "label_fact_store_version": "Data version",
    "label_fact_catalogue_sha": "Definitions",
    "label_fact_workbench_version": "KPI Workbench",
}

MESSAGES: dict[str, str] = (
    _GENERAL
    | _CHARTS
    | _TABLES
    | _TITLES
    | _VERDICTS
    | _PLACES
    | _NETWORKS
    | _FUNDING
    | _CHANNELS
    | _FORMATS
    | _COMPARISONS
    | _GRAINS
    | _FACTS
)
