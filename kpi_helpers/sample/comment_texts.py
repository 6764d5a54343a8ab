"""What people write under posts, in two languages: clear words, mixed feelings and irony."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

__all__ = ["TROUBLE", "comment_text"]


@dataclass(frozen=True)
class _Bank:
    """Sentences of one language; ``{s}`` is a product, ``{a}`` a part of it, ``{w}`` a time."""

    products: tuple[str, ...]
    parts: tuple[str, ...]
    times: tuple[str, ...]
    openers: dict[str, tuple[str, ...]]
    cores: dict[str, tuple[str, ...]]
    tails: dict[str, tuple[str, ...]]
    glue: tuple[str, ...]  # between what is liked and what is not
    winks: tuple[str, ...]  # what turns praise into its contrary
    ironic: tuple[str, ...]
    trouble: tuple[str, ...]
    odd: tuple[str, ...]


_FR = _Bank(
    products=("la crème Néroli", "le baume Figue blanche", "la bougie Nuit d’Alba", "l’huile Iris",
              "le savon à la cendre", "le sérum Clarté", "la brume d’oreiller", "le coffret Rituel",
              "la recharge éco", "la pierre de bain"),
    parts=("la texture", "l’odeur", "le flacon", "la pompe", "l’emballage", "la tenue",
           "le format voyage", "la nouvelle formule"),
    times=("deux jours", "trois semaines", "un mois", "dix jours", "six semaines", "huit jours"),
    openers={
        "positive": ("", "", "Oh !", "Coucou,", "Franchement,", "Mille mercis !", "Je confirme :"),
        "neutral": ("", "", "Bonjour,", "Hello,", "Petite question :", "Bonsoir,", "Pour info :"),
        "negative": ("", "", "Bonjour,", "Désolée mais", "Franchement,", "Au secours :", "Bof."),
    },
    cores={
        "positive": (
            "j’adore {s}", "{s} a changé mes soirées", "{a} est une merveille",
            "ma peau est toute douce depuis {w}", "reçu en avance, emballé avec soin",
            "je rachète {s} les yeux fermés", "ma mère me pique {s} tout le temps",
            "le meilleur soin que j’aie essayé", "{s} sent divinement bon",
            "offert à ma sœur, elle est ravie de {s}", "l’équipe de la boutique est adorable",
            "{a} est parfaite", "bravo pour {s}", "on voit la différence en {w}",
        ),
        "neutral": (
            "est-ce que {s} convient aux peaux sensibles ?", "{s} revient quand ?",
            "vous livrez en Belgique ?", "@lea.exemple tu as vu {s} ?",
            "on trouve {s} en pharmacie ?",
            "{a}, c’est la même qu’avant ?", "je l’ai commandée il y a {w}",
            "quelle différence entre {s} et {t} ?", "il y a un testeur en magasin ?",
            "combien de temps dure {s} ?", "je compare avec {t}", "le lien est dans la bio ?",
            "c’est fabriqué où ?", "je participe avec @jo.exemple",
        ),
        "negative": (
            "{s} m’a donné des rougeurs", "colis toujours pas arrivé après {w}",
            "{a} casse au bout de {w}", "aucune réponse du service client depuis {w}",
            "{a} a changé et c’est bien moins bien", "trop cher pour ce que c’est",
            "{s} ne tient pas ses promesses", "reçu {s} à moitié vide",
            "je demande un remboursement pour {s}", "l’odeur de {s} me donne mal à la tête",
            "déçue par {s}", "{s} a coulé dans le colis", "je ne rachèterai pas {s}",
            "code promo refusé, encore",
        ),
    },
    tails={
        "positive": ("", "", "merci à vous", "continuez comme ça", "je recommande", "🥰", "✨✨",
                     "💛", "hâte de voir la suite", "top top top"),
        "neutral": ("", "", "merci d’avance", "merci", "🤔", "je veux bien un avis", "👀",
                    "pas pressée"),
        "negative": ("", "", "dommage", "vraiment déçue", "😡", "merci de me répondre", "👎",
                     "c’est la dernière fois", "je préférais avant"),
    },
    glue=("mais", "par contre", "dommage :", "en revanche"),
    winks=("… ou pas 🙃", "… bien sûr 🙃", ", non mais vraiment 👏👏", ", comme d’habitude quoi",
           ", on y croit"),
    ironic=(
        "Bravo, {w} pour un colis, un record 👏", "Super, {s} qui fuit dans mon sac, j’adore",
        "Génial : encore une hausse de prix, merci pour le cadeau 🙃",
        "Quel service client ! {w} que j’attends, chapeau",
        "Merci pour les rougeurs, c’est très tendance", "On applaudit {a}, cassée en {w} 👏👏",
        "Parfait, {s} en rupture le jour des soldes, quelle surprise",
    ),
    trouble=(
        "impossible de payer depuis la nouvelle page", "le paiement plante à chaque fois",
        "commande refusée trois fois, je laisse tomber {s}",
        "votre page de paiement tourne dans le vide", "carte débitée mais pas de commande",
    ),
    odd=(
        "<b>Top</b> ce soin, je valide", "=== PARFAIT ===", "=1+1 raisons d’aimer {s}",
        'Ma fille dit "encore !"\net moi aussi…\n\nmerci pour {s}', "♥️♥️♥️",
        "-10 % ? ; où ça ; ici ?",
    ),
)  # fmt: skip

_EN = _Bank(
    products=("the Skiddaw shell", "the Tarn 2 tent", "the Fell Runner vest", "my merino layer",
              "the Kestrel 45", "the Scree shoe", "the Hearth stove", "the repair kit",
              "the Bothy bag", "the Ridge lantern"),
    parts=("the zip", "the fit", "the stitching", "the waterproofing", "the hip belt", "the sole",
           "the new colour", "the packaging"),
    times=("two days", "three weeks", "a month", "ten days", "six weeks", "a fortnight"),
    openers={
        "positive": ("", "", "Wow!", "Honestly,", "Can confirm:", "Thank you!", "Hi all,"),
        "neutral": ("", "", "Hi,", "Quick question:", "Hello,", "Just checking:", "FYI,"),
        "negative": ("", "", "Hi,", "Sorry but", "Honestly,", "Help:", "Meh."),
    },
    cores={
        "positive": (
            "love {s}", "{s} kept me dry all weekend", "{a} is superb",
            "still going strong after {w}", "arrived early and well packed",
            "would buy {s} again tomorrow", "my dad keeps borrowing {s}",
            "best kit I have owned", "{s} is worth every penny",
            "got {s} for my sister, she is thrilled", "the shop staff are brilliant",
            "{a} is spot on", "hats off for {s}", "repaired free in {w}, amazing",
        ),
        "neutral": (
            "does {s} come in a longer size?", "when is {s} back?", "do you ship to Ireland?",
            "@tom.example have you seen {s}?", "is {s} in the Leeds shop?",
            "is {a} the same as last year?", "I ordered it {w} ago",
            "what is the difference between {s} and {t}?", "can I try it on in store?",
            "how long does {s} last?", "comparing it with {t}", "is the link in the bio?",
            "where is it made?", "entering with @meg.example",
        ),
        "negative": (
            "{s} leaked on the first walk", "parcel still not here after {w}",
            "{a} broke after {w}", "no answer from support for {w}",
            "{a} changed and it is much worse", "far too dear for what it is",
            "{s} does not do what it says", "got {s} with a hole in it",
            "I want a refund for {s}", "{s} gave me blisters", "let down by {s}",
            "{s} came in the wrong size twice", "won’t be buying {s} again",
            "discount code refused, again",
        ),
    },
    tails={
        "positive": ("", "", "thank you", "keep it up", "highly recommend", "🙌", "⛰️⛰️", "❤️",
                     "can’t wait for the next one", "top marks"),
        "neutral": ("", "", "thanks in advance", "cheers", "🤔", "any advice welcome", "👀",
                    "no rush"),
        "negative": ("", "", "shame", "really disappointed", "😡", "please reply", "👎",
                     "that was the last time", "it used to be better"),
    },
    glue=("but", "although", "shame:", "mind you"),
    winks=("… or not 🙃", "… of course 🙃", ", no, really 👏👏", ", as usual then",
           ", if you say so"),
    ironic=(
        "Well done, {w} for one parcel, a record 👏", "Lovely, {s} leaking into my boots, love it",
        "Great: another price rise, thanks for the gift 🙃",
        "What a support team! {w} of waiting, bravo", "Thanks for the blisters, very on trend",
        "A round of applause for {a}, gone in {w} 👏👏",
        "Perfect, {s} sold out on sale day, what a surprise",
    ),
    trouble=(
        "cannot pay since the new page", "payment fails every time",
        "order refused three times, giving up on {s}", "your checkout just spins",
        "card charged but no order",
    ),
    odd=(
        "<b>Top</b> kit, approved", "=== SUPERB ===", "=2+2 reasons to love {s}",
        'My lad says "again!"\nand so do I…\n\nthanks for {s}', "♥️♥️♥️", "-10 %? , where, here?",
    ),
)  # fmt: skip

_BANKS = {"fr": _FR, "en": _EN}
_ODD_TONES = ("positive", "positive", "positive", "positive", "positive", "neutral")
_MIXED = {"neutral": 0.4, "negative": 0.4, "positive": 0.2}
"""How people who were asked call a comment that likes one thing and not another."""

TROUBLE = 0.6
"""Share of negative comments about the trouble of the month, where there is one."""


def comment_text(
    language: str, tone: str, trouble: bool, rng: np.random.Generator
) -> tuple[str, str, str]:
    """One comment: its text, its true tone and its turn.

    Parameters
    ----------
    language : {"fr", "en"}
    tone : {"positive", "neutral", "negative"}
        Drawn for it; a turn may give another.
    trouble : bool
        Something is broken this month, and people say so.
    rng : numpy.random.Generator

    Returns
    -------
    text, tone, turn : str
        ``turn`` is ``plain``, ``mixed`` (likes one thing and not another), ``ironic`` (praise that
        means its contrary) or ``odd`` (signs that markup and spreadsheets may trip over).
    """
    bank, chance = _BANKS[language], rng.random()
    if chance < 0.02:
        place = int(rng.integers(len(bank.odd)))
        return _filled(bank, bank.odd[place], rng), _ODD_TONES[place], "odd"
    if chance < 0.10:
        return _mixed(bank, rng), str(rng.choice(list(_MIXED), p=list(_MIXED.values()))), "mixed"
    if tone == "negative" and chance < 0.33:
        return _ironic(bank, rng), tone, "ironic"
    cores = bank.cores[tone]
    if tone == "negative" and trouble and rng.random() < TROUBLE:
        cores = bank.trouble
    return _worn(_sentence(bank, tone, cores, rng), rng), tone, "plain"


def _one(texts: tuple[str, ...], rng: np.random.Generator) -> str:
    return texts[int(rng.integers(len(texts)))]


def _filled(bank: _Bank, text: str, rng: np.random.Generator) -> str:
    first, second = rng.choice(len(bank.products), size=2, replace=False)
    return text.format(
        s=bank.products[first],
        t=bank.products[second],
        a=_one(bank.parts, rng),
        w=_one(bank.times, rng),
    )


def _sentence(bank: _Bank, tone: str, cores: tuple[str, ...], rng: np.random.Generator) -> str:
    opener, tail = _one(bank.openers[tone], rng), _one(bank.tails[tone], rng)
    core = _filled(bank, _one(cores, rng), rng)
    if not opener or opener[-1] in "!.":
        core = core[0].upper() + core[1:]
    spaced = core[-1] in "?!" or not tail[:1].isalpha()
    gap = "\n" if rng.random() < 0.06 else " " if spaced else ", "
    return f"{opener} {core}{gap if tail else ''}{tail}".strip()


def _ironic(bank: _Bank, rng: np.random.Generator) -> str:
    """Half are praise with a wink, in the very words of those who mean it."""
    if rng.random() < 0.5:
        return _filled(bank, _one(bank.ironic, rng), rng)
    praise = _filled(bank, _one(bank.cores["positive"], rng), rng)
    return f"{praise[0].upper()}{praise[1:]}{_one(bank.winks, rng)}"


def _mixed(bank: _Bank, rng: np.random.Generator) -> str:
    """One thing is liked and another is not, in either order."""
    liked, not_liked = (
        _filled(bank, _one(bank.cores[tone], rng), rng) for tone in ("positive", "negative")
    )
    first, second = (liked, not_liked) if rng.random() < 0.7 else (not_liked, liked)
    return f"{first[0].upper()}{first[1:]}, {_one(bank.glue, rng)} {second}"


def _worn(text: str, rng: np.random.Generator) -> str:
    """The text as thumbs type it: at times without accents, shouted, or drawn out."""
    chance = rng.random()
    if chance < 0.10:
        bare = unicodedata.normalize("NFKD", text.lower())
        return "".join(sign for sign in bare if not unicodedata.combining(sign)).replace("’", "'")
    if chance < 0.14:
        return text.upper()
    if chance < 0.19:
        return f"{text} {'!' * int(rng.integers(2, 5))}"
    return text
