"""The sheet mappings that ship fit the sheets of the sample, column by column."""

from __future__ import annotations

import csv
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from python_calamine import load_workbook

from kpi_helpers.catalogue.loader import load_catalogue, load_mappings
from kpi_helpers.catalogue.sheets import SheetMapping

ROOT = Path(__file__).resolve().parents[2]
SHEETS = [
    (brand, name)
    for brand in ("maison_alba", "northwind_outdoor")
    for name in load_catalogue(ROOT, brand).brand.sheets
]


def files_of(brand: str, mapping: SheetMapping) -> list[Path]:
    """Exports of the brand that the mapping's patterns name, oldest first."""
    (folder,) = load_catalogue(ROOT, brand).brand.raw
    names = [pattern.lower() for pattern in mapping.files]
    return [
        path
        for path in sorted((ROOT / folder).rglob("*.*"))
        if any(fnmatch(path.name.lower(), name) for name in names)
    ]


def header_of(path: Path, mapping: SheetMapping) -> list[str]:
    """Column names in the mapping's header row."""
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        sheet = book.get_sheet_by_name(mapping.worksheet or book.sheet_names[0])
        return [str(cell) for cell in sheet.to_python()[mapping.header_row - 1]]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=mapping.separator))[mapping.header_row - 1]


@pytest.mark.parametrize(("brand", "name"), SHEETS)
def test_the_newest_sheet_has_every_column_that_its_mapping_names(brand, name):
    mapping = load_mappings(ROOT, [name])[name]
    files = files_of(brand, mapping)
    assert files, f"no file of {brand} is called {mapping.files}"
    header = header_of(files[-1], mapping)
    named = {mapping.date.column, mapping.date.end_column, *mapping.key, *mapping.skip_rows_where}
    named |= set(mapping.dimensions.values()) | {c.column for c in mapping.columns.values()}
    named |= {mapping.entity.label} if mapping.entity else set()

    assert named - {None} <= set(header)
    for spread in mapping.spread:
        pattern = re.escape(spread.pattern).replace(r"\{channel\}", "(.+)")
        found = {match[1] for cell in header if (match := re.fullmatch(pattern, cell))}
        assert set(spread.names) == (set(spread.only) or found)
        assert set(spread.only) <= found


@pytest.mark.parametrize("brand", ["maison_alba", "northwind_outdoor"])
def test_no_file_is_claimed_by_two_mappings(brand):
    sheets = load_catalogue(ROOT, brand).brand.sheets
    claimed = [f for m in load_mappings(ROOT, sheets).values() for f in files_of(brand, m)]

    assert len(claimed) == len(set(claimed)) > 100
