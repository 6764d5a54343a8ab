"""What a notebook emits for a finding, in the form that ``show`` gives it."""

from __future__ import annotations

import json

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

FINDING = "application/vnd.kpi.finding+json"
CHART = "application/vnd.vegalite.v5+json"


def finding(name, table=(), message="report_title", values=None):
    """A finding as JSON."""
    rows = [dict(row) for row in table]
    return {
        "name": name,
        "message": message,
        "values": values or {},
        "verdict": "neutral",
        "caveats": [],
        "columns": list(rows[0]) if rows else [],
        "table": rows,
    }


def spec(values=((1, 2), (2, 3)), **more):
    """A small bar chart as a Vega-Lite spec."""
    return {
        "description": "Two bars.",
        "data": {"values": [{"x": x, "y": y} for x, y in values]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "x", "type": "nominal"},
            "y": {"field": "y", "type": "quantitative"},
            "tooltip": {"field": "x", "type": "nominal"},
        },
        "width": 300,
        "height": 120,
        **more,
    }


def bundles(found, sentence="What was found.", chart=None, table="<td>1</td>"):
    """The display outputs of one finding."""
    name = found["name"]
    section = f'<section class="kpi-finding" id="finding-{name}"><p>{sentence}</p></section>'
    made = [
        {FINDING: {"sentence": sentence, **found}, "text/html": section, "text/plain": sentence}
    ]
    if chart is not None:
        made.append({CHART: chart, "text/plain": chart["description"]})
    if table is not None:
        rows = f"<table><tr>{table}</tr></table>"
        rows = f'<div class="kpi-scroll" tabindex="0" role="region" aria-label="Table">{rows}</div>'
        html = f'<details class="kpi-table"><summary>Table</summary>{rows}</details>'
        made.append({"text/html": html, "text/plain": ""})
    return made


def display_source(made):
    """Source of a cell that displays these bundles."""
    lines = ["import json", "from IPython.display import display"]
    lines += [f"display(json.loads({json.dumps(bundle)!r}), raw=True)" for bundle in made]
    return "\n".join(lines)


def executed(*cells):
    """A notebook as it is after its run: text is prose, ``(source, bundles)`` a cell that ran."""
    made = []
    for number, cell in enumerate(cells):
        if isinstance(cell, str):
            made.append(new_markdown_cell(cell, id=f"cell-{number}"))
            continue
        source, outputs = cell
        code = new_code_cell(source, id=f"cell-{number}")
        code.outputs = [new_output("display_data", data=bundle) for bundle in outputs]
        made.append(code)
    return new_notebook(cells=made)
