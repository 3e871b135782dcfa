"""Coverage: what came against the fan, in games on the level's numbers and on members of the ensemble."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from game.lab.coverage import SERIES, Coverage, coverage
from game.rules.rulebook import Rulebook

JAPAN = 0


@pytest.fixture(scope="module")
def found(rulebook: Rulebook) -> dict[tuple[str, str], Coverage]:
    rows = coverage(rulebook, JAPAN, 12, seed=3, quarters=(2,))
    return {(row.reality, row.belief): row for row in rows}


def test_every_belief_meets_every_reality(found: dict[tuple[str, str], Coverage]) -> None:
    assert set(found) == {(r, b) for r in ("level", "member") for b in ("level", "ensemble")}
    for row in found.values():
        for name in SERIES:
            assert row.inside[name].shape == (1, 8)
            assert ((row.inside[name] >= 0.0) & (row.inside[name] + row.above[name] <= 1.0 + 1e-9)).all()
            assert (row.width[name] >= 0.0).all()
        json.dumps(row.to_plain())


def test_who_is_certain_of_the_wrong_numbers_is_surprised(found: dict[tuple[str, str], Coverage]) -> None:
    """The fan of members is honest in both worlds, that of one set of numbers only in its own."""
    inside = {key: float(row.inside["price_light"].mean()) for key, row in found.items()}
    assert inside["member", "level"] < 0.6
    assert inside["member", "ensemble"] > 0.75 and inside["level", "ensemble"] > 0.75


def test_without_an_ensemble_there_is_one_of_each(rulebook: Rulebook) -> None:
    bare = dataclasses.replace(rulebook, ensemble=None)
    (row,) = coverage(bare, JAPAN, 4, quarters=(1, 2))
    assert (row.reality, row.belief) == ("level", "level")
    assert np.isfinite(row.inside["cover_days"]).all()
    with pytest.raises(ValueError, match="too short"):
        coverage(bare, JAPAN, 4, quarters=(30,))
