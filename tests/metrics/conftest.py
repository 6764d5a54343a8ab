from collections.abc import Callable
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from kpi_helpers.catalogue.models import Brand, Break, Catalogue, FxRate, Kpi, Measure
from kpi_helpers.store.grains import Grains

WORDS = {"fr": "mot", "en": "word"}


@pytest.fixture
def measure() -> Callable[..., Measure]:
    """Measure of `account_day` unless told otherwise."""

    def make(**fields: Any) -> Measure:
        return Measure(**{"table": "account_day", "label": WORDS} | fields)

    return make


@pytest.fixture
def kpi() -> Callable[..., Kpi]:
    """KPI with the fields nobody looks at filled in."""

    def make(**fields: Any) -> Kpi:
        known = {
            "version": "1.0.0",
            "label": WORDS,
            "definition": WORDS,
            "stage": "reach",
            "audience": "stranger",
            "department": ["marketing"],
            "owner": "Somebody",
            "decision": WORDS,
            "unit": "count",
            "direction": "up",
        }
        return Kpi(**known | fields)

    return make


@pytest.fixture
def catalogue() -> Callable[..., Catalogue]:
    """Catalogue of a French brand that counts in euros."""

    def make(
        measures: dict[str, Measure],
        kpis: dict[str, Kpi],
        *,
        breaks: tuple[Break, ...] = (),
        fx: tuple[FxRate, ...] = (),
        currency: str = "EUR",
    ) -> Catalogue:
        brand = Brand(
            id="b",
            name="B",
            locale="fr",
            currency=currency,
            timezone="Europe/Paris",
            raw=["data/raw"],
        )
        return Catalogue(brand=brand, measures=measures, kpis=kpis, breaks=breaks, fx=fx)

    return make


@pytest.fixture
def grains() -> Callable[..., Grains]:
    """Grain tables of one source and account unless the frame says otherwise."""

    def make(
        known_at: str = "2027-01-01",
        windows: pd.DataFrame | None = None,
        **frames: pd.DataFrame | list[dict[str, Any]],
    ) -> Grains:
        filled = {}
        for name, rows in frames.items():
            frame = pd.DataFrame(rows)
            for key, value in (("source", "s"), ("network", "instagram"), ("account", "a")):
                if key not in frame:
                    frame[key] = value
            filled[name] = frame
        moment = datetime.fromisoformat(known_at)
        return Grains.from_frames(filled, brand="b", known_at=moment, windows=windows)

    return make


@pytest.fixture
def days() -> Callable[..., list[dict[str, Any]]]:
    """One row a day from `first`, with the same values each day."""

    def make(first: str, count: int, **values: Any) -> list[dict[str, Any]]:
        return [{"date_start": day, **values} for day in pd.date_range(first, periods=count)]

    return make


@pytest.fixture
def windows() -> Callable[..., pd.DataFrame]:
    """Days that files of a grain speak of, as (first, last) or (first, last, network) rows."""

    def make(grain: str, *spans: tuple[str, ...]) -> pd.DataFrame:
        rows = [
            {
                "source": "s",
                "brand": "b",
                "network": span[2] if len(span) > 2 else "instagram",
                "account": None,
                "grain": grain,
                "window_start": span[0],
                "window_end": span[1],
            }
            for span in spans
        ]
        return pd.DataFrame(rows)

    return make
