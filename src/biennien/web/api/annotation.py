"""Annotated reports, as the gold format has them: what scores are counted on, bounded so that counting is."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from biennien.web.api.queries import Plain, Published, Text

_MOST = 1_000  # items of a layer, reports of a request
Place = Annotated[int, Field(ge=0, le=1_000_000)]
Pair = Annotated[list[Place], Field(min_length=2, max_length=2)]


class _Open(BaseModel):
    """Other keys are kept and not looked at."""

    model_config = ConfigDict(extra="allow")


class Name(_Open):
    """A name in a report."""

    start: Place
    end: Place
    type: str
    entity: str | None


class Time(_Open):
    """A time in a report, and other values that are right too."""

    start: Place
    end: Place
    value: str
    alt: list[str] = []


class TimeRead(Time):
    """A time as it was read."""

    value: str | None  # type: ignore[assignment]


class Attribution(_Open):
    """Words given to a source; `within` is the place of another one in the list."""

    entity: str | None
    content: list[Pair]
    manner: str
    named: bool = True
    source: Pair | None = None
    cue: Pair | None = None
    within: int | None = None
    said_on: str | None = None


class MeetingTold(_Open):
    """What a clause tells of a meeting."""

    start: Place
    end: Place
    participants: list[str]
    status: str
    when: str | None = None
    place: str | None = None
    by: str | None = None


class Annotation(_Open):
    """The layers of a report; one that is left out is not scored."""

    id: Annotated[str, Field(min_length=1, pattern=r"\S")]
    published: Published | None = None
    names: Annotated[list[Name], Field(max_length=_MOST)] = []
    attributions: Annotated[list[Attribution], Field(max_length=_MOST)] = []
    meetings: Annotated[list[MeetingTold], Field(max_length=_MOST)] = []


class Gold(Annotation):
    """A report as a person annotated it."""

    text: Text
    timex: Annotated[list[Time], Field(max_length=_MOST)] = []


class Predicted(Annotation):
    """A report as it was read."""

    timex: Annotated[list[TimeRead], Field(max_length=_MOST)] = []


class Evaluated(Plain):
    """Gold annotation, and readings to score; without these our own are scored, of the texts in it."""

    gold: list[Gold] = Field(min_length=1, max_length=_MOST)
    predicted: list[Predicted] | None = Field(None, max_length=_MOST)
