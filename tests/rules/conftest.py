"""The shipped level, compiled once."""

from __future__ import annotations

import pytest

from game.content.packs import load_level
from game.rules.compile import build_rulebook
from game.rules.rulebook import Rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return build_rulebook(load_level("quota"))
