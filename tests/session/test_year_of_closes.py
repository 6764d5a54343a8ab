"""On the sample: twelve months by themselves make up the year that the data tell at once."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kpi_helpers.metrics.inputs import work_period
from kpi_helpers.periods import Month
from kpi_helpers.rules.year_bridge import year_bridge
from kpi_helpers.session import open_session


@pytest.fixture(scope="module")
def worked(workspace):
    """The session of December 2025, and its twelve months worked out one by one."""
    session = open_session("northwind_outdoor", "2025-12", root=str(workspace))
    months = [Month(2025, number) for number in range(1, 13)]
    found = [work_period(session.catalogue, session.grains, m.period) for m in months]
    closes, inputs = (
        pd.concat(
            [getattr(one, part).assign(month=str(m)) for m, one in zip(months, found, strict=True)]
        )
        for part in ("values", "inputs")
    )
    return session, closes.assign(close=1), inputs.assign(close=1)


def test_twelve_months_and_the_whole_year_tell_the_same_figure(worked):
    session, closes, inputs = worked
    kpis = list(session.catalogue.kpis)
    today = session.year_to_date(kpis)
    finding = year_bridge(closes, inputs, session.catalogue, kpis, session.month, today)
    last = finding.table[finding.table["period"] == "2025-12"].set_index("kpi")
    year = today.set_index("kpi")["value"]
    told = last.index[last["year_to_date"].notna()]

    assert "differs_from_today" not in {caveat.message for caveat in finding.caveats}
    assert len(told) >= 40
    for kpi in told:
        assert math.isclose(last.at[kpi, "year_to_date"], year[kpi], rel_tol=1e-9), kpi
    assert last.at["active_users", "reason"] == "not_additive"


def test_the_steps_of_every_kpi_sum_to_its_year(worked):
    session, closes, inputs = worked
    kpis = list(session.catalogue.kpis)
    table = year_bridge(closes, inputs, session.catalogue, kpis, session.month).table
    for kpi, rows in table.dropna(subset=["contribution"]).groupby("kpi"):
        year = rows["year_to_date"].iloc[-1]

        assert math.isclose(math.fsum(rows["contribution"]), year, rel_tol=1e-9), kpi
