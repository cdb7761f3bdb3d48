"""Times by dateparser's `search_dates`, told that the text is Vietnamese and on which day it was published."""

from __future__ import annotations

from datetime import datetime

from dateparser.search import search_dates
from timed import Item, run


def read(text: str, day: str) -> dict[str, list[Item]]:
    """Each expression that it finds, at its first place after the one before, with the day that it gives."""
    settings = {"RELATIVE_BASE": datetime.fromisoformat(day), "DATE_ORDER": "DMY"}
    times, after = [], 0
    for words, value in search_dates(text, languages=["vi"], settings=settings) or ():
        start = text.find(words, after)
        if start >= 0:
            after = start + len(words)
            times.append({"start": start, "end": after, "value": value.date().isoformat()})
    return {"timex": times}


if __name__ == "__main__":
    run(read)
