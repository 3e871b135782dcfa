"""Turning points: each order's worth is that of the same game without it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from game.insight.attribution import ALL, PLAYERS, attribute
from game.insight.replays import Game
from game.insight.turning_points import turning_points

JAPAN = 0
Make = Callable[..., Game]


def test_every_order_that_was_carried_out_and_no_other(game: Game) -> None:
    points = turning_points(game, JAPAN, count=4)
    given = np.argwhere(game.orders[:, JAPAN] > 0)
    names = {(int(quarter), game.rulebook.slots[slot].id) for quarter, slot in given}
    assert points
    assert {(p.quarter, p.slot) for p in points} <= names
    assert [p.quarter for p in points] == sorted(p.quarter for p in points)
    assert all(np.isfinite([p.worth_musd, p.spread_musd]).all() for p in points)


def test_a_single_order_is_worth_what_its_lever_adds_to_the_market(make_game: Make) -> None:
    """One order alone: the coalitions of the attribution hold both games."""
    game = make_game({0: (("thrift", "start"),)})
    (point,) = turning_points(game, JAPAN, count=4)
    worth = attribute(game, JAPAN, count=4).worth.sum(axis=1)
    without = ALL & ~(1 << PLAYERS.index("technology"))
    assert point.worth_musd == pytest.approx(float((worth[ALL] - worth[without]).mean()), abs=1e-9)


def test_a_refused_order_is_none(make_game: Make) -> None:
    game = make_game({0: (("agreement:australia", "leave"), ("thrift", "start"))})
    assert [p.slot for p in turning_points(game, JAPAN, count=2)] == ["thrift"]


def test_no_orders_no_turning_points(make_game: Make) -> None:
    assert turning_points(make_game({}), JAPAN) == ()


def test_progress_ends_at_one(game: Game) -> None:
    heard: list[float] = []
    turning_points(game, JAPAN, count=2, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
