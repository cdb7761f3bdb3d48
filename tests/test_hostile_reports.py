"""Reports with absurd numbers, years, blanks and marks: each is read, and none keeps the others out."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from biennien import Chronicle, app
from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read import read_report

ODD = [
    ("2025-10-22", "Ngày 20/10, Tổng thống Nga Vladimir Putin sẽ thăm Lào trong vòng 9999999 ngày tới."),
    (
        "9999-12-31",
        "Ngày 31/12/9999, ông Putin nói tuần tới sẽ gặp ông Trump. Quý 4 năm 9999 ông sẽ thăm Lào.",
    ),
    ("0001-01-01", "Tháng 1 năm 0001 ông Putin thăm Lào, ngày 31/12/9999 ông về."),
    ("2025-10-22", "Ông Putin từ  chối bình luận. Ông Trump từ\u00a0 chối trả lời."),
    ("2025-10-22", '“g phíaMỹ đòi ụ ể\n“"'),
    ("2025-10-22", "Từ 5-2025-10-21 ông Putin thăm Lào."),
]


def test_odd_reports_are_read_beside_the_others(tmp_path: Path) -> None:
    lines = [{"id": f"odd-{n}", "published": day, "text": text} for n, (day, text) in enumerate(ODD)]
    file = tmp_path / "odd.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    store = tmp_path / "odd.sqlite"
    added = app.add([str(file)], store)
    assert added.new == len(ODD)
    assert not [issue for issue in added.issues if issue.code == "reader_failed"]
    checked = app.verify(store)
    assert checked.citations == checked.citations_held
    Chronicle.open(store).withdraw("odd-0", by="Lan")
    assert app.meetings(store) is not None


@pytest.mark.parametrize("mark", ["“", "«", "‘"])
def test_marks_without_a_partner_take_bounded_time(mark: str) -> None:
    begin = time.process_time()
    read_report(Report(id="t", text="Ông Putin nói. " + mark * 20_000, sha256=""), load_knowledge())
    assert time.process_time() - begin < 5


def test_a_day_out_of_any_calendar_is_refused(tmp_path: Path) -> None:
    from biennien.model.errors import InputError

    store = tmp_path / "a.sqlite"
    app.add([str(app.samples_folder())], store)
    with pytest.raises(InputError):
        app.meetings(store, as_known="9999-W52")
