"""A post's theme: whole folded words, the first declared holds, a hand decides."""

import pandas as pd
import pytest

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.pillars import Pillar
from kpi_helpers.rules.pillars import with_pillars

NAME = Text(fr="x", en="x")
NONE = pd.DataFrame(columns=["date", "post", "pillar", "by", "reason"])
PILLARS = {
    "care": Pillar(label=NAME, words=("rituel", "soin du soir", "hydrat*"), hashtags=("bienêtre",)),
    "news": Pillar(label=NAME, words=("nouveau", "soin")),
}


def themes(*captions, overrides=NONE):
    posts = pd.DataFrame({"post": [f"p{i}" for i, _ in enumerate(captions)], "label": captions})
    return with_pillars(posts, PILLARS, overrides)


@pytest.mark.parametrize(
    "caption, pillar",
    [
        ("Un RITUEL simple", "care"),
        ("des rituels", None),  # a whole word, not its beginning
        ("Hydratation, hydrater : hydratant", "care"),
        ("Le soin du soir.", "care"),
        ("Le soin, du matin au soir", "news"),
        ("#BienEtre", "care"),
        ("le bienêtre sans dièse", None),
        ("𝗡𝗼𝘂𝘃𝗲𝗮𝘂 : le thé", "news"),
        ("#nouveau", None),  # a word of the caption, not of its hashtags
        ("", None),
        (None, None),
    ],
)
def test_words_match_whole_whatever_their_case_and_accents(caption, pillar):
    found = themes(caption).iloc[0]

    assert found["pillar"] == pillar
    assert found["pillar_by"] == ("none" if pillar is None else "rule")


def test_where_several_match_the_first_declared_holds_and_is_counted_as_ambiguous():
    found = themes("Nouveau rituel", "Nouveau")

    assert found["pillar"].tolist() == ["care", "news"]
    assert found["ambiguous"].tolist() == [True, False]


def test_the_newest_decision_of_a_hand_goes_before_every_rule():
    overrides = pd.DataFrame(
        [
            ("2026-09-03", "p0", "news", "Ana", ""),
            ("2026-09-01", "p0", "care", "Ana", ""),
            ("2026-09-02", "p1", "", "Ana", "a contest"),
            ("2026-09-02", "unknown", "care", "Ana", ""),
        ],
        columns=list(NONE.columns),
    )
    found = themes("Nouveau rituel", "Nouveau rituel", "Rituel", overrides=overrides)

    assert found["pillar"].tolist() == ["news", None, "care"]
    assert found["pillar_by"].tolist() == ["hand", "hand", "rule"]
    assert found["ambiguous"].tolist() == [False, False, False]


def test_no_caption_makes_matching_slow():
    found = themes("a" * 200_000 + "!", "# " * 100_000, "hydrat" * 50_000)

    assert found["pillar"].tolist() == [None, None, "care"]


def test_no_pillar_declared_leaves_every_post_without():
    posts = pd.DataFrame({"post": ["p"], "label": ["Nouveau"]})

    assert with_pillars(posts, {}, NONE)["pillar"].tolist() == [None]
