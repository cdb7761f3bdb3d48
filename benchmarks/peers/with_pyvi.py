"""Names by pyvi: the words that its tagger takes for proper nouns. It tells no types."""

from __future__ import annotations

from pyvi import ViPosTagger, ViTokenizer
from timed import Item, run, spans


def read(text: str, day: str) -> dict[str, list[Item]]:
    """Each word that is tagged Np."""
    words, tags = ViPosTagger.postagging(ViTokenizer.tokenize(text))
    places = spans(text, words, joined="_")
    return {
        "names": [
            {"start": start, "end": end, "type": None}
            for (start, end), tag in zip(places, tags, strict=True)
            if tag == "Np" and start < end
        ]
    }


if __name__ == "__main__":
    run(read)
