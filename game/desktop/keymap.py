"""Keys that a player may choose anew: what each does, and which key does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .kit.keys import parse

__all__ = ["ACTIONS", "FIXED", "KeyAction", "bindings", "by_id", "checked", "taken_by"]


@dataclass(frozen=True)
class KeyAction:
    """Something that a key does: `text` is the id of its words; `desk` if it works at the desk only."""

    id: str
    default: str
    text: str
    desk: bool = True


ACTIONS = (
    KeyAction("help", "f1", "scenes.help.key_help", desk=False),
    KeyAction("language", "f9", "scenes.help.key_language", desk=False),
    KeyAction("settings", "f10", "scenes.help.key_settings", desk=False),
    KeyAction("screen", "f11", "scenes.help.key_screen", desk=False),
    KeyAction("save", "ctrl+s", "scenes.help.key_save", desk=False),
    KeyAction("words", "k", "scenes.help.key_words", desk=False),
    KeyAction("end", "e", "desk.keys.end"),
    KeyAction("run", "r", "desk.keys.run"),
    KeyAction("undo", "ctrl+z", "desk.keys.undo"),
    KeyAction("redo", "ctrl+y", "desk.keys.redo"),
    KeyAction("tray", "t", "desk.keys.tray"),
    KeyAction("levers", "d", "desk.keys.levers"),
    KeyAction("map", "m", "desk.keys.map"),
    KeyAction("timeline", "l", "desk.keys.timeline"),
    KeyAction("gauges", "g", "desk.keys.gauges"),
    KeyAction("why", "w", "desk.keys.why"),
    KeyAction("board", "b", "desk.keys.board"),
    KeyAction("world", "o", "desk.keys.world"),
    KeyAction("past", "p", "desk.keys.past"),
    KeyAction("guide", "n", "desk.keys.guide"),
    KeyAction("what_if", "i", "desk.keys.what_if"),
    KeyAction("advisers", "a", "desk.keys.advisers"),
)
FIXED = frozenset(
    (
        *("tab", "enter", "space", "esc", "up", "down", "left", "right", "home", "end"),
        *("pageup", "pagedown", "delete", "backspace", "1", "2", "3", "4", "5"),
    )
)
"""Keys that move, choose and type: they stay what they are."""


def by_id(name: str) -> KeyAction:
    """An action by its id. Raises KeyError."""
    return next(action for action in ACTIONS if action.id == name)


def bindings(chosen: Mapping[str, str]) -> dict[str, str]:
    """The key of every action: the player's, or the default."""
    return {action.id: chosen.get(action.id, action.default) for action in ACTIONS}


def taken_by(key: str, chosen: Mapping[str, str], apart_from: str = "") -> str:
    """The id of another action that has this key already; "fixed" for keys that cannot be given; else ""."""
    if key in FIXED or key.removeprefix("shift+") in FIXED:
        return "fixed"
    found = (name for name, given in bindings(chosen).items() if given == key and name != apart_from)
    return next(found, "")


def checked(raw: object) -> dict[str, str]:
    """What of a stored choice makes sense: known actions, keys that can be typed, no key twice."""
    chosen: dict[str, str] = {}
    if not isinstance(raw, dict):
        return chosen
    for name, key in raw.items():
        if not isinstance(key, str) or all(name != action.id for action in ACTIONS):
            continue
        try:
            parse(key)
        except ValueError:
            continue
        if key not in chosen.values() and not taken_by(key, {}, name):
            chosen[name] = key
    return chosen
