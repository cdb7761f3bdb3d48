"""The record as pages, REST and assistants look at it: what was loaded once is kept until something is recorded or decided."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from biennien import app, decisions, loading, lookup, narrowing, revisions, scoped, views
from biennien.addresses import StoreAddress
from biennien.decisions import Judged
from biennien.finding import Finder, Found, Labels
from biennien.known import AsKnown, recorded_until
from biennien.model import Brief, Difference, Explanation, Position, Report, Revision, Story
from biennien.model.errors import BiennienError, InputError
from biennien.model.growth import Standing
from biennien.names import looked_up
from biennien.scoped import Compared, Today
from biennien.views import Whole

if TYPE_CHECKING:
    from biennien.store import Look, Store

Made = TypeVar("Made")
_KEPT = 64  # answers that are kept
_WHOLE = 2  # of these, whole records
_DECODED = 4_000  # reports that are kept as they were looked at
_SEARCHED = 60  # reports, statements and meetings among which the nearest are looked for
_PATIENCE = 600.0  # seconds for which the record is shown as it was before, while somebody adds


class Desk:
    """One record that stays open, for many readers at a time. Whatever takes long is made once, beside what else is asked."""

    def __init__(self, path: StoreAddress) -> None:
        """Names the record, which need not be there yet."""
        self.path = path
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.RLock] = {}
        self._decoded: dict[str, Standing] = {}
        self._at: str | None = None
        self._behind: tuple[str, float] | None = None  # since when the record is behind what was recorded
        self._store: Store | None = None

    def state(self) -> str:
        """What the record that is shown is at: it changes when, and only when, something was recorded or decided.

        While somebody adds, that is the record before; one that is never made anew is made here after a while.
        """
        now, made = self._opened().states(loading.reader_version())
        if made in (now, None):
            self._behind = None
            return now
        if self._behind is None or self._behind[0] != now:
            self._behind = now, time.monotonic()
        return made if time.monotonic() < self._behind[1] + _PATIENCE else now

    def is_settled(self) -> bool:
        """Whether the record rests on all that was recorded: it does not while somebody adds, here or elsewhere."""
        return self._opened().is_made(loading.reader_version())

    def whole(self, as_known: AsKnown = None, story: str | None = None) -> Whole:
        """The record, its reports and readings.

        With `story`, its id or the beginning of it, the lines that its reports tell, and the reports that these rest on. A story is
        what its reports are now, on whatever day it is looked at; one that there was only on that day is found too.
        """
        if story is None:
            return self._made(("whole", as_known), lambda: self._whole(as_known))
        return self.part(self.story(story, as_known).reports, as_known)

    def part(self, reports: Collection[str], as_known: AsKnown = None) -> Whole:
        """The lines that some reports tell, and the reports that these rest on."""
        ids = frozenset(reports)
        return self._made(("part", as_known, ids), lambda: self._part(ids, as_known))

    def meetings(
        self, ids: Collection[str], reports: Collection[str] = (), as_known: AsKnown = None
    ) -> Whole:
        """Some meetings, and the reports that they rest on, with some more: soon loaded, since nothing that was read in them is."""
        key = frozenset(ids), frozenset(reports)

        def made() -> Whole:
            with self._looking() as look:
                if look is not None and _is_now(as_known):
                    return scoped.meetings_of(look, *key)
            return scoped.meetings_of_whole(self.whole(as_known), *key)

        return self._made(("meetings", as_known, *key), made)

    def compared(self, draft: Report, as_known: AsKnown = None) -> Compared:
        """A draft with what of the record bears on it; as known on a day it is held against all that was known then."""

        def made() -> Compared:
            with self._looking() as look:
                if look is not None and _is_now(as_known):
                    return scoped.compared_of(look, draft)
            return scoped.compared_of_whole(self.whole(as_known), draft)

        return self._made(("compared", as_known, draft.sha256, draft.published_on), made)

    def today(self, day: str | None = None) -> Today | None:
        """What a day brought, the last one where none is given: its stories, the meetings that moved, how much was said."""

        def made() -> Today | None:
            stories = self.stories()  # before the look: to group them the record may have to be written
            with self._looking() as look:
                return scoped.today_of(look, day, stories, self.part) if look is not None else None

        return self._made(("today", day), made)

    def story(self, wanted: str, as_known: AsKnown = None) -> Story:
        """The story with an id, or the only one whose id begins so; where there is none now, the one that there was on a day."""
        try:
            return narrowing.story_of(self.stories(), wanted)
        except InputError:
            if as_known is None:
                raise
            return narrowing.story_of(self.stories(as_known), wanted)

    def stories(self, as_known: AsKnown = None) -> tuple[Story, ...]:
        """The stories of the record, the latest first."""
        return self._made(("stories", as_known), lambda: self._stories(as_known))

    def explanations(self, as_known: AsKnown = None, story: str | None = None) -> tuple[Explanation, ...]:
        """Why something became of the plans, by the word of each who says so."""
        made = lambda: views.explanations_of(self.whole(as_known, story))  # noqa: E731
        return self._made(("explanations", as_known, story), made)

    def positions(self, as_known: AsKnown = None, story: str | None = None) -> tuple[Position, ...]:
        """What each side holds over time."""
        made = lambda: views.positions_of(self.whole(as_known, story))  # noqa: E731
        return self._made(("positions", as_known, story), made)

    def differences(self, as_known: AsKnown = None, story: str | None = None) -> tuple[Difference, ...]:
        """Where the reports, or voices in them, do not agree."""
        made = lambda: views.differences_of(self.whole(as_known, story))  # noqa: E731
        return self._made(("differences", as_known, story), made)

    def brief(self, as_known: AsKnown = None, story: str | None = None, *, since: str | None = None) -> Brief:
        """The morning note."""
        made = lambda: revisions.brief(self.path, self.whole(as_known, story), since)  # noqa: E731
        return self._made(("brief", as_known, story, since), made)

    def revised(self, reports: Collection[str], since: str) -> tuple[Revision, ...]:
        """Those of some reports that their papers changed after a day, so that a line of the record went, came or is told otherwise."""
        key = ("revised", frozenset(reports), since)
        return self._made(key, lambda: revisions.revised(self.path, self.part(reports), since))

    def decisions(self) -> tuple[Judged, ...]:
        """All decisions in the order in which they were taken, with what became of each."""
        return self._made(("decisions",), lambda: decisions.decisions(self.path))

    def search(self, asked: str, as_known: AsKnown = None, story: str | None = None) -> Found:
        """What is found for some words, in everything or in what the reports of a story tell; of each kind the nearest, not all."""
        if story is None:
            self.stories()  # before the look: to group them the record may have to be written
            with self._looking() as look:
                if look is not None and _is_now(as_known):
                    return self._found(look, asked)
                if look is not None and recorded_until(as_known) is None:
                    near = scoped.reports_with(look, looked_up(asked), _SEARCHED // 2)
                    stories = [
                        s for s in self.stories() if not s.first or s.first <= (app.known_on(as_known) or "")
                    ]
                    return Finder(self.part(near, as_known), stories).find(asked)

        def made() -> Finder:
            of = self.stories(as_known) if story is None else (self.story(story, as_known),)
            return Finder(self.whole(as_known, story), of)

        return self._made(("finder", as_known, story), made).find(asked)

    def _labels(self, look: Look) -> Labels:
        return self._made(("labels",), lambda: Labels(self.stories(), look.labels(), look.speakers()))

    def _found(self, look: Look, asked: str) -> Found:
        labels = self._labels(look)
        near = scoped.lines_with(look, looked_up(asked), labels.meetings(asked)[:_SEARCHED], _SEARCHED)
        found = Finder(near, ()).find(asked)
        return replace(found, stories=labels.stories(asked), speakers=labels.speakers(asked))

    def look(self, wanted: str, as_known: AsKnown = None) -> lookup.Seen:
        """The line with an id, or the only one whose id begins so, with what lies behind it."""
        made: dict[str, Callable[[AsKnown], tuple[Explanation | Position | Difference, ...]]] = {
            "e-": self.explanations,
            "p-": self.positions,
            "x-": self.differences,
        }
        seen, maker = self.whole(as_known), made.get(wanted[:2])
        return lookup.look_in(
            seen.record,
            seen.reports,
            seen.readings,
            wanted,
            former=self._opened().former(wanted),
            made=maker(as_known) if maker else (),
        )

    def share(self, *, shared: bool) -> bool:
        """Lets readers and a writer at the record at the same time, for as long as it stays open; whether it is so now."""
        try:
            return self._opened().share(shared=shared)
        except BiennienError:  # there is no record yet, or it cannot be used: whoever asks for it is told
            return False

    def settle(self, progress: loading.Progress = loading.silent) -> None:
        """Brings the record up to date, where it may be written: another version made it, or somebody stopped adding to it."""
        loading.settle(self.path, progress)

    def warm(self) -> None:
        """Makes what the first reader would wait for: the knowledge, the stories, and the names by which is searched.

        A record that another version of the software made, or that somebody stopped adding to, is brought up to date first.
        """
        loading.load_knowledge()
        if not self.is_settled():
            self.settle()
        self.stories()
        self.today()
        with self._looking() as look:
            if look is not None:
                self._labels(look)

    def _whole(self, as_known: AsKnown) -> Whole:
        if _is_now(as_known):
            self._group()
            with self._looking() as look:
                if look is not None:
                    return scoped.whole_of(look)
        return views.whole(self.path, as_known)

    def _stories(self, as_known: AsKnown) -> tuple[Story, ...]:
        if not _is_now(as_known):
            return views.stories_of(self.whole(as_known))
        for again in (False, True):
            if again:
                loading.regroup(self.path)
            with self._looking() as look:
                if look is not None and (kept := look.episodes()) is not None:
                    return views.stories_in(kept)
        return views.stories_of(self.whole())

    def _group(self) -> None:
        """Groups what is due, so that it is known which reports are copies."""
        with self._looking() as look:
            due = look is not None and look.copies(()) is None
        if due:
            loading.regroup(self.path)

    def _part(self, ids: frozenset[str], as_known: AsKnown) -> Whole:
        self._group()
        if (day := app.known_on(as_known)) is None:
            with self._looking() as look:
                if look is not None and _is_now(as_known):
                    return scoped.part_of(look, ids)
        elif recorded_until(as_known) is None:
            with self._looking() as look:
                if look is not None:
                    now = self._made(("standings",), look.standings)
                    past = self._made(("past", day), lambda: scoped.past_of(look, day, now))
                    return scoped.part_as_known(look, past, ids)
        # Not up to date, or as it was recorded on a day: made of all.
        return scoped.part_of_whole(self.whole(as_known), ids)

    @contextlib.contextmanager
    def _looking(self) -> Iterator[Look | None]:
        """A look into the record at the state that is shown; None where it must be made first."""
        with self._lock:
            if len(self._decoded) > _DECODED:
                self._decoded = {}
            at, decoded = self._at, self._decoded
        with self._opened().looking(loading.reader_version(), decoded) as look:
            yield look if look is not None and look.state == at else None

    def _opened(self) -> Store:
        """The store, opened once; a file is opened anew for whatever is asked of it."""
        if self._store is None or self._store.is_gone():
            self._store = app.opened_store(self.path)
        return self._store

    def _made(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made for a key at this state of the record, else made now; others who ask for it meanwhile wait."""
        state = self.state()
        with self._lock:
            if state != self._at:
                self._kept.clear()
                self._making.clear()
                self._decoded = {}
                self._at = state
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(Made, self._kept[key])
            making = self._making.setdefault(key, threading.RLock())
        with making:
            with self._lock:
                if self._at == state and key in self._kept:
                    return cast(Made, self._kept[key])
            made = make()
            with self._lock:
                if self._at == state:
                    self._kept[key] = made
                    self._making.pop(key, None)
                    self._let_go()
            return made

    def _let_go(self) -> None:
        """Keeps no more than fits: whole records are few."""
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        whole = [key for key in self._kept if cast(tuple[Any, ...], key)[0] == "whole"]
        for key in whole[:-_WHOLE]:
            del self._kept[key]


def _is_now(as_known: AsKnown) -> bool:
    return app.known_on(as_known) is None and recorded_until(as_known) is None
