"""Laws that hold for any data: what is split adds up, and nothing depends on chance."""

import ast
import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_helpers.catalogue.formula import evaluate_numbers, parse
from kpi_helpers.metrics.evaluate import kpi_values
from kpi_helpers.metrics.formulas import adds_up, grows_with_days, work_out
from kpi_helpers.periods import Month, Period

JANUARY = Month(2026, 1).period
LAW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
AGES = ("18-24", "25-34", "35-44")

rows = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(0, 58),
            "network": st.sampled_from(["facebook", "instagram", "linkedin"]),
            "account": st.sampled_from(["a", "b"]),
            "views": st.one_of(st.none(), st.integers(0, 10_000)),
            "clicks": st.integers(0, 500),
        }
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda row: (row["day"], row["network"], row["account"]),
)
parts = st.lists(st.integers(0, 3_000), min_size=3, max_size=3)


@pytest.fixture
def declared(catalogue, measure, kpi):
    return catalogue(
        {"views": measure(column="views"), "clicks": measure(column="clicks")},
        {
            "views": kpi(formula="views"),
            "clicks": kpi(formula="clicks"),
            "ctr": kpi(formula="clicks / views", unit="percent"),
        },
    )


def as_rows(found):
    first = date(2026, 1, 1)
    return [
        {"date_start": first + timedelta(row["day"])}
        | {name: value for name, value in row.items() if name != "day"}
        for row in found
    ]


def of(values, kpi):
    return values[values["kpi"] == kpi].reset_index(drop=True)


@LAW
@given(found=rows)
def test_what_is_split_by_dimensions_adds_up_to_the_total(declared, grains, found):
    tables = grains(account_day=as_rows(found))
    whole = kpi_values(declared, tables, ["clicks"], [JANUARY])["value"][0]
    for by in (["network"], ["account"], ["network", "account"]):
        split = kpi_values(declared, tables, ["clicks"], [JANUARY], by=by)["value"]
        assert split.sum() == (0 if math.isnan(whole) else whole)


@LAW
@given(found=rows, shares=st.lists(parts, min_size=1, max_size=4))
def test_breakdown_rows_never_change_a_total_and_their_rest_completes_it(
    declared, grains, found, shares
):
    totals = as_rows(found)
    split = [
        row | {"breakdown": "age_band", "age_band": age, "views": part, "clicks": None}
        for row, values in zip([r for r in totals if r["views"] is not None], shares, strict=False)
        for age, part in zip(AGES, values, strict=True)
    ]
    plain = [row | {"breakdown": "total", "age_band": None} for row in totals]
    without = kpi_values(declared, grains(account_day=plain), ["views"], [JANUARY])["value"][0]
    tables = grains(account_day=plain + split)
    assert kpi_values(declared, tables, ["views"], [JANUARY])["value"].tolist() == pytest.approx(
        [without], nan_ok=True
    )
    by_age = kpi_values(declared, tables, ["views"], [JANUARY], by=["age_band"])
    overlaps = by_age["caveats"].map(lambda names: "parts_exceed_total" in names).any()
    if by_age["reason"].isna().all() and not overlaps:
        assert by_age["value"].sum() == without


@LAW
@given(found=rows)
def test_a_ratio_is_the_ratio_of_its_sums(declared, grains, found):
    tables = grains(account_day=as_rows(found))
    asked = ["clicks", "views", "ctr"]
    values = kpi_values(declared, tables, asked, [JANUARY], by=["network"])
    for _, row in of(values, "ctr").iterrows():
        own = values[values["network"] == row["network"]].set_index("kpi")["value"]
        clicks, views = own.get("clicks"), own.get("views")
        if row["reason"] is None:
            assert row["value"] == clicks / views
        else:
            assert views is None or math.isnan(views) or math.isnan(clicks) or views == 0


@LAW
@given(found=rows, cuts=st.lists(st.integers(1, 30), max_size=4, unique=True))
def test_a_period_cut_in_pieces_adds_up_to_the_period(declared, grains, found, cuts):
    tables = grains(account_day=as_rows(found))
    starts = [date(2026, 1, 1), *(date(2026, 1, 1) + timedelta(cut) for cut in sorted(cuts))]
    ends = [start - timedelta(1) for start in starts[1:]] + [JANUARY.end]
    pieces = [Period(start, end) for start, end in zip(starts, ends, strict=True)]
    values = kpi_values(declared, tables, ["clicks"], [*pieces, JANUARY])["value"]
    assert values[:-1].sum() == (0 if math.isnan(values.iloc[-1]) else values.iloc[-1])


@LAW
@given(found=rows, seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(declared, grains, found, seed):
    frame = pd.DataFrame(as_rows(found))
    shuffled = frame.sample(frac=1, random_state=seed)
    asked = ["clicks", "views", "ctr"]
    one, other = (
        kpi_values(declared, grains(account_day=rows), asked, [JANUARY], by=["network"])
        for rows in (frame, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)


@LAW
@given(found=rows)
def test_asking_for_more_periods_or_kpis_changes_no_figure(declared, grains, found):
    tables = grains(account_day=as_rows(found))
    alone = kpi_values(declared, tables, ["clicks"], [JANUARY])["value"][0]
    periods = [Period(date(2026, 1, 9), date(2026, 2, 3)), JANUARY, Month(2025, 11).period]
    among = of(kpi_values(declared, tables, ["ctr", "clicks"], periods), "clicks")["value"][1]
    assert among == alone or (math.isnan(among) and math.isnan(alone))


NAMES = ("a", "b", "c")
numbers = st.one_of(st.none(), st.integers(-5, 5), st.floats(-1e6, 1e6))
formulas = st.recursive(
    st.one_of(st.sampled_from(NAMES), st.integers(0, 9).map(str)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["coalesce", "least", "greatest"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        inner.map("abs({})".format),
        inner.map("-({})".format),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(text=formulas, values=st.fixed_dictionaries(dict.fromkeys(NAMES, numbers)))
def test_formulas_over_arrays_mean_what_proofs_mean(text, values):
    formula = parse(text, NAMES)
    meant = evaluate_numbers(formula, values)
    arrays = {n: np.array([math.nan if v is None else float(v)]) for n, v in values.items()}
    got = work_out(formula.tree, arrays, (1,)).value[0]
    assert (meant is None and math.isnan(got)) or got == meant


@pytest.mark.parametrize(
    ("text", "flow", "grows"),
    [
        ("a", True, True),
        ("a + 2 * b - coalesce(c, 0)", True, True),
        ("a / 1000", True, True),
        ("a / b", False, False),
        ("1000 * a / b", False, False),
        ("least(a, b)", False, True),
        ("a * b", False, True),
        ("a + level", False, True),
        ("level", False, False),
    ],
)
def test_flows_are_told_from_rates_and_levels(kpi, measure, text, flow, grows):
    formula = parse(text, (*NAMES, "level"))
    measures = {n: measure(over_time="last" if n == "level" else "sum") for n in formula.used}
    assert adds_up(kpi(formula=text), formula.tree, measures) is flow
    assert grows_with_days(kpi(formula=text), formula.tree, measures) is grows
    assert isinstance(formula.tree, ast.expr)
