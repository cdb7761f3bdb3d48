"""Which reports are near copies of others: wire copy, cut or with a lead of its own, mirrors, reprints.

A text is looked up by its marks, some of its stretches of words, and compared word by word with those that share one. What is kept
of a text depends on it and on the marks that are formulas, never on the order in which texts came: so one more text is compared with
those few alone that share words with it, and the outcome is that of comparing all with all.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

from biennien.knowledge.credits import Credits
from biennien.model.copies import Copied, Copy, Held, NothingCopied, Pair, Printed, Recopying
from biennien.resolve.originals import (
    MOST,
    PART,
    SAME_WORDS,
    WHOLE,
    find_originals,
    joined_with,
    parts_of,
)
from biennien.resolve.shingles import SHORT, Compared, marks_of

_SITE = 8  # texts of one outlet that share a stretch: it is furniture of the site, or background told again and again
_ALL = 200  # texts of any outlets: it is a formula
_LIKELY = 0.12  # of the marks of the one that has fewer: texts that share less are not compared
_PART = 1_000_000  # marks that are looked at together

Holders = Mapping[int, Sequence[tuple[str, str]]]


def find_copies(printed: Mapping[str, Printed], credits: Credits, kept: Copied) -> Mapping[str, Copy]:
    """The copies among some reports alone, by their ids.

    `kept` is what is known of their texts, or of others: what are formulas, and which of them need not be compared at all.
    """
    near = _near(printed, kept)
    return recopy({i: p for i, p in printed.items() if i in near}, (), _Alone(kept), credits).copies


def _near(printed: Mapping[str, Printed], kept: Copied) -> set[str]:
    """Those of the reports that may be copies of others: by what is known of their texts, or of those that share marks with theirs."""
    held = kept.held(printed.keys())
    strange = {i for i, p in printed.items() if i not in held or held[i].sha256 != p.report.sha256}
    marks = {mark for i in strange for mark in _marks(printed[i].report.text)} if held else set[int]()
    beside = {i for rows in kept.holders(marks - kept.formulas(marks)).values() for i, _ in rows}
    paired = {i for one, other, _ in kept.pairs(printed.keys()) for i in (one, other)}
    twins = {i for i, p in printed.items() if p.report.copy_of is not None}
    return strange | beside | paired | twins


class _Alone(NothingCopied):
    """Nothing is known of other texts but what are formulas: a site has its furniture whatever is looked at."""

    def __init__(self, kept: Copied) -> None:
        self._kept = kept

    def formulas(self, marks: Collection[int]) -> set[int]:
        """Those of the marks that so many texts hold that they tell nothing."""
        return self._kept.formulas(marks)


def recopy(came: Mapping[str, Printed], gone: Collection[str], kept: Copied, credits: Credits) -> Recopying:
    """What changes in what is kept of copies when reports came, stand otherwise or are `gone`; one that is withdrawn is none."""
    texts = _Texts(came, gone, kept, credits)
    formulas = texts.find_formulas()
    unpaired = {*texts.now, *texts.anew, *texts.gone}
    former = set(kept.pairs(unpaired))
    found = Recopying(
        texts=texts.now,
        gone=texts.gone,
        marks=dict(texts.marks),
        marks_gone=texts.marks_gone,
        unpaired=unpaired,
        pairs=set(texts.find_pairs(formulas)),
    )
    found.formulas, found.formulas_gone = formulas.came, formulas.went
    _regroup(found, former, texts, kept, credits)
    return found


def _regroup(found: Recopying, former: set[Pair], texts: _Texts, kept: Copied, credits: Credits) -> None:
    """Finds anew the origins of whatever hangs together with what changed, and of the reports with the very same words."""
    beside = {i for one, other, _ in former for i in (one, other)}
    twins = {i: held.original for i, held in texts.standing.items() if held.original is not None}
    start = {twins.get(i, i) for i in (*texts.standing, *texts.anew, *beside)} - texts.gone
    edges = _Edges(found, kept)
    members = joined_with(start, edges.of)
    missing = [i for i in members if i not in texts.came]
    printed = {**kept.printed(missing), **{i: texts.came[i] for i in members if i in texts.came}}
    found.copies = dict(find_originals(printed, edges.seen, credits))
    others = {i: o for i, o in kept.twins(members).items() if i not in texts.came and i not in texts.gone}
    for i, original in {**others, **twins}.items():
        first = found.copies.get(original)
        found.copies[i] = Copy(
            report_id=i,
            origin=first.origin if first else original,
            share=first.share if first else 1000,
            why=SAME_WORDS,
            basis=first.basis if first else "derived",
        )
    found.regrouped = {*members, *others, *twins, *texts.gone}


class _Edges:
    """The pairs as they are now."""

    def __init__(self, found: Recopying, kept: Copied) -> None:
        self._kept = kept
        self._gone = found.unpaired
        self._by: dict[str, set[Pair]] = {}
        for pair in found.pairs:
            for i in pair[:2]:
                self._by.setdefault(i, set()).add(pair)
        self.seen: set[Pair] = set()

    def of(self, ids: Set[str]) -> set[str]:
        """Those with which some reports make pairs."""
        stored = self._kept.pairs([i for i in ids if i not in self._gone])
        now = {p for p in stored if p[0] not in self._gone and p[1] not in self._gone}
        for i in ids:
            now |= self._by.get(i, set())
        self.seen |= now
        return {i for pair in now for i in pair[:2]}


class _Formulas:
    """Whether a mark tells nothing, as it is now."""

    def __init__(self) -> None:
        self.stood: set[int] = set()
        self.came: set[int] = set()
        self.went: set[int] = set()

    def learn(self, stood: Collection[int]) -> None:
        self.stood.update(stood)

    @property
    def now(self) -> set[int]:
        """Those that were looked at."""
        return (self.stood | self.came) - self.went


class _Texts:
    """The texts that came or went, over those that are kept."""

    def __init__(
        self, came: Mapping[str, Printed], gone: Collection[str], kept: Copied, credits: Credits
    ) -> None:
        self.came = came
        self._kept = kept
        before = kept.held({*came, *gone})
        self.standing = {
            i: Held(
                sha256=p.report.sha256,
                house=credits.house_of(p.report.outlet, p.report.url),
                original=p.report.copy_of,
            )
            for i, p in sorted(came.items())
            if p.report.withdrawn is None
        }
        self.now = {i: held for i, held in self.standing.items() if before.get(i) != held}
        self.gone = frozenset(i for i in before if i not in self.standing)
        former = {i: h for i, h in before.items() if h.original is None and self.standing.get(i) != h}
        words = kept.words({held.sha256 for held in former.values()})
        own = [i for i, held in self.now.items() if held.original is None]
        self.marks: dict[str, Sequence[int]] = {i: _marks(came[i].report.text) for i in own}
        self.marks_gone: dict[str, Collection[int]] = {i: _marks(words[h.sha256]) for i, h in former.items()}
        self.anew = set(own)  # with those of which others are formulas now

    def find_formulas(self) -> _Formulas:
        """The marks that became formulas, or are none any more; the texts that hold one of them are compared anew."""
        formulas = _Formulas()
        for mine in _in_parts(self.marks):
            known = self._kept.formulas(mine.keys())
            formulas.learn(known)
            held = self._kept.holders([m for m in mine if m not in known])
            for mark, came in mine.items():
                if mark in known or len(came) + len(held.get(mark, ())) < _SITE:
                    continue
                holders = self._with_new(held.get(mark, ()), came)
                if _is_formula(holders):
                    formulas.came.add(mark)
                    self.anew.update(i for i, _ in holders)
        lost = {mark for marks in self.marks_gone.values() for mark in marks}
        known = self._kept.formulas(lost) - formulas.came
        formulas.learn(known)
        came_with = _by_mark(self.marks, known)
        for mark, rows in self._kept.holders(known).items():
            holders = self._with_new(rows, came_with.get(mark, ()))
            if not _is_formula(holders):
                formulas.went.add(mark)
                self.anew.update(i for i, _ in holders)
        return formulas

    def find_pairs(self, formulas: _Formulas) -> Iterator[Pair]:
        """How much of each text that is compared anew stands in others, and of these in it, where it is most."""
        held = {**self._kept.held(self.anew - self.now.keys()), **self.now}
        old = self._kept.words({held[i].sha256 for i in self.anew if i not in self.now})
        marks = {
            i: self.marks[i] if i in self.now else _marks(old[held[i].sha256]) for i in sorted(self.anew)
        }
        shared = self._count_shared(marks, formulas)
        others = {i for pair in shared for i in pair} - self.anew
        held |= self._kept.held(others)
        words = old if not others else {**old, **self._kept.words({held[i].sha256 for i in others})}
        sizes = {i: len(row) for i, row in marks.items()}
        compared = dict[str, Compared]()

        def look(i: str) -> Compared:
            if i not in compared:
                text = self.came[i].report.text if i in self.now else words[held[i].sha256]
                compared[i] = Compared(text, now)
                sizes.setdefault(i, compared[i].marks)
            return compared[i]

        if others:
            formulas.learn(self._kept.formulas({m for i in others for m in _marks(words[held[i].sha256])}))
        now = formulas.now
        likely = [p for p, n in shared.items() if _is_likely(n, min(sizes.get(i, n) for i in p))]
        for part in parts_of(likely):
            compared.clear()
            for one, other in sorted(part):
                a, b = look(one), look(other)
                if not _is_likely(shared[one, other], min(sizes[one], sizes[other])):
                    continue
                ab, ba = a.share_in(b), b.share_in(a)
                if ab >= MOST or (ab >= PART and ba >= WHOLE):
                    yield one, other, ab
                if ba >= MOST or (ba >= PART and ab >= WHOLE):
                    yield other, one, ba

    def _count_shared(
        self, marks: Mapping[str, Sequence[int]], formulas: _Formulas
    ) -> Counter[tuple[str, str]]:
        """How many marks that tell something texts have in common, for each two of which one is compared anew."""
        shared: Counter[tuple[str, str]] = Counter()
        for mine in _in_parts(marks):
            formulas.learn(self._kept.formulas(mine.keys()))
            tell = mine.keys() - formulas.now
            held = self._kept.holders(tell)
            for mark in tell:
                here = mine[mark]
                if len(here) == 1 and mark not in held:
                    continue
                there = [i for i, _ in self._with_new(held.get(mark, ()), ()) if i not in marks]
                for n, one in enumerate(here):
                    for other in (*here[n + 1 :], *there):
                        shared[(one, other) if one < other else (other, one)] += 1
        return shared

    def _with_new(self, held: Iterable[tuple[str, str]], came: Iterable[str]) -> list[tuple[str, str]]:
        """Who holds a mark now: those that held it and neither went nor are others now, and those that came with it."""
        stay = [row for row in held if row[0] not in self.now and row[0] not in self.gone]
        return [*stay, *((i, self.now[i].house) for i in came)]


def _is_likely(shared: int, marks: int) -> bool:
    """Whether texts that have so many marks in common, and of which one has so many, are worth comparing."""
    return marks <= SHORT or shared >= _LIKELY * marks


def _is_formula(holders: Sequence[tuple[str, str]]) -> bool:
    if len(holders) < _SITE:
        return False
    return len(holders) >= _ALL or max(Counter(h for _, h in holders if h).values(), default=0) >= _SITE


def _in_parts(marks: Mapping[str, Sequence[int]]) -> Iterator[dict[int, list[str]]]:
    """By mark who holds it, so many marks at a time that they fit in memory; the marks of each are in order."""
    parts = 1 + sum(map(len, marks.values())) // _PART
    for part in range(parts):
        first, last = (part << 63) // parts, ((part + 1) << 63) // parts
        found: dict[int, list[str]] = {}
        for i, row in marks.items():
            for mark in row[bisect_left(row, first) : bisect_left(row, last)]:
                found.setdefault(mark, []).append(i)
        yield found


def _by_mark(marks: Mapping[str, Collection[int]], wanted: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for i, row in marks.items() if wanted else ():
        for mark in wanted.intersection(row):
            found.setdefault(mark, []).append(i)
    return found


def _marks(text: str) -> array[int]:
    return array("q", sorted({*marks_of(text)}))
