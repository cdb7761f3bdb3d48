"""The lines of the record as REST tells them: the documented JSON, key by key, so that the OpenAPI says truly what comes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Basis = Annotated[
    str | None, Field(description="stated, derived or assumed; null where there is nothing to rest on")
]
Timex = Annotated[
    str | None,
    Field(
        description="a TIMEX3 value with its true grain: a day, a week, a month …; null where the words give none"
    ),
]
Entity = Annotated[
    str,
    Field(
        description="an actor by its title in the English Wikipedia where it is known, else by its fullest name in the reports"
    ),
]


class Told(BaseModel):
    """What all have in common: keys may be added within biennien/1."""

    model_config = ConfigDict(populate_by_name=True)


class Citation(Told):
    """The exact words that a line rests on: code points of the report's text, half-open."""

    report: str
    paragraph: int = Field(ge=0, description="counted from 1, caption and title included")
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class Issue(Told):
    """Something wrong with the input, with the remedy."""

    code: str
    severity: Literal["error", "warning"]
    message: str
    where: str
    remedy: str


class Published(Told):
    """When a report was published: a value where it is known, bounds where it is not, and why."""

    value: str | None
    earliest: str | None
    latest: str | None
    dated_by: str | None
    why: str
    basis: str


class DecisionOnReport(Told):
    """What a person decided about a report."""

    id: str
    kind: str
    by: str
    recorded_at: str
    reason: str | None
    was: str | None


class Origin(Told):
    """Where a copy is likely from."""

    report: str
    likeness: float = Field(ge=0, le=1, description="how much of the words of the copy stands in the origin")
    why: str = Field(description="why that one is the origin")
    basis: str


class Report(Told):
    """A report without its text."""

    id: str
    outlet: str | None
    title: str | None
    url: str | None
    published: Published
    version: int
    sha256: str = Field(description="of the text of that version")
    copy_of: str | None = Field(description="the first report with just its text")
    origin: Origin | None = Field(description="the likely origin of a text that is nearly, or just, its own")
    issues: list[Issue]
    withdrawn: bool
    decisions: list[DecisionOnReport]


class Change(Told):
    """An attributed change of a meeting's status, or one more telling of it."""

    id: str
    status: str
    detail: str | None
    likelihood: str | None = Field(description="the IPTC occurrence code of the status")
    effective: Timex
    announced_on: Timex
    announced_by: list[Entity]
    named: bool
    unnamed: str | None = Field(description="the words for a source without a name")
    via: list[str]
    reason: str | None
    condition: str | None
    after_end: bool
    flags: list[str]
    previous: Timex
    basis: Basis
    citations: list[Citation] = Field(min_length=1)


class Window(Told):
    """The days left for a plan by all who speak of its time."""

    earliest: str
    latest: str
    basis: str


class Meeting(Told):
    """A planned or held meeting; its status is a fold over its changes."""

    id: str
    label: str
    kind: str
    participants: list[Entity]
    place: str | None
    planned_for: Timex
    window: Window | None
    when: Timex
    status: str
    fate: str | None
    sides: dict[str, str] = Field(description="each side's last word")
    successor_of: str | None
    changes: list[Change]
    aliases: list[str] = Field(description="other ids that lead to it, for life")
    reasons: list[str] = Field(description="why its mentions were joined")


class Link(Told):
    """A step of the way by which a statement came."""

    who: str
    named: bool


class Statement(Told):
    """What somebody said."""

    id: str
    speaker: list[Entity]
    named: bool
    unnamed: str | None
    manner: str
    verb: str
    cue: str | None
    content: str
    said_on: Timex
    basis: Basis
    chain: list[Link]
    about: list[str] = Field(description="entities and ids of meetings")
    restated_in: list[Citation]
    citations: list[Citation] = Field(min_length=1)
    flags: list[str]


class Row(Told):
    """A row of the timeline."""

    id: str
    day: Timex
    kind: Literal["held", "change", "statement"]
    text: str
    who: list[str]
    place: str | None
    status: str | None
    basis: Basis
    citations: list[Citation] = Field(min_length=1)
    meetings: list[str]
    detail: str | None
    unnamed: str | None
    flags: list[str]


