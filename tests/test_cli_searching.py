"""`biennien search`: what was found, a few of each kind, and nothing where there is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from biennien import app
from biennien.cli import main


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("search") / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    return store


def search(samples: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["search", *arguments, "--store", str(samples)]) == 0
    return capsys.readouterr().out


def test_speakers_meetings_statements_and_reports_are_printed(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = search(samples, capsys, "lavrov", "--lang", "vi")
    assert "Sergey Lavrov: 6 phát biểu" in out
    assert "Marco Rubio – Sergey Lavrov: cuộc gặp" in out
    assert "10_lavrov" in out


def test_no_diacritics_are_needed(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "không muốn một cuộc gặp phí công" in search(samples, capsys, "khong muon mot cuoc gap phi cong")


def test_nothing_is_said_to_be_nothing(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        search(samples, capsys, "không có từ nào như thế này ở đây", "--lang", "vi") == "Không tìm thấy gì.\n"
    )


def test_what_was_not_known_is_not_found(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Tomahawk" in search(samples, capsys, "tomahawk")
    assert search(samples, capsys, "tomahawk", "--as-known", "2025-10-01").startswith("Nothing")
