"""How well near copies are told from independent reports, and how long 100,000 reports take.

`python -m benchmarks.copies [HOW_MANY]` (100,000 where nothing is said). The reports are those of `copies.toml` and what newsrooms make
of them: cut, with a lead of their own, other words, other letters, the furniture of a site, two in one. Pairs of one text that are found
as one are counted against all pairs that are, and pairs that are found against those that are right.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import re
import resource
import sys
import tempfile
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from biennien.knowledge.common import load_common
from biennien.knowledge.credits import load_credits
from biennien.model import Report, ReportDate
from biennien.model.copies import NothingCopied, Printed
from biennien.resolve.copies import find_copies, recopy

_MADE = Path(__file__).with_name("copies.toml")
_MOST = 100_000
_OTHER_WORDS = {
    "cho biết": "nói", "thông báo": "loan báo", "trước đó": "trước đấy", "tuy nhiên": "dẫu vậy", "hiện nay": "lúc này",
    "dự kiến": "theo dự tính", "khẳng định": "quả quyết", "phát biểu": "nói", "đồng thời": "cùng lúc",
    "nhận định": "đánh giá", "xác nhận": "thừa nhận", "người đồng cấp": "người tương nhiệm", "bàn về": "trao đổi về",
    "các nhà phân tích": "giới phân tích", "sẽ tới": "sẽ đến", "năm ngoái": "năm trước", "cuộc gặp": "cuộc hội kiến",
    "tuyên bố": "nêu rõ", "muốn": "mong muốn", "chưa": "vẫn chưa", "song": "nhưng", "khi đó": "lúc ấy",
}  # fmt: skip
_LEADS = (
    "Lịch làm việc của hai phía vừa được hé lộ sau nhiều ngày giới quan sát chờ đợi, theo những gì bản báo ghi nhận.",
    "Diễn biến mới nhất này thu hút sự chú ý của dư luận cả hai nước, vốn theo sát câu chuyện từ đầu năm tới giờ.",
    "Một bước ngoặt nữa trong câu chuyện kéo dài: giới chức hai bên cùng lên tiếng chỉ trong vòng vài giờ đồng hồ.",
)
_FURNITURE = (
    "Đăng ký nhận bản tin sáng của {outlet} để không bỏ lỡ những tin đáng chú ý nhất trong ngày. Bạn đọc có thể gửi ý kiến "
    "về tòa soạn qua hộp thư hoặc đường dây nóng, chúng tôi trả lời trong giờ hành chính. Cấm sao chép dưới mọi hình thức khi "
    "chưa có sự đồng ý bằng văn bản của {outlet}. Xem thêm các bài cùng chuyên mục ở trang trong, tải ứng dụng trên điện thoại."
)
_LIKES = ("Mời xem thêm: [Giá xăng sáng nay](https://example.org/a)", "Ảnh: minh họa", "Chia sẻ bài viết")

Edit = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made up: which text it is, and by which edit."""

    report: Report
    text: str
    edit: str


def _paragraphs(text: str) -> list[str]:
    return [p for p in text.strip().split("\n\n") if p]


