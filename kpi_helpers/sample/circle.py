"""The tables about others: creators, competitors, people who comment, guests of workshops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kpi_helpers.periods import Month
from kpi_helpers.sample.comments import comments_of
from kpi_helpers.sample.creators import creators_of
from kpi_helpers.sample.figures import plain
from kpi_helpers.sample.lines import Fact, Line
from kpi_helpers.sample.peers import PEER_METRICS, peers_of
from kpi_helpers.sample.workshops import cells_of
from kpi_helpers.sample.world import World
from kpi_helpers.schema import CREATOR_METRICS

__all__ = ["comment_lines", "creator_lines", "peer_lines", "workshop_lines"]

_CREATORS = {
    "fr": ("Date du relevé", "Créateur", "Nom affiché", "Réseau", "Compte", "Abonnés",
           "Abonnements", "Publications 90 j", "Publications sur le thème 90 j", "Vues 90 j",
           "Réactions 90 j", "Commentaires 90 j", "Partages 90 j", "Commentaires génériques 90 j",
           "Interactions avec la marque 90 j", "Mentions de la marque 180 j",
           "Mentions positives 180 j", "Mentions négatives 180 j", "Clics sur lien suivi 90 j",
           "Commandes avec code 90 j"),
    "en": ("snapshot_date", "creator_id", "display_name", "network", "handle", *CREATOR_METRICS),
}  # fmt: skip
_PEERS = {
    "fr": ("Mois", "Concurrent", "Réseau", "Compte", "Abonnés", "Publications", "Réactions",
           "Commentaires", "Partages", "Mentions"),
    "en": ("month", "competitor", "network", "handle", "followers", "posts", "reactions",
           "comments", "shares", "mentions"),
}  # fmt: skip
_COMMENTS = {
    "fr": ("Identifiant", "Date", "Réseau", "Type", "Lien de la publication", "Commentaire"),
    "en": ("comment_id", "date", "network", "type", "post_link", "comment"),
}
_WORKSHOPS = {
    "fr": ("Mois", "Région", "Tranche d’âge", "Participants", "Satisfaits", "Acheteurs"),
    "en": ("month", "region", "age_band", "guests", "satisfied", "buyers"),
}
_TYPE = {"fr": "Commentaire", "en": "Comment"}
_NETWORK = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
}


def creator_lines(world: World, month: Month) -> tuple[Line, ...]:
    """Each creator and network on the last day of the month."""
    profile = world.profile
    day = _day(profile.locale, month.period.end)
    header = _CREATORS[profile.locale]
    rows = [
        _line(
            month,
            (day, one.id, one.name, _NETWORK[one.network], one.handle),
            {f"creator/{one.network}/{name}": value for name, value in one.figures.items()},
        )
        for one in creators_of(profile, month)
    ]
    return (Line(header), *rows)


def peer_lines(world: World, month: Month) -> tuple[Line, ...]:
    """Each competitor and network in the month, the brand itself last."""
    rows = [
        _line(
            month,
            (str(month), one.name, _NETWORK[one.network], one.handle),
            {f"peer/{one.network}/{name}": one.figures[name] for name in PEER_METRICS},
        )
        for one in peers_of(world, month)
    ]
    return (Line(_PEERS[world.profile.locale]), *rows)


def comment_lines(world: World, month: Month) -> tuple[Line, ...]:
    """Each comment that was kept; who wrote it is not."""
    locale = world.profile.locale
    rows = [
        Line(
            (one.id, _day(locale, one.day), _NETWORK[one.network], _TYPE[locale], one.permalink,
             one.text),
            {0: (Fact(month, f"mention/{one.network}/comments_received", 1),)},
        )
        for one in comments_of(world, month)
    ]  # fmt: skip
    return (Line(_COMMENTS[locale]), *rows)


def workshop_lines(world: World, month: Month) -> tuple[Line, ...]:
    """Each region and age band; its facts count in the month, in its region and in its age band."""
    locale, rows = world.profile.locale, []
    for cell in cells_of(world.profile, month):
        age = cell.age_band
        if locale == "fr":
            age = f"{age[:2]} ans et plus" if age.endswith("+") else f"{age} ans"
        line = _line(month, (str(month), cell.region, age), cell.figures)
        parts = ("", f"/{cell.region}", f"/{cell.age_band}")
        facts = {
            place: tuple(
                Fact(month, f"channel_period/{fact.path}{part}", fact.value) for part in parts
            )
            for place, (fact,) in line.facts.items()
        }
        rows.append(Line(line.cells, facts))
    return (Line(_WORKSHOPS[locale]), *rows)


def _day(locale: str, day: date) -> str:
    return f"{day:%d/%m/%Y}" if locale == "fr" else day.isoformat()


def _line(month: Month, texts: tuple[str, ...], figures: Mapping[str, int | None]) -> Line:
    """Names, then figures; what is not known is blank, and no fact."""
    cells = ["" if value is None else plain(value) for value in figures.values()]
    facts = {
        len(texts) + place: (Fact(month, path, value),)
        for place, (path, value) in enumerate(figures.items())
        if value is not None
    }
    return Line((*texts, *cells), facts)
