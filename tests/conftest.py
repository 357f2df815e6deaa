"""What tests share: the corpus beside the project, skipped where it is missing, and calm Hypothesis settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("calm", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

_SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def corpus() -> Path:
    """The folder of real exports, which stands beside a working copy and is not part of the project."""
    folder = _SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the corpus of real exports (../shared/corpus) is not here")
    return folder
