"""Labelling by single keys: each is saved at once, none is lost, any can be taken back."""

import pytest

from kpi_helpers.views.widgets.labelling import _Labelling, keys_of
from kpi_helpers.views.words import Words

ITEMS = [{"id": f"c{place}", "text": f"Text {place}"} for place in range(4)]
VALUES = {"positive": "Positive", "neutral": "Neutral", "negative": "Negative"}


@pytest.fixture
def labelling():
    saved = []
    made = _Labelling(ITEMS, VALUES, lambda *one: saved.append(one), Words("en").message, 10)
    return made, saved


def typed(made, *texts):
    for text in texts:
        made.field.value = text


def test_each_value_has_a_number_and_a_letter_that_nothing_else_has():
    assert keys_of(list(VALUES)) == {
        "1": "positive", "p": "positive", "2": "neutral", "n": "neutral",
        "3": "negative", "e": "negative",
    }  # fmt: skip
    assert "b" not in keys_of(["bad", "sad"])
    assert "s" not in keys_of(["bad", "sad"])


def test_one_key_saves_a_label_and_shows_the_next_text(labelling):
    made, saved = labelling
    typed(made, "p", "p3")

    assert saved == [("c0", "positive"), ("c1", "negative")]
    assert "Text 2" in made.text.value
    assert "12 labelled, 2 left" in made.told.value
    assert made.progress.value == 12


def test_keys_typed_faster_than_they_are_read_are_all_heard(labelling):
    made, saved = labelling
    typed(made, "p2E")

    assert [value for _, value in saved] == ["positive", "neutral", "negative"]


def test_deleting_a_sign_or_pressing_b_goes_back_and_the_next_label_is_the_newest(labelling):
    made, saved = labelling
    typed(made, "p", "pp", "p", "pe", "peb", "pebn")

    assert saved == [
        ("c0", "positive"), ("c1", "positive"), ("c1", "negative"), ("c1", "neutral"),
    ]  # fmt: skip
    assert "12 labelled, 2 left" in made.told.value


def test_skipping_saves_nothing_and_other_keys_do_nothing(labelling):
    made, saved = labelling
    typed(made, "s", "sx", "sx ", "sx p")

    assert saved == [("c1", "positive")]


def test_after_the_last_text_nothing_more_is_saved_but_one_can_go_back(labelling):
    made, saved = labelling
    typed(made, "pppppp")
    assert len(saved) == 4
    assert "Nothing is left to label." in made.text.value
    typed(made, "ppppppb", "ppppppbn")

    assert saved[-1] == ("c3", "neutral")


def test_a_label_that_cannot_be_saved_is_told_and_asked_for_again():
    def refuse(*_):
        raise OSError("disk <full>")

    made = _Labelling(ITEMS, VALUES, refuse, Words("en").message, 0)
    typed(made, "p")

    assert "Not saved: disk &lt;full&gt;" in made.told.value
    assert "Text 0" in made.text.value
    assert made.progress.value == 0


def test_a_hostile_text_is_shown_and_never_run():
    items = [{"id": "c", "text": "<img src=x onerror=alert(1)>\n2nd line"}]
    made = _Labelling(items, VALUES, lambda *_: None, Words("fr").message, 0)

    assert "<img" not in made.text.value
    assert "&lt;img src=x onerror=alert(1)&gt;\n2nd line" in made.text.value


def test_buttons_do_what_the_keys_do(labelling):
    made, saved = labelling
    buttons = {button.description: button for button in made.box.children[3].children}
    assert list(buttons) == [
        "Positive (1, p)", "Neutral (2, n)", "Negative (3, e)", "Back (b)", "Skip (s)",
    ]  # fmt: skip
    buttons["Neutral (2, n)"].click()
    buttons["Back (b)"].click()

    assert saved == [("c0", "neutral")]
    assert "Text 0" in made.text.value
    assert "Last: Neutral" in made.told.value


def test_without_a_text_there_is_nothing_to_label():
    made = _Labelling([], VALUES, lambda *_: None, Words("en").message, 0)
    typed(made, "p")

    assert "Nothing is left to label." in made.text.value
