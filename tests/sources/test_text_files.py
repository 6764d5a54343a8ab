from __future__ import annotations

import codecs
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_exports import write

from kpi_helpers.errors import SourceError
from kpi_helpers.sources.text import guess_separator, open_text

TABLE = "Prénom,Vues\nZoé,12\n"


def opened(tmp_path, content, encoding="utf-8"):
    path = write(tmp_path / "export.csv", content, encoding)
    return open_text(path, path.name)


def refusal(tmp_path, content, **options):
    with pytest.raises(SourceError) as caught:
        open_text(write(tmp_path / "export.csv", content), "export.csv", **options)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("utf-8"),
        TABLE.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "windows"],
)
def test_the_same_table_is_read_from_every_encoding(tmp_path, content):
    text = opened(tmp_path, content)

    assert list(text.records()) == [(1, ["Prénom", "Vues"]), (2, ["Zoé", "12"])]


def test_an_encoding_that_is_only_assumed_is_told_with_the_line_that_gave_it_away(tmp_path):
    text = opened(tmp_path, "Vues\n12\nZoé\n".encode("cp1252"))

    assert [(p.message, p.line, p.severity) for p in text.problems] == [
        ("assumed_encoding", 3, "warn")
    ]


def test_one_damaged_byte_does_not_turn_all_accents_into_rubbish(tmp_path):
    text = opened(tmp_path, "Prénom;Réseau\n".encode() + b"Zo\xe9;d\xc3\xa9j\xc3\xa0\n")

    assert list(text.records())[1] == (2, ["Zo\ufffd", "déjà"])
    assert [(p.message, p.values["count"]) for p in text.problems] == [("damaged_bytes", 1)]


def test_a_separator_line_is_obeyed_and_counted_as_a_line(tmp_path):
    text = opened(tmp_path, codecs.BOM_UTF16_LE + 'sep=;\n"a";"b,c"\n1;2\n'.encode("utf-16-le"))

    assert list(text.records()) == [(2, ["a", "b,c"]), (3, ["1", "2"])]


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("a,b,c", ","),
        ("a;b;c", ";"),
        ("a\tb", "\t"),
        ("Réactions, commentaires et partages;Vues;Couverture", ";"),
        ('"a;b;c",d', ","),
        ("one column", ","),
    ],
)
def test_the_separator_is_found_outside_the_quotes_of_the_header(header, separator):
    assert guess_separator(header) == separator


def test_a_record_is_known_by_the_line_at_which_it_starts(tmp_path):
    text = opened(tmp_path, 'id,caption\r\n1,"two\r\nlines"\r\n2,one\r\n3,"a\r\n\r\nb"\r\n4,x')

    assert [line for line, _ in text.records()] == [1, 2, 4, 5, 8]


def test_a_quote_that_never_closes_costs_one_record_only(tmp_path):
    text = opened(tmp_path, 'id,text\n1,"open\n2,"fine"\n3,"two\nlines"\n')

    assert list(text.records()) == [
        (1, ["id", "text"]),
        (2, None),
        (3, ["2", "fine"]),
        (4, ["3", "two\nlines"]),
    ]


def test_a_quote_open_at_the_end_of_the_file_leaves_what_follows_readable(tmp_path):
    text = opened(tmp_path, 'id,text\n1,a\n2,"open\n3,b\n4,c\n')

    assert list(text.records())[2:] == [(3, None), (4, ["3", "b"]), (5, ["4", "c"])]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=8))
def test_every_table_written_as_csv_comes_back_with_its_lines(tmp_path_factory, rows):
    """Lines are those that an editor counts: LF, CR and CRLF end one, in quotes or not."""
    records = [",".join(f'"{c}"' for c in _doubled(row)) + "\n" for row in rows]
    starts = [1 + _line_count("".join(records[:place])) for place in range(len(records))]
    text = opened(tmp_path_factory.mktemp("csv"), "".join(records))

    assert list(text.records(",")) == list(zip(starts, rows, strict=True))


def _doubled(row: list[str]) -> list[str]:
    return [cell.replace('"', '""') for cell in row]


def _line_count(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def test_what_is_no_text_is_named_for_what_it_is(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", TABLE)
    page = b"<!DOCTYPE html><html><title>Log in</title></html>"

    assert refusal(tmp_path, (tmp_path / "a.zip").read_bytes()) == ["zip_file"]
    assert refusal(tmp_path, page) == ["web_page"]
    assert refusal(tmp_path, b"\x7fELF\x00\x01\x02") == ["binary_file"]
    assert refusal(tmp_path, b"%PDF-1.7") == ["binary_file"]
    assert refusal(tmp_path, b"\x81\x8d\x8f\x90,\x9d\n") == ["binary_file"]
    assert refusal(tmp_path, b"") == ["empty_file"]
    assert refusal(tmp_path, b"\n \n") == ["empty_file"]
    assert refusal(tmp_path, codecs.BOM_UTF8) == ["empty_file"]
    assert refusal(tmp_path, codecs.BOM_UTF16_LE + "sep=,\n".encode("utf-16-le")) == ["empty_file"]


def test_a_file_cut_off_inside_a_character_is_refused(tmp_path):
    wide = codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le")

    assert refusal(tmp_path, wide[:-1]) == ["cut_off_file"]
    assert refusal(tmp_path, "a,é".encode()[:-1]) == ["cut_off_file"]


def test_a_declared_encoding_is_never_replaced_by_a_guess(tmp_path):
    content = "Zoé\n".encode("cp1252")

    assert refusal(tmp_path, content, encoding="utf-8") == ["wrong_encoding"]
    assert refusal(tmp_path, content, encoding="latin-17") == ["unknown_encoding"]
    assert open_text(tmp_path / "export.csv", "export.csv", "cp1252").problems == ()


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(SourceError) as caught:
        open_text(tmp_path / "gone.csv", "gone.csv")

    assert caught.value.problems[0].message == "unreadable_file"
