"""Which characters the game's fonts can show, without opening a font."""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import lru_cache

from game.paths import assets_dir

__all__ = ["FAMILIES", "can_show"]

FAMILIES = ("NotoSansSC", "NotoSans")
"""The game's own font, and the one for Latin, Greek and Cyrillic letters that it lacks."""


def can_show(letter: str, family: str = "") -> bool:
    """Whether a family, or any of them, has a picture of a character, in every weight."""
    return any(_has(name, ord(letter)) for name in ([family] if family else FAMILIES))


def _has(family: str, point: int) -> bool:
    ranges = _coverage()[family]
    at = bisect_right(ranges, [point, 0x110000]) - 1
    return at >= 0 and ranges[at][0] <= point <= ranges[at][1]


@lru_cache(maxsize=1)
def _coverage() -> dict[str, list[list[int]]]:
    """Ranges of code points by family; written by assets/build/build_letters.py."""
    found: dict[str, list[list[int]]] = json.loads(
        (assets_dir() / "fonts" / "coverage.json").read_text(encoding="utf-8")
    )
    return found
