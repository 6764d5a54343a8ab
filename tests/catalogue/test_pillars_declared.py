"""Themes of posts in a brand's file: read in their order, refused where nothing can match."""

import pytest

from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.errors import CatalogueError

BRAND = "params/brands/alba.yaml"
PILLARS = """\
pillars:
  news:
    label: {fr: Nouveautés, en: News}
    words: [nouveau, bientôt de retour, hydrat*]
    hashtags: [faitenfrance]
  care:
    label: {fr: Soin, en: Care}
    words: [soin]
objectives:
"""


def test_pillars_keep_the_order_in_which_they_are_declared(project):
    project.change(BRAND, "objectives:\n", PILLARS)
    pillars = load_catalogue(project.root, "alba").pillars

    assert list(pillars) == ["news", "care"]
    assert pillars["news"].words == ("nouveau", "bientôt de retour", "hydrat*")
    assert pillars["care"].label.fr == "Soin"


@pytest.mark.parametrize(
    "old, new, message, key",
    [
        ("    words: [soin]\n", "", "pillar_empty", "pillars › care"),
        ("[soin]", '["so.*n"]', "pillar_words", "pillars › care › words › 0"),
        ("[soin]", '["*"]', "pillar_words", "pillars › care › words › 0"),
        ("[faitenfrance]", '["#fait"]', "pillar_hashtags", "pillars › news › hashtags › 0"),
        ("hashtags:", "hashtag:", "key_unknown_near", "pillars › news › hashtag"),
    ],
)
def test_a_pillar_that_cannot_match_is_told_with_its_line(project, old, new, message, key):
    project.change(BRAND, "objectives:\n", PILLARS)
    project.change(BRAND, old, new)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    found = caught.value.problems[0]

    assert (found.message, found.file, found.key) == (message, BRAND, key)
    assert found.line > 1


def test_the_limits_of_posts_are_the_same_in_the_file_and_in_the_code():
    from pathlib import Path

    from kpi_helpers.catalogue.thresholds import PostLimits
    from kpi_helpers.catalogue.yaml_lines import read_yaml

    path = Path(__file__).resolve().parents[2] / "params" / "thresholds.yaml"

    assert PostLimits(**read_yaml(path, "thresholds.yaml")[0].data["posts"]) == PostLimits()
