"""Memory that the arithmetic of one quarter frees is kept for the next."""

from __future__ import annotations

import numpy as np

LARGEST_MAPPED_BLOCK = (32 << 20) - (64 << 10)


def keep_freed_memory() -> None:
    """Make the C library keep what is freed instead of giving it back to the system.

    A quarter of a thousand worlds takes some 30 MB of new arrays and drops as many; to get them from the
    system each time, page by page (10 page faults a world), costs as much as to compute them. glibc raises
    its thresholds to the size of the largest mapped block that was ever freed, up to 32 MB. This one is
    never touched, so that it takes no memory; where the library works otherwise nothing happens.
    """
    block = np.empty(LARGEST_MAPPED_BLOCK, dtype=np.uint8)
    del block
