"""What a quarter asks of its arrays many times: on short ones the obvious ways take thrice as long."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)


def some(array: NDArray[Any]) -> bool:
    """Whether anything in it is true, or not zero."""
    return bool(np.count_nonzero(array))


def rows_in(mask: NDArray[np.bool_]) -> list[int]:
    """Rows of a mask [R,B] that hold in any world."""
    rows: list[int] = np.any(mask, axis=1).nonzero()[0].tolist()
    return rows


def pick(array: NDArray[Number], rows: NDArray[np.intp]) -> NDArray[Number]:
    """Rows [*R,B] of an array whose leading axes are counted through: of [G,N,B], row g N + n is [g,n]."""
    return array.reshape(-1, array.shape[-1]).take(rows, axis=0)
