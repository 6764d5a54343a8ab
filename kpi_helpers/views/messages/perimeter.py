"""What is said of own indicators, of perimeters and of cells too small to be shown."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_SENTENCES = {
    "own_indicators": (
        "{count} own {count:indicator|indicators} ({declared} declared by the brand, {differing} "
        "defined otherwise than in the shared catalogue). In proportion, {kpi} moved most: {value} "
        "({change} on the month before)."
    ),
    "own_indicators_unmoved": (
        "{count} own {count:indicator|indicators} ({declared} declared by the brand, {differing} "
        "defined otherwise than in the shared catalogue). None can be said to have moved since the "
        "month before."
    ),
    "own_indicators_none": (
        "The brand declares no indicator of its own: every figure follows the shared definitions."
    ),
    "by_perimeter": (
        "Farthest from the brand as a whole: {kpi} in {perimeter}, {value} against {whole}. "
        "{count} of {total} {total:pair|pairs} of KPI and perimeter {total:has|have} a figure."
    ),
    "by_perimeter_unranked": (
        "{count} of {total} {total:pair|pairs} of KPI and perimeter {total:has|have} a figure; no "
        "rate can be set beside that of the whole brand."
    ),
    "by_perimeter_none": "No KPI can be given in any perimeter of the brand.",
    "by_perimeter_undeclared": (
        "The brand declares no perimeter. One entry under segments in its file makes one."
    ),
    "people_cells": (
        "{hidden} of {count} cells are masked: each counts fewer than {least}, or would give away "
        "one that does."
    ),
    "people_cells_whole": ("All {count} cells can be shown: none counts fewer than {least}."),
    "people_cells_none": (
        "No indicator here is declared by region or age band, so there is nothing to split."
    ),
}

_CAVEATS = {
    "cells_withheld": (
        "Counts under {least} are masked, and with them every figure from which one could be "
        "worked out: {kpis}."
    ),
    "cells_withheld_short": "masked, too few people",
    "perimeter_value_near": (
        "{perimeter} names “{found}”, which never occurs in the data ({dimension}). Was “{known}” "
        "meant? Until it is mended in the brand's file, this perimeter has no figure."
    ),
    "perimeter_value_near_short": "a value that never occurs",
    "perimeter_value_never": (
        "{perimeter} names “{found}”, but the data never tell this dimension ({dimension})."
    ),
    "perimeter_value_never_short": "a dimension that is never told",
    "perimeters_overlap": (
        "These perimeters overlap, so their figures are never added: {perimeters}."
    ),
    "perimeters_overlap_short": "perimeters overlap",
    "perimeters_partial": (
        "The perimeters do not cover the brand ({dimension}). In none of them: {left}."
    ),
    "perimeters_partial_short": "perimeters do not cover the brand",
}

_REASONS = {
    "withheld": "masked, too few people",
    "perimeter_undeclared": "not declared by this dimension",
    "perimeter_value_unknown": "the perimeter names a value that never occurs",
}

_LABELS = {
    "cell_withheld": "under {least} or masked",
    "label_region_all": "All regions",
    "label_age_band_all": "All ages",
    "label_own_by_declared": "The brand's own",
    "label_own_by_differs": "Defined otherwise",
    "label_field_definition": "Definition",
    "label_field_direction": "Direction",
    "label_field_formula": "Formula",
    "label_field_kind": "Kind",
    "label_field_measure": "Measure",
    "label_field_pairwise": "Rows in pairs",
    "label_field_part": "Part",
    "label_field_to_date": "Running total",
    "label_field_unit": "Unit",
    "title_own_indicators": "Own indicators of the month",
    "title_by_perimeter": "KPIs by perimeter",
    "title_people_cells": "By region and age band",
    "chart_about_perimeters": "Dots by perimeter, one chart each for {kpis}.",
    "chart_brand": "brand: {value}",
    "chart_value_and_share": "{value} ({share})",
    "column_age_band": "Age band",
    "column_fields": "What differs",
    "column_gap": "Beside the brand",
    "column_own_by": "Why it is own",
    "column_place": "Declared in",
    "column_region": "Region",
    "column_whole": "Whole brand",
}

MESSAGES = _SENTENCES | _CAVEATS | _REASONS | _LABELS
