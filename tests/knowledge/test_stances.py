"""The codes of positions: each is in the table, in the rules' words, and has its word in both languages."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.knowledge.stances import load_stances, read_stances
from biennien.model.errors import KnowledgeError
from biennien.words import LANGUAGES, load_words


def test_the_rules_use_codes_of_the_table() -> None:
    codes = load_stances()
    for rule in load_knowledge().rules["positions"]:
        for key, kind in (("topic", "topic"), ("stance", "stance"), ("of_side", "stance")):
            if code := rule.text(key):
                assert code in codes and codes[code].kind == kind, f"{rule.where}: {code}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_its_word(lang: str) -> None:
    say = load_words(lang)
    assert all(say(f"{c.kind}.{c.code}") for c in load_stances().values())  # an unknown key is a KeyError


def test_a_row_of_no_kind_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="no such kind or pole"):
        read_stances("code\tkind\tpole\tsingle\nx\ttopics\t\t\n", "positions.tsv")
