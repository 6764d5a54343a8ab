"""Content exports as Meta Business Suite writes them, for Facebook pages and Instagram profiles.

Headers are in the account's language, dates are not; the set of columns changes from month to
month; up to March 2025 the export counts impressions, then views, which is another metric.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kpi_helpers.periods import Month
from kpi_helpers.sample.figures import plain
from kpi_helpers.sample.lines import Fact, Line
from kpi_helpers.sample.posts import Post, shown
from kpi_helpers.sample.profile import BrandProfile
from kpi_helpers.sample.spans import random_stream

__all__ = ["FIRST_VIEWS", "content_lines", "content_name"]

FIRST_VIEWS = Month(2025, 4)
"""First month whose export has views instead of impressions."""

_VIEWS_PER_IMPRESSION = 1.22
_LOCALES = ("en", "fr")
_MONTH_NAMES = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_OFTEN_MISSING = frozenset(
    ("caption_type", "crosspost", "languages", "labels", "funded", "other_clicks",
     "negative_feedback")
)  # fmt: skip

# key: English header, French header
_FACEBOOK = {
    "id": ("Post ID", "Identifiant de la publication"),
    "page_id": ("Page ID", "ID de la Page"),
    "page": ("Page name", "Nom de la page"),
    "title": ("Title", "Titre"),
    "description": ("Description", "Description"),
    "seconds": ("Duration (sec)", "Durée (s)"),
    "published": ("Publish time", "Heure de publication"),
    "caption_type": ("Caption type", "Type de légende"),
    "permalink": ("Permalink", "Permalien"),
    "crosspost": ("Is crosspost", "Est un crosspostage"),
    "share": ("Is share", "Est un partage"),
    "type": ("Post type", "Type de publication"),
    "languages": ("Languages", "Langues"),
    "labels": ("Custom labels", "Libellés personnalisés"),
    "funded": ("Funded content status", "Statut du contenu financé"),
    "comment": ("Data comment", "Commentaire des données"),
    "date": ("Date", "Date"),
    "views": ("Views", "Vues"),
    "reach": ("Reach", "Couverture"),
    "all_reactions": ("Reactions, Comments and Shares", "Réactions, commentaires et partages"),
    "reactions": ("Reactions", "Réactions"),
    "comments": ("Comments", "Commentaires"),
    "shares": ("Shares", "Partages"),
    "total_clicks": ("Total clicks", "Total des clics"),
    "other_clicks": ("Other Clicks", "Autres clics"),
    "link_clicks": ("Link Clicks", "Clics sur un lien"),
    "seconds_viewed": ("Seconds viewed", "Secondes regardées"),
    "average_seconds": ("Average Seconds viewed", "Secondes moyennes regardées"),
    "earnings": ("Estimated earnings (USD)", "Revenus estimés (USD)"),
    "reach_organic": ("Reach from Organic posts", "Couverture de Publications organiques"),
    "reach_boosted": ("Reach from Boosted posts", "Couverture de Publications boostées"),
    "views_organic": ("Views from Organic posts", "Vues de Publications organiques"),
    "views_boosted": ("Views from Boosted posts", "Vues de Publications boostées"),
    "video_views_3s": ("3-Second Video Views", "Vues de vidéo de 3\u00a0secondes"),
    "video_views_1m": ("1-Minute Video Views", "Vues de vidéo d’1\u00a0minute"),
    "negative_feedback": (
        "Negative feedback from users: Hide all",
        "Avis négatifs des utilisateurs\u00a0: tout masquer",
    ),
}
_INSTAGRAM = {
    "id": ("Post ID", "Identifiant de la publication"),
    "account_id": ("Account ID", "ID du compte"),
    "username": ("Account username", "Nom de profil du compte"),
    "page": ("Account name", "Nom du compte"),
    "description": ("Description", "Description"),
    "seconds": ("Duration (sec)", "Durée (s)"),
    "published": ("Publish time", "Heure de publication"),
    "permalink": ("Permalink", "Permalien"),
    "type": ("Post type", "Type de publication"),
    "comment": ("Data comment", "Commentaire des données"),
    "date": ("Date", "Date"),
    "views": ("Views", "Vues"),
    "reach": ("Reach", "Couverture"),
    "reactions": ("Likes", "Mentions J’aime"),
    "shares": ("Shares", "Partages"),
    "follows": ("Follows", "Followers en plus"),
    "comments": ("Comments", "Commentaires"),
    "saves": ("Saves", "Enregistrements"),
}
_COLUMNS = {"facebook": _FACEBOOK, "instagram": _INSTAGRAM}
_TYPES = {
    ("facebook", "photo"): ("Photos", "Photos"),
    ("facebook", "video"): ("Videos", "Vidéos"),
    ("facebook", "reel"): ("Videos", "Vidéos"),  # only the permalink tells a reel
    ("facebook", "link"): ("Links", "Liens"),
    ("instagram", "photo"): ("IG image", "Image Instagram"),
    ("instagram", "carousel"): ("IG carousel", "Carrousel Instagram"),
    ("instagram", "reel"): ("IG reel", "Reel Instagram"),
}
_METRICS = frozenset(
    ("views", "reach", "reactions", "comments", "shares", "saves", "follows", "total_clicks",
     "other_clicks", "link_clicks", "video_views_3s", "video_views_1m", "seconds_viewed",
     "negative_feedback")
)  # fmt: skip
_SPLITS = {
    "views_organic": ("views", "organic"),
    "views_boosted": ("views", "boosted"),
    "reach_organic": ("reach", "organic"),
    "reach_boosted": ("reach", "boosted"),
}


@dataclass(frozen=True)
class _Export:
    profile: BrandProfile
    network: str
    month: Month
    observed: date

    @property
    def impressions(self) -> bool:
        return self.month < FIRST_VIEWS


def content_name(profile: BrandProfile, network: str, month: Month, observed: date) -> str:
    """File name as Meta gives it: the window, then a number without meaning."""
    number = random_stream(profile.id, network, str(month), str(observed), "file").integers(
        10**14, 10**15
    )
    name = _MONTH_NAMES[month.number - 1]
    first, last = month.period.start.day, month.period.end.day
    return f"{name}-{first:02d}-{month.year}_{name}-{last:02d}-{month.year}_{number}.csv"


def content_lines(
    profile: BrandProfile, network: str, month: Month, observed: date, posts: tuple[Post, ...]
) -> tuple[Line, ...]:
    """Header and one line a post, newest first, as seen on the day of the export."""
    export = _Export(profile, network, month, observed)
    keys = _columns_of(export)
    header = Line(tuple(_header(export, key) for key in keys))
    return (header, *(_post_line(export, keys, post) for post in reversed(posts)))


def _columns_of(export: _Export) -> tuple[str, ...]:
    rng = random_stream(export.profile.id, export.network, str(export.month), "columns")
    absent = {key for key in sorted(_OFTEN_MISSING) if rng.random() < 0.22}
    return tuple(key for key in _COLUMNS[export.network] if key not in absent)


def _header(export: _Export, key: str) -> str:
    text = _COLUMNS[export.network][key][_LOCALES.index(export.profile.locale)]
    if key == "all_reactions" and export.month.number % 3 == 0:
        text = text.replace("Comments and Shares", "comments and shares")
    if export.impressions and key.startswith("views"):
        text = text.replace("Views", "Impressions").replace("Vues", "Impressions")
    return text


def _post_line(export: _Export, keys: tuple[str, ...], post: Post) -> Line:
    figures = _figures(export, post)
    texts = _texts(export, post, figures)
    cells = tuple(str(figures[key]) if key in figures else texts.get(key, "") for key in keys)
    facts = {
        place: found
        for place, key in enumerate(keys)
        if (found := _facts(export, key, post, figures))
    }
    return Line(cells, facts)


def _figures(export: _Export, post: Post) -> dict[str, int]:
    """Counters of the post as this export shows them, sums included."""
    seen = shown(post, export.observed)
    if export.network == "facebook":
        seen["views"] = 0
    if export.impressions:
        for key in ("views", "views_organic", "views_boosted"):
            if key in seen:
                seen[key] = round(seen[key] / _VIEWS_PER_IMPRESSION)
    if export.network == "facebook":
        seen["views"] = seen["views_organic"] + seen["views_boosted"]
        seen["total_clicks"] = seen["link_clicks"] + seen["other_clicks"]
        seen["all_reactions"] = seen["reactions"] + seen["comments"] + seen["shares"]
    return seen


def _texts(export: _Export, post: Post, figures: Mapping[str, int]) -> dict[str, str]:
    """Cells that are not counters."""
    profile, english = export.profile, export.profile.locale == "en"
    in_title = export.network == "facebook" and int(post.id[-1]) % 4 != 0
    plays = figures.get("video_views_3s", 0)
    watched = figures.get("seconds_viewed", 0) / plays if plays else 0.0
    return {
        "id": post.id,
        "page_id": profile.page_id,
        "account_id": profile.profile_id,
        "username": profile.username,
        "page": profile.name,
        "title": post.caption if in_title else "",
        "description": "" if in_title else post.caption,
        "seconds": str(post.seconds),
        "published": f"{post.published:%m/%d/%Y %H:%M}",
        "permalink": post.permalink,
        "crosspost": "0",
        "share": "0",
        "type": _TYPES[post.network, post.content_type][_LOCALES.index(profile.locale)],
        "date": "Lifetime" if english else "Global",
        "average_seconds": plain(watched, 1) if post.seconds else "",
        "earnings": plain(_earnings(export, figures), 2),
    }


def _facts(export: _Export, key: str, post: Post, figures: Mapping[str, int]) -> tuple[Fact, ...]:
    network, month = export.network, export.month
    if key == "id":
        path = f"post/{network}/posts"
        return (Fact(month, path, 1), Fact(month, f"{path}/{post.content_type}", 1))
    if key in _SPLITS and key in figures:
        metric, funding = _SPLITS[key]
        metric = "impressions" if export.impressions and metric == "views" else metric
        return (Fact(month, f"post/{network}/{metric}/{funding}", figures[key]),)
    if key == "earnings":
        return (Fact(month, f"post/{network}/estimated_earnings", _earnings(export, figures)),)
    if key not in _METRICS or key not in figures:
        return ()
    metric = "impressions" if export.impressions and key == "views" else key
    return (Fact(month, f"post/{network}/{metric}", figures[key]),)


def _earnings(export: _Export, figures: Mapping[str, int]) -> float:
    """Dollars; the French page earns nothing from its videos."""
    rate = 0.00004 if export.profile.locale == "en" else 0.0
    return round(figures.get("video_views_3s", 0) * rate, 2)
