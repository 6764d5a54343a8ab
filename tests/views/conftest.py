"""A small catalogue's words, and one finding of every name."""

from __future__ import annotations

import pytest
from made_findings import MAKERS, make_catalogue

from kpi_helpers.finding import Finding
from kpi_helpers.views.words import Words


@pytest.fixture
def findings() -> dict[str, Finding]:
    """Name to finding, one of each."""
    return {make.__name__: make() for make in MAKERS}


@pytest.fixture
def french() -> Words:
    return Words("fr", make_catalogue())


@pytest.fixture
def english() -> Words:
    return Words("en", make_catalogue())
