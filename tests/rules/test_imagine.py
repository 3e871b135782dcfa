"""Beliefs: what a government imagines holds no secret."""

from __future__ import annotations

import dataclasses

import numpy as np

from game.rules.imagine import imagine
from game.rules.orders import empty_orders
from game.rules.resolve import resolve
from game.rules.rulebook import Rulebook
from game.rules.start import seed_array, start
from game.rules.state import NEVER, State


def future(rulebook: Rulebook, state: State) -> State:
    state = imagine(rulebook, state, 0, 4)
    for _ in range(6):
        state = resolve(rulebook, state, empty_orders(rulebook, 4)).state
    return state


def test_the_true_seed_and_the_true_calendar_do_not_matter(rulebook: Rulebook) -> None:
    one, other = start(rulebook, seed_array(1, 1)), start(rulebook, seed_array(2, 2))
    other.event_fired[:] = one.event_fired
    other.event_rumour[:] = one.event_rumour
    other.event_size[:] = np.where(one.event_fired < NEVER, one.event_size, other.event_size)
    other.effect_start[:], other.effect_end[:] = one.effect_start, one.effect_end
    other.event_due[:] = np.where(one.event_fired < NEVER, one.event_due, other.event_due)
    a, b = future(rulebook, one), future(rulebook, other)
    assert [a.digest(c) for c in range(4)] == [b.digest(c) for c in range(4)]


def test_the_future_is_byte_equal_with_and_without_a_secret_event(rulebook: Rulebook) -> None:
    number = next(i for i, info in enumerate(rulebook.events) if info.chance and info.chance[0][0] > 1)
    secret = dataclasses.replace(rulebook.events[number], known="secret")
    told = dataclasses.replace(
        rulebook, events=tuple(secret if i == number else e for i, e in enumerate(rulebook.events))
    )
    with_event = start(told, seed_array(5, 5))
    with_event.event_rumour[number] = NEVER
    without = with_event.copy()
    with_event.event_due[number] = 3
    without.event_due[number] = NEVER
    a, b = future(told, with_event), future(told, without)
    assert all(a.digest(c) == b.digest(c) for c in range(4))


def test_another_treasury_is_hidden(rulebook: Rulebook) -> None:
    rich = start(rulebook, seed_array(5, 5))
    poor = rich.copy()
    rich.money[1] = 9999.0
    poor.money[1] = -50.0
    assert future(rulebook, rich).digest(0) == future(rulebook, poor).digest(0)


def test_imagined_worlds_differ_from_each_other(rulebook: Rulebook) -> None:
    worlds = future(rulebook, start(rulebook, seed_array(5, 5)))
    assert len({worlds.digest(c) for c in range(4)}) == 4
