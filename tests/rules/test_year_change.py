"""The year's change is told with parts that make it up, or with the reason why not."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from kpi_helpers.finding import Figure, Ref
from kpi_helpers.metrics.changes import CHANGE_COLUMNS
from kpi_helpers.periods import Month
from kpi_helpers.rules.year_change import year_change


def _effects(kpi: str, *parts: tuple, dimension: str = "network", **more) -> list[dict]:
    names = ("effect", "part", "value")
    fixed = {"kpi": kpi, "dimension": dimension, "unit": "count", "currency": None, "reason": None}
    return [fixed | dict(zip(names, part, strict=True)) | more for part in parts]


@pytest.fixture
def change(frame, compared_row):
    """Finding of KPIs (name, value, baseline) and effects."""

    def make(kpis: list[tuple], effects: list[dict], **more):
        span = {"period_end": date(2026, 10, 31), "kind": "year_ago"} | more
        compared = frame([compared_row(*kpi, **span) for kpi in kpis])
        return year_change(compared, pd.DataFrame(effects, columns=CHANGE_COLUMNS))

    return make


def test_volume_mix_and_rate_are_told_and_sum_to_the_change(change):
    parts = [("volume", "a", 2900.0), ("volume", "b", 0.0), ("mix", "a", -500.0)]
    parts += [("mix", "b", -417.0), ("rate", "a", 0.0), ("rate", "b", 417.0)]
    finding = change([("sales", 8400.0, 6000.0)], _effects("sales", *parts))

    assert finding.message == "year_change"
    assert finding.values["kpi"] == Ref("kpi", "sales")
    assert finding.values["change"] == Figure(2400.0, "count", change=True)
    assert finding.values["volume"] == Figure(2900.0, "count", change=True)
    assert finding.values["mix"] == Figure(-917.0, "count", change=True)
    assert finding.values["month"] == Month(2026, 10)
    assert math.fsum(finding.table["contribution"]) == 2400.0
    assert finding.table["effect_total"].tolist() == [2900, 2900, -917, -917, 417, 417]


def test_a_rate_is_told_by_mix_and_rate(change):
    parts = [("mix", "ig", -0.05), ("rate", "ig", 0.0056)]
    finding = change([("er", 0.0396, 0.084)], _effects("er", *parts), unit="percent")

    assert finding.message == "year_change_rate"
    assert finding.values["rate"] == Figure(0.0056, "percent", change=True)


def test_without_mix_the_largest_part_is_told(change):
    parts = [("volume", "a", -3.0), ("volume", "b", 1.0)]
    finding = change([("views", 8.0, 10.0)], _effects("views", *parts))

    assert finding.message == "year_change_part"
    assert finding.values["part"] == Ref("network", "a")
    assert finding.values["step"] == Figure(-3.0, "count", change=True)


def test_what_is_not_attributed_may_be_the_largest_part(change):
    finding = change([("views", 8.0, 10.0)], _effects("views", ("volume", None, -2.0)))

    assert finding.message == "year_change_unattributed"


def test_parts_that_do_not_make_up_the_change_are_not_told(change):
    finding = change([("views", 8.0, 10.0)], _effects("views", ("volume", "a", -1.9)))

    assert finding.message == "year_change_uncompared"
    assert finding.table["reason"].tolist() == ["parts_do_not_sum"]
    assert finding.table["contribution"].isna().all()
    assert finding.table["change_abs"].tolist() == [-2.0]


def test_what_cannot_be_compared_keeps_its_reason(change):
    refused = _effects("views", (None, None, math.nan), reason="zero_denominator")
    finding = change([("views", 8.0, 10.0), ("other", 1.0, None)], refused)

    assert finding.table["reason"].tolist() == ["zero_denominator", "no_baseline"]
    assert (finding.values["count"], finding.values["total"]) == (0, 2)


def test_a_change_of_nothing_is_made_of_nothing(change):
    finding = change([("views", 8.0, 8.0)], _effects("views", ("volume", "a", 0.0)))

    assert finding.table["reason"].isna().all()
    assert finding.values["change"] == Figure(0.0, "count", change=True)


def test_without_kpis_there_is_nothing_to_take_apart(frame, compared_row):
    nothing = frame([compared_row("views", 1.0, 1.0)]).iloc[:0]

    assert year_change(nothing, pd.DataFrame(columns=CHANGE_COLUMNS)).message == "year_change_none"
