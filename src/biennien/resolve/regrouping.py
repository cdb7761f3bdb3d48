"""One step of the stories' growth: from the reports that changed to every episode that changes with them, and to no other.

The episodes of what changed are joined anew by themselves. Then their joins and those of the episodes near them are gone through
in their order: where two groups of different episodes turn out to be nearer than what was joined, the other episode is joined anew
too, until none is. So the outcome is that of joining all reports at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from biennien.model.grouping import Days, Episode, Gist, Grouped, Regrouping
from biennien.resolve.clusters import LEFT, NEAR, Group, Key, groups_of, join_near, join_sums, order_of
from biennien.resolve.likenesses import APART, Pairs, find_pairs

Link = tuple[str, str]


def regroup(
    changed: Mapping[str, Gist], gone: Collection[str], retold: Collection[str], kept: Grouped
) -> Regrouping:
    """What changes in the episodes when reports bring something else now, are `gone`, or tell of other meetings (`retold`)."""
    gone = frozenset(gone)
    found = Regrouping(gists=changed, gone=gone)
    field = _Field(changed, gone, kept)
    found.ended = field.dissolved
    field.settle()
    found.links = field.links()
    places = kept.episodes_of([*changed, *(i for i in retold if i not in gone)])
    same = {places[i] for i in places if i not in field.anew} - field.dissolved
    groups = {**field.groups(), **{name: _ids(e) for name, e in kept.episodes(same).items()}}
    members = [i for group in groups.values() for i in group]
    told, gists = kept.told(members), field.look_at(members)
    joins = field.joins(same)
    found.episodes = {
        name: _episode(name, [gists[i] for i in ids], joins[name], told) for name, ids in groups.items()
    }
    return found


class _Field:
    """The reports that are joined anew, and whatever can be compared with them."""

    def __init__(self, changed: Mapping[str, Gist], gone: frozenset[str], kept: Grouped) -> None:
        self.kept = kept
        self.gone = gone
        self._gists = dict(changed)
        self._place: dict[str, str] = {}  # the episode of each report beside
        self._pairs: Pairs = {}
        self._own: list[Key] = []
        self._episodes: dict[str, Episode] = {}  # that stay as they were
        before = kept.gists(list(changed))
        moved = {i for i, gist in changed.items() if i not in before or not _same(gist, before[i])}
        places = kept.episodes_of([*moved, *gone])
        self.dissolved: set[str] = set()
        self.anew = set(moved)
        self._dissolve(set(places.values()))
        self._find_pairs(self.anew)

    def settle(self) -> None:
        """Joins anew until no episode beside would have been joined otherwise."""
        while True:
            days = {i: self._gists[i].days for i in self.anew}
            self._own = join_near(days, self._inside(self.anew))
            drawn = self._drawn_in()
            if not drawn:
                return
            before = set(self.anew)
            self._dissolve(drawn)
            self._find_pairs(self.anew - before)

    def groups(self) -> dict[str, list[str]]:
        """The episodes that were joined anew."""
        return groups_of(self.anew, self._own)

    def joins(self, same: Iterable[str]) -> dict[str, tuple[Key, ...]]:
        """How the episodes were joined, also those that are the `same` reports."""
        episode = {i: name for name, ids in self.groups().items() for i in ids}
        found: dict[str, list[Key]] = {name: [] for name in episode.values()}
        for key in self._own:
            found[episode[key[1]]].append(key)
        kept = {name: e.joins for name, e in self._look_into(same).items()}
        return {**kept, **{name: tuple(keys) for name, keys in found.items()}}

    def links(self) -> set[Link]:
        """The pairs of episodes of one story: near in what can be compared of them."""
        groups = self.groups()
        episode = {i: name for name, ids in groups.items() for i in ids}
        beside = {i: self._place[i] for i in self._beside()}
        sums: Counter[Link] = Counter()
        for one in self.anew:
            for other, value in self._pairs.get(one, {}).items():
                its = episode.get(other) or beside[other]
                if its != episode[one] and (other in beside or one < other):
                    sums[_link(episode[one], its)] += value
        likely = {name for link in sums for name in link if name not in groups}
        spans = {name: _Spans(e.days) for name, e in self._look_into(likely).items()}
        spans |= {name: _Spans([self._gists[i].days for i in ids]) for name, ids in groups.items()}
        return {link for link, total in sums.items() if total >= NEAR * _pairs_of(link, spans)}

    def look_at(self, ids: Iterable[str]) -> Mapping[str, Gist]:
        """The gists, with those of these reports."""
        missing = [i for i in ids if i not in self._gists]
        self._gists.update(self.kept.gists(missing) if missing else {})
        return self._gists

    def _look_into(self, ids: Iterable[str]) -> Mapping[str, Episode]:
        wanted = set(ids)
        missing = [i for i in wanted if i not in self._episodes]
        self._episodes.update(self.kept.episodes(missing) if missing else {})
        return {i: self._episodes[i] for i in wanted}

    def _beside(self) -> set[str]:
        """The reports that are not joined anew and share words with one that is."""
        return {o for i in self.anew for o in self._pairs.get(i, {}) if o not in self.anew}

    def _dissolve(self, episodes: Collection[str]) -> None:
        self.dissolved.update(episodes)
        for episode in self._look_into(episodes).values():
            self.anew.update(i for i, _ in episode.reports if i not in self.gone)
        self.look_at(self.anew)

    def _find_pairs(self, ids: Collection[str]) -> None:
        """The likeness of reports to all that can be compared with them."""
        near = {i for span in _reaches(self._gists[i].days for i in ids) for i in self.kept.between(*span)}
        near = {i for i in near if i not in self.gone} | self.anew
        gists = self.look_at(near)
        find_pairs([gists[i] for i in near], ids, self._pairs)
        missing = [i for i in self._beside() if i not in self._place]
        self._place.update(self.kept.episodes_of(missing))

    def _inside(self, ids: Collection[str]) -> Pairs:
        return {i: {o: v for o, v in self._pairs.get(i, {}).items() if o in ids} for i in ids}

    def _drawn_in(self) -> set[str]:
        """The episodes beside that would be joined otherwise."""
        near = {
            self._place[o]
            for i in self.anew
            for o, v in self._pairs.get(i, {}).items()
            if v >= NEAR and o not in self.anew
        }
        episodes = self._look_into(near)
        others = {i: name for name, e in episodes.items() for i, _ in e.reports}
        groups = {i: Group(i, 1, self._gists[i].days) for i in self.anew}
        for episode in episodes.values():
            groups |= {
                i: Group(i, 1, days) for (i, _), days in zip(episode.reports, episode.days, strict=True)
            }
        across: Pairs = {i: {} for i in groups}
        for one in self.anew:
            for other, value in self._pairs.get(one, {}).items():
                if other in others:
                    across[one][other] = across[other][one] = value
        joins = [*self._own, *(key for e in episodes.values() for key in e.joins)]
        drawn = _nearer(groups, across, sorted(joins))
        return {others[i] for i in drawn if i in others}


def _nearer(groups: dict[str, Group], across: Pairs, joins: Sequence[Key]) -> set[str]:
    """The names of groups that one of those `across` is nearer to than what they are joined with next."""
    ahead: dict[str, list[Key]] = {name: [] for name in groups}
    for key in reversed(joins):
        ahead[key[1]].append(key)
        ahead[key[2]].append(key)
    found: set[str] = set()

    def look(one: str) -> None:
        for other, total in across[one].items():
            ends = min((ahead[name][-1] if ahead[name] else LEFT) for name in (one, other))
            if order_of(groups[one], groups[other], total) < ends:
                found.update((one, other))

    for one in groups:
        look(one)
    for _, one, other in joins:
        ahead[one].pop()
        join_sums(one, other, groups, across)
        look(one)
    return found


def _same(one: Gist, other: Gist) -> bool:
    """Whether two gists are grouped alike."""
    return one.words == other.words and one.days == other.days


def _reaches(days: Iterable[Days]) -> list[tuple[int | None, int | None]]:
    """The stretches of days in which lies what can be compared with reports of some days."""
    known = set(days)
    if None in known:
        return [(None, None)]
    found: list[tuple[int | None, int | None]] = []
    for first, last in sorted((d[0] - APART, d[1] + APART) for d in known if d):
        before = found[-1] if found else None
        if before and before[1] is not None and first <= before[1] + 1:
            found[-1] = (before[0], max(before[1], last))
        else:
            found.append((first, last))
    return found


def _link(one: str, other: str) -> Link:
    return (one, other) if one < other else (other, one)


class _Spans:
    """The days of the reports of an episode, to count what can be compared."""

    def __init__(self, days: Sequence[Days]) -> None:
        self.size = len(days)
        self.known = [d for d in days if d]
        self.firsts = sorted(first for first, _ in self.known)
        self.lasts = sorted(last for _, last in self.known)


def _pairs_of(link: Link, spans: Mapping[str, _Spans]) -> int:
    """How many pairs of the reports of two episodes can be compared."""
    few, many = sorted((spans[link[0]], spans[link[1]]), key=lambda s: len(s.known))
    count = few.size * many.size
    for first, last in few.known:
        count -= bisect_left(many.lasts, first - APART)
        count -= len(many.firsts) - bisect_right(many.firsts, last + APART)
    return count


def _ids(episode: Episode) -> list[str]:
    return [i for i, _ in episode.reports]


def _episode(
    name: str, gists: Sequence[Gist], joins: Sequence[Key], told: Mapping[str, Collection[str]]
) -> Episode:
    """An episode of reports, with what of them is counted."""
    ordered = sorted(gists, key=lambda g: (g.day or "9999", g.report_id))
    meetings = Counter(m for g in ordered for m in told.get(g.report_id, ()))
    actors = Counter(a for g in ordered for a in g.actors)
    return Episode(
        id=name,
        title=ordered[0].title,
        reports=tuple((g.report_id, g.day) for g in ordered),
        days=tuple(g.days for g in ordered),
        joins=tuple(joins),
        meetings=tuple(sorted(meetings.items())),
        actors=tuple(sorted(actors.items())),
    )
