"""The record that the tools are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.assistant.asking import make_samples


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_samples(tmp_path_factory.mktemp("assistant") / "samples.sqlite")
