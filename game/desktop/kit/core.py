"""The heart of the kit: one pass of input, ids, the hot, active and focused widget, layers, clipping.

A *pass* is one call of the scene's `draw(ui)` between `begin` and `end`; it sees at most one discrete event
(a click, a key). Widgets are drawn and answer in the same call. Later passes fix what one pass cannot know
(which dialog covers the screen), and `frame_requested` says that another pass is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pygame

from game.i18n import Translator

from . import keys
from .draw import Box, Painter
from .geometry import Rect
from .images import Images
from .state import (
    Focusable,
    Input,
    Interaction,
    Node,
    Overflow,
    PassState,
    Tip,
    TipLike,
    TipState,
    Toast,
    Translate,
)
from .text import Fonts, plain, run_on, without_repeat
from .theme import STYLES, THEMES, Theme

MIN_LOGICAL = (1024.0, 640.0)
GROWS_FROM = (1600.0, 900.0)  # in a larger window everything grows with it


def _glide(entry: tuple[float, float, float], now: float, seconds: float) -> float:
    """Where a value is on its way from entry[0] to entry[1], which it began at time entry[2]."""
    share = 1.0 if seconds <= 0 else min(1.0, (now - entry[2]) / seconds)
    return entry[1] if share >= 1 else entry[0] + (entry[1] - entry[0]) * (1 - (1 - share) ** 3)


class UiCore:
    """State and services that all widgets share; `Ui` adds the widgets."""

    def __init__(
        self,
        surface: pygame.Surface,
        *,
        scale: float = 1.0,
        text_scale: float = 1.0,
        theme: str = "dark",
        language: str = "en",
        tr: Translate | None = None,
        reduced_motion: bool = False,
    ) -> None:
        self.fonts = Fonts()
        self.images = Images()
        self.painter = Painter(surface)
        self.theme: Theme = THEMES[theme]
        self.language = language
        self.tr: Translate = tr or Translator(language).tr
        self.reduced_motion = reduced_motion
        self.wanted_scale = scale
        self.text_scale = text_scale
        self.scale = 1.0
        self.now = 0.0
        self.input = Input()
        self.focused: str | None = None
        self.focus_visible = False
        self.active: str | None = None
        self.memory: dict[str, object] = {}
        self.state = PassState()
        self.last = PassState()
        self.frame_requested = True
        self.wake_at: float | None = None
        self.toasts: list[Toast] = []
        self.text_focus: str | None = None
        self.pointing = False
        self.linker: Callable[[str], str] = str  # marks words of a text as links
        self.explain: Callable[[str], TipLike | None] = lambda name: None  # what a link says
        self.cue: Callable[[str], None] = lambda name: None
        self.bindings: dict[str, str] = {}
        self.calm = 0  # passes since somebody last pressed, turned or typed something
        self._keys_down: set[int] = set()
        self.picture_names: dict[str, str] = {}
        self._double = False
        self._layer = 0
        self._depth = 0
        self._scope: list[str] = []
        self._clips: list[Rect] = []
        self._extents: list[float] = []
        self._reveal: str | None = None
        self._tip = TipState()
        self._focus_index = 0
        self._modals: list[tuple[str, str | None]] = []
        self._animations: dict[str, tuple[float, float, float]] = {}
        self.set_surface(surface)

    # measures ----------------------------------------------------------------------------------------------

    def set_surface(self, surface: pygame.Surface) -> None:
        """Draw on this surface from now on. The scale shrinks if the window could not hold 1024 x 640 units,
        and grows where it could hold more than 1600 x 900, so that text can be read from the same chair."""
        self.painter.surface = surface
        width, height = surface.get_size()
        growth = max(1.0, min(width / GROWS_FROM[0], height / GROWS_FROM[1]))
        most = min(width / MIN_LOGICAL[0], height / MIN_LOGICAL[1])
        self.scale = max(0.4, min(self.wanted_scale * growth, most))
        self.screen = Rect(0, 0, width / self.scale, height / self.scale)
        self.frame_requested = True

    @property
    def surface(self) -> pygame.Surface:
        return self.painter.surface

    def set_scales(self, scale: float, text_scale: float) -> None:
        """New interface and text scale, each between 0.8 and 2.0."""
        self.wanted_scale = min(2.0, max(0.8, scale))
        self.text_scale = min(2.0, max(0.8, text_scale))
        self.set_surface(self.surface)

    def set_theme(self, name: str) -> None:
        self.theme = THEMES[name]
        self.frame_requested = True

    def set_language(self, language: str, tr: Translate | None = None) -> None:
        """Speak this language from now on; `tr` gives the wording of a text id."""
        self.language = language
        self.tr = tr or Translator(language).tr
        self.frame_requested = True

    def px(self, units: float) -> int:
        """Logical units as whole pixels."""
        return round(units * self.scale)

    def box(self, rect: Rect) -> Box:
        """A rectangle in pixels; edges are rounded, so that neighbours meet exactly."""
        x, y = self.px(rect.x), self.px(rect.y)
        return x, y, self.px(rect.right) - x, self.px(rect.bottom) - y

    def font_px(self, style: str) -> int:
        return max(6, round(STYLES[style].size * self.text_scale * self.scale))

    def line_h(self, style: str = "body") -> float:
        """Height of one line of wrapped text, logical units."""
        return self.font_px(style) * STYLES[style].leading / self.scale

    @property
    def control_h(self) -> float:
        """Height of a button, field or list box; grows with the text scale."""
        return max(34.0, self.line_h("body") + 13)

    @property
    def row_h(self) -> float:
        """Height of a table row."""
        return max(28.0, self.line_h("body") + 8)

    def text_w(self, text: str, style: str = "body") -> float:
        """Width of a single line of plain text, logical units."""
        return self.fonts.width(text, STYLES[style].weight, self.font_px(style)) / self.scale

    def text_h(self, text: str, width: float, style: str = "body", markup: bool = False) -> float:
        """Height of the text wrapped to `width`, logical units."""
        lines = self.fonts.wrap(text, STYLES[style].weight, self.font_px(style), self.px(width), markup)
        return len(lines) * self.line_h(style)

    @contextmanager
    def text_grown(self, factor: float) -> Iterator[None]:
        """Inside, text is that much larger (a sheet that has room for it)."""
        before = self.text_scale
        grown = self.text_scale = before * factor
        try:
            yield
        finally:
            if self.text_scale == grown:  # else somebody has chosen another size inside
                self.text_scale = before

    # passes ------------------------------------------------------------------------------------------------

    def feed(self, event: pygame.event.Event) -> bool:
        """Take one event; True if it is discrete and needs a pass of its own before the next one."""
        kind = event.type
        found = self.input
        if kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            found.mouse = (event.pos[0] / self.scale, event.pos[1] / self.scale)
            self.pointing = True
        if kind == pygame.MOUSEBUTTONDOWN and event.button in (1, 3):
            if event.button == 1:
                found.pressed = found.down = True
                self._double = self._is_double_click()
            else:
                found.right_pressed = True
            self.focus_visible = False
            return True
        if kind == pygame.MOUSEBUTTONUP and event.button == 1:
            found.released, found.down = True, False
            return True
        if kind == pygame.KEYUP:
            self._keys_down.discard(event.key)
        if kind in (pygame.WINDOWFOCUSLOST, pygame.WINDOWLEAVE):
            self._forget_hands(kind == pygame.WINDOWFOCUSLOST)
        if kind == pygame.MOUSEWHEEL:
            found.wheel = (getattr(event, "precise_x", event.x), getattr(event, "precise_y", event.y))
            return True
        if kind == pygame.KEYDOWN:
            self.pointing = False
            found.repeated = event.key in self._keys_down
            self._keys_down.add(event.key)
            found.key, found.mods, found.key_text = event.key, event.mod, getattr(event, "unicode", "")
            return True
        if kind == pygame.TEXTINPUT and self.text_focus is not None:
            found.text = event.text
            return True
        if kind == pygame.TEXTEDITING:
            found.composition = event.text
            return True
        return False

    def _forget_hands(self, keys_too: bool) -> None:
        """The pointer or the keyboard has gone elsewhere: nothing is held or pointed at any more."""
        self.input.mouse = (-1.0, -1.0)
        if keys_too:
            self.input.down, self.active = False, None
            self._keys_down.clear()

    def _is_double_click(self) -> bool:
        last = self.memory.get("kit/last-press")
        x, y = self.input.mouse
        self.memory["kit/last-press"] = (self.now, x, y)
        if not isinstance(last, tuple):
            return False
        return self.now - last[0] < 0.4 and abs(last[1] - x) < 6 and abs(last[2] - y) < 6

    def begin(self) -> None:
        """Start a pass at the time `now`."""
        self.last, self.state = self.state, PassState()
        self.frame_requested = False
        self.wake_at = None
        self.calm = 0 if self._pressed_something() else self.calm + 1
        self._layer = self._depth = 0
        self._scope, self._clips, self._extents = [], [], []
        self.surface.set_clip(None)
        self.painter.rect((0, 0, *self.surface.get_size()), self.theme.background)

    def _pressed_something(self) -> bool:
        found = self.input
        hands = found.pressed or found.released or found.down or found.right_pressed or any(found.wheel)
        keys_used = found.key is not None or found.text or found.composition
        covered = any(area is None or area.contains(found.mouse) for _, area in self.last.blockers)
        return bool(hands or keys_used or self._reveal or self.last.modal or covered)

    def _clear_input(self) -> None:
        self.input = Input(mouse=self.input.mouse, down=self.input.down, composition=self.input.composition)

    def request_frame(self) -> None:
        """Ask for another pass at once (an animation runs, something changed)."""
        self.frame_requested = True

    def request_wake(self, seconds: float) -> None:
        """Ask for a pass after that time (a tooltip is due)."""
        at = self.now + max(0.0, seconds)
        self.wake_at = at if self.wake_at is None else min(self.wake_at, at)

    def animate(self, name: str, target: float, seconds: float = 0.14) -> float:
        """A value that glides to `target`; jumps on first use and with reduced motion."""
        entry = self._animations.get(name)
        if entry is None or self.reduced_motion:
            entry = (target, target, self.now)
        elif entry[1] != target:
            entry = (_glide(entry, self.now, seconds), target, self.now)
        self._animations[name] = entry
        value = _glide(entry, self.now, seconds)
        if value != target:
            self.request_frame()
        return value

    # ids, groups, clipping ---------------------------------------------------------------------------------

    def full_id(self, name: str) -> str:
        return "/".join([*self._scope, name]) if self._scope else name

    @contextmanager
    def scope(self, name: str) -> Iterator[None]:
        """Prefix the ids of the widgets inside, so that repeated parts do not collide."""
        self._scope.append(name)
        try:
            yield
        finally:
            self._scope.pop()

    @contextmanager
    def group(self, label: str, rect: Rect | None = None) -> Iterator[None]:
        """A named part of the screen in the description."""
        self.note("group", label, rect=rect or self.screen)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    @contextmanager
    def clip(self, rect: Rect) -> Iterator[None]:
        """Draw and answer only inside `rect`."""
        inner = rect.intersect(self._clips[-1]) if self._clips else rect.intersect(self.screen)
        self._clips.append(inner)
        self.surface.set_clip(pygame.Rect(self.box(inner)))
        try:
            yield
        finally:
            self._clips.pop()
            self.surface.set_clip(pygame.Rect(self.box(self._clips[-1])) if self._clips else None)

    @property
    def visible(self) -> Rect:
        """The part of the screen that can be drawn on now."""
        return self._clips[-1] if self._clips else self.screen

    def touch(self, rect: Rect) -> None:
        """Let an enclosing scroll area know how far down its content reaches."""
        if self._extents:
            self._extents[-1] = max(self._extents[-1], rect.bottom)

    # interaction -------------------------------------------------------------------------------------------

    def _mouse_reaches(self, rect: Rect) -> bool:
        mouse = self.input.mouse
        if not rect.contains(mouse) or not self.visible.contains(mouse):
            return False
        for layer, area in self.last.blockers:
            if layer > self._layer and (area is None or area.contains(mouse)):
                return False
        return True

    def _keyboard_reaches(self) -> bool:
        return self._layer >= self.last.modal

    def register(self, wid: str) -> None:
        if wid in self.state.ids:
            self.state.duplicate_ids.append(wid)
        self.state.ids.add(wid)

    def interact(
        self,
        wid: str,
        rect: Rect,
        *,
        enabled: bool = True,
        focusable: bool = True,
        activates: bool = True,
        tip: TipLike | None = None,
    ) -> Interaction:
        """The shared behaviour of everything that can be pointed at; `wid` is a full id.

        `activates`: Enter and Space count as a click while it has the focus.
        """
        self.register(wid)
        self.touch(rect)
        over = self._mouse_reaches(rect)
        if focusable:
            self.state.focusables.append(Focusable(wid, rect, self._layer))
        if over:
            self.state.hot = wid
            if self.input.pressed:
                self.state.taker = True
                self.active = wid if enabled else None
                self.focused = wid if focusable else self.focused
        focused = self.focused == wid and self.focus_visible and self._keyboard_reaches()
        clicked = bool(self.input.released and over and enabled and self.active == wid)
        if activates and enabled and focused and (self.take_key("enter") or self.take_key("space")):
            clicked = True
        hovered = over and self.last.hot == wid
        if tip and (hovered or (focused and not self.pointing)):
            self.state.tip = (wid, tip, rect, focused and not hovered)
        if clicked:
            self.request_frame()
            self.cue("click")
        elif over and self.input.pressed and not enabled:
            self.cue("refused")
        held = self.active == wid and self.input.down
        return Interaction(hovered, held, clicked, focused, clicked and self._double)

    def take_key(self, hotkey: str) -> bool:
        """True once if this key combination was pressed and nobody has used it yet.

        A key that is held down repeats only if it moves or deletes, so that Enter ends one quarter, not ten.
        """
        found = self.input
        if found.key is None or self.state.key_used:
            return False
        if not keys.matches(hotkey, found.key, found.mods, found.key_text):
            return False
        if found.repeated and not keys.may_repeat(hotkey):
            return False
        self.state.key_used = True
        self.request_frame()
        return True

    def key(self, action: str) -> str:
        """The key combination of an action, as the player has chosen it (`bindings`)."""
        return self.bindings[action]

    def shortcut(self, hotkey: str) -> bool:
        """A key combination that works wherever the focus is, unless a text field needs the key to type or a
        dialog lies above."""
        if not self._keyboard_reaches() or (self.text_focus and keys.plain_key(hotkey)):
            return False
        if hotkey in ("enter", "space") and self.focus_visible and self.focused is not None:
            return False
        return self.take_key(hotkey)

    def focus(self, name: str, *, visible: bool = True) -> None:
        """Give the focus to a widget (full id) and bring it into view."""
        self.focused, self.focus_visible, self._reveal = name, visible, name
        self.request_frame()

    def reset_focus(self) -> None:
        """Forget focus and pointer state, as when another scene begins."""
        self.focused = self.active = self.text_focus = None
        self._tip = TipState()
        self._modals = []
        self.last = PassState()
        self.state = PassState()
        self.request_frame()

    def consumed(self) -> bool:
        """Whether the pass that has just ended used its key, wheel or click."""
        return self.state.key_used or self.state.wheel_used or self.state.taker

    # text and description ----------------------------------------------------------------------------------

    def note(
        self,
        role: str,
        label: str,
        *,
        value: str = "",
        state: tuple[str, ...] = (),
        hint: TipLike | None = None,
        wid: str = "",
        rect: Rect | None = None,
    ) -> None:
        """Add one line to the description of this pass."""
        names = self.picture_names
        said = hint.spoken() if isinstance(hint, Tip) else plain(hint or "", names)
        said = without_repeat(said, plain(label, names), plain(value, names).partition(" (")[0])
        place = rect or Rect(0, 0, 0, 0)
        self.state.nodes.append(
            Node(role, plain(label, names), run_on(plain(value, names)), state, said, wid, place, self._depth)
        )

    def describe(self) -> str:
        """The last complete pass as text: one line per widget, groups indented."""
        lines = []
        for node in self.state.nodes or self.last.nodes:
            if node.role == "scroll" and not node.label:
                continue  # a frame that says nothing
            line = "  " * node.depth + self.tr(f"kit.role.{node.role}")
            if node.label:
                line += f": {node.label}"
            if node.value:
                line += f" = {node.value}"
            states = [self.tr(f"kit.state.{s}") for s in node.state]
            if node.id and node.id == self.focused and self.focus_visible:
                states.append(self.tr("kit.state.focused"))
            if states:
                line += f" [{', '.join(states)}]"
            if node.hint:
                line += f" ({node.hint})"
            lines.append(line.replace("\n", " "))
        return "\n".join(lines)

    @property
    def overflows(self) -> list[Overflow]:
        """Texts of the last complete pass that did not fit."""
        return self.state.overflows

    @property
    def nodes(self) -> list[Node]:
        return self.state.nodes

    def find(self, name: str) -> Node:
        """The described widget with this id. Raises KeyError when the screen has none."""
        for node in self.state.nodes:
            if node.id == name:
                return node
        raise KeyError(
            f"no widget '{name}' on this screen; there are: {sorted(n.id for n in self.nodes if n.id)}"
        )

    def overflow(self, wid: str, text: str, needed: float, available: float) -> None:
        self.state.overflows.append(Overflow(wid, text, round(needed, 1), round(available, 1)))
