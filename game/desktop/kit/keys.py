"""Key combinations written as text: "e", "ctrl+z", "shift+f5", "esc", "?"."""

from __future__ import annotations

from functools import lru_cache

import pygame

from .state import Translate

F_KEYS: dict[str, tuple[int, ...]] = {f"f{n}": (getattr(pygame, f"K_F{n}"),) for n in range(1, 13)}
NAMED: dict[str, tuple[int, ...]] = {
    "enter": (pygame.K_RETURN, pygame.K_KP_ENTER),
    "space": (pygame.K_SPACE,),
    "esc": (pygame.K_ESCAPE,),
    "tab": (pygame.K_TAB,),
    "delete": (pygame.K_DELETE,),
    "backspace": (pygame.K_BACKSPACE,),
    "up": (pygame.K_UP,),
    "down": (pygame.K_DOWN,),
    "left": (pygame.K_LEFT,),
    "right": (pygame.K_RIGHT,),
    "home": (pygame.K_HOME,),
    "end": (pygame.K_END,),
    "pageup": (pygame.K_PAGEUP,),
    "pagedown": (pygame.K_PAGEDOWN,),
    **F_KEYS,
}
REPEATING = frozenset(
    ("tab", "delete", "backspace", "up", "down", "left", "right", "home", "end", "pageup", "pagedown")
)
MODIFIERS = {"ctrl": pygame.KMOD_CTRL | pygame.KMOD_META, "alt": pygame.KMOD_ALT, "shift": pygame.KMOD_SHIFT}


@lru_cache(maxsize=256)
def parse(hotkey: str) -> tuple[frozenset[str], str]:
    """("ctrl", ...) and the key's name. Raises ValueError for a combination that cannot be typed."""
    *modifiers, key = hotkey.lower().split("+") if hotkey != "+" else ["+"]
    if any(m not in MODIFIERS for m in modifiers) or not (key in NAMED or len(key) == 1):
        raise ValueError(f"'{hotkey}' is not a key combination: write it like 'e', 'ctrl+z' or 'shift+f5'.")
    return frozenset(modifiers), key


def matches(hotkey: str, key: int, mods: int, text: str = "") -> bool:
    """Whether a key event (key code, modifier mask, typed text) is this combination."""
    wanted, name = parse(hotkey)
    symbol = len(name) == 1 and not name.isalnum()
    for modifier, mask in MODIFIERS.items():
        if symbol and modifier == "shift":
            continue
        if bool(mods & mask) != (modifier in wanted):
            return False
    if name in NAMED:
        return key in NAMED[name]
    if symbol:
        return text == name
    keypad = name.isdigit() and key == getattr(pygame, f"K_KP{name}")
    return key == ord(name) or keypad


def combination(key: int, mods: int) -> str:
    """The text of a key event (key code, modifier mask); "" for keys that have none."""
    name = next((name for name, codes in NAMED.items() if key in codes), "")
    if not name and 32 < key < 127:
        name = chr(key).lower()
    if not name or name == "+":
        return ""
    held = [modifier for modifier, mask in MODIFIERS.items() if mods & mask]
    return "+".join([*held, name])


def may_repeat(hotkey: str) -> bool:
    """Whether the combination may act again and again while it is held down."""
    return parse(hotkey)[1] in REPEATING


def plain_key(hotkey: str) -> bool:
    """Whether the combination would type something, so that it must rest while a text field has the focus."""
    modifiers, name = parse(hotkey)
    return not modifiers & {"ctrl", "alt"} and name not in F_KEYS


def label(hotkey: str, tr: Translate) -> str:
    """How the combination is shown on a button."""
    modifiers, name = parse(hotkey)
    parts = [m for m in ("ctrl", "alt", "shift") if m in modifiers] + [name]
    worded = [p in MODIFIERS or (p in NAMED and p not in F_KEYS) for p in parts]
    return "+".join(tr(f"kit.key.{p}") if w else p.upper() for p, w in zip(parts, worded, strict=True))
