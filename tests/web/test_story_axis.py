"""The lanes of a story: a plan that is still to come stands open, and one axis reaches to all that is drawn."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from tests.web.conftest import Client, client_of

from biennien import app as use_cases
from biennien.web.pages.story_view import axis_of_days

ROWS = {
    "2026-03-02": "Bộ Ngoại giao Pháp ngày 2/3 thông báo Tổng thống Emmanuel Macron sẽ gặp Thủ tướng Đức Friedrich Merz tại Paris ngày 12/3.",
    "2026-03-04": "Bộ Ngoại giao Đức ngày 4/3 thông báo hủy cuộc gặp giữa Thủ tướng Friedrich Merz và Tổng thống Pháp Emmanuel Macron tại Paris.",
    "2026-03-20": "Tổng Thư ký Liên Hợp Quốc Antonio Guterres ngày 20/3 đề xuất Tổng thống Pháp Emmanuel Macron và Thủ tướng Đức Friedrich Merz gặp nhau tại Geneva ngày 5/4.",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("axis")
    rows = [{"id": f"r{day[-2:]}", "published": day, "text": text} for day, text in ROWS.items()]
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    use_cases.add([str(folder / "rows.jsonl")], folder / "a.sqlite")
    return client_of(folder / "a.sqlite")


def lanes(client: Client, day: str = "") -> list[str]:
    """The facts of the lanes that stand open."""
    shown = client.get("/record", params={"lang": "en", "as_known": day}).text
    part = shown.partition('id="lanes"')[2].partition("</section>")[0].partition('class="others"')[0]
    return [" ".join(found.split()) for found in re.findall(r'<p class="facts">(.*?)</p>', part, re.DOTALL)]


def test_the_plan_that_is_still_to_come_stands_open(client: Client) -> None:
    assert any("Geneva" in facts for facts in lanes(client))


def test_every_chip_stands_on_the_axis_of_its_chart(client: Client) -> None:
    shown = client.get("/record").text
    charts = re.split(r'<div class="chart', shown)[1:]
    assert len(charts) >= 3
    for chart in charts:
        first, last = (int(re.search(rf'data-{end}="(-?\d+)"', chart)[1]) for end in ("first", "last"))  # type: ignore[index]
        days = [int(day) for day in re.findall(r'<li[^>]* data-day="(-?\d+)"', chart.partition("</ol>")[0])]
        assert days and first <= min(days) and max(days) <= last


def test_a_line_beyond_the_shared_axis_gets_its_own() -> None:
    day = date(1970, 1, 11)
    assert axis_of_days([(day, day, True)], (5, 20)) == (5, 20)
    assert axis_of_days([(day, day, True), None], (0, 9)) == (9, 16)
    assert axis_of_days([None], (0, 9)) is None
