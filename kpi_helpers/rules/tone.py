"""Rule 5: in what tone people comment, with the error of whoever read it.

A model's reading is shown only in a language in which its error on labels held out is known and
low enough. Comments labelled by hand keep their label.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from kpi_helpers.catalogue.thresholds import ToneLimits
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.tone import TONES, ToneReading, tone_shares
from kpi_helpers.periods import Month

__all__ = ["tone_examples", "tone_of_month", "tone_quality"]


def tone_quality(reading: ToneReading, limits: ToneLimits) -> Finding:
    """How often the model is wrong about comments it has not learnt from, by language.

    Parameters
    ----------
    reading : ToneReading
    limits : ToneLimits

    Returns
    -------
    Finding
        ``tone_quality``; one row a language of the labels or of the month: ``language``,
        ``labels``, ``errors``, ``error`` (fraction of the labels), ``lo``, ``hi`` (Wilson
        interval at ``limits.level``), ``found_positive``, ``found_neutral``, ``found_negative``
        (share of each tone that the model finds), ``comments`` (of the month), ``judged`` (bool),
        ``reason`` (where not).
    """
    every = [*reading.labels["language"], *reading.comments["language"]]
    rows = [_quality(reading, str(name), limits) for name in sorted(set(every))]
    columns = [
        *("language", "labels", "errors", "error", "lo", "hi"),
        *(f"found_{tone}" for tone in TONES),
        *("comments", "judged", "reason"),
    ]
    table = pd.DataFrame(rows, columns=columns)
    judged = table[table["judged"].astype(bool)]
    if judged.empty:
        values = {"labels": len(reading.labels), "needed": limits.min_labels}
        weak = (table["reason"] == "tone_error_high").any()
        message = "tone_quality_weak" if weak else "tone_quality_few"
        return Finding("tone_quality", table, message, values)
    worst = judged.loc[judged["error"].idxmax()]
    values = {
        "languages": [Ref("language", name) for name in judged["language"]],
        "language": Ref("language", str(worst["language"])),
        "error": Figure(float(worst["error"]), "percent"),
        "lo": Figure(float(worst["lo"]), "percent"),
        "hi": Figure(float(worst["hi"]), "percent"),
        "labels": int(worst["labels"]),
    }
    return Finding("tone_quality", table, "tone_quality", values)


def _quality(reading: ToneReading, language: str, limits: ToneLimits) -> dict[str, Any]:
    labels = reading.labels[reading.labels["language"] == language]
    tested = labels.dropna(subset=["predicted"])
    wrong = int((tested["predicted"] != tested["tone"]).sum())
    row: dict[str, Any] = {
        "language": language,
        "labels": len(labels),
        "comments": int((reading.comments["language"] == language).sum()),
        "judged": False,
    }
    if language == "other":
        return row | {"reason": "tone_other_language"}
    if len(tested) < limits.min_labels:
        return row | {"reason": "tone_labels_few"}
    lo, hi = proportion_confint(wrong, len(tested), 1 - limits.level, method="wilson")
    row |= {"errors": wrong, "error": wrong / len(tested), "lo": float(lo), "hi": float(hi)}
    for tone in TONES:
        of_tone = tested[tested["tone"] == tone]
        found = (of_tone["predicted"] == tone).mean() if len(of_tone) else float("nan")
        row[f"found_{tone}"] = float(found)
    good = hi <= limits.max_error
    return row | {"judged": good, "reason": None if good else "tone_error_high"}


def tone_of_month(reading: ToneReading, month: Month, limits: ToneLimits) -> Finding:
    """Shares of the tones among the month's comments, freed of the model's known confusions.

    Parameters
    ----------
    reading : ToneReading
    month : Month
    limits : ToneLimits

    Returns
    -------
    Finding
        ``tone_of_month``; one row a network (null: all of them) and tone: ``network``, ``tone``,
        ``share``, ``lo``, ``hi`` (at ``limits.level``; null under ``limits.min_comments``),
        ``comments`` (judged), ``labelled`` (by hand), ``unjudged``, ``reason``.

    See :func:`kpi_helpers.metrics.tone.tone_shares` for the interval.
    """
    judged = _judged_languages(reading, limits)
    comments = reading.comments
    groups: list[tuple[str | None, pd.DataFrame]] = [(None, comments)]
    if comments["network"].nunique() > 1:
        groups += [(str(name), rows) for name, rows in comments.groupby("network", sort=True)]
    rows = [row for name, part in groups for row in _shares(name, part, reading, judged, limits)]
    columns = ["network", "tone", "share", "lo", "hi", "comments", "labelled", "unjudged", "reason"]
    table = pd.DataFrame(rows, columns=columns)
    whole = table[table["network"].isna()]
    counts: dict[str, Any] = {
        "month": month,
        "comments": int(whole["comments"].iloc[0]),
        "unjudged": int(whole["unjudged"].iloc[0]),
    }
    if comments.empty:
        return Finding("tone_of_month", table, "tone_of_month_none", counts)
    if whole["share"].isna().any():
        counts["needed"] = limits.min_comments
        return Finding("tone_of_month", table, "tone_of_month_silent", counts)
    by_tone = whole.set_index("tone")
    for tone in ("positive", "negative"):
        counts[tone] = Figure(float(by_tone.loc[tone, "share"]), "percent")
        counts[f"{tone}_lo"] = Figure(float(by_tone.loc[tone, "lo"]), "percent")
        counts[f"{tone}_hi"] = Figure(float(by_tone.loc[tone, "hi"]), "percent")
    caveats = (
        (Caveat("tone_unjudged", {"count": counts["unjudged"]}),) if counts["unjudged"] else ()
    )
    return Finding("tone_of_month", table, "tone_of_month", counts, caveats)


def _judged_languages(reading: ToneReading, limits: ToneLimits) -> set[str]:
    names = set(reading.labels["language"].astype(str))
    return {name for name in names if _quality(reading, name, limits)["judged"]}


def _shares(
    network: str | None,
    comments: pd.DataFrame,
    reading: ToneReading,
    judged: set[str],
    limits: ToneLimits,
) -> list[dict[str, Any]]:
    by_hand = comments["labelled"].notna()
    read = ~by_hand & comments["language"].isin(judged) & comments["predicted"].notna()
    count = int((by_hand | read).sum())
    head = {
        "network": network,
        "comments": count,
        "labelled": int(by_hand.sum()),
        "unjudged": len(comments) - count,
    }
    if count < limits.min_comments:
        return [head | {"tone": tone, "reason": "tone_comments_few"} for tone in TONES]
    tested = reading.labels[reading.labels["language"].isin(judged)].dropna(subset=["predicted"])
    shares = tone_shares(
        tested["tone"].to_numpy(),
        tested["predicted"].to_numpy(),
        _counts(comments.loc[read, "predicted"]),
        _counts(comments.loc[by_hand, "labelled"]),
        limits.level,
    )
    return [head | row | {"reason": None} for row in shares.to_dict("records")]


def _counts(tones: pd.Series) -> np.ndarray:
    return tones.value_counts().reindex(list(TONES), fill_value=0).to_numpy(int)


def tone_examples(reading: ToneReading, limits: ToneLimits) -> Finding:
    """The month's comments that are negative beyond most doubt, to be read and answered.

    Returns
    -------
    Finding
        ``tone_examples``; at most ``limits.examples`` rows, those labelled by hand first, then
        the most certain: ``comment_text``, ``network``, ``permalink``, ``certainty`` (null: by
        hand).
    """
    comments, judged = reading.comments, _judged_languages(reading, limits)
    by_hand = comments["labelled"].notna()
    tone = comments["labelled"].where(by_hand, comments["predicted"])
    known = by_hand | comments["language"].isin(judged)
    chosen = comments[(tone == "negative") & known]
    chosen = chosen.assign(certainty=chosen["certainty"].mask(chosen["labelled"].notna()))
    order = chosen["certainty"].fillna(2.0).sort_values(ascending=False, kind="stable").index
    columns = ["text", "network", "permalink", "certainty"]
    table = chosen.loc[order, columns].head(limits.examples).reset_index(drop=True)
    table = table.rename(columns={"text": "comment_text"})
    values = {"count": len(chosen), "shown": len(table)}
    message = "tone_examples" if len(table) else "tone_examples_none"
    return Finding("tone_examples", table, message, values)
