"""A notebook's door: what it opens, and how it tells what it cannot open."""

from __future__ import annotations

from datetime import datetime

import altair as alt
import pandas as pd
import pytest

from kpi_helpers.errors import CatalogueError, SessionError
from kpi_helpers.finding import Caveat, Finding
from kpi_helpers.rules import tracking
from kpi_helpers.session import chart, open_session, parse_known_at, show


def _only(error):
    (problem,) = error.value.problems
    return problem


def test_an_unknown_brand_is_told_with_its_nearest_name(workspace):
    with pytest.raises(CatalogueError) as error:
        open_session("maison_alva", "2026-10", root=str(workspace))

    assert "maison_alba" in str(_only(error).values)


def test_a_month_in_another_form_is_refused(workspace):
    with pytest.raises(SessionError) as error:
        open_session("maison_alba", "October 2026", root=str(workspace))

    assert _only(error).message == "unknown_month"


def test_a_language_nobody_speaks_is_refused(workspace):
    with pytest.raises(SessionError) as error:
        open_session("maison_alba", "2026-10", "de", str(workspace))

    assert _only(error).message == "unknown_locale"


def test_a_bare_date_of_knowledge_means_its_end():
    assert parse_known_at("2026-03-03") == datetime(2026, 3, 3, 23, 59, 59, 999999)
    assert parse_known_at("2026-03-03T10:00:00+02:00") == datetime(2026, 3, 3, 8)
    assert parse_known_at("") is None


def test_without_a_language_the_report_speaks_the_brands(workspace):
    session = open_session("maison_alba", "2026-10", root=str(workspace))

    assert session.words.locale == "fr"


def test_the_past_is_read_as_it_was_known(workspace):
    month = ("maison_alba", "2026-08", "", str(workspace))
    first = open_session(*month, "2026-09-30").values(["views"])["value"].iloc[0]
    later = open_session(*month).values(["views"])["value"].iloc[0]

    assert later > first > 0


def test_the_action_log_keeps_what_the_catalogue_and_the_sheets_say(workspace):
    actions = open_session("maison_alba", "2026-10", root=str(workspace)).actions()

    assert {"Black Friday", "Campagne vidéo Nuit d’Alba"} <= set(actions["label"])


def test_shown_findings_are_kept_once_each_for_the_limits(workspace, capsys):
    session = open_session("maison_alba", "2026-10", root=str(workspace))
    empty = pd.DataFrame({"x": [1]})
    show(Finding("limits", empty, "limits_none"))
    show(Finding("limits", empty, "limits_none", caveats=(Caveat("no_data"),)))

    assert [finding.caveats for finding in session.shown] == [(Caveat("no_data"),)]


def test_the_chart_of_a_finding_can_be_gone_on_with_and_draws_offline(workspace):
    session = open_session("maison_alba", "2026-10", root=str(workspace))
    drawn = chart(tracking.monthly_history(session.values(["orders"], months=13)))
    drawn = drawn.properties(title="Mine")
    bundle = drawn._repr_mimebundle_()

    assert isinstance(drawn, alt.ConcatChart)
    assert list(bundle) == ["application/vnd.vegalite.v5+json"]
    assert bundle["application/vnd.vegalite.v5+json"]["title"] == "Mine"


def test_a_finding_without_a_chart_has_none(workspace):
    session = open_session("maison_alba", "2026-10", root=str(workspace))

    assert chart(tracking.month_in_figures(session.compared(["orders"]))) is None


def test_days_and_weeks_of_the_month_add_up_as_the_month_does(workspace):
    session = open_session("maison_alba", "2026-10", root=str(workspace))
    days, weeks = session.by_day(["orders"]), session.by_week(["orders"])

    assert (len(days), len(weeks)) == (31, 3)
    assert days["value"].sum() == session.values(["orders"])["value"].iloc[0]
    for week in weeks.to_dict("records"):
        inside = days["period_start"].between(week["period_start"], week["period_end"])
        assert days.loc[inside, "value"].sum() == week["value"]
