"""A short level of the tests' own, compiled once, and a game of it in which every lever was used."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.content.packs import load_level
from game.insight.replays import Game
from game.rivals.archetype import seat_rivals
from game.rules.compile import build_rulebook
from game.rules.orders import Order, code
from game.rules.rulebook import Rulebook

LEVEL = Path(__file__).parent / "pack" / "levels" / "short.yaml"
JAPAN, CHINA = 0, 1
PLAN = {
    0: (("agreement:australia", "propose"), ("stock", "month"), ("thrift", "start")),
    1: (("join:weld", "go"), ("build:separation:japan", "go")),
    2: (("answer:cut", "protest"), ("stock", "hold"), ("offtake:pass", "60")),
    3: (("summit:china", "go"),),
}


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The short level with its own archetypes alone."""
    book = build_rulebook(load_level(LEVEL))
    own = ("idle", "keen", "touchy")
    return replace(book, rivals={name: book.rivals[name] for name in own})


def coded(rulebook: Rulebook, plan: dict[int, tuple[tuple[str, str], ...]], seat: int) -> np.ndarray:
    """Orders of one seat, int8[Q,S,L]."""
    orders = np.zeros((rulebook.quarters, rulebook.seat_count, len(rulebook.slots)), dtype=np.int8)
    for quarter, given in plan.items():
        for slot, option in given:
            index, number = code(rulebook, Order(slot, option))
            orders[quarter, seat, index] = number
    return orders


@pytest.fixture(scope="session")
def make_game(rulebook: Rulebook) -> Callable[..., Game]:
    """A game of Japan with a plan of orders by quarter."""

    def make(plan: dict[int, tuple[tuple[str, str], ...]] | None = None, seed: int = 3) -> Game:
        orders = coded(rulebook, PLAN if plan is None else plan, JAPAN)
        return Game(rulebook, seed, (JAPAN,), orders, seat_rivals(rulebook, (JAPAN,)))

    return make


@pytest.fixture(scope="session")
def game(make_game: Callable[..., Game]) -> Game:
    """The game in which every lever but controls was used."""
    return make_game()
