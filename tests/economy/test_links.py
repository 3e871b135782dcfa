"""Duties and quotas between two nations, price floors, state stocks and pledges of a script."""

from __future__ import annotations

import numpy as np
import pytest

from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.dims import HO, LO, LSEP, MG
from game.economy.effects import Effect, apply_effect
from game.economy.outcome import Outcome, mass_balance
from game.economy.parameters import Parameters
from game.economy.policy import Policy, neutral_policy
from game.economy.state import EconomyState, start_state

CHINA, USA, JAPAN, EU = 0, 1, 2, 4
ALWAYS = np.ones(2, dtype=bool)


def play(
    params: Parameters, *effects: tuple[Effect, float], quarters: int = 3
) -> tuple[EconomyState, Outcome, Policy]:
    """The last quarter of some quarters under standing effects; balance and residual are checked."""
    state = start_state(params, 2)
    for quarter in range(quarters):
        policy = neutral_policy(params, 2)
        for effect, value in effects:
            apply_effect(policy, effect, np.full(2, value), ALWAYS)
        after, outcome = advance(state, policy, params, Chance(np.zeros(2, np.uint64), quarter))
        assert np.abs(mass_balance(state, outcome, after)).max() < 1e-8
        assert np.abs(outcome.residual).max() < 0.01
        state = after
    return state, outcome, policy


def test_an_export_duty_for_one_buyer_moves_goods_away_from_it(calm: Parameters) -> None:
    duty = Effect("export_duty", goods=(MG,), nations=(CHINA,), destinations=(USA,))
    _, plain, _ = play(calm)
    _, taxed, _ = play(calm, (duty, 0.25))
    assert taxed.trade[MG, CHINA, USA, 0] < 0.95 * plain.trade[MG, CHINA, USA, 0]
    assert taxed.price[MG, USA, 0] > 1.03 * plain.price[MG, USA, 0]
    assert taxed.price[MG, EU, 0] < 1.02 * plain.price[MG, EU, 0]
    worth = taxed.trade[MG, CHINA, USA, 0] * taxed.price[MG, USA, 0] * 1e-3
    assert taxed.export_duty_musd[CHINA, 0] - plain.export_duty_musd[CHINA, 0] == pytest.approx(
        0.25 * worth, rel=0.2
    )


def test_a_duty_on_every_link_is_the_general_duty(calm: Parameters) -> None:
    """0.85 x 0.8 of the price is left, with one duty of 32 % or with 15 % and 20 % on each link."""
    others = tuple(range(1, 10))
    _, whole, _ = play(calm, (Effect("export_duty", goods=(LO,), nations=(CHINA,)), 0.17))
    single = Effect("export_duty", goods=(LO,), nations=(CHINA,), destinations=others)
    _, parts, _ = play(calm, (single, 0.20))
    np.testing.assert_allclose(parts.price[LO], whole.price[LO], rtol=5e-3)
    np.testing.assert_allclose(parts.export_duty_musd[CHINA], whole.export_duty_musd[CHINA], rtol=0.02)
    np.testing.assert_allclose(parts.netback_usd_kg[LO], whole.netback_usd_kg[LO], rtol=0.01)


def test_an_import_duty_by_origin_is_paid_to_the_buyers_state(calm: Parameters) -> None:
    duty = Effect("import_duty", goods=(MG,), nations=(USA,), destinations=(CHINA,))
    _, plain, _ = play(calm)
    _, taxed, _ = play(calm, (duty, 0.25))
    assert taxed.trade[MG, CHINA, USA, 0] < 0.95 * plain.trade[MG, CHINA, USA, 0]
    assert taxed.trade[MG, JAPAN, USA, 0] > 1.05 * plain.trade[MG, JAPAN, USA, 0]
    paid = taxed.trade[MG, CHINA, USA, 0] * taxed.price[MG, USA, 0] * 1e-3
    assert taxed.import_duty_musd[USA, 0] == pytest.approx(paid * 0.25 / 1.25, rel=1e-6)
    assert taxed.import_duty_musd[JAPAN, 0] == 0.0
    everyone = tuple(n for n in range(10) if n != USA)
    whole = Effect("import_duty", goods=(MG,), nations=(USA,))
    parts = Effect("import_duty", goods=(MG,), nations=(USA,), destinations=everyone)
    np.testing.assert_allclose(
        play(calm, (whole, 0.25))[1].price[MG], play(calm, (parts, 0.25))[1].price[MG], rtol=5e-3
    )


