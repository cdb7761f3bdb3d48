"""Which language a text is in, as far as its letters and smallest words tell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_SAMPLE = 20_000  # characters that are looked at
_LEAST = 30  # letters from which a language can be told
_MOST = 0.5  # share of the letters that must be of one script
_MARKED = re.compile(r"[ăđơưâêôĂĐƠƯÂÊÔ\u1ea0-\u1ef9]")
_OWN = re.compile(r"[đơưĐƠƯ\u1ea0-\u1ef9]")  # letters of Vietnamese alone: ă and â are Romanian too
_WORDS = re.compile(r"[^\W\d_]+")
# The scripts by their Unicode names, each with the language that is meant by it in the news; letters that tell another one of that script.
_SCRIPTS = {
    "CYRILLIC": "ru", "CJK": "zh", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "THAI": "th", "LAO": "lo", "KHMER": "km",
    "MYANMAR": "my", "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "DEVANAGARI": "hi", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_OTHERS = {"ru": (("uk", "іїєґ"), ("be", "ў")), "ar": (("fa", "پچژگ"),)}
# The smallest words of languages in Latin letters: they make up a fifth and more of any text.
_SMALL = {
    "en": "the of and to in a is that for on with as was by at from it be said an are has have which",
    "fr": "le la les de des du et en un une que qui dans pour sur par est au aux avec plus pas ce sont",
    "de": "der die das und in den von zu mit des im für auf ist dem nicht ein eine als auch sich dass",
    "es": "el la los las de del y en que un una por con para su se al lo como más fue sus no es",
    "id": "yang dan di dari untuk dengan pada ini itu tidak akan dalam ke oleh juga telah sebagai adalah",
    "pt": "o a os as de do da dos das e em um uma que para com por não no na ao se mais foi como",
}
_DIFFERENT = 4  # small words that must be there: one or two are words of another language too
_SHARE = 0.12  # of the words, small ones of the language


def language_of(text: str) -> str | None:
    """The code of the language (``vi``, ``en``, ``ru`` …); None where it cannot be told. Vietnamese typed without its marks is not told from others."""
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    letters = [c for c in sample if c.isalpha()]
    if len(letters) < _LEAST:
        return None
    scripts = Counter(_script(c) for c in letters)
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > len(letters) / 20:
        return "ja"
    script, most = scripts.most_common(1)[0]
    if script != "LATIN":
        return _in_script(script, sample) if most > _MOST * len(letters) else None
    if len(_MARKED.findall(sample)) * 25 >= len(letters) and _OWN.search(sample):
        return "vi"
    words = [w.casefold() for w in _WORDS.findall(sample)]
    found = {code: [w for w in words if w in small] for code, small in _sets().items()}
    best = max(found, key=lambda code: len(found[code]))
    enough = len(found[best]) >= _SHARE * len(words) and len(set(found[best])) >= _DIFFERENT
    return best if enough else None


def _in_script(script: str, sample: str) -> str | None:
    code = _SCRIPTS.get(script)
    return next(
        (
            other
            for other, own in _OTHERS.get(code or "", ())
            if sum(map(sample.count, own)) * 200 > len(sample)
        ),
        code,
    )


def _script(letter: str) -> str:
    if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff":
        return "LATIN"
    return unicodedata.name(letter, "OTHER").split(" ")[0].split("-")[0]


def _sets() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in _SMALL.items()}
