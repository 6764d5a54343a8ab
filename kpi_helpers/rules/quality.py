"""What the figures rest on: sources read, what they cover, what was left out, and the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref, Verdict

__all__ = ["data_used", "limits", "provenance"]

ORDER = ("bad", "unknown", "watch", "good")


def data_used(quality: pd.DataFrame) -> Finding:
    """Every source of the month with its coverage, freshness and rejected rows.

    Parameters
    ----------
    quality : DataFrame
        ``store.source_quality`` of one month: one row a source.

    Returns
    -------
    Finding
        ``data_quality``; worst source first. The verdict is about the data, not the results: it
        is the worst verdict among the sources.
    """
    table = quality.copy()
    rank = table["verdict"].map({name: place for place, name in enumerate(ORDER)})
    table = table.assign(rank=rank).sort_values(["rank", "source"]).drop(columns="rank")
    table = table.reset_index(drop=True)
    if table.empty:
        return Finding("data_quality", table, "data_quality_none", {}, verdict=Verdict.UNKNOWN)
    weak = table[table["verdict"] != "good"]
    read, rejected = int(table["rows_read"].sum()), int(table["rows_rejected"].sum())
    values = {
        "sources": len(table),
        "rows": read,
        "rejected": rejected,
        "weak": [Ref("source", str(source)) for source in weak["source"]],
        "share": Figure(rejected / read if read else None, "percent"),
    }
    message = "data_quality_weak" if len(weak) else "data_quality"
    return Finding(
        "data_quality", table, message, values, verdict=Verdict(str(table["verdict"].iloc[0]))
    )


def limits(findings: Sequence[Finding]) -> Finding:
    """Every caveat and every unanswered figure of the findings shown so far.

    Parameters
    ----------
    findings : sequence of Finding

    Returns
    -------
    Finding
        ``limits``; one row a reservation with the findings it concerns.
    """
    concerned: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        for caveat in finding.caveats:
            concerned.setdefault(("caveat", caveat.message), []).append(finding.name)
        if "reason" in finding.table:
            for reason in finding.table["reason"].dropna().unique():
                concerned.setdefault(("unanswered", str(reason)), []).append(finding.name)
    rows = [
        {"limit": kind, "reason": name, "findings": list(dict.fromkeys(names))}
        for (kind, name), names in sorted(concerned.items())
    ]
    table = pd.DataFrame(rows, columns=["limit", "reason", "findings"])
    message = "limits" if rows else "limits_none"
    return Finding("limits", table, message, {"count": len(rows)})


def provenance(facts: Mapping[str, str]) -> Finding:
    """Where every figure of this notebook comes from.

    Parameters
    ----------
    facts : Mapping[str, str]
        Name of a fact (``store_version``, ``catalogue_sha``, ``known_at`` ...) to its value.

    Returns
    -------
    Finding
        ``provenance``; one row a fact.
    """
    table = pd.DataFrame({"fact": list(facts), "text": list(facts.values())})
    return Finding("provenance", table, "provenance", {"count": len(table)})
