"""The script as measures: lines of history and projects of the setting, written into a policy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from game.economy.effects import apply_effect
from game.economy.parameters import Parameters
from game.economy.policy import Policy, neutral_policy
from game.rules.rulebook import ScriptedEffect


def scripted_policy(
    params: Parameters, lines: Iterable[tuple[ScriptedEffect, NDArray[np.bool_]]], worlds: int = 1
) -> Policy:
    """The neutral policy with every line written in where it holds, [worlds]."""
    policy = neutral_policy(params, 1).shared().draft()
    for line, active in lines:
        apply_effect(policy, line.effect, np.full(worlds, line.value), active)
    return policy
