"""The tables of one record, and the marks by which its file is known.

Append-only: `texts`, `reports`, `decisions`, `former_ids`. Made again from them at any time: `readings`, the tables of the record,
what lets the record
grow without looking at all of it (`standing`, `bearings`, `votes`, `plans`, `plan_keys`), and its stories (`gists`, `episodes`, `episode_links`, `due`),
and which reports are copies (`copy_texts`, `copy_marks`, `copy_formulas`, `copy_pairs`, `copies`).
Lists inside a row are JSON text; every citation of every line is a row of `citations`; ``place_in`` is where a line stands among its like.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    Column,
    ForeignKey,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    event,
    types,
)

from biennien.versions import SCHEMA_VERSION as SCHEMA_VERSION

APPLICATION_ID = 0x6269656E  # "bien": SQLite's mark of the program that a file belongs to
SEAL = "backup"  # the key in `meta` under which a sealed copy keeps its digest; a record has none

# PostgreSQL would put text in the order of a language, and its `Integer` has four bytes.
Text = types.Text().with_variant(types.Text(collation="C"), "postgresql")
Integer = types.Integer().with_variant(types.BigInteger(), "postgresql")

metadata = MetaData()


def _text(name: str, *, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null)


def _list(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="[]")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _found_whole(table: str, name: str) -> Index:
    """An index by which a value is found as a whole, however long: of digests where an ordinary one has no room for it."""
    return Index(f"ix_{table}_{name}", name, postgresql_using="hash")


meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value", null=False))

# Where Alembic looks for the schema of a file.
alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

texts = Table("texts", metadata, Column("sha256", Text, primary_key=True), _text("text", null=False))

reports = Table(
    "reports",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("identity", Text, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("sha256", Text, ForeignKey("texts.sha256"), nullable=False, index=True),
    _text("recorded_at", null=False),
    _text("outlet"),
    _text("url"),
    _text("title"),
    _text("lang", null=False),
    _text("published_on"),
    _text("published_at"),
    _text("dated_by"),
    _list("dates"),
    _number("header"),
    _list("extra"),
    _list("issues"),
    _found_whole("reports", "identity"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    _text("kind", null=False),  # correct, withdraw or undo
    Column("identity", Text, nullable=False),
    _text("report_id", null=False),
    _text("by", null=False),
    _text("recorded_at", null=False),
    _text("reason"),
    _text("sha256"),  # of a correction: the version it holds for
    _text("published_on"),
    _text("published_at"),
    _text("was"),
    Column("of", Text, ForeignKey("decisions.id"), unique=True),  # of an undoing: the decision it undoes
    _list("anchors"),  # of a decision on a line: identity, report, sha256 and span of the words
    _text("value"),
    _found_whole("decisions", "identity"),
)

readings = Table(
    "readings",
    metadata,
    _text("input", null=False),
    _text("reader", null=False),
    _text("body", null=False),
    PrimaryKeyConstraint("input", "reader"),
    sqlite_with_rowid=False,
)

# The reports that the record rests on, as they stand: the version that counts, with the number by which it is looked up.
standing = Table(
    "standing",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("report_id", Text, nullable=False, unique=True),
    Column("identity", Text, nullable=False),
    _text("sha256", null=False),
    _text("input"),  # of its reading; none where it is withdrawn
    _text("body", null=False),
    _found_whole("standing", "identity"),
)

# By what a report bears on others (model/growth.py): numbers made of the words that must be shared.
bearings = Table(
    "bearings",
    metadata,
    _number("kind"),
    _number("key"),
    _number("number"),
    PrimaryKeyConstraint("kind", "key", "number"),
    Index("ix_bearings_number", "number", "kind"),
    sqlite_with_rowid=False,
)

# To which state a report gives a person whom no table knows, and how often.
votes = Table(
    "votes",
    metadata,
    _text("entity", null=False),
    _text("state", null=False),
    Column("number", Integer, nullable=False, index=True),
    _number("times"),
    PrimaryKeyConstraint("entity", "state", "number"),
)

plans = Table(
    "plans",
    metadata,
    Column("sides", Integer, primary_key=True, autoincrement=False),
    _text("body", null=False),
)

plan_keys = Table(
    "plan_keys",
    metadata,
    _number("key"),
    Column("sides", Integer, nullable=False, index=True),
    PrimaryKeyConstraint("key", "sides"),
)

# What each report brings to its story (model/grouping.py): its weightiest words, its days as ordinals, its title and whom it names.
gists = Table(
    "gists",
    metadata,
    _text("report_id", null=False),
    Column("episode", Text, nullable=False, index=True),
    Column("first", Integer),
    Column("last", Integer),
    _text("day"),
    _text("title", null=False),
    _text("words", null=False),  # between tabs, the heaviest first
    _text("weights", null=False),
    _list("actors"),
    PrimaryKeyConstraint("report_id"),
    Index("ix_gists_days", "last", "first"),
    sqlite_with_rowid=False,
)

# Reports on one event within some weeks, and which of them are of one story.
episodes = Table("episodes", metadata, Column("id", Text, primary_key=True), _text("body", null=False))

episode_links = Table(
    "episode_links",
    metadata,
    _text("one", null=False),
    Column("other", Text, nullable=False, index=True),
    PrimaryKeyConstraint("one", "other"),
    sqlite_with_rowid=False,
)

# The reports that are to be grouped into stories; `came` is 0 where they only tell of other meetings now.
due = Table("due", metadata, Column("report_id", Text, primary_key=True), _number("came"))

# The texts in which copies are looked for (resolve/copies.py).
copy_texts = Table(
    "copy_texts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("report_id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, index=True),
    _text("house", null=False),  # the outlet without its section; "" where it is not known
    Column("original", Text, index=True),  # the report with the very same words: it alone has marks
)

# Some of the stretches of words of each text, as numbers: texts that share many may be copies of one another.
copy_marks = Table(
    "copy_marks",
    metadata,
    Column("mark", types.BigInteger, nullable=False),
    _number("number"),
    PrimaryKeyConstraint("mark", "number"),
    sqlite_with_rowid=False,
)

# The marks that so many texts hold that they tell nothing: the furniture of a site, the background of a story, set phrases.
copy_formulas = Table(
    "copy_formulas", metadata, Column("mark", types.BigInteger, primary_key=True, autoincrement=False)
)

# How much of one text stands in another: the share of its words, of a thousand; only what is most of it.
copy_pairs = Table(
    "copy_pairs",
    metadata,
    _text("one", null=False),
    Column("other", Text, nullable=False, index=True),
    _number("share"),
    PrimaryKeyConstraint("one", "other"),
    sqlite_with_rowid=False,
)

# The reports that are copies, each with its likely origin, the share of its words that stand there, and why that one is the origin.
copies = Table(
    "copies",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("origin", Text, nullable=False, index=True),
    _number("share"),
    _text("why", null=False),
    _text("basis", null=False),
)

# Ids that lead to nothing any more by themselves, with the words that the thing rested on.
former_ids = Table(
    "former_ids",
    metadata,
    _text("id", null=False),
    _text("kind", null=False),  # meeting, change or statement
    _text("report_id", null=False),
    _text("quote", null=False),
    PrimaryKeyConstraint("id", "report_id", "quote"),
)

report_dates = Table(
    "report_dates",
    metadata,
    Column("report_id", Text, primary_key=True),
    _text("value"),
    _text("earliest"),
    _text("latest"),
    _text("dated_by", null=False),
    _text("why", null=False),
    _text("basis", null=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sides_key", Integer, nullable=False, index=True),  # of the sides
    _text("place_in", null=False),
    _text("label", null=False),
    _text("kind", null=False),
    _list("participants"),
    _text("place"),
    _text("planned_for"),
    _text("when"),
    _text("status", null=False),
    _text("fate"),
    _list("sides"),
    _text("successor_of"),
    _list("aliases"),
    _list("reasons"),
    _text("window"),
)

changes = Table(
    "changes",
    metadata,
    Column("meeting", Text, ForeignKey("meetings.id"), nullable=False),
    _number("ord"),
    Column("id", Text, nullable=False, index=True),
    _text("status", null=False),
    _text("detail"),
    _text("effective"),
    _text("announced_on"),
    _list("announced_by"),
    _number("named"),
    _text("unnamed"),
    _list("via"),
    _text("reason"),
    _text("condition"),
    _number("after_end"),
    _list("flags"),
    _text("basis", null=False),
    _list("aliases"),
    _text("previous"),
    PrimaryKeyConstraint("meeting", "ord"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Text, primary_key=True),
    Column(
        "report_id", Text, nullable=False, index=True
    ),  # that it rests on first, with the number of the attribution
    _number("index"),
    _text("place_in", null=False),
    _list("speaker"),
    _number("named"),
    _text("unnamed"),
    _text("manner", null=False),
    _text("content", null=False),
    _text("said_on"),
    _list("chain"),
    _list("about"),
    _list("flags"),
    Column("verb", Text, nullable=False, server_default="say"),
    _text("cue"),
    _list("aliases"),
    Column("basis", Text, nullable=False, server_default="stated"),
    Column(
        "number", Integer, nullable=False, server_default="0", index=True
    ),  # by which its words are looked up
)

citations = Table(
    "citations",
    metadata,
    _text("of", null=False),  # change, statement or restatement
    _text("of_id", null=False),
    _number("ord"),
    Column("report_id", Text, nullable=False, index=True),
    _text("sha256", null=False),  # the version of the report's text that the offsets point into
    _number("paragraph"),
    _number("start"),
    _number("end"),
    _text("quote", null=False),
    PrimaryKeyConstraint("of", "of_id", "ord"),
)

record_issues = Table(
    "record_issues",
    metadata,
    Column("of", Text, nullable=False, index=True),  # the report that it was found in
    _text("code", null=False),
    _text("severity", null=False),
    _text("message", null=False),
    _text("where", null=False),
    _text("remedy", null=False),
    _text("report_id"),
    _list("context"),
)

# Words to be looked up (store/indexes.py) by the number of a report in `standing`, or that of a statement.
for _name in ("report_words", "statement_words"):
    for _dialect, _made in (
        (
            "sqlite",
            f"CREATE VIRTUAL TABLE {_name} USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')",
        ),
        ("postgresql", f"CREATE TABLE {_name} (number BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"),
        ("postgresql", f"CREATE INDEX ix_{_name} ON {_name} USING gin (words)"),
    ):
        event.listen(metadata, "after_create", DDL(_made).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]

RECORD_TABLES = (citations, changes, meetings, statements, report_dates, record_issues)
COPY_TABLES = (copy_texts, copy_marks, copy_formulas, copy_pairs, copies)
GROWTH_TABLES = (
    *(standing, bearings, votes, plans, plan_keys, gists, episodes, episode_links, due),
    *COPY_TABLES,
)
