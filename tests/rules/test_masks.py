"""Short cuts of the hot path give what the obvious ways give."""

from __future__ import annotations

import numpy as np

from game.rules.masks import pick, rows_in, some
from game.rules.orders import each_given, empty_orders
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start


def test_masks_are_asked_whether_and_where() -> None:
    mask = np.array([[False, False], [True, False], [False, True]])
    assert some(mask) and not some(mask[0]) and rows_in(mask) == [1, 2]
    assert some(np.array([0.0, -0.5])) and not some(np.zeros((2, 3), dtype=np.int16))


def test_rows_are_counted_through_all_leading_axes() -> None:
    array = np.arange(24.0).reshape(3, 4, 2)
    goods, nations = np.array([[0], [2]]), np.array([3, 1, 1])
    assert np.array_equal(pick(array, goods * 4 + nations), array[goods, nations])


def test_every_order_of_a_batch_is_found_in_the_order_of_seats_slots_and_options(rulebook: Rulebook) -> None:
    orders = empty_orders(rulebook, 3)
    orders[2, 5] = [0, 1, 2]
    orders[0, 7] = [1, 1, 0]
    found = [(seat, slot, option, mask.tolist()) for seat, slot, option, mask in each_given(orders)]
    assert found == [
        (0, 7, 1, [True, True, False]),
        (2, 5, 1, [False, True, False]),
        (2, 5, 2, [False, False, True]),
    ]
    assert each_given(empty_orders(rulebook, 3)) == []


def test_the_next_state_shares_the_economy_and_nothing_else(rulebook: Rulebook) -> None:
    state = start(rulebook, seed_array(1, 2))
    after = state.next()
    assert after.economy is state.economy
    for name, array in vars(after).items():
        assert name == "economy" or not np.shares_memory(array, getattr(state, name)), name
