"""What can be asked: the parameters of the resources. One that is not known is refused, so that a slip of the pen never widens an answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from biennien import app
from biennien.known import AsKnown
from biennien.words import LANGUAGES

SIZE, MOST = 100, 1_000  # lines of a page: by default, at most
Words = Annotated[str, Field(min_length=1, max_length=400)]
_ON = r"(19|20)\d\d-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"
_DAY = {"type": "string", "pattern": f"^{_ON}$"}
_INSTANT = {
    "type": "string",
    "pattern": rf"^{_ON}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$",
}
_MONTH = {"type": "string", "pattern": r"^(19|20)\d\d-(0[1-9]|1[0-2])$"}
_YEAR = {"type": "string", "pattern": r"^(19|20)\d\d$"}
# Dates are taken as people write them too (21/10/2025), and as weeks; on the 29th of February in leap years.
Date = Annotated[str, Field(max_length=40), WithJsonSchema({"anyOf": [_DAY, _MONTH, _YEAR]})]
Instant = Annotated[str, Field(max_length=40), WithJsonSchema({"anyOf": [_DAY, _INSTANT]})]
Published = Annotated[str, Field(max_length=40), WithJsonSchema({"anyOf": [_DAY, _MONTH, _INSTANT]})]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Identifier = Annotated[str, Field(min_length=1, max_length=400)]
Path = Annotated[
    str, Field(max_length=400)
]  # of an id that may hold slashes: the rest of the address, whatever it is


class Plain(BaseModel):
    """Nothing but what is named."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Known(Plain):
    """Which record is meant: as known on a day, as recorded by an instant, or both."""

    as_known: Date | None = Field(
        None,
        description="the record as it could be drawn from the reports published up to this day, week, month or year",
        examples=["2025-10-21"],
    )
    recorded_by: Instant | None = Field(
        None,
        description="the record as it could be drawn from what was recorded, and decided, up to this day or instant",
        examples=["2027-01-31"],
    )

    @property
    def asked(self) -> AsKnown:
        """Both in one, as the use cases take it."""
        return app.asked(self.as_known, self.recorded_by)


class Paged(Known):
    """A part of a list."""

    limit: int = Field(SIZE, ge=1, le=MOST, description="lines at once")
    cursor: str | None = Field(
        None, min_length=1, max_length=2_000, description="`next` of the page before; else the list begins"
    )


class Reprinted(Paged):
    """A part of the list of reports."""

    copies: bool = Field(
        False,
        description="only those that are nearly one text with others, each origin with its copies behind it",
    )


class OfStory(Paged):
    """A part of a list, of one story."""

    story: Identifier | None = Field(
        None, description="only what the reports of this story tell, by its id or the beginning of it"
    )


class Narrowed(OfStory):
    """A part of a list, narrowed to whom it is about and what it rests on."""

    who: Words | None = Field(
        None, alias="with", description="only where this person, body or state takes part or speaks"
    )
    via: Words | None = Field(
        None, description="only what reaches us through this outlet, body or person alone"
    )
    unnamed: bool = Field(False, description="only what rests on sources without a name")


class Said(Narrowed):
    """Statements."""

    by: Words | None = Field(
        None, description="a name of the speaker or the beginning of a word of it; diacritics do not matter"
    )
    like: Words | None = Field(None, description="words like these, the nearest first")
    about: Words | None = Field(None, description="a name of whom it speaks of, or the id of a meeting")
    outlet: Words | None = Field(None, description="a report of this outlet carries it")
    since: Date | None = Field(
        None, alias="from", description="said on this day or later; what has no day is left out"
    )
    until: Date | None = Field(
        None, alias="to", description="said on this day or before; what has no day is left out"
    )


class Held(OfStory):
    """Positions."""

    by: Words | None = Field(
        None, description="a side, or who speaks for it, or the beginning of a word of a name"
    )


Kind = Literal[
    "disagreement",
    "change",
    "sharper",
    "stale_background",
    "hedge",
    "referent",
    "quotation_drift",
    "silence_broken",
]


class Differing(OfStory):
    """Differences."""

    kind: list[Kind] = Field(default_factory=list, description="only these kinds")


class Noted(Known):
    """The note."""

    since: Date | None = Field(None, description="the day of the last note", examples=["2025-10-21"])
    story: Identifier | None = Field(None, description="only what the reports of this story tell")


class Sought(Known):
    """The search."""

    q: Words = Field(description="the words", examples=["gặp ở Jakarta"])
    story: Identifier | None = Field(None, description="only what the reports of this story tell")
    limit: int = Field(SIZE, ge=1, le=MOST, description="of each kind, of statements twice as many")


VersionName = Annotated[
    str,
    Field(
        max_length=64,
        pattern="^([1-9][0-9]{0,5}|[0-9a-f]{6,64})$",
        description="a version of the report, by its number or the beginning of its SHA-256",
    ),
]


class InVersion(Known):
    """A line, or a report, as it stands in a version of its report."""

    version: VersionName | None = None


class Explaining(InVersion):
    """The same in words."""

    lang: Literal["en", "vi"] = Field("en", description="the language of the sentences of the software")


class Compared(Plain):
    """Two versions of a report; by default the one that counts and the one before it."""

    first: VersionName | None = Field(None, alias="from")
    last: VersionName | None = Field(None, alias="to")


class OneReport(InVersion):
    """A report."""

    reading: bool = Field(False, description="with what the software understood of it")


class Told(Known):
    """In words."""

    lang: Literal["en", "vi"] = Field("en", description="the language of the sentences of the software")


assert LANGUAGES == ("en", "vi")