def test_a_quota_for_one_buyer_caps_that_flow_alone(calm: Parameters) -> None:
    quota = Effect("quota", goods=(LO,), nations=(CHINA,), destinations=(JAPAN,))
    state, held, _ = play(calm, (quota, 0.5))
    cap = 0.5 * calm.flow0_t[LO, CHINA, JAPAN, 0]
    assert held.trade[LO, CHINA, JAPAN, 0] <= cap * 1.02
    assert held.trade[LO, CHINA, EU, 0] > 0.98 * calm.flow0_t[LO, CHINA, EU, 0]
    assert state.leakage[LO, CHINA, 0] > 0 and state.leakage[HO, CHINA, 0] == 0
    refuse = Effect("licence", goods=(LO,), nations=(CHINA,), destinations=(JAPAN,))
    _, both, _ = play(calm, (quota, 0.5), (refuse, 0.0), quarters=1)
    assert both.trade[LO, CHINA, JAPAN, 0] < 1e-6, "the tighter of the two caps holds"


def test_no_duty_can_break_the_arithmetic(calm: Parameters) -> None:
    links = [("export_duty", 5.0), ("import_duty", -5.0), ("export_duty", -3.0), ("import_duty", 10.0)]
    for kind, value in links:
        effect = Effect(kind, goods=(LO, MG), nations=(CHINA,), destinations=(JAPAN, USA))
        _, outcome, _ = play(calm, (effect, value))
        for name, array in vars(outcome).items():
            assert np.isfinite(array).all(), f"{kind} {value}: {name}"


def test_a_price_floor_keeps_a_plant_running(calm: Parameters) -> None:
    slump = (Effect("need"), 0.4), (Effect("supply", plants=(3,)), 0.4)
    floor = Effect("price_floor", goods=(LO,), nations=(EU,))
    _, plain, _ = play(calm, *slump, quarters=8)
    _, held, _ = play(calm, *slump, (floor, 40.0), (Effect("price_floor", nations=(EU,)), 1.0), quarters=8)
    assert held.utilisation[LSEP, EU, 0] > plain.utilisation[LSEP, EU, 0] + 0.1


def test_states_buy_and_release_and_sellers_keep_pledges(calm: Parameters) -> None:
    buy = Effect("state_buy", goods=(HO,), nations=(JAPAN,))
    state, _, _ = play(calm, (buy, 10.0), quarters=2)
    assert state.public_stock[HO, JAPAN, 0] == pytest.approx(20, rel=0.05)
    policy = neutral_policy(calm, 2)
    apply_effect(policy, Effect("state_release", goods=(HO,), nations=(JAPAN,)), np.full(2, 8.0), ALWAYS)
    after, outcome = advance(state, policy, calm, Chance(np.zeros(2, np.uint64), 2))
    assert outcome.state_released[HO, JAPAN, 0] == 8.0
    assert after.public_stock[HO, JAPAN, 0] == pytest.approx(state.public_stock[HO, JAPAN, 0] - 8)
    pledge = Effect("pledge", goods=(LO,), nations=(CHINA,), destinations=(EU,))
    _, kept, _ = play(calm, (pledge, 300.0), (Effect("licence", goods=(LO,), nations=(CHINA,)), 0.0))
    assert kept.trade[LO, CHINA, EU, 0] >= 300.0
