"""Memory that the arithmetic of one quarter frees is kept for the next, in large pages."""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt

LARGEST_MAPPED_BLOCK = (32 << 20) - (64 << 10)
ROOM_BLOCK = 24 << 20
ROOM_BLOCKS = 22
"""Together what a quarter of 4,096 worlds takes."""
LID = 1 << 20

_lids: list[npt.NDArray[np.uint8]] = []


def keep_freed_memory() -> None:
    """Make the C library keep what is freed instead of giving it back to the system.

    A quarter of a thousand worlds takes some 30 MB of new arrays and drops as many; to get them from the
    system each time, page by page (10 page faults a world), costs as much as to compute them. glibc raises
    its thresholds to the size of the largest mapped block that was ever freed, up to 32 MB; then it takes
    blocks from its heap, of which it gives back what is free at the upper end.

    So room is made below a lid that is never freed. NumPy asks for large pages in blocks of 4 MB and more,
    and what was asked for holds for smaller arrays that later take the same room: an address is then found
    without a walk through tables, a tenth to a fifth of a quarter of 2,048 worlds. Nothing of all this is
    ever touched, so that it takes no memory; where the library works otherwise nothing happens.
    """
    if sys.platform != "linux":
        return
    try:
        block = np.empty(LARGEST_MAPPED_BLOCK, dtype=np.uint8)
        del block
        room = [np.empty(ROOM_BLOCK, dtype=np.uint8) for _ in range(ROOM_BLOCKS)]
        _lids.append(np.empty(LID, dtype=np.uint8))
        del room
    except MemoryError:  # where addresses are rationed the economy is slower, and no different
        return
