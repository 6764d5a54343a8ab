"""What the effects of actions are read from."""

from __future__ import annotations

import pytest

from kpi_helpers.session import open_session


@pytest.mark.parametrize("brand", ["maison_alba", "northwind_outdoor"])
def test_actions_are_held_to_the_outcome_of_the_heaviest_objective(workspace, brand):
    """Its revenue, and the orders that it is made of; a mean basket does not add up by day."""
    effects = open_session(brand, "2026-10", root=str(workspace)).effects

    assert effects.kpis == ["orders", "revenue"]


def test_each_day_of_the_months_that_are_read_has_one_value(workspace):
    effects = open_session("maison_alba", "2026-10", root=str(workspace)).effects

    daily = effects.daily(["orders"])

    assert effects.limits.history_months == 26
    assert len(daily) == 791  # September 2024 to October 2026
    assert daily["value"].notna().all()
    assert set(daily["kpi"]) == {"orders"}
