"""The axioms that define the Shapley value, and what dividends and interactions must add up to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.insight.shapley import dividends, interactions, shapley


def random_worth(seed: int, players: int, futures: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, 1000.0, (1 << players, futures))


games = st.builds(random_worth, st.integers(0, 10_000), st.integers(1, 6))


@given(games)
def test_efficiency(worth: np.ndarray) -> None:
    np.testing.assert_allclose(shapley(worth).sum(axis=0), worth[-1] - worth[0], atol=1e-9)


@given(games, st.data())
def test_a_null_player_gets_exactly_nothing(worth: np.ndarray, data: st.DataObject) -> None:
    players = len(worth).bit_length() - 1
    idle = data.draw(st.integers(0, players - 1))
    same = worth[np.arange(len(worth)) & ~(1 << idle)]
    assert np.all(shapley(same)[idle] == 0.0)
    assert np.all(interactions(same)[idle] == 0.0)


@given(games, st.data())
def test_symmetry_under_exchange_of_players(worth: np.ndarray, data: st.DataObject) -> None:
    players = len(worth).bit_length() - 1
    order = data.draw(st.permutations(range(players)))
    index = [sum(1 << order[i] for i in range(players) if c >> i & 1) for c in range(len(worth))]
    np.testing.assert_allclose(shapley(worth[index]), shapley(worth)[list(order)], atol=1e-8)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_additivity(one: int, two: int) -> None:
    a, b = random_worth(one, 4), random_worth(two, 4)
    np.testing.assert_allclose(shapley(a + 2 * b), shapley(a) + 2 * shapley(b), atol=1e-8)


@given(games)
def test_shares_of_dividends_are_the_value(worth: np.ndarray) -> None:
    players = len(worth).bit_length() - 1
    parts = dividends(worth)
    shares = np.zeros((players, worth.shape[1]))
    for coalition in range(1, len(worth)):
        for player in range(players):
            if coalition >> player & 1:
                shares[player] += parts[coalition] / coalition.bit_count()
    np.testing.assert_allclose(shares, shapley(worth), atol=1e-7)
    np.testing.assert_allclose(parts[1:].sum(axis=0), worth[-1] - worth[0], atol=1e-7)


def test_two_halves_of_a_thing_share_it() -> None:
    """A plant abroad needs a treaty and money: neither alone is worth anything, each gets half."""
    worth = np.array([0.0, 0.0, 0.0, 100.0])[:, None]
    assert shapley(worth)[:, 0].tolist() == [50.0, 50.0]
    assert interactions(worth)[0, 1, 0] == 100.0


def test_a_number_of_coalitions_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(ValueError, match="power of two"):
        shapley(np.zeros((6, 1)))
