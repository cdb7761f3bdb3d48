"""Whether a group of atoms is a time at all: by itself, by the word before it, or by its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.read.time_atoms import Atom

# Kinds that are no date even together, unless they make a day of the month.
_NO_DATE = frozenset(
    {"number", "counted", "block", "none", "tail", "part", "lead", "count", "edge", "mung", "ampm", "unit"}
)
_CLOCK_COMPANY = frozenset({"ampm", "part", "date", "rel", "same", "weekday"})
# Behind a place and a comma at the head of a line.
_DATELINE = re.compile(r"(?:^|\n)\W{0,2}[^\W\d][\w .]{1,28}, $")
_YEAR_STOPS = '.,;:)\n”"-–'


def is_clock(lower: str, atoms: Sequence[Atom], kinds: set[str]) -> bool:
    """Whether `2 giờ`, `2 giờ 30 phút`, `14h`, `14h30` is a time of the day, not a length."""
    if kinds & _CLOCK_COMPANY:
        return True
    if kinds & {"tail", "count"} or atoms[0].kind == "lead":
        return False
    first = atoms[0]
    if "clock" in kinds:
        return (
            bool(first.shown & {"hour", "clock"})
            if first.slots.get("worded")
            else "length" not in first.shown
        )
    if lower[first.end - 1] == "g":  # `từ 14g`, but `20g đường`
        return bool(first.shown & {"hour", "clock"})
    if lower[first.end - 1] != "h":
        return "hour" in first.shown
    return int(first.slots["number"]) < 24 and "length" not in first.shown


def stands(lower: str, atoms: Sequence[Atom], kinds: set[str], follower: Atom | None, linked: bool) -> bool:
    """Whether the group is a time on its own, or by its company."""
    first, last = atoms[0], atoms[-1]
    if kinds <= _NO_DATE:
        return _is_day_of_month(lower, atoms, kinds, follower, linked)
    if (
        follower
        and follower.kind == "counted"
        and follower.start == last.end + 1
        and kinds <= {"date", "bare_year"}
    ):
        return False
    if kinds == {"bare_year"}:
        return linked or ("year" in first.shown and _ends_year(lower, last.end))
    if kinds == {"date"}:
        return linked or _is_bare_date(first) or _heads_line(lower, first)
    if kinds == {"weekday"}:
        return bool(first.slots.get("sure")) or "weekday" in first.shown
    if kinds == {"weekday", "lead"}:
        # `ngày thứ hai` is the second day unless a capital or a preposition says otherwise.
        return any(a.slots.get("sure") or a.rule == "lead.hom" for a in atoms) or "weekday" in first.shown
    return True


def _is_bare_date(date: Atom) -> bool:
    """`21/10` is a date by itself; `20-11` and `9.6` need more, since scores and amounts look the same."""
    slots = date.slots
    if "year" in slots or "known_year" in slots:
        return True
    if slots["spaced"]:
        return False
    if slots["sep"] == "/":
        return True
    return slots["sep"] == "-" and ("date" in date.shown or (slots["day"] > 12 and "late date" in date.shown))


def _heads_line(lower: str, date: Atom) -> bool:
    """`PARIS, 31-10 - …`: the day of a dateline."""
    before = lower[max(0, date.start - 40) : date.start]
    return bool(_DATELINE.search(before)) and lower.startswith((" - ", " – ", " — ", " (", ":"), date.end)


def _ends_year(lower: str, end: int) -> bool:
    """Whether nothing that could be counted follows: `từ 2014,` against `từ 2000 người`."""
    return (
        end >= len(lower)
        or lower[end] in _YEAR_STOPS
        or lower.startswith((" đến", " tới", " và", " - ", " – "), end)
    )


def _is_day_of_month(
    lower: str, atoms: Sequence[Atom], kinds: set[str], follower: Atom | None, linked: bool
) -> bool:
    """`ngày 15`: an opening word and a number up to 31 that counts nothing."""
    if "number" not in kinds or kinds & {"count", "unit"}:
        return False
    number = next(a for a in atoms if a.kind == "number")
    rules = {a.rule for a in atoms}
    if not ({"lead.day", "lead.hom"} & rules or "mung" in kinds):
        if "part" in kinds:  # `đêm 5 rạng sáng 6/6`
            return bool(follower and follower.kind == "part" and follower.start <= number.end + 2)
        dated = bool(follower and follower.kind == "date" and follower.slots.get("sep") == "/")
        if dated and follower and "date" in number.shown:  # `từ 26 đến 28/10`
            return lower[number.end : follower.start] in (" đến ", " tới ", "-", "–", " - ", " – ")
        if not ("first" in number.slots and dated):  # `26-28/12`
            near = bool(follower and follower.kind in ("number", "date") and follower.start <= number.end + 5)
            listed = (
                lower[max(0, number.start - 4) : number.start].rstrip(" ").endswith((",", "và", "-", "–"))
            )
            if not (linked and near and listed and kinds == {"number"}):  # `ngày 5, 6 và 7/9`
                return False
    value = number.slots["number"]
    if not number.rule.startswith("digits") or value is None or value != int(value) or not 1 <= value <= 31:
        return False
    if follower and follower.start == number.end + 1 and follower.kind in ("counted", "unit"):
        return False
    return not lower.startswith(("%", " %"), number.end)
