"""The short level of the insight tests."""

from dataclasses import replace
from pathlib import Path

import pytest

from game.content.packs import load_level
from game.rules.compile import build_rulebook
from game.rules.rulebook import Rulebook

LEVEL = Path(__file__).parents[1] / "insight" / "pack" / "levels" / "short.yaml"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The short level with its own archetypes alone."""
    book = build_rulebook(load_level(LEVEL))
    own = ("idle", "keen", "touchy")
    return replace(book, rivals={name: book.rivals[name] for name in own})
