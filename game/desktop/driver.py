"""Plays real pygame events into an App without a screen, for tests and for pictures of screens.

app = open_app(MyScene(), size=(1280, 720))
drive(app, [*click(app, "end-quarter"), *press("tab"), *typing("abc")])
"""

from __future__ import annotations

from collections.abc import Iterable

import pygame

from .app import FRAME_SECONDS, App, Scene
from .kit import keys

Event = pygame.event.Event


def open_app(scene: Scene, **options: object) -> App:
    """A headless App showing this scene, settled and ready for events."""
    app = App(headless=True, **options)  # type: ignore[arg-type]
    pygame.event.clear()
    app.push(scene)
    settle(app)
    return app


def settle(app: App, seconds: float = 0.5) -> None:
    """Let animations end and layouts find their measure."""
    for _ in range(max(1, round(seconds / FRAME_SECONDS))):
        app.step(FRAME_SECONDS)


def drive(app: App, events: Iterable[Event], dt: float = FRAME_SECONDS) -> None:
    """Post each event and run a step after it, as a person's input would arrive."""
    for event in events:
        pygame.event.post(event)
        app.step(dt)
    app.step(dt)
    app.step(dt)


def point_of(app: App, where: str | tuple[float, float]) -> tuple[int, int]:
    """Window pixels of a widget's middle (by id) or of a logical point."""
    if isinstance(where, str):
        rect = app.ui.find(where).rect
        where = (rect.cx, rect.cy)
    return round(where[0] * app.ui.scale), round(where[1] * app.ui.scale)


def move(app: App, where: str | tuple[float, float]) -> list[Event]:
    """The pointer moves there."""
    pos = point_of(app, where)
    return [Event(pygame.MOUSEMOTION, pos=pos, rel=(0, 0), buttons=(0, 0, 0), touch=False)]


def click(app: App, where: str | tuple[float, float], button: int = 1) -> list[Event]:
    """Move there, press and release."""
    pos = point_of(app, where)
    down = Event(pygame.MOUSEBUTTONDOWN, pos=pos, button=button, touch=False)
    return [*move(app, where), down, Event(pygame.MOUSEBUTTONUP, pos=pos, button=button, touch=False)]


def drag(app: App, start: str | tuple[float, float], end: str | tuple[float, float]) -> list[Event]:
    """Press at one place, move in five steps, release at the other."""
    a, b = point_of(app, start), point_of(app, end)
    events = [*move(app, start), Event(pygame.MOUSEBUTTONDOWN, pos=a, button=1, touch=False)]
    for i in range(1, 6):
        pos = (a[0] + (b[0] - a[0]) * i // 5, a[1] + (b[1] - a[1]) * i // 5)
        events.append(Event(pygame.MOUSEMOTION, pos=pos, rel=(0, 0), buttons=(1, 0, 0), touch=False))
    return [*events, Event(pygame.MOUSEBUTTONUP, pos=b, button=1, touch=False)]


def wheel(app: App, where: str | tuple[float, float], turns: int) -> list[Event]:
    """Turn the wheel there; positive is up."""
    turn = Event(
        pygame.MOUSEWHEEL, x=0, y=turns, precise_x=0.0, precise_y=float(turns), flipped=False, touch=False
    )
    return [*move(app, where), turn]


def press(*hotkeys: str) -> list[Event]:
    """Key presses written like hotkeys: "tab", "ctrl+z", "?"."""
    events = []
    masks = {"ctrl": pygame.KMOD_LCTRL, "alt": pygame.KMOD_LALT, "shift": pygame.KMOD_LSHIFT}
    for hotkey in hotkeys:
        modifiers, name = keys.parse(hotkey)
        mask = sum(masks[m] for m in modifiers)
        code = keys.NAMED[name][0] if name in keys.NAMED else ord(name)
        text = name if len(name) == 1 and not modifiers else ""
        events.append(Event(pygame.KEYDOWN, key=code, mod=mask, unicode=text, scancode=0))
        events.append(Event(pygame.KEYUP, key=code, mod=mask, unicode=text, scancode=0))
    return events


def typing(text: str) -> list[Event]:
    """Committed text, as a keyboard or an input method delivers it."""
    return [Event(pygame.TEXTINPUT, text=char) for char in text]
