"""The tone of comments, learnt from the brand's own labels and measured on labels held out.

A small linear model over letters and words. What it reads in a comment is only worth its error on
comments it has not learnt from, so both leave this module together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from scipy.optimize import nnls
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from threadpoolctl import threadpool_limits

__all__ = [
    "TONES",
    "ToneReading",
    "adjusted_shares",
    "confusion",
    "held_out",
    "languages",
    "read_tones",
    "tone_shares",
]

TONES = ("positive", "neutral", "negative")
FOLDS = 5
SEED = 20260101
DRAWS = 500
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class ToneReading:
    """What the model reads, and how it did on labels it had not seen.

    Parameters
    ----------
    labels : DataFrame
        One row a labelled comment: ``comment``, ``text``, ``language``, ``tone``, ``predicted``
        (by a model that had not seen it, nor a comment of the same words; null where too few
        labels allowed none).
    comments : DataFrame
        One row a comment of the month: ``comment``, ``text``, ``network``, ``permalink``,
        ``language``, ``labelled`` (tone given by hand, or null), ``predicted``, ``certainty``
        (0-1, of the tone predicted).
    """

    labels: pd.DataFrame
    comments: pd.DataFrame


def languages(texts: Sequence[str]) -> list[str]:
    """``fr`` or ``en`` of each text; ``other`` for another language, or for no words at all.

    A short text may be taken for any of a hundred languages, so another one is believed only when
    the text has twenty letters or more and it is nearly certain.
    """
    return [_language(text) for text in texts]


def _language(text: str) -> str:
    letters = len(_LETTERS.findall(text))
    if letters < 2:
        return "other"
    if letters >= 20:
        language, certainty = _identifier(()).classify(text)
        if language not in ("fr", "en") and certainty > 0.99:
            return "other"
    return str(_identifier(("fr", "en")).classify(text)[0])


@cache
def _identifier(known: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if known:
        identifier.set_languages(list(known))
    return identifier


def read_tones(labels: pd.DataFrame, comments: pd.DataFrame) -> ToneReading:
    """Learn from `labels` and read `comments`.

    Parameters
    ----------
    labels : DataFrame
        ``comment`` (unique), ``text``, ``language``, ``tone`` (of :data:`TONES`).
    comments : DataFrame
        ``comment`` (unique), ``text``, ``network``, ``permalink``, ``language``.

    Returns
    -------
    ToneReading
        Without predictions when the labels are too few, or all of one tone.
    """
    with threadpool_limits(1):  # many threads cost more than they give here, and round otherwise
        return _read(labels, comments)


def _read(labels: pd.DataFrame, comments: pd.DataFrame) -> ToneReading:
    predicted = held_out(labels["text"].tolist(), labels["tone"].tolist())
    learnt = labels.assign(predicted=pd.Series(predicted, index=labels.index, dtype=object))
    by_hand = labels.set_index("comment")["tone"]
    read = comments.assign(
        labelled=comments["comment"].map(by_hand).astype(object),
        predicted=None,
        certainty=float("nan"),
    )
    if learnt["predicted"].notna().any() and len(read):
        model = _model().fit(labels["text"].map(_plain), labels["tone"])
        chances = model.predict_proba(read["text"].map(_plain))
        read["predicted"] = model.classes_[chances.argmax(axis=1)]
        read["certainty"] = chances.max(axis=1)
    return ToneReading(learnt, read)


def held_out(texts: Sequence[str], tones: Sequence[str]) -> list[str | None]:
    """The tone a model reads in each text that has learnt from the other texts only.

    Texts of the same words stay on one side, so that none is recognised by heart.

    Returns
    -------
    list
        None for every text when a tone has fewer than :data:`FOLDS` labels, or all have one.
    """
    plain = [_plain(text) for text in texts]
    counts = pd.Series(list(tones), dtype=object).value_counts()
    if len(counts) < 2 or counts.min() < FOLDS or len(set(plain)) < 2 * FOLDS:
        return [None] * len(plain)
    found: list[str | None] = [None] * len(plain)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for known, unseen in folds.split(plain, list(tones), groups=plain):
        learnt = [tones[at] for at in known]
        if len(set(learnt)) < 2 or not len(unseen):
            continue
        model = _model().fit([plain[at] for at in known], learnt)
        for at, tone in zip(unseen, model.predict([plain[at] for at in unseen]), strict=True):
            found[at] = str(tone)
    return found


def _model() -> Pipeline:
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+|[^\w\s]")
    return make_pipeline(
        make_union(letters, words), LogisticRegression(C=10.0, max_iter=2000, random_state=SEED)
    )


def _plain(text: str) -> str:
    """The text without accents and capitals, and with single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())


