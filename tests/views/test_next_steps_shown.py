"""Next steps as the reader sees them, with labels and costs as people write them."""

from __future__ import annotations

import pandas as pd
import pytest
from made_next_steps import next_steps

from kpi_helpers.finding import Finding
from kpi_helpers.views.next_steps import steps_by_department


def with_action(**changed):
    """The finding made by hand, its step on an action changed."""
    finding = next_steps()
    rows = finding.table["step"] == "step_unproven"
    assert rows.sum() == 1
    for name, value in changed.items():
        finding.table.loc[rows, name] = value
    return finding


def test_a_cost_without_a_currency_is_told_as_a_number(english):
    shown = str(steps_by_department(with_action(cost_currency=None), english, "Steps"))

    assert "It cost 5,200, and no effect" in shown


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("{cost} of {nobody}", "“{cost} of {nobody}”"),
        ("\u202eevil\u202c", "evil"),
    ],
)
def test_a_label_is_a_text_and_nothing_else(english, label, written):
    shown = str(steps_by_department(with_action(label=label), english, "Steps"))

    assert written in shown
    assert "<img" not in shown


def test_a_department_without_a_step_is_not_told_to_go_on(english):
    quiet = pd.DataFrame([{"department": "sales", "step": "step_none", "why": "why_none"}])
    quiet = quiet.reindex(columns=next_steps().table.columns)

    shown = str(steps_by_department(Finding("next_steps", quiet, "none"), english, "Steps"))

    assert "Nothing that could be judged above" in shown
