"""What a page says of copies of one text, and of what came with a report beside its text."""

from __future__ import annotations

import html
import json
import re

import pytest
from tests.web.conftest import Client, client_of

from biennien import app as use_cases
from biennien.model import Report
from biennien.web.pages.about import beside_of
from biennien.web.phrases import page_words
from biennien.wording import Wording
from biennien.words import load_words

TEXT = (
    "Chính phủ Na Uy ngày {day}/5 công bố kế hoạch mở rộng cảng Bergen trong ba năm tới.\n"
    "Kế hoạch gồm hai cầu tàu mới, một nhà ga hành khách và đường sắt nối với khu công nghiệp phía đông.\n"
    "Bộ trưởng Giao thông nói nguồn vốn đã được quốc hội thông qua hồi tháng trước, công trình khởi công vào mùa thu.\n"
    "Người dân ven cảng lo tiếng ồn và bụi; thành phố hứa sẽ đo độ ồn hằng tuần và công bố kết quả.{more}"
)
PAGE = """<html lang="vi"><head><title>Cảng Bergen</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Cảng Bergen mở rộng", "datePublished": "2026-05-06",
"author": {"name": "Lê Thị Mến"}, "publisher": {"name": "Báo Cảng"}}</script></head><body><article><h1>Cảng Bergen mở rộng</h1>%s</article></body></html>"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("copies")
    wire = {
        "id": "goc",
        "outlet": "Hãng tin Một",
        "published": "2026-05-04",
        "text": TEXT.format(day=4, more=""),
    }
    copy = {"id": "chep", "outlet": "Báo Hai", "published": "2026-05-05"}
    copy["text"] = TEXT.format(day=4, more=" Cảng này do nhà nước quản lý.")
    (folder / "rows.jsonl").write_text(f"{json.dumps(wire)}\n{json.dumps(copy)}\n", "utf-8")
    body = "".join(f"<p>Đoạn {n} của bài về bến cảng, viết riêng cho trang này.</p>" for n in range(6))
    (folder / "bergen.html").write_text(PAGE % body, "utf-8")
    use_cases.add([str(folder / "rows.jsonl"), str(folder / "bergen.html")], folder / "a.sqlite")
    return client_of(folder / "a.sqlite")


def test_the_origin_stands_before_its_copies_each_with_its_own_day_and_the_reason(client: Client) -> None:
    shown = client.get("/reports?copies=true&lang=en").text
    origin, copy = re.findall(r'<li class="report-row (.*?)</li>', shown, re.DOTALL)
    assert origin.startswith("is-origin") and "likely origin" in origin and "2026-05-04" in origin
    assert copy.startswith("is-copy") and "2026-05-05" in copy
    (link,) = re.findall(r'<a href="/reports/goc">([^<]*)</a>', copy)
    assert link.startswith("nearly the text of Hãng tin Một, 2026-05-04 (")
    assert "it was published before" in copy


def test_what_came_with_a_page_is_told_in_words(client: Client) -> None:
    about = html.unescape(client.get("/reports/bergen?lang=vi").text).partition('id="about"')[2]
    assert re.search(r"<dt>Tác giả</dt><dd[^>]*>Lê Thị Mến</dd>", about)
    assert "\\u" not in about and "found_by" not in about and "{" not in about
    folded = about.partition('<details class="read-at')[2].partition("</details>")[0]
    assert "<dt>Tờ báo</dt><dd>JSON-LD publisher</dd>" in folded


def test_what_has_no_word_is_shown_as_it_came_and_bounded() -> None:
    extra = (
        ("tags", '["biển", "cảng"]'),
        ("ma_noi_bo", '{"s\\u1ed1": 7}'),
        ("raw", "{broken"),
        ("long", json.dumps("a " * 999)),
    )
    report = Report(id="r", text="Bài.", sha256="", extra=extra)
    rows = dict(beside_of(report, page_words("vi"), Wording(say=load_words("vi"))).rows)
    assert rows["Từ khóa"] == "biển, cảng" and rows["ma_noi_bo"] == '{"số": 7}' and rows["raw"] == "{broken"
    assert len(rows["long"]) < 310
