"""Small notebooks that say what the real ones would say, without a store behind them."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = 'brand = ""\nmonth = ""\nlocale = ""\nroot = ""\nknown_at = ""'


@pytest.fixture
def write_notebook(tmp_path):
    """Write ``notebooks/<name>.ipynb`` from its code cells; text that starts with # is prose."""

    def write(name, *cells, parameters=PARAMETERS, tags=None):
        made = [new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]})]
        for number, text in enumerate(cells):
            make = new_markdown_cell if text.startswith("#") else new_code_cell
            made.append(make(text, id=f"cell-{number}"))
        for number, names in (tags or {}).items():
            made[number + 1].metadata["tags"] = list(names)
        folder = tmp_path / "notebooks"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=made), path)
        return path

    return write
