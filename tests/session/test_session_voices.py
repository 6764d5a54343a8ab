"""Creators of a month as a notebook may see them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from kpi_helpers.catalogue.models import Brand, Catalogue
from kpi_helpers.errors import CatalogueError
from kpi_helpers.periods import Month
from kpi_helpers.rules import authenticity, conversion, score, voices
from kpi_helpers.rules.roles import typed_creators
from kpi_helpers.session.opened import Session
from kpi_helpers.store.grains import Grains
from kpi_helpers.store.observations import Store
from kpi_helpers.views.show import present
from kpi_helpers.views.words import Words

COLUMNS = ("entity", "label", "network", "date_start", "followers", "link_clicks_90d", "orders_90d")
ROWS = [
    ("ALB-1", "Zoé <b>", "instagram", date(2026, 8, 31), 11_934, 40, 1),
    ("ALB-1", "Zoé <b>", "instagram", date(2026, 9, 30), 12_934, 44, 2),
    ("ALB-1", "Zoé <b>", "tiktok", date(2026, 7, 31), 777, None, None),
    ("ALB-2", "@noemie.daily", "instagram", date(2026, 10, 31), 99_999, None, None),
    ("ALB-3", "Zoé <b>", "instagram", date(2026, 9, 30), 250_123, 90, 0),
    ("ALB-4", None, "instagram", date(2026, 9, 30), None, 90, 1),
]  # fmt: skip
SECRETS = ("ALB-", "Zoé", "noemie", "12934", "250123", "12,934", "because she", "Camille")


def open_(root: Path, month="2026-09", privacy="names", rows=ROWS, locale="en") -> Session:
    """A session over creators made by hand."""
    brand = Brand(
        id="alba", name="Alba", locale="fr", currency="EUR", timezone="Europe/Paris",
        raw=("data",), privacy=privacy,
    )  # fmt: skip
    catalogue = Catalogue(brand=brand, measures={}, kpis={})
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(
        source="sheet", observed_at=pd.Timestamp("2026-11-01")
    )
    tables = {"creator": frame} if len(rows) else {}
    grains = Grains.from_frames(tables, brand="alba", known_at=datetime(2026, 11, 5))
    return Session(Month.parse(month), catalogue, Store(root), grains, Words(locale, catalogue))


def label(root: Path, *lines: str) -> None:
    """Write the brand's roles by hand."""
    path = root / "data/labels/alba/creators.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["creator,network,role,since,by,reason", *lines]), encoding="utf-8")


def test_each_account_stands_with_its_newest_snapshot_and_its_age(tmp_path):
    found = open_(tmp_path).voices.creators()

    assert found["followers"].tolist()[:2] == [12_934, 777]
    assert found["age_days"].tolist() == [0, 61, 0, 0]
    assert found["stale"].tolist() == [False, True, False, False]
    assert "ALB-2" not in set(found["creator"])


def test_the_months_before_are_there_and_later_ones_are_not(tmp_path):
    found = open_(tmp_path, "2026-08").voices.snapshots()

    assert found["snapshot"].tolist() == [date(2026, 7, 31), date(2026, 8, 31)]


def test_two_creators_of_one_name_are_told_apart_and_one_without_is_called_by_id(tmp_path):
    found = open_(tmp_path).voices.creators()

    assert found["label"].tolist() == [
        "Zoé <b> (ALB-1)",
        "Zoé <b> (ALB-1)",
        "Zoé <b> (ALB-3)",
        "ALB-4",
    ]


def test_of_two_sources_for_one_day_the_newest_observation_counts(tmp_path):
    session = open_(tmp_path)
    table = session.grains.tables["creator"].to_pandas()
    again = table[table["entity"] == "ALB-3"].assign(
        source="other", followers=1.0, observed_at=pd.Timestamp("2026-11-02")
    )
    both = Grains.from_frames(
        {"creator": pd.concat([again, table])}, brand="alba", known_at=session.grains.known_at
    )
    found = Session(session.month, session.catalogue, session.store, both, session.words).voices

    third = found.creators().set_index("creator").loc["ALB-3"]
    assert third["followers"] == 1


