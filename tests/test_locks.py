"""What is installed is what was looked at: the locks hold every dependency, within its range, with the hashes of its files."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tools import audit
from tools.locked import Pin, pins_of
from tools.locks import EXTRAS, LOCKS, PROJECT, ROOT, lock_of

TOML = tomllib.loads(PROJECT.read_text("utf-8"))
PLACES = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def asked(extra: str) -> list[Requirement]:
    """What Biennien asks for with an extra, those that it means besides included."""
    project = TOML["project"]
    found: list[Requirement] = []
    for row in [*project["dependencies"], *project["optional-dependencies"][extra]]:
        one = Requirement(row)
        if one.name == "biennien":
            found += [other for name in sorted(one.extras) for other in asked(name)]
        else:
            found.append(one)
    return found


def needed(marker: str, environment: dict[str, str]) -> bool:
    return not marker or Requirement(f"x; {marker}").marker.evaluate(environment)  # type: ignore[union-attr]


def environments() -> list[dict[str, str]]:
    return [
        {
            **place,
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_name": "cpython",
        }
        | {"platform_python_implementation": "CPython"}
        for place in PLACES
        for python in PYTHONS
    ]


def test_every_lock_has_its_extra_and_every_extra_that_is_installed_its_lock() -> None:
    assert {path.stem for path in LOCKS.glob("*.txt")} == set(EXTRAS)
    made = (ROOT / "Makefile").read_text("utf-8")
    assert set(re.findall(r"locks/(\w+)\.txt", made)) | {"all"} == set(EXTRAS)
    assert not re.search(r"-e '?\.\[", made), "an extra is installed beside the locks"


@pytest.mark.parametrize("name", EXTRAS)
def test_every_dependency_is_locked_within_its_range_for_every_python_and_platform(name: str) -> None:
    pins = list(pins_of(lock_of(name)))
    for row in (row for extra in EXTRAS[name] for row in asked(extra)):
        called = re.sub(r"[-_.]+", "-", row.name).lower()
        for environment in environments():
            if row.marker and not row.marker.evaluate(environment):
                continue
            found = [pin.version for pin in pins if pin.name == called and needed(pin.marker, environment)]
            assert len(found) == 1, (row, environment, found)
            assert row.specifier.contains(found[0], prereleases=True), (row, found)


def test_what_builds_it_is_locked() -> None:
    versions = {pin.name: pin.version for pin in pins_of(lock_of("dev"))}
    assert "editables" in versions  # what hatchling asks for when the sources stay where they are
    for row in map(Requirement, TOML["build-system"]["requires"]):
        assert row.specifier.contains(versions[row.name]), row


@pytest.mark.parametrize("name", EXTRAS)
def test_every_line_has_its_hashes_and_no_index(name: str) -> None:
    words = lock_of(name).read_text("utf-8")
    assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted-host| @ ", words)
    for pin in pins_of(lock_of(name)):
        assert pin.hashes, pin.name


def test_the_locks_agree_on_every_version() -> None:
    versions: dict[tuple[str, str], set[str]] = {}
    for name in EXTRAS:
        for pin in pins_of(lock_of(name)):
            for environment in environments():
                if needed(pin.marker, environment):
                    versions.setdefault((pin.name, str(sorted(environment.items()))), set()).add(pin.version)
    assert not {key: found for key, found in versions.items() if len(found) > 1}


def test_a_line_that_pins_nothing_is_no_lock(tmp_path: Path) -> None:
    lock = tmp_path / "x.txt"
    digest = "0" * 64
    lock.write_text(
        f"# words\na.b_c==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{digest}\n    # via x\n",
        "utf-8",
    )
    assert list(pins_of(lock)) == [
        Pin(name="a-b-c", version="1.0", marker="sys_platform == 'win32'", hashes=(digest,))
    ]
    lock.write_text("a>=1.0\n", "utf-8")
    with pytest.raises(ValueError, match="pins nothing"):
        list(pins_of(lock))


AUDITS = {
    "clean": ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, "1 packages looked up"),
    "weak": (
        '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "GHSA-1", "fix_versions": ["2"]}]}]}',
        1,
        "a 1: GHSA-1, mended in 2",
    ),
    "unknown": ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', 0, "knows none"),
    "no network": ("", 0, "nothing could be looked up"),
}


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
@pytest.mark.parametrize("case", AUDITS)
def test_an_audit_says_what_is_known_and_what_could_not_be_asked(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told, code, words = AUDITS[case]
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\ncat <<'E'\n{told}\nE\necho 'name not resolved' >&2\n", "utf-8")
    stand_in.chmod(stat.S_IRWXU)
    monkeypatch.setattr(audit.sys, "executable", str(stand_in))
    monkeypatch.setattr(sys, "argv", ["audit", "lock"])
    assert audit.main() == code
    assert words in (out := capsys.readouterr().out), out
    monkeypatch.setattr(sys, "argv", ["audit", "lock", "--advisory"])
    assert audit.main() == 0


def test_pip_refuses_other_bytes_than_the_lock_has(tmp_path: Path) -> None:
    """The way in which the Makefile installs: a file that is not the one that was locked does not get in."""
    assert "--require-hashes" in (ROOT / "Makefile").read_text("utf-8")
    (tmp_path / "other-1.0-py3-none-any.whl").write_bytes(b"PK\x05\x06" + bytes(18))
    lock = tmp_path / "lock.txt"
    lock.write_text(f"other==1.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--isolated",
        "--no-index",
        "--find-links",
        str(tmp_path),
    ]
    command += ["--target", str(tmp_path / "t"), "--require-hashes", "-r", str(lock)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode
    assert "DO NOT MATCH" in ran.stderr
