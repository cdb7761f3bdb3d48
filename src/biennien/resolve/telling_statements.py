"""The statements that change with the reports that are read off again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennien.model import Span
from biennien.model.growth import WORDS, Growth
from biennien.resolve.keys import number
from biennien.resolve.sight import Sight
from biennien.resolve.statements import Said, join_said, linked, said_in, tell_said, words_of
from biennien.resolve.telling_meetings import cited_in

Place = tuple[str, int]  # a report and the number of an attribution in it


def tell_statements(
    sight: Sight, growth: Growth, groups: set[int], reports: set[str], as_known: str | None
) -> None:
    """Tells every statement anew that can be another one, also where it is of a meeting that is another one in one of `reports`."""
    tell_chosen(sight, growth, _Said(sight).all(reports), groups, as_known)


def tell_chosen(
    sight: Sight, growth: Growth, chosen: Mapping[Place, Said], groups: set[int], as_known: str | None
) -> None:
    """Tells the statements of attributions; the meetings of `groups` are those in `growth`."""
    kept = join_said(list(chosen.values()))
    growth.retold = set(chosen)
    cited: dict[str, list[tuple[Span, str]]] = {}
    heads = sorted({said.source.report.id for said in kept})
    rows = [(m, c) for group, m, c in sight.kept.telling(heads) if group not in groups]
    for meeting, citation in (*rows, *cited_in(growth.meetings.values())):
        cited.setdefault(citation.report_id, []).append((citation.span, meeting))
    growth.statements = tell_said(kept, cited, sight.world, as_known=as_known)


def said_with(sight: Sight) -> dict[Place, Said]:
    """The attributions of the reports that are read off, and of others whatever can be one statement with them."""
    for i in sorted(sight.anew):
        said = said_in(sight.source(i)) if sight.tells(i) else ()
        sight.put_keys(i, {WORDS: frozenset(number(words) for one in said for words in words_of(one))})
    return _Said(sight).all(())


class _Said:
    """The attributions that are told anew, by their place."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self._said: dict[str, list[Said]] = {}
        self._numbers: dict[Place, frozenset[int]] = {}

    def all(self, reports: Iterable[str]) -> dict[Place, Said]:
        """Those of the reports that are read off again and of `reports`, and whatever can be one statement with them, or was."""
        sight = self.sight
        ids = {i for i in sight.anew if sight.tells(i)}
        sight.load(reports)
        ids.update(i for i in reports if i in sight.reports and sight.tells(i))
        found = {(i, s.index): s for i in sorted(ids) for s in self._in(i)}
        before = sight.keys_before(WORDS)
        for i in sight.under(WORDS, before):
            found.update(((i, s.index), s) for s in self._in(i) if self._of(i, s) & before)
        fresh = dict(found)
        while fresh:
            fresh = self._next_to(fresh, found)
            found.update(fresh)
        return found

    def _next_to(self, fresh: dict[Place, Said], found: dict[Place, Said]) -> dict[Place, Said]:
        """Those that can be one statement with one of the last found."""
        by_number: dict[int, list[Said]] = {}
        for (i, _), said in fresh.items():
            for key in self._of(i, said):
                by_number.setdefault(key, []).append(said)
        more: dict[Place, Said] = {}
        for i in self.sight.under(WORDS, by_number):
            for said in self._in(i):
                if (i, said.index) not in found and any(
                    linked(other, said) for key in self._of(i, said) for other in by_number.get(key, ())
                ):
                    more[i, said.index] = said
        return more

    def _in(self, report_id: str) -> list[Said]:
        if report_id not in self._said:
            self._said[report_id] = said_in(self.sight.source(report_id))
        return self._said[report_id]

    def _of(self, report_id: str, said: Said) -> frozenset[int]:
        place = report_id, said.index
        if place not in self._numbers:
            self._numbers[place] = frozenset(number(words) for words in words_of(said))
        return self._numbers[place]
