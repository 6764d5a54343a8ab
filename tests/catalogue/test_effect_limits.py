"""Limits of the analysis of effects: what is declared, and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kpi_helpers.catalogue.thresholds import EffectLimits
from kpi_helpers.catalogue.yaml_lines import read_yaml


def test_the_declared_limits_of_effects_are_the_built_in_ones():
    path = Path(__file__).resolve().parents[2] / "params" / "thresholds.yaml"

    declared = read_yaml(path, "thresholds.yaml")[0].data["effects"]

    assert EffectLimits(**declared) == EffectLimits()
    assert set(declared) == set(EffectLimits.model_fields)


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_checks": 4},
        {"min_days": 20},
        {"history_days": 80},
        {"false_discovery_rate": 0.5},
        {"level": 0.4},
        {"season": 7},
    ],
)
def test_limits_that_would_claim_anything_are_refused(wrong):
    with pytest.raises(ValidationError):
        EffectLimits(**wrong)
