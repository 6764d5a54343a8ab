"""Names of invented creators: accents, emoji and signs that a page or a sheet may trip over."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["creator_name", "handle_of"]

_FR_PEOPLE = (
    "Inès", "Lou", "Maëlle", "Zoé", "Anaïs", "Noémie", "Léonie", "Apolline", "Capucine",
    "Faustine", "Garance", "Hortense", "Ilona", "Joséphine", "Khadija", "Ludivine", "Margaux",
    "Nawel", "Océane", "Philippine", "Rosalie", "Salomé", "Tiphaine", "Violette", "Yasmine",
    "Adèle", "Blandine", "Clémence", "Daphné", "Eulalie", "Flavie", "Gaëlle", "Héloïse", "Iris",
    "Jade", "Kenza", "Lilou", "Mahaut", "Ninon", "Olympe", "Pauline", "Rim", "Sixtine", "Thaïs",
    "Urielle", "Victoire", "Wendy", "Ysée", "Zélie", "Augustin", "Bastien", "Côme", "Désiré",
    "Élias", "François", "Gaspard", "Hugo", "Ismaël", "Jocelyn", "Kévin",
)  # fmt: skip
_FR_NAMES = (
    "{p} au naturel", "Les rituels de {p}", "{p} · peau sensible", "Le carnet de {p}",
    "{p} & ses flacons", "La trousse de {p} 🌿", "{p}, l’heure du bain", "Chez {p} ✨",
)  # fmt: skip
_EN_PEOPLE = (
    "Alasdair", "Bronwen", "Caitlin", "Dougal", "Eilidh", "Fergus", "Gwen", "Hamish", "Iona",
    "Jonty", "Kirsty", "Lowri", "Morag", "Nia", "Orla", "Piers", "Quentin", "Rhona", "Siân",
    "Tamsin", "Una", "Verity", "Wilf", "Xanthe", "Yusuf", "Zara", "Aled", "Bethan", "Callum",
    "Dilys", "Ewan", "Ffion", "Greer", "Hattie", "Isla", "Jago", "Kezia", "Lachlan", "Mairi",
    "Niamh", "Osian", "Poppy", "Rafferty", "Seren", "Torquil", "Ursula", "Vaughan", "Winnie",
    "Ailsa", "Brodie", "Ceri", "Derwen", "Elowen", "Finlay", "Gethin", "Hebe", "Idris", "Jemima",
    "Kit", "Lorna",
)  # fmt: skip
_EN_NAMES = (
    "{p} on the fells", "{p} & the stove", "Slow miles with {p}", "{p} pitches anywhere",
    "Damp socks, {p}", "{p} 🏕️ overnight", "Two boots, {p}", "{p}’s long way round",
)  # fmt: skip
_BANKS = {"fr": (_FR_PEOPLE, _FR_NAMES), "en": (_EN_PEOPLE, _EN_NAMES)}
_ODD = {
    ("fr", 3): "Les <b>essais</b> de Zoé",
    ("fr", 20): "=Rosalie=",
    ("en", 5): "<b>Fergus</b> & the \"big\" tent",
    ("en", 17): "=Rhona, uphill=",
}  # fmt: skip
"""Legal names that markup and spreadsheets could take for something else."""


def creator_name(locale: str, number: int) -> str:
    """Display name of creator `number`, from 0 to 59; no two are the same."""
    people, names = _BANKS[locale]
    found = names[number * 5 % len(names)].format(p=people[number])
    return _ODD.get((locale, number), found)


def handle_of(name: str) -> str:
    """The account name that such a person would take."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z]{2,}", bare))
