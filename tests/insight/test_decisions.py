"""What single decisions were worth: they add up to their lever, give nothing for nothing, and repeat."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from game.insight.attribution import FILINGS, MARKET, PLAYERS, attribute
from game.insight.decisions import DecisionValues, decision_values, decisions
from game.insight.replays import Game
from game.insight.spread import other_seeds, spread_over

JAPAN = 0
COUNT = 4
Make = Callable[..., Game]


@pytest.fixture(scope="module")
def values(game: Game) -> DecisionValues:
    return decision_values(game, JAPAN, count=COUNT)


def random_game(make_game: Make, number: int) -> Game:
    """Two or three orders of Japan's a quarter, drawn from all that the level knows."""
    game = make_game({}, seed=number)
    orders, luck = game.orders.copy(), np.random.default_rng(number)
    mine = [i for i, spec in enumerate(game.rulebook.slots) if "japan" in spec.seats]
    for quarter in range(game.quarters):
        for slot in luck.choice(mine, size=3, replace=False):
            orders[quarter, JAPAN, slot] = luck.integers(1, len(game.rulebook.slots[slot].options) + 1)
    unasked = game.rulebook.slot_index["answer:cut"]  # nobody asks in the first quarter
    orders[:, JAPAN, unasked] = 0
    orders[0, JAPAN, unasked] = 1 + game.rulebook.slots[unasked].options.index("protest")
    return replace(game, orders=orders)


@pytest.mark.parametrize("exact", [6, 1])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_decisions_add_up_to_their_levers_on_random_games(make_game: Make, number: int, exact: int) -> None:
    """Whether all coalitions are played (6) or orders of entry are drawn (1)."""
    game = random_game(make_game, number)
    found = decision_values(game, JAPAN, count=COUNT, exact=exact)
    levers = attribute(game, JAPAN, count=COUNT).by_future
    np.testing.assert_allclose(found.lever, levers, atol=1e-9)
    for index, lever in enumerate(PLAYERS[:5]):
        rows = [d for d, decision in enumerate(found.decisions) if decision.lever == lever]
        np.testing.assert_allclose(found.share[rows].sum(axis=0), levers[index], atol=1e-9)
    (null,) = [d for d, one in enumerate(found.decisions) if one.key == "answer:cut"]
    assert not found.share[null].any() and not found.last[null].any() and found.error[null] == 0.0
    few = [d for d, one in enumerate(found.decisions) if _brothers(found, one.lever) <= min(exact, 4)]
    assert not found.error[few].any()


def _brothers(found: DecisionValues, lever: str) -> int:
    return sum(decision.lever == lever for decision in found.decisions)


@pytest.mark.parametrize("exact", [6, 1])
def test_what_changes_nothing_is_worth_exactly_nothing(make_game: Make, exact: int) -> None:
    """Releasing from an empty stock is refused in every world, whatever else is ordered."""
    plan = {0: (("stock", "release"), ("thrift", "start")), 1: (("agreement:australia", "propose"),)}
    game = make_game(plan)
    found = decision_values(game, JAPAN, count=COUNT, exact=exact)
    (empty,) = [d for d, one in enumerate(found.decisions) if one.key == "stock"]
    assert not found.share[empty].any() and not found.last[empty].any() and not found.joint[empty].any()
    assert found.mean[[d for d, one in enumerate(found.decisions) if one.key == "thrift"]].any()


def test_drawn_values_stay_within_their_error(make_game: Make) -> None:
    plan = {
        0: (("stock", "month"), ("thrift", "start"), ("agreement:australia", "propose")),
        1: (("join:weld", "go"), ("offtake:pass", "60"), ("build:separation:japan", "go")),
    }
    game = make_game(plan)
    exactly = decision_values(game, JAPAN, count=COUNT)
    drawn = decision_values(game, JAPAN, count=COUNT, exact=1)
    assert (drawn.error > 0).any() and not exactly.error.any()
    assert (np.abs(drawn.mean - exactly.mean) <= 3.0 * drawn.error + 1e-9).all()


def test_a_decision_is_all_orders_of_a_slot_or_a_site(game: Game) -> None:
    """In the fixture stock is bought and later held: one decision, as the buying would go on otherwise."""
    found = {decision.key: decision for decision in decisions(game, JAPAN)}
    assert [quarter for quarter, _, _ in found["stock"].orders] == [0, 2]
    assert found["site:weld"].lever == "industry"
    by_place = {decision.key: decision for decision in decisions(game, JAPAN, FILINGS["place"])}
    assert by_place["site:weld"].lever == "diplomacy"


def test_the_agreement_and_the_mine_that_it_opened(make_game: Make) -> None:
    """Alone the agreement is worth next to nothing, with the mine everything that the mine is worth."""
    plan = {0: (("agreement:australia", "propose"),), 1: (("join:weld", "go"),)}
    found = decision_values(make_game(plan), JAPAN, count=COUNT)
    keys = [decision.key for decision in found.decisions]
    mine, agreement = keys.index("site:weld"), keys.index("agreement:australia")
    assert found.enabled[agreement, mine] and not found.enabled[mine, agreement]
    assert found.partner(agreement) == mine and found.partner(mine) == agreement
    assert found.alone(mine, agreement) == pytest.approx(0.0, abs=1e-9)
    together = found.last[agreement].mean()
    assert abs(together) > 10.0 and abs(found.alone(agreement, mine)) < abs(together) / 4
    assert found.last[mine].mean() + found.alone(agreement, mine) == pytest.approx(together)


def test_lines_are_those_of_the_game_without_the_decision(values: DecisionValues) -> None:
    np.testing.assert_allclose(values.lines.sum(axis=1), values.last.mean(axis=-1), atol=1e-9)


def test_workers_change_nothing_and_are_heard(game: Game, values: DecisionValues) -> None:
    heard: list[float] = []
    with ThreadPoolExecutor(2) as pool:
        again = decision_values(game, JAPAN, count=COUNT, executor=pool, progress=heard.append)
    np.testing.assert_array_equal(again.share, values.share)
    assert heard == sorted(heard) and heard[-1] == pytest.approx(1.0)


def test_no_orders_no_decisions(make_game: Make) -> None:
    found = decision_values(make_game({}), JAPAN, count=COUNT)
    assert found.decisions == () and found.share.shape == (0, COUNT)
    assert found.lever[PLAYERS.index(MARKET)].all()


def test_the_spread_over_seeds_is_that_of_single_attributions(game: Game) -> None:
    games = list(other_seeds(game, 3))
    assert len({one.seed for one in games} | {game.seed}) == 4
    spread = spread_over(games, JAPAN, count=2)
    np.testing.assert_array_equal(spread.worth[:, 1], attribute(games[1], JAPAN, count=2).mean)
    low, high = spread.ends
    assert (low <= spread.mean + 1e-9).all() and (spread.mean <= high + 1e-9).all()
    assert spread.to_plain()["controls"] == {"mean": 0.0, "spread": 0.0, "low": 0.0, "high": 0.0}
