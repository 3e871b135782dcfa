"""The linear systems of clearing: many small symmetric ones at once, solved to single precision.

The matrix of a Newton step is an M-matrix scaled to a diagonal near one, so that elimination needs no
pivoting. Single precision is enough: it gives a direction, and whether the market has cleared is judged in
double precision. Elimination by hand over the batch is faster here than LAPACK one matrix at a time, and
its rounding does not depend on the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[Any]


@dataclass
class Factors:
    """Elimination of the scaled matrices: upper triangle the eliminated rows, lower triangle the factors,
    [N,N,M]; root[N,M], the square roots of the scale."""

    matrix: Real
    root: Real

    def columns(self, chosen: npt.NDArray[np.intp]) -> Factors:
        """Those of some columns."""
        return Factors(self.matrix.take(chosen, axis=-1), self.root.take(chosen, axis=-1))


def factorise(share: Real, diagonal: Real, root: Real) -> Factors:
    """Eliminate diag(diagonal) - share' share, with share[S,N,M] over the sellers S.

    The product is built in two halves, which skips most of the lower triangle in few calls.
    """
    n, columns = diagonal.shape
    matrix = np.empty((n, n, columns), dtype=np.float32)
    half = n // 2
    minus = -share
    np.einsum("sbm,scm->bcm", minus[:, :half], share, out=matrix[:half])
    np.einsum("sbm,scm->bcm", minus[:, half:], share[:, half:], out=matrix[half:, half:])
    nodes = np.arange(n)
    matrix[nodes, nodes] += diagonal
    for k in range(n - 1):
        row = matrix[k, k + 1 :]
        factor = row / matrix[k, k]
        rest = matrix[k + 1 :]
        rest[:, k] = factor
        below = rest[:, k + 1 :]
        if k < half - 1:
            # of the lower left block nothing is needed
            top = half - k - 1
            below[:top] -= factor[:top, None] * row
            corner = below[top:, top:]
            corner -= factor[top:, None] * row[top:]
        else:
            below -= factor[:, None] * row
    return Factors(matrix, root)


def solve(factors: Factors, pull: Real) -> Real:
    """Change [N,M] for a pull on each node (in relative terms): the inverse applied to root x pull."""
    matrix = factors.matrix
    right: Real = factors.root * pull
    last = matrix.shape[0] - 1
    for k in range(last):
        right[k + 1 :] -= matrix[k + 1 :, k] * right[k]
    for k in range(last, 0, -1):
        right[k] /= matrix[k, k]
        right[:k] -= matrix[:k, k] * right[k]
    right[0] /= matrix[0, 0]
    right /= factors.root
    return right
