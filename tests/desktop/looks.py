"""Windows, text sizes and languages in which everything has to fit."""

from __future__ import annotations

import os

__all__ = ["EVERY_LOOK", "LOOKS", "Look", "called"]

Look = tuple[tuple[int, int], str, float]
"""Window in pixels, language, text scale."""

SIZES = ((1024, 640), (1280, 720), (1920, 1080))
TEXT_SCALES = (1.0, 1.5, 2.0)
LANGUAGES = ("en", "zh-Hans", "pseudo")
EVERY_LOOK = os.environ.get("LANTHANIDE_EVERY_LOOK") == "1"
"""All 27 looks; without it nine, in which every size meets every text scale and every language."""

LOOKS: list[Look] = [
    (size, language, scale)
    for a, size in enumerate(SIZES)
    for b, scale in enumerate(TEXT_SCALES)
    for c, language in enumerate(LANGUAGES)
    if EVERY_LOOK or (a + b + c) % 3 == 0
]


def called(look: Look) -> str:
    """A look's name among the tests."""
    size, language, scale = look
    return f"{size[0]}-{language}-{scale:g}"
