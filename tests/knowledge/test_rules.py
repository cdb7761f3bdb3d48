"""A rule without a passing example and counter-example does not load; a bad file names its line."""

from __future__ import annotations

import pytest

from biennien.knowledge.load import (
    digest_of_rules,
    knowledge_version,
    load_knowledge,
    make_knowledge,
    packaged_files,
)
from biennien.knowledge.rules import load_rules
from biennien.knowledge.tables import load_table
from biennien.model.errors import KnowledgeError

GOOD = """
[[rule]]
id = "huy"
at = ["hủy"]
before_not = ["phá "]
example = "Ông đã [hủy] cuộc gặp."
counter = "Cây cầu bị phá hủy."
"""


def test_a_good_rule_loads():
    (rule,) = load_rules(GOOD, "x.toml")
    assert rule.id == "huy"


def test_the_word_before_is_a_whole_word():
    (rule,) = load_rules(GOOD.replace('["phá "]', '["phá ", "ra "]'), "x.toml")
    assert [m.group() for m in rule.find("ankara hủy cuộc gặp")] == ["hủy"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("example = ", "# example = "), "no 'example'"),
        (("counter = ", "# counter = "), "no 'counter'"),
        (("[hủy]", "[bỏ]"), "does not match its example"),
        (("phá hủy", "xé hủy"), "matches its counter-example"),
        (('at = ["hủy"]', 'at = ["Hủy"]'), "lower case"),
        (('at = ["hủy"]', 'at = ["hủy"]\npattern = "("'), "no regular expression"),
    ],
)
def test_a_bad_rule_does_not_load_and_names_its_line(change, message):
    with pytest.raises(KnowledgeError, match=message) as caught:
        load_rules(GOOD.replace(*change), "x.toml")
    assert caught.value.where == "x.toml:2"


def test_broken_toml_names_the_file():
    with pytest.raises(KnowledgeError, match="line 2") as caught:
        load_rules("\n[[rule\n", "x.toml")
    assert caught.value.where.startswith("x.toml")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a\tb\n1\t2\n3\n", "t.tsv:3"),
        ("a\tb\n\t2\n", "t.tsv:2"),
        ("a\tb\n# note\nhu\u031by\t2\n", "t.tsv:3"),
        ("a\n1\n", "t.tsv:1"),
    ],
)
def test_a_bad_table_names_its_line(text, where):
    with pytest.raises(KnowledgeError) as caught:
        load_table(text, "t.tsv", ("a", "b"))
    assert caught.value.where == where


def test_a_holder_that_no_table_knows_is_refused():
    world = {
        "offices.tsv": "office\tlabel\tcountry\tbody\ttitles\tsource\nXX:president\tPresident\tXX\t\tTổng thống\town\n",
        "tenures.tsv": "office\tholder\tfrom\tto\tsource\nXX:president\tNobody\t2020\t\town\n",
    }
    with pytest.raises(KnowledgeError, match="no table") as caught:
        make_knowledge(world, {})
    assert caught.value.where == "tenures.tsv:2"


def test_the_packaged_knowledge_loads_and_has_a_version():
    knowledge = load_knowledge()
    assert len(knowledge.version) == 12
    assert knowledge.version == knowledge_version()
    assert knowledge.world.holder("RU:president", "2025-10-22") == "Vladimir Putin"
    assert knowledge.world.holder("US:president", "2023-05") == "Joe Biden"


def test_a_file_is_checked_again_only_where_it_is_another_than_the_one_that_passed():
    bad = GOOD.replace("[hủy]", "[bỏ]")
    passed = frozenset({digest_of_rules(GOOD)})
    make_knowledge({}, {"x.toml": GOOD}, passed)
    make_knowledge({}, {"x.toml": bad}, frozenset({digest_of_rules(bad)}))
    with pytest.raises(KnowledgeError, match="does not match its example"):
        make_knowledge({}, {"x.toml": bad}, passed)


def test_every_packaged_rule_passes_its_examples():
    make_knowledge(*packaged_files())  # raises KnowledgeError with the first that does not


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"hủy\s+gặp", "hủy\ngặp"), (r"hủy[\s,]+gặp", "hủy,\ngặp"), (r"hủy\s*(?:gặp)?", "hủy\ngặp")],
)
def test_no_rule_goes_on_over_the_end_of_a_line(pattern: str, text: str) -> None:
    source = f"""[[rule]]
id = "x"
at = ["hủy"]
pattern = '{pattern}'
example = "Ông [hủy gặp] họ."
counter = "Ông từ chối."
"""
    (rule,) = load_rules(source, "x.toml")
    assert all("\n" not in found.group() for found in rule.find(text))
