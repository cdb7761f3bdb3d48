"""How long the desk makes a reader wait in a record of many reports: the front page, a story, a step of its slider, a search.

`python -m benchmarks.desk [REPORTS]`: 10,000 where nothing is said. The reports are those of `benchmarks.growth`, denser than a newspaper's:
each resembles hundreds of the same weeks. Every step is asked for several times, each time of what was not asked for before; the median
counts, of the clock and of the processor. A started desk has made what is the same for all readers (`Desk.warm`).
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.growth import reports
from biennien import app, loading
from biennien.desk import Desk
from biennien.model import Story

SHOWN = 25  # stories on the front page
TENS = range(20, 61)  # reports of a story of tens
TIMES = 15
_BATCH = 2_500
_WORDS = (
    "Geneva",
    "hoãn cuộc gặp",
    "huy cuoc gap",
    "việc số 4711",
    "tuyên bố",
    "ông",
    "Putin",
    "mùa xuâ",
    "Tokyo tháng tới",
)

Times = list[tuple[float, float]]  # seconds of the clock and of the processor


def made(path: Path, size: int) -> None:
    """A record of so many reports."""
    coming = reports()
    with app.opened_store(path, writable=True) as store:
        for start in range(0, size, _BATCH):
            batch = list(itertools.islice(coming, min(_BATCH, size - start)))
            store.add(batch, "2026-01-01T00:00:00.000000+00:00")
            app.bring_up_to_date(store)


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """How long something takes."""
    clock, processor = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - clock, time.process_time() - processor


def front_page(desk: Desk) -> None:
    """What the first page shows: the stories, those of the last day, and where their plans stand."""
    stories = desk.stories()[:SHOWN]
    desk.today()
    desk.meetings([m for story in stories for m in story.meetings[:8]])


def slider(desk: Desk, story: Story, chance: random.Random) -> Times:
    """A story on some of its days, the first left out."""
    seen = desk.whole(story=story.id)
    days = sorted({d.earliest for d in seen.record.dates if d.report_id in story.reports and d.earliest})
    some = chance.sample(days, min(4, len(days)))
    return [timed(partial(desk.whole, day, story.id)) for day in some][1:]


def measure(path: Path) -> dict[str, Times]:
    """The times of each step."""
    found: dict[str, Times] = {"stories grouped at once": [timed(partial(loading.regroup, path))]}
    found["the desk starts"] = [timed(Desk(path).warm)]
    desk = Desk(path)
    desk.warm()
    found["front page, the first"] = [timed(partial(front_page, desk))]
    found["front page, again"] = [timed(partial(front_page, desk)) for _ in range(TIMES)]
    chance = random.Random(1)
    likely = [s for s in desk.stories() if len(s.reports) in TENS] or list(desk.stories())
    some = chance.sample(likely, min(TIMES, len(likely)))
    found["a story of tens of reports"] = [timed(partial(desk.whole, None, s.id)) for s in some]
    found["a step of its slider"] = list(itertools.chain.from_iterable(slider(desk, s, chance) for s in some))
    found["a search"] = [timed(partial(desk.search, words)) for words in _WORDS]
    return found


def told(found: dict[str, Times], width: int) -> Iterable[str]:
    """A line for each step."""
    for name, times in found.items():
        clock, processor = (1000 * median(t[n] for t in times) for n in (0, 1))
        most = 1000 * max(t[0] for t in times)
        rest = f", at most {most:.0f} ms ({len(times)} times)" if len(times) > 1 else ""
        yield f"  {name:{width}} {clock:8,.1f} ms, of the processor {processor:8,.1f} ms{rest}"


def main(size: int = 10_000) -> None:
    """Prints the times, with those in a record of a tenth of the reports."""
    medians: dict[int, dict[str, float]] = {}
    for number in (size // 10, size):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "record.sqlite")
            seconds, _ = timed(partial(made, path, number))
            found = measure(path)
            medians[number] = {name: median(t[1] for t in times) for name, times in found.items()}
            print(f"{number:,d} reports, {path.stat().st_size / 2**20:.0f} MiB, made in {seconds:.0f} s")
            print(*told(found, max(map(len, found))), sep="\n")
    few, many = medians.values()
    ratios = (f"{name} {many[name] / few[name]:.1f}" for name in many if few[name] > 0)
    print(f"{size:,d} reports against {size // 10:,d}, of the processor: {'; '.join(ratios)}")


if __name__ == "__main__":
    main(*(int(argument.replace(",", "")) for argument in sys.argv[1:]))
