"""One's own game under other assumptions: the same where nothing is changed, and an end when nobody waits."""

from dataclasses import replace

import numpy as np
import pytest

from game.insight.challenge import Challenge, account_of
from game.insight.replays import Game
from game.insight.what_if import what_if

JAPAN = 0


def test_under_the_same_assumptions_it_is_the_same_game(game: Game) -> None:
    one, again = account_of(game, JAPAN, 4), account_of(game, JAPAN, 4)
    both = Challenge(one, again)
    assert not both.gain_difference.any() and not one.dropped
    played = what_if(game, JAPAN, []).played
    for name, line in one.lines.items():
        np.testing.assert_array_equal(line, played[name])
    plain = both.to_plain()
    assert plain["played"] == plain["changed"] and plain["played"]["levers"]["controls"] == 0.0


def test_other_numbers_give_another_account(game: Game) -> None:
    params = game.rulebook.parameters.with_values(trade_elasticity=1.0)
    other = replace(game, rulebook=replace(game.rulebook, parameters=params))
    both = Challenge(account_of(game, JAPAN, 4), account_of(other, JAPAN, 4))
    assert both.gain_difference.any()
    gain = both.changed.account - both.changed.gain
    assert np.isfinite(gain).all()


def test_a_replay_that_nobody_waits_for_ends(game: Game) -> None:
    class EnoughError(Exception):
        pass

    heard: list[float] = []

    def hear(share: float) -> None:
        heard.append(share)
        if share >= 0.1:
            raise EnoughError

    with pytest.raises(EnoughError):
        account_of(game, JAPAN, 4, hear)
    assert heard == [0.1]
    shares: list[float] = []
    account_of(game, JAPAN, 4, shares.append)
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1.0)
