"""A sheet mapping that cannot be followed is refused before any sheet is read."""

from __future__ import annotations

import pytest

from kpi_helpers.catalogue.loader import check_params, load_catalogue, load_mapping_file
from kpi_helpers.errors import CatalogueError

WHOLE = """\
name: shop
files: [shop_*.csv]
grain: channel_period
date: {column: Day}
dimensions: {region: Region}
values: {region: {Paris: FR-IDF}}
columns:
  spend: {column: Cost, currency: EUR}
spread:
  - {pattern: "{channel} clicks", metric: clicks}
"""


def messages(tmp_path, text: str) -> list[tuple[str, str | None]]:
    """Message and key of every fault of a mapping in ``shop.yaml``."""
    path = tmp_path / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        load_mapping_file(path)
    except CatalogueError as error:
        return [(problem.message, problem.key) for problem in error.problems]
    return []


FAULTS = [
    ("name: shop", "name: shops", "sheet_name", "name"),
    ("{column: Day}", "{}", "sheet_date", "date"),
    ("{column: Day}", "{column: Day, compose: '{Day}-01'}", "sheet_date", "date"),
    ("{column: Day}", "{compose: 2014-01-01}", "sheet_compose", "date › compose"),
    ("{column: Day}", "{column: Day, bucket: as_given}", "sheet_end", "date"),
    ("{column: Day}", "{column: Day, end_column: End}", "sheet_end", "date"),
    ("{region: Region}", "{region: Region, content_type: Type}", "sheet_content_type",
     "dimensions › content_type"),
    ("name: shop", "name: shop\nconstants: {region: FR}", "sheet_twice", "constants › region"),
    ("{region: {Paris: FR-IDF}}", "{network: {FB: facebook}}", "sheet_values",
     "values › network"),
    ("currency: EUR", "currency: euro", "sheet_currency", "columns › spend › currency"),
    ("currency: EUR", "product: [Cost, Price]", "sheet_product", "columns › spend › product"),
    ("{channel} clicks", "clicks", "sheet_pattern", "spread › 0 › pattern"),
    ("{channel} clicks", "{channel} {region}", "sheet_pattern", "spread › 0 › pattern"),
    ("{channel} clicks", "{chanel} clicks", "dimension_unknown_near", "spread › 0 › pattern"),
    ("{channel} clicks", "{region} clicks", "sheet_twice", "spread › 0 › pattern"),
    ("metric: clicks", "metric: spend", "sheet_twice", "spread › 0 › metric"),
    ("name: shop", "name: shop\ntimezone: Paris", "brand_timezone", "timezone"),
    ("name: shop", "name: shop\nobserved_at: monday", "value_date", "observed_at"),
    ("grain: channel_period", "grain: chanel_period", "value_choice_near", "grain"),
    ("metric: clicks", "metric: clicks, colour: red", "key_unknown", "spread › 0 › colour"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message", "key"),
    FAULTS,
    ids=[f"{i}-{case[2]}" for i, case in enumerate(FAULTS)],
)
def test_a_fault_of_a_mapping_is_told_at_its_key(tmp_path, old, new, message, key):
    assert messages(tmp_path, WHOLE) == []
    assert WHOLE.count(old) == 1
    assert messages(tmp_path, WHOLE.replace(old, new)) == [(message, key)]


def test_a_mapping_that_reads_nothing_is_refused(tmp_path):
    text = WHOLE[: WHOLE.index("columns:")]

    assert messages(tmp_path, text) == [("sheet_empty", None)]


def test_the_day_of_observation_may_be_a_date_or_a_column(tmp_path):
    for value in ("2026-09-30", "'{Exported}'", "2026-09-30T12:00:00"):
        assert messages(tmp_path, f"observed_at: {value}\n" + WHOLE) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (", currency: EUR}", "}", "sheet_money"),
        ("spend: {column: Cost, currency: EUR}", "spend: {column: C, currency: EUR}\n"
         "  ad_clicks: {column: A, currency: EUR}", "sheet_not_money"),
    ],
)  # fmt: skip
def test_money_has_its_currency_and_counts_have_none(project, old, new, message):
    project.change("params/brands/alba.yaml", "locale: fr", "locale: fr\n  sheets: [shop]")
    project.change(
        "params/kpis.yaml",
        "measures:\n",
        "measures:\n  paid:\n"
        "    table: channel_period\n    column: ad_clicks\n"
        "    label: {fr: Clics, en: Clicks}\n",
    )
    load_catalogue(project.root, "alba")
    project.change("params/sheets/shop.yaml", old, new)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(project.root, "alba")
    (problem,) = caught.value.problems

    assert (problem.message, problem.file) == (message, "params/sheets/shop.yaml")


def test_a_metric_that_no_measure_reads_is_doubted_where_a_close_one_is_read(project):
    project.change("params/brands/alba.yaml", "locale: fr", "locale: fr\n  sheets: [shop]")
    project.change("params/sheets/shop.yaml", "  spend:", "  spnd:")

    load_catalogue(project.root, "alba")
    (problem,) = check_params(project.root)
    assert (problem.message, problem.severity) == ("metric_unread", "warn")
    assert problem.values == {"found": "spnd", "near": "spend"}
