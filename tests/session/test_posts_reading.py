"""The sample's posts as a session reads them: one age, a theme each, and what a hand decided."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kpi_helpers.errors import CatalogueError
from kpi_helpers.rules.slots import formats_and_pillars
from kpi_helpers.session import open_session

BRANDS = ("maison_alba", "northwind_outdoor")


@pytest.mark.parametrize("brand", BRANDS)
def test_every_post_of_the_sample_belongs_to_a_declared_theme(workspace, brand):
    session = open_session(brand, "2026-10", "en", str(workspace))
    posts = session.posts.at_one_age

    assert len(posts) > 400
    assert set(posts["pillar"]) == set(session.catalogue.pillars)
    assert posts["day"].dt.strftime("%Y-%m").nunique() == session.posts.limits.months
    assert posts["day"].max() <= pd.Timestamp("2026-10-31")


@pytest.mark.parametrize("brand", BRANDS)
def test_the_reels_that_the_sample_sends_further_are_found_to_go_further(workspace, brand):
    session = open_session(brand, "2026-10", "en", str(workspace))
    table = formats_and_pillars(session.posts.at_one_age, session.posts.limits).table
    reels = table[(table["group"] == "reel") & (table["gain"] == "reach")].iloc[0]

    assert reels["claimed"]
    assert reels["lift_lo"] > 0.2


def test_nothing_seen_after_the_time_of_knowledge_is_read(workspace):
    then = open_session("maison_alba", "2026-09", "en", str(workspace), "2026-10-10")
    posts = then.posts.at_one_age
    last = posts["published"].max() + pd.to_timedelta(posts["age_days"].min(), "D")

    assert last <= pd.Timestamp("2026-10-10 23:59:59")


def _with_labels(session, folder):
    brand = session.brand.model_copy(update={"labels": str(folder)})
    return replace(session, catalogue=session.catalogue.model_copy(update={"brand": brand}))


def test_a_theme_given_by_hand_goes_before_the_rule(workspace, tmp_path):
    session = open_session("maison_alba", "2026-10", "en", str(workspace))
    post = session.posts.at_one_age["post"].iloc[0]
    file = tmp_path / "posts.csv"
    file.write_text(f"date,post,pillar,by,reason\n2026-09-01,{post},news,Ana,a launch\n")
    posts = _with_labels(session, tmp_path).posts.at_one_age.set_index("post")

    assert posts.loc[post, ["pillar", "pillar_by"]].tolist() == ["news", "hand"]


def test_a_theme_that_is_not_declared_is_refused_with_its_line(workspace, tmp_path):
    session = open_session("maison_alba", "2026-10", "en", str(workspace))
    (tmp_path / "posts.csv").write_text("date,post,pillar,by,reason\n2026-09-01,1,newz,Ana,\n")
    with pytest.raises(CatalogueError) as caught:
        _ = _with_labels(session, tmp_path).posts.at_one_age
    found = caught.value.problems[0]

    assert (found.message, found.line, found.values["found"]) == ("pillar_unknown_near", 2, "newz")
