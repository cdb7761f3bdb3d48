"""Explanations and positions: whose they are, what they are tied to, and that nothing of a later report leaks in."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from biennien import Chronicle, cli, views

PUT_OFF = {
    "id": "mot",
    "outlet": "Báo Một",
    "published": "2024-03-05",
    "text": (
        "Nhà Trắng ngày 4/3 thông báo hoãn cuộc gặp giữa Tổng thống Joe Biden và Thủ tướng Narendra Modi tại Rome. "
        "Nhà Trắng không nêu lý do.\n\n"
        "Theo tờ Le Monde, cuộc gặp giữa ông Biden và ông Modi bị hoãn có thể là do bất đồng về thuế quan.\n\n"
        "Ngoại trưởng Ấn Độ Subrahmanyam Jaishankar ngày 4/3 nói Ấn Độ sẵn sàng đàm phán về thuế quan nếu Mỹ bớt thuế thép."
    ),
}
CALLED_OFF = {
    "id": "hai",
    "outlet": "Báo Hai",
    "published": "2024-03-09",
    "text": (
        "Tổng thống Mỹ Joe Biden ngày 8/3 cho biết ông đã hủy cuộc gặp với Thủ tướng Ấn Độ Narendra Modi tại Rome "
        "vì thấy hai bên còn quá xa nhau.\n\n"
        "Một quan chức Ấn Độ nói Mỹ đòi New Delhi mở cửa thị trường sữa. "
        "Bộ Ngoại giao Ấn Độ khẳng định lập trường của New Delhi về nông sản không thay đổi."
    ),
}


def stored(folder: Path, *reports: dict[str, str]) -> Chronicle:
    """A record of reports added one after another."""
    chronicle = Chronicle.open(folder / "hai-ben.sqlite")
    for number, report in enumerate(reports):
        path = folder / f"{number}.json"
        path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
        chronicle.add(path)
    return chronicle


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    return stored(tmp_path_factory.mktemp("sides"), PUT_OFF, CALLED_OFF)


def test_each_explanation_stands_under_the_change_it_explains(chronicle: Chronicle) -> None:
    status = {c.id: c.status for m in chronicle.meetings() for c in m.changes}
    rows = [(status[e.of], e.kind, e.given_by, e.hedge, e.said_on) for e in chronicle.explanations()]
    assert rows == [
        ("postponed", "none_given", (), None, None),
        ("postponed", "reason", ("Le Monde",), "có thể là", None),
        ("cancelled", "reason", ("Joe Biden",), None, "2024-03-08"),
    ]


def test_a_change_has_the_reason_of_its_own_voice_only(chronicle: Chronicle) -> None:
    reasons = {c.status: c.reason for m in chronicle.meetings() for c in m.changes if c.announced_by}
    assert (reasons["postponed"], reasons["cancelled"]) == (None, "thấy hai bên còn quá xa nhau")


def test_explanations_as_known(chronicle: Chronicle) -> None:
    assert [e.kind for e in chronicle.explanations(as_known="2024-03-05")] == ["none_given", "reason"]
    assert not chronicle.explanations(as_known="2024-03-01")


def test_a_second_explanation_of_one_giver_is_not_independent(tmp_path: Path) -> None:
    again = {
        **CALLED_OFF,
        "id": "ba",
        "outlet": "Báo Ba",
        "text": "Ông Joe Biden ngày 8/3 nói ông hủy cuộc gặp với Thủ tướng Narendra Modi tại Rome vì hai bên còn xa nhau.",
    }
    found = stored(tmp_path, CALLED_OFF, again).explanations()
    assert [(e.given_by, e.independent) for e in found] == [(("Joe Biden",), False), (("Joe Biden",), True)][
        ::-1
    ]


def test_positions_are_those_of_sides(chronicle: Chronicle) -> None:
    rows = {(p.holder, p.topic, p.stance): p for p in chronicle.positions()}
    ready = rows["India", "talks", "sets_condition"]
    assert (ready.said_by, ready.since) == (("S. Jaishankar",), "2024-03-04")
    assert ready.conditions == ("nếu Mỹ bớt thuế thép",)
    demand = rows["United States", "trade", "demands"]
    assert (demand.said_by, demand.unnamed) == ((), "Một quan chức Ấn Độ")
    assert rows["India", "overall", "unchanged"].changed is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Thủ tướng Ấn Độ nêu điều kiện gặp ông Biden\n\n"
            "Thủ tướng Ấn Độ Narendra Modi ngày 4/3 nói ông chỉ gặp Tổng thống Mỹ Joe Biden tại Rome nếu Mỹ bớt thuế thép.",
            "Thủ tướng Ấn Độ nêu điều kiện gặp ông Biden",
        ),
        (
            "Thủ tướng Ấn Độ Narendra Modi ngày 4/3 nói ông chỉ gặp Tổng thống Mỹ Joe Biden tại Rome nếu Mỹ bớt thuế thép.",
            "ông chỉ gặp Tổng thống Mỹ Joe Biden tại Rome nếu Mỹ bớt thuế thép",
        ),
    ],
)
def test_the_words_of_a_position_stand_so_in_the_report(tmp_path: Path, text: str, words: str) -> None:
    """The title ends with the letter with which the condition of another paragraph begins."""
    found = stored(tmp_path, {"id": "a", "published": "2024-03-05", "text": text}).positions()
    rows = [(p.text, p.conditions) for p in found if p.stance == "sets_condition"]
    assert rows == [(words, ("nếu Mỹ bớt thuế thép",))] and words in text


def test_positions_of_one_side(chronicle: Chronicle) -> None:
    assert {p.holder for p in chronicle.positions(by="an do")} == {"India"}
    assert {p.said_by for p in chronicle.positions(by="jaishankar")} == {("S. Jaishankar",)}


def test_another_stance_on_a_later_day_is_a_change(tmp_path: Path) -> None:
    say = "Thủ tướng Israel Benjamin Netanyahu ngày {} {} đề xuất ngừng bắn của Ai Cập."
    first = {"id": "a", "published": "2024-05-02", "text": say.format("1/5", "bác bỏ")}
    second = {"id": "b", "published": "2024-05-20", "text": say.format("19/5", "chấp nhận")}
    found = stored(tmp_path, second, first).positions()
    rows = [(p.stance, p.since, p.until, p.changed) for p in found]
    assert rows == [("rejects", "2024-05-01", "2024-05-19", None), ("accepts", "2024-05-19", None, True)]


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    one, other = tmp_path / "1", tmp_path / "2"
    one.mkdir(), other.mkdir()
    first, second = stored(one, PUT_OFF, CALLED_OFF), stored(other, CALLED_OFF, PUT_OFF)
    assert first.explanations() == second.explanations()
    assert first.positions() == second.positions()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("command", ["explanations", "positions"])
def test_the_tables_name_every_line_and_each_can_be_looked_at(
    command: str, lang: str, chronicle: Chronicle, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(chronicle.path), "--lang", lang]
    assert cli.main([command, *store]) == 0
    table = capsys.readouterr().out
    assert cli.main([command, "--json", *store]) == 0
    for row in json.loads(capsys.readouterr().out):
        assert row["id"][:6] in table
        assert cli.main(["explain", row["id"], *store]) == 0
        assert cli.main(["show", row["id"][:8], *store]) == 0
        assert f"⟦{row['citations'][0]['quote']}⟧" in " ".join(capsys.readouterr().out.split())


def test_a_copy_explains_nothing_again(tmp_path: Path) -> None:
    copied = {**PUT_OFF, "id": "sao", "outlet": "Báo Sao"}
    assert len(stored(tmp_path, PUT_OFF, copied).explanations()) == 2


def test_every_line_cites_words_that_are_there(chronicle: Chronicle) -> None:
    seen = views.whole(chronicle.path)
    texts = {r.id: r.text for r in seen.reports}
    lines = (*views.explanations_of(seen), *views.positions_of(seen))
    assert all(c.holds_in(texts[c.report_id]) for line in lines for c in line.citations)


SEEDS = os.environ.get("BIENNIEN_SEEDS")

# What the five example reports must give: (report, kind, giver or the words for one without a name, hedge, what it explains).
EXPLAINED = {
    ("000", "none_given", "", None, "postponed"),
    ("000", "reason", "một quan chức Nhà Trắng", None, "not_needed"),
    ("000", "reason", "một quan chức Nhà Trắng", None, "postponed"),
    ("000", "reason", "Politico", "có thể là", "postponed"),
    ("001", "none_given", "", None, "cancelled"),
    ("001", "reason", "các nguồn tin ngoại giao", None, "cancelled"),
    ("001", "reason", "Donald Trump", None, "cancelled"),
    ("002", "none_given", "", None, "postponed"),
    ("002", "reason", "một số nguồn tin", None, "postponed"),
    ("002", "reason", "nguồn thạo tin", None, "unclear"),
    ("003", "reason", "Donald Trump", None, "cancelled"),
    ("003", "reason", "Financial Times", "được cho là", "cancelled"),
    ("004", "reason", "Donald Trump", None, "cancelled"),
    ("004", "reason", "", "được cho là", "cancelled"),
}
HELD = {
    ("Russia", "ceasefire", "sets_condition", "Sergey Lavrov", "2025-10-21"),
    ("Russia", "root_causes", "demands", "", None),
    ("Russia", "territory", "rejects", "Sergey Lavrov", "2025-10-21"),
    ("Russia", "overall", "unchanged", "Sergey Lavrov", "2025-10-21"),
    ("Russia", "talks", "ready", "Dmitry Peskov", None),
    ("Russia", "talks", "ready", "Maria Zakharova", "2025-10-23"),
    ("Russia", "talks", "not_needed", "Dmitry Peskov", "2025-11-02"),
    ("Russia", "talks", "sets_condition", "Sergey Lavrov", None),
    ("Russia", "ceasefire", "rejects", "các nguồn tin ngoại giao", None),
    ("United States", "territory", "demands", "Donald Trump", "2025-10-18"),
    ("United States", "ceasefire", "offers", "các nguồn tin ngoại giao", None),
    ("United States", "talks", "sets_condition", "Donald Trump", "2025-10-25"),
    ("United States", "talks", "sets_condition", "Marco Rubio", "2025-11-13"),
    ("Ukraine", "ceasefire", "accepts", "các nguồn tin ngoại giao", None),
}


@pytest.mark.skipif(not SEEDS, reason="BIENNIEN_SEEDS names no folder with the example reports")
def test_the_example_reports(tmp_path: Path) -> None:
    chronicle = Chronicle.open(tmp_path / "seeds.sqlite")
    chronicle.add(sorted(Path(SEEDS or "").glob("00?_*.txt")))
    status = {c.id: c.status for m in chronicle.meetings() for c in m.changes}
    told = [
        (e.citations[0].report_id[:3], e.kind, " ".join(e.given_by) or e.unnamed or "", e.hedge, status[e.of])
        for e in chronicle.explanations()
    ]
    assert set(told) == EXPLAINED
    held = {
        (p.holder, p.topic, p.stance, " ".join(p.said_by) or p.unnamed or "", p.since)
        for p in chronicle.positions()
    }
    assert HELD - held == set()
