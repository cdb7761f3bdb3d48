"""The reading of one report, as a table of contents."""

from __future__ import annotations

from biennien.knowledge.load import Knowledge
from biennien.model import Reading, Report
from biennien.read.attributions import find_attributions
from biennien.read.coreference import resolve_mentions
from biennien.read.meetings import find_meetings
from biennien.read.mentions import find_mentions
from biennien.read.originals import in_original
from biennien.read.positions import find_positions
from biennien.read.reasons import find_reasons
from biennien.read.saying import not_after
from biennien.read.segments import find_paragraphs, find_quotations, find_sentences
from biennien.read.time_events import anchor_events
from biennien.read.times import anchor_times, find_times, told_today
from biennien.read.verdicts import find_verdicts
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
    day = told_today(times, day)
    mentions = find_mentions(view, hits, sentences, knowledge, day)
    mentions = resolve_mentions(view, mentions, paragraphs, sentences, quotations, knowledge, day)
    attributions = find_attributions(
        view, hits, paragraphs, sentences, quotations, mentions, times, knowledge
    )
    attributions = not_after(attributions, day)
    times = anchor_events(times, attributions, sentences, view.lower, day)
    times = anchor_times(times, attributions, quotations, day)
    meetings = find_meetings(
        view, hits, paragraphs, sentences, quotations, mentions, times, attributions, knowledge, day
    )
    reasons = find_reasons(view, hits, sentences, attributions, meetings, knowledge)
    positions = find_positions(view, hits, sentences, mentions, times, attributions, knowledge, day)
    verdicts, silences = find_verdicts(view, hits, sentences, mentions, attributions, meetings)
    reading = Reading(
        report_id=report.id,
        paragraphs=paragraphs,
        sentences=sentences,
        quotations=quotations,
        mentions=mentions,
        times=times,
        attributions=attributions,
        meetings=meetings,
        reasons=reasons,
        positions=positions,
        verdicts=verdicts,
        silences=silences,
    )
    return in_original(reading, view)
