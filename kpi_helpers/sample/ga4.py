"""Exports as GA4 writes them: a free-form exploration by day, and a traffic report of the month."""

from __future__ import annotations

from kpi_helpers.periods import Month
from kpi_helpers.sample.figures import NARROW, french, plain
from kpi_helpers.sample.lines import Fact, Line
from kpi_helpers.sample.profile import SITE_CHANNELS, BrandProfile
from kpi_helpers.sample.site import SITE_METRICS
from kpi_helpers.sample.spans import DAYS, month_days
from kpi_helpers.sample.world import World

__all__ = ["SEPARATOR", "exploration", "exploration_preamble", "traffic", "traffic_preamble"]

SEPARATOR = {"en": ",", "fr": ";"}
_RULE = "# ----------------------------------------\n"
_BY_DAY = {
    "en": ("Date", "Session primary channel group (Default Channel Group)", "Sessions",
           "Engaged sessions", "Event count", "Key events", "Total revenue"),
    "fr": ("Date", "Groupe de canaux principal de la session (groupe de canaux par défaut)",
           "Sessions", "Sessions avec engagement", "Nombre d'événements", "Événements clés",
           "Revenu total"),
}  # fmt: skip
_BY_CHANNEL = {
    "en": ("Session primary channel group (Default Channel Group)", "Active users", "Sessions",
           "Engagement rate", "Key events", "Total revenue"),
    "fr": ("Groupe de canaux par défaut de la session", "Utilisateurs actifs", "Sessions",
           "Taux d'engagement", "Événements clés", "Revenu total"),
}  # fmt: skip


def exploration_preamble(profile: BrandProfile, month: Month) -> str:
    """Comment lines above the exploration's header."""
    kind = "Free form-Free form 1" if profile.locale == "en" else "Format libre-Format libre 1"
    period = month.period
    window = f"{period.start:%Y%m%d}-{period.end:%Y%m%d}"
    return f"{_RULE}# {profile.name} - GA4\n# {kind}\n# {window}\n{_RULE}\n"


def exploration(world: World, month: Month) -> tuple[Line, ...]:
    """Header, grand total (one field longer than the header), then each day and channel."""
    profile, days = world.profile, month_days(month)
    sums = [
        sum(float(world.site.figures[metric][channel][days].sum()) for channel in SITE_CHANNELS)
        for metric in SITE_METRICS
    ]
    total = Line(("", "", *_texts(profile, sums), "Grand total"))
    rows = [
        _day_line(world, month, index, channel)
        for index in range(days.start, days.stop)
        for channel in SITE_CHANNELS
        if world.site.figures["sessions"][channel][index] > 0
    ]
    return (Line(_BY_DAY[profile.locale]), total, *rows)


def traffic_preamble(profile: BrandProfile, month: Month) -> str:
    """Comment lines above the traffic report's header."""
    period, english = month.period, profile.locale == "en"
    title = (
        "Traffic acquisition: Session primary channel group (Default Channel Group)"
        if english
        else "Acquisition de trafic : Groupe de canaux par défaut de la session"
    )
    account, prop = ("Account:", "Property:") if english else ("Compte :", "Propriété :")
    people, start, end = (
        ("All Users", "Start date:", "End date:")
        if english
        else ("Tous les utilisateurs", "Date de début :", "Date de fin :")
    )
    return (
        f"{_RULE}# {title}\n# {account} {profile.name}\n# {prop} {profile.name} - GA4\n{_RULE}#\n"
        f"# {people}\n# {start} {period.start:%Y%m%d}\n# {end} {period.end:%Y%m%d}\n\n"
    )


def traffic(world: World, month: Month, people: dict[str, int]) -> tuple[Line, ...]:
    """Header, channels, and the site as a whole: `people` are distinct, so parts exceed it."""
    profile = world.profile
    rows = [_channel_line(world, month, name, people[name]) for name in SITE_CHANNELS]
    whole = _channel_line(world, month, "", people[""])
    header = Line(_BY_CHANNEL[profile.locale])
    return (header, whole, *rows) if profile.locale == "en" else (header, *rows, whole)


def _texts(profile: BrandProfile, figures: list[float]) -> tuple[str, ...]:
    *counts, money = figures
    if profile.locale == "en":
        return (*(plain(value) for value in counts), plain(money, 2))
    return (*(french(value, 0, NARROW) for value in counts), f"{french(money, 2, NARROW)}\u00a0€")


def _day_line(world: World, month: Month, index: int, channel: str) -> Line:
    figures = [float(world.site.figures[metric][channel][index]) for metric in SITE_METRICS]
    cells = (f"{DAYS[index]:%Y%m%d}", channel, *_texts(world.profile, figures))
    facts = {
        2 + place: (
            Fact(month, f"site_day/web/{metric}", value),
            Fact(month, f"site_day/web/{metric}/{channel}", value),
        )
        for place, (metric, value) in enumerate(zip(SITE_METRICS, figures, strict=True))
    }
    return Line(cells, facts)


def _channel_line(world: World, month: Month, channel: str, people: int) -> Line:
    profile, days = world.profile, month_days(month)
    names = (channel,) if channel else SITE_CHANNELS
    sessions, engaged, _, keys, money = (
        sum(float(world.site.figures[metric][name][days].sum()) for name in names)
        for metric in SITE_METRICS
    )
    english = profile.locale == "en"
    share = engaged / max(sessions, 1.0)
    rate = plain(share, 4) if english else f"{french(share * 100, 1)}\u00a0%"
    visits, key_events, revenue = _texts(profile, [sessions, keys, money])
    label = channel or ("Grand total" if english else "Total")
    users = plain(people) if english else french(people, 0, NARROW)
    path = "account_window/web/active_users" + (f"/{channel}" if channel else "")
    facts = {1: (Fact(month, path, people),)}
    if channel:
        figures = {2: ("sessions", sessions), 4: ("key_events", keys), 5: ("web_revenue", money)}
        facts |= {
            place: (
                Fact(month, f"channel_period/{metric}", value),
                Fact(month, f"channel_period/{metric}/{channel}", value),
            )
            for place, (metric, value) in figures.items()
        }
    return Line((label, users, visits, rate, key_events, revenue), facts)
