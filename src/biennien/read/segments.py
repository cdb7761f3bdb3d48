"""Paragraphs, quotations and sentences, in this order: a quotation holds full stops and may cross paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from biennien.model import Paragraph, Quotation, Sentence, Span
from biennien.read.view import View

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85\x0b\x0c]+")
_CREDIT = re.compile(
    r"\(?\b(?:ảnh|photo|nguồn ảnh|ảnh minh họa|getty|ảnh tư liệu)\s*[:(]|-\s*ảnh\s*:|\bảnh:", re.IGNORECASE
)
_MARK = re.compile(r"[“”\"„‟«»‹›‘’']")
_PAIR = {"“": "”", "„": "”", "‟": "”", "«": "»", "‹": "›", "‘": "’", '"': '"', "'": "'"}
_DOUBLE_CLOSERS = frozenset('”"“‟')
_CLOSING = re.compile(r"[”\"]")
_MAX_SENTENCE = (
    2000  # code points outside quotations; more without a stop is a list or no prose, and is cut at a blank
)
_AS_WORDS = 40
_MAX_QUOTED = 8000  # code points of a sentence with its quotations, after which it ends with the quotation
_MAX_UNCLOSED = 40  # marks without a partner in one paragraph; after so many its marks mean nothing
_MAX_QUOTATION = 6000  # code points; a longer one means that a mark is missing
_STOP = re.compile(r"[.!?…]{1,20}[”\"»’)\]]{0,9}(?=\s|$|[A-ZĐÀ-Ỹ“\"])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:TP|Tp|TT|Th|TS|GS|PGS|ThS|BS|KS|LS|Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Gen|Col|Lt|Sen|Rep|Inc|Ltd|Co|Corp|vs|No|U\.S|v\.v)|\b[A-ZĐ])$"
)


def find_paragraphs(view: View) -> tuple[Paragraph, ...]:
    """The lines that are not blank, numbered from 1; a photo caption is told by its credit."""
    found: list[Paragraph] = []
    for line in _LINE.finditer(view.text):
        words = line.group()
        bare = words.strip()
        if not bare:
            continue
        start = line.start() + words.index(bare[0])
        span = Span(start, start + len(bare))
        found.append(Paragraph(span=span, number=len(found) + 1, kind=_kind(bare, first=not found)))
    return tuple(found)


def _kind(words: str, *, first: bool) -> str:
    if len(words) < 400:
        tail = words[-60:]
        if (":" in tail or "(" in tail) and _CREDIT.search(words, max(0, len(words) - 60)):
            return "caption"
    if first and len(words) < 160 and words[-1] not in '.!?…:”"':
        return "title"
    return "body"


def find_quotations(view: View, paragraphs: tuple[Paragraph, ...]) -> tuple[Quotation, ...]:
    """The outermost quotations in text order, marks of all kinds, mixed and unbalanced ones included.

    A quotation that opens with “ may close with ". One that is not closed in its paragraph goes on in the next where that
    one opens with a mark again, else it ends with its paragraph and is marked as not closed.
    """
    text = view.text
    found: list[Quotation] = []
    carried = False  # the quotation of the last paragraph was left open
    for number, paragraph in enumerate(paragraphs):
        at, end = paragraph.span.start, paragraph.span.end
        unclosed = 0
        opened = _MARK.match(text, at)
        if carried and not (opened and opened.group() in '“"«'):
            carried = False
        while at < end:
            mark = _MARK.search(text, at, end)
            if mark is None:
                break
            start = mark.start()
            if not _opens(text, start):
                at = start + 1
                continue
            close = _closing(text, start, end)
            if close is None:
                following = paragraphs[number + 1].span.start if number + 1 < len(paragraphs) else -1
                goes_on = following >= 0 and text[following] in '“"«' and text[start] in '“"«'
                opens_here = (
                    goes_on or start == paragraph.span.start or text[max(0, start - 2) : start].strip() == ":"
                )
                if opens_here and end - start <= _MAX_QUOTATION:
                    found.append(_quotation(text, start, end, end, closed=False, continues=goes_on))
                    carried = goes_on
                    at = end
                else:
                    at = start + 1
                    unclosed += 1
                    if unclosed > _MAX_UNCLOSED:
                        break
                continue
            found.append(_quotation(text, start, close, close + 1, closed=True, continues=False))
            carried = False
            at = close + 1
    return tuple(found)


def _opens(text: str, at: int) -> bool:
    """Whether a mark can open: not after a letter or digit, not before a blank."""
    mark = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if after.isspace() or mark in "”»›":
        return False
    if mark in "‘’'":  # an apostrophe stands inside or right after a word
        return not before.isalnum() and mark != "’"
    return not (before.isalnum() and mark == '"')


def _closing(text: str, start: int, end: int) -> int | None:
    """The place of the mark that closes the quotation opened at `start`, at most at `end`."""
    mark = text[start]
    single = mark in "‘'"
    closer = _PAIR[mark]
    at = start + 1
    inner_open = False
    limit = min(end, start + _MAX_QUOTATION)
    while found := _MARK.search(text, at, limit):
        place, sign = found.start(), found.group()
        at = place + 1
        if single:
            if sign in "’'" and not (place + 1 < end and text[place + 1].isalnum()):
                return place
        elif mark in "«‹":
            if sign == closer:
                return place
        elif sign in _DOUBLE_CLOSERS:
            after = text[place + 1] if place + 1 < end else " "
            before = text[place - 1]
            opens_inner = sign in "“" or (
                sign == '"' and (before.isspace() or before in "(:,") and after.isalnum()
            )
            if opens_inner and not inner_open and _sure(text, place, limit, mark):
                inner_open = True
            elif inner_open:
                inner_open = False
            else:
                return place
    return None


def _sure(text: str, at: int, limit: int, mark: str) -> bool:
    """Whether the mark at `at` can open a quotation inside one opened by `mark`: “ in “, else where two closing marks follow in reach."""
    if text[at] == "“":
        return mark == "“"
    closing = _CLOSING.search(text, at + 1, limit)
    return closing is not None and _CLOSING.search(text, closing.end(), limit) is not None


def _quotation(text: str, start: int, stop: int, end: int, *, closed: bool, continues: bool) -> Quotation:
    inner = Span(start + 1, stop)
    return Quotation(
        span=Span(start, end),
        inner=inner,
        kind=_quotation_kind(text, inner),
        closed=closed,
        continues=continues,
    )


def _quotation_kind(text: str, inner: Span) -> str:
    """``speech`` for a clause or more; a few words without a stop are a ``term`` until a cue says otherwise."""
    words = inner.cut(text)
    syllables = words.count(" ") + 1
    if syllables >= 9 or (syllables >= 4 and words.rstrip()[-1:] in ".!?…,"):
        return "speech"
    return "term"


def find_sentences(
    view: View, paragraphs: tuple[Paragraph, ...], quotations: tuple[Quotation, ...]
) -> tuple[Sentence, ...]:
    """The sentences of each paragraph in text order; a stop inside a quotation does not count, one that ends it does.

    A stop followed by the reporting clause (`…", ông nói.`) does not end the sentence.
    """
    text = view.text
    starts = [q.span.start for q in quotations]
    found: list[Sentence] = []
    for paragraph in paragraphs:
        begin, end = paragraph.span.start, paragraph.span.end
        at = begin
        while at < end:
            stop = _STOP.search(text, at, end)
            if stop is None:
                break
            place = stop.start()
            index = bisect_right(starts, place) - 1
            inside = index >= 0 and quotations[index].span.start < place < quotations[index].span.end
            if inside:
                close = quotations[index].span.end
                at = close
                ends = stop.end() >= close or text[close - 2] in ".!?…"  # it may hold more stops before
                if ends and _starts_sentence(text, close, end):
                    found.append(Sentence(span=Span(begin, close), paragraph=paragraph.number))
                    begin = at = _skip_blanks(text, close, end)
                continue
            at = stop.end()
            if stop.group()[0] == "." and (
                _ABBREVIATION.search(text, max(begin, place - 8), place) or _number(text, place)
            ):
                continue
            if not _starts_sentence(text, at, end):
                continue
            found.append(Sentence(span=Span(begin, at), paragraph=paragraph.number))
            begin = at = _skip_blanks(text, at, end)
        if begin < end:
            found.append(Sentence(span=Span(begin, end), paragraph=paragraph.number))
    return tuple(cut for sentence in found for cut in _cut_to_length(text, sentence, quotations, starts))


def _cut_to_length(
    text: str, sentence: Sentence, quotations: tuple[Quotation, ...], starts: list[int]
) -> Iterator[Sentence]:
    """The sentence, or its pieces where it is too long to be one."""
    begin, end = sentence.span.start, sentence.span.end
    if end - begin <= _MAX_SENTENCE:
        yield sentence
        return
    while end - begin > _MAX_SENTENCE:
        cut = _cut(text, begin, end, quotations, starts)
        if cut >= end:
            break
        yield replace(sentence, span=Span(begin, cut))
        begin = _skip_blanks(text, cut, end)
    if begin < end:
        yield replace(sentence, span=Span(begin, end))


def _cut(text: str, begin: int, end: int, quotations: tuple[Quotation, ...], starts: list[int]) -> int:
    """Where a sentence becomes too long: a quotation is never cut and counts like a few words, however long it is."""
    at, left = begin, _MAX_SENTENCE
    for index in range(bisect_left(starts, begin), len(starts)):
        span = quotations[index].span
        if span.start >= min(end, at + left):
            break
        left -= span.start - at + min(_AS_WORDS, span.end - span.start)
        at = span.end
        if left <= 0 or at - begin > _MAX_QUOTED:
            return at
    if at + left >= end:
        return end
    blank = text.rfind(" ", at, at + left)
    return blank + 1 if blank > begin else at + left


def _number(text: str, place: int) -> bool:
    return text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _starts_sentence(text: str, at: int, end: int) -> bool:
    """Whether what follows looks like a new sentence: a capital, a digit, a mark; or nothing."""
    at = _skip_blanks(text, at, end)
    return at >= end or text[at].isupper() or text[at].isdigit() or text[at] in "“\"«‘'(-–[•"
