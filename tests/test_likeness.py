"""A quotation is found by its wording, with and without diacritics, whatever small differences there are."""

from __future__ import annotations

import pytest

from biennien.likeness import alike

SAID = {
    "ready": ["Chúng tôi sẵn sàng gặp, nhưng chưa phải lúc này"],
    "not_now": ["Bây giờ chưa phải lúc gặp nhau"],
    "off": ["Tôi đã huỷ chuyến đi, thế thôi", "Tôi đã hủy chuyến bay"],
    "long": ["Chưa ai nói gì. Rồi phải đợi thêm nhiều tuần nữa mới biết lúc nào có thể gặp"],
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("chua phai luc", ["ready", "not_now"]),  # in "long" they are strewn too far
        ("chưa phải lúc", ["ready", "not_now"]),
        ("chưa phải lức", ["ready", "not_now", "long"]),  # two of three are enough
        ("chứa phái lục", []),  # typed with diacritics, they must be right
        ("CHÚNG TÔI, sẵn sàng gặp!", ["ready"]),
        ("chúng ta sẵn sàng gặp nhau", ["ready"]),  # four of six
        ("hủy chuyến đi", ["off"]),  # the other spelling of the tone
        ("huy chuyen bay", ["off"]),  # told again in other words
        ("huy chuyenn bay", ["off"]),  # one letter too much
        ("gặp sẵn sàng tôi chúng", []),  # the same words in another order
        ("lúc", ["ready", "not_now", "long"]),
        ("…", []),
        ("", []),
    ],
)
def test_words_in_order(asked: str, found: list[str]) -> None:
    assert alike(asked, SAID.items()) == found


def test_the_more_words_are_shared_the_nearer() -> None:
    rows = [("two", ["gặp ở Oslo"]), ("three", ["ta gặp nhau ở Oslo"]), ("none", ["đàm phán"])]
    assert alike("gap nhau o oslo", rows) == ["three", "two"]
