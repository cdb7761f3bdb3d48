"""One round after the other: look at the feeds that are due, read the pages they led to, tell what the rules ask for, deliver it.

Every step is noted in the diary before the next begins, in an order in which a stop at any place loses nothing: what a feed led to is noted
with the feed's answer, a page is settled after its report is in the record (adding it again changes nothing), news are noted with what they tell.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from biennien import app, revisions, views
from biennien.addresses import StoreAddress
from biennien.fetch import Answer, Client, FetchError, Limits
from biennien.model import Issue
from biennien.model import Limits as Bounds
from biennien.model.errors import BiennienError, StoreError
from biennien.model.secrets import without_secrets
from biennien.pipeline import Fetched, find_entries
from biennien.watch.delivery import deliver
from biennien.watch.diary import Diary, Item, Parcel
from biennien.watch.news import STATE, news_for
from biennien.watch.plan import Feed, Plan, Rule
from biennien.watch.rereading import Rereading, page_of
from biennien.wording import Wording
from biennien.words import load_words

_FIRST = 300.0  # seconds before the second try; then twice as long each time
_LOCKED, _LOCKED_MOST = (
    5.0,
    900.0,
)  # seconds until a record that cannot be used is tried again: at first, at most
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))


@dataclass(slots=True)
class Round:
    """What one round brought; `warnings`, and which reports `came` from which paper, are for people."""

    looked: int = 0
    added: int = 0
    changed: int = 0
    left: int = 0
    told: int = 0
    warnings: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)


class Watcher:
    """Follows a plan over one record. `now` is the clock of the world in seconds."""

    def __init__(
        self,
        plan: Plan,
        store: StoreAddress,
        diary: Diary,
        *,
        bounds: Bounds | None = None,
        limits: Limits | None = None,
        echo: Callable[[str], None] = print,
        now: Callable[[], float] = time.time,
        wording: Wording | None = None,
    ) -> None:
        """Nothing is asked before the first round. Raises InputError where a rule would write into the record or the diary.

        `bounds` hold for all that comes; `limits` of the client are theirs but in tests. `wording` is the language of what is printed, English where none is given.
        """
        self._wording = wording or Wording(say=load_words("en"))
        for kept in (store, diary.path):
            if isinstance(kept, Path):
                plan.spare(kept)
        self._bounds = bounds or Bounds()
        self._plan, self._store, self._diary, self._echo, self._now = plan, store, diary, echo, now
        hooks = tuple(_host(rule.to) for rule in plan.rules if rule.webhook)
        self._client = Client(limits or Limits.within(self._bounds.fetch, plan.allowed))
        self._hooks = Client(limits or Limits.within(self._bounds.fetch, hooks))  # where feeds must not lead

    def run(self, stop: threading.Event, *, once: bool = False) -> Round:
        """Rounds until it is told to stop; with `once` until nothing is due. Returns the sum of them.

        A record or diary that cannot be used just now (another program writes, the disk is full) is waited for, and told of.
        """
        total, failures = Round(), 0
        while not stop.is_set():
            try:
                found, failures = self.round(), 0
            except StoreError as error:
                warning = self._told(error.where, error.message, error.remedy)
                total.warnings.append(warning)
                self._echo(f"! {without_secrets(warning)}")
                if once:
                    break
                stop.wait(min(_LOCKED * 2.0 ** min(failures, 10), _LOCKED_MOST))
                failures += 1
                continue
            for name in ("looked", "added", "changed", "left", "told"):
                setattr(total, name, getattr(total, name) + getattr(found, name))
            total.warnings += found.warnings
            for line in found.came:
                self._echo(f"+ {without_secrets(line)}")
            for warning in found.warnings:
                self._echo(f"! {without_secrets(warning)}")
            if (wait := self._due() - self._now()) > 0:
                if once:
                    break
                stop.wait(min(wait, 3600.0))
        self._client.close()
        self._hooks.close()
        return total

    def round(self) -> Round:
        """Looks, reads, tells and delivers what is due now."""
        found = Round()
        self._diary.follow(feed.url for feed in self._plan.feeds)
        for feed in self._plan.feeds:
            if self._diary.feed(feed.url)[2] <= self._now():
                self._look(feed, found)
        self._read(found)
        self._reread(found)
        self._tell(found)
        self._deliver(found)
        return found

    def _due(self) -> float:
        times = [self._diary.feed(feed.url)[2] for feed in self._plan.feeds]
        return min([*times, *([at] if (at := self._diary.next_due()) is not None else [])])

    def _look(self, feed: Feed, found: Round) -> None:
        etag, modified, _, failures = self._diary.feed(feed.url)
        asked = 0.0
        try:
            answer = self._client.get(feed.url, etag=etag, modified=modified)
            asked = answer.retry_after or 0.0
            if answer.status not in (200, 304):
                raise FetchError("status", f"the server answers {answer.status}.", where=feed.url, remedy="")
            entries = self._entries(feed, answer, found) if answer.status == 200 else []
        except StoreError:
            raise
        except BiennienError as error:
            self._diary.failed(
                feed.url, error.message, self._now() + max(feed.every, self._backoff(failures), asked)
            )
            found.warnings.append(self._told(feed.url, error.message, error.remedy))
            return
        next_at = self._now() + max(feed.every, asked)
        found.looked += 1
        self._diary.looked(
            feed.url,
            etag=answer.etag or etag,
            modified=answer.modified or modified,
            next_at=next_at,
            entries=entries,
        )

    def _entries(self, feed: Feed, answer: Answer, found: Round) -> list[tuple[str, str, str | None]]:
        """The entries whose pages are to be read; where the feed holds the words itself they are added at once. Raises FetchError where it is no feed."""
        if len(answer.body) > self._bounds.feed.bytes:
            message, remedy = self._bounds.exceeded("feed.bytes")
            raise FetchError("too_long", message, where=feed.url, remedy=remedy)
        _, entries = find_entries(answer.body)
        if not entries:
            raise FetchError("no_feed", "there is no entry of a feed in it.", where=feed.url, remedy="")
        if len(entries) > self._bounds.feed.entries:
            found.warnings.append(self._told(feed.url, *self._bounds.exceeded("feed.entries")))
        if feed.pages:
            entries = entries[: self._bounds.feed.entries]
            of_key = Counter(key for key, _ in {(entry.key, entry.url) for entry in entries})
            if without := sum(not entry.url for entry in entries):
                lacking = f"{without} entries lead to no page (pages = false reads their words)."
                found.warnings.append(self._told(feed.url, lacking))
            # One key for several pages is no key: such feeds call all their entries by one name.
            return [
                (entry.key if of_key[entry.key] == 1 else entry.url, entry.url, entry.published)
                for entry in entries
                if entry.url
            ]
        added = app.add(
            [], self._store, outlet=feed.outlet, given=[("feed.xml", answer.body)], limits=self._bounds
        )
        self._count(feed, added, found)
        return []

    def _read(self, found: Round) -> None:
        """Reads the pages that are due into the record."""
        items = self._diary.waiting(self._now(), self._bounds.watch.pages)
        for feed in self._plan.feeds:
            if mine := [item for item in items if item.feed == feed.url]:
                self._read_pages(feed, mine, found)

    def _reread(self, found: Round) -> None:
        """Looks again at the pages whose time has come."""
        pages = self._diary.pages(self._now(), self._bounds.watch.pages)
        warn = lambda where, message: found.warnings.append(self._told(where, message))  # noqa: E731
        rereading = Rereading(self._client, self._store, self._bounds, warn)
        try:
            for feed in self._plan.feeds:
                mine = [page for page in pages if page.feed == feed.url]
                for page in rereading.looked_at(feed, mine, self._now):
                    self._diary.looked_again(page)
        finally:
            found.changed += rereading.changed

    def _read_pages(self, feed: Feed, items: list[Item], found: Round) -> None:
        errors: dict[str, FetchError] = {}
        answers: dict[str, Answer] = {}
        asked: dict[str, float] = {}  # the seconds that servers want to be left in peace
        by_url = {item.url: item for item in items}

        def fetch(url: str) -> Fetched | Issue:
            try:
                answer = self._client.get(url)
                asked[url] = answer.retry_after or 0.0
                if answer.status != 200:
                    raise FetchError(
                        "status",
                        f"the server answers {answer.status}.",
                        where=url,
                        remedy="",
                        later=answer.status in _AGAIN,
                    )
            except FetchError as error:
                errors[url] = error
                return _issue(error, url)
            answers[url] = answer
            return Fetched(
                url=answer.url,
                kind=answer.kind,
                charset=answer.charset,
                body=answer.body,
                published=by_url[url].published,
            )

        urls = list(by_url)
        added = app.add(
            [u for u in urls if u.startswith(("http://", "https://"))],
            self._store,
            outlet=feed.outlet,
            fetch=fetch,
            limits=self._bounds,
        )
        self._count(feed, added, found)
        wrong = {issue.where: issue for issue in added.issues if issue.severity == "error"}
        settled = []
        for item in items:
            issue, error = wrong.get(without_secrets(item.url)), errors.get(item.url)
            said = issue.message if issue else None
            if not item.url.startswith(("http://", "https://")):
                said = "this is no address of the web."
            again = error is not None and error.later and item.tries + 1 < self._bounds.watch.tries
            state = "done" if said is None else "waiting" if again else "left"
            if state == "left":
                found.left += 1
                found.warnings.append(self._told(item.url, said or "", issue.remedy if issue else ""))
            wait = max(self._backoff(item.tries), asked.get(item.url, 0.0))
            settled.append((item, state, said, self._now() + wait))
        now = self._now()
        pages = [
            page_of(feed, item.url, item.published, answers[item.url], now)
            for item, state, _, _ in settled
            if state == "done" and item.url in answers
        ]
        self._diary.settled(settled, pages)

    def _tell(self, found: Round) -> None:
        """Notes what the rules have to tell of the record where it is another than they have told of, whoever added to it."""
        if not app.is_there(self._store):
            for rule in self._plan.rules:  # there is nothing yet: all that comes is news
                self._diary.tell(rule.name, rule.to, {STATE: ""}, ())
            return
        if not self._plan.rules:
            return
        with app.opened_store(self._store) as opened:
            state = opened.state()
        known = {rule.name: self._diary.told(rule.name) for rule in self._plan.rules}
        if all(told.get(STATE) == state for told in known.values()):
            return
        seen = views.whole(self._store)
        differences = (
            views.differences_of(seen) if any(rule.on == "difference" for rule in self._plan.rules) else ()
        )
        edits = any(rule.on == "edited" for rule in self._plan.rules)
        revised = revisions.revised(self._store, seen) if edits else ()
        for rule in self._plan.rules:
            told, events = news_for(rule, seen.record, differences, known[rule.name], revised)
            bodies = [json.dumps(event, ensure_ascii=False) for event in events]
            self._diary.tell(rule.name, rule.to, {**told, STATE: state}, bodies)
            found.told += len(events)

    def _deliver(self, found: Round) -> None:
        """Delivers what is due, in order for each target; what is not taken waits, and what comes after it too."""
        rules = {rule.name: rule for rule in self._plan.rules}
        began = self._now()  # what comes back meanwhile is for a later round, however short its wait
        while parcels := self._diary.parcels(began):
            for parcel in parcels:
                rule = rules.get(parcel.rule)
                wrong = None if rule is None else self._delivered(parcel, rule)
                if wrong is None:
                    self._diary.delivered(parcel)
                else:
                    self._diary.returned(parcel, self._now() + self._backoff(parcel.tries) / 5)
                    # Its address may be a secret.
                    found.warnings.append(
                        self._told(f"{self._wording.say('watch.rule')} {parcel.rule!r}", wrong)
                    )

    def _delivered(self, parcel: Parcel, rule: Rule) -> str | None:
        return deliver(parcel, rule, self._hooks, self._echo, self._now(), self._wording)

    def _count(self, feed: Feed, added: app.Added, found: Round) -> None:
        """Notes what came from a feed, and names it."""
        found.added += added.new
        found.changed += added.versions
        keys = {"new": "watch.new", "version": "watch.version"}
        names = [self._wording.say(keys[how], id=name) for name, how in added.each if how in keys]
        if names:
            found.came.append(f"{feed.outlet or feed.url}: {', '.join(names)}")

    def _told(self, where: str, message: str, remedy: str = "") -> str:
        """A warning in the language of the run."""
        say = self._wording.say
        return f"{where}: {say.told(message)} {say.told(remedy)}".strip()

    def _backoff(self, tries: int) -> float:
        """The seconds until the next try after so many that failed."""
        return float(min(_FIRST * 2.0 ** min(tries, 20), self._bounds.watch.longest_wait))


def _issue(error: FetchError, url: str) -> Issue:
    return Issue(code=error.code, severity="error", message=error.message, where=url, remedy=error.remedy)


def _host(url: str) -> str:
    """The host of a webhook, with its port: whoever names it in the plan wants it to be asked, wherever it is."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
