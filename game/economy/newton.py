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
        pairs = np.ascontiguousarray((weight[:, :, None] * weight[:, None]).transpose(1, 2, 0))
        np.einsum("bcs,sm->bcm", pairs[:half], minus, out=result[:half])
        np.einsum("bcs,sm->bcm", pairs[half:, half:], minus, out=result[half:, half:])
        sold = weight[:, :, None] * home[:, None]
    else:
        pairs = weight[:, :, None] * weight[:, None]
        np.einsum("sbcm,sm->bcm", pairs[:, :half], minus, out=result[:half])
        np.einsum("sbcm,sm->bcm", pairs[:, half:, half:], minus, out=result[half:, half:])
        sold = weight * home[:, None]
    result[:half] -= sold[:half]
    result[:half] -= sold[:, :half].transpose(1, 0, 2)
    result[half:, half:] -= sold[half:, half:]
    result[half:, half:] -= sold[half:, half:].transpose(1, 0, 2)
    return result


def favoured(
    matrix: Real, weight: Real, links: Sequence[tuple[int, int, Real]], abroad: Real, home: Real
) -> None:
    """Add to `coupling` what links (seller, buyer, extra[M]) bring that weigh more than their `weight`."""
    rows: dict[int, Real] = {}
    for seller, buyer, extra in links:
        row = rows.get(seller)
        if row is None:
            row = weight[seller][:, None] if weight.ndim == 2 else weight[seller]
        more = extra * abroad[seller]
        change = row * more
        change[buyer] += (row[buyer] + extra) * more
        change[seller] += home[seller] * extra
        matrix[buyer, buyer:] -= change[buyer:]
        matrix[:buyer, buyer] -= change[:buyer]
        rows[seller] = row + np.zeros_like(change)
        rows[seller][buyer] += extra


def solve(matrix: Real, right: Real) -> Real:
    """Solve symmetric systems [N,N,M], given by their upper triangle, for right[N,M]; overwrites both."""
    n = matrix.shape[0]
    half = n // 2
    for k in range(n - 1):
        row = matrix[k, k + 1 :]
        factor = row / matrix[k, k]
        below = matrix[k + 1 :, k + 1 :]
        if k < half - 1:
            # of the lower left block nothing is needed
            top = half - k - 1
            below[:top] -= factor[:top, None] * row
            below[top:, top:] -= factor[top:, None] * row[top:]
        else:
            below -= factor[:, None] * row
        right[k + 1 :] -= factor * right[k]
    for k in range(n - 1, 0, -1):
        right[k] /= matrix[k, k]
        right[:k] -= matrix[:k, k] * right[k]
    right[0] /= matrix[0, 0]
    return right
