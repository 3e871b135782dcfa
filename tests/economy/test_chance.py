"""Luck: a function of its address, independent of batch and order."""

from __future__ import annotations

import numpy as np
import pytest

from game.economy.chance import Chance, Purpose, normal_quantile


def seeds(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.uint64) * np.uint64(7919) + np.uint64(3)


def test_a_draw_depends_on_its_own_address_only() -> None:
    whole = Chance(seeds(40), 5)
    alone = Chance(seeds(40)[17:18], 5)
    assert np.array_equal(
        whole.normal(Purpose.NATION_DEMAND, 10)[:, 17], alone.normal(Purpose.NATION_DEMAND, 10)[:, 0]
    )
    few, many = whole.uniform(4, 3), whole.uniform(4, 30)
    assert np.array_equal(few, many[:3])
    assert np.array_equal(whole.uniform(4, [29, 1]), many[[29, 1]])


@pytest.mark.parametrize("other", [{"quarter": 6}, {"purpose": 2}, {"seed": 1}])
def test_every_part_of_the_address_matters(other: dict[str, int]) -> None:
    base = Chance(seeds(500), 5).uniform(1, 1)[0]
    changed = Chance(seeds(500) + np.uint64(other.get("seed", 0)), other.get("quarter", 5))
    drawn = changed.uniform(other.get("purpose", 1), 1)[0]
    assert not np.isclose(base, drawn).any()
    assert abs(np.corrcoef(base, drawn)[0, 1]) < 0.15


def test_draws_fill_their_distributions() -> None:
    luck = Chance(seeds(5000), 2)
    uniform, normal = luck.uniform(0, 8), luck.normal(1, 8)
    assert uniform.min() > 0.0 and uniform.max() < 1.0
    counts, _ = np.histogram(uniform, bins=20, range=(0, 1))
    assert np.abs(counts / uniform.size * 20 - 1).max() < 0.08
    assert abs(normal.mean()) < 0.02 and abs(normal.std() - 1) < 0.02
    assert abs((np.abs(normal) > 1.96).mean() - 0.05) < 0.005


def test_quantiles_of_the_normal() -> None:
    known = {0.5: 0.0, 0.975: 1.959963984540054, 0.001: -3.090232306167813, 0.841344746: 1.0}
    for probability, quantile in known.items():
        assert normal_quantile(np.array([probability]))[0] == pytest.approx(quantile, abs=2e-8)


def test_a_quarter_before_the_start_is_fine() -> None:
    assert Chance(seeds(3), -4).uniform(0, 2).shape == (2, 3)


def test_seeds_must_be_whole_numbers() -> None:
    with pytest.raises(ValueError, match="uint64"):
        Chance(np.zeros(3), 0)  # type: ignore[arg-type]
