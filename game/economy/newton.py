"""The linear systems of clearing: many small symmetric ones at once, solved to single precision.

The matrix of a Newton step is an M-matrix scaled to a diagonal near one, so that elimination needs no
pivoting. Single precision is enough: it gives a direction, and whether the market has cleared is judged in
double precision. Elimination by hand over the batch is faster here than LAPACK one matrix at a time, and
its rounding does not depend on the batch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]


@dataclass
class Factors:
    """Elimination of the scaled matrices: upper triangle the eliminated rows, lower triangle the factors,
    [N,N,M]; root[N,M], the square roots of the scale."""

    matrix: F32
    root: F64

    def columns(self, chosen: npt.NDArray[np.intp]) -> Factors:
        """Those of some columns."""
        return Factors(self.matrix.take(chosen, axis=-1), self.root.take(chosen, axis=-1))


def factorise(share: F32, diagonal: F64, root: F64) -> Factors:
    """Eliminate diag(diagonal) - share' share, with share[S,N,M] over the sellers S."""
    n, columns = diagonal.shape
    matrix = np.zeros((n, n, columns), dtype=np.float32)
    minus = -share
    for b in range(n):
        np.einsum("sm,scm->cm", minus[:, b], share[:, b:], out=matrix[b, b:])
        matrix[b, b] += diagonal[b]
    for k in range(n - 1):
        row = matrix[k, k + 1 :]
        factor = row / matrix[k, k]
        matrix[k + 1 :, k + 1 :] -= factor[:, None] * row[None]
        matrix[k + 1 :, k] = factor
    return Factors(matrix, root)


def solve(factors: Factors, pull: F64) -> F64:
    """Change [N,M] for a pull on each node (in relative terms): the inverse applied to root x pull."""
    matrix = factors.matrix
    n = matrix.shape[0]
    right = factors.root * pull
    for k in range(n - 1):
        right[k + 1 :] -= matrix[k + 1 :, k] * right[k]
    for k in range(n - 1, -1, -1):
        if k < n - 1:
            right[k] -= np.einsum("cm,cm->m", matrix[k, k + 1 :], right[k + 1 :])
        right[k] /= matrix[k, k]
    return right / factors.root
