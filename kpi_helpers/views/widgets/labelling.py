"""One text after another, each labelled with one key: the hands never leave the keyboard.

Keys are typed into a field, which keeps the focus and shows what was typed; deleting a sign goes
back. Nothing is kept here: each label is saved when its key is pressed, so the lab may be closed
at any time and the next opening goes on where this one ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets

__all__ = ["label_texts"]

BACK, SKIP = "b", "s"
_SHOWN = (
    '<div style="font-size:1.25em;line-height:1.5;min-height:5em;max-width:44em;'
    'white-space:pre-wrap">{}</div>'
)


def label_texts(
    items: Sequence[Mapping[str, Any]],
    values: Mapping[str, str],
    save: Callable[[str, str], None],
    say: Callable[..., str],
    *,
    labelled: int = 0,
) -> ipywidgets.VBox:
    """Let the reader label texts by single keys.

    Parameters
    ----------
    items : sequence of mapping
        ``id`` and ``text``, in the order to be labelled.
    values : Mapping[str, str]
        Value to save, to what the reader sees. Its keys are its number and a letter of its own,
        see :func:`keys_of`.
    save : callable
        Called as ``save(id, value)`` at once; a later value of an id must win.
    say : callable
        ``say(message, values)``: a message of the package in the reader's language.
    labelled : int
        How many were labelled before.

    Returns
    -------
    ipywidgets.VBox
    """
    return _Labelling(items, values, save, say, labelled).box


def keys_of(values: Sequence[str]) -> dict[str, str]:
    """Key to value: its number, and its first letter that no other key has.

    ``positive, neutral, negative`` have 1, 2, 3 and p, n, e; back and skip keep b and s.
    """
    keys: dict[str, str] = {}
    for number, value in enumerate(values, start=1):
        letters = [letter for letter in value if letter not in (BACK, SKIP) and letter not in keys]
        keys[str(number)] = value
        if letters:
            keys[letters[0]] = value
    return keys


class _Labelling:
    """The place in the row of texts, and the controls that show it."""

    def __init__(
        self,
        items: Sequence[Mapping[str, Any]],
        values: Mapping[str, str],
        save: Callable[[str, str], None],
        say: Callable[..., str],
        labelled: int,
    ):
        self.items, self.values, self.save, self.say = list(items), dict(values), save, say
        self.keys = keys_of(list(values))
        self.before = labelled
        self.place = 0
        self.given: dict[str, str] = {}
        self.typed = ""
        self.text = ipywidgets.HTML()
        self.told = ipywidgets.HTML()
        self.progress = ipywidgets.IntProgress(max=max(labelled + len(self.items), 1))
        self.field = ipywidgets.Text(placeholder=say("labelling_field"), continuous_update=True)
        self.field.observe(self._typed, names="value")
        self.box = ipywidgets.VBox(
            [self.progress, self.text, self.field, self._buttons(), self.told]
        )
        self._show()

    def _buttons(self) -> ipywidgets.HBox:
        """What the keys do, for the mouse and for those who look."""
        buttons = []
        for number, (value, label) in enumerate(self.values.items(), start=1):
            letter = next(key for key, one in self.keys.items() if one == value and key.isalpha())
            buttons.append(self._button(f"{label} ({number}, {letter})", str(number)))
        buttons.append(self._button(f"{self.say('labelling_back')} ({BACK})", BACK))
        buttons.append(self._button(f"{self.say('labelling_skip')} ({SKIP})", SKIP))
        return ipywidgets.HBox(buttons, layout=ipywidgets.Layout(flex_flow="row wrap"))

    def _button(self, description: str, key: str) -> ipywidgets.Button:
        button = ipywidgets.Button(description=description)
        button.layout.width = "max-content"
        button.on_click(lambda _: (self._press(key), self.field.focus()))
        return button

    def _typed(self, change: Mapping[str, Any]) -> None:
        """Act on what the field has gained since it was last read; a sign deleted goes back."""
        text = str(change["new"])
        kept = 0
        while kept < min(len(text), len(self.typed)) and text[kept] == self.typed[kept]:
            kept += 1
        for _ in range(len(self.typed) - kept):
            self._press(BACK)
        for sign in text[kept:]:
            self._press(sign.casefold())
        self.typed = text

    def _press(self, key: str) -> None:
        """Do what a key says; any other key does nothing."""
        if key == BACK:
            self.place = max(self.place - 1, 0)
        elif key == SKIP and self.place < len(self.items):
            self.place += 1
        elif key in self.keys and self.place < len(self.items):
            item = str(self.items[self.place]["id"])
            try:
                self.save(item, self.keys[key])
            except Exception as error:  # the kernel would swallow it, and the label with it
                self._show(self.say("labelling_failed", {"reason": str(error)}))
                return
            self.given[item] = self.keys[key]
            self.place += 1
        self._show()

    def _show(self, failure: str = "") -> None:
        left = self.place >= len(self.items)
        text = self.say("labelling_done") if left else str(self.items[self.place]["text"])
        self.text.value = _SHOWN.format(escape(text))
        done = self.before + len(self.given)
        self.progress.value = min(done, self.progress.max)
        counts = {"done": done, "left": len(self.items) - len(self.given)}
        told = [failure, self.say("labelling_progress", counts)]
        last = None if left else self.given.get(str(self.items[self.place]["id"]))
        if last is not None:
            told.append(self.say("labelling_last", {"label": self.values[last]}))
        self.told.value = "<br>".join(escape(one) for one in told if one)
