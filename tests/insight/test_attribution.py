"""Attribution on a played game: it adds up, gives nothing for nothing, and repeats."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.insight.attribution import ALL, FILINGS, MARKET, PLAYERS, Attribution, attribute
from game.insight.replays import Game, play
from game.rules.accounts import close_account
from game.rules.rollout import nothing, rollout
from game.rules.score import futures

ROOT = Path(__file__).resolve().parents[2]
JAPAN = 0
COUNT = 8


@pytest.fixture(scope="module")
def result(game: Game) -> Attribution:
    return attribute(game, JAPAN, count=COUNT)


def test_bars_add_up_to_the_account_above_nobodys(result: Attribution) -> None:
    total = result.worth.sum(axis=1)
    np.testing.assert_allclose(result.by_future.sum(axis=0), total[ALL] - total[0], atol=1e-9)
    np.testing.assert_allclose(result.by_line.sum(axis=1), result.mean, atol=1e-9)


def test_a_lever_without_orders_is_worth_exactly_zero(result: Attribution) -> None:
    assert np.all(result.by_future[PLAYERS.index("controls")] == 0.0)
    assert np.all(result.pairs[PLAYERS.index("controls")] == 0.0)
    assert all(result.mean[PLAYERS.index(name)] != 0.0 for name in PLAYERS if name != "controls")
    assert result.replays == 32


def test_everything_and_nothing_are_the_game_and_its_twin(game: Game, result: Attribution) -> None:
    """The full coalition is the game as it was played, the market alone the do-nothing twin of the score."""
    for coalition, replaced in ((ALL, {}), (1 << PLAYERS.index(MARKET), {JAPAN: nothing})):
        end = play(game, game.begin(2), replaced, game.quarters)
        many = futures(game.rulebook, end, JAPAN, COUNT)
        later = rollout(game.rulebook, many, game.rivals, game.rulebook.caretaker)
        account = close_account(game.rulebook, later)[:, JAPAN, :COUNT]
        np.testing.assert_array_equal(result.worth[coalition], account)


def test_a_game_without_orders_belongs_to_the_market(make_game: Callable[..., Game]) -> None:
    result = attribute(make_game({}), JAPAN, count=COUNT)
    assert result.replays == 2
    assert not result.mean[:5].any()
    assert result.mean[5] == pytest.approx(result.account(ALL) - result.account(0))


def test_the_joint_part_of_a_plant_abroad_is_shared(make_game: Callable[..., Game]) -> None:
    """Joining needs the agreement; without it the order to join is dropped."""
    plan = {0: (("agreement:australia", "propose"),), 1: (("join:weld", "go"),)}
    result = attribute(make_game(plan), JAPAN, count=COUNT)
    industry, diplomacy = PLAYERS.index("industry"), PLAYERS.index("diplomacy")
    dropped = {(d.slot, d.reason.name) for d in result.dropped}
    assert dropped == {("join:weld", "AGREEMENT_NEEDED")}
    assert abs(result.pairs[industry, diplomacy]) > 10.0
    by_place = attribute(make_game(plan), JAPAN, count=COUNT, filing=FILINGS["place"])
    assert by_place.mean[industry] == 0.0
    assert by_place.mean[diplomacy] == pytest.approx(result.mean[industry] + result.mean[diplomacy], rel=0.01)


def test_an_order_that_does_nothing_costs_no_replay(make_game: Callable[..., Game]) -> None:
    """Releasing from an empty stock is refused: its coalitions end alike and are reckoned once."""
    result = attribute(make_game({0: (("stock", "release"),)}), JAPAN, count=COUNT)
    assert result.replays == 2
    assert result.mean[PLAYERS.index("market")] == 0.0
    assert {d.reason.name for d in result.dropped} == {"STOCK_EMPTY"}


def test_blocks_and_workers_change_nothing(game: Game, result: Attribution) -> None:
    heard: list[float] = []
    with ThreadPoolExecutor(2) as workers:
        again = attribute(game, JAPAN, count=COUNT, executor=workers, progress=heard.append)
    np.testing.assert_array_equal(again.worth, result.worth)
    assert heard[-1] == 1.0 and heard == sorted(heard)


def test_other_people_keep_their_orders(game: Game) -> None:
    """A second person's orders stand in every coalition, and that person's absence is felt."""
    both = replace(game, people=(0, 1), orders=game.orders.copy())
    slot = game.rulebook.slot_index["licence:light_oxide:japan"]
    both.orders[0, 1, slot] = 4
    result = attribute(both, JAPAN, count=COUNT)
    assert result.account(0) < attribute(game, JAPAN, count=COUNT).account(0)


def test_plain_data_goes_into_json(result: Attribution) -> None:
    plain = json.loads(json.dumps(result.to_plain()))
    assert set(plain["levers"]) == set(PLAYERS)
    assert plain["levers"]["controls"] == {
        "mean": 0.0,
        "spread": 0.0,
        "low": 0.0,
        "high": 0.0,
        "points": None,
        "lines": {"users": 0.0, "producers": 0.0, "treasury": 0.0, "nature": 0.0},
    }


SCRIPT = """
import sys
sys.path.insert(0, "tests/insight")
from conftest import JAPAN, LEVEL, PLAN, coded
from game.content.packs import load_level
from game.insight.attribution import attribute
from game.insight.replays import Game
from game.rivals.archetype import seat_rivals
from game.rules.compile import build_rulebook
rulebook = build_rulebook(load_level(LEVEL))
game = Game(rulebook, 3, (JAPAN,), coded(rulebook, PLAN, JAPAN), seat_rivals(rulebook, (JAPAN,)))
print(attribute(game, JAPAN, count=4).worth.tobytes().hex())
"""


def test_the_same_in_another_process_with_another_hash_seed() -> None:
    told = set()
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True
        )
        told.add(done.stdout)
    assert len(told) == 1
