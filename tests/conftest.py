"""What tests share: the corpus beside the project, skipped where it is missing, and calm Hypothesis settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# At home every run looks at other examples; in CI the same ones, so that a change fails for what it did.
settings.register_profile("calm", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("calm"), derandomize=True, database=None)
settings.register_profile("long", settings.get_profile("calm"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "calm"))

_SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def corpus() -> Path:
    """The folder of real exports, which stands beside a working copy and is not part of the project."""
    folder = _SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the corpus of real exports (../shared/corpus) is not here")
    return folder
