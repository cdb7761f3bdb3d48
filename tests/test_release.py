"""What is published: complete, the same for whoever makes it, and it works where nothing of the sources is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest
from tools import release, sbom
from tools.locked import pins_of
from tools.locks import ROOT, lock_of

PACKAGE = ROOT / "src" / "biennien"
AT = 1_700_000_000
TAKEN = ("src", "README.md", "LICENSE", "NOTICE", "pyproject.toml")  # what a build asks for
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sources as they stand here."""
    source, into = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in TAKEN:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=IGNORED)
        else:
            shutil.copy(ROOT / name, source / name)
    release.make(into, made_at=AT, source=source)  # raises where two builds differ
    return into


@pytest.fixture(scope="module")
def wheel(made: Path) -> Path:
    (found,) = made.glob("*.whl")
    return found


def test_the_sums_are_those_of_the_files(made: Path) -> None:
    rows = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS").read_text("utf-8").splitlines())
    assert set(rows) == {path.name for path in made.iterdir()} - {"SHA256SUMS"}
    assert len(rows) == 3
    assert all(release.digest(made / name) == told for name, told in rows.items())


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if name.startswith("biennien/")}
    here = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert set(found) == {f"biennien/{path.relative_to(PACKAGE).as_posix()}" for path in here}
    kinds = {Path(name).suffix for name in found}
    assert {".toml", ".tsv", ".jinja", ".css", ".js", ".svg", ".jsonl", ".txt", ".typed"} <= kinds


def test_the_wheel_names_the_licences_of_what_it_carries(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (info,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = BytesParser().parsebytes(archive.read(info))
        carried = {name.partition("/licenses/")[2] for name in archive.namelist() if "/licenses/" in name}
    assert set(told.get_all("License-File", [])) == carried
    assert {"LICENSE", "NOTICE"} <= carried
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for one in sbom.BUNDLED:
        assert one.licence in told["License-Expression"].split(" AND "), one
        assert one.file in notice and one.version in notice, one
    texts = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.LICENSE")}
    assert texts and texts <= carried and all(text in notice for text in texts)


def test_the_archive_of_the_sources_has_no_time_and_no_owner_of_a_machine(made: Path) -> None:
    (found,) = made.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        rows = archive.getmembers()
    assert {row.mtime for row in rows} == {AT}
    assert {(row.uid, row.gid, row.uname, row.gname) for row in rows} == {(0, 0, "", "")}


def test_it_works_installed_where_nothing_of_the_sources_is(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--isolated", "--quiet"]
    subprocess.run([*command, "--no-index", "--no-deps", str(wheel)], check=True)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    its_own = subprocess.run(
        [str(python), "-c", asked], capture_output=True, text=True, check=True
    ).stdout.strip()
    # What it depends on is taken from here; a path in such a file does not bring the editable Biennien of that place along.
    Path(its_own, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BIENNIEN"))}
    away = tmp_path / "away"
    away.mkdir()

    def told(*words: str) -> str:
        ran = subprocess.run(words, cwd=away, env=clean, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    assert Path(told(str(python), "-c", "import biennien; print(biennien.__file__)")).is_relative_to(place)
    assert release.version() in told(str(scripts / "biennien"), "--version")
    assert "Budapest" in told(str(scripts / "biennien"), "demo")
    assert (away / "biennien-demo.html").stat().st_size > 100_000
    told(str(python), "-c", f"import sys; sys.path = [p for p in sys.path if p != '']; {_PAGES}")


_PAGES = (
    "import pathlib; from fastapi.testclient import TestClient; from biennien import app; "
    "from biennien.web.app import create_app; from biennien.web.settings import Settings; "
    "app.add([str(app.samples_folder())], pathlib.Path('s.sqlite')); "
    "c = TestClient(create_app(Settings(store=pathlib.Path('s.sqlite'))), base_url='http://localhost:8321'); "
    "assert c.get('/', headers={'accept': 'text/html'}).status_code == 200; "
    "assert c.get('/static/htmx.min.js').status_code == 200"
)


def test_the_bill_names_every_locked_package_with_licence_and_hashes(made: Path) -> None:
    (file,) = made.glob("*.cdx.json")
    bill = json.loads(file.read_bytes())  # its schema was asked when it was written
    parts = {(part["name"], part["version"]): part for part in bill["components"]}
    pins = list(pins_of(lock_of("all")))
    assert set(parts) == {(p.name, p.version) for p in pins} | {(b.name, b.version) for b in sbom.BUNDLED}
    assert all(part["licenses"] for part in parts.values())
    for pin in pins:
        (files,) = parts[pin.name, pin.version]["externalReferences"]
        assert [row["content"] for row in files["hashes"]] == list(pin.hashes)
    refs = {part["bom-ref"] for part in parts.values()} | {bill["metadata"]["component"]["bom-ref"]}
    edges = {row["ref"]: row["dependsOn"] for row in bill["dependencies"]}
    assert {ref for row in edges.values() for ref in row} <= refs
    direct = {ref.split("/")[-1].split("@")[0] for ref in edges[bill["metadata"]["component"]["bom-ref"]]}
    assert {"alembic", "lxml", "fastapi"} <= direct and not {"pytest", "hypothesis"} & direct
    needed = {part["name"] for part in parts.values() if part.get("scope") == "required"}
    assert {"sqlalchemy", "mako"} <= needed and not {"fastapi", "lxml"} & needed


def test_a_bill_that_the_standard_does_not_allow_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sbom, "_licence", lambda told: {"license": {"id": "no licence of the list"}})
    with pytest.raises(ValueError, match="not valid"):
        sbom.written("0.1.0", made_at=AT)


def test_a_licence_that_nobody_tells_is_asked_for() -> None:
    with pytest.raises(LookupError, match=r"tools/sbom\.py"):
        sbom.licence_of("a-package-that-is-not-installed")


def test_what_is_not_ready_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "ROOT", tmp_path)
    (tmp_path / "CHANGELOG.md").write_text("## 1.0.0 – not yet released\n", "utf-8")
    with pytest.raises(release.ReleaseError, match=r"YYYY-MM-DD"):
        release.check_changelog("1.0.0")
    (tmp_path / "CHANGELOG.md").write_text("## 1.0.0 – 2026-12-01\n", "utf-8")
    release.check_changelog("1.0.0")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with pytest.raises(release.ReleaseError, match=r"CHANGELOG\.md"):
        release.check_tree()
