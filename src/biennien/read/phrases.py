"""Sources that are phrases of no known kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.model import ActorMention, Span
from biennien.read.shapes import is_syllable
from biennien.read.sources import Candidate
from biennien.read.view import View

_ASIDE = re.compile(r" \([^)]*\)$")
_FOREIGN = re.compile(r"[A-Z][\w.&'’-]+(?: (?:&|of|the|for|and|[A-Z][\w.&'’-]*))*")


def phrase_of(view: View, span: Span, mentions: Sequence[ActorMention]) -> Candidate:
    """A phrase of no known kind as a source: a foreign name (`Kelly Blue Book (KBB)`), a body's name cut short, else nobody's."""
    words = _ASIDE.sub("", span.cut(view.text))
    if _FOREIGN.fullmatch(words) and not all(map(is_syllable, words.split(" "))):
        return Candidate(span, (words,))
    if body := _cut_short(view, span, mentions):
        return Candidate(span, (body,))
    return Candidate(span, named=False, described="unresolved", head="phrase")


def _cut_short(view: View, span: Span, mentions: Sequence[ActorMention]) -> str | None:
    """`Trung tâm` after `Trung tâm Carter`: the last body whose name begins so."""
    if not view.text[span.start].isupper():
        return None
    words = span.cut(view.lower) + " "
    before = (
        m for m in reversed(mentions) if m.type == "ORG" and m.level == "NAM" and m.span.end <= span.start
    )
    return next((m.entity for m in before if view.lower.startswith(words, m.span.start)), None)
