from __future__ import annotations

import pytest

from kpi_helpers.sources.contract import Column, Export, bind
from kpi_helpers.sources.headers import nearest, normalised, read_header

POSTS = Export(
    "posts",
    (
        Column("id", ("Post ID", "Identifiant"), required=True),
        Column("views", ("Views", "Vues"), "integer", "views"),
        Column("views_3s", ("Vues de 3 secondes",), "integer", "views_3s"),
        Column("seconds", ("Secondes regardé*",), "number", "seconds"),
        Column("earnings", ("Revenus estimés ({currency})",), "money", "earnings"),
    ),
    ignored=("Langues",),
)


def bound(*cells):
    return bind(POSTS, read_header(cells, 1, "posts.csv"), "posts.csv")


@pytest.mark.parametrize(
    ("found", "form"),
    [
        ("Mentions J’aime", "mentions j'aime"),
        ("Mentions J'aime ", "mentions j'aime"),
        ("Durée (s)", "duree (s)"),
        ("Spectateurs de 3\u00a0secondes", "spectateurs de 3 secondes"),
        ("Vues\u202f: total", "vues : total"),
        ("\ufeffDate", "date"),
        ("𝗩𝘂𝗲𝘀", "vues"),
    ],
)
def test_a_header_has_one_form_however_it_is_written(found, form):
    assert normalised(found) == form


def test_a_header_decoded_wrongly_is_read_as_it_was_meant_and_told():
    header = read_header(["Montant dÃ©pensÃ© (EUR)", "Vues"], 3, "ads.csv")

    assert header.names == ("montant depense (eur)", "vues")
    assert [(p.message, p.line, p.values["read"]) for p in header.problems] == [
        ("garbled_header", 3, "Montant dépensé (EUR)")
    ]


def test_empty_cells_at_the_end_of_a_header_are_no_columns():
    assert read_header(["a", "", "b", "", ""], 1, "x").cells == ("a", "", "b")


def test_columns_are_found_by_any_of_their_names():
    found = bound("IDENTIFIANT", "vues", "Secondes regardées")

    assert dict(found.places) == {"id": (0,), "views": (1,), "seconds": (2,)}


def test_an_exact_name_wins_over_a_loose_one():
    """Vues de 3 secondes is not Vues."""
    found = bound("Post ID", "Vues de 3 secondes", "Vues")

    assert found.places["views"] == (2,)
    assert found.places["views_3s"] == (1,)


def test_both_columns_of_a_bilingual_file_are_found():
    assert bound("Post ID", "Views", "Vues").places["views"] == (1, 2)


def test_the_currency_of_a_header_is_kept():
    assert bound("Post ID", "Revenus estimés (USD)").currencies == {"earnings": "USD"}


def test_a_header_that_looks_renamed_is_told_and_others_are_not():
    problems = bound("Post ID", "Viewss", "Langues", "Something else").problems

    assert [(p.message, p.key, p.values["near"], p.severity) for p in problems] == [
        ("renamed_column", "Viewss", "Views", "warn")
    ]


def test_required_columns_are_named_as_the_platform_writes_them():
    assert POSTS.missing(read_header(["Vues"], 1, "x")) == ("Post ID",)


def test_the_nearest_name_is_given_as_it_is_written():
    assert nearest("Abonnes", ["Date", "Abonnés"]) == "Abonnés"
    assert nearest("zzz", ["Date", "Abonnés"]) is None
