"""What is said of posts: best and weakest, formats, themes and hours, labels by hand."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_BEST = {
    "title_best_and_weakest_posts": "Best and weakest posts",
    "best_posts": (
        "Most interactions by person reached in {month}, each network by its own count: {captions} "
        "({networks}). {ranked} of {publications} publications ({contents} "
        "{contents:content|contents}) are ranked."
    ),
    "best_posts_no_difference": (
        "In {month}, {ranked} of {publications} publications could be ranked, and none stands "
        "before another."
    ),
    "best_posts_unranked": (
        "None of the {publications} publications of {month} can be ranked yet; the table says why."
    ),
    "best_posts_none": "No post of {month} is known, so there is nothing to rank.",
    "posts_at_equal_age": "Every post is compared as it stood {days} days after its publication.",
    "posts_at_equal_age_short": "all at the same age",
    "posts_settled": (
        "The exports show too few posts at the same age, so posts are compared once they have "
        "settled: at least {days} days after publication."
    ),
    "posts_settled_short": "compared once settled",
    "posts_too_young": "{count} {count:post is|posts are} too young to judge.",
    "posts_too_young_short": "too young to judge",
    "posts_boosted": (
        "{count} {count:post was|posts were} boosted or paid for and {count:is|are} not ranked: "
        "bought reach lowers the rate."
    ),
    "posts_boosted_short": "boosted, not ranked",
    "posts_small_reach": "{count} {count:post has|posts have} reached too few people to be ranked.",
    "posts_small_reach_short": "reached too few people",
    "posts_unknown": "{count} {count:post lacks|posts lack} a figure that the ranking needs.",
    "posts_unknown_short": "lacks a figure",
    "post_too_young": "too young to judge",
    "post_not_seen_at_age": "not seen at the age of comparison",
    "post_boosted": "boosted, not ranked",
    "post_small_reach": "reached too few people",
    "reach_missing": "no reach given",
}

_EFFECTS = {
    "title_formats_and_pillars": "Formats and themes against the other posts",
    "title_slots": "Weekdays and hours against the other posts",
    "formats_and_pillars_content_type": (
        "Clearest: {group}, {outcome} {effect} against the brand's other posts of the same "
        "network and month ({lo} to {hi}). {claims} of {tested} comparisons "
        "{claims:stands|stand} beyond chance."
    ),
    "formats_and_pillars_pillar": (
        "Clearest: the theme “{group}”, {outcome} {effect} against the brand's other posts of the "
        "same network and month ({lo} to {hi}). {claims} of {tested} comparisons "
        "{claims:stands|stand} beyond "
        "chance."
    ),
    "formats_and_pillars_no_claim": (
        "No evidence that a format or theme earns more or less than the others: none of {tested} "
        "comparisons over {posts} posts stands beyond chance."
    ),
    "formats_and_pillars_too_few": (
        "Too few posts to compare formats and themes: {posts} can be compared. More months of "
        "exports would answer."
    ),
    "slots_weekday": (
        "Clearest: {weekday}, {outcome} {effect} against the brand's other posts of the same "
        "network and month ({lo} to {hi}). {claims} of {tested} comparisons "
        "{claims:stands|stand} beyond chance."
    ),
    "slots_hours": (
        "Clearest: {hours} h, {outcome} {effect} against the brand's other posts of the same "
        "network and month ({lo} to {hi}). {claims} of {tested} comparisons "
        "{claims:stands|stand} beyond chance."
    ),
    "slots_slot": (
        "Clearest: {weekday}, {hours} h, {outcome} {effect} against the brand's other posts of the "
        "same network and month ({lo} to {hi}). {claims} of {tested} comparisons "
        "{claims:stands|stand} beyond "
        "chance."
    ),
    "slots_no_claim": (
        "No evidence that a weekday or an hour earns more or less than the others: none of "
        "{tested} comparisons over {posts} posts stands beyond chance."
    ),
    "slots_too_few": (
        "Too few posts to compare weekdays and hours: {posts} can be compared. More months of "
        "exports would answer."
    ),
    "posts_without_hour": (
        "{count} {count:post has|posts have} no known hour of publication and {count:is|are} left "
        "out."
    ),
    "posts_without_hour_short": "hour not known",
    "posts_ambiguous": (
        "{count} {count:post matches|posts match} several themes; the one declared first holds."
    ),
    "posts_ambiguous_short": "matches several themes",
    "posts_too_few": "too few posts",
    "posts_no_comparison": "nothing to compare with",
    "posts_without_pillar": "not judged",
    "no_pillar": "Without theme",
    "every_slot": "all",
    "chart_about_effects": "Dots with intervals, one chart a question.",
    "chart_about_slots": "Grids of weekdays by hours, one a question.",
}

_LABELS = {
    "label_post_place_best": "Best",
    "label_post_place_weakest": "Weakest",
    "label_gain_rate": "Interactions by person reached",
    "label_gain_reach": "People reached",
    "label_kind_content_type": "By format",
    "label_kind_pillar": "By theme",
    "label_kind_weekday": "Weekdays",
    "label_kind_hours": "Hours of the day",
    "label_kind_slot": "Weekday and hour",
} | {
    f"label_weekday_{number}": name
    for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), start=1
    )
}

_COLUMNS = {
    f"column_{name}": heading
    for name, heading in {
        "age": "Age in days",
        "caption": "Caption",
        "claimed": "Beyond chance",
        "content_type": "Format",
        "contents": "Distinct contents",
        "lift": "Against the others",
        "lift_lo": "At least",
        "lift_hi": "At most",
        "group": "Group",
        "hours": "Hours",
        "interactions": "Interactions",
        "gain": "What is compared",
        "permalink": "Post",
        "pillar": "Theme",
        "rate_place": "By rate",
        "posts": "Posts",
        "published": "Published on",
        "rate_hi": "Rate, at most",
        "rate_lo": "Rate, at least",
        "people_reached": "People reached",
        "volume_place": "By volume",
        "weekday": "Weekday",
    }.items()
}

_FILES = {
    "labels_write": (
        "the label cannot be written: {reason} · nothing was changed · give write access to the "
        "labels folder, then label again"
    ),
}

MESSAGES: dict[str, str] = _BEST | _EFFECTS | _LABELS | _COLUMNS | _FILES
