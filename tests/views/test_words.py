"""Sentences, names and problems in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from made_findings import make_catalogue

from kpi_helpers.errors import CatalogueError, Problem
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.views import words as words_module
from kpi_helpers.views.words import Words, placeholders

N = "\u202f"


@pytest.fixture
def said(monkeypatch):
    """Let `Words` know a few messages of the test only."""

    def tell(messages: dict[str, str], french: dict[str, str] | None = None) -> None:
        known = dict(words_module.all_messages()) | messages
        monkeypatch.setattr(words_module, "all_messages", lambda: known)
        monkeypatch.setattr(words_module, "translations", lambda locale: french or {})

    return tell


def test_a_sentence_of_a_finding_reads_well_in_both_languages(findings, french, english):
    finding = findings["month_in_figures"]

    assert english.sentence(finding) == (
        "In October 2026, in proportion, NPS rose most (+10%) and engagement rate by reach fell "
        f"most (\u22120.4{N}pt). 9 of 10 KPIs have a figure."
    )
    assert french.sentence(finding) == (
        f"En octobre 2026, en proportion, la plus forte hausse est celle de «{N}NPS{N}» "
        f"(+10{N}%), la plus forte baisse celle de «{N}taux d’engagement par couverture{N}» "
        f"(\u22120,4{N}pt). "
        "9 KPI sur 10 ont un chiffre."
    )


def test_a_name_has_its_capital_at_the_start_of_a_sentence_only(said, english):
    said({"m": "{a} beat {b}. {a} won."})
    names = {"a": Ref("kpi", "revenue"), "b": Ref("kpi", "nps")}

    assert english.message("m", names) == "Revenue beat NPS. Revenue won."
    assert english.message("m", {"a": Ref("kpi", "nps"), "b": Ref("kpi", "revenue")}) == (
        "NPS beat revenue. NPS won."
    )


def test_a_proper_name_keeps_its_capital_everywhere(said, english):
    said({"m": "most of it on {network}"})

    assert english.message("m", {"network": Ref("network", "facebook")}) == (
        "most of it on Facebook"
    )


def test_a_word_follows_the_number_before_it(said):
    said({"m": "{n} {n:row|rows}"}, {"{n} {n:row|rows}": "{n} {n:ligne|lignes}"})

    assert [Words("en").message("m", {"n": n}) for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert [Words("fr").message("m", {"n": n}) for n in (0, 1, 2)] == [
        "0 ligne",
        "1 ligne",
        "2 lignes",
    ]
    assert Words("en").message("m", {"n": ["a", "b"]}) == "a and b rows"


def test_a_form_of_a_word_may_hold_a_value_of_its_own(said):
    said({"tried": "for {n:the one KPI|all {n} {kind}s}"})

    assert Words("en", make_catalogue()).message("tried", {"n": 1, "kind": "KPI"}) == (
        "for the one KPI"
    )
    assert Words("en", make_catalogue()).message("tried", {"n": 3, "kind": "KPI"}) == (
        "for all 3 KPIs"
    )
    assert placeholders("{n:one|all {n} {kind}s}") == {"n", "kind"}


def test_every_kind_of_value_is_written_for_the_reader(french):
    values = [
        Figure(0.039, "percent"),
        Ref("network", "web"),
        Month(2026, 9),
        Month(2026, 9).period,
        date(2026, 10, 5),
        412_880,
        None,
        True,
        "Post <b>",
        [Ref("kpi", "nps"), Ref("kpi", "roas"), "x"],
        [],
    ]

    assert [french.value(value) for value in values] == [
        f"3,9{N}%",
        "Site web",
        "septembre 2026",
        "septembre 2026",
        "5 octobre 2026",
        f"412{N}880",
        "–",
        "oui",
        "Post <b>",
        "NPS, ROAS et x",
        "–",
    ]


def test_a_month_given_as_text_is_named(said, english):
    said({"m": "in {month}"})

    assert english.message("m", {"month": "2026-09"}) == "in September 2026"


def test_a_value_that_is_not_given_is_an_error_that_names_it(said):
    said({"m": "{kpi} rose"})

    with pytest.raises(KeyError, match=r"message 'm' needs a value for \{kpi\}"):
        Words("en").message("m", {"other": 1})


def test_an_unknown_message_is_an_error():
    with pytest.raises(KeyError, match="no_such_message"):
        Words("en").message("no_such_message")


def test_an_unknown_locale_is_an_error():
    with pytest.raises(ValueError, match="unknown locale 'de'; known: fr, en"):
        Words("de")


@pytest.mark.parametrize(
    ("ref", "french", "english"),
    [
        (Ref("kpi", "revenue"), "Chiffre d’affaires", "Revenue"),
        (Ref("funnel_stage", "act"), "Interagir", "Act"),
        (Ref("funnel_stage", "serve"), "Servir", "Serve"),
        (Ref("funnel", "race"), "RACE", "RACE"),
        (Ref("stage", "visit"), "Faire venir", "Visit"),
        (Ref("audience", "lead"), "Prospects", "Leads"),
        (Ref("department", "customer_service"), "Service client", "Customer service"),
        (Ref("channel", "Paid Social"), "Réseaux sociaux payants", "Paid social"),
        (Ref("funding", "boosted"), "Boosté", "Boosted"),
        (Ref("content_type", "photo"), "Photo", "Photo"),
        (Ref("comparison", "year_ago"), "le même mois de l’an dernier", "the same month last year"),
        (Ref("grain", "post"), "Publications", "Posts"),
        (Ref("verdict", "bad"), "En retard", "Behind"),
        (Ref("brand", "maison_alba"), "Maison Alba", "Maison Alba"),
        (Ref("region", "FR-IDF"), "FR-IDF", "FR-IDF"),
        (Ref("kpi", "nobody_knows"), "nobody_knows", "nobody_knows"),
    ],
)
def test_a_thing_has_a_name_in_each_language_and_else_its_id(ref, french, english):
    assert Words("fr", make_catalogue()).ref(ref) == french
    assert Words("en", make_catalogue()).ref(ref) == english


def test_a_problem_tells_where_it_stands_before_what_it_is(said):
    said({"m": "unknown measure “{found}” · did you mean “{near}”? · correct the name"})
    values = {"found": "viewz", "near": "views"}
    place = {"file": "params/kpis.yaml", "line": 37, "key": "ctr › formula"}
    error = CatalogueError(Problem("m", values, **place), Problem("m", values))

    assert Words("en").error(error) == [
        "params/kpis.yaml:37 · ctr › formula · unknown measure “viewz” · did you mean “views”? · "
        "correct the name",
        "unknown measure “viewz” · did you mean “views”? · correct the name",
    ]


def test_french_puts_a_narrow_space_before_double_punctuation(said):
    said({"m": "x"}, {"x": "Vraiment ? Oui : « {a} » ; 5 % !"})

    assert Words("fr").message("m", {"a": "rien"}) == (
        f"Vraiment{N}? Oui{N}: «{N}rien{N}»{N}; 5{N}%{N}!"
    )


def test_a_text_without_translation_stays_english_and_markdown_is_left_whole(said):
    said({}, {"A table": "Un tableau :\n\n| a | b |\n| :--- | ---: |\n| ![x](y) | `a ? b`"})

    assert Words("fr").prose("Not translated: yes") == "Not translated: yes"
    assert "| :--- | ---: |" in Words("fr").prose("A table\n")
    assert "![x](y)" in Words("fr").prose("A table")


def test_a_reason_in_a_cell_is_short_and_an_unknown_one_is_its_name(french):
    assert french.reason("incomplete") == "période non couverte en entier"
    assert french.reason("not_a_count") == "un passage demande deux nombres"
    assert french.reason("nobody_wrote_this") == "nobody wrote this"


def test_a_column_nobody_named_is_headed_by_its_own_name(english):
    assert english.column("value") == "Value"
    assert english.column("lag_days") == "lag days"


def test_a_caveat_names_the_kpis_it_concerns(french):
    kpis = [Ref("kpi", "revenue"), Ref("kpi", "orders")]

    assert french.caveat(Caveat("unsettled", {"kpis": kpis})) == (
        f"La source peut encore modifier ces chiffres{N}: chiffre d’affaires et commandes."
    )


def test_a_long_row_of_names_ends_with_how_many_others_there_are(said):
    said({"m": "{kpis}"})
    names = [Ref("kpi", letter) for letter in "abcdefgh"]

    assert Words("en").message("m", {"kpis": names}) == "a, b, c, d, e and 3 others"
    assert Words("fr").message("m", {"kpis": names[:6]}) == "a, b, c, d, e et f"
    assert Words("en").message("m", {"kpis": list("abcdefgh")}).endswith("g and h")


def test_values_from_the_data_are_never_read_as_placeholders(said):
    said({"m": "{a} and {b}"})

    assert Words("en").message("m", {"a": "{b}", "b": "%s {0}"}) == "{b} and %s {0}"
    assert placeholders("{a} {n:row|rows} {{x}}") == {"a", "n"}


def test_every_finding_can_be_said_in_both_languages(findings, french, english):
    for finding in findings.values():
        assert isinstance(finding, Finding)
        assert "{" not in french.sentence(finding) + english.sentence(finding)
        assert french.sentence(finding) != english.sentence(finding)


def test_a_public_figure_inside_a_sentence_has_no_capital(french, english):
    caveat = Caveat(
        "references_of_all", {"figures": [Ref("public_figure", "public_posts_per_week")]}
    )

    assert english.caveat(caveat).endswith("for posts a week.")
    assert "publications par semaine" in french.caveat(caveat)


def test_a_text_from_outside_turns_no_figure_around_and_does_not_fill_the_page(said, english):
    said({"found": "{label}: {value}"})
    turned = {"label": "\u202eSale\u2066", "value": Figure(428.0, "count")}
    told = english.ref(Ref("quoted", "y" * 10_000))

    assert english.message("found", turned) == "Sale: 428"
    assert english.ref(Ref("quoted", "\u202eSale")) == "“Sale”"
    assert told == f"“{'y' * 119}…”"


def test_a_text_from_outside_is_quoted_as_each_language_does():
    caption = Ref("quoted", "Le geste : {0} <b>")

    assert Words("en").ref(caption) == "“Le geste : {0} <b>”"
    assert Words("fr").ref(caption) == "«\u202fLe geste : {0} <b>\u202f»"
