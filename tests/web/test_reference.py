"""The reference pages are those of the application, and the settings are what they say."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tools import rest

from biennien.model.errors import InputError
from biennien.web.settings import Settings, is_loopback, load_settings


def test_the_page_on_rest_is_that_of_the_application() -> None:
    assert (rest.REFERENCE / "rest.md").read_text("utf-8") == rest.rest_page(), "python -m tools.rest"


def test_the_page_on_settings_is_that_of_the_software() -> None:
    assert (rest.REFERENCE / "settings.md").read_text("utf-8") == rest.settings_page(), "python -m tools.rest"


def test_an_option_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "biennien.toml").write_text(
        '[serve]\nport = 1\nhost = "127.0.0.2"\nread_only = true\nhosts = ["a.example", "b.example"]\nbody_seconds = 2\n',
        "utf-8",
    )
    found = load_settings(
        {"BIENNIEN_PORT": "2", "BIENNIEN_HOST": "127.0.0.3"}, tmp_path, host="127.0.0.4", port=None
    )
    assert (found.host, found.port, found.read_only, found.body_seconds) == ("127.0.0.4", 2, True, 2.0)
    assert found.hosts == ("a.example", "b.example") and found.keyed
    assert load_settings({}, tmp_path / "nowhere") == Settings()
    assert load_settings({"BIENNIEN_HOSTS": "a.example, localhost"}, tmp_path / "x").hosts == (
        "a.example",
        "localhost",
    )


@pytest.mark.parametrize(
    ("environment", "file"),
    [
        ({"BIENNIEN_PORT": "x"}, ""),
        ({"BIENNIEN_PORT": "-1"}, ""),
        ({"BIENNIEN_LANG": "fr"}, ""),
        ({"BIENNIEN_READ_ONLY": "maybe"}, ""),
        ({}, "[serve]\nportt = 1\n"),
        ({}, "[serve]\nport = 'x'\n"),
        ({}, "[serve\n"),
    ],
)
def test_a_setting_that_is_none_is_refused_by_its_name(
    tmp_path: Path, environment: dict[str, str], file: str
) -> None:
    (tmp_path / "biennien.toml").write_text(file, "utf-8")
    with pytest.raises(InputError) as error:
        load_settings(environment, tmp_path)
    assert error.value.where.startswith(("BIENNIEN_", str(tmp_path)))
    assert error.value.remedy


def test_every_setting_says_what_it_means() -> None:
    assert all(field.metadata["meaning"].endswith(".") for field in dataclasses.fields(Settings))


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("localhost", True), ("LOCALHOST", True),
        ("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("example.org", False), ("127.0.0.1.nip.io", False), ("", False),
    ],
)  # fmt: skip
def test_loopback_is_this_machine_alone(host: str, only_here: bool) -> None:
    assert is_loopback(host) is only_here
