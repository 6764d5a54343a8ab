"""Rule 1 on tiny frames with worked answers."""

import pandas as pd
import pytest

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.models import Brand, Catalogue, Funnel, FunnelStage, Kpi, Measure
from kpi_helpers.finding import Ref
from kpi_helpers.rules import funnel, funnel_segments

WORDS = Text(fr="mot", en="word")


def _kpi(formula, stage, department=("marketing",), unit="count", **more):
    return Kpi(
        version="1.0.0",
        label=WORDS,
        definition=WORDS,
        stage=stage,
        audience="stranger",
        department=department,
        owner="owner",
        decision=WORDS,
        unit=unit,
        direction="up",
        formula=formula,
        **more,
    )


@pytest.fixture
def catalogue():
    def measure(table, unit="count"):
        return Measure(table=table, unit=unit, label=WORDS)

    return Catalogue(
        brand=Brand(id="b", name="B", locale="en", currency="EUR", timezone="UTC", raw=("data",)),
        measures={
            "reach": measure("post"),
            "engagements": measure("post"),
            "sessions": measure("site_day"),
            "key_events": measure("site_day"),
            "revenue": measure("channel_period", "currency"),
        },
        kpis={
            "reach": _kpi("reach", "reach"),
            "engagements": _kpi("engagements", "engage"),
            "sessions": _kpi("sessions", "visit", ("marketing", "sales")),
            "revenue": _kpi("revenue", "convert", ("sales",), "currency"),
            "engagement_rate": _kpi(
                "engagements / reach", "engage", unit="percent", step=("reach", "engage")
            ),
            "event_rate": _kpi(
                "key_events / sessions",
                "convert",
                ("sales",),
                "percent",
                step=("visit", "convert"),
                dimensions=("channel",),
            ),
        },
    )


@pytest.fixture
def model():
    stages = [("see", "reach"), ("think", "engage"), ("do", "visit"), ("pay", "convert")]
    return Funnel(
        label=WORDS,
        stages=tuple(FunnelStage(id=name, label=WORDS, spine=(spine,)) for name, spine in stages),
        lead_kpis={
            "reach": "reach",
            "engage": "engagements",
            "visit": "sessions",
            "convert": "revenue",
        },
    )


def test_a_step_declared_as_a_rate_is_a_conversion_and_any_other_an_index(
    frame, row, catalogue, model
):
    values = frame(
        [
            row("reach", value=1000),
            row("engagements", value=50),
            row("sessions", value=20),
            row("revenue", value=900, unit="currency", currency="EUR"),
        ]
    )

    finding = funnel.step_rates(values, model, catalogue=catalogue)

    assert finding.table["kind"].tolist() == ["conversion", "index", "index"]
    assert finding.table["rate"].tolist()[:2] == [0.05, 0.4]
    assert "index_not_conversion" in [c.message for c in finding.caveats]


def test_two_counts_of_one_table_are_no_conversion_unless_declared(frame, row, catalogue, model):
    undeclared = catalogue.model_copy(
        update={"kpis": {k: v for k, v in catalogue.kpis.items() if k != "engagement_rate"}}
    )
    values = frame([row("reach", value=1000), row("engagements", value=50)])

    assert funnel.step_rates(values, model, catalogue=undeclared).table["kind"].iloc[0] == "index"


def test_money_is_never_one_side_of_a_step(frame, row, catalogue, model):
    values = frame(
        [row("sessions", value=20), row("revenue", value=900, unit="currency", currency="EUR")]
    )

    last = funnel.step_rates(values, model, catalogue=catalogue).table.iloc[-1]

    assert pd.isna(last["rate"])
    assert last["reason"] == "not_a_count"


def test_a_stage_of_zero_gives_no_rate(frame, row, catalogue, model):
    values = frame([row("reach", value=0), row("engagements", value=5)])

    first = funnel.step_rates(values, model, catalogue=catalogue).table.iloc[0]

    assert pd.isna(first["rate"])
    assert first["reason"] == "zero_denominator"


