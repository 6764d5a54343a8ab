"""The brands' own tables: sales, spend, budget, service, followers and actions."""

from __future__ import annotations

import math
from datetime import date, timedelta

from kpi_helpers.periods import Month
from kpi_helpers.sample.advertising import budget
from kpi_helpers.sample.figures import french, plain
from kpi_helpers.sample.lines import Fact, Line
from kpi_helpers.sample.moments import moments_of
from kpi_helpers.sample.profile import PAID
from kpi_helpers.sample.shop import SERVICE_METRICS, service
from kpi_helpers.sample.spans import DAYS, MONTHS, WEEKS, month_days, weeks_of
from kpi_helpers.sample.world import NETWORKS, World

__all__ = [
    "action_lines",
    "budget_lines",
    "follower_lines",
    "sales_lines",
    "service_lines",
    "spend_lines",
]

_SALES = {
    "fr": ("Date", "Région", "Commandes", "Chiffre d'affaires (€)", "Nouveaux clients",
           "Commandes répétées"),
    "en": ("date", "region", "orders", "revenue", "new_customers", "repeat_orders"),
}  # fmt: skip
_SALES_METRICS = ("orders", "revenue", "new_customers", "repeat_orders")
_SPEND_PREFIX = {
    "fr": ("Social payant", "Search", "Display", "Vidéo"),
    "en": ("paid_social", "paid_search", "display", "paid_video"),
}
_SPEND_SUFFIX = {
    "fr": (" - dépense (€)", " - impressions", " - clics"),
    "en": ("_spend", "_impressions", "_clicks"),
}
_SPEND_METRICS = ("spend", "ad_impressions", "ad_clicks")
_SERVICE = {
    "fr": ("Mois", "Demandes", "Répondues", "Répondues en 24 h", "Avis CSAT", "Satisfaits",
           "Réponses NPS", "Promoteurs", "Détracteurs", "Mentions", "Mentions positives",
           "Mentions négatives", "Publications UGC", "Commandes de parrainage"),
    "en": ("month", *SERVICE_METRICS),
}  # fmt: skip
_ACTIONS = {
    "fr": ("Début", "Fin", "Action", "Canal", "Coût (€)"),
    "en": ("start", "end", "action", "channel", "cost_gbp"),
}
_FOLLOWERS = {
    "fr": ("Date", "Réseau", "Compte", "Abonnés"),
    "en": ("date", "network", "account", "followers"),
}
_BUDGET = {"fr": ("Mois", "Canal", "Budget (€)"), "en": ("month", "channel", "budget_gbp")}


def sales_lines(world: World, month: Month) -> tuple[Line, ...]:
    """Each day and region; the French sheet ends with its total."""
    locale = world.profile.locale
    days = month_days(month)
    rows = [
        _sales_line(world, month, index, region)
        for index in range(days.start, days.stop)
        for region in world.profile.regions
    ]
    header = Line(_SALES[locale])
    if locale == "en":
        return (header, *rows)
    sums = [
        sum(fact.value for row in rows for fact in row.facts[2 + place][:1]) for place in range(4)
    ]
    return (header, *rows, Line(("Total", "", *_sales_texts(locale, sums))))


def spend_lines(world: World, month: Month) -> tuple[Line, ...]:
    """The weeks whose Monday lies in the month; a channel that was off has ``--``."""
    locale = world.profile.locale
    names = ("Semaine du",) if locale == "fr" else ("week",)
    header = names + tuple(
        f"{prefix}{suffix}" for prefix in _SPEND_PREFIX[locale] for suffix in _SPEND_SUFFIX[locale]
    )
    return (Line(header), *(_spend_line(world, week) for week in weeks_of(month)))


def budget_lines(world: World, year: int) -> tuple[Line, ...]:
    """Each month of the budget year and paid channel."""
    locale = world.profile.locale
    months = [month for month in _budget_months() if month.year == year]
    rows = []
    for month in months:
        for channel in PAID:
            amount = budget(world.profile, channel, month)
            text = plain(amount, 0 if locale == "fr" else 2)
            facts = _both(month, "channel_period/budget", channel, amount)
            rows.append(Line((str(month), channel, text), {2: facts}))
    return (Line(_BUDGET[locale]), *rows)


def service_lines(world: World, month: Month) -> tuple[Line, ...]:
    """One line: the month."""
    figures = service(world.profile, month, world.sales.all_orders)
    cells = (str(month), *(plain(value) for value in figures.values()))
    facts = {
        1 + place: (Fact(month, f"channel_period/{metric}", value),)
        for place, (metric, value) in enumerate(figures.items())
    }
    return (Line(_SERVICE[world.profile.locale]), Line(cells, facts))


