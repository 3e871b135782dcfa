"""What will matter most? The answers that a player chooses from before a game."""

from __future__ import annotations

from ..kit import Choice
from .base import Words

__all__ = ["PREDICTIONS", "answers"]

PREDICTIONS = ("build", "trade", "bargain", "itself")
ICONS = {
    "build": "factory",
    "trade": "package",
    "bargain": "handshake",
    "itself": "trending-up",
}


def answers(w: Words, *, short: bool = False) -> list[Choice]:
    """The answers as cards; short ones explain themselves in a tooltip."""
    found = []
    for key in PREDICTIONS:
        more = w(f"scenes.prediction.{key}_text")
        title = w(f"scenes.prediction.{key}")
        found.append(Choice(key, title, "" if short else more, icon=ICONS[key], tip=more if short else None))
    return found
