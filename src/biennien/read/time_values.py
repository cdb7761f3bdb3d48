"""What one phrase says: a full value, an offset from the day of reference, or an offset from a time told before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from biennien.model.timex import days_of
from biennien.read.time_atoms import Atom
from biennien.read.time_company import is_clock, stands

_OPENING = frozenset({"lead", "edge", "part", "count", "mung"})
_KEPT = (
    "day", "month", "year", "weekday", "part", "clock", "mod", "season", "quarter", "half", "decade", "century",
    "number", "unit", "value", "known_year",
)  # fmt: skip
_WAYS = {"last": "last", "past": "last", "next": "next", "future": "next", "this": "this"}
_AFTERNOON = frozenset({"AF", "EV"})
# Lengths: TIMEX3 writes hours, minutes and seconds after a T; decades and centuries are counted out in years.
_LENGTHS = {"S": "PT{}S", "MIN": "PT{}M", "H": "PT{}H", "DE": "P{}DE", "CE": "P{}CE"}
_WHOLE = {"DE": ("Y", 10), "CE": ("Y", 100), "Q": ("M", 3)}
_HALVES = {"Y": (6, "M"), "D": (12, "H"), "H": (30, "MIN"), "DE": (5, "Y"), "CE": (50, "Y")}
_CLOCK_UNITS = frozenset({"H", "MIN", "S"})


class Draft(NamedTuple):
    """A phrase read: `value` where the words give it in full, else the `offset` and what it is counted `of`.

    `of` is ``none``, ``day`` (the day of reference), ``event`` (a time told before), ``strict event`` (a day told before),
    ``length event`` (a time told before, else a mere length) or ``borrowed``. `day`, `month`, `year` are what the words give of a date, `way` where it lies, `time` the time of day;
    `known_year` is the year of a date that stands for one event.
    """

    start: int
    end: int
    rule: str
    type: str = "DATE"
    value: str | None = None
    offset: str | None = None
    of: str = "none"
    mod: str | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    time: str = ""
    way: str | None = None
    unit: str = ""
    known_year: int | None = None


def read_phrase(lower: str, group: Sequence[Atom], follower: Atom | None, linked: bool) -> Draft | None:
    """The reading of a group of atoms; None where it is no time.

    `follower` is the next atom of the text, `linked` whether a time stands before with only a word such as `đến`, a comma or a dash between.
    """
    atoms = _trimmed(list(group))
    if not atoms:
        return None
    kinds = {a.kind for a in atoms}
    said: dict[str, Any] = {}
    for atom in atoms:
        _add(said, atom)
    fields = _fields(lower, atoms, kinds, said, follower, linked)
    if fields is None:
        return None
    rule = "+".join(dict.fromkeys(a.rule for a in atoms))
    return Draft(start=atoms[0].start, end=atoms[-1].end, rule=rule, mod=said.get("mod"), **fields)


def _fields(
    lower: str,
    atoms: Sequence[Atom],
    kinds: set[str],
    said: dict[str, Any],
    follower: Atom | None,
    linked: bool,
) -> dict[str, Any] | None:
    if "ref" in kinds:
        return {"value": str(said["value"])}
    if kinds == {"tail"}:  # `cuộc họp G7 vừa qua`
        alone = atoms[0].slots.get("alone")
        return {"value": alone} if alone else None
    if "set" in kinds:
        return {"type": "SET", "value": _length(said.get("number", 1), said["unit"])}
    if "length" in kinds:
        return {"type": "DURATION", "value": said["value"]}
    if "unit" in kinds or ("hour" in kinds and not is_clock(lower, atoms, kinds)):
        if any("gram" in a.slots for a in atoms):
            return None
        return _amount(said) if "number" in said else None
    if "clock" in kinds and not is_clock(lower, atoms, kinds):  # `2 giờ 30 phút`
        hours, minutes = said["clock"]
        return {"type": "DURATION", "value": _lengths([(hours, "H"), (minutes, "MIN")])}
    return _calendar(said, kinds) if stands(lower, atoms, kinds, follower, linked) else None


def _trimmed(atoms: list[Atom]) -> list[Atom]:
    """Without the opening words at the end that open nothing."""
    while atoms and (atoms[-1].kind in _OPENING or (atoms[-1].kind == "ampm" and len(atoms) == 1)):
        atoms.pop()
    return atoms


def _add(said: dict[str, Any], atom: Atom) -> None:
    slots = atom.slots
    kind = atom.kind
    if kind == "rel":
        said["rel"] = (slots["unit"], slots["shift"])
        if "mod" in slots:
            said["mod"] = slots["mod"]
    elif kind == "same":
        said["same"] = (slots["unit"], slots["shift"])
        said["strict"] = slots.get("strict")
    elif kind in ("tail", "count"):
        said["toward"] = slots["toward"]
    elif kind == "lead":
        said["past"] = said.get("past") or slots.get("past")
    else:
        for key in _KEPT:
            if key in slots and not (kind == "hour" and key in said):  # `ngày 5 tháng 3 lúc 4 giờ`
                said[key] = slots[key]
        if kind == "unit":
            number = said.get("number")
            more = 0.5 if "half" in slots and number is not None else 0
            said.setdefault("amounts", []).append(
                (number if number is None else number + more, slots["unit"])
            )


def _amount(said: dict[str, Any]) -> dict[str, Any]:
    """`hai tuần`, `6 tháng qua`, `25 năm trước`, `một ngày sau`."""
    amounts = said.get("amounts") or [(said["number"], "H")]
    (number, unit), toward = amounts[0], said.get("toward")
    length = {"type": "DURATION", "value": _lengths(amounts), "unit": unit}
    if toward not in ("ago", "before", "hence", "after") or unit in _CLOCK_UNITS:
        return length
    sign = -1 if toward in ("ago", "before") else 1
    of = "day" if toward in ("ago", "hence") else "length event"
    if number is None:
        return length if of != "day" else {"value": "PAST_REF" if sign < 0 else "FUTURE_REF"}
    code, times = _WHOLE.get(unit, (unit, 1))
    number *= times
    if number != int(number) and code == "Y":
        code, number = "M", number * 12
    if number != int(number):
        return length
    return {"offset": f"P{sign * int(number)}{code}", "of": of, "unit": unit}


def _lengths(amounts: Sequence[tuple[float | None, str]]) -> str:
    """One value for `một năm 7 tháng`: P1Y7M, PT36M12S."""
    values = [_length(number, unit) for number, unit in amounts]
    rest = [v[2:] if v.startswith("PT") and values[0].startswith("PT") else v[1:] for v in values[1:]]
    return "".join([values[0], *rest])


def _length(number: float | None, unit: str) -> str:
    if number is None:
        return _LENGTHS.get(unit, "P{}" + unit).format("X")
    if number == 0.5:
        number, unit = _HALVES.get(unit, (number, unit))
    if unit in _WHOLE:
        unit, times = _WHOLE[unit]
        number *= times
    shown = str(int(number)) if number == int(number) else str(number)
    return _LENGTHS.get(unit, "P{}" + unit).format(shown)


def _calendar(said: dict[str, Any], kinds: set[str]) -> dict[str, Any] | None:
    """A date, a part of it, or a time of day."""
    time = _time(said)
    way = _WAYS.get(said.get("toward", ""), "last" if said.get("past") else None)
    fields: dict[str, Any] = {"type": "TIME" if time else "DATE", "time": time, "way": way}
    if (
        "number" in said
        and "day" not in said
        and "bare_year" not in kinds
        and ("number" in kinds or "hour" not in kinds)
    ):
        if said["number"] is None or not 1 <= said["number"] <= 31:
            return None
        said["day"] = int(said["number"])
    if "same" in said and not {"month", "day"} & said.keys():
        unit, shift = said["same"]
        of = "strict event" if said["strict"] else "event"
        return fields | {"offset": f"P{shift}{unit}{time}", "of": of, "unit": unit}
    if "rel" in said:
        return _related(fields, said)
    part = _part_of_year(said)
    if part is not None:
        dated = _dated(fields, said, part)
        full = dated.get("value") or f"2000-{part}"
        return None if "day" in said and "month" in said and not days_of(full) else dated  # 30/2/2023
    if "weekday" in said:
        offset = (
            f"P0W-{said['weekday']}{time}" if way == "this" else f"WD{said['weekday']}{time}:{way or 'near'}"
        )
        return fields | {"offset": offset, "of": "day", "unit": "D"}
    if "weekend" in kinds:
        return fields | {"offset": "P0W-WE", "of": "day", "unit": "WE"}
    if "clock" in said:
        return fields | {"offset": f"P0D{time}", "of": "strict event"} if time else None
    return _long_ago(fields, said)


def _long_ago(fields: dict[str, Any], said: dict[str, Any]) -> dict[str, Any] | None:
    """A year, a decade, a century."""
    if "decade" in said:
        decade = str(said["decade"])
        return fields | {"value": decade[:3] if len(decade) == 4 else "19" + decade[0]}
    if said.get("century"):
        return fields | {"value": f"{said['century'] - 1:02d}"}
    return fields | {"value": str(said["year"]), "year": said["year"]} if "year" in said else None


def _part_of_year(said: dict[str, Any]) -> str | None:
    """The part of a date below the year: ``10-21``, ``10``, ``SU``, ``Q3``; ``XX-15`` without its month."""
    if "day" in said:
        return f"{said['month']:02d}-{said['day']:02d}" if "month" in said else f"XX-{said['day']:02d}"
    if "month" in said:
        return f"{said['month']:02d}"
    if "season" in said:
        return str(said["season"])
    if "quarter" in said:
        return f"Q{said['quarter']}"
    return f"H{said['half']}" if "half" in said else None


def _dated(fields: dict[str, Any], said: dict[str, Any], part: str) -> dict[str, Any]:
    time, way = fields["time"], fields["way"]
    year = said.get("year")
    for key in ("day", "month", "year", "known_year"):
        fields[key] = said.get(key)
    monthless = part.startswith("XX")
    if "same" in said:  # `tháng 9 cùng năm`
        fields |= {"offset": f"P{said['same'][1]}Y-{part}{time}", "of": "event", "unit": "Y"}
    elif year is not None and not monthless:
        fields["value"] = f"{year:04d}-{part}{time}"
    elif way == "this":
        fields |= {"offset": f"P0M-{part[3:]}{time}" if monthless else f"P0Y-{part}{time}", "of": "day"}
    else:
        fields |= {"offset": f"XXXX-{part}{time}:{way or 'near'}", "of": "day"}
    return fields


def _related(fields: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """`tuần trước`, `thứ Hai tuần tới`, `ngày 31/12 năm nay`, `cuối tuần này`, `tối qua`."""
    unit, shift = said["rel"]
    part = _part_of_year(said)
    if unit == "D" and part and "day" in said:  # `hôm nay 5/6`
        return _dated(fields, said, part)
    rest = ""
    if unit == "WE" or (unit == "W" and said.get("mod") == "END"):
        unit, rest = "W", "-WE"
    elif unit == "W" and "weekday" in said:
        rest = f"-{said['weekday']}"
    elif unit == "Y" and part and not part.startswith("XX"):
        rest = f"-{part}"
        fields |= {"day": said.get("day"), "month": said.get("month")}
    elif unit == "M" and "day" in said:
        rest = f"-{said['day']:02d}"
    return fields | {"offset": f"P{shift}{unit}{rest}{fields['time']}", "of": "day", "unit": unit}


def _time(said: dict[str, Any]) -> str:
    part = said.get("part")
    if "clock" not in said:
        return f"T{part}" if part else ""
    hour, minute = said["clock"]
    if (part in _AFTERNOON and hour < 12) or (part == "NI" and 6 <= hour < 12) or (part == "MI" and hour < 4):
        hour += 12
    elif (part == "NI" and hour == 12) or hour == 24:
        hour = 0
    return f"T{hour:02d}:{minute:02d}" if hour < 24 else ""
