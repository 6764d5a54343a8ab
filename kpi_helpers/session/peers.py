"""What a session reads of competitors and published figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpi_helpers.metrics.peers import PUBLIC_FIGURES, public_figures
from kpi_helpers.periods import Month, months_back

if TYPE_CHECKING:
    from kpi_helpers.session.opened import Session

__all__ = ["PeerReading"]

COUNTS = ("followers", "posts", "reactions", "comments", "shares", "mentions")
ACCOUNT = ["month", "competitor", "own", "network"]
COUNT_COLUMNS = [*ACCOUNT, *COUNTS]
STOCKS = ("public_followers",)
MATCHED = ("public_engagement_per_post_by_followers", "public_posts_per_week")
"""Public figures that anybody publishes references of, the most telling first."""


@dataclass(frozen=True)
class PeerReading:
    """Public counts of the brand and its competitors, and what may stand beside them."""

    session: Session

    @property
    def months(self) -> list[Month]:
        """The thirteen months that end with the session's."""
        return months_back(self.session.month, 13)

    def counts(self) -> pd.DataFrame:
        """Counts of each account and month up to the session's month.

        Only what was counted over one whole calendar month is here, so that the windows of all
        accounts are the same.

        Returns
        -------
        DataFrame
            ``month``, ``competitor``, ``own``, ``network`` and one column a count.
        """
        table = self.session.grains.tables.get("peer")
        if table is None:
            return pd.DataFrame(columns=COUNT_COLUMNS)
        rows = table.to_pandas()
        start = pd.to_datetime(rows["date_start"])
        whole = (start.dt.day == 1) & (
            pd.to_datetime(rows["date_end"]) == start + pd.offsets.MonthEnd(0)
        )
        rows = rows.assign(month=start.dt.strftime("%Y-%m"))[whole]
        rows = rows[rows["month"] <= str(self.session.month)]
        counts = rows.rename(columns={"label": "competitor"} | {f"peer_{c}": c for c in COUNTS})
        counts["own"] = counts["competitor"] == self.session.brand.name
        counts = counts.sort_values("observed_at", kind="stable")
        counts = counts.drop_duplicates([*ACCOUNT, "account"], keep="last")
        counts = counts.reindex(columns=COUNT_COLUMNS)
        if counts.empty:
            return counts
        # Of several accounts on one network the sum; unknown as soon as one of them is.
        return counts.groupby(ACCOUNT, as_index=False, sort=True)[[*COUNTS]].agg(_whole_sum)

    def figures(self) -> pd.DataFrame:
        """``metrics.public_figures`` of every account and month."""
        return public_figures(self.counts())

    def own_figures(self) -> pd.DataFrame:
        """The brand's figures that published ones may stand beside: public ones, then KPIs.

        Returns
        -------
        DataFrame
            As ``rules.references.reference_match`` takes it.
        """
        public = self.figures()
        now = public[public["own"].astype(bool) & (public["month"] == str(self.session.month))]
        rows = [
            self._row(name, row["network"], row["network"], PUBLIC_FIGURES[name][1:], row)
            for name in MATCHED
            for row in now[now["figure"] == name].to_dict("records")
        ]
        followers = {row["network"]: row["followers"] for row in now.to_dict("records")}
        frame = pd.DataFrame([*rows, *self._kpi_rows()], columns=_OWN_COLUMNS)
        frame["followers"] = frame["network"].map(followers).astype("float64")
        return frame

    def _kpi_rows(self) -> list[dict[str, Any]]:
        rows = []
        for name, kpi in self.session.catalogue.kpis.items():
            if kpi.reference is None:
                continue
            values = self.session.values([name], by=[kpi.reference.by])
            for row in values.to_dict("records"):
                part = row[kpi.reference.by]
                network = kpi.reference.networks.get(part, part)
                if part is None or (kpi.reference.networks and network == part):
                    continue
                basis = (kpi.reference.metric, kpi.reference.basis)
                rows.append(self._row(name, part, network, basis, row))
        return rows

    @staticmethod
    def _row(
        figure: str, part: str, network: str, basis: tuple[str, str], row: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "figure": figure,
            "network": part,
            "reference_network": network,
            "metric": basis[0],
            "basis": basis[1],
            "value": row["value"],
            "unit": row["unit"],
            "currency": row.get("currency"),
        }

    def histories(self, kpis: list[str]) -> pd.DataFrame:
        """Thirteen months of KPIs and of the brand's own public figures.

        Returns
        -------
        DataFrame
            As ``rules.levels.suggested_levels`` takes it.
        """
        catalogue = self.session.catalogue
        judged = [k for k in kpis if catalogue.kpis[k].direction in ("up", "down")]
        values = self.session.values(judged, months=13)
        stocks = [k for k in judged if self._is_stock(k)]
        ours = values.rename(columns={"kpi": "figure"}).assign(
            network=None,
            direction=values["kpi"].map({k: catalogue.kpis[k].direction for k in judged}),
            stock=values["kpi"].isin(stocks),
            target=values["kpi"].map({k: _target(catalogue.kpis[k]) for k in judged}),
        )
        public = self.figures()
        recent = [str(month) for month in self.months]
        public = public[public["own"].astype(bool) & public["month"].isin(recent)]
        public = public.rename(columns={"month": "period"}).assign(
            currency=None,
            complete=True,
            direction="up",
            stock=public["figure"].isin(STOCKS),
            target=float("nan"),
        )
        frames = [frame[_HISTORY_COLUMNS].astype(object) for frame in (ours, public) if len(frame)]
        if not frames:
            return pd.DataFrame(columns=_HISTORY_COLUMNS)
        every = pd.concat(frames, ignore_index=True)
        return every.astype({"value": "float64", "target": "float64"}).sort_values(
            "period", kind="stable", ignore_index=True
        )

    def _is_stock(self, name: str) -> bool:
        """Whether the KPI is one measure that is the last value seen."""
        catalogue = self.session.catalogue
        measure = catalogue.measures.get(catalogue.kpis[name].formula or "")
        return measure is not None and measure.over_time == "last"


def _whole_sum(counts: pd.Series) -> float:
    return counts.sum(skipna=False)


def _target(kpi: Any) -> float:
    monthly = kpi.target is not None and kpi.target.per == "month"
    return float(kpi.target.value) if monthly else float("nan")


_OWN_COLUMNS = [
    *("figure", "network", "reference_network", "metric", "basis", "value", "unit", "currency"),
    "followers",
]
_HISTORY_COLUMNS = [
    *("figure", "network", "period", "value", "unit", "currency", "complete", "direction"),
    *("stock", "target"),
]
