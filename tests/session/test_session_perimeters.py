"""On the sample: which perimeters a brand may have, by what its KPIs can tell."""

from __future__ import annotations

import pytest

from kpi_helpers.session import open_session


@pytest.mark.parametrize("brand", ["maison_alba", "northwind_outdoor"])
def test_only_formats_that_a_kpi_counts_can_be_left_out_of_the_perimeters(workspace, brand):
    session = open_session(brand, "2026-10", root=str(workspace))
    formats = session.perimeters.occurring()["content_type"]

    assert {"video", "reel"} <= set(formats)
    assert "comment" not in formats
