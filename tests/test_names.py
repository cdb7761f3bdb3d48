"""Names as people type them."""

from __future__ import annotations

import pytest

from biennien.names import goes_by


@pytest.mark.parametrize(
    ("asked", "name", "found"),
    [
        ("dien kremlin", "Điện Kremlin", True),
        ("ĐIỆN", "Điện Kremlin", True),
        ("Zakhar", "Maria Zakharova", True),
        ("Orban", "Viktor Orbán", True),
        ("us", "Russia", False),
        ("kharova", "Maria Zakharova", False),
        ("", "Russia", False),
        ("!", "Russia", False),
    ],
)
def test_a_name_goes_by_its_words_and_their_beginnings(asked: str, name: str, found: bool) -> None:
    assert goes_by(asked, [name]) is found
