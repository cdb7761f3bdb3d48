"""One side of a difference, and a difference on its way to the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biennien.model import Account, Change, Citation, Difference, Statement
from biennien.model.text import digest_of


@dataclass(frozen=True, slots=True)
class Found:
    """A difference before it has its id."""

    kind: str
    about: str
    sides: tuple[Account, ...]
    why: str

    def made(self) -> Difference:
        """With an id that rests on its kind and the first words of each side."""
        places = sorted(
            f"{c.report_id}\x1f{c.span.start}\x1f{c.span.end}" for s in self.sides for c in s.citations[:1]
        )
        return Difference(
            id=digest_of("x", "\x1f".join((self.kind, *places))),
            kind=self.kind,
            about=self.about,
            sides=self.sides,
            why=self.why,
        )


def account_of(change: Change, citations: Sequence[Citation] = ()) -> Account:
    """A change as one side: its words, its voice, its day."""
    cited = tuple(citations) or change.citations
    return Account(
        text=cited[0].quote,
        who=change.announced_by,
        unnamed=change.unnamed,
        day=change.day,
        citations=cited,
    )


def account_of_statement(statement: Statement) -> Account:
    """A statement as one side."""
    return Account(
        text=statement.content,
        who=statement.speaker,
        unnamed=statement.unnamed,
        day=statement.said_on,
        citations=statement.citations,
    )
