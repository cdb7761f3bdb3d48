"""The use case of getting reports from the web: what is at an address, as `ingest` takes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from biennien.model import Issue, Limits
from biennien.model.errors import BiennienError
from biennien.pipeline import Fetch, Fetched

if TYPE_CHECKING:
    from biennien.fetch import Client  # imported where it is used: it is an extra


@contextmanager
def fetching(allowed: Iterable[str] = (), limits: Limits | None = None) -> Iterator[Fetch]:
    """Gets what is at an address within the limits; `allowed` are hosts that need not be on the public internet.

    Nothing is opened before the first address is asked.
    """
    with ExitStack() as stack:
        opened: list[Client] = []

        def fetch(url: str) -> Fetched | Issue:
            try:
                from biennien.fetch import Client, FetchError
                from biennien.fetch import Limits as Bounds
            except ModuleNotFoundError as error:
                message = f"web pages are read with {error.name}, which is missing."
                return _issue(
                    "missing_extra", BiennienError(message, where=url, remedy="pip install 'biennien[web]'")
                )
            if not opened:
                bounds = Bounds.within((limits or Limits()).fetch, allowed)
                opened.append(stack.enter_context(Client(bounds)))
            try:
                answer = opened[0].get(url)
            except FetchError as error:
                return _issue(error.code, error)
            if answer.status != 200:
                message = f"the server answers {answer.status}."
                return _issue(
                    "status",
                    BiennienError(message, where=url, remedy="Check the address, or try again later."),
                )
            return Fetched(url=answer.url, kind=answer.kind, charset=answer.charset, body=answer.body)

        yield fetch


def _issue(code: str, error: BiennienError) -> Issue:
    return Issue(code=code, severity="error", message=error.message, where=error.where, remedy=error.remedy)
