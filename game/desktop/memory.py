"""Memory in the hand of the window: one heap for all threads, and no search for garbage within a frame."""

from __future__ import annotations

import ctypes
import gc
import sys

__all__ = ["Tidying", "one_heap"]

M_ARENA_MAX = -8
SELDOM = 500
"""Searches among what is new before one through everything that is not frozen, if no other scene comes."""


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


class Tidying:
    """Python looks through all objects for unused circles now and then, in the middle of whatever is being
    done; with a game open that takes 60 to 100 ms. From now on it does so when `tidy` says, and what has
    outlived that is not looked at again: it takes a tenth then.
    """

    def __init__(self) -> None:
        self._before = gc.get_threshold()
        gc.set_threshold(*self._before[:2], SELDOM)

    def tidy(self) -> None:
        """Free the circles of late."""
        gc.collect()
        gc.freeze()

    def thorough(self) -> None:
        """Look through everything once more, as when a game is put away."""
        gc.unfreeze()
        self.tidy()

    def end(self) -> None:
        """As it was before."""
        gc.unfreeze()
        gc.set_threshold(*self._before)
