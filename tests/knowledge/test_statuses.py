"""The ten statuses and which change may follow which."""

from __future__ import annotations

import pytest

from biennien.knowledge.statuses import load_statuses, may_follow, read_statuses
from biennien.model.errors import KnowledgeError

TEN = {
    "proposed", "announced", "postponed", "cancelled", "refused", "not_needed", "not_ruled_out", "conditional", "held", "unclear",
}  # fmt: skip


def test_there_are_ten_and_each_may_come_first() -> None:
    assert set(load_statuses()) == TEN
    assert all(may_follow(status, None) for status in TEN)


@pytest.mark.parametrize(
    ("before", "status", "legal"),
    [
        ("announced", "postponed", True),
        ("postponed", "announced", True),
        ("cancelled", "postponed", False),
        ("cancelled", "not_ruled_out", True),
        ("cancelled", "held", False),
        ("held", "cancelled", False),
        ("held", "held", True),
    ],
)
def test_what_may_follow(before: str, status: str, legal: bool) -> None:
    assert may_follow(status, before) is legal


def test_a_row_that_names_no_status_is_refused_with_its_line() -> None:
    with pytest.raises(KnowledgeError, match=r"statuses\.tsv:2"):
        read_statuses("status\tkind\tafter\tschema\tiptc\nheld\tfate\t-|gone\t\t\n", "statuses.tsv")
