"""What if over a whole game of the shipped level: nothing changed is the game itself, in every chair."""

from __future__ import annotations

import numpy as np
import pytest

from game.content.packs import LoadedLevel
from game.economy.batch import concat
from game.insight.what_if import Change, at_the_reckoning, same_worlds, what_if
from game.play.debriefing import game_of
from game.play.headless import from_policy
from game.play.match import Match
from game.play.past_orders import orders_allowed, orders_given, other_options
from game.rules.rulebook import Rulebook

SEED = 11
SEATS = ("japan", "usa", "china", "australia")
POLICIES = ("bridge_then_build", "diplomat", "trader")


def governed(loaded: LoadedLevel, rulebook: Rulebook, seat: str, policy: str, quarters: int = 99) -> Match:
    """A game in which an archetype gives a person's orders."""
    match = Match(loaded, (seat,), SEED, rulebook=rulebook)
    script = from_policy(rulebook, policy)
    while not match.finished and len(match.past) < quarters:
        for order in script(match, seat):
            match.draft(order.slot, order.option)
        match.end_quarter()
    return match


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seat", SEATS)
def test_nothing_changed_is_the_game_in_every_array(
    loaded: LoadedLevel, rulebook: Rulebook, seat: str, policy: str
) -> None:
    match = governed(loaded, rulebook, seat, policy)
    index = match.seat_index(seat)
    found = what_if(game_of(match), index, [])
    both = concat([match.state.take([0]), found.changed_end.take([0]), found.played_end.take([0])])
    assert same_worlds(both, 0, 1) and same_worlds(both, 0, 2)
    assert found.changed_end.digest(0) == match.digest and found.parted is None
    given = orders_given(match, seat)
    assert given, "it gave orders"
    again = [Change(order.quarter - 1, order.slot, order.option) for order in given]
    assert what_if(game_of(match), index, again).changed_end.digest(0) == match.digest


def test_a_changed_answer_and_an_added_order_part_the_lines(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = governed(loaded, rulebook, "japan", "bridge_then_build", 6)
    answer = next(order for order in orders_given(match, "japan") if order.slot.startswith("answer:"))
    other = other_options(match, "japan", answer)
    assert other and answer.option not in [order.option for order in other]
    game, seat = game_of(match), match.seat_index("japan")
    found = what_if(game, seat, [Change(answer.quarter - 1, answer.slot, other[0].option)])
    assert found.parted is not None and found.parted >= answer.quarter - 1
    allowed = {f"{o.slot}={o.option}" for o in orders_allowed(match, "japan", 2)}
    assert "engineers=start" in allowed and "castle=build" not in allowed
    added = what_if(game, seat, [Change(1, "engineers", "start")])
    assert added.parted == 1 and not added.dropped
    assert len(added.changed["money"]) == 7, "no further than the present"


def test_at_the_reckoning_both_meet_the_same_futures(loaded: LoadedLevel, rulebook: Rulebook) -> None:
    match = governed(loaded, rulebook, "japan", "builder")
    game, seat = game_of(match), match.seat_index("japan")
    same = at_the_reckoning(game, seat, what_if(game, seat, []), 8)
    np.testing.assert_array_equal(same[0], same[1])
    order = next(o for o in orders_given(match, "japan") if o.slot == "thrift")
    changed = at_the_reckoning(game, seat, what_if(game, seat, [Change(order.quarter - 1, order.slot)]), 8)
    np.testing.assert_array_equal(changed[0], same[0])
    assert (changed[1] != changed[0]).all()
