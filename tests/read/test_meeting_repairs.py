"""Deciding to call off, ministers' meetings of a body, and who visits whom."""

import pytest
from tests.read.test_meeting_scope import told

CASES = [
    ("Ông Modi quyết định hủy cuộc gặp với ông Macron.", ["cancelled Emmanuel Macron + Narendra Modi"]),
    ("Ông Modi tính hủy cuộc gặp với ông Macron.", ["unclear Emmanuel Macron + Narendra Modi"]),
    ("NATO hoãn họp ngoại trưởng.", ["postponed NATO"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_told(text: str, expected: list[str]) -> None:
    assert told(text) == expected
