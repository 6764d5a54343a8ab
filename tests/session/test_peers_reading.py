"""Public counts as a session reads them: one row a competitor, network and month."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest

from kpi_helpers.session import open_session
from kpi_helpers.store.grains import Grains

KNOWN = datetime(2026, 11, 3)


def _counts(session, *rows: dict[str, object]) -> pd.DataFrame:
    usual = {
        "entity": "Brume",
        "label": "Brume",
        "network": "instagram",
        "account": "brume",
        "date_start": "2026-10-01",
        "date_end": "2026-10-31",
        "observed_at": "2026-11-02",
        **{f"peer_{name}": 1.0 for name in ("followers", "posts", "reactions")},
        **{f"peer_{name}": 1.0 for name in ("comments", "shares", "mentions")},
    }
    frame = pd.DataFrame([usual | row for row in rows])
    for column in ("date_start", "date_end", "observed_at"):
        frame[column] = pd.to_datetime(frame[column])
    brand = session.brand.id
    grains = Grains.from_frames({"peer": frame}, brand=brand, known_at=KNOWN)
    return replace(session, grains=grains).peers.counts()


@pytest.fixture(scope="module")
def session(workspace):
    return open_session("maison_alba", "2026-10", "en", str(workspace))


def test_two_accounts_on_one_network_are_summed(session):
    counts = _counts(session, {"peer_posts": 4.0}, {"account": "brume.shop", "peer_posts": 3.0})

    assert counts[["competitor", "posts"]].to_numpy().tolist() == [["Brume", 7.0]]


def test_a_sum_of_accounts_is_unknown_as_soon_as_one_of_them_is(session):
    counts = _counts(session, {}, {"account": "brume.shop", "peer_mentions": None})

    assert counts["mentions"].isna().tolist() == [True]
    assert counts["posts"].tolist() == [2.0]


def test_an_account_that_two_files_list_counts_once_as_last_observed(session):
    counts = _counts(
        session,
        {"source": "new", "observed_at": "2026-11-03", "peer_posts": 9.0},
        {"source": "old", "peer_posts": 4.0},
    )

    assert counts["posts"].tolist() == [9.0]


def test_what_was_counted_over_another_window_is_left_out(session):
    counts = _counts(session, {"date_end": "2026-10-30"}, {"label": "Sel"})

    assert counts["competitor"].tolist() == ["Sel"]


def test_before_the_first_count_there_is_nothing_and_no_complaint(workspace):
    peers = open_session("maison_alba", "2024-08", "en", str(workspace)).peers

    assert peers.counts().empty
    assert peers.figures().empty
    assert not (peers.own_figures()["figure"].str.startswith("public_")).any()