def _cut(text: str, chance: random.Random) -> str:
    """The first half of the paragraphs, and a headline of its own."""
    parts = _paragraphs(text)
    return "\n\n".join(["Tin vắn quốc tế", *parts[1 : 1 + len(parts) // 2 + chance.randint(0, 1)]])


def _new_lead(text: str, chance: random.Random) -> str:
    parts = _paragraphs(text)
    return "\n\n".join([parts[0].upper(), chance.choice(_LEADS), *parts[1:]])


def _other_words(text: str, chance: random.Random) -> str:
    """A word in some twenty is another one."""
    for word, other in _OTHER_WORDS.items():
        if chance.random() < 0.8:
            text = re.sub(rf"\b{word}\b", other, text, flags=re.IGNORECASE)
    return text


def _other_dates(text: str, chance: random.Random) -> str:
    return re.sub(r"(\d{1,2})/(\d{1,2})", lambda m: f"{m[1]}-{m[2]}", text).replace("hôm qua", "hôm nay")


def _furnished(text: str, chance: random.Random) -> str:
    return f"{text}\n\n{chance.choice(_LIKES)}\n\n{_FURNITURE.format(outlet='Nhật báo Mẫu')}"


def _markdown(text: str, chance: random.Random) -> str:
    parts = _paragraphs(text)
    body = [
        f"> {p}" if p.startswith('"') else p.replace(", ", ", **", 1).replace(" và", "** và", 1)
        for p in parts[1:]
    ]
    return "\n\n".join(
        [f"# {parts[0]}", "![ảnh](https://example.org/p.jpg)", *body, "[Nguồn](https://example.org/x)"]
    )


def _letters(text: str, chance: random.Random) -> str:
    return unicodedata.normalize("NFD", text.replace("òa", "oà").replace("ủy", "uỷ").replace("óa", "oá"))


def _bare(text: str, chance: random.Random) -> str:
    """Without diacritics."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _signed(text: str, chance: random.Random) -> str:
    return f"{text}\n\nTheo TTXVN"


def _several(text: str, chance: random.Random) -> str:
    return _furnished(_other_words(_new_lead(_other_dates(text, chance), chance), chance), chance)


def _every(step: int) -> Edit:
    def edit(text: str, chance: random.Random) -> str:
        """One word in so many is left out or is another one."""
        words = re.split(r"( |\n\n)", text)
        others = text.split()
        for place in range(0, len(words), 2):
            if chance.randrange(step) == 0:
                words[place] = chance.choice(("", chance.choice(others)))
        return "".join(words)

    return edit


def _third(text: str, chance: random.Random) -> str:
    return "\n\n".join([chance.choice(_LEADS), *_paragraphs(text)[1:3]])


def _shuffled(text: str, chance: random.Random) -> str:
    parts = _paragraphs(text)
    rest = parts[2:]
    chance.shuffle(rest)
    return "\n\n".join([*parts[:2], *rest])


EDITS: Mapping[str, Edit] = {
    "cut": _cut,
    "new lead": _new_lead,
    "other words": _other_words,
    "other dates": _other_dates,
    "furniture": _furnished,
    "markdown": _markdown,
    "other letters": _letters,
    "no diacritics": _bare,
    "signed": _signed,
    "order": _shuffled,
    "a third, new lead": _third,
    "one word in twelve": _every(12),
    "one word in eight": _every(8),
    "cut, other words": lambda t, c: _other_words(_cut(t, c), c),
    "lead, dates, words, furniture": _several,
}


def made(seed: int = 1) -> list[Made]:
    """The reports of `copies.toml` with what newsrooms make of them; those of one text have the same `text`."""
    chance = random.Random(seed)
    events = tomllib.loads(_MADE.read_text("utf-8"))["event"]
    found: list[Made] = []
    for n, event in enumerate(events):
        day = date(2026, 1, 10) + timedelta(days=20 * n)
        wire, own, follow = (event[name].strip() for name in ("wire", "own", "follow"))
        found.append(_made(f"e{n}-wire", wire, "TTXVN", day, f"w{n}", "wire"))
        for k, (name, edit) in enumerate(EDITS.items()):
            on = day + timedelta(days=k % 3)
            found.append(_made(f"e{n}-{k:02}", edit(wire, chance), f"Báo {n}-{k}", on, f"w{n}", name))
        found.append(_made(f"e{n}-own", own, f"Báo riêng {n}", day, f"o{n}", "own"))
        found.append(_made(f"e{n}-next", follow, f"Báo sau {n}", day + timedelta(1), f"f{n}", "follow"))
        parts = _paragraphs(wire)
        quoting = "\n\n".join([own, parts[3], "Nội dung trên được nhắc lại trong buổi chiều."])
        found.append(
            _made(f"e{n}-more", quoting, f"Báo dẫn {n}", day + timedelta(1), f"o{n}", "own, and background")
        )
        flash = "\n\n".join(parts[:2])
        found.append(_made(f"e{n}-flash", flash, f"Báo nhanh {n}", day - timedelta(1), f"s{n}", "flash"))
        both = f"{wire}\n\n{events[n - 1]['own'].strip()}"
        found.append(_made(f"e{n}-both", both, f"Báo gộp {n}", day + timedelta(2), f"w{n}", "two in one"))
        news = " ".join(chance.sample(words := f"{own} {follow}".split(), len(words)))
        half = "\n\n".join([*parts[:3], news[: len(flash)], news[len(flash) :]])
        found.append(
            _made(f"e{n}-half", half, f"Báo nửa {n}", day + timedelta(2), f"h{n}", "half of its own")
        )
    for n in range(12):
        short = f"{events[n % 6]['own'].strip()[: 260 + 7 * n]}.\n\nBản tin số {n}."
        text = f"{short}\n\n{_FURNITURE.format(outlet='Trang Nhanh')}"
        day = date(2026, 6, 1) + timedelta(days=n)
        found.append(_made(f"short-{n}", text, "Trang Nhanh", day, f"n{n}", "furniture alone"))
    return found


def _made(name: str, text: str, outlet: str, day: date, of: str, edit: str) -> Made:
    digest = hashlib.sha256(text.encode()).hexdigest()
    report = Report(id=name, text=text, sha256=digest, outlet=outlet, published_on=day.isoformat())
    return Made(report, of, edit)


def printed(report: Report) -> Printed:
    """A report with its date as it states it."""
    on = report.published_on
    dated = ReportDate(report_id=report.id, value=on, earliest=on, latest=on, dated_by="metadata", why="")
    return Printed(report=report, dated=dated)


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of the pairs that are of one text, what is right of the pairs found, and of the copies' origins."""

    precision: float
    recall: float
    origins: float
    missed: Mapping[str, int]
    wrong: Mapping[str, int]


def score(rows: list[Made]) -> Score:
    """How well the copies among reports are found."""
    copies = find_copies({m.report.id: printed(m.report) for m in rows}, load_credits(), NothingCopied())
    group = {m.report.id: copies[m.report.id].origin if m.report.id in copies else m.report.id for m in rows}
    right = found = true = 0
    missed: dict[str, int] = {}
    wrong: dict[str, int] = {}
    for one, other in itertools.combinations(rows, 2):
        same, together = one.text == other.text, group[one.report.id] == group[other.report.id]
        true, found, right = true + same, found + together, right + (same and together)
        if same != together:
            side, edit = (missed, other.edit) if same else (wrong, f"{one.edit} / {other.edit}")
            side[edit] = side.get(edit, 0) + 1
    wires = {m.text: m.report.id for m in rows if m.edit == "wire"}
    by_wire = [wires.get(m.text) == copies[m.report.id].origin for m in rows if m.report.id in copies]
    origins = sum(by_wire) / len(by_wire) if by_wire else 0.0
    return Score(right / found if found else 1.0, right / true, origins, missed, wrong)


def many(number: int, seed: int = 3) -> Iterator[Report]:
    """So many reports of made-up words, as often as they are in the news: every fourth is a copy, each outlet has its furniture."""
    chance = random.Random(seed)
    common = [(words, share) for words, share in load_common().items() if " " not in words]
    words, weights = [w for w, _ in common], list(itertools.accumulate(s for _, s in common))
    recent: list[str] = []
    for n in range(number):
        outlet = f"Báo {chance.randrange(60)}"
        if recent and n % 4 == 0:
            parts = chance.choice(recent).split("\n\n")
            body = "\n\n".join(parts[chance.randint(0, 1) : chance.randint(3, len(parts))])
        else:
            size = chance.randint(300, 700)
            drawn = chance.choices(words, cum_weights=weights, k=size)
            body = "\n\n".join(" ".join(drawn[i : i + 70]) for i in range(0, size, 70))
            recent = [*recent[-400:], body]
        text = f"{body}\n\n{_FURNITURE.format(outlet=outlet)}"
        day = date(2024, 1, 1) + timedelta(days=n * 700 // number)
        yield _made(f"r{n:06}", text, outlet, day, "", "").report


def main(number: int) -> None:
    """Prints the figures."""
    scores = [score(made(seed)) for seed in range(1, 6)]
    for name in ("precision", "recall", "origins"):
        print(f"{name:10} {median(getattr(s, name) for s in scores):.3f}  (median of five)")
    print("missed", scores[0].missed, "\nwrong ", scores[0].wrong)
    rows = {r.id: printed(r) for r in many(number)}
    started, worked = time.perf_counter(), time.process_time()
    found = recopy(rows, (), NothingCopied(), load_credits())
    took, worked = time.perf_counter() - started, time.process_time() - worked
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(p.report.text.split()) for p in rows.values()) / len(rows)
    print(
        f"{number} reports of {words:.0f} words: {took:.1f} s ({worked:.1f} s of one processor), {len(found.copies)} copies, {used:.0f} MiB in all"
    )
    with tempfile.TemporaryDirectory() as folder:
        times = growth(Path(folder) / "copies.sqlite", min(number, 10_000))
    print(
        f"one more among {min(number, 10_000)} in a file: {1000 * median(times):.1f} ms, at most {1000 * max(times):.1f}"
    )


def growth(path: Path, number: int) -> list[float]:
    """How long it takes to find the copies of one more report, in seconds, and to write it into a file with so many."""
    import sqlalchemy as sa

    from biennien.store import schema
    from biennien.store.copying import CopiedRows, write_recopying
    from biennien.store.growing import standing_body

    engine = sa.create_engine(f"sqlite:///{path}")
    schema.metadata.create_all(engine)
    reports = list(many(number + 50))
    times = []
    with engine.begin() as connection:
        for start, some in (
            (0, reports[:number]),
            *((number + k, [r]) for k, r in enumerate(reports[number:])),
        ):
            for n, r in enumerate(some, start):
                text = {"sha256": r.sha256, "text": r.text}
                connection.execute(schema.texts.insert().prefix_with("OR IGNORE").values(**text))
                row = {"number": n, "report_id": r.id, "identity": r.id, "sha256": r.sha256}
                connection.execute(schema.standing.insert().values(**row, body=standing_body(r)))
                dated = printed(r).dated
                connection.execute(
                    schema.report_dates.insert().values(**{k: getattr(dated, k) for k in dated.__slots__})
                )
            began = time.perf_counter()
            found = recopy({r.id: printed(r) for r in some}, (), CopiedRows(connection), load_credits())
            write_recopying(connection, found)
            times.append(time.perf_counter() - began)
    return times[1:]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _MOST)