def test_without_an_import_there_is_an_empty_frame_with_every_column(tmp_path):
    found = open_(tmp_path, rows=[]).voices.creators()

    assert found.empty
    assert {"creator", "label", "network", "followers", "stale", "hidden"} <= set(found.columns)
    assert typed_creators(found, open_(tmp_path).catalogue.roles).empty


def test_a_role_by_hand_counts_from_its_day_on(tmp_path):
    label(
        tmp_path,
        "ALB-1,,fan,2026-09-30,Camille,because she asked",
        "ALB-3,instagram,none,2026-10-01,Camille,later",
    )

    found = open_(tmp_path).voices.overrides()

    assert found.to_dict("records") == [
        {"creator": "ALB-1", "network": None, "role": "fan", "since": date(2026, 9, 30)}
    ]
    assert len(open_(tmp_path, "2026-10").voices.overrides()) == 2
    assert open_(tmp_path / "none").voices.overrides().empty


def test_bad_rows_are_told_with_file_and_line(tmp_path):
    label(
        tmp_path,
        "ALB-1,,idol,2026-09-30,Camille,x",
        "ALB-1,,fan,30/09/2026,Camille,x",
        "ALB-1,,fan,2026-09-30,,x",
        "ALB-1,,fan,2026-09-30,Camille,x",
        "ALB-1,,star,2026-09-30,Camille,x",
        "ALB-1,fan",
    )

    with pytest.raises(CatalogueError) as caught:
        open_(tmp_path).voices.overrides()

    file = "data/labels/alba/creators.csv"
    assert [(p.message, p.where) for p in caught.value.problems] == [
        ("value_choice", f"{file}:2 · role"),
        ("value_date", f"{file}:3 · since"),
        ("key_missing", f"{file}:4 · by"),
        ("labels_twice", f"{file}:6 · creator"),
        ("csv_cells", f"{file}:7"),
    ]
    for locale in ("fr", "en"):
        assert all("{" not in line for line in Words(locale).error(caught.value))


def every_finding(session: Session) -> list:
    rules, by_hand = session.catalogue.roles, session.voices.overrides()
    typed = typed_creators(session.voices.creators(), rules, by_hand)
    checked = authenticity.checked_audience(typed, session.voices.snapshots(), rules)
    return [
        voices.who_they_are(typed, rules, by_hand),
        voices.engagement_by_role(typed, rules),
        conversion.conversion_of_creators(typed, rules),
        voices.volume_and_quality(typed, rules),
        authenticity.audience_signals(checked, rules),
        score.scored_creators(checked, rules),
    ]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_name_id_or_exact_audience_leaves_with_pseudonyms(tmp_path, locale):
    label(tmp_path, "ALB-1,,fan,2026-09-01,Camille,because she is Zoé", "ALB-9,,fan,2026-09-01,C,x")
    session = open_(tmp_path, privacy="pseudonyms", locale=locale)
    bundles = [present(finding, session.words) for finding in every_finding(session)]
    told = json.dumps(bundles, ensure_ascii=False, default=str)

    assert [secret for secret in SECRETS if secret in told] == []
    named = open_(tmp_path, locale=locale)
    bare = json.dumps(
        [present(finding, named.words) for finding in every_finding(named)], ensure_ascii=False
    )
    assert {"ALB-", "Zoé", "12934", "250123"} <= {secret for secret in SECRETS if secret in bare}


def test_pseudonyms_stay_the_same_over_months_and_networks(tmp_path):
    september = open_(tmp_path, privacy="pseudonyms").voices.creators()
    october = open_(tmp_path, "2026-10", privacy="pseudonyms").voices.creators()

    zoe = september[september["network"] == "tiktok"]["creator"].iloc[0]
    assert (september["creator"] == zoe).sum() == 2
    assert set(september["creator"]) < set(october["creator"])
    assert september["label"].str.fullmatch("Creator [0-9A-HJKMNP-TV-Z]{4,}").all()


def test_hidden_followers_are_rounded_down_so_that_no_threshold_is_crossed(tmp_path):
    session = open_(tmp_path, "2026-10", privacy="pseudonyms")

    found = session.voices.creators()["followers"].dropna()

    assert sorted(found) == [770, 12_000, 99_000, 250_000]


def test_pseudonyms_are_what_a_brand_gets_that_says_nothing():
    assert Brand.model_fields["privacy"].default == "pseudonyms"
