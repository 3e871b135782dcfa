"""What a state can hold at all: a save may come from anybody, and its whole numbers index and count."""

from __future__ import annotations

import numpy as np

from game.economy.batch import Batch
from game.rules.market import RELEASE
from game.rules.rulebook import Rulebook, Status
from game.rules.state import NEVER, State

__all__ = ["within_bounds"]

LARGEST = 1e15
"""No money, price or mass of a game comes near it; sums and products of such figures stay finite."""
SWITCHES = ("governed", "programme_on", "agreement", "stress_on")
SHARES = ("market_frozen", "event_size")


def within_bounds(state: State, rulebook: Rulebook) -> bool:
    """Whether every number of a state is one that the rules can meet. NaN and infinity are no business of
    this function."""
    seats, nations, tables = rulebook.seat_count, len(rulebook.nations), rulebook.tables
    ends = {
        **dict.fromkeys(SWITCHES, (0, 1)),
        **dict.fromkeys(("project_owner", "offtaker", "guarantor", "stress_seat"), (-1, seats - 1)),
        "stress_partner": (-1, nations - 1),
        "stock_mode": (0, max(len(tables.stock_months) - 1, RELEASE)),
        "quota_step": (0, len(tables.quota_steps) - 1),
        "duty_step": (0, len(tables.duty_steps) - 1),
        "licence": (0, len(tables.licence_flow) - 1),
        "project_status": (Status.HIDDEN, Status.GONE),
    }
    for name, value in vars(state).items():
        if isinstance(value, Batch):
            good = not any((np.abs(array) > LARGEST).any() for array in vars(value).values())
        elif value.dtype.kind == "f":
            low, high = (0.0, 1.0) if name in SHARES else (-LARGEST, LARGEST)
            good = not ((value < low) | (value > high)).any()
        elif value.dtype.kind == "i":
            low, high = ends.get(name, (-NEVER, NEVER))
            good = not ((value < low) | (value > high)).any()
        else:
            good = True
        if not good:
            return False
    chosen = np.array([len(info.choices) for info in rulebook.events])[:, None]
    return bool(((state.event_choice >= 0) & (state.event_choice <= chosen)).all())
