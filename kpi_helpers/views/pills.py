"""A verdict in a word, with its colour; grey where no objective stands behind it."""

from __future__ import annotations

from markupsafe import Markup

from kpi_helpers.finding import Ref, Verdict
from kpi_helpers.views.words import Words

__all__ = ["pill"]


def pill(verdict: str, words: Words, kind: str = "verdict") -> Markup:
    """The verdict as a small badge.

    Parameters
    ----------
    verdict : str
        One of :class:`Verdict`.
    words : Words
    kind : {"verdict", "quality"}
        Whether it judges results against an objective, or data.
    """
    known = Verdict(verdict)
    return Markup('<span class="kpi-pill kpi-{}">{}</span>').format(
        str(known), words.ref(Ref(kind, str(known)))
    )
