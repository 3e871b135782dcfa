"""The bench measures what it says it measures; how long it takes is not tested here."""

from __future__ import annotations

import numpy as np

from game.content.packs import load_level
from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.parameters import quiet
from game.economy.policy import neutral_policy
from game.economy.state import start_state
from game.lab.bench import bench
from game.lab.many_nations import split
from game.rules.compile import build_rulebook


def test_a_world_of_split_nations_stands_at_the_same_prices() -> None:
    whole = quiet(build_rulebook(load_level("quota")).parameters)
    parts = split(whole, 2)
    assert parts.nation_count == 2 * whole.nation_count
    _, outcome = advance(
        start_state(parts, 2), neutral_policy(parts, 2), parts, Chance(np.zeros(2, np.uint64), 0)
    )
    assert (outcome.steps == 0).all()
    both = np.repeat(whole.price0_usd_kg, 2, axis=1)
    np.testing.assert_allclose(outcome.price, np.broadcast_to(both, outcome.price.shape), rtol=1e-6)
    made = outcome.output.reshape(5, whole.nation_count, 2, 2).sum(axis=2)
    grown = whole.supply0_t * (1.0 + whole.growth_quarter)
    np.testing.assert_allclose(made[..., :1], grown, rtol=1e-5, atol=1e-9)


def test_the_quick_bench_gives_its_figures() -> None:
    result = bench(build_rulebook(load_level("quota")), quick=True)
    assert [row["batch"] for row in result["resolve"]] == [2, 64, 256]
    assert [row["nations"] for row in result["nations"]] == [10, 20, 30, 40]
    assert len(result["quarters"]) == 40
    assert all(row["world_quarters_per_second"] > 0 for row in result["resolve"])
    assert 0.0 < result["why_ms"]["median"] <= result["why_ms"]["worst"]
