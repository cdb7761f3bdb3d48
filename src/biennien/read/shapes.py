"""What the shape of words tells: capitals, runs of capitalised words, syllables of Vietnamese, openings of sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UPPER = "".join(
    chr(c)
    for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00), *range(0x400, 0x430))
    if unicodedata.category(chr(c)) == "Lu"
)
_JOIN = "bin|ben|ibn|bint|al|el|ul|de|da|dos|di|del|della|der|den|van|von|zu|la|le|of|for|the|du|des|ter|st"
_WORD = rf"[{UPPER}](?:\.(?= ?[{UPPER}])|(?:\w|[-’'.](?=\w))*\+?)"
_PREFIX = "(?:al|el|as|ash|ar|an|ad|at|az|ul)-"
# Starts with a capital so that the search is fast; `al-` before it is added by `run_start`.
RUN = re.compile(rf"{_WORD}(?: ?(?<=\.)(?:{_PREFIX})?{_WORD}| (?:(?:{_JOIN}) ){{0,2}}(?:{_PREFIX})?{_WORD})*")
_ARTICLE = re.compile(rf"(?<!\w){_PREFIX}$", re.IGNORECASE)
TOKEN = re.compile(r"\S+")
_ONSET = "ngh|ng|gh|gi|kh|nh|ch|ph|th|tr|qu|[bcdđghklmnpqrstvx]"
_RIME = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|e|ec|em|en|eng|eo|ep|et|"
    "ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|"
    "o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|op|ot|"
    "ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|uân|uâng|uât|uây|uc|uê|uêch|uênh|ui|um|un|ung|uôc|uôi|uôm|uôn|uông|uôt|"
    "uơ|up|ut|uy|uya|uych|uyên|uyêt|uynh|uyt|ư|ưa|ưc|ưi|ưng|ưt|ưu|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|y|yêm|yên|yêt|yêu"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_RIME})$")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_MARKED = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
_OPENERS = " \"“”‘'(*–—-•…[\u201e«\t"
_STOPS = ".!?…:;\n\r\u2028"


def run_start(text: str, start: int) -> int:
    """Where a row of capitalised words really begins, `al-` and its like included."""
    if start and text[start - 1] == "-" and (article := _ARTICLE.search(text, max(0, start - 5), start)):
        return article.start()
    return start


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word is one syllable that Vietnamese could have (`Theo` is, `Trump` is not)."""
    bare = unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", word.lower())))
    return _SYLLABLE.match(bare) is not None


def is_marked(word: str) -> bool:
    """Whether a word bears a diacritic of Vietnamese."""
    return _MARKED.search(word.lower()) is not None


def opens(text: str, at: int) -> bool:
    """Whether a sentence, a quotation, a caption or a line begins at `at`: a capital there tells nothing."""
    back = at - 1
    while back >= 0 and text[back] in _OPENERS:
        if text[back] in '"“‘(' and back == at - 1:
            return True
        back -= 1
    return back < 0 or text[back] in _STOPS or text[back] in ")-"
