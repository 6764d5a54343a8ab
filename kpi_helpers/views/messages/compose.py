"""What the form for a KPI of one's own says."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "compose_save": "Save",
    "compose_measures": "Measures that a formula may name",
    "compose_preview": "This month: {value}",
    "compose_saved": "Saved in {place}. Run the notebook again to see it.",
    "compose_formula": "Formula",
    "compose_unit": "Unit",
    "compose_name": "Id (small letters, _)",
    "compose_label_fr": "Name, in French",
    "compose_label_en": "Name, in English",
    "compose_definition_fr": "Definition, in French",
    "compose_definition_en": "Definition, in English",
    "compose_decision_fr": "What it decides, in French",
    "compose_decision_en": "What it decides, in English",
    "compose_owner": "Owner",
    "compose_direction": "Direction",
    "compose_stage": "Stage",
    "compose_audience": "Audience",
    "compose_department": "Departments",
    "compose_dimension": "May be split by",
    "compose_min_denominator": "Fewest cases (optional)",
    "compose_version": "Version",
}