def follower_lines(world: World, month: Month) -> tuple[Line, ...]:
    """Followers of each network at the end of each day."""
    profile, days = world.profile, month_days(month)
    rows = []
    for index in range(days.start, days.stop):
        for network in NETWORKS:
            stock = float(world.followers[network][index])
            account = profile.name if network == "facebook" else profile.username
            facts = (
                Fact(month, f"account_day/{network}/followers", stock, last=True),
                Fact(month, f"account_day/{network}/days", 1),
            )
            text = french(stock) if profile.locale == "fr" else plain(stock)
            cells = (_day(profile.locale, DAYS[index]), network.capitalize(), account, text)
            rows.append(Line(cells, {3: facts}))
    return (Line(_FOLLOWERS[profile.locale]), *rows)


def action_lines(world: World, month: Month) -> tuple[Line, ...]:
    """The actions that began in the month."""
    profile, period = world.profile, month.period
    rows = []
    for moment in moments_of(profile.id, period.start, period.end):
        cost = "" if moment.cost is None else _money(profile.locale, moment.cost)
        dates = (_day(profile.locale, moment.start), _day(profile.locale, moment.end))
        facts = {2: (Fact(month, "action/actions", 1),)}
        if moment.cost is not None:
            facts[4] = (Fact(month, "action/cost", moment.cost),)
        rows.append(Line((*dates, moment.label, moment.channel, cost), facts))
    return (Line(_ACTIONS[profile.locale]), *rows)


def _budget_months() -> list[Month]:
    last = Month(MONTHS[-1].year, 12)
    return [MONTHS[0].shifted(step) for step in range(28) if MONTHS[0].shifted(step) <= last]


def _both(month: Month, path: str, part: str, value: float) -> tuple[Fact, ...]:
    return (Fact(month, path, value), Fact(month, f"{path}/{part}", value))


def _day(locale: str, day: date) -> str:
    return f"{day:%d/%m/%Y}" if locale == "fr" else day.isoformat()


def _money(locale: str, value: float) -> str:
    return french(value, 2) if locale == "fr" else plain(value, 2)


def _count(locale: str, value: float) -> str:
    return french(value) if locale == "fr" else plain(value)


def _sales_texts(locale: str, figures: list[float]) -> tuple[str, ...]:
    orders, revenue, new, repeat = figures
    return (
        _count(locale, orders),
        _money(locale, revenue),
        _count(locale, new),
        _count(locale, repeat),
    )


def _sales_line(world: World, month: Month, index: int, region: str) -> Line:
    locale, sold = world.profile.locale, world.sales
    orders, new = float(sold.orders[region][index]), float(sold.new_customers[region][index])
    figures = [orders, float(sold.revenue[region][index]), new, orders - new]
    facts = {
        2 + place: _both(month, f"channel_period/{metric}", region, value)
        for place, (metric, value) in enumerate(zip(_SALES_METRICS, figures, strict=True))
    }
    return Line((_day(locale, DAYS[index]), region, *_sales_texts(locale, figures)), facts)


def _spend_line(world: World, week: int) -> Line:
    locale, ads = world.profile.locale, world.ads
    cells, facts = [_day(locale, WEEKS[week])], {}
    for channel in PAID:
        series = (ads.spend[channel], ads.impressions[channel], ads.clicks[channel])
        for metric, values in zip(_SPEND_METRICS, series, strict=True):
            value = float(values[week])
            if math.isnan(value):
                cells.append("--" if locale == "fr" else "")
                continue
            facts[len(cells)] = _prorated(world, metric, channel, week, value)
            cells.append((_money if metric == "spend" else _count)(locale, value))
    return Line(tuple(cells), facts)


def _prorated(world: World, metric: str, channel: str, week: int, value: float) -> tuple[Fact, ...]:
    """A week that lies in two months counts in each by its days there.

    Spend of channels billed in different currencies has no total here.
    """
    days = [WEEKS[week] + timedelta(step) for step in range(7)]
    months = sorted({Month.of(day) for day in days})
    path = f"channel_period/{metric}"
    facts: list[Fact] = []
    for month in months:
        share = value * sum(Month.of(day) == month for day in days) / 7
        facts.append(Fact(month, f"{path}/{channel}", share))
        if metric != "spend":
            facts.append(Fact(month, path, share))
    return tuple(facts)
