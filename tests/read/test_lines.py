"""A title without a full stop does not run into the first words of the paragraph below."""

from __future__ import annotations

from biennien import read_text


def test_a_number_at_the_end_of_a_title_counts_no_source_below_it() -> None:
    text = (
        "Ông Marcos sẽ thăm Hà Nội trong tháng 6\n\nNgoại trưởng Indonesia Sugiono cho biết ông cũng sẽ tới."
    )
    (said,) = read_text(text, published="2026-05-02").attributions
    assert said.entities == ("Sugiono",)
    assert said.source is not None
    assert said.source.cut(text) == "Ngoại trưởng Indonesia Sugiono"
