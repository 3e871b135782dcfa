"""One heap for all threads: what a thread in the background frees, the window can use."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["one_heap"]

M_ARENA_MAX = -8


def one_heap() -> None:
    """Keep glibc from giving every thread a heap of its own, each as large as its largest moment.

    Threads of Python wait for each other anyway. Elsewhere nothing happens.
    """
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    except (OSError, AttributeError):
        return
