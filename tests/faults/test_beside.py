"""What lies beside the record: keys and told lines, after a program was stopped halfway, and with others at them."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from pathlib import Path

import pytest

pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")

from tests.faults import tracing

from biennien import app, safekeeping, words
from biennien.model.errors import StoreError
from biennien.store import opening
from biennien.watch.delivery import _append
from biennien.web.security.keys import KeyRing

pytestmark = pytest.mark.sqlite("of files")


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    made = KeyRing(tmp_path / "a.sqlite.keys")
    made.add("Lan", ("write",))
    return made


def names(file: Path) -> list[str]:
    kept = KeyRing(file).keys()
    return [key.name for key in kept]


def test_a_program_that_was_stopped_halfway_holds_nobody_up(ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / ".a.sqlite.keys.new").write_text('{"keys": [{"id"')
    ring.add("Minh", ())
    assert names(ring.file) == ["Lan", "Minh"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.sqlite.keys"]
    assert ring.file.stat().st_mode & 0o777 == 0o600


def test_who_is_at_the_keys_is_waited_for(ring: KeyRing, tmp_path: Path) -> None:
    with (tmp_path / ".a.sqlite.keys.new").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another program is at the keys"):
            ring.revoke("Lan")
    assert ring.revoke("Lan").name == "Lan"


def test_several_make_keys_at_once_and_none_is_lost(tmp_path: Path) -> None:
    def make(one: int) -> tracing.Does:
        def work(tell: tracing.Tell) -> None:
            for number in range(10):
                try:
                    KeyRing(tmp_path / "a.sqlite.keys").add(f"{one}.{number}", ())
                except StoreError:
                    continue  # told to try again
                tell(f"{one}.{number}")

        return work

    several = [tracing.started(make(one)) for one in range(3)]
    told = [name for _, pipe in several for name in tracing.told_in(pipe)]
    assert [os.waitpid(pid, 0)[1] for pid, _ in several] == [0, 0, 0]
    assert len(told) >= 10
    assert sorted(names(tmp_path / "a.sqlite.keys")) == sorted(told)


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        (b"", b""),
        (b'{"number": 1}\n', b'{"number": 1}\n'),
        (b'{"number": 1}\n{"num', b'{"number": 1}\n'),  # the beginning of the line that is written again
        (b'{"number": 1}\n{"num\0\0\0\0\0', b'{"number": 1}\n'),
        (b'{"number": 1}\n\0\0\0\0\0: 2}\n', b'{"number": 1}\n'),
        (b'{"number": 1}\n{"\0": 1}\n{"number": 3}\n', b'{"number": 1}\n{"\0": 1}\n{"number": 3}\n'),
        (b"\0" * 9, b""),
        (b'\0\0\0\0\0\0er": 2}\n', b""),
        (b'{"number": 1}', b'{"number": 1}\n'),  # whoever edited it left no end of the line
        (b'{"number": 1}\0\0\0', b'{"number": 1}\n'),
    ],
)
def test_a_line_that_was_cut_short_is_written_again_whole(left: bytes, kept: bytes, tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_bytes(left)
    line = json.dumps({"number": 2})
    assert _append(file, line) is None
    assert file.read_bytes() == kept + f"{line}\n".encode()


@pytest.mark.parametrize(
    "left",
    [
        b"a word of somebody else",
        b"SQLite format 3\0" + b"\0" * 99,
        b"words\n" + b"\0" * 9 + b"words",
        b"\0\0\1\0",
        b'{"name": 1}\n',
        b'{\n  "number": 1\n}\n',
    ],
)
def test_what_others_keep_in_a_file_stays_as_it_is(left: bytes, tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_bytes(left)
    assert "something else" in (_append(file, json.dumps({"number": 2})) or "")
    assert file.read_bytes() == left


def test_the_doctor_names_what_a_stopped_command_left(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    app.add([str(next(app.samples_folder().iterdir()))], store)
    assert all(finding.code != "halves" for finding in safekeeping.doctor(store))
    left = [".copy.4711.part", ".copy.4711.part-journal", "a.sqlite.schema1.bak.part"]
    for name in (*left, "a.sqlite.schema1.bak", "notes.part"):
        (tmp_path / name).touch()
    found = {finding.code: finding for finding in safekeeping.doctor(store)}
    assert found["halves"].message.endswith(f"at work: {', '.join(left)}.")
    assert found["former"].message.endswith(": a.sqlite.schema1.bak.")
    told = [finding.remedy for finding in found.values() if finding.code in ("halves", "former")]
    assert all(words.load_words("vi").told(remedy) != remedy for remedy in told)


def test_a_transaction_is_on_the_disk_when_it_has_ended(tmp_path: Path) -> None:
    """EXTRA, not FULL: of 24 power cuts with FULL five lost what `Store.add` had acknowledged last."""
    with contextlib.closing(opening._connected(f"file:{tmp_path}/a.sqlite?mode=rwc", 1.0)) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,)
