"""The comparison behind every claim, on differences made up for it."""

import json
import math

import numpy as np
import pytest

from game.lab.paired import BEYOND, SHARE, compare


def test_figures_are_those_of_the_differences() -> None:
    found = compare([3.0, 5.0, 1.0, 7.0], [1.0, 1.0, 1.0, 1.0])
    assert (found.games, found.mean) == (4, 3.0)
    assert found.spread == pytest.approx(math.sqrt(20.0 / 3.0))
    assert found.error == pytest.approx(found.spread / 2.0)
    assert found.share == 0.75, "a tie is no win"
    assert found.effect == pytest.approx(3.0 / found.spread)


def test_what_both_had_in_common_does_not_count() -> None:
    luck = np.random.default_rng(1).normal(0.0, 1000.0, 30)
    gain = np.linspace(1.0, 2.0, 30)
    assert compare(luck + gain, luck).mean == pytest.approx(compare(gain).mean)
    assert compare(luck + gain, luck).wins and not compare(luck + gain, luck[::-1]).wins


@pytest.mark.parametrize(("ahead", "wins"), [(75, True), (74, False)])
def test_the_share_decides_at_its_bar(ahead: int, wins: bool) -> None:
    assert SHARE == 0.75
    found = compare(np.where(np.arange(100) < ahead, 10.0, -1.0))
    assert found.mean > BEYOND * found.error and found.wins is wins


@pytest.mark.parametrize(("factor", "wins"), [(1.01, True), (0.99, False)])
def test_the_mean_decides_at_its_bar(factor: float, wins: bool) -> None:
    noise = np.where(np.arange(100) % 2, 1.0, -1.0)
    error = compare(noise).error
    found = compare(noise * 1.0 + factor * BEYOND * error)
    assert found.mean / found.error == pytest.approx(factor * BEYOND)
    often = compare(np.concatenate([np.full(75, 0.1), np.full(25, -0.29)]))
    assert (found.mean > BEYOND * found.error) is wins
    assert often.share == 0.75 and not often.wins, "often ahead by little, seldom behind by much"


def test_between_winning_and_losing_lies_not_knowing() -> None:
    few = compare([5.0, -1.0, 4.0, 4.0, -1.0])  # 60 % of five games: might be three in four
    assert not few.wins and not few.loses
    many = compare(np.tile([5.0, -1.0, 4.0, 4.0, -1.0], 60))
    assert not many.wins and many.loses
    assert compare(np.full(50, -3.0)).loses


def test_nothing_at_all_is_no_win_and_one_game_proves_nothing() -> None:
    same = compare(np.zeros(10))
    assert not same.wins and same.loses and same.effect is None and same.share == 0.0
    one = compare([5.0])
    assert not one.wins and not one.loses
    lost = compare([-5.0])
    assert not lost.loses
    json.dumps([same.to_plain(), one.to_plain()], allow_nan=False)
    with pytest.raises(ValueError, match="games"):
        compare([])
