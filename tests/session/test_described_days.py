"""The days that a session describes its month by, and the actions beside what it shows."""

from __future__ import annotations

from datetime import date

import pytest

from kpi_helpers import open_session
from kpi_helpers.rules import anomalies, tracking
from kpi_helpers.session import opening


@pytest.fixture(scope="module")
def session(workspace):
    return open_session("maison_alba", "2026-10", "en", str(workspace))


def test_a_planted_lasting_change_of_the_sample_is_found_where_it_lies(session):
    seen = anomalies.watch(
        session.describe.daily, session.month, session.catalogue.thresholds.anomalies
    )

    table = anomalies.alarms(seen, session.actions()).table
    orders = table[(table["kpi"] == "orders") & (table["alarm"] == "step")].iloc[0]

    assert abs((orders["day"] - date(2026, 10, 9)).days) <= 1
    assert orders["change_rel"] == pytest.approx(0.64 - 1, abs=0.12)
    assert orders["beside"] == ["Nouvelle page de paiement"]


def test_days_add_up_from_the_start_of_a_year_are_left_out(session):
    daily = session.describe.daily

    assert "revenue_ytd" not in set(daily["kpi"])
    assert set(daily.loc[daily["kpi"] == "followers", "nature"]) == {"stock"}
    assert set(daily["network"].dropna()) == {"facebook", "instagram"}


def test_the_budget_holds_the_months_to_come(session):
    values = session.describe.budget("key_events")

    planned = values[(values["kpi"] == "ad_budget") & (values["period"] == "2026-12")]
    assert planned["value"].notna().all()
    assert len(planned) == 4


def test_what_is_shown_over_time_is_shown_beside_the_action_log(session, capsys):
    opening.show(tracking.monthly_history(session.values(["orders"], months=14)))
    opening.show(tracking.actions_of_month(session.actions(), session.month))

    first, second = session.shown[-2:]
    assert first.spans["label"].tolist() == session.actions()["label"].tolist()
    assert second.spans is None
