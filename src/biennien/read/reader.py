"""The reading of one report, as a table of contents."""

from __future__ import annotations

from biennien.knowledge.load import Knowledge
from biennien.model import Reading, Report
from biennien.read.attributions import find_attributions
from biennien.read.coreference import resolve_mentions
from biennien.read.meetings import find_meetings
from biennien.read.mentions import find_mentions
from biennien.read.originals import in_original
from biennien.read.saying import not_after
from biennien.read.segments import find_paragraphs, find_quotations, find_sentences
from biennien.read.times import anchor_times, find_times
from biennien.read.view import view_of


def read_report(report: Report, knowledge: Knowledge) -> Reading:
    """What one report says, in its own words and with spans of its text as given; it sees no other report."""
    view = view_of(report)
    day = report.published_on
    hits = knowledge.lexicon.scan(view.text, view.lower)
    paragraphs = find_paragraphs(view)
    quotations = find_quotations(view, paragraphs)
    sentences = find_sentences(view, paragraphs, quotations)
    times = find_times(view, hits, paragraphs, day)
    mentions = find_mentions(view, hits, sentences, knowledge, day)
    mentions = resolve_mentions(view, mentions, sentences, quotations, knowledge, day)
    attributions = find_attributions(
        view, hits, paragraphs, sentences, quotations, mentions, times, knowledge
    )
    attributions = not_after(attributions, day)
    times = anchor_times(times, attributions, quotations, day)
    meetings = find_meetings(
        view, hits, paragraphs, sentences, quotations, mentions, times, attributions, knowledge, day
    )
    reading = Reading(
        report_id=report.id,
        paragraphs=paragraphs,
        sentences=sentences,
        quotations=quotations,
        mentions=mentions,
        times=times,
        attributions=attributions,
        meetings=meetings,
    )
    return in_original(reading, view)
