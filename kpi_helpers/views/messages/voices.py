"""What notebook 05 says of creators: sentences, reservations, labels, evidence, columns."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_FINDINGS = {
    "creator_roles": (
        "{count} creator {count:account|accounts}: {star} {star:star|stars}, {ambassador} "
        "{ambassador:ambassador|ambassadors}, {expert} {expert:expert|experts}, {fan} "
        "{fan:fan|fans}, {none} without a role. {borderline} {borderline:label is|labels "
        "are} borderline, {by_hand} {by_hand:was|were} given by hand."
    ),
    "creator_roles_none": (
        "No snapshot of creators has been imported up to this month, so nobody can be typed."
    ),
    "creator_engagement": (
        "By followers, the middle account with the role “{followers}” engages most: "
        "{followers_rate} of its followers a post. By views, it is “{views}”, with "
        "{views_rate} of views. The answer depends on the base."
    ),
    "creator_engagement_same": (
        "By followers and by views alike, the middle account with the role “{followers}” "
        "engages most: {followers_rate} of its followers a post, {views_rate} of its views."
    ),
    "creator_engagement_few": (
        "Fewer than two roles have enough accounts with figures, so roles are not compared."
    ),
    "creator_conversion": (
        "{creator} turns most clicks into orders: {rate} (between {lo} and {hi}), clearly "
        "above the {mean} usual here. {small} {small:account|accounts} with fewer than "
        "{wanted} clicks {small:is|are} not ranked."
    ),
    "creator_conversion_unclear": (
        "{creator} comes first with {rate} of clicks turned into orders, but no clear "
        "winner: its interval ({lo} to {hi}) holds the {mean} usual here. {small} "
        "{small:account|accounts} with fewer than {wanted} clicks {small:is|are} not ranked."
    ),
    "creator_conversion_alike": (
        "No difference between the {count} accounts with clicks goes beyond chance: "
        "together, {mean} of clicks become orders, and nobody is ranked."
    ),
    "creator_conversion_few": (
        "{count} {count:account has|accounts have} clicks on a tracked link; below {wanted}, "
        "what they have in common cannot be told and nobody is ranked."
    ),
    "creator_conversion_no_orders": (
        "Over {count} accounts, {mean} of clicks became orders: nothing to tell them apart by."
    ),
    "creator_conversion_small": (
        "No account reaches {wanted} clicks, so nobody is ranked; together, {mean} of clicks "
        "become orders."
    ),
    "volume_and_quality": (
        "Of {count} accounts that can be judged, {both} {both:is|are} both large and more "
        "engaging than comparable ones; {quiet} {quiet:is|are} large but quiet; {caring} "
        "{caring:is|are} small but {caring:engages|engage} more, above all {names}."
    ),
    "volume_and_quality_no_small": (
        "Of {count} accounts that can be judged, {both} {both:is|are} both large and more "
        "engaging than comparable ones, {quiet} {quiet:is|are} large but quiet. No small "
        "account engages clearly more than is usual for its size."
    ),
    "volume_and_quality_none": (
        "No account has enough posts and comparable accounts to be judged for its size."
    ),
    "audience_signals": (
        "{count} of {total} accounts {count:has|have} something to check by hand before "
        "working together. A signal proves nothing: each has innocent causes. Not every "
        "check could be made for {partly} of them all."
    ),
    "audience_signals_none": (
        "Nothing to check by hand in the {checked} accounts that could be looked at, of "
        "{total}; not every check could be made for {partly} of them all."
    ),
    "audience_signals_unchecked": "No account has the figures that a check of its audience needs.",
    "creator_score": (
        "With the weights as they are, the first {top} stay the same in {same} of "
        "{combinations} weightings moved by {shift}. Always among them: {names}. {missing} "
        "{missing:account lacks|accounts lack} a part and {missing:is|are} not ranked."
    ),
    "creator_score_unstable": (
        "Nobody stays among the first {top} whatever the weights: the list is the same in "
        "{same} of {combinations} weightings moved by {shift}. Read the parts, not the "
        "score. {missing} {missing:account lacks|accounts lack} a part and {missing:is|are} "
        "not ranked."
    ),
    "creator_score_few": (
        "{count} {count:account has|accounts have} every part of the score: too few to ask "
        "who stays among the first {top}. {missing} {missing:lacks|lack} a part."
    ),
    "creator_score_none": "Without a snapshot of creators there is no score.",
}

_CAVEATS = {
    "creators_stale": (
        "{count} {count:account was|accounts were} last seen {days} days or more before the "
        "month's end."
    ),
    "creators_stale_short": "snapshot too old",
    "roles_our_own": (
        "Roles and tiers follow the workbench's own rules (params/roles.yaml), not a standard."
    ),
    "names_hidden": (
        "Names are replaced by pseudonyms and followers rounded down to two digits; rates by "
        "followers and tiers follow from that. A well-known creator may still be recognised "
        "by size and network."
    ),
    "names_hidden_short": "names replaced by pseudonyms",
    "roles_our_own_short": "our own rules, not a standard",
    "role_override_unknown": (
        "{count} {count:role|roles} given by hand {count:is|are} for a creator or network "
        "that no snapshot holds."
    ),
    "role_override_unknown_short": "given to an unknown creator",
    "conversion_prior": (
        "Rates are pulled towards what {count} accounts have in common: {mean} of clicks "
        "become orders, with the weight of {strength} clicks (beta-binomial, fitted)."
    ),
    "conversion_prior_short": "pulled towards the common rate",
    "accounts_not_judged": (
        "{count} {count:account has|accounts have} too few posts or comparable accounts to "
        "be judged."
    ),
    "accounts_not_judged_short": "too little to judge",
    "role_figures_missing_short": "figures for a higher role are missing",
    "too_few_posts_short": "too few posts",
    "too_few_peers_short": "too few comparable accounts",
    "no_clicks_short": "no click yet",
    "orders_exceed_clicks_short": "more orders than clicks",
    "part_missing_short": "a part of the score is missing",
}

_LABELS = {
    "pseudonym": "Creator {code}",
    "label_role_fan": "Fan",
    "label_role_ambassador": "Ambassador",
    "label_role_expert": "Expert",
    "label_role_star": "Star",
    "label_role_none": "No role",
    "label_tier_nano": "Nano",
    "label_tier_micro": "Micro",
    "label_tier_mid": "Mid",
    "label_tier_macro": "Macro",
    "label_tier_mega": "Mega",
    "label_quality_above": "Above usual",
    "label_quality_usual": "As usual",
    "label_quality_below": "Below usual",
    "label_decided_by_rule": "Rules",
    "label_decided_by_override": "By hand",
    "title_creator_roles": "Creators by role",
    "title_creator_engagement": "Engagement by role, several bases",
    "title_creator_conversion": "Orders per click",
    "title_volume_and_quality": "Volume and quality of audiences",
    "title_audience_signals": "To check by hand",
    "title_creator_score": "Score by its parts",
    "chart_about_roles": "Strokes along the number of followers, one row a role.",
    "chart_about_quadrant": (
        "Marks by followers (across) and engagement beside comparable accounts (upwards)."
    ),
    "chart_about_conversion": "Orders per click with their intervals, one row an account.",
    "chart_about_score": "Bars of how often each account stays on the short list.",
    "chart_stays": "{stays} · rank {rank}",
    "chart_usual": "usual: {rate}",
    "chart_orders_of_clicks": "{rate} · {orders} of {clicks}",
    "quadrant_up": "↑ engages more than comparable accounts",
    "quadrant_across": "followers →",
    "quadrant_grey": "not judged",
}

_EVIDENCE = {
    "evidence_followers": "{value} followers (from {limit})",
    "evidence_interactions": "{value} interactions with the brand in 90 days (from {limit})",
    "evidence_mentions": "{value} mentions of the brand in 180 days (from {limit})",
    "evidence_orders": "{value} orders brought in 90 days (from {limit})",
    "evidence_goodwill": "{value} more good mentions than bad ones (above {limit})",
    "evidence_not_ill": "{value} more good mentions than bad ones (not below {limit})",
    "evidence_theme_share": "{value} of posts on the brand's theme (from {limit})",
    "evidence_engagement": (
        "engagement × {value} of what is usual for comparable accounts (from × {limit})"
    ),
    "signals_engagement_low": (
        "engagement far below comparable accounts: × {value} of what is usual"
    ),
    "signals_engagement_high": (
        "engagement far above comparable accounts: × {value} of what is usual"
    ),
    "signals_spike": "followers {value} between two snapshots, without as many more views a post",
    "signals_generic": "{value} of comments are generic (from {limit})",
}

_COLUMNS = {
    "creator": "Creator",
    "role": "Role",
    "tier": "Size",
    "followers": "Followers",
    "followers_middle": "Followers, middle account",
    "confidence": "Confidence",
    "borderline": "Borderline",
    "decided_by": "Decided by",
    "decided_on": "By hand since",
    "also": "Also meets",
    "evidence": "Evidence",
    "snapshot": "Seen on",
    "accounts": "Accounts",
    "measured": "With figures",
    "engagement_rate_by_followers": "Engagement rate by followers, a post",
    "engagement_rate_by_views": "Engagement rate by views",
    "engagements_per_post": "Engagements a post",
    "applause": "Applause: reactions a post",
    "conversation": "Conversation: comments a post",
    "amplification": "Amplification: shares a post",
    "link_clicks_90d": "Clicks in 90 days",
    "orders_90d": "Orders in 90 days",
    "posts_90d": "Posts in 90 days",
    "conversion": "Orders per click",
    "lo": "Lowest",
    "hi": "Highest",
    "shrunk": "Pulled to the common rate",
    "shrunk_lo": "Lowest, pulled",
    "shrunk_hi": "Highest, pulled",
    "prior_mean": "Common rate",
    "prior_strength": "Its weight in clicks",
    "ranking": "Rank",
    "usual_rate": "Usual for comparable accounts",
    "relative_engagement": "Multiple of usual",
    "compared_with": "Comparable accounts",
    "quality": "Engagement for its size",
    "signals": "To check",
    "checks": "Checks made, of three",
    "reach": "Audience size",
    "resonance": "Resonance",
    "relevance": "Relevance",
    "relation": "Relation",
    "result": "Result",
    "risk": "Without signals",
    "score": "Score",
    "stays": "Stays on the short list",
}

MESSAGES: dict[str, str] = (
    _FINDINGS
    | _CAVEATS
    | _LABELS
    | _EVIDENCE
    | {f"column_{name}": heading for name, heading in _COLUMNS.items()}
)
