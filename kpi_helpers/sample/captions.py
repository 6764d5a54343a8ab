"""What the brands write under their posts: several lines, emoji, quotes and separators included."""

from __future__ import annotations

import numpy as np

__all__ = ["caption"]

_FR_SUBJECTS = (
    "la crème Néroli", "le baume Figue blanche", "la bougie Nuit d’Alba", "l’huile de soin Iris",
    "le savon à la cendre", "le sérum Clarté", "la brume d’oreiller", "le coffret Rituel",
    "notre atelier de Grasse", "la recharge éco", "le thé du soir", "la pierre de bain",
)  # fmt: skip
_FR_OPENINGS = (
    "On vous raconte {s} ✨", "Le geste du matin : {s}.", "« Je ne m’en passe plus » : {s} vue par "
    "Inès.", "𝗡𝗼𝘂𝘃𝗲𝗮𝘂 : {s} !", "Question du jour ; vous préférez {s} ou la surprise ?",
    "Dans les coulisses : {s} 🌿", "Trois façons d’adopter {s}", "Bientôt de retour : {s} 💛",
)  # fmt: skip
_FR_LINES = (
    "Fabriquée en petites séries, entre Grasse et Lyon.",
    "Une noisette suffit, le soir, sur peau propre.",
    "Dites-nous tout en commentaire 👇",
    "Moins d’emballage, plus de matière ; c’est notre promesse.",
    'Ingrédient star : la "fleur d’oranger", cueillie à la main.',
    "Le lien est en bio. Livraison en 48 h, retours offerts.",
    "Photo : Camille R., merci 🙏",
    "Texture fondante, parfum discret, résultat visible.",
)
_FR_TAGS = ("#maisonalba", "#rituelbeauté", "#faitenfrance", "#cleanbeauty", "#coulisses", "#soin")

_EN_SUBJECTS = (
    "the Skiddaw shell", "our Tarn 2 tent", "the Fell Runner vest", "merino base layers",
    "the Kestrel 45 pack", "trail shoes that grip", "the Hearth stove", "a repair kit",
    "waterproofs that last", "the Bothy sleeping bag", "winter gloves", "the Ridge lantern",
)  # fmt: skip
_EN_OPENINGS = (
    "Meet {s} 🏔️", "Field test: {s}, two nights, one storm.", "“Best thing I packed” – Priya on "
    "{s}.", "𝗕𝗮𝗰𝗸 𝗶𝗻 𝘀𝘁𝗼𝗰𝗸: {s}", "Which would you take: {s}, or one more flask of tea?",
    "Behind the seams: {s} 🧵", "Three ways to look after {s}", "Sunday plans? Take {s} ☔",
)  # fmt: skip
_EN_LINES = (
    "Made to be mended; parts are free for life.",
    "Tested above Buttermere in a stiff north-westerly.",
    "Tell us your favourite route below 👇",
    'Rated "superb" by the people who wear it out, not in.',
    "Free returns, always. Link in bio.",
    "Photo: Tom & Elsie, thank you 🙏",
    "Light, dry, done.",
    "Stay on the path, leave no trace, bring cake.",
)
_EN_TAGS = ("#northwind", "#getoutside", "#hillwalking", "#leavenotrace", "#trailtested", "#mended")

_BANKS = {
    "fr": (_FR_SUBJECTS, _FR_OPENINGS, _FR_LINES, _FR_TAGS),
    "en": (_EN_SUBJECTS, _EN_OPENINGS, _EN_LINES, _EN_TAGS),
}


def caption(locale: str, rng: np.random.Generator) -> str:
    """One caption of one to four lines."""
    subjects, openings, lines, tags = _BANKS[locale]
    opening = openings[rng.integers(len(openings))].format(s=subjects[rng.integers(len(subjects))])
    chosen = rng.choice(len(lines), size=rng.integers(1, 3), replace=False)
    marks = rng.choice(len(tags), size=rng.integers(1, 4), replace=False)
    body = "\n".join(lines[index] for index in chosen)
    gap = "\n\n" if rng.random() < 0.5 else "\n"
    return f"{opening[0].upper()}{opening[1:]}{gap}{body}\n{' '.join(tags[i] for i in marks)}"