def confusion(true: Sequence[str], predicted: Sequence[str]) -> np.ndarray:
    """Chance that a tone of each kind is read as each: ``[read, true]``, columns sum to 1.

    The column of a tone without labels is null.
    """
    table = pd.crosstab(pd.Series(list(predicted)), pd.Series(list(true)))
    counts = table.reindex(index=list(TONES), columns=list(TONES), fill_value=0).to_numpy(float)
    totals = counts.sum(axis=0)
    return np.divide(counts, totals, out=np.full_like(counts, np.nan), where=totals > 0)


def adjusted_shares(chances: np.ndarray, read: np.ndarray) -> np.ndarray:
    """Shares of the tones among comments, freed of the model's known confusions.

    Parameters
    ----------
    chances : ndarray
        :func:`confusion` of the labels held out.
    read : ndarray
        How many comments the model reads in each of :data:`TONES`; not all zero.

    Returns
    -------
    ndarray
        One share a tone; they sum to 1. A tone without labels has none.

    Notes
    -----
    The adjusted count of Rogan and Gladen (1978, American Journal of Epidemiology 107), for
    several classes: the non-negative shares whose mixture comes closest to what was read. It takes
    the model to confuse these comments as it confused the labels, however many of each tone there
    are.
    """
    known = ~np.isnan(chances).any(axis=0)
    # A heavy last row holds the sum of the shares to one.
    system = np.vstack([chances[:, known], np.full(known.sum(), 1e3)])
    found, _ = nnls(system, np.append(read / read.sum(), 1e3))
    shares = np.zeros(len(TONES))
    shares[known] = found / found.sum()
    return shares


def tone_shares(
    true: np.ndarray, predicted: np.ndarray, read: np.ndarray, by_hand: np.ndarray, level: float
) -> pd.DataFrame:
    """Shares of the tones among comments read by the model and comments labelled by hand.

    Parameters
    ----------
    true, predicted : ndarray of str
        Of the labels held out.
    read, by_hand : ndarray
        How many comments the model reads in each of :data:`TONES`, and how many were labelled so.
    level : float
        Of the intervals.

    Returns
    -------
    DataFrame
        One row a tone: ``tone``, ``share``, ``lo``, ``hi``.

    Notes
    -----
    The interval is that of a parametric bootstrap: the labels held out are drawn anew within each
    tone, and the comments as found are read anew with the model's chances of confusion. The
    comments themselves are not drawn: the shares are those of this month, not of a larger whole.
    """
    chances = confusion(true, predicted)
    point = _with_labels(chances, read, by_hand)
    if not read.sum():
        return pd.DataFrame({"tone": TONES, "share": point, "lo": point, "hi": point})
    rng = np.random.default_rng(SEED)
    found = _whole_numbers(adjusted_shares(chances, read) * read.sum())
    labelled = np.array([(true == tone).sum() for tone in TONES])
    draws = []
    for _ in range(DRAWS):
        again = sum(
            rng.multinomial(count, chances[:, at]) for at, count in enumerate(found) if count
        )
        draws.append(_with_labels(_drawn(rng, chances, labelled), again, by_hand))
    tail = (1 - level) / 2
    lo, hi = np.quantile(np.array(draws), [tail, 1 - tail], axis=0)
    bounds = {"lo": np.minimum(lo, point), "hi": np.maximum(hi, point)}
    return pd.DataFrame({"tone": TONES, "share": point, **bounds})


def _drawn(rng: np.random.Generator, chances: np.ndarray, labelled: np.ndarray) -> np.ndarray:
    """Confusions of as many labels of each tone, drawn anew from those that were held out."""
    drawn = np.full_like(chances, np.nan)
    for tone in np.flatnonzero(labelled):
        drawn[:, tone] = rng.multinomial(labelled[tone], chances[:, tone]) / labelled[tone]
    return drawn


def _with_labels(chances: np.ndarray, read: np.ndarray, by_hand: np.ndarray) -> np.ndarray:
    total = read.sum() + by_hand.sum()
    adjusted = adjusted_shares(chances, read) * read.sum() if read.sum() else 0.0
    return (by_hand + adjusted) / total


def _whole_numbers(amounts: np.ndarray) -> np.ndarray:
    """Whole numbers of the same sum: the largest remainders are rounded up."""
    floor = np.floor(amounts + 1e-9).astype(int)
    left = round(amounts.sum()) - floor.sum()
    order = np.argsort(floor - amounts, kind="stable")
    floor[order[:left]] += 1
    return floor
