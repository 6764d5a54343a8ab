"""What is told when a formula, a measure or a KPI cannot be used."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "formula_too_long": (
        "the formula has {found} characters · at most {allowed} · make measures or KPIs of its "
        "parts\n    {formula}"
    ),
    "formula_character": (
        "“{found}” has no place in a formula · letters, digits, _ + - * / ( ) . and , · take "
        "it out\n    {formula}\n    {pointer}"
    ),
    "formula_character_near": (
        "“{found}” has no place in a formula · it is written {near} here · replace it\n    "
        "{formula}\n    {pointer}"
    ),
    "formula_unreadable": (
        "the formula cannot be read from the mark on · measures and numbers joined by + - * / "
        "and brackets · look for a missing operator or bracket\n    {formula}\n    {pointer}"
    ),
    "formula_too_deep": (
        "the formula is nested too deeply · at most {allowed} levels · make measures or KPIs "
        "of its parts\n    {formula}\n    {pointer}"
    ),
    "formula_number": (
        "the number {found} cannot be used · finite numbers below {allowed} · write a smaller "
        "one\n    {formula}\n    {pointer}"
    ),
    "formula_measure": (
        "unknown measure “{found}” · known: {allowed} · correct the name, or declare it under "
        "measures\n    {formula}\n    {pointer}"
    ),
    "formula_measure_near": (
        "unknown measure “{found}” · did you mean “{near}”? · correct the name, or declare it "
        "under measures\n    {formula}\n    {pointer}"
    ),
    "formula_function": (
        "no function “{found}” · available: {allowed} · sums, averages and last values belong "
        "to the measure\n    {formula}\n    {pointer}"
    ),
    "formula_function_near": (
        "no function “{found}” · did you mean “{near}”? · sums, averages and last values "
        "belong to the measure\n    {formula}\n    {pointer}"
    ),
    "formula_arguments": (
        "“{found}” was not given what it takes · {allowed} {allowed:argument|arguments}, "
        "without names · correct the call\n    {formula}\n    {pointer}"
    ),
    "formula_not_allowed": (
        "“{found}” is not allowed · only + - * / ( ), numbers, measures and {allowed} · "
        "rewrite this part\n    {formula}\n    {pointer}"
    ),
    "formula_without_measure": (
        "“{formula}” reads no measure · a KPI is worked out from at least one · name it"
    ),
    "formula_mixed_units": (
        "“{found}” adds or compares unlike things · money with money, seconds with seconds, "
        "counts with counts · divide one of them, or correct a unit"
    ),
    "measure_column": (
        "no column to read · the column of its table, unless over_time is rows · add column"
    ),
    "measure_rows": (
        "counts rows, yet names the column “{found}” · over_time rows counts rows and reads no "
        "column · remove one of the two"
    ),
    "measure_exact": (
        "“{found}” needs the rows themselves · with over_time none only · set over_time to none"
    ),
    "measure_both": "distinct and quantile together · one of them · remove one",
    "column_unknown": "unknown column “{found}” · known: {allowed} · correct the name",
    "column_unknown_near": "unknown column “{found}” · did you mean “{near}”? · correct the name",
    "dimension_unknown": "unknown dimension “{found}” · known: {allowed} · correct the name",
    "dimension_unknown_near": (
        "unknown dimension “{found}” · did you mean “{near}”? · correct the name"
    ),
    "measure_unknown": (
        "unknown measure “{found}” · known: {allowed} · correct the name, or declare it under "
        "measures"
    ),
    "measure_unknown_near": (
        "unknown measure “{found}” · did you mean “{near}”? · correct the name, or declare it "
        "under measures"
    ),
    "kpi_needs": (
        "a KPI of kind {kind} without {found} · it cannot be worked out without it · add {found}"
    ),
    "kpi_needless": (
        "{found} has no effect on a KPI of kind {kind} · that kind uses {allowed} · remove it, "
        "or change the kind"
    ),
    "kpi_unit": (
        "the unit {found} does not fit the formula · {allowed} · correct the unit or the formula"
    ),
    "kpi_percent": (
        "“{found}” makes a percentage by hand · rates are fractions 0 to 1, shown as % · take "
        "the 100 out"
    ),
    "kpi_sums_people": (
        "“{found}” adds up people who may be counted twice · such a measure is read only as "
        "the platform supplies it · read it alone or as a side of a rate, in a KPI of kind "
        "formula"
    ),
    "kpi_pairwise": (
        "pairs rows, yet reads several tables: {found} · rows can be paired within one table · "
        "remove pairwise, or read one table"
    ),
    "kpi_step": (
        "{found} is no step of this KPI · a rate within one table, from an earlier stage to a "
        "later one · correct or remove step"
    ),
    "kpi_min_denominator": (
        "a rate without min_denominator · the smallest base at which it means something · add "
        "min_denominator"
    ),
    "kpi_dimension": (
        "{found} is not known in {table} · only posts have a content type · take it out of "
        "dimensions"
    ),
    "kpi_band": (
        "a band without its bounds · a target with value and warn: value ± warn × value · add "
        "them, or change the direction"
    ),
    "target_side_up": (
        "the target {found} is not above the baseline {baseline} · direction up: the target is "
        "above · correct one of the three"
    ),
    "target_side_down": (
        "the target {found} is not below the baseline {baseline} · direction down: the target "
        "is below · correct one of the three"
    ),
    "target_percent": (
        "a target of {found} for a rate · rates are fractions: 0.05 is 5 % · divide by 100 "
        "unless it is meant"
    ),
    "target_without_direction": (
        "a target for a KPI whose direction is none · up, down or band · set the direction, or "
        "remove the target"
    ),
    "target_without_objective": (
        "a target without an objective gives no verdict · the id of an objective · add "
        "objective, or remove the target"
    ),
    "proof_unused": (
        "the proof gives “{found}”, which the formula does not read · it reads {allowed} · "
        "correct the name"
    ),
    "proof_unused_near": (
        "the proof gives “{found}”, which the formula does not read · did you mean “{near}”? · "
        "correct the name"
    ),
    "proof_missing": (
        "the proof does not give {found} · a number, or null, for each measure read · add it"
    ),
    "proof_fails": (
        "the proof expects {found}, the formula gives {result} · the two agree to one part in "
        "a thousand · correct the numbers or the formula"
    ),
    "objective_unknown": (
        "unknown objective “{found}” · known: {allowed} · correct the name, or declare it "
        "under objectives"
    ),
    "objective_unknown_near": (
        "unknown objective “{found}” · did you mean “{near}”? · correct the name, or declare "
        "it under objectives"
    ),
    "kpi_unknown": (
        "unknown KPI “{found}” · known: {allowed} · correct the name, or declare it under kpis"
    ),
    "kpi_unknown_near": (
        "unknown KPI “{found}” · did you mean “{near}”? · correct the name, or declare it "
        "under kpis"
    ),
    "driver_cycle": (
        "drivers run in a circle: {found} · drivers lead from causes to effects · remove one "
        "of them"
    ),
}
