"""Whose text a report says it prints, and which names are one outlet."""

from __future__ import annotations

import pytest

from biennien.knowledge.credits import load_credits

CREDITS = load_credits()


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("Theo Reuters, tàu đã cập cảng.\n\nHết.", {"Reuters"}),
        ("Tàu đã cập cảng.\n\n(TTXVN)", {"Vietnam News Agency"}),
        ("Tàu đã cập cảng.\n\n**Minh An - Tuổi Trẻ**", {"Tuổi Trẻ"}),
        ("Dẫn nguồn hãng thông tấn TASS, báo này nói tàu đã cập cảng.\n\nHết.", {"TASS"}),
        ("Tổng biên tập Reuters tới Hà Nội.\n\nÔng ở lại ba ngày rồi đi tiếp.", set()),
        ("Ảnh: Reuters\n\nTàu đã cập cảng và bắt đầu bốc dỡ hàng hóa từ sáng sớm nay.", set()),
        ("", set()),
    ],
)
def test_a_text_credits_an_outlet(text: str, outlets: set[str]) -> None:
    assert CREDITS.credited(text) == outlets


@pytest.mark.parametrize(
    ("outlet", "url", "house"),
    [
        ("vnexpress.net", None, "VnExpress"),
        ("VnExpress - Thế giới", None, "VnExpress"),
        (None, "https://m.vietnamplus.vn/tin.html", "VietnamPlus"),
        ("Báo Mẫu", "https://vnexpress.net/a", "báo mẫu"),
        (None, "https://user:pw@example.org:8080/x", "example.org"),
        (None, None, ""),
    ],
)
def test_one_outlet_has_one_house(outlet: str | None, url: str | None, house: str) -> None:
    assert CREDITS.house_of(outlet, url) == house
