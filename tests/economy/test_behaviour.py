"""What must come out: shortages stop lines, stocks bridge, controls leak, capacity lasts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.dims import HO, LC, LO, LSEP, MAGP, MG, MINE
from game.economy.outcome import Outcome
from game.economy.parameters import Parameters
from game.economy.policy import Policy, neutral_policy
from game.economy.state import EconomyState, start_state

CHINA, USA, JAPAN, AUSTRALIA, EU, KOREA, INDIA, MALAYSIA, MYANMAR, ROW = range(10)
Change = Callable[[int, Policy], None]


def play(
    params: Parameters, change: Change, quarters: int, state: EconomyState | None = None
) -> list[tuple[Outcome, EconomyState]]:
    state = start_state(params, 2) if state is None else state
    turns = []
    for quarter in range(quarters):
        policy = neutral_policy(params, state.size)
        change(quarter, policy)
        state, outcome = advance(state, policy, params, Chance(np.zeros(state.size, np.uint64), quarter))
        turns.append((outcome, state))
    return turns


def nothing(quarter: int, policy: Policy) -> None:
    pass


def cut_off_japan(quarter: int, policy: Policy) -> None:
    """China refuses both oxides to Japan from the third quarter on, for a year."""
    if 2 <= quarter < 6:
        policy.licence_cap[[LO, HO], CHINA, JAPAN] = 0.0


def series(turns: list[tuple[Outcome, EconomyState]], name: str, *at: int) -> np.ndarray:
    return np.array([getattr(outcome, name)[(*at, 0)] for outcome, _ in turns])


def test_a_shortage_of_oxide_stops_lines_and_the_plants_recover(calm: Parameters) -> None:
    base = series(play(calm, nothing, 12), "production", MAGP, JAPAN)
    cut = play(calm, cut_off_japan, 12)
    ratio = series(cut, "production", MAGP, JAPAN) / base
    assert ratio[2:6].min() < 0.85
    assert ratio[-1] > 0.9
    assert (series(cut, "price", LO, JAPAN)[2:6] > 1.5 * 19.1).all()


def test_a_public_stock_bridges_it(calm: Parameters) -> None:
    def prepared(quarter: int, policy: Policy) -> None:
        cut_off_japan(quarter, policy)
        if 2 <= quarter < 6:
            policy.state_release[LO, JAPAN], policy.state_release[HO, JAPAN] = 500.0, 45.0

    start = start_state(calm, 2)
    start.public_stock[LO, JAPAN], start.public_stock[HO, JAPAN] = 2000.0, 180.0
    bare = series(play(calm, cut_off_japan, 6), "production", MAGP, JAPAN)
    bridged = play(calm, prepared, 6, start)
    assert series(bridged, "production", MAGP, JAPAN)[3:6].sum() > 1.08 * bare[3:6].sum()
    assert bridged[-1][1].public_stock[LO, JAPAN, 0] == pytest.approx(0.0, abs=1.0)


def test_a_release_stays_at_home(calm: Parameters) -> None:
    def release(quarter: int, policy: Policy) -> None:
        policy.state_release[LO, JAPAN] = 300.0

    start = start_state(calm, 2)
    start.public_stock[LO, JAPAN] = 300.0
    calm_turn, turn = play(calm, nothing, 1)[0], play(calm, release, 1, start)[0]
    outside = np.arange(10) != JAPAN
    assert turn[0].trade[LO, JAPAN, outside].sum() == pytest.approx(
        calm_turn[0].trade[LO, JAPAN, outside].sum(), rel=0.6, abs=20.0
    )
    assert turn[0].price[LO, JAPAN, 0] < calm_turn[0].price[LO, JAPAN, 0]
    assert turn[0].state_released[LO, JAPAN, 0] == 300.0


def test_buying_stock_moves_the_price(calm: Parameters) -> None:
    def buy(quarter: int, policy: Policy) -> None:
        policy.state_buy[LO, JAPAN] = 330.0

    turns = play(calm, buy, 3)
    assert turns[0][0].price[LO, JAPAN, 0] > 1.05 * calm.price0_usd_kg[LO, JAPAN, 0]
    assert turns[2][1].public_stock[LO, JAPAN, 0] > 900.0


def test_a_quota_parts_the_market_and_what_it_cuts_stays_at_home(calm: Parameters) -> None:
    def quota(quarter: int, policy: Policy) -> None:
        policy.quota[LO, CHINA] = 0.6

    outcome = play(calm, quota, 1)[0][0]
    abroad = outcome.trade[LO, CHINA, 1:].sum(axis=0)[0]
    assert abroad == pytest.approx(0.6 * calm.exports0_t[LO, CHINA, 0], rel=1e-3)
    assert outcome.price[LO, CHINA, 0] < calm.price0_usd_kg[LO, CHINA, 0]
    assert outcome.price[LO, JAPAN, 0] > 1.3 * calm.price0_usd_kg[LO, JAPAN, 0]


def test_leakage_answers_the_gap_and_loosens_quota_and_licence(calm: Parameters) -> None:
    def quota(quarter: int, policy: Policy) -> None:
        policy.quota[[LO, HO], CHINA] = 0.5

    turns = play(calm, quota, 12)
    leak = series(turns, "leakage", LO, CHINA)
    assert leak[0] < leak[4] < leak[8]
    abroad = np.array([outcome.trade[LO, CHINA, 1:, 0].sum() for outcome, _ in turns])
    assert abroad[8] > 1.05 * abroad[1]

    def refused(quarter: int, policy: Policy) -> None:
        policy.licence_cap[LO, CHINA, JAPAN] = 0.0

    state = turns[-1][1]
    outcome = play(calm, refused, 1, state)[0][0]
    limit = calm.leakage_licence_max[0] * state.reference_flow[LO, CHINA, JAPAN, 0]
    assert 0.0 < outcome.trade[LO, CHINA, JAPAN, 0] <= limit * 1.0001
    free = play(calm, nothing, 30, state)
    assert series(free, "leakage", LO, CHINA)[-1] < 0.6 * state.leakage[LO, CHINA, 0]


def test_a_licence_is_a_cap_on_the_trailing_flow(calm: Parameters) -> None:
    def slow(quarter: int, policy: Policy) -> None:
        policy.licence_cap[LO, CHINA, JAPAN] = 0.35

    turns = play(calm, slow, 4)
    reference = calm.flow0_t[LO, CHINA, JAPAN, 0]
    shipped = np.array([outcome.trade[LO, CHINA, JAPAN, 0] for outcome, _ in turns])
    assert shipped[0] == pytest.approx(0.35 * reference, rel=1e-3)
    assert (shipped < 0.6 * reference).all(), "the cap must not follow the flow that it has cut, nor vanish"
    assert shipped[-1] > 0.3 * reference


def test_pledges_come_after_the_sellers_own_industry(calm: Parameters) -> None:
    def pledge(quarter: int, policy: Policy) -> None:
        policy.pledge[LO, INDIA, JAPAN] = 80.0
        policy.pledge[LO, EU, JAPAN] = 500.0

    outcome = play(calm, pledge, 1)[0][0]
    own_use = outcome.planned_input[LO, EU, 0] + outcome.final_need[LO, EU, 0]
    spare = calm.supply0_t[LO, EU, 0] + calm.stock0_t[LO, EU, 0] - own_use
    assert outcome.trade[LO, INDIA, JAPAN, 0] >= 80.0
    assert outcome.trade[LO, EU, JAPAN, 0] <= max(spare, 0.0) + 40.0


def test_an_alliance_moves_flows_and_creates_nothing(calm: Parameters) -> None:
    def ally(quarter: int, policy: Policy) -> None:
        policy.affinity[LO, INDIA, JAPAN] = 1.5

    plain, allied = play(calm, nothing, 1)[0][0], play(calm, ally, 1)[0][0]
    more = allied.trade[LO, INDIA, JAPAN, 0] / plain.trade[LO, INDIA, JAPAN, 0]
    assert 1.02 < more < 1.5
    assert allied.arrivals[LO].sum() == pytest.approx(plain.arrivals[LO].sum())


def test_export_duty_is_shared_and_collected(calm: Parameters) -> None:
    def duty(quarter: int, policy: Policy) -> None:
        policy.export_duty[LO, CHINA] += 0.15

    plain, taxed = play(calm, nothing, 1)[0][0], play(calm, duty, 1)[0][0]
    assert taxed.export_duty_musd[CHINA, 0] > 1.3 * plain.export_duty_musd[CHINA, 0]
    assert taxed.price[LO, JAPAN, 0] > plain.price[LO, JAPAN, 0]
    assert taxed.price[LO, CHINA, 0] < plain.price[LO, CHINA, 0]
    assert taxed.export_duty_musd[JAPAN, 0] == 0.0


def test_a_newcomer_finds_customers_from_its_first_tonne(calm: Parameters) -> None:
    def open_plants(quarter: int, policy: Policy) -> None:
        if quarter == 0:
            policy.capacity_new[MINE, AUSTRALIA, AUSTRALIA] = 600.0
            policy.capacity_new[LSEP, AUSTRALIA, MALAYSIA] = 600.0
            policy.support_usd_kg[LC, AUSTRALIA] = 10.0
        policy.support_usd_kg[[LC, LO], MALAYSIA] = 30.0
        policy.support_usd_kg[LC, AUSTRALIA] = 30.0

    turns = play(calm, open_plants, 6)
    outcome = turns[-1][0]
    assert outcome.production[MINE, AUSTRALIA, 0] > 400.0
    assert outcome.trade[LC, AUSTRALIA, MALAYSIA, 0] > 0.6 * outcome.sold[LC, AUSTRALIA, 0]
    assert outcome.production[LSEP, MALAYSIA, 0] > 300.0
    assert outcome.trade[LO, MALAYSIA, JAPAN, 0] > 100.0


def squeeze(quarter: int, policy: Policy) -> None:
    """Three years in which China mines and exports half."""
    if quarter < 12:
        policy.supply_factor[MINE, CHINA] = 0.6
        policy.quota[[LO, HO], CHINA] = 0.5


def test_private_firms_enter_in_a_crisis_and_die_in_the_bust(calm: Parameters) -> None:
    turns = play(calm, squeeze, 48)
    abroad = np.array([state.capacity[MINE, :, 1:, 0].sum() for _, state in turns])
    base = np.array([state.capacity[MINE, :, 1:, 0].sum() for _, state in play(calm, nothing, 48)])
    world = turns[0][1].capacity[MINE, ..., 0].sum()
    entered = (abroad - base) / world
    assert entered.max() > 0.03
    assert np.diff(entered).max() * 4 < 0.08, "more than 8 % of the world a year is no small entry"
    assert entered[6] < 0.005, "a crisis brings no tonnes in its first year and a half"
    assert entered[-1] < entered.max()


def test_the_market_can_be_frozen(calm: Parameters) -> None:
    def frozen(quarter: int, policy: Policy) -> None:
        squeeze(quarter, policy)
        for name in ("investment", "substitution", "thrift"):
            getattr(policy, f"freeze_{name}")[:] = 1.0

    free, stiff = play(calm, squeeze, 16)[-1][1], play(calm, frozen, 16)[-1][1]
    assert stiff.substitution.max() == 0.0 and stiff.thrift.max() == 0.0
    assert free.substitution.max() > 0.05 and free.thrift.max() > 0.02
    assert free.pipeline[MINE, :, 1:].sum() > stiff.pipeline[MINE, :, 1:].sum()
    assert stiff.price[HO, JAPAN, 0] > free.price[HO, JAPAN, 0]


def test_substitution_hardly_returns_and_thrift_never(calm: Parameters) -> None:
    turns = play(calm, squeeze, 40)
    peak = max(state.substitution[MG, JAPAN, 0] for _, state in turns)
    assert turns[-1][1].substitution[MG, JAPAN, 0] > 0.6 * peak
    thrift = np.array([state.thrift[JAPAN, 0] for _, state in turns])
    assert (np.diff(thrift) >= 0).all()
    yearly = max(np.diff([state.substitution[LO, JAPAN, 0] for _, state in turns][::4]))
    assert yearly < 0.16  # 5 to 15 % of demand a year in a crisis


def test_learning_is_bounded_and_spills_over(calm: Parameters) -> None:
    def alone(quarter: int, policy: Policy) -> None:
        policy.spillover_factor[JAPAN] = 0.0

    shared, banned = play(calm, nothing, 24)[-1][0], play(calm, alone, 24)[-1][0]
    start = calm.processing_cost_usd_kg[..., 0]
    assert (shared.processing_cost_usd_kg[..., 0] <= start + 1e-9).all()
    assert (shared.processing_cost_usd_kg[..., 0] >= calm.learning_floor[0] * start - 1e-9).all()
    assert banned.processing_cost_usd_kg[LSEP, JAPAN, 0] > shared.processing_cost_usd_kg[LSEP, JAPAN, 0]
    assert (shared.processing_cost_usd_kg[:, [AUSTRALIA], 0] > 0.85 * start[:, [AUSTRALIA]]).all()


def test_idle_plants_mothball_and_restart_slowly(calm: Parameters) -> None:
    def glut(quarter: int, policy: Policy) -> None:
        if quarter < 8:
            policy.cost_factor[MAGP, JAPAN] = 6.0

    turns = play(calm, glut, 24)
    shut = np.array([state.mothballed[MAGP, JAPAN, 0] for _, state in turns])
    assert shut[8] > 500.0
    assert shut[-1] < 0.4 * shut.max()
    assert shut[10] > 0.5 * shut.max(), "a restart takes more than two quarters"


def test_recycled_oxide_is_supply(calm: Parameters) -> None:
    def recycle(quarter: int, policy: Policy) -> None:
        policy.recycled_t[LO, JAPAN] = 50.0

    plain, with_it = play(calm, nothing, 1)[0][0], play(calm, recycle, 1)[0][0]
    assert with_it.sold[LO, JAPAN, 0] == 50.0
    assert with_it.price[LO, JAPAN, 0] < plain.price[LO, JAPAN, 0]


def test_less_heavy_oxide_per_magnet_lowers_need(calm: Parameters) -> None:
    def thrift(quarter: int, policy: Policy) -> None:
        policy.heavy_intensity_factor[JAPAN] = 0.5

    plain, thrifty = play(calm, nothing, 1)[0][0], play(calm, thrift, 1)[0][0]
    half = 0.5 * plain.planned_input[HO, JAPAN, 0]
    assert thrifty.planned_input[HO, JAPAN, 0] == pytest.approx(half, rel=0.05)  # and cheaper magnets
    assert thrifty.price[HO, JAPAN, 0] < plain.price[HO, JAPAN, 0]


@pytest.mark.parametrize("theta", [4.0, 7.5, 12.0])
def test_a_crash_clears_however_strongly_goods_follow_prices(calm: Parameters, theta: float) -> None:
    """Prices at a fiftieth of the benchmark's, to the power of the largest elasticity that can be tried."""
    params = calm.with_values(trade_elasticity=theta)
    state = start_state(params, 2)
    with np.errstate(over="raise", invalid="raise"):
        for quarter in range(12):
            policy = neutral_policy(params, 2)
            policy.need_factor = np.full_like(state.price, 0.02)
            state, outcome = advance(state, policy, params, Chance(np.arange(2, dtype=np.uint64), quarter))
    assert np.isfinite(state.price).all() and np.abs(outcome.residual).max() < 0.01
