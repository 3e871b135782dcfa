"""The benchmark quarter: figures of the sources, exact equilibrium, calm growth."""

from __future__ import annotations

import numpy as np
import pytest

from game.economy.advance import advance
from game.economy.benchmark import ras, solve_balance
from game.economy.chance import Chance
from game.economy.dims import HO, LO, LSEP, MAGP, MG, MINE
from game.economy.parameters import EconomyData, Parameters
from game.economy.policy import neutral_policy
from game.economy.state import start_state

CHINA, JAPAN = 0, 2


def test_reported_quantities_come_out(data: EconomyData, params: Parameters) -> None:
    balance = solve_balance(data)
    china_reo = balance.supply[0, CHINA] * 4 / data.ndpr_share[CHINA]
    assert china_reo == pytest.approx(129_000, rel=0.05)  # USGS, 2009
    assert balance.supply[MG, JAPAN] == pytest.approx(3000, rel=0.02)
    need = balance.use[LO, JAPAN], balance.use[HO, JAPAN]
    assert need == pytest.approx((1000, 90), rel=0.06)
    cover_days = balance.stock[LO, JAPAN] / balance.use[LO, JAPAN] * 90
    assert cover_days == pytest.approx(60, rel=0.01)
    assert 0.04 < balance.heavy_share[CHINA] < 0.11
    exports = params.exports0_t[[LO, HO], CHINA, 0]
    assert (exports / balance.supply[[LO, HO], CHINA] > 0.15).all()
    assert (exports / balance.supply[[LO, HO], CHINA] < 0.45).all()


def test_prices_of_2009(params: Parameters) -> None:
    assert params.price0_usd_kg[LO, JAPAN, 0] == pytest.approx(19.1)
    assert params.price0_usd_kg[HO, JAPAN, 0] == pytest.approx(115.67)
    assert (params.price0_usd_kg[[LO, HO], CHINA, 0] < params.price0_usd_kg[[LO, HO], JAPAN, 0]).all()


def test_the_first_quarter_is_an_exact_equilibrium(calm: Parameters) -> None:
    before = start_state(calm, 2)
    after, outcome = advance(before, neutral_policy(calm, 2), calm, Chance(np.zeros(2, np.uint64), 0))
    np.testing.assert_allclose(outcome.price, np.broadcast_to(calm.price0_usd_kg, outcome.price.shape))
    assert np.abs(outcome.residual).max() < 1e-5
    growth = 1 + calm.growth_quarter[0]
    made = solve_supply(calm) * growth
    np.testing.assert_allclose(outcome.output[..., 0], made, rtol=1e-6, atol=1e-9)
    used = calm.want0_t[..., 0] > 1
    np.testing.assert_allclose(after.stock[..., 0][used], (calm.stock0_t[..., 0] * growth)[used], rtol=1e-4)
    np.testing.assert_allclose(after.price, after.expected_price)


def solve_supply(params: Parameters) -> np.ndarray:
    return params.supply0_t[..., 0]


def test_growth_without_shocks_is_calm(calm: Parameters) -> None:
    state, policy = start_state(calm, 2), neutral_policy(calm, 2)
    traded = calm.want0_t[..., 0] > 1
    first = None
    for quarter in range(20):
        state, outcome = advance(state, policy, calm, Chance(np.zeros(2, np.uint64), quarter))
        ratio = (outcome.price / calm.price0_usd_kg)[..., 0][traded]
        assert ratio.min() > 0.9 and ratio.max() < 1.1
        first = outcome if first is None else first
    assert ratio.min() > 0.97 and ratio.max() < 1.03
    assert first is not None
    grown = outcome.production[[MINE, LSEP, MAGP], CHINA] / first.production[[MINE, LSEP, MAGP], CHINA]
    np.testing.assert_allclose(grown, (1 + calm.growth_quarter[0]) ** 19, rtol=0.05)


def test_biproportional_fit_meets_both_margins() -> None:
    draw = np.random.default_rng(2)
    prior, rows = draw.uniform(0.1, 2, (6, 6)), draw.uniform(1, 9, 6)
    rows[2] = 0.0
    columns = draw.uniform(1, 9, 6)
    columns *= rows.sum() / columns.sum()
    shares = ras(prior, rows, columns)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    np.testing.assert_allclose(rows @ shares, columns, rtol=1e-9)
    assert (shares > 0).all()


def test_impossible_balances_are_refused(data: EconomyData) -> None:
    import dataclasses

    too_much = data.light_separation_output_t.copy()
    too_much[1] = 1e5
    with pytest.raises(ValueError, match="already supply more"):
        solve_balance(dataclasses.replace(data, light_separation_output_t=too_much))


def test_parameters_are_replaced_by_name(params: Parameters) -> None:
    many = params.with_values(spillover=np.array([0.1, 0.2, 0.3]), use_elasticity=0.2)
    assert many.size == 3 and many.use_elasticity.shape == (5, 1)
    assert many.take([2]).spillover.tolist() == [0.3]
    assert many.repeat(2).spillover.tolist() == [0.1, 0.1, 0.2, 0.2, 0.3, 0.3]
    with pytest.raises(ValueError, match="no parameter"):
        params.with_values(magic=1.0)
    with pytest.raises(ValueError, match="shape"):
        params.with_values(use_elasticity=np.ones((3, 1)))
