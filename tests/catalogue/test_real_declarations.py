"""The declarations for two real tables fit those tables, column by column."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from kpi_helpers.catalogue.loader import check_params, load_catalogue, load_mappings

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT / ".." / "shared" / "data"
TABLES = {
    "meridian_geo": SHARED / "meridian" / "geo_full_funnel_data.csv",
    "moro_posts": SHARED / "moro2016" / "dataset_Facebook.csv",
}


@pytest.fixture
def real_root(tmp_path):
    """A project whose params are the shipped ones with the two brands laid over them."""
    shutil.copytree(PROJECT / "params", tmp_path / "params")
    shutil.copytree(
        PROJECT / "tests" / "data" / "real" / "params", tmp_path / "params", dirs_exist_ok=True
    )
    return tmp_path


def test_the_two_brands_are_declared_without_a_doubt(real_root):
    assert check_params(real_root) == ()
    meridian, moro = (load_catalogue(real_root, brand) for brand in ("meridian", "moro"))

    assert (meridian.brand.currency, moro.brand.currency) == ("USD", "EUR")
    assert meridian.kpis["roas"].formula == "revenue / spend"
    assert "engagement_rate_by_impressions" in moro.kpis


@pytest.mark.shared
@pytest.mark.parametrize("name", TABLES)
def test_every_column_that_a_mapping_names_stands_in_the_table(real_root, name):
    if not TABLES[name].exists():
        pytest.skip("the public tables do not stand beside this checkout")
    mapping = load_mappings(real_root, [name])[name]
    with TABLES[name].open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file, delimiter=mapping.separator))
    named = {mapping.date.column, *re.findall(r"\{(.+?)\}", mapping.date.compose or "")}
    named |= set(mapping.dimensions.values()) | set(mapping.key)
    for column in mapping.columns.values():
        named |= {column.column, *column.product}
    if mapping.entity:
        named.add(mapping.entity.content_type)

    assert named - {None} <= set(header)
    for spread in mapping.spread:
        pattern = re.escape(spread.pattern).replace(r"\{channel\}", "(.+)")
        found = {match[1] for cell in header if (match := re.fullmatch(pattern, cell))}
        assert found == set(spread.names)