def test_the_map_places_each_kpi_once_a_department_and_names_the_empty_stages(
    frame, compared_row, catalogue
):
    compared = frame([compared_row("sessions", 20, 10), compared_row("reach", 5, 4)])

    finding = funnel.stage_map(compared, catalogue)

    assert finding.table[["stage", "department", "kpi"]].to_numpy().tolist() == [
        ["reach", "marketing", "reach"],
        ["visit", "marketing", "sessions"],
        ["visit", "sales", "sessions"],
    ]
    assert finding.values["empty"] == [
        Ref("stage", name) for name in ("engage", "convert", "serve", "advocate")
    ]


def test_the_share_of_each_funding_is_of_its_own_month_and_kpi(frame, row):
    values = frame(
        [
            row("views", "2026-09", funding="organic", value=60),
            row("views", "2026-09", funding="boosted", value=30),
            row("views", "2026-09", funding=None, value=10),
        ]
    )

    finding = funnel_segments.funding_split(values)

    assert finding.table["share"].tolist() == [0.6, 0.3, 0.1]
    assert finding.values["funding"] == Ref("funding", "organic")
    assert round(finding.values["attributed"].value, 12) == 0.9
    assert round(finding.values["share"].value, 12) == round(0.6 / 0.9, 12)


def _segment(row, channel, numerator, denominator, **more):
    return row(
        "event_rate",
        channel=channel,
        value=numerator / denominator,
        numerator=numerator,
        denominator=denominator,
        unit="percent",
        **more,
    )


def test_where_they_leave_is_the_segment_that_falls_short_most_at_the_brands_rate(
    frame, row, catalogue
):
    split = frame([_segment(row, "Email", 30, 100), _segment(row, "Display", 10, 300)])
    totals = frame([row("event_rate", value=0.1, numerator=40, denominator=400, unit="percent")])

    finding = funnel_segments.drop_off({"channel": split}, totals, catalogue)

    assert [round(x, 9) for x in finding.table["shortfall"]] == [-20, 20]
    assert finding.values["segment"] == Ref("channel", "Display")
    assert round(finding.values["shortfall"].value, 9) == 20


def test_a_segment_too_small_is_never_named_as_the_worst(frame, row, catalogue):
    split = frame(
        [
            _segment(row, "Email", 40, 400),
            _segment(row, "Tiny", 0, 20, caveats=["small_denominator"]),
        ]
    )
    totals = frame([row("event_rate", value=0.1, numerator=40, denominator=400, unit="percent")])

    finding = funnel_segments.drop_off({"channel": split}, totals, catalogue)

    assert finding.message == "drop_off_none"


def test_each_department_looks_first_at_its_worst_move_against_direction(
    frame, compared_row, catalogue
):
    compared = frame(
        [
            compared_row("reach", 90, 100, improved=False),
            compared_row("sessions", 60, 100, improved=False),
            compared_row("event_rate", 0.1, 0.05, improved=True, unit="percent"),
        ]
    )

    table = funnel.adaptations(compared, catalogue).table.set_index("department")

    assert table.at["marketing", "kpi"] == "sessions"
    assert table.at["sales", "advice"] == "advice_visit"
    assert table.at["customer_service", "advice"] == "advice_no_data"


def test_a_department_whose_kpis_all_moved_well_is_told_to_hold(frame, compared_row, catalogue):
    compared = frame([compared_row("event_rate", 0.1, 0.05, improved=True, unit="percent")])

    table = funnel.adaptations(compared, catalogue).table.set_index("department")

    assert table.at["sales", "advice"] == "advice_hold"


def test_scores_and_shares_are_put_in_order_by_their_points(frame, compared_row, catalogue):
    nps = _kpi("engagements", "serve", ("sales",), "score")
    more = catalogue.model_copy(update={"kpis": {**catalogue.kpis, "nps": nps}})
    compared = frame(
        [
            compared_row("nps", -2.5, 0.5, unit="score", improved=False),
            compared_row("event_rate", 0.64, 0.8, unit="percent", improved=False),
        ]
    )

    table = funnel.adaptations(compared, more).table.set_index("department")

    assert table.at["sales", "kpi"] == "event_rate"


def test_without_a_comparison_nothing_is_said_to_hold(frame, compared_row, catalogue):
    compared = frame([compared_row("reach", 5, None)])

    assert funnel.adaptations(compared, catalogue).message == "adaptations_no_data"
