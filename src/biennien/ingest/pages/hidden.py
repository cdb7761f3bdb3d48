"""What a page does not show to its readers, by what the page itself says: such words are none of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from biennien.ingest.pages.markup import Element

_KEPT = frozenset(("html", "head", "body", "meta", "script", "link", "title", "style", "base"))
_UNSHOWN = frozenset(("template", "noscript", "dialog", "datalist", "select", "textarea"))
_NUMBER = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|pt|em|rem|ex|ch|vw|vh|%)?$")
_TINY = {
    None: 1.0,
    "px": 2.0,
    "pt": 1.5,
    "em": 0.15,
    "rem": 0.15,
    "ex": 0.3,
    "ch": 0.3,
    "%": 15.0,
}  # sizes that nobody reads
_FAR = {
    None: 100.0,
    "px": 100.0,
    "pt": 80.0,
    "em": 10.0,
    "rem": 10.0,
    "vw": 50.0,
    "vh": 50.0,
    "%": 100.0,
}  # outside the window
_SIZES = ("height", "width", "max-height", "max-width")
_PLACES = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top")
_UNSEEN = {
    "display": ("none",), "visibility": ("hidden", "collapse"), "content-visibility": ("hidden",), "transform": ("scale(0)", "scale(0,0)"),
    "color": ("transparent",), "clip-path": ("inset(50%)", "inset(100%)", "circle(0)"),
}  # fmt: skip
# Names by which frameworks hide words, but for the ears or for small screens.
_CLASSES = frozenset(
    ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "offscreen", "invisible")
)
_SMALL_ONLY = re.compile(r"(?:^|[\s:-])(?:sm|md|lg|xl|xxl|2xl)[:-]")
_RULE = re.compile(r"([^{}@;]{1,400})\{([^{}]{1,2000})\}")
_SIMPLE = re.compile(r"[a-z0-9]{0,20}(?:[.#][\w-]{1,60}){1,4}$", re.IGNORECASE)
_SIZE = re.compile(r"font-size[^;]*", re.IGNORECASE)
_PARTS = re.compile(r"[.#]?[\w*-]+")
_RULES = 300  # selectors of the page's own style sheets that are looked at
_SHEET = 200_000  # characters of them


def prune(page: Element) -> None:
    """Takes out of a page whatever it hides: by attributes, by its own styles, and by the names that frameworks hide with."""
    hiding = set(_hidden_by_sheets(page))
    hidden = [
        element
        for element in page.iter()
        if isinstance(element.tag, str)
        and element.tag not in _KEPT
        and (element in hiding or element.tag in _UNSHOWN or _is_hidden(element))
    ]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: Element) -> bool:
    """Whether an element says itself that it is not shown."""
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"].strip().lower() != "until-found":
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    if hides(style := attributes.get("style", "")) and (
        not _sized_anew(element) or hides(_SIZE.sub("", style))
    ):
        return True
    names = attributes.get("class", "")
    several = names.lower().split()
    if not _CLASSES.isdisjoint(several):
        return True
    return not {"d-none", "hidden"}.isdisjoint(several) and _SMALL_ONLY.search(names) is None


def _sized_anew(element: Element) -> bool:
    """Whether something in an element has letters of a size of its own: those around it may have none, as layouts are made."""
    return any(
        "font" in (inner.get("style") or "").lower() for inner in element.iterdescendants(etree.Element)
    )


def hides(style: str) -> bool:
    """Whether declarations of CSS keep an element from being seen: not drawn, without letters that can be read, or outside the window."""
    if ":" not in style:
        return False
    bare = "".join(_uncommented(style[:2000]).lower().replace("!important", "").split())
    said = dict(part.split(":", 1) for part in bare.split(";") if ":" in part)
    if any(said.get(name) in values for name, values in _UNSEEN.items()):
        return True
    if re.match(r"rect\((?:0|1px|,)+\)", said.get("clip", "").replace("0px", "0")):
        return True
    cut = any(said.get(name) in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))
    return (
        _below(said.get("opacity"), {None: 0.05, "%": 5.0})
        or _below(said.get("font-size"), _TINY)
        or (cut and any(_below(said.get(name), _TINY) for name in _SIZES))
        or any(_below(said.get(name), {unit: -far for unit, far in _FAR.items()}) for name in _PLACES)
    )


def _below(value: str | None, bounds: Mapping[str | None, float]) -> bool:
    """Whether a length or a number is that of its unit in the bounds, or less."""
    found = _NUMBER.match(value) if value else None
    return found is not None and found[2] in bounds and float(found[1]) <= bounds[found[2]]


def _hidden_by_sheets(page: Element) -> Iterator[Element]:
    """What the style sheets in the page hide, as far as their selectors are names of classes or elements; those for other media do not count."""
    selectors = set(islice(_hiding_selectors(page), _RULES))
    if not selectors:
        return
    wanted: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for selector in selectors:
        tag, *asked_for = _PARTS.findall(selector if selector[0] not in ".#" else f"*{selector}")
        wanted.setdefault(asked_for[0], []).append((tag.lower(), frozenset(asked_for)))
    for element in page.iter(etree.Element):
        names = frozenset(f".{name}" for name in (element.get("class") or "").split())
        names |= {f"#{element.get('id')}"} if element.get("id") else frozenset()
        for name in names:
            if any(tag in ("*", element.tag) and asked <= names for tag, asked in wanted.get(name, ())):
                yield element
                break


def _hiding_selectors(page: Element) -> Iterator[str]:
    for sheet in page.iter("style"):
        if sheet.get("media", "all").strip().lower() not in ("all", "screen", ""):
            continue
        for selectors, style in _RULE.findall(_outermost(_uncommented((sheet.text or "")[:_SHEET]))):
            if hides(style):
                yield from (one for part in selectors.split(",") if _SIMPLE.match(one := part.strip()))


def _uncommented(words: str) -> str:
    """Words of CSS without its comments; what begins one that does not end is no part of any rule."""
    first, *others = words.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _outermost(sheet: str) -> str:
    """A sheet without the blocks of its rules for other media (``@media print {…}``), which hold rules in turn."""
    kept: list[str] = []
    skipping = start = 0
    for found in re.finditer(
        r"@(?:media|supports|keyframes|-webkit-keyframes|font-face|page|layer|container)\b[^{;]*[{;]|[{}]",
        sheet,
    ):
        word = found.group()
        if not skipping and word[0] == "@":
            kept.append(sheet[start : found.start()])
            start = found.end()
            skipping = 1 if word[-1] == "{" else 0
        elif skipping:
            skipping += 1 if word[-1] == "{" else -1 if word == "}" else 0
            start = found.end()
    if not skipping:
        kept.append(sheet[start:])
    return "".join(kept)
