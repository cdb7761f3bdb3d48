"""`A and B` are two; a body with an "and" in its own name is one."""

from __future__ import annotations

import pytest

from biennien.knowledge.load import load_knowledge


@pytest.mark.parametrize(
    ("entity", "parts"),
    [
        ("Ministry of Commerce and Industry (India)", 1),
        ("Winston Peters and Sugiono", 2),
        ("Winston Peters and Ministry of Commerce and Industry (India)", 2),
        ("Nguyễn Văn A and Trần Thị B", 2),
    ],
)
def test_parts(entity: str, parts: int) -> None:
    assert len(load_knowledge().world.parts(entity)) == parts
