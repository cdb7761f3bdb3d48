"""The words that attribute, where they do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.rules import Rule
from biennien.model import TimeExpression
from biennien.read.view import View

_NOUN_TAIL = re.compile(
    r"\s+(?:của|từ|chung|về việc|về vấn đề|này\b|trên\b(?=[,.;:]|\s+(?:được|đã|đang|sẽ|là|cho|nhằm|và|do|khi|trong|tại|khiến)\b)|đó\b|nói trên|được (?:đưa ra|công bố|phát đi))"
)
OWNED = re.compile(r"\s+của\s+")  # `đề xuất của A về việc …`: the noun attributes as the verb does
_AFFIRMED = frozenset({"say", "report", "write", "propose", "ask", "promise", "warn", "threaten"})
_NEGATED = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng)(?: thể| hề| muốn| từng| kịp| ngay lập tức| lập tức| công khai| chính thức| trực tiếp)? $"
)
# What stands before a noun that opens the clause behind a quotation: `“…,” tuyên bố nêu`.
_AFTER_SPEECH = (", ", ",” ", '," ', "” - ", '" - ', "” – ", '" – ')
_IN_NAME = re.compile(r"[\w)] $")
_PLAIN = frozenset({"say", "think", "deny", "criticise", "accuse", "warn"})
_OWN_PASSIVE = frozenset({"hearsay", "hearsay-clause", "asked", "theo"})
_AGENTLESS = re.compile(
    r"(?<!\w)(?:(?:được|bị)|bị (?:bắt|bắt giữ|giam|tạm giam|truy tố|điều tra|xét xử) (?:và|rồi)) $"
)


class Cue(NamedTuple):
    """A word that attributes at ``lower[start:end]``; `takes` and `verb` are its rule's construction and class."""

    start: int
    end: int
    rule: Rule
    takes: str
    verb: str


def find_cues(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    times: Sequence[TimeExpression],
    knowledge: Knowledge,
) -> tuple[Cue, ...]:
    """The words that attribute, in text order, the longest where they overlap; not where the word is a noun."""
    lower = view.lower
    found: list[Cue] = []
    after_time = {t.span.end + 1 for t in times}  # the `qua` of `hôm qua` makes no noun
    for hit in hits.get("cues", ()):
        rule = hit.payload
        if not isinstance(rule, Rule):
            continue
        match = rule.match(lower, hit.start)
        if match is None:
            continue
        start, end = match.span()
        if view.text[start].isupper() and _IN_NAME.search(view.text, max(0, start - 2), start):
            continue  # `Trung tâm Phân tích Hải quân`
        takes, verb = rule.text("takes"), rule.text("class")
        if (
            rule.flag("noun")
            and start not in after_time
            and (_after_noun_word(view, start, knowledge) or _NOUN_TAIL.match(lower, end))
            and not OWNED.match(lower, end)
        ):
            continue
        if verb in _AFFIRMED and _NEGATED.search(lower, max(0, start - 14), start):
            continue  # `không nói`, `chưa thể xác nhận`: nothing was said
        if takes not in _OWN_PASSIVE and _AGENTLESS.search(lower, max(0, start - 18), start):
            continue  # `được dự đoán`, `bị cáo buộc`: the subject is not who says it
        found.append(Cue(start, end, rule, takes, verb))
    found.sort(key=lambda c: (c.start, -c.end, c.rule.id))
    out: list[Cue] = []
    for cue in found:
        if out and cue.start < out[-1][1]:
            if cue.end > out[-1][1] and cue.start == out[-1][0]:
                out[-1] = cue
            continue
        if out and _gives_way(view, out[-1], cue):
            cue = cue._replace(start=out.pop().start)  # `ra thông cáo xác nhận`, `nhất trí cho rằng`
        out.append(cue)
    return tuple(out)


def _after_noun_word(view: View, start: int, knowledge: Knowledge) -> bool:
    """Whether a word that makes a noun of the next one stands right before (`một tuyên bố`); not the last of a name (`Nhật Bản tuyên bố`)."""
    at = knowledge.begin_of_joint("noun", view.lower, start)
    return at is not None and not (view.text[at].isupper() and _IN_NAME.search(view.text, max(0, at - 2), at))


def _gives_way(view: View, before: Cue, cue: Cue) -> bool:
    """Whether a verb only leads to the next one (`nhất trí cho rằng`); at the head of a sentence it is a noun (`Tuyên bố nêu rõ …`)."""
    plain = cue.verb in _PLAIN or (cue.verb == "demand" and not before.rule.flag("noun"))
    leads = before.rule.flag("yields") and cue.start - before.end < 2 and plain
    noun = view.text[before.start].isupper() or view.text.endswith(_AFTER_SPEECH, 0, before.start)
    return leads and not noun
