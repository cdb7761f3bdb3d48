"""Small words are found before a place and taken out of a row, the longest first."""

from __future__ import annotations

import pytest

from biennien.pipeline import load_knowledge


@pytest.mark.parametrize(
    ("kind", "lower", "found"),
    [
        ("preposition", "bà bàn với ", "với"),
        ("preposition", "bà bàn với  ", "với"),
        ("preposition", "bà bàn đối với ", "đối với"),
        ("preposition", "bà bàn với", None),  # no blank behind it
        ("preposition", "bà bàn với\n", None),  # another line
        ("preposition", "bà bàn\nvới ", "với"),
        ("preposition", "bà nói ", None),
        ("preposition", " ", None),
    ],
)
def test_the_small_word_before_a_place(kind, lower, found):
    begin = load_knowledge().begin_of_joint(kind, lower, len(lower))
    assert begin == (None if found is None else lower.rindex(found))


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("bà đã nói", "bà nói"),
        ("bà một lần nữa nói", "bà nói"),
        ("bà một lần nói", "bà một lần nói"),
        ("đã sẽ", ""),
        ("bà lần đầu tiên", "bà"),
    ],
)
def test_small_words_are_taken_out(words, left):
    assert load_knowledge().without_joints("adverb", words.split()) == left.split()


def test_a_syllable_begins_a_small_word():
    knowledge = load_knowledge()
    assert knowledge.begins_joint("adverb", "lần") and not knowledge.is_joint("adverb", "lần")
    assert knowledge.is_joint("adverb", "lần đầu") and not knowledge.begins_joint("adverb", "chợ")
