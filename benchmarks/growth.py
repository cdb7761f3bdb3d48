"""How long it takes to add one report to a record of few and of many reports; the reports are made from templates.

`python -m benchmarks.growth [FEW] [MANY]`: 500 and 5,000 where nothing is said. A story is a plan of two leaders: announced, put off
or cancelled, told again, with what they say of it. Over eight years some states meet often and most seldom (the n-th of them in one of n
stories), each time in the same person, so that the stories of one pair mix as in a newspaper. Times are those of the processor.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from biennien import app, pipeline
from biennien.knowledge.world import Actor
from biennien.model import Report

FIRST, DAYS = date(2018, 1, 8), 8 * 365
TIMES = 15  # reports that are added one by one, of which the median counts
_APART = 12  # reports from one of these to the next: they are of different stories
_BATCH = 2_500

_TITLES = (
    "{a} và {b} hẹn gặp tại {city}",
    "Cuộc gặp giữa {a} và {b} tại {city} bị hoãn",
    "{a} nói về cuộc gặp với {b}",
    "{a} hủy cuộc gặp với {b}",
)
_TEXTS = (
    "Ngày {d}/{m}, ông {a} thông báo sẽ gặp ông {b} tại {city} vào tháng tới. “Chúng tôi có {n} việc phải bàn cho xong trước mùa {s}”, "
    "ông {a} nói. Theo người phát ngôn của {cb}, hai bên đã trao đổi qua điện thoại {n} lần trong tuần.\n"
    "Hãng tin địa phương cho biết đoàn của {ca} sẽ đến sớm hai ngày.",
    "Ông {a} hôm {d}/{m} tuyên bố hoãn cuộc gặp với ông {b} tại {city}. Ông cho biết lý do là lịch làm việc số {n} chưa xong.\n"
    "“Chúng tôi vẫn muốn nói chuyện với {cb}, nhưng không phải trong mùa {s} này”, ông {a} nhấn mạnh.",
    "Trả lời báo chí ngày {d}/{m}, ông {b} nói rằng ông sẵn sàng gặp ông {a} nếu {ca} đáp ứng điều kiện thứ {n}. "
    "Một quan chức giấu tên cho rằng cuộc gặp tại {city} có thể không diễn ra trước mùa {s}.",
    "Ngày {d}/{m}, ông {a} tuyên bố hủy cuộc gặp với ông {b} tại {city}. “Việc số {n} chưa ngã ngũ thì không thể ngồi với nhau”, ông nói.\n"
    "Phía {cb} chưa bình luận. Trước đó hai nhà lãnh đạo đã gặp nhau {n} lần.",
)
_SEASONS = ("xuân", "hạ", "thu", "đông")


def reports(seed: int = 1) -> Iterator[Report]:
    """Reports without end, the same for the same seed: each story has some of them, and three stories go on at a time."""
    chance = random.Random(seed)
    leaders, cities = _leaders(), _cities()
    numbers = itertools.count()
    while True:
        stories = [_story(chance, leaders, cities, numbers) for _ in range(3)]
        for told in itertools.zip_longest(*stories):
            yield from (report for report in told if report is not None)


def _story(
    chance: random.Random, leaders: list[Actor], cities: list[str], numbers: Iterator[int]
) -> list[Report]:
    weights = [1 / (n + 1) for n in range(len(leaders))]
    one, other = chance.choices(leaders, weights, k=2)
    while other.country == one.country:
        (other,) = chance.choices(leaders, weights)
    city, start = chance.choice(cities), FIRST + timedelta(chance.randrange(DAYS))
    found = []
    for step in range(chance.randint(4, 14)):
        day = start + timedelta(2 * step + chance.randrange(2))
        kind = min(step // 3, 3) if step else 0
        words = {
            "a": one.names[0], "b": other.names[0], "ca": _country(one), "cb": _country(other), "city": city, "d": day.day,
            "m": day.month, "n": chance.randrange(2, 10_000), "s": chance.choice(_SEASONS),
        }  # fmt: skip
        number = next(numbers)
        row = {
            "id": f"g{number:06d}",
            "title": _TITLES[kind].format(**words),
            "text": f"{_TITLES[kind].format(**words)}\n{_TEXTS[kind].format(**words)}\n",
            "outlet": f"Báo {number % 40}",
            "published": day.isoformat(),
        }
        report = pipeline.report_of(row, where=str(row["id"]))
        assert isinstance(report, Report)
        found.append(report)
    return found


def _leaders() -> list[Actor]:
    """One who leads each state, in an order that has nothing to do with the alphabet."""
    world = pipeline.load_knowledge().world
    found: dict[str, Actor] = {}
    for tenure in world.tenures:
        state, _, post = tenure.office.partition(":")
        if post in ("president", "prime_minister", "chancellor") and world.country(state):
            found.setdefault(state, world.actors[tenure.holder])
    return sorted(found.values(), key=lambda a: hashlib.sha256(a.entity.encode()).hexdigest())


def _cities() -> list[str]:
    actors = pipeline.load_knowledge().world.actors.values()
    return [a.names[0] for a in actors if a.kind in ("capital", "city") and a.names]


def _country(leader: Actor) -> str:
    world = pipeline.load_knowledge().world
    return world.actors[world.country(leader.country) or ""].names[0]


def added_one(path: Path, size: int) -> list[float]:
    """The seconds that each of some reports takes to be added to a record of `size` reports."""
    coming = reports()
    with app.opened_store(path, writable=True) as store:
        for start in range(0, size, _BATCH):
            batch = list(itertools.islice(coming, min(_BATCH, size - start)))
            store.add(batch, "2026-01-01T00:00:00.000000+00:00")
            app.bring_up_to_date(store)
    seconds = []
    for report in itertools.islice(coming, 0, _APART * TIMES, _APART):
        file = path.with_name(f"{report.id}.txt")
        file.write_text(report.text, "utf-8")
        began = time.process_time()
        added = app.add([str(file)], path, published=report.published_on, outlet=report.outlet)
        seconds.append(time.process_time() - began)
        assert added.new == 1
    return seconds


def main(few: int = 500, many: int = 5_000) -> None:
    """Prints the times and their ratio."""
    times = {}
    for size in (few, many):
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            seconds = added_one(Path(folder, "record.sqlite"), size)
            built = time.process_time() - began - sum(seconds)
            times[size] = median(seconds)
            mib = Path(folder, "record.sqlite").stat().st_size / 2**20
            print(
                f"{size:6,d} reports: one more in {1000 * median(seconds):5.1f} ms (median of {TIMES},"
                f" {1000 * min(seconds):.1f} to {1000 * max(seconds):.1f}); built in {built:.0f} s, {mib:.0f} MiB"
            )
    print(f"ratio {times[many] / times[few]:.2f} (bar: 2)")


if __name__ == "__main__":
    main(*(int(argument.replace(",", "")) for argument in sys.argv[1:]))
