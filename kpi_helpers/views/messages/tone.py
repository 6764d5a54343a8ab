"""What the findings on the tone of comments say."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "tone_quality": (
        "Read by a model that has learnt from the brand's own labels, in {languages}. On "
        "labels it had not seen it errs most in {language}: {error} of {labels} ({lo} to "
        "{hi})."
    ),
    "tone_quality_few": (
        "{labels} {labels:comment is|comments are} labelled. It takes {needed} in a language "
        "before a model's error is known, so it says nothing. Label more comments below."
    ),
    "tone_quality_weak": (
        "The model errs too often on labels it had not seen ({labels} labelled), so it says "
        "nothing. More labels may help; a language needs at least {needed}."
    ),
    "tone_of_month": (
        "Of {comments} {comments:comment|comments} judged in {month}, about {positive} are "
        "positive ({positive_lo} to {positive_hi}) and {negative} negative ({negative_lo} to "
        "{negative_hi})."
    ),
    "tone_of_month_silent": (
        "{comments} {comments:comment|comments} of {month} can be judged, {unjudged} cannot. "
        "It takes {needed} before a share is given."
    ),
    "tone_of_month_none": (
        "No comment of {month} is among the exports: {comments} judged, {unjudged} not."
    ),
    "tone_examples": (
        "{count} {count:comment reads|comments read} as negative; {shown} to read first, and "
        "to answer."
    ),
    "tone_examples_none": (
        "No comment of the month is known to be negative ({count} of them, {shown} shown)."
    ),
    "tone_unjudged": (
        "{count} {count:comment|comments} of the month could not be judged, for their "
        "language, and count nowhere here."
    ),
    "tone_unjudged_short": "some comments could not be judged",
    "tone_labels_few": "too few labels",
    "tone_error_high": "the model errs too often",
    "tone_other_language": "another language, or no words",
    "tone_comments_few": "too few comments",
    "chart_about_tones": "Share of each tone among the comments, with its interval.",
    "tone_everywhere": "All networks",
    "title_tone_quality": "Error of the reading, by language",
    "title_tone_of_month": "Tone of the comments",
    "title_tone_examples": "Negative comments to answer",
    "label_tone_positive": "Positive",
    "label_tone_neutral": "Neutral",
    "label_tone_negative": "Negative",
    "label_language_fr": "French",
    "label_language_en": "English",
    "label_language_other": "Other",
    "column_language": "Language",
    "column_tone": "Tone",
    "column_labels": "Labels",
    "column_errors": "Errors",
    "column_error": "Error",
    "column_error_lo": "At least",
    "column_error_hi": "At most",
    "column_found_positive": "Positive ones found",
    "column_found_neutral": "Neutral ones found",
    "column_found_negative": "Negative ones found",
    "column_comments": "Comments",
    "column_judged": "Judged",
    "column_labelled": "Labelled by hand",
    "column_unjudged": "Not judged",
    "column_comment_text": "Comment",
    "column_certainty": "Certainty of the model",
    "labelling_field": "Type the keys here",
    "labelling_progress": "{done} labelled, {left} left",
    "labelling_done": "Nothing is left to label.",
    "labelling_last": "Last: {label}",
    "labelling_back": "Back",
    "labelling_skip": "Skip",
    "labelling_failed": "Not saved: {reason}",
}
