"""Runs the examples of all packaged rules and notes the files as they are: a start does not run them again (`make checked`)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from biennien.knowledge.load import digest_of_rules, make_knowledge, packaged_files


def main() -> None:
    """Writes ``checked.txt`` beside the rules; raises KnowledgeError where an example fails."""
    world_files, rule_files = packaged_files()
    make_knowledge(world_files, rule_files)
    digests = sorted(digest_of_rules(text) for text in rule_files.values())
    Path(str(files("biennien.knowledge"))).joinpath("checked.txt").write_text(
        "\n".join(digests) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
