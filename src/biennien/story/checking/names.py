"""Names in a draft: nearly one that the record or the tables know, or spelled otherwise than the reports spell it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from biennien.knowledge.world import World
from biennien.model import ActorMention, Citation, Reading, Remark, Report
from biennien.model.text import one_spelling

_LETTERS = 2  # that may be wrong in a name
_SHORTEST = 6  # letters of a name that is compared
_SETTLED = 2  # places in which the reports spell it so


def name_remarks(
    draft: tuple[Report, Reading], reports: Sequence[Report], readings: Mapping[str, Reading], world: World
) -> Iterator[Remark]:
    """One remark for each name that stands otherwise in the draft, at its first place."""
    report, reading = draft
    forms, first = _forms(reports, readings)
    known = {name: entity for entity, names in forms.items() for name in (entity, *names)}
    people = {n: actor.entity for actor in world.actors.values() if actor.type == "PER" for n in actor.names}
    seen = set[str]()
    for mention in reading.names:
        words = _form(mention.span.cut(report.text))
        if mention.type != "PER" or words in seen:
            continue
        seen.add(words)
        entity = mention.entity or words
        if " " not in words:
            if entity == words and (near := _slip(words, first, people)):
                place = next(first[form] for form in first if near in form.split())
                yield _remark("name", report, reading, mention, [place], said=words, name=near)
            continue
        if entity in forms:
            yield from _spelled(words, entity, forms[entity], first, report, reading, mention)
        elif entity not in world.actors and (near := _nearest(words, known) or _nearest(words, people)):
            against = first.get(near)
            yield _remark(
                "name", report, reading, mention, [against] if against else [], said=words, name=near
            )


def _spelled(
    words: str,
    entity: str,
    forms: Counter[str],
    first: Mapping[str, Citation],
    report: Report,
    reading: Reading,
    mention: ActorMention,
) -> Iterator[Remark]:
    """A full name that no report spells so, where they agree on another spelling."""
    if words in forms:
        return
    same = [(f, n) for f, n in forms.most_common() if len(f.split()) == len(words.split())]
    if same and same[0][1] >= _SETTLED and 0 < _distance(words, same[0][0]) <= _LETTERS:
        against = [first[same[0][0]]]
        yield _remark("spelling", report, reading, mention, against, said=words, name=same[0][0], who=entity)


def _slip(words: str, known: Iterable[str], people: Iterable[str]) -> str | None:
    """The one word of the names in the reports that differs in one letter, or in two that changed places."""
    known = dict.fromkeys(part for name in known for part in name.split())
    if len(words) < _SHORTEST or words in known or any(words in name.split() for name in people):
        return None
    near = [n for n in known if n[0] == words[0] and _is_slip(words, n)]
    return near[0] if len(near) == 1 else None


def _is_slip(one: str, other: str) -> bool:
    places = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    swapped = len(one) == len(other) and len(places) == 2 and places[1] == places[0] + 1
    if swapped and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]:
        return True
    return abs(len(one) - len(other)) <= 1 and _distance(one, other) == 1


def _forms(
    reports: Sequence[Report], readings: Mapping[str, Reading]
) -> tuple[dict[str, Counter[str]], dict[str, Citation]]:
    """How the reports spell each person, and where first."""
    forms: dict[str, Counter[str]] = {}
    first: dict[str, Citation] = {}
    for report in sorted(reports, key=lambda r: r.id):
        reading = readings.get(report.id)
        if reading is None:
            continue
        for mention in reading.names:
            if mention.type == "PER" and mention.entity:
                words = _form(mention.span.cut(report.text))
                forms.setdefault(mention.entity, Counter())[words] += 1
                first.setdefault(words, reading.cite(report.text, mention.span))
    return forms, first


def _form(words: str) -> str:
    """A name on one line, in composed letters and one spelling of the tone: it is not misspelled that was typed otherwise."""
    return " ".join(one_spelling(word) for word in unicodedata.normalize("NFC", words).split())


def _nearest(words: str, names: Mapping[str, str]) -> str | None:
    """The name that differs in a letter or two, of `names` with whose they are; None where there is none, or that of another too."""
    if len(words) < _SHORTEST:
        return None
    size, parts = len(words), len(words.split())
    near = {
        name: distance
        for name in names
        if abs(len(name) - size) <= _LETTERS
        and len(name.split()) == parts
        and _same_start(words, name)
        and 0 < (distance := _distance(words, name)) <= _LETTERS
    }
    least = min(near.values(), default=0)
    best = sorted(name for name, distance in near.items() if distance == least)
    return best[0] if len({names[name] for name in best}) == 1 else None


def _same_start(one: str, other: str) -> bool:
    """Whether one part of the names is the same: nobody misspells all of them."""
    return bool(set(one.casefold().split()) & set(other.casefold().split()))


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or replaced (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def _remark(
    kind: str,
    report: Report,
    reading: Reading,
    mention: ActorMention,
    against: Iterable[Citation],
    **values: str,
) -> Remark:
    at = reading.cite(report.text, mention.span)
    return Remark(kind=kind, at=at, against=tuple(against), line=None, values=tuple(values.items()))
