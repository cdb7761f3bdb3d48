"""What is seen in a record when its lines are held against one another; every line cites."""

from __future__ import annotations

from dataclasses import dataclass

from biennien.model.record import Change, Meeting, Statement
from biennien.model.revision import Revision
from biennien.model.text import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a side holds on a topic, from when to when, as far as the words say.

    `holder` is an entity. `topic` and `stance` are codes of `knowledge/ontology/positions.tsv`; `text` the words.
    `since` is the day from which it is told, `until` the day on which the same side told another; TIMEX3 values or None.
    `said_by` are the speakers where they are others than the holder itself, `unnamed` the words for one without a name;
    `conditions` words of the report. `about` is the id of the meeting that it is about.
    `changed` is True where an earlier position of the holder on the topic is another, False where somebody says that it has not changed.
    `basis` is that of `since`: ``stated``, ``derived`` or ``assumed``.
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
    unnamed: str | None = None
    about: str | None = None
    changed: bool | None = None
    flags: tuple[str, ...] = ()
    basis: str = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something became of a plan, as somebody says; never the software's own judgement.

    `of` is the id of the change it explains, `meeting` that of its meeting. `kind` is ``reason`` or ``none_given`` (the words say that no reason was given).
    `given_by` are entities; an unnamed source has none, with `named` False and its words in `unnamed`; the report's own voice has neither, with `named` True.
    `via` are those who pass it on, the outermost first. `hedge` are the words that weaken it (`được cho là`) or None.
    `independent` is False where the same giver has explained the same plan before.
    `flags`: ``implied`` (a source tells it beside the outcome, no word says "because"), ``date_inferred``. `basis` is that of `said_on`.
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
    flags: tuple[str, ...] = ()
    basis: str = "stated"


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
    `about` is the id of the meeting or statement, or a topic. `why` is the rule in one sentence. `one_text` is True where the sides
    are copies of one text: what an editor made of it is no second source.
    """

    id: str
    kind: str
    about: str
    sides: tuple[Account, ...]
    why: str
    one_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of a report against what was recorded before it.

    `kind`: ``new``, ``sharper``, ``confirmed``, ``repeated``, ``changed``, ``disputed``. `line` is the id of the change or statement
    it makes up, `against` the citations it is held against, `flags` those of the line.
    """

    kind: str
    line: str
    text: str
    citations: tuple[Citation, ...]
    against: tuple[Citation, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Novelty:
    """What is new in a report: `line` in the manner of the agencies' advisory, and its claims in text order.

    `independent` counts the other outlets before it that tell what it repeats, confirms or sharpens, but for what it tells as known;
    copies of one text count once.
    """

    report_id: str
    line: str
    claims: tuple[Claim, ...]
    independent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports on one event or process. `label` is made of what they share; `first`, `last` are the days of the first and the last report.

    `independent` is how many texts of their own they are: copies of one text count once.
    """

    id: str
    label: str
    reports: tuple[str, ...]
    meetings: tuple[str, ...]
    actors: tuple[str, ...]
    first: str | None
    last: str | None
    independent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a briefing officer must know on a day: where each plan stands, and what the reports after `since` brought.

    `until` is the day of the view, else that of the last report. `plans` are the planned meetings, the latest spoken of first; `news` the changes
    first told after `since`, in the order of their days; `words` the statements on meetings, then on those who take part in plans, first told since then;
    `positions` the last of each side on each topic, `fresh` the ids of those first told since then; `explanations` those of the fates
    decided since then and those first told since then; `differences` those that the reports since then take part in;
    `gaps` as (kind, id of the meeting or report); `revised` the reports that their papers changed since then so that a line of the record
    went, came or is told otherwise.
    """

    until: str | None
    since: str | None
    plans: tuple[Meeting, ...]
    news: tuple[tuple[Meeting, Change], ...]
    words: tuple[Statement, ...]
    positions: tuple[Position, ...]
    explanations: tuple[Explanation, ...]
    differences: tuple[Difference, ...]
    gaps: tuple[tuple[str, str], ...]
    fresh: frozenset[str] = frozenset()
    revised: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What an editor should look at in a draft before it is printed.

    `kind`: ``status`` (it has changed since), ``date``, ``day_apart``, ``plan_date``, ``place``, ``plan_place``, ``voice`` (another side
    did it), ``name``, ``spelling``, ``quotation``, ``speaker``, ``unnamed`` (the words are of a source without a name), ``said_on``,
    ``unattributed``. `at` are the words of the draft, `against` those of the record; `line` is the id of the line there, or None.
    `values` are what the remark is about, by name, as codes and entities of the record.
    """

    kind: str
    at: Citation
    against: tuple[Citation, ...]
    line: str | None
    values: tuple[tuple[str, str], ...]
