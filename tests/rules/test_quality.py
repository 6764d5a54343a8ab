"""What the figures rest on, told worst first."""

import pandas as pd

from kpi_helpers.finding import Caveat, Finding, Ref, Verdict
from kpi_helpers.rules import quality


def _source(name, verdict, read=100, rejected=0):
    return {"source": name, "verdict": verdict, "rows_read": read, "rows_rejected": rejected}


def test_the_worst_source_leads_and_gives_the_verdict():
    frame = pd.DataFrame([_source("ga4", "good"), _source("meta", "bad", rejected=20)])

    finding = quality.data_used(frame)

    assert finding.table["source"].tolist() == ["meta", "ga4"]
    assert finding.verdict is Verdict.BAD
    assert finding.values["weak"] == [Ref("source", "meta")]
    assert finding.values["share"].value == 0.1


def test_no_source_at_all_is_unknown_not_good():
    empty = pd.DataFrame(columns=["source", "verdict", "rows_read", "rows_rejected"])

    assert quality.data_used(empty).verdict is Verdict.UNKNOWN


def test_limits_collect_every_caveat_and_every_unanswered_figure_once():
    table = pd.DataFrame({"reason": [None, "no_fx_rate", "no_fx_rate"]})
    findings = [
        Finding("one", table, "one", caveats=(Caveat("incomplete"),)),
        Finding("two", pd.DataFrame({"x": [1]}), "two", caveats=(Caveat("incomplete"),)),
    ]

    found = quality.limits(findings).table

    assert found.to_numpy().tolist() == [
        ["caveat", "incomplete", ["one", "two"]],
        ["unanswered", "no_fx_rate", ["one"]],
    ]