class Position(Told):
    """What a side holds on a topic, from when to when."""

    id: str
    holder: Entity
    topic: str
    stance: str
    text: str
    since: Timex = Field(alias="from")
    until: Timex = Field(alias="to")
    basis: Basis
    conditions: list[str]
    said_by: list[str]
    unnamed: str | None
    about: str | None
    changed: bool | None
    flags: list[str]
    citations: list[Citation] = Field(min_length=1)


class Explanation(Told):
    """Why something became of a plan, as somebody says; never a judgement of the software."""

    id: str
    of: str = Field(description="the id of the change that it explains")
    meeting: str
    kind: Literal["reason", "none_given"]
    text: str
    given_by: list[Entity]
    named: bool
    unnamed: str | None
    via: list[str]
    hedge: str | None
    said_on: Timex
    basis: Basis
    independent: bool
    flags: list[str]
    citations: list[Citation] = Field(min_length=1)


class Side(Told):
    """One account in a difference."""

    text: str
    who: list[str]
    unnamed: str | None
    day: Timex
    citations: list[Citation]


class Difference(Told):
    """Accounts that do not agree, after they were aligned in time."""

    id: str
    kind: str
    about: str
    why: str
    one_text: bool = Field(
        description="whether the sides stand in copies of one text, which are not two sources"
    )
    sides: list[Side] = Field(min_length=2)


class Story(Told):
    """Reports on one event or process."""

    id: str
    label: str
    first: str | None
    last: str | None
    reports: list[str]
    independent: int = Field(
        description="how many texts of their own the reports are: copies of one text count once"
    )
    meetings: list[str]
    actors: list[str]


class Claim(Told):
    """A claim of a report against what was recorded before it."""

    kind: Literal["new", "sharper", "confirmed", "repeated", "changed", "disputed"]
    line: str
    text: str
    citations: list[Citation]
    against: list[Citation]
    flags: list[str]


class News(Told):
    """A change first told after the last note."""

    meeting: str
    change: Change


class HeldPosition(Position):
    """A position in a note; `new` where it was first told after the last one."""

    new: bool


class Gap(Told):
    """What nobody has said."""

    kind: str
    about: str


class Passage(Told):
    """A paragraph that a line rests on, with its words marked."""

    report: str
    paragraph: int
    start: int
    end: int
    text: str
    marks: list[Annotated[list[int], Field(min_length=2, max_length=2)]]
    now: list[list[int] | None] | None = Field(
        None,
        description="of a version: where the one that counts has the marked words; null where it has not",
    )


class Node(Told):
    """A step of a derivation."""

    what: str
    rule: str | None
    basis: Basis
    citations: list[Citation]
    parts: list[Node] = Field(alias="from")


class Anchor(Told):
    """The words that a decision is about: a stretch of one version of a report."""

    identity: str
    report_id: str
    sha256: str
    start: int
    end: int


class Decision(Told):
    """A person's decision: signed, dated, never changed, only undone."""

    id: str
    kind: str
    report_id: str
    by: str
    recorded_at: str
    reason: str | None
    sha256: str | None
    published_on: str | None
    published_at: str | None
    was: str | None
    of: str | None
    anchors: list[Anchor]
    value: str | None
    in_force: bool
    ended_by: str | None


class At(Told):
    """Words of a draft, with row and column counted from 1."""

    paragraph: int
    start: int
    end: int
    quote: str
    row: int
    column: int


class Remark(Told):
    """What an editor should look at in a draft before it is printed."""

    draft: str
    kind: str
    at: At
    against: list[Citation]
    line: str | None
    values: dict[str, str]


class Score(Told):
    """Agreement on one layer; `low` and `high` bound the F1 at 90 %."""

    p: float
    r: float
    f1: float
    low: float
    high: float
    tp: int
    predicted: int
    gold: int


Reading = dict[str, Any]
