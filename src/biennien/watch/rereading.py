"""Looking again at pages that were read: papers change them without a word. What changed becomes a new version of its report."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from biennien import app
from biennien.addresses import StoreAddress
from biennien.fetch import Answer, Client, FetchError
from biennien.model import Issue, Limits
from biennien.pipeline import Fetched
from biennien.watch.diary import Page
from biennien.watch.plan import Feed

_LOOKS = 30  # at one page, however often it changes or fails
_SOON = 1_800.0  # seconds after which a look that failed is made up for
_GONE = (404, 410)


def digest_of(answer: Answer) -> str:
    """By what it is seen that a page is another one, where its server does not say."""
    return hashlib.sha256(answer.body).hexdigest()


def page_of(feed: Feed, url: str, published: str | None, answer: Answer, now: float) -> Page:
    """A page as it was read, with the time of the next look."""
    return Page(
        url=url,
        feed=feed.url,
        published=published,
        ends=answer.url,
        etag=answer.etag,
        modified=answer.modified,
        digest=digest_of(answer),
        looks=0,
        looked=0,
        next_at=_next(feed, 0, now),
    )


class Rereading:
    """Looks at pages again and adds those that changed. `warn` takes the address and what people should know of it."""

    def __init__(
        self,
        client: Client,
        store: StoreAddress,
        limits: Limits,
        warn: Callable[[str, str], None],
    ) -> None:
        """Nothing is asked yet."""
        self._client, self._store, self._limits, self._warn = client, store, limits, warn
        self.changed = 0

    def looked_at(self, feed: Feed, pages: list[Page], now: Callable[[], float]) -> Iterator[Page]:
        """Each page as it is after the look, which is to be noted before the next."""
        for page in pages:
            yield self._look(feed, page, now)

    def _look(self, feed: Feed, page: Page, now: Callable[[], float]) -> Page:
        """One page: whether it is the same still, gone, or another one."""
        may = page.looked + 1 < _LOOKS
        following = _next(feed, page.looks + 1, now()) if may else None
        looked = replace(page, looks=page.looks + 1, looked=page.looked + 1, next_at=following)
        ended = replace(looked, next_at=None)
        try:
            answer = self._client.get(page.url, etag=page.etag, modified=page.modified)
        except FetchError as error:
            return replace(looked, looks=page.looks, next_at=now() + _SOON) if error.later and may else ended
        if answer.status in _GONE:
            self._warn(page.url, f"its paper has taken the page away ({answer.status}); its report stays.")
            return ended
        if answer.status == 304:
            return looked
        if answer.status != 200:
            soon = now() + max(_SOON, answer.retry_after or 0.0)
            return replace(looked, looks=page.looks, next_at=soon) if may else ended
        if answer.url != page.ends:  # what took its place is another page, not another version of it
            self._warn(page.url, "it leads elsewhere now; its report stays.")
            return ended
        looked = replace(looked, etag=answer.etag, modified=answer.modified, digest=digest_of(answer))
        if looked.digest == page.digest or not self._add(feed, page, answer):
            return looked
        # Who changes a page once often changes it again: the looks begin anew, but not for ever.
        return replace(looked, looks=0, next_at=_next(feed, 0, now()) if may else None)

    def _add(self, feed: Feed, page: Page, answer: Answer) -> bool:
        """Adds a page as it is now; whether that made a new version of its report."""

        def fetch(url: str) -> Fetched | Issue:
            return Fetched(
                url=answer.url,
                kind=answer.kind,
                charset=answer.charset,
                body=answer.body,
                published=page.published,
            )

        added = app.add([page.url], self._store, outlet=feed.outlet, fetch=fetch, limits=self._limits)
        self.changed += added.versions
        return added.versions > 0


def _next(feed: Feed, looks: int, now: float) -> float | None:
    """When a page is looked at next, after so many looks since it was read; None: never."""
    if looks >= len(feed.again):
        return None
    before = feed.again[looks - 1] if looks else 0
    return now + feed.again[looks] - before
