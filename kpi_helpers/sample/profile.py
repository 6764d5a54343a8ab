"""The two invented brands: how large they are, how they write, and what moves with the season."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["BRANDS", "PAID", "SITE_CHANNELS", "AdMarket", "BrandProfile"]

PAID = ("Paid Social", "Paid Search", "Display", "Paid Video")
SITE_CHANNELS = ("Direct", "Organic Search", "Organic Social", "Email", *PAID)


@dataclass(frozen=True)
class AdMarket:
    """What a paid channel costs and gives.

    Parameters
    ----------
    budget : float
        Usual budget of a month, in the brand's currency.
    reference : float
        Weekly spend, in the currency it is billed in, at which `clicks` are bought.
    clicks : float
        Clicks of a week at the reference spend.
    saturation : float
        Power of the spend: below 1, each further click costs more than the last.
    ctr : float
        Clicks per impression.
    conversion : float
        Orders per session that comes from this channel.
    currency : str
        ISO 4217, of the bill.
    rate : float
        Units of the billing currency for one unit of the brand's currency.
    """

    budget: float
    reference: float
    clicks: float
    saturation: float
    ctr: float
    conversion: float
    currency: str
    rate: float = 1.0


@dataclass(frozen=True)
class BrandProfile:
    """Levels of one brand at the start of the sample, and how they change.

    ``sessions`` and ``conversion`` are those of a usual day by unpaid channel; ``season`` holds
    twelve monthly indices; ``weekday`` holds seven, from Monday.
    """

    id: str
    name: str
    locale: str
    currency: str
    timezone: str
    page_id: str
    profile_id: str
    username: str
    post_prefix: str
    followers: Mapping[str, float]
    follower_growth: Mapping[str, float]  # a month, as a fraction
    sessions: Mapping[str, float]
    conversion: Mapping[str, float]
    growth: float  # of unpaid sessions, a month
    basket: float
    season: tuple[float, ...]
    weekday: tuple[float, ...]
    regions: Mapping[str, float]
    paid: Mapping[str, AdMarket]
    halo: float  # how far video can lift unpaid visits


BRANDS = (
    BrandProfile(
        id="maison_alba",
        name="Maison Alba",
        locale="fr",
        currency="EUR",
        timezone="Europe/Paris",
        page_id="104771230985516",
        profile_id="17841403920517764",
        username="maisonalba",
        post_prefix="120253",
        followers={"facebook": 47_800.0, "instagram": 61_300.0},
        follower_growth={"facebook": 0.0042, "instagram": 0.0131},
        sessions={"Direct": 610.0, "Organic Search": 790.0, "Organic Social": 95.0, "Email": 175.0},
        conversion={
            "Direct": 0.0265,
            "Organic Search": 0.0210,
            "Organic Social": 0.0115,
            "Email": 0.0340,
        },
        growth=0.0065,
        basket=58.4,
        season=(0.93, 0.99, 0.95, 0.95, 1.05, 0.98, 0.90, 0.84, 1.00, 1.02, 1.26, 1.44),
        weekday=(1.02, 1.00, 0.98, 0.99, 0.94, 0.98, 1.09),
        regions={"FR-IDF": 0.41, "FR-ARA": 0.26, "FR-PAC": 0.20, "FR-BRE": 0.13},
        paid={
            "Paid Social": AdMarket(5200.0, 1180.0, 2350.0, 0.80, 0.0108, 0.0172, "EUR"),
            "Paid Search": AdMarket(4300.0, 980.0, 1720.0, 0.88, 0.0520, 0.0318, "EUR"),
            "Display": AdMarket(1900.0, 430.0, 610.0, 0.62, 0.0021, 0.0064, "EUR"),
            "Paid Video": AdMarket(2100.0, 480.0, 520.0, 0.72, 0.0034, 0.0085, "EUR"),
        },
        halo=0.20,
    ),
    BrandProfile(
        id="northwind_outdoor",
        name="Northwind Outdoor",
        locale="en",
        currency="GBP",
        timezone="Europe/London",
        page_id="106350448812907",
        profile_id="17841406633190428",
        username="northwind.outdoor",
        post_prefix="122107",
        followers={"facebook": 96_400.0, "instagram": 41_900.0},
        follower_growth={"facebook": 0.0006, "instagram": 0.0178},
        sessions={
            "Direct": 720.0,
            "Organic Search": 1240.0,
            "Organic Social": 80.0,
            "Email": 240.0,
        },
        conversion={
            "Direct": 0.0228,
            "Organic Search": 0.0188,
            "Organic Social": 0.0096,
            "Email": 0.0295,
        },
        growth=0.0105,
        basket=84.6,
        season=(0.87, 0.86, 0.96, 1.03, 1.08, 1.06, 1.00, 0.98, 1.00, 1.05, 1.28, 1.36),
        weekday=(0.99, 0.96, 0.96, 0.98, 0.99, 1.05, 1.07),
        regions={"GB-ENG": 0.78, "GB-SCT": 0.13, "GB-WLS": 0.07, "GB-NIR": 0.02},
        paid={
            "Paid Social": AdMarket(6100.0, 1390.0, 2280.0, 0.78, 0.0096, 0.0158, "GBP"),
            "Paid Search": AdMarket(6900.0, 1580.0, 2310.0, 0.90, 0.0470, 0.0287, "GBP"),
            "Display": AdMarket(2600.0, 760.0, 840.0, 0.60, 0.0019, 0.0058, "USD", 1.27),
            "Paid Video": AdMarket(1700.0, 385.0, 390.0, 0.70, 0.0031, 0.0078, "GBP"),
        },
        halo=0.07,
    ),
)
