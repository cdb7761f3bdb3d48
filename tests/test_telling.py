"""What Python gives as JSON is what the command line prints; what has none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from biennien import Chronicle, app, read_files, told


def test_lines_lists_and_pairs_are_told(tmp_path: Path) -> None:
    store = tmp_path / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    chronicle = Chronicle(store)
    meetings = chronicle.meetings()
    assert told(meetings[0]) == told(meetings)[0] == app.meetings_told(meetings[:1])[0]
    assert told(chronicle.reports()[0])["id"] == chronicle.reports()[0][0].id
    assert told(()) == [] == told([])
    pair = next(iter(read_files(app.samples_folder())))
    assert told(pair)["id"] == pair[0].id
    line = chronicle.show(meetings[0].id)
    assert told(line) is line


@pytest.mark.parametrize("found", ["meetings", 3, None, (object(),)])
def test_what_has_no_json_is_refused(found: object) -> None:
    with pytest.raises(TypeError, match="there is no JSON of"):
        told(found)
