"""What if: nothing changed is the game itself; one change parts the lines where it acts, not before."""

from collections.abc import Callable

import numpy as np
import pytest

from game.insight.replays import Game, play
from game.insight.what_if import Change, moved, same_worlds, what_if
from game.rules.orders import OrderError

JAPAN = 0


def test_nothing_changed_is_the_game_bit_for_bit(game: Game) -> None:
    found = what_if(game, JAPAN, [])
    end = play(game, game.begin(2), {}, game.quarters)
    assert found.parted is None and set(found.parts.values()) == {None}
    assert found.played_end.digest(0) == found.changed_end.digest(0) == end.digest(0) == end.digest(1)
    assert not found.dropped


def test_the_same_order_given_again_changes_nothing(game: Game) -> None:
    assert what_if(game, JAPAN, [Change(0, "stock", "month")]).parted is None


@pytest.mark.parametrize("quarter", [0, 1, 3, 5])
def test_lines_part_no_earlier_than_the_change(game: Game, quarter: int) -> None:
    found = what_if(game, JAPAN, [Change(quarter, "engineers", "start")])
    assert found.parted == quarter == found.parts["money"]
    for name, line in found.played.items():
        np.testing.assert_array_equal(line[: quarter + 1], found.changed[name][: quarter + 1])
    assert len(found.played["money"]) == game.quarters + 1


def test_an_order_taken_away_and_moved(game: Game) -> None:
    without = what_if(game, JAPAN, [Change(0, "thrift")])
    later = what_if(game, JAPAN, moved("thrift", "start", 0, 2))
    assert without.parted == later.parted == 0
    assert without.difference("money")[-1] > later.difference("money")[-1] > 0.0


def test_orders_that_became_illegal_are_named(game: Game) -> None:
    found = what_if(game, JAPAN, [Change(0, "agreement:australia")])
    assert ("join:weld", "AGREEMENT_NEEDED") in {(d.slot, d.reason.name) for d in found.dropped}


def test_an_unfinished_game_reaches_to_the_present(make_game: Callable[..., Game], game: Game) -> None:
    early = Game(game.rulebook, game.seed, game.people, game.orders[:3], game.rivals)
    found = what_if(early, JAPAN, [Change(1, "join:weld")])
    whole = what_if(game, JAPAN, [Change(1, "join:weld")])
    np.testing.assert_array_equal(found.changed["money"], whole.changed["money"][:4])
    with pytest.raises(ValueError, match="has not been played"):
        what_if(early, JAPAN, [Change(3, "thrift", "start")])


def test_unknown_orders_are_named(game: Game) -> None:
    with pytest.raises(OrderError, match="unknown order 'castle'"):
        what_if(game, JAPAN, [Change(0, "castle")])
    with pytest.raises(OrderError, match="unknown option"):
        what_if(game, JAPAN, [Change(0, "thrift", "dance")])


def test_same_worlds_sees_a_single_bit(game: Game) -> None:
    state = game.begin(2)
    assert same_worlds(state, 0, 1)
    state.economy.price[0, 0, 1] = np.nextafter(state.economy.price[0, 0, 1], np.inf)
    assert not same_worlds(state, 0, 1)
