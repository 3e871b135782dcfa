"""Why a figure moved: shares that add up on random quarters of random games, nothing for what moves nothing,
and the crisis of 2010 as one would tell it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.content.packs import load_level
from game.insight.why import MOST, Why, figure_names, figures, why
from game.rivals.archetype import seat_rivals
from game.rules.causes import Causes, Change, changes_of
from game.rules.compile import build_rulebook
from game.rules.orders import Order, empty_orders, encode
from game.rules.resolve import Turn, resolve
from game.rules.rollout import gather
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start
from game.rules.state import State

JAPAN = "japan"


@pytest.fixture(scope="module")
def quota() -> Rulebook:
    return build_rulebook(load_level("quota"))


def course(
    rulebook: Rulebook, seed: int, quarters: int, share: float = 0.0, orders: dict[int, Order] | None = None
) -> tuple[list[State], Turn]:
    """States around every quarter of a game and its last turn: Japan's orders by quarter, beside them random
    ones of every seat, legal or not; machines govern all others."""
    rng = np.random.default_rng(seed)
    rivals = seat_rivals(rulebook, (rulebook.seat(JAPAN),))
    states = [start(rulebook, seed_array(seed, seed))]
    for quarter in range(quarters):
        given = gather(rulebook, states[-1], rivals)
        for slot, spec in enumerate(rulebook.slots):
            for seat in np.flatnonzero(rng.random(rulebook.seat_count) < share):
                given[seat, slot] = rng.integers(1, len(spec.options) + 1)
        if orders and quarter in orders:
            encode(rulebook, [orders[quarter]], rulebook.seat(JAPAN), given)
        turn = resolve(rulebook, states[-1], given)
        states.append(turn.state)
    return states, turn


def explained(rulebook: Rulebook, states: list[State], turn: Turn, most: int = MOST) -> Why:
    return why(rulebook, states[-3] if len(states) > 2 else None, states[-2], turn, most=most)


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.integers(1, 24), st.sampled_from([0.0, 0.02, 0.1]))
def test_it_adds_up_and_ends_where_the_game_does(
    quota: Rulebook, seed: int, quarters: int, share: float
) -> None:
    states, turn = course(quota, seed, quarters, share)
    found = explained(quota, states, turn)
    assert len(found.causes) <= MOST and found.quarter == quarters
    np.testing.assert_array_equal(found.before, figures(quota, states[-2])[:, 0])
    np.testing.assert_array_equal(found.after, figures(quota, turn.state)[:, 0])
    explained_change = found.shares.sum(axis=0) + found.carried
    scale = np.maximum(np.abs(found.after), 1.0)
    np.testing.assert_allclose(explained_change / scale, (found.after - found.before) / scale, atol=1e-9)


@settings(max_examples=6)
@given(st.integers(0, 10_000), st.integers(1, 24))
def test_a_cause_that_moves_no_figure_gets_exactly_nothing(quota: Rulebook, seed: int, quarters: int) -> None:
    """Permits, research begun and cases filed move no market in their quarter."""
    states, turn = course(quota, seed, quarters, 0.05)
    found = explained(quota, states, turn)
    named = [change for cause in found.causes for change in cause.changes]
    assert len(named) == len(set(named))
    idle = {"build", "thrift", "process", "engineers", "recycling", "wto"}
    assert not [c for c in named if c.kind == "order" and quota.slots[quota.slot_index[c.id]].kind in idle]
    moved = np.abs(found.shares).max(axis=1) if found.causes else np.zeros(0)
    assert np.all(moved > 0.0)


@pytest.mark.parametrize("quarters", [1, 3, 6, 13])
def test_with_everything_let_through_it_is_the_quarter_to_the_bit(quota: Rulebook, quarters: int) -> None:
    states, turn = course(quota, 5, quarters, 0.05)
    earlier = states[-3] if quarters > 1 else None
    changes = changes_of(quota, earlier, states[-2], turn.accepted, turn.state)
    through = np.ones((len(changes), 2), dtype=bool)
    same = resolve(quota, states[-2], turn.accepted, causes=Causes(changes, through, earlier))
    assert same.state.digest(0) == turn.state.digest(0)


def test_with_everything_held_back_a_calm_quarter_is_the_last_one_once_more(quota: Rulebook) -> None:
    """Late in a game without orders hardly anything moves by itself."""
    states, turn = course(quota, 5, 20)
    found = explained(quota, states, turn)
    price = [i for i, name in enumerate(found.names) if name.startswith("price.")]
    assert np.max(np.abs(found.carried[price] / found.before[price])) < 0.05


def test_the_inputs_are_not_changed(quota: Rulebook) -> None:
    states, turn = course(quota, 5, 4, 0.05)
    digests = [state.digest(0) for state in states]
    explained(quota, states, turn)
    assert digests == [state.digest(0) for state in states]


def test_in_the_quarter_of_the_cut_the_quota_is_the_largest_cause_abroad(quota: Rulebook) -> None:
    states, turn = course(quota, 7, 1)
    event = quota.event("quota_cut")
    while int(states[-2].event_fired[event, 0]) != states[-2].quarter:
        states, turn = course(quota, 7, len(states))
    found = explained(quota, states, turn)
    for good in ("light_oxide", "heavy_oxide"):
        shares, carried = found.of(f"price.{good}.japan")
        cause, amount = shares[0]
        assert cause.changes == (Change("event", -1, "quota_cut"),)
        assert amount > 0.5 * found.change(f"price.{good}.japan") > 0.0 and amount > abs(carried)
    inside = dict(found.of("price.light_oxide.china")[0])
    assert next(v for c, v in inside.items() if c.changes[0].id == "quota_cut") < 0.0


@pytest.mark.parametrize("seed", [3, 7])
def test_the_cut_has_a_line_of_its_own_however_much_is_ordered(quota: Rulebook, seed: int) -> None:
    states, turn = course(quota, seed, 1, 0.15)
    event = quota.event("quota_cut")
    while int(states[-2].event_fired[event, 0]) != states[-2].quarter:
        states, turn = course(quota, seed, len(states), 0.15)
    found = explained(quota, states, turn)
    assert (Change("event", -1, "quota_cut"),) in [cause.changes for cause in found.causes]


@pytest.mark.parametrize("quarter", [0, 4])
def test_a_stock_purchase_shows_in_ones_own_cover(quota: Rulebook, quarter: int) -> None:
    bought = {quarter: Order("stock", "month")}
    states, turn = course(quota, 7, quarter + 1, orders=bought)
    shares, _ = explained(quota, states, turn).of("cover.japan")
    own = next(v for c, v in shares if c.kind == "orders" and c.seat == quota.seat(JAPAN))
    assert 10.0 < own < 30.0
    without = explained(quota, *course(quota, 7, quarter + 1))
    assert not [c for c in without.causes if c.kind == "orders" and c.seat == quota.seat(JAPAN)]


def test_few_causes_take_the_small_ones_together(quota: Rulebook) -> None:
    states, turn = course(quota, 7, 9, 0.05)
    fine, coarse = (explained(quota, states, turn, most) for most in (MOST, 3))
    assert len(coarse.causes) == 3 < len(fine.causes)
    every = [{change for cause in found.causes for change in cause.changes} for found in (fine, coarse)]
    assert every[0] == every[1]


def test_figures_have_names(quota: Rulebook) -> None:
    state = start(quota, seed_array(1, 2))
    names, values = figure_names(quota), figures(quota, state)
    assert values.shape == (len(names), 2) and len(set(names)) == len(names)
    place = dict(zip(names, values[:, 0], strict=True))
    assert place["bill.japan"] == 1.0 and place["stock.japan"] == 0.0
    assert place["price.light_oxide.japan"] == quota.parameters.price0_usd_kg[2, quota.nation_of[0], 0]
    with pytest.raises(KeyError):
        explained(quota, *course(quota, 1, 1)).of("price.gold.japan")


def test_no_orders_are_no_changes(quota: Rulebook) -> None:
    state = start(quota, seed_array(1, 1))
    turn = resolve(quota, state, empty_orders(quota, 2))
    kinds = {change.kind for change in changes_of(quota, None, state, turn.accepted, turn.state)}
    assert "order" not in kinds and {"demand", "luck", "plants"} <= kinds
    assert not kinds & {"supply", "stocks"}
