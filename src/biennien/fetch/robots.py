"""What sites allow programs to read (robots.txt, RFC 9309)."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

_KEPT = 86_400.0  # seconds that rules are held to (RFC 9309: a day at most)
_AGAIN = 300.0  # seconds until a site that failed is asked for them again


class Robots:
    """The rules of sites, asked for once a day. One that has none, or an error of its own making (4xx), allows all; of one that fails (5xx, no answer) nothing is known for some minutes."""

    def __init__(
        self,
        ask: Callable[[str], tuple[int, str]],
        agent: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`ask` gives the status and the words of an address; status 0 where nothing answers."""
        self._ask = ask
        self._agent = agent
        self._clock = clock
        self._rules: dict[
            str, tuple[Protego | None, bool, float]
        ] = {}  # the rules, whether they were had, until when

    def allows(self, url: str) -> bool | None:
        """Whether a page may be read; None where the site does not say it now, and may later."""
        rules, had = self._of(url)
        if rules is None:
            return True if had else None
        return bool(rules.can_fetch(url, self._agent))

    def delay(self, url: str) -> float:
        """The seconds that the site wants between two requests; 0 where it says none."""
        rules, _ = self._of(url)
        return 0.0 if rules is None else float(rules.crawl_delay(self._agent) or 0.0)

    def _of(self, url: str) -> tuple[Protego | None, bool]:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules or self._rules[site][2] <= self._clock():
            status, words = self._ask(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
            had = 200 <= status < 500
            rules = Protego.parse(words) if status == 200 else None
            self._rules[site] = (rules, had, self._clock() + (_KEPT if had else _AGAIN))
        return self._rules[site][:2]
