"""Neighbouring atoms joined into the phrases that say one time together: `chiều` + `thứ Hai` + `tuần tới`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.read.time_atoms import Atom

_NAMED = frozenset({"date", "weekday", "mung"})
_DATED = _NAMED | {"number"}
# What may follow what after one blank.
_FOLLOWS: dict[str, frozenset[str]] = {
    "lead": _DATED
    | {
        "edge",
        "part",
        "month",
        "year",
        "rel",
        "same",
        "season",
        "quarter",
        "half",
        "decade",
        "lead",
        "weekend",
        "ref",
    }
    | {"century", "bare_year", "length", "hour", "clock"},
    "edge": frozenset(
        {
            "lead",
            "date",
            "month",
            "year",
            "rel",
            "same",
            "quarter",
            "decade",
            "century",
            "season",
            "bare_year",
        }
    ),
    "part": _DATED | {"lead", "rel", "same", "part"},
    "clock": _NAMED | {"ampm", "part", "lead", "rel", "same"},
    "hour": _NAMED | {"ampm", "part", "lead", "rel", "same", "tail"},
    "ampm": _NAMED | {"lead", "rel", "same"},
    "weekday": frozenset({"lead", "date", "rel", "tail", "same"}),
    "mung": frozenset({"number", "date"}),
    "date": frozenset({"year", "rel", "tail", "clock", "hour", "same"}),
    "number": frozenset({"unit", "month", "rel"}),
    "month": frozenset({"year", "rel", "tail", "same", "bare_year"}),
    "season": frozenset({"year", "rel", "tail", "same", "bare_year"}),
    "quarter": frozenset({"year", "rel", "same", "bare_year"}),
    "half": frozenset({"year", "rel", "same", "bare_year"}),
    "year": frozenset({"tail"}),
    "rel": frozenset({"date", "clock", "weekday", "lead"}),
    "unit": frozenset({"tail", "number"}),
    "count": frozenset({"number", "hour"}),
    "same": frozenset({"date"}),
}
# Units that make one amount together.
_PARTS = frozenset({("Y", "M"), ("M", "D"), ("D", "H"), ("H", "MIN"), ("MIN", "S")})
_CALENDAR = frozenset({"date", "lead", "weekday", "rel", "same"})
# What may follow across more than a blank.
_HOURS = frozenset({"clock", "hour", "ampm"})
_DAYS = frozenset({"lead", "date"})
_LOOSE: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    ", ": ((_HOURS | {"weekday"}, _DAYS), (frozenset({"date"}), frozenset({"clock", "hour"}))),
    " - ": ((frozenset({"clock"}), _DAYS), (frozenset({"date"}), frozenset({"clock"}))),
    " | ": ((frozenset({"clock"}), _DAYS), (frozenset({"date"}), frozenset({"clock"}))),
    " lúc ": ((_CALENDAR, frozenset({"clock", "hour"})),),
    " vào lúc ": ((_CALENDAR, frozenset({"clock", "hour"})),),
    ", lúc ": ((_CALENDAR, frozenset({"clock", "hour"})),),
    " của ": ((frozenset({"weekday", "quarter", "half"}), frozenset({"rel", "year"})),),
    " trong ": ((frozenset({"weekday"}), frozenset({"rel"})),),
    " vào ": ((_HOURS, frozenset({"lead", "rel", "part", "weekday"})),),
}
# `9 giờ sáng (giờ địa phương) ngày 3/9`
_ZONE = re.compile(r" \(?(?:theo )?giờ [^()\d,.;:\n]{2,22}\)?,? ")
_ABOUT = frozenset({" khoảng ", " gần ", " hơn ", " chỉ ", " đúng "})
_OR = frozenset({" đến ", " tới ", " hoặc ", " hay ", " - ", "-", "–", " – "})


def join_atoms(text: str, atoms: Sequence[Atom]) -> list[list[Atom]]:
    """The atoms in groups of one phrase each, in text order."""
    groups: list[list[Atom]] = []
    for index, atom in enumerate(atoms):
        if groups and _joins(text, atoms, index, groups[-1]):
            groups[-1].append(atom)
        else:
            groups.append([atom])
    return groups


def _joins(text: str, atoms: Sequence[Atom], index: int, group: list[Atom]) -> bool:
    left, right = group[-1], atoms[index]
    gap = text[left.end : right.start]
    if len(gap) > 9:
        return left.kind in _HOURS and right.kind in _DAYS and bool(_ZONE.fullmatch(gap))
    if gap == " ":
        if right.kind not in _FOLLOWS.get(left.kind, ()):
            return False
        if left.kind == "lead":
            return _opens(left, atoms, index)
        if left.kind == "date" and right.kind == "rel":
            return bool(right.slots["unit"] in "YM" and "year" not in left.slots)
        if left.kind == "rel" and right.kind in ("date", "lead", "weekday"):
            return (
                bool(left.slots["unit"] == "D") and right.slots.get("past") is None and right.kind != "lead"
            )
        if left.kind == "unit" and right.kind == "number":  # `một năm 7 tháng`
            smaller = atoms[index + 1] if index + 1 < len(atoms) else None
            return bool(
                smaller
                and smaller.kind == "unit"
                and smaller.start == right.end + 1
                and (left.slots["unit"], smaller.slots["unit"]) in _PARTS
            )
        if left.kind == "number" and right.kind == "rel":  # `ngày 20 tháng trước`
            return bool(right.slots["unit"] == "M" and group[0].kind != "number")
        if left.kind == "number" and right.kind == "month":
            return _names_day(left, atoms, index, group)
        return True
    if left.kind == "number" and right.kind == "number" and gap in _OR:
        follower = atoms[index + 1] if index + 1 < len(atoms) else None
        return bool(
            follower
            and follower.kind == "unit"
            and follower.start == right.end + 1
            and group[0].kind != "lead"
        )
    if left.kind == "count":
        return gap in _ABOUT and right.kind in ("number", "hour")
    return any(left.kind in lefts and right.kind in rights for lefts, rights in _LOOSE.get(gap, ()))


def _names_day(number: Atom, atoms: Sequence[Atom], index: int, group: Sequence[Atom]) -> bool:
    """Whether in `12 tháng 10` the number is a day: an opening word or a year says so, else it may count months."""
    if not number.rule.startswith("digits"):
        return False
    if any(a.kind in ("lead", "mung", "part", "ampm") for a in group) or atoms[index].slots.get("year"):
        return True
    listed = atoms[index - 3 : index - 1] if index > 2 else ()  # `ngày 1 và 2 tháng 11`
    if [a.kind for a in listed] == ["lead", "number"]:
        return True
    follower = atoms[index + 1] if index + 1 < len(atoms) else None
    return bool(
        follower and follower.kind in ("year", "bare_year") and follower.start == atoms[index].end + 1
    )


def _opens(lead: Atom, atoms: Sequence[Atom], index: int) -> bool:
    """Whether an opening word belongs to what follows: `trong` not to a day or a year, `ngày` to a number that is no amount."""
    right = atoms[index]
    follower = atoms[index + 1] if index + 1 < len(atoms) else None
    amount = bool(
        right.kind in ("number", "hour")
        and follower
        and follower.kind == "unit"
        and follower.start == right.end + 1
    )
    opens = lead.slots.get("opens")
    if opens is None:
        return not amount and right.kind not in ("ref", "length")
    if right.kind not in opens:
        return False
    if right.kind == "rel":
        return right.slots["unit"] not in lead.slots["not_units"]
    return True
