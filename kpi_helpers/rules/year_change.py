"""Rule 2: what the year's change on the year before is made of: volume, mix and rate."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import figure, frame_caveats, parts_of_change

__all__ = ["year_change"]


def year_change(compared: pd.DataFrame, effects: pd.DataFrame) -> Finding:
    """The change of each KPI on the same months of the year before, taken apart without a rest.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` of the year to date, kind ``year_ago``: one row a KPI.
    effects : DataFrame
        ``metrics.changes.CHANGE_COLUMNS`` of the same comparison.

    Returns
    -------
    Finding
        ``year_change``; one row a part: ``effect``, ``segment`` (of ``dimension``),
        ``contribution``, ``effect_total`` (of its effect), and of its KPI ``value``, ``baseline``
        and ``change_abs``. Contributions of a KPI sum to its change; a KPI whose parts do not is
        told with the reason ``parts_do_not_sum`` and no part.
    """
    if compared.empty:
        return Finding("year_change", parts_of_change(compared, effects), "year_change_none")
    table = parts_of_change(compared, effects)
    told = table[table["contribution"].notna()]
    values: dict[str, object] = {
        "month": Month.of(pd.Timestamp(compared["period_end"].iloc[0]).date()),
        "count": int(told["kpi"].nunique()),
        "total": len(compared),
    }
    message, more = _sentence(told)
    return Finding("year_change", table, message, values | more, frame_caveats(compared))


def _sentence(told: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """About the first KPI with all three effects, else with mix and rate, else its largest part."""
    if told.empty:
        return "year_change_uncompared", {}
    known = {kpi: set(rows["effect"]) for kpi, rows in told.groupby("kpi", sort=False)}
    for effects, message in (
        ({"volume", "mix", "rate"}, "year_change"),
        ({"mix", "rate"}, "year_change_rate"),
    ):
        kpi = next((kpi for kpi, found in known.items() if found == effects), None)
        if kpi is not None:
            rows = told[told["kpi"] == kpi].drop_duplicates("effect").set_index("effect")
            sums = {name: figure(rows.loc[name], "effect_total", change=True) for name in effects}
            return message, _of(rows.iloc[0], str(kpi)) | sums
    rows = told[told["kpi"] == next(iter(known))]
    top = rows.loc[rows["contribution"].abs().idxmax()]
    part = None if pd.isna(top["segment"]) else Ref(str(top["dimension"]), str(top["segment"]))
    found = _of(top, str(top["kpi"])) | {"step": figure(top, "contribution", change=True)}
    if part is None:
        return "year_change_unattributed", found
    return "year_change_part", found | {"part": part}


def _of(row: pd.Series, kpi: str) -> dict[str, Ref | Figure]:
    return {"kpi": Ref("kpi", kpi), "change": figure(row, "change_abs", change=True)}
