"""Ticks and labels of all charts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpi_helpers.views.charts.theme import distinct, nice_ticks, wrapped


@given(
    values=st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=1, max_size=20),
    zero=st.booleans(),
)
def test_ticks_hold_every_value_and_stay_few(values, zero):
    ticks = nice_ticks(values, "count", zero=zero)

    reach = abs(ticks[-1] - ticks[0]) * 1e-9
    assert ticks == sorted(ticks)
    assert 2 <= len(ticks) <= 6
    assert ticks[0] - reach <= min(values)
    assert max(values) <= ticks[-1] + reach
    assert not zero or ticks[0] <= 0 <= ticks[-1]


def test_ticks_are_round_numbers_of_the_unit():
    assert nice_ticks([1_620_000, 1_830_000], "count") == [1.6e6, 1.7e6, 1.8e6, 1.9e6]
    assert nice_ticks([2_640.0, 2_990.0], "seconds") == [2640.0, 2760.0, 2880.0, 3000.0]
    assert nice_ticks([5.0], "count", zero=True) == [0.0, 2.0, 4.0, 6.0]
    assert nice_ticks([0.0, 0.0], "percent") == [0.0, 0.5, 1.0]


@given(st.lists(st.text(max_size=3), max_size=12))
def test_labels_are_made_different_without_a_visible_change(labels):
    changed = distinct(labels)

    assert len(set(changed)) == len(labels) or any("\u200b" in label for label in labels)
    assert [text.rstrip("\u200b") for text in changed] == [text.rstrip("\u200b") for text in labels]


def test_a_long_label_takes_two_lines_and_says_that_it_is_cut():
    assert wrapped("Couverture cumulée") == "Couverture cumulée"
    assert wrapped("Taux d’engagement par couverture") == "Taux d’engagement par\ncouverture"
    assert wrapped("un deux trois quatre cinq six sept huit neuf dix onze").endswith(" …")
