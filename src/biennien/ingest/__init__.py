"""Bytes → reports, the text kept to the letter. Bad input is an `Issue` with file, line and remedy; the rest goes on."""

from biennien.ingest.dating import published_of
from biennien.ingest.feeds import find_entries
from biennien.ingest.objects import report_of, report_of_text
from biennien.ingest.place import Fetched
from biennien.ingest.sources import Fetch, ingest

__all__ = ["Fetch", "Fetched", "find_entries", "ingest", "published_of", "report_of", "report_of_text"]
