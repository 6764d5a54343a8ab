"""Five hundred posts that nobody here wrote: every total found again by hand, nothing invented."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from kpi_helpers.rules.posts import best_and_weakest
from kpi_helpers.rules.slots import formats_and_pillars, slots
from kpi_helpers.runs.intake import import_exports
from kpi_helpers.session import open_session

PROJECT = Path(__file__).resolve().parents[2]
MORO = PROJECT / ".." / "shared" / "data" / "moro2016" / "dataset_Facebook.csv"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not MORO.exists(), reason="the public table does not stand beside this checkout"
    ),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """The brand of 2014, imported as any other."""
    root = tmp_path_factory.mktemp("moro")
    shutil.copytree(PROJECT / "params", root / "params")
    shutil.copytree(PROJECT / "tests/data/real/params", root / "params", dirs_exist_ok=True)
    (root / "notebooks").mkdir()
    folder = root / "data/raw/moro"
    folder.mkdir(parents=True)
    shutil.copy(MORO, folder)
    assert import_exports(root, ["moro"], now=datetime(2026, 11, 1)).refused == ()
    return open_session("moro", "2014-12", "en", str(root))


@pytest.fixture(scope="module")
def by_hand():
    with MORO.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _interactions(row):
    parts = [row[name] for name in ("like", "comment", "share")]
    return None if "" in parts else sum(map(int, parts))


def test_every_post_is_there_with_its_figures(session, by_hand):
    posts = session.posts.at_one_age
    counted = [one for one in map(_interactions, by_hand) if one is not None]

    assert len(posts) == len(by_hand) == 500
    assert posts["reach"].sum() == sum(int(row["Total Reach"]) for row in by_hand) == 6_951_680
    assert posts["interactions"].sum() == sum(counted) == 106_033
    assert posts["reason"].value_counts().to_dict() == {"values_missing": 4}
    assert (posts["funding"] == "paid").sum() == 139


def test_an_unknown_hour_is_not_made_up(session):
    posts = session.posts.at_one_age
    finding = slots(posts, session.posts.limits)

    assert posts[["published", "weekday", "hour"]].isna().all(axis=None)
    assert (finding.message, finding.caveats[0].values) == ("slots_too_few", {"count": 496})
    assert (posts["age_days"] >= 30).all()  # the month is over; more is not known


def test_the_best_of_december_is_the_one_found_by_hand(session, by_hand):
    finding = best_and_weakest(session.posts.at_one_age, session.month, session.posts.limits)
    table = finding.table
    rates = {
        f"row {place}": _interactions(row) / int(row["Total Reach"])
        for place, row in enumerate(by_hand, start=1)
        if row["Post Month"] == "12" and row["Paid"] != "1" and _interactions(row) is not None
    }
    ranked = table[table["rank"].notna()].set_index("post")["rate"]

    assert finding.values["ranked"] == len(rates)
    assert ranked.to_dict() == pytest.approx({post: rates[post] for post in ranked.index})
    assert rates[table.loc[table["rank"].idxmin(), "post"]] == pytest.approx(max(rates.values()))


def test_a_weekday_and_hour_given_apart_from_a_date_can_be_judged(session, by_hand):
    posts = session.posts.at_one_age.copy()
    places = posts["post"].str.removeprefix("row ").astype(int) - 1
    told = pd.DataFrame(by_hand).iloc[places]
    posts["weekday"] = told["Post Weekday"].astype(int).to_numpy()
    posts["hour"] = told["Post Hour"].astype(int).to_numpy() % 24
    table = slots(posts, session.posts.limits).table
    days = table[(table["kind"] == "weekday") & (table["gain"] == "reach")]

    assert days["posts"].sum() == 496
    assert days.set_index("weekday")["posts"].to_dict() == {
        str(day): sum(row["Post Weekday"] == str(day) and _interactions(row) is not None
                      for row in by_hand)
        for day in range(1, 8)
    }  # fmt: skip


def test_formats_are_counted_as_in_the_file(session, by_hand):
    table = formats_and_pillars(session.posts.at_one_age, session.posts.limits).table
    known = table[(table["kind"] == "content_type") & (table["gain"] == "rate")]
    names = {"photo": "Photo", "text": "Status", "link": "Link", "video": "Video"}

    assert known.set_index("group")["posts"].to_dict() == {
        name: sum(row["Type"] == told and _interactions(row) is not None for row in by_hand)
        for name, told in names.items()
    }
    assert table.loc[table["kind"] == "pillar", "posts"].tolist() == [496, 496]
