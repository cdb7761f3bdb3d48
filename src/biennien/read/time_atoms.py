"""The atoms of times: single words and groups of digits that may be part of a time, with what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.read.view import View

# Digits that may be a date, a clock time, a year or an amount; the longest reading stands first.
_DIGITS = re.compile(
    r"""(?<![\w.,/:+])(?<![^\W\d]-)(?<![$€£])(?:
    (?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>[01]\d)-(?P<iso_d>[0-3]\d)(?![\w-])
    |(?P<first>[0-3]?\d)(?=\ ?[-–]\ ?[0-3]?\d[/.][01]?\d(?!\d))
    |(?P<d>[0-3]?\d)(?P<sep>\ ?[/.-]\ ?)(?P<m>[01]?\d)(?:(?P=sep)(?P<y>(?:1\d|20)\d\d|\d\d))?
        (?![\w%]|\.\d|,\d|/|-\d+(?![\d/.]))
    |(?P<my_m>[01]?\d)[/-](?P<my_y>(?:19|20)\d\d)(?![\w/])(?!-(?!\d\d?/))
    |(?P<hh>[012]?\d)(?:[:hg]|h:|\ giờ\ )(?P<mm>[0-5]\d)(?::[0-5]\d)?(?:'|\ ?phút|p)?(?P<zone>\ gmt\ ?[+-]\ ?\d+)?(?!\w|[.,/:]\d)
    |(?P<h>[012]?\d)(?:h|(?P<gram>g)|\ giờ)(?:(?P<half>\ rưỡi)|\ kém\ (?P<less>[0-5]?\d)(?:\ phút)?)?(?!\w|\ \d)
    |(?P<year>(?:1[5-9]|20)\d\d)(?![\w%]|[.,/]\d)
    |(?P<number>\d+(?:[.,]\d+)*)(?![\w%/])
    )""",
    re.VERBOSE,
)

_LONGEST = 15  # characters of a number in digits that anything is counted with
_RUN = re.compile(r"\d+")


class Atom(NamedTuple):
    """What stands at ``[start:end]``: its kind, the rule that found it, and the parts it gives (`month`, `shift`, `toward` …).

    `shown` is what the word right before shows it to be: after `lúc` an hour, after `từ` a date or a year.
    """

    start: int
    end: int
    kind: str
    rule: str
    slots: Mapping[str, Any]
    shown: frozenset[str] = frozenset()


def find_atoms(view: View, hits: Sequence[Hit[object]]) -> tuple[list[Atom], list[Atom]]:
    """The atoms of a text in order, none overlapping (the earlier, then the longer, wins), and apart from them its cues."""
    found = _digit_atoms(view.lower)
    cues: list[Atom] = []
    shown: dict[int, frozenset[str]] = {}
    seen: tuple[int, str] | None = None
    lower = view.lower
    for start, _, rule in hits:
        if not isinstance(rule, Rule):
            continue
        match = rule.pattern.match(lower, start)
        if match is None or (start, rule.id) == seen:
            continue
        seen = (start, rule.id)
        atom = _word_atom(view, rule, match)
        if atom is None:
            continue
        if atom.kind == "cue":
            cues.append(atom)
        elif atom.kind == "before":
            at = atom.end + 1
            shown[at] = shown.get(at, frozenset()) | frozenset(atom.slots["shows"])
        else:
            found.append(atom)
    found.sort(key=_order)
    kept = _without_overlaps(found)
    return [a._replace(shown=shown[a.start]) if a.start in shown else a for a in kept], cues


def _digit_atoms(lower: str) -> list[Atom]:
    found: list[Atom] = []
    run = _RUN.search(lower)
    while run:
        match = _DIGITS.match(lower, run.start())
        if match:
            found.append(_digit_atom(match))
        run = _RUN.search(lower, match.end() if match else run.end())
    return found


def _without_overlaps(found: Sequence[Atom]) -> list[Atom]:
    """The earlier and longer atoms; after a number its unit comes first: `hai` + `tuần` + `trước`, not `tuần trước`."""
    kept: list[Atom] = []
    end = 0
    for index, atom in enumerate(found):
        if atom.start < end:
            continue
        if kept and kept[-1].kind == "number" and atom.start == end + 1 and not _lists_days(kept):
            for other in found[index + 1 : index + 4]:
                if other.start == atom.start and other.kind == "unit":
                    atom = other
                    break
        kept.append(atom)
        end = atom.end
    return kept


def _lists_days(atoms: Sequence[Atom]) -> bool:
    """Whether the last of the atoms is a day: `ngày 5`, `ngày 1 và 2`."""
    rules = [a.rule for a in atoms[-3:-1]]
    return rules[-1:] in (["lead.day"], ["day.first_ten"]) or (
        rules[:1] == ["lead.day"] and rules[1:] == ["digits.number"]
    )


def _order(atom: Atom) -> tuple[int, int, bool, str]:
    # Of two readings of the same words, the one that belongs to the words before comes first.
    return atom.start, -atom.end, atom.kind != "tail", atom.rule


def _word_atom(view: View, rule: Rule, match: re.Match[str]) -> Atom | None:
    start, end = match.span()
    attributes = rule.attributes
    kind = str(attributes["kind"])
    if (
        attributes.get("before_capital") is False
        and view.text[end + 1 : end + 2].isupper()
        and view.text[end] == " "
    ):
        return None
    if not rule.pattern.groups:
        return Atom(start, end, kind, rule.id, attributes)
    slots = dict(attributes)
    for name, value in match.groupdict().items():
        if value is not None:
            slots[name] = value
    if kind == "weekday" and "which" in slots:
        # `thứ Ba` with a capital is a weekday, `thứ ba` may be an ordinal.
        word = match.start("which")
        slots["sure"] = view.text[word].isupper() and not view.text[start : start + 3].isupper()
    return Atom(start, end, kind, rule.id, _read_slots(kind, slots))


def _read_slots(kind: str, slots: dict[str, Any]) -> dict[str, Any]:
    """The words of a match turned into numbers and codes by the tables of its rule."""
    which = slots.get("which")
    for table, slot in (
        ("shifts", "shift"), ("units", "unit"), ("weekdays", "weekday"), ("seasons", "season"), ("parts", "part"),
    ):  # fmt: skip
        if which is not None and table in slots:
            slots[slot] = slots[table][which]
    if kind == "month":
        slots["month"] = _number(slots["month"], slots["months"])
    elif kind == "quarter":
        slots["quarter"] = _number(slots["quarter"], slots["quarters"])
    elif kind == "century":
        slots["century"] = _number(slots["century"], slots["roman"])
    elif "number" in slots:
        slots["number"] = _amount(slots["number"], slots["numbers"])
    if isinstance(slots.get("year"), str):
        slots["year"] = int(slots["year"])
    return slots


def _number(word: str, table: Mapping[str, int]) -> int:
    return int(word) if word.isdigit() else table.get(word, 0)


def _amount(words: str, table: Mapping[str, float]) -> float | None:
    """The value of a number in words or digits; None for `vài`, `nhiều`, `hàng chục`."""
    if words.isdigit():
        return int(words)
    if words in table:
        return table[words]
    parts = words.split()
    if parts[-1] == "trăm" and parts[0] in table:
        return table[parts[0]] * 100
    if parts[0] == "mười" and parts[-1] in table:
        return 10 + table[parts[-1]]
    if "mươi" in parts and parts[0] in table:
        return 10 * table[parts[0]] + (table[parts[-1]] if parts[-1] != "mươi" else 0)
    return None


def _digit_atom(match: re.Match[str]) -> Atom:
    start, end = match.span()
    kind = match.lastgroup or ""
    if match["iso_y"]:
        slots: dict[str, Any] = {
            "day": int(match["iso_d"]),
            "month": int(match["iso_m"]),
            "year": int(match["iso_y"]),
        }
        return Atom(start, end, "date", "digits.iso", slots)
    if match["first"]:
        return Atom(start, end, "number", "digits.first_day", {"number": int(match["first"]), "first": True})
    if match["d"]:
        return _day_month(match)
    if match["my_m"]:
        slots = {"month": int(match["my_m"]), "year": int(match["my_y"])}
        return Atom(start, end, "month" if 1 <= slots["month"] <= 12 else "none", "digits.month_year", slots)
    if match["hh"]:
        worded = "giờ" in match[0]
        return Atom(
            start, end, "clock", "digits.clock",
            {"clock": (int(match["hh"]), int(match["mm"])), "worded": worded, "zone": match["zone"]},
        )  # fmt: skip
    if match["h"]:
        return Atom(start, end, "hour", "digits.hour", _hour(match))
    if match["year"]:
        year = int(match["year"])
        return Atom(start, end, "bare_year", "digits.year", {"year": year, "number": year})
    assert kind
    if end - start > _LONGEST:
        return Atom(start, end, "none", "digits.number", {})
    return Atom(start, end, "number", "digits.number", {"number": _decimal(match["number"])})


def _hour(match: re.Match[str]) -> dict[str, Any]:
    """`3 giờ`, `3 giờ rưỡi`, `3 giờ kém 15`: a time of the day, or so many hours."""
    hour = int(match["h"])
    if match["gram"]:  # `21g tối nay`, but `20g đường`
        return {"clock": (hour, 0), "number": hour, "gram": True}
    if match["half"]:
        return {"clock": (hour, 30), "number": hour + 0.5}
    if match["less"] and hour:
        return {"clock": (hour - 1, 60 - int(match["less"])), "number": hour}
    return {"clock": (hour, 0), "number": hour}


def _day_month(match: re.Match[str]) -> Atom:
    start, end = match.span()
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    sep = match["sep"].strip()
    slots: dict[str, Any] = {"day": day, "month": month, "sep": sep, "spaced": sep != match["sep"]}
    if year:
        # A year of two digits is of this century or, from 50 on, of the last.
        slots["year"] = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 50 else 2000)
    good = 1 <= day <= 31 and 1 <= month <= 12
    return Atom(start, end, "date" if good else "none", "digits.date" if year else "digits.day_month", slots)


def _decimal(digits: str) -> float:
    """`2,5` is two and a half, `1.000` a thousand."""
    if digits.count(",") == 1 and len(digits.split(",")[1]) <= 2:
        return float(digits.replace(".", "").replace(",", "."))
    plain = digits.replace(".", "").replace(",", "")
    return int(plain)
