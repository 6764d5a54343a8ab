"""Columns of Meta's content exports under their English and French names.

Older exports count impressions, newer ones views: two metrics, never one line.
"""

from __future__ import annotations

from kpi_helpers.sources.contract import Column, Export

__all__ = ["FACEBOOK", "INSTAGRAM", "LIFETIME"]

LIFETIME = frozenset(("lifetime", "global", "total", "à vie", "durée de vie"))
"""What stands in ``Date`` where the counters run since publication; anything else is a day."""


def _count(name: str, *aliases: str, funding: str | None = None, of: str | None = None) -> Column:
    return Column(name, aliases, "integer", of or name, minimum=0.0, funding=funding)


_COMMON = (
    Column(
        "entity",
        ("Post ID", "Identifiant de la publication", "ID de la publication"),
        "id",
        required=True,
        filled=True,
    ),
    Column("title", ("Title", "Titre")),
    Column("description", ("Description",)),
    Column(
        "published_at",
        ("Publish time", "Heure de publication", "Date de publication"),
        "moment",
        required=True,
        filled=True,
    ),
    Column("permalink", ("Permalink", "Permalien", "Lien permanent"), required=True),
    Column("post_type", ("Post type", "Type de publication")),
    Column("date", ("Date",)),
    _count("views", "Views", "Vues"),
    _count("impressions", "Impressions"),
    _count("reach", "Reach", "Couverture", "Portée"),
    _count("comments", "Comments", "Commentaires"),
    _count("shares", "Shares", "Partages"),
    _count("link_clicks", "Link Clicks", "Clics sur un lien", "Clics sur le lien"),
)

_IGNORED = (
    "Duration (sec)",
    "Durée (s)",
    "Caption type",
    "Type de légende",
    "Is crosspost",
    "Est un crosspostage",
    "Is share",
    "Est un partage",
    "Languages",
    "Langues",
    "Custom labels",
    "Libellés personnalisés",
    "Étiquettes personnalisées",
    "Funded content status",
    "Statut du contenu financé",
    "Data comment",
    "Commentaire des données",
    "Page name",
    "Nom de la page",
    "Account name",
    "Nom du compte",
    "Account username",
    "Nom de profil du compte",
    "Reactions, Comments and Shares",
    "Réactions, commentaires et partages",
    "Average Seconds viewed",
    "Secondes moyennes regardées",
    "Sticker taps",
    "Appuis sur des stickers",
    "Navigation",
)

FACEBOOK = Export(
    "meta_facebook",
    (
        *_COMMON,
        Column("account", ("Page ID", "ID de la Page"), "id", required=True, filled=True),
        _count("reactions", "Reactions", "Réactions"),
        _count("total_clicks", "Total clicks", "Total des clics"),
        _count("other_clicks", "Other Clicks", "Autres clics"),
        Column("seconds_viewed", ("Seconds viewed", "Secondes regardées", "Secondes regardé*"),
               "number", "seconds_viewed", minimum=0.0),
        _count("video_views_3s", "3-Second Video Views", "Vues de vidéo de 3 secondes",
               "Vues de 3 secondes"),
        _count("video_views_1m", "1-Minute Video Views", "Vues de vidéo d’1 minute",
               "Vues d’1 minute", "Vues de vidéo de 1 minute"),
        _count("negative_feedback", "Negative feedback from users: Hide all",
               "Avis négatifs des utilisateurs : tout masquer",
               "Avis négatifs des utilisateurs: tout masquer"),
        Column("estimated_earnings",
               ("Estimated earnings ({currency})", "Revenus estimés ({currency})"),
               "money", "estimated_earnings"),
        _count("views_organic", "Views from Organic posts", "Vues de Publications organiques",
               funding="organic", of="views"),
        _count("views_boosted", "Views from Boosted posts", "Vues de Publications boostées",
               funding="boosted", of="views"),
        _count("impressions_organic", "Impressions from Organic posts",
               "Impressions de Publications organiques", funding="organic", of="impressions"),
        _count("impressions_boosted", "Impressions from Boosted posts",
               "Impressions de Publications boostées", funding="boosted", of="impressions"),
        _count("reach_organic", "Reach from Organic posts",
               "Couverture de Publications organiques", funding="organic", of="reach"),
        _count("reach_boosted", "Reach from Boosted posts",
               "Couverture de Publications boostées", funding="boosted", of="reach"),
    ),
    _IGNORED,
)  # fmt: skip
"""Posts of a Facebook page."""

INSTAGRAM = Export(
    "meta_instagram",
    (
        *_COMMON,
        Column("account", ("Account ID", "ID du compte"), "id", required=True, filled=True),
        _count("reactions", "Likes", "Mentions J’aime"),
        _count("saves", "Saves", "Enregistrements"),
        _count("follows", "Follows", "Followers en plus"),
        _count("profile_visits", "Profile visits", "Visites du profil", "Visites de profil"),
        _count("replies", "Replies", "Réponses"),
    ),
    _IGNORED,
)
"""Posts of an Instagram profile; likes are its reactions."""
