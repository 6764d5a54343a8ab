"""What each brand did and when, with the effect that is true in the sample.

An action may do nothing: an analysis that finds an effect there is wrong, and can be told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["MOMENTS", "Moment", "moments_of"]


@dataclass(frozen=True)
class Moment:
    """An action with its planted effect; each factor is 1 where it does nothing.

    Parameters
    ----------
    label, channel : str
        As the brand's own list of actions writes them.
    start, end : datetime.date
        First and last day, both included.
    cost : float or None
        In the brand's currency.
    visits : float
        Factor on unpaid sessions.
    orders : float
        Factor on orders per session.
    basket : float
        Factor on the value of an order.
    attention : float
        Factor on the reach of posts.
    lasting : bool
        The effect goes on after the last day.
    """

    label: str
    start: date
    end: date
    channel: str
    cost: float | None
    visits: float = 1.0
    orders: float = 1.0
    basket: float = 1.0
    attention: float = 1.0
    lasting: bool = False


# label, start, end, channel, cost, then visits, orders, basket, attention
_FRENCH = (
    ("Rentrée beauté", "2024-09-09", "2024-09-15", "Email", 640, 1.05, 1.04, 1, 1.03),
    ("Lancement Néroli", "2024-10-07", "2024-10-20", "Organic Social", 2900, 1.08, 1.05, 1, 1.22),
    ("Black Friday", "2024-11-25", "2024-12-02", "Email", 2400, 1.34, 1.30, 0.91, 1.08),
    ("Coffrets de Noël", "2024-12-04", "2024-12-20", "Paid Social", 3300, 1.10, 1.08, 1.06, 1.05),
    ("Soldes d'hiver", "2025-01-08", "2025-01-21", "Email", 900, 1.14, 1.12, 0.90, 1),
    ("Saint-Valentin", "2025-02-05", "2025-02-13", "Paid Social", 1800, 1.08, 1.10, 1.03, 1.05),
    ("Jeu-concours printemps", "2025-03-17", "2025-03-23", "Organic Social", 750, 1, 1, 1, 1.30),
    ("Atelier avec créatrices", "2025-04-10", "2025-04-13", "Organic Social", 2200, 1, 1, 1, 1.18),
    ("Fête des mères", "2025-05-14", "2025-05-24", "Email", 1500, 1.12, 1.13, 1.04, 1.05),
    ("Soldes d'été", "2025-06-25", "2025-07-08", "Email", 900, 1.13, 1.11, 0.90, 1),
    ("Affichage plage", "2025-07-14", "2025-07-27", "Display", 4100, 1, 1, 1, 1),
    ("Carnet d'été", "2025-08-11", "2025-08-17", "Email", 380, 1.03, 1, 1, 1),
    ("Rentrée beauté", "2025-09-08", "2025-09-14", "Email", 700, 1.06, 1.05, 1, 1.03),
    ("Lancement Figue blanche", "2025-10-06", "2025-10-19", "Organic Social", 3100, 1.09, 1.06, 1,
     1.24),
    ("Black Friday", "2025-11-24", "2025-12-01", "Email", 2600, 1.36, 1.31, 0.91, 1.08),
    ("Coffrets de Noël", "2025-12-03", "2025-12-20", "Paid Social", 3600, 1.11, 1.09, 1.06, 1.05),
    ("Soldes d'hiver", "2026-01-07", "2026-01-20", "Email", 950, 1.14, 1.12, 0.90, 1),
    ("Saint-Valentin", "2026-02-04", "2026-02-13", "Paid Social", 1900, 1.08, 1.10, 1.03, 1.05),
    ("Livraison offerte", "2026-03-09", "2026-03-22", "Site", 2700, 1, 1.16, 0.97, 1),
    ("Partenariat créatrices", "2026-04-13", "2026-04-26", "Organic Social", 4800, 1.05, 1, 1,
     1.26),
    ("Fête des mères", "2026-05-20", "2026-05-30", "Email", 1600, 1.12, 1.13, 1.04, 1.05),
    ("Soldes d'été", "2026-06-24", "2026-07-07", "Email", 950, 1.13, 1.11, 0.90, 1),
    ("Affichage gares", "2026-07-13", "2026-07-26", "Display", 5200, 1, 1, 1, 1),
    ("Carnet d'été", "2026-08-10", "2026-08-16", "Email", 400, 1.03, 1, 1, 1),
    ("Rentrée beauté", "2026-09-07", "2026-09-13", "Email", 720, 1.06, 1.05, 1, 1.03),
    ("Campagne vidéo Nuit d’Alba", "2026-10-01", "2026-10-31", "Paid Video", 9800, 1.04, 1, 1,
     1.42),
)  # fmt: skip

_BRITISH = (
    ("Back to the hills", "2024-09-12", "2024-09-22", "Email", 800, 1.05, 1.03, 1, 1.04),
    ("Autumn sale", "2024-10-10", "2024-10-20", "Email", 1500, 1.12, 1.24, 0.91, 1.05),
    ("Black Friday", "2024-11-25", "2024-12-02", "Email", 2900, 1.32, 1.26, 0.92, 1.06),
    ("Christmas gift guide", "2024-12-05", "2024-12-19", "Organic Social", 1700, 1.08, 1.05, 1.02,
     1.08),
    ("January clearance", "2025-01-06", "2025-01-19", "Email", 900, 1.15, 1.12, 0.88, 1),
    ("Repair day", "2025-02-15", "2025-02-16", "Organic Social", 1200, 1, 1, 1, 1.25),
    ("Trail running launch", "2025-03-10", "2025-03-23", "Paid Social", 2600, 1.07, 1.05, 1.02,
     1.12),
    ("Easter weekend offer", "2025-04-17", "2025-04-21", "Email", 700, 1.10, 1.10, 0.95, 1),
    ("Summer camping campaign", "2025-05-12", "2025-05-25", "Paid Video", 3400, 1.06, 1.02, 1,
     1.10),
    ("Station posters", "2025-06-09", "2025-06-22", "Display", 3900, 1, 1, 1, 1),
    ("Free returns trial", "2025-07-07", "2025-07-20", "Site", 1900, 1, 1.09, 1, 1),
    ("Bank holiday email", "2025-08-22", "2025-08-25", "Email", 300, 1.06, 1.02, 1, 1),
    ("Back to the hills", "2025-09-11", "2025-09-21", "Email", 850, 1.05, 1.03, 1, 1.04),
    ("Autumn sale", "2025-10-09", "2025-10-19", "Email", 1600, 1.13, 1.25, 0.91, 1.05),
    ("Black Friday", "2025-11-24", "2025-12-01", "Email", 3100, 1.33, 1.27, 0.92, 1.06),
    ("Christmas gift guide", "2025-12-04", "2025-12-18", "Organic Social", 1800, 1.08, 1.05, 1.02,
     1.08),
    ("January clearance", "2026-01-05", "2026-01-18", "Email", 950, 1.15, 1.12, 0.88, 1),
    ("Repair day", "2026-02-14", "2026-02-15", "Organic Social", 1300, 1, 1, 1, 1.25),
    ("Trail running launch", "2026-03-09", "2026-03-22", "Paid Social", 2800, 1.07, 1.05, 1.02,
     1.12),
    ("Easter weekend offer", "2026-04-02", "2026-04-06", "Email", 750, 1.10, 1.10, 0.95, 1),
    ("Summer camping campaign", "2026-05-11", "2026-05-24", "Paid Video", 3600, 1.06, 1.02, 1,
     1.10),
    ("Ambassador hike", "2026-06-15", "2026-06-21", "Organic Social", 2400, 1.03, 1, 1, 1.20),
    ("Radio spots", "2026-07-06", "2026-07-19", "Display", 4400, 1, 1, 1, 1),
    ("Bank holiday email", "2026-08-28", "2026-08-31", "Email", 320, 1.06, 1.02, 1, 1),
    ("Back to the hills", "2026-09-10", "2026-09-20", "Email", 900, 1.05, 1.03, 1, 1.04),
    ("Autumn sale", "2026-10-08", "2026-10-18", "Email", 1700, 1.15, 1.28, 0.91, 1.06),
)  # fmt: skip

_PAYMENT_PAGE = Moment(
    label="Nouvelle page de paiement",
    start=date(2026, 10, 9),
    end=date(2026, 10, 9),
    channel="Site",
    cost=3200.0,
    orders=0.64,
    lasting=True,
)


def _moment(row: tuple) -> Moment:
    label, start, end, channel, cost, *factors = row
    return Moment(
        label, date.fromisoformat(start), date.fromisoformat(end), channel, float(cost), *factors
    )


MOMENTS: Mapping[str, tuple[Moment, ...]] = {
    "maison_alba": (*map(_moment, _FRENCH), _PAYMENT_PAGE),
    "northwind_outdoor": tuple(map(_moment, _BRITISH)),
}
"""Each brand's actions, oldest first; every month has at least one."""


def moments_of(brand: str, start: date, end: date) -> tuple[Moment, ...]:
    """Actions of `brand` that began on one of these days, both included."""
    return tuple(moment for moment in MOMENTS[brand] if start <= moment.start <= end)
