"""The linear systems of clearing: many small symmetric ones at once, solved to single precision.

The matrix of a Newton step is an M-matrix, so that elimination needs no pivoting. Single precision is enough:
it gives a direction, and whether the market has cleared is judged by the flows themselves. Elimination by
hand over the batch is faster here than LAPACK one matrix at a time, and its rounding does not depend on the
batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[Any]


def coupling(weight: Real, abroad: Real, home: Real) -> Real:
    """Minus the coupling of buyers b and c through common sellers, [N,N,M], without home sales' own part:
    sum_s w_sb w_sc abroad_s + w_bc home_b + w_cb home_c. weight[S,N] common to all columns, or [S,N,M].

    Only the upper triangle is complete: the product is built in two halves, few calls for most of it.
    """
    n, columns = abroad.shape
    half = n // 2
    result = np.empty((n, n, columns), dtype=abroad.dtype)
    minus = -abroad
    if weight.ndim == 2:
        by_buyer = np.ascontiguousarray(weight.T)
        pairs = by_buyer[:, None] * by_buyer
        np.einsum("bcs,sm->bcm", pairs[:half], minus, out=result[:half])
        np.einsum("bcs,sm->bcm", pairs[half:, half:], minus, out=result[half:, half:])
        sold = weight[:, :, None] * home[:, None]
    else:
        pairs = weight[:, :half, None] * weight[:, None]
        np.einsum("sbcm,sm->bcm", pairs, minus, out=result[:half])
        pairs = weight[:, half:, None] * weight[:, None, half:]
        np.einsum("sbcm,sm->bcm", pairs, minus, out=result[half:, half:])
        sold = weight * home[:, None]
    result[:half] -= sold[:half]
    result[:half] -= sold[:, :half].transpose(1, 0, 2)
    result[half:, half:] -= sold[half:, half:]
    result[half:, half:] -= sold[half:, half:].transpose(1, 0, 2)
    return result


def favoured(
    matrix: Real, weight: Real, links: Sequence[tuple[int, int, Real]], abroad: Real, home: Real
) -> None:
    """Add to `coupling` what links (seller, buyer, extra[M]) bring that weigh more than their `weight`; the
    links of one seller stand together."""
    last = len(links) - 1
    row: Real | None = None
    for place, (seller, buyer, extra) in enumerate(links):
        if row is None:
            row = weight[seller][:, None] if weight.ndim == 2 else weight[seller]
        more = extra * abroad[seller]
        change = row * more
        change[buyer] += (row[buyer] + extra) * more
        change[seller] += home[seller] * extra
        matrix[buyer, buyer:] -= change[buyer:]
        matrix[:buyer, buyer] -= change[:buyer]
        if place < last and links[place + 1][0] == seller:
            row = row + np.zeros_like(change)
            row[buyer] += extra
        else:
            row = None


def solve(matrix: Real, right: Real) -> Real:
    """Solve symmetric systems [N,N,M], given by their upper triangle, for right[N,M]; overwrites both."""
    n = matrix.shape[0]
    half = n // 2
    # named functions with `out`: on few columns an assignment to a slice costs as much as the arithmetic
    multiply, subtract, divide = np.multiply, np.subtract, np.divide
    sides = list(right)
    for k in range(n - 1):
        row = matrix[k, k + 1 :]
        factor = divide(row, matrix[k, k])
        below = matrix[k + 1 :, k + 1 :]
        if k < half - 1:
            # of the lower left block nothing is needed
            top = half - k - 1
            upper, lower = below[:top], below[top:, top:]
            subtract(upper, multiply(factor[:top, None], row), upper)
            subtract(lower, multiply(factor[top:, None], row[top:]), lower)
        else:
            subtract(below, multiply(factor[:, None], row), below)
        rest = right[k + 1 :]
        subtract(rest, multiply(factor, sides[k], factor), rest)
    for k in range(n - 1, 0, -1):
        side = sides[k]
        divide(side, matrix[k, k], side)
        rest = right[:k]
        subtract(rest, multiply(matrix[:k, k], side), rest)
    divide(sides[0], matrix[0, 0], sides[0])
    return right
