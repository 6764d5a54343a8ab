"""Columns of GA4 exports under their English and French names, and the names of channels.

Rates and averages are left out: they are made again from their sums.
"""

from __future__ import annotations

from kpi_helpers.sources.contract import Column, Export
from kpi_helpers.sources.headers import normalised

__all__ = [
    "DIMENSIONS",
    "GA4",
    "OTHER_DIMENSIONS",
    "PARTS",
    "TOTALS",
    "UNIQUES",
    "channel_name",
    "funding",
]

DIMENSIONS = ("date", "channel", "campaign", "region")
"""Columns that say what a row is about."""

PARTS = ("campaign", "region")
"""Dimensions that split the rows of a channel again: their rows are a breakdown, never totals."""

UNIQUES = ("active_users", "total_users")
"""Metrics that count people: never summed over rows or days."""

TOTALS = frozenset(("grand total", "total", "totals", "total general", "totaux"))
"""What stands in a total row, normalised; a channel called ``Total Care`` is none."""

GA4 = Export(
    "ga4",
    (
        Column("date", ("Date",), "date", filled=True),
        Column(
            "channel",
            (
                "Session primary channel group (Default Channel Group)",
                "Session default channel group",
                "Session primary channel group",
                "Session default channel grouping",
                "Groupe de canaux par défaut de la session",
                "Groupe de canaux principal de la session (groupe de canaux par défaut)",
                "Groupe de canaux principal de la session",
            ),
            filled=True,
        ),
        Column("campaign", ("Session campaign", "Campagne de la session"), filled=True),
        Column("region", ("Country", "Pays"), filled=True),
        Column("sessions", ("Sessions",), "integer", "sessions", minimum=0.0),
        Column(
            "engaged_sessions",
            ("Engaged sessions", "Sessions avec engagement", "Sessions engagées"),
            "integer",
            "engaged_sessions",
            minimum=0.0,
        ),
        Column(
            "event_count",
            ("Event count", "Nombre d'événements"),
            "integer",
            "event_count",
            minimum=0.0,
        ),
        Column(
            "key_events",
            ("Key events", "Événements clés", "Conversions"),
            "number",
            "key_events",
            minimum=0.0,
        ),
        Column("web_revenue", ("Total revenue", "Revenu total"), "money", "web_revenue"),
        Column(
            "active_users",
            ("Active users", "Users", "Utilisateurs actifs", "Utilisateurs"),
            "integer",
            "active_users",
            minimum=0.0,
        ),
        Column(
            "total_users",
            ("Total users", "Nombre total d'utilisateurs", "Total d'utilisateurs"),
            "integer",
            "total_users",
            minimum=0.0,
        ),
        Column("date_range", ("Date range", "Plage de dates")),
    ),
    (
        "Engagement rate",
        "Taux d'engagement",
        "Average engagement time per session",
        "Durée d'engagement moyenne par session",
        "Engaged sessions per user",
        "Engaged sessions per active user",
        "Sessions avec engagement par utilisateur actif",
        "Events per session",
        "Événements par session",
        "Session key event rate",
        "Taux d'événements clés de la session",
        "New users",
        "Nouveaux utilisateurs",
    ),
)
"""Traffic reports and explorations."""

OTHER_DIMENSIONS = frozenset(
    normalised(name)
    for name in (
        *("Session source", "Session medium", "Session source / medium", "Session manual source"),
        *("First user primary channel group (Default Channel Group)", "First user source"),
        *("Device category", "Landing page", "Landing page + query string", "City", "Language"),
        *("Page path and screen class", "Page path", "Event name", "Browser", "Hour", "Audience"),
        *("Source de la session", "Support de la session", "Source/Support de la session"),
        *("Catégorie d'appareil", "Page de destination", "Ville", "Langue", "Nom de l'événement"),
        *("Chemin de la page et classe de l'écran", "Navigateur", "Heure"),
    )
)
"""Dimensions that would split a channel into several rows."""

_CHANNELS = {
    "Organic Search": ("recherche organique", "recherche naturelle"),
    "Paid Search": ("recherche payante", "recherche payee", "reseau de recherche payant"),
    "Organic Social": ("reseaux sociaux organiques", "social organique", "reseau social organique"),
    "Paid Social": ("reseaux sociaux payants", "social payant", "reseau social payant"),
    "Organic Video": ("video organique", "videos organiques"),
    "Paid Video": ("video payante", "videos payantes"),
    "Organic Shopping": ("shopping organique", "achats organiques"),
    "Paid Shopping": ("shopping payant", "achats payants"),
    "Paid Other": ("autres canaux payants", "autre canal payant"),
    "Direct": ("acces direct", "trafic direct"),
    "Referral": ("sites referents", "site referent", "sites web referents", "referents"),
    "Email": ("e-mail", "e-mails", "emails"),
    "Affiliates": ("affiliation", "affilies", "sites affilies"),
    "Cross-network": ("multi-reseaux", "multireseau", "plusieurs reseaux"),
    "Mobile Push Notifications": ("notifications push sur mobile", "notifications push mobiles"),
    "Unassigned": ("non attribue", "non affecte", "non attribues"),
    "Display": ("reseau display",),
    "Audio": (),
    "SMS": (),
}
_BY_FORM = {normalised(form): name for name, forms in _CHANNELS.items() for form in (name, *forms)}


def channel_name(name: str) -> str:
    """A channel group as English exports call it; a group of the user's own stays as it is."""
    return _BY_FORM.get(normalised(name), name)


def funding(channel: str | None) -> str | None:
    """``paid`` or ``organic``, as the channel's name says; None where it says neither."""
    if channel is None:
        return None
    if channel.startswith("Paid ") or channel in ("Display", "Cross-network"):
        return "paid"
    return "organic" if channel.startswith("Organic ") else None
