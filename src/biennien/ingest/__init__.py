"""Bytes → reports, the text kept to the letter. Bad input is an `Issue` with file, line and remedy; the rest goes on."""

from biennien.ingest.dating import published_of
from biennien.ingest.objects import report_of, report_of_text
from biennien.ingest.sources import ingest

__all__ = ["ingest", "published_of", "report_of", "report_of_text"]
