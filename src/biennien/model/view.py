"""What is seen in a record when its lines are held against one another; every line cites."""

from __future__ import annotations

from dataclasses import dataclass

from biennien.model.text import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a side holds on a topic, from when to when, as far as the words say.

    `holder` is an entity. `topic` and `stance` are codes of `knowledge/ontology/positions.toml`; `text` the words.
    `since` is the day from which it is told, `until` the day on which the same side told another; TIMEX3 values or None.
    `said_by` are the speakers where another tells it of the holder; `conditions` words of the report.
    `changed` is True where an earlier position of the holder on the topic is another, False where somebody says that it has not changed.
    """

    id: str
    holder: str
    topic: str
    stance: str
    text: str
    since: str | None
    until: str | None
    conditions: tuple[str, ...]
    citations: tuple[Citation, ...]
    said_by: tuple[str, ...] = ()
    changed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something became of a plan, as somebody says; never the software's own judgement.

    `of` is the id of the change it explains, `meeting` that of its meeting. `kind` is ``reason`` or ``none_given`` (the words say that no reason was given).
    `given_by` are entities; an unnamed source has none, with `named` False and its words in `unnamed`; the report's own voice has neither, with `named` True.
    `via` are those who pass it on, the outermost first. `hedge` are the words that weaken it (`được cho là`) or None.
    `independent` is False where an earlier explanation has the same giver and says the same.
    """

    id: str
    of: str
    meeting: str
    kind: str
    text: str
    given_by: tuple[str, ...]
    named: bool
    unnamed: str | None
    via: tuple[str, ...]
    hedge: str | None
    said_on: str | None
    independent: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One side of a difference: what is said, by whom, of which day. `who` is empty for the report's own voice."""

    text: str
    who: tuple[str, ...]
    unnamed: str | None
    day: str | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two or more accounts that do not agree, after they were aligned in time.

    `kind`: ``disagreement``, ``change``, ``sharper``, ``stale_background``, ``hedge``, ``referent``, ``quotation_drift``, ``silence_broken``.
    `about` is the id of the meeting or statement, or a topic. `why` is the rule in one sentence.
    """

    id: str
    kind: str
    about: str
    sides: tuple[Account, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of a report against what was recorded before it.

    `kind`: ``new``, ``sharper``, ``confirmed``, ``repeated``, ``changed``, ``disputed``. `line` is the id of the change or statement
    it makes up, `against` the citations it is held against.
    """

    kind: str
    line: str
    text: str
    citations: tuple[Citation, ...]
    against: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Novelty:
    """What is new in a report: `line` in the manner of the agencies' advisory, and its claims in text order.

    `independent` counts the reports before it on the same meetings that are no copies of one text.
    """

    report_id: str
    line: str
    claims: tuple[Claim, ...]
    independent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports on one event or process. `label` is made of what they share; `first`, `last` are the days of the first and the last report."""

    id: str
    label: str
    reports: tuple[str, ...]
    meetings: tuple[str, ...]
    actors: tuple[str, ...]
    first: str | None
    last: str | None
