"""Names by underthesea's `ner`, sentence by sentence as it is meant to be used."""

from __future__ import annotations

from timed import Item, run, spans
from underthesea import ner, sent_tokenize

TYPES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}  # its MISC has no counterpart


def read(text: str, day: str) -> dict[str, list[Item]]:
    """Runs of B- and I- tags."""
    tokens = [(token[0], token[3]) for sentence in sent_tokenize(text) for token in ner(sentence)]
    names: list[Item] = []
    former = "O"
    for (start, end), (_, tag) in zip(spans(text, [word for word, _ in tokens]), tokens, strict=True):
        if tag[2:] in TYPES:
            if tag.startswith("I-") and former[2:] == tag[2:]:
                names[-1]["end"] = end
            else:
                names.append({"start": start, "end": end, "type": TYPES[tag[2:]]})
        former = tag
    return {"names": names}


if __name__ == "__main__":
    run(read)
