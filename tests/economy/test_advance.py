"""One quarter under any legal policy: bounded, balanced, cleared, and the same in every batch."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.economy.advance import BLOCK, advance
from game.economy.batch import concat
from game.economy.chance import Chance
from game.economy.dims import HO, LO
from game.economy.outcome import Outcome, mass_balance
from game.economy.parameters import Parameters
from game.economy.policy import Policy, neutral_policy
from game.economy.state import EconomyState, start_state

Maker = Callable[[Parameters, int, int], Policy]
Turn = tuple[EconomyState, Outcome, EconomyState]


def play(params: Parameters, policies: list[Policy], first_seed: int = 1) -> list[Turn]:
    batch = policies[0].size
    state, turns = start_state(params, batch), []
    seeds = np.arange(batch, dtype=np.uint64) + np.uint64(first_seed)
    for quarter, policy in enumerate(policies):
        after, outcome = advance(state, policy, params, Chance(seeds, quarter))
        turns.append((state, outcome, after))
        state = after
    return turns


def check_sound(params: Parameters, turn: Turn) -> None:
    before, outcome, after = turn
    for batch in (outcome, after):
        for field in dataclasses.fields(batch):
            assert np.isfinite(getattr(batch, field.name)).all(), field.name
    assert np.abs(mass_balance(before, outcome, after)).max() < 1e-6
    for name in ("stock", "public_stock", "supply", "capacity", "mothballed", "pipeline"):
        assert (getattr(after, name) >= -1e-9).all(), name
    ratio = outcome.price / params.price0_usd_kg
    assert ratio.min() > 0.0199 and ratio.max() < params.choke_ratio[0] * 1.0001
    assert (outcome.final_use <= outcome.final_need * 4.5 + 1e-9).all()
    assert (outcome.trade >= 0).all()
    running = outcome.running_capacity
    assert (outcome.production <= running + 1e-6).all()


def extremes(params: Parameters) -> Policy:
    """One extreme a world: nothing moves, nobody mines, a state buys the world, everything is shut."""
    policy = neutral_policy(params, 8)
    policy.licence_cap[..., 0] = 0.0
    policy.quota[..., 1] = 0.0
    policy.supply_factor[..., 2] = 0.0
    policy.state_buy[:, 2, 3] = 1e6
    policy.capacity_new[..., 4] = -1e6
    policy.need_factor[..., 5] = 0.0
    policy.pledge[..., 6] = 1e5
    policy.perceived_risk[..., 7] = 5.0
    policy.cost_factor[..., 7] = 30.0
    return policy


def test_extreme_policies_stay_bounded(params: Parameters) -> None:
    for turn in play(params, [extremes(params)] * 6):
        check_sound(params, turn)


@settings(max_examples=8)
@given(seed=st.integers(0, 2**31))
def test_random_policies_stay_sound(params: Parameters, random_policy: Maker, seed: int) -> None:
    policies = [random_policy(params, 12, seed + quarter) for quarter in range(5)]
    for turn in play(params, policies, seed % 1000):
        check_sound(params, turn)


def test_markets_clear_under_random_policies(params: Parameters, random_policy: Maker) -> None:
    """Arrivals meet wants within one per cent wherever the price is below the choke."""
    failed = nodes = 0
    for start in range(4):
        policies = [random_policy(params, 64, 1000 * start + quarter) for quarter in range(4)]
        for _, outcome, _ in play(params, policies, start):
            bad = (np.abs(outcome.residual) > 0.01).any(axis=(0, 1))
            failed += int(bad.sum())
            nodes += bad.size
    assert failed <= 1, f"{failed} of {nodes} worlds did not clear"


def test_a_world_does_not_depend_on_its_batch(params: Parameters, random_policy: Maker) -> None:
    """Bit-equal alone, in pairs, in any block and among other worlds; with and without controls."""
    size = BLOCK + 1
    some = [random_policy(params, size, quarter) for quarter in range(3)]
    for quarter, policy in enumerate(some):
        calm_worlds = slice(0, size, 2)
        neutral = neutral_policy(params, size)
        for field in dataclasses.fields(policy):
            getattr(policy, field.name)[..., calm_worlds] = getattr(neutral, field.name)[..., calm_worlds]
        assert quarter < 3
    whole = play(params, some)[-1]
    for chosen in ([0], [0, 1], [5, 6, 200], list(range(40, 75)), [BLOCK], [BLOCK - 1, BLOCK]):
        state = start_state(params, len(chosen))
        for quarter, policy in enumerate(some):
            seeds = np.array(chosen, dtype=np.uint64) + np.uint64(1)
            state, outcome = advance(state, policy.take(chosen), params, Chance(seeds, quarter))
        for column, world in enumerate(chosen):
            assert state.digest(column) == whole[2].digest(world), world
            assert outcome.digest(column) == whole[1].digest(world), world


def test_order_and_repetition_change_nothing(params: Parameters, random_policy: Maker) -> None:
    policy = random_policy(params, 6, 9)
    seeds = np.arange(6, dtype=np.uint64)
    one, _ = advance(start_state(params, 6), policy, params, Chance(seeds, 0))
    again, _ = advance(start_state(params, 6), policy, params, Chance(seeds, 0))
    back = [5, 4, 3, 2, 1, 0]
    turned, _ = advance(start_state(params, 6), policy.take(back), params, Chance(seeds[back], 0))
    for world in range(6):
        assert one.digest(world) == again.digest(world) == turned.digest(5 - world)


def test_inputs_are_not_changed(params: Parameters, random_policy: Maker) -> None:
    state, policy = start_state(params, 4), random_policy(params, 4, 3)
    digests = [state.digest(i) for i in range(4)], [policy.digest(i) for i in range(4)]
    advance(state, policy, params, Chance(np.arange(4, dtype=np.uint64), 2))
    assert digests == ([state.digest(i) for i in range(4)], [policy.digest(i) for i in range(4)])


def test_parameters_may_differ_between_worlds(params: Parameters) -> None:
    values = np.array([2.0, 4.0, 8.0])
    mixed = params.with_values(trade_elasticity=values)
    policy = neutral_policy(params, 3)
    policy.quota[[LO, HO], 0] = 0.6
    seeds = np.zeros(3, dtype=np.uint64)
    together, _ = advance(start_state(mixed, 3), policy, mixed, Chance(seeds, 0))
    for world, value in enumerate(values):
        alone_params = params.with_values(trade_elasticity=value)
        alone, _ = advance(
            start_state(alone_params, 2), policy.take([world, world]), alone_params, Chance(seeds[:2], 0)
        )
        assert alone.digest(0) == together.digest(world)


def test_luck_is_in_the_quarter(params: Parameters) -> None:
    policies = [neutral_policy(params, 40)] * 8
    needs = np.array([outcome.final_need.sum(axis=(0, 1)) for _, outcome, _ in play(params, policies)])
    spread = needs[-1].std() / needs[-1].mean()
    assert 0.005 < spread < 0.15
    twin = np.array([outcome.final_need.sum(axis=(0, 1)) for _, outcome, _ in play(params, policies)])
    assert np.array_equal(needs, twin)


@pytest.mark.slow
def test_ten_thousand_random_policies(params: Parameters, random_policy: Maker) -> None:
    failed = total = 0
    for start in range(10):
        policies = [random_policy(params, 250, 77_000 + 10 * start + quarter) for quarter in range(4)]
        for _, outcome, _ in play(params, policies, start):
            failed += int((np.abs(outcome.residual) > 0.01).any(axis=(0, 1)).sum())
            total += 250
    assert total == 10_000 and failed <= 10, f"{failed} of {total} worlds did not clear"


def test_join_of_batches_plays_like_its_parts(params: Parameters, random_policy: Maker) -> None:
    parts = [random_policy(params, 3, seed) for seed in (4, 5)]
    luck = Chance(np.arange(6, dtype=np.uint64), 1)
    whole, _ = advance(start_state(params, 6), concat(parts), params, luck)
    for at, part in enumerate(parts):
        seeds = luck.seed[3 * at : 3 * at + 3]
        own, _ = advance(start_state(params, 3), part, params, Chance(seeds, 1))
        assert [own.digest(i) for i in range(3)] == [whole.digest(3 * at + i) for i in range(3)]


def test_money_adds_up(params: Parameters, random_policy: Maker) -> None:
    """What buyers pay is what producers and holders of stock get, duties, and the new stock's worth: nobody
    earns on tonnes that he did not sell."""
    policies = [random_policy(params, 6, quarter) for quarter in range(6)]
    for before, outcome, after in play(params, policies):
        released = outcome.state_released * outcome.price / 1000
        paid = (outcome.purchases_musd - released).sum(axis=(0, 1))
        duties = outcome.export_duty_musd + outcome.import_duty_musd
        held = after.stock * outcome.price / 1000
        got = (outcome.sales_musd + outcome.stock_cash_musd + held).sum(axis=(0, 1)) + duties.sum(axis=0)
        np.testing.assert_allclose(paid, got, rtol=1e-8)
        shipped = outcome.trade.sum(axis=2) - before.stock - outcome.sold
        assert np.abs(shipped).max() < 1e-6
        assert (outcome.private_investment_musd >= 0).all()
        assert outcome.import_duty_musd.max() > 0 and outcome.export_duty_musd.max() > 0
