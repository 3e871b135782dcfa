"""Shapley values of a game in characteristic form, exact over all coalitions.

A coalition is a bit mask: player i is in coalition c if bit i of c is set. Worths are given as an array whose
first axis runs over all 2^n coalitions and whose other axes (account lines, futures) are carried along, for
the value is linear in the worths.

Sources: L. S. Shapley, "A value for n-person games" (1953); dividends: J. C. Harsanyi, "A simplified
bargaining model for the n-person cooperative game" (1963); interaction index: M. Grabisch and M. Roubens, "An
axiomatic approach to the concept of interaction among players in cooperative games" (1999).
"""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shapley(worth: Floats) -> Floats:
    """Value of each player, [n, ...], from worths [2^n, ...]; adds up to worth[all] - worth[nobody]."""
    n = player_count(worth)
    coalitions = np.arange(len(worth))
    sizes = np.array([c.bit_count() for c in range(len(worth))])
    weights = np.array([factorial(size) * factorial(n - size - 1) / factorial(n) for size in range(n)])
    value = np.zeros((n, *worth.shape[1:]))
    for player in range(n):
        without = coalitions[coalitions >> player & 1 == 0]
        gain = worth[without | 1 << player] - worth[without]
        value[player] = np.tensordot(weights[sizes[without]], gain, axes=1)
    return value


def dividends(worth: Floats) -> Floats:
    """Harsanyi dividends, [2^n, ...]: what each coalition adds beyond all its parts (Moebius transform)."""
    result = worth.copy()
    for player in range(player_count(worth)):
        bit = 1 << player
        for coalition in range(len(worth)):
            if coalition & bit:
                result[coalition] -= result[coalition ^ bit]
    return result


def interactions(worth: Floats) -> Floats:
    """Pairwise interaction index, [n, n, ...], symmetric, diagonal zero; above zero for complements."""
    n = player_count(worth)
    table = np.zeros((n, n, *worth.shape[1:]))
    for one in range(n):
        for two in range(one):
            a, b = 1 << one, 1 << two
            for coalition in range(len(worth)):
                if coalition & (a | b):
                    continue
                size = coalition.bit_count()
                weight = factorial(size) * factorial(n - size - 2) / factorial(n - 1)
                alone = worth[coalition | a] - worth[coalition]
                joint = (worth[coalition | a | b] - worth[coalition | b]) - alone
                table[one, two] += weight * joint
            table[two, one] = table[one, two]
    return table


def player_count(worth: Floats) -> int:
    """n from the 2^n coalitions. Raises ValueError if their number is no power of two."""
    n = len(worth).bit_length() - 1
    if len(worth) != 1 << n:
        raise ValueError(f"worths of {len(worth)} coalitions: their number must be a power of two")
    return n
