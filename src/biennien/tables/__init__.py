"""The record as an editor reads it in a terminal. Words from outside are printed as words, never as commands to the terminal."""

from biennien.tables.differences import print_differences
from biennien.tables.explanations import print_explanations
from biennien.tables.layout import console_for
from biennien.tables.meetings import print_meetings
from biennien.tables.novelty import print_novelty
from biennien.tables.page import Page, page_of
from biennien.tables.passages import print_line, print_passages
from biennien.tables.positions import print_positions
from biennien.tables.remarks import print_remarks
from biennien.tables.reports import print_reports
from biennien.tables.statements import print_statements
from biennien.tables.stories import print_stories
from biennien.tables.timeline import print_timeline
from biennien.tables.tree import print_tree
from biennien.tables.versions import print_history
from biennien.wording.quoting import clean

__all__ = [
    "Page",
    "clean",
    "console_for",
    "page_of",
    "print_differences",
    "print_explanations",
    "print_history",
    "print_line",
    "print_meetings",
    "print_novelty",
    "print_passages",
    "print_positions",
    "print_remarks",
    "print_reports",
    "print_statements",
    "print_stories",
    "print_timeline",
    "print_tree",
]
