"""What all scenes outside the desk share: words, the page frame, keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.catalogues import next_language, short_name
from game.desktop.desk.words import Words, words
from game.i18n import Text

from ..app import Scene
from ..kit import Flow, Rect, Tone, Ui
from ..kit.keys import label as key_label
from ..kit.widgets_basic import ButtonKind
from .title_art import draw_backdrop

if TYPE_CHECKING:
    from game.play.briefing import Brief
    from game.play.view import Mood, Unit, View

    from ..session import Session

__all__ = [
    "CONFIDENCE_SIGNS",
    "Action",
    "GameScene",
    "Words",
    "action_height",
    "action_width",
    "bar_height",
    "bullet",
    "button_bar",
    "corner",
    "figure",
    "fitted",
    "headline",
    "leaf",
    "page",
    "paragraph",
    "quarter_names",
    "rows_of",
    "toned",
    "waiting",
    "words",
]

MARGIN = 18.0
FAINT = 0.1  # strength of the world behind a page


def figure(w: Words, x: float | None, unit: Unit, *, signed: bool = False) -> str:
    """A figure of the view model with its unit; a dash where there is none."""
    return w.text(Text("scenes.none")) if x is None else w.value(x, unit, signed=signed)


TONES: dict[str, Tone] = {"good": "good", "plain": "neutral", "warn": "warn", "bad": "bad"}
CONFIDENCE_SIGNS: dict[str, tuple[Tone, str]] = {
    "sourced": ("good", "badge-check"),
    "derived": ("info", "pencil"),
    "recalled": ("warn", "brain"),
    "judgement": ("warn", "scale"),
}


def toned(mood: Mood) -> Tone:
    """The kit's tone of a view's mood."""
    return TONES[mood]


@dataclass(frozen=True)
class Action:
    """A button of a bar; `disabled` is the reason why not."""

    id: str
    text: str
    icon: str = ""
    kind: ButtonKind = "secondary"
    hotkey: str = ""
    disabled: str = ""
    selected: bool = False
    tip: str = ""


class GameScene(Scene):
    """A scene of a session. Keys open help and settings and change the language (`keymap`)."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def enter(self) -> None:
        self.retitle()

    def retitle(self) -> None:
        """Give the window the scene's name in the language spoken now."""
        name = self.name(words(self.app.ui))
        self.title = name

    def name(self, w: Words) -> str:
        """What the scene is called, in the window's title."""
        return ""

    def handle(self, event: pygame.event.Event) -> bool:
        if self.app.pressed(event, "language"):
            self.switch_language()
        elif self.app.pressed(event, "settings"):
            self.app.push(self.session.scene("settings"))
        elif self.app.pressed(event, "help"):
            self.app.push(self.session.scene("help"))
        else:
            return False
        return True

    def switch_language(self) -> None:
        """On to the next language of the game, at once and for good."""
        ui = self.app.ui
        self.session.speak(ui, next_language(ui.language))
        self.app.invalidate()


# ------------------------------------------------------------------------------------------- layout


def paragraph(
    ui: Ui, flow: Flow, text: str, style: str = "body", colour: str | tuple[int, int, int] = "text"
) -> Rect:
    """Wrapped text (with markup) as the next part of a column; returns where it stands."""
    rect = flow.next(ui.text_h(text, flow.area.w, style, markup=True))
    ui.rich(rect, text, style, colour=colour)
    return rect


def bullet(ui: Ui, flow: Flow, icon: str, text: str, style: str = "body", colour: str = "text") -> None:
    """A paragraph behind a sign; its further lines begin below its first."""
    size = ui.line_h(style) * 0.78
    inset = size + 9
    strip = flow.next(ui.text_h(text, flow.area.w - inset, style, markup=True))
    top = strip.y + (ui.line_h(style) - size) / 2
    ui.icon(Rect(strip.x, top, size, size), icon, colour="accent_text" if colour == "text" else colour)
    ui.rich(strip.pad(left=inset), text, style, colour=colour)


def headline(ui: Ui, flow: Flow, text: str, style: str = "heading") -> None:
    """A heading as the next part of a column, on as many lines as it needs."""
    ui.heading(flow.next(ui.text_h(text, flow.area.w, style)), text, style)


GROWTH = (1.0, 1.08, 1.16, 1.24)


@contextmanager
def fitted(ui: Ui, name: str, room: float) -> Iterator[Callable[[float], None]]:
    """Text that grows as far as `room` allows: draw inside and tell what it yields how high that became.

    Steps are found one pass after the other; what was too large once for this room stays too large, so that
    nothing moves to and fro. Contents that differ much deserve names of their own.
    """
    look = (round(room), ui.language, ui.text_scale, ui.scale)
    key = f"fitted/{name}"
    kept = ui.memory.get(key)
    step, most = kept[1:] if isinstance(kept, tuple) and kept[0] == look else (0, len(GROWTH) - 1)

    def done(height: float) -> None:
        after, limit = step, most
        if height > room and step:
            after = limit = step - 1
        elif step < most and height * (GROWTH[step + 1] / GROWTH[step]) ** 1.5 <= room:  # wider and higher
            after = step + 1
        ui.memory[key] = (look, after, limit)
        if after != step:
            ui.state.relayout = True

    with ui.text_grown(GROWTH[step]):
        yield done


def quarter_names(w: Words, view: View | Brief, first: int, count: int) -> list[str]:
    """Short names of so many level quarters from `first` on."""
    now = view.quarter
    start = now.year * 4 + now.quarter - 1 + first - now.number
    return [w.quarter((index // 4, index % 4 + 1)) for index in range(start, start + count)]


@dataclass(frozen=True)
class Row:
    """Some of a list, and the places beside each other in which they stand (as high as the column's rest)."""

    items: Sequence[str]
    spots: Sequence[Rect]


def rows_of(ui: Ui, flow: Flow, items: Sequence[str], least: float, gap: float = 28.0) -> Iterator[Row]:
    """The items in rows of columns at least `least` units wide; the caller moves the flow on."""
    count = max(1, int((flow.area.w + gap) // (least * max(1.0, ui.text_scale) + gap)))
    count = min(count, len(items))
    for start in range(0, len(items), count):
        yield Row(items[start : start + count], flow.rest.columns(count, gap))


@contextmanager
def leaf(
    ui: Ui,
    name: str,
    rect: Rect,
    label: str,
    *,
    title: str = "",
    icon: str = "",
    gap: float = 10.0,
    grows: bool = True,
) -> Iterator[Flow]:
    """A panel no higher than what stands in it, at most `rect`: its text grows first, then the panel shrinks.

    Yields the column to fill; what is longer than `rect` scrolls.
    """
    look = (round(rect.w), round(rect.h), ui.language, ui.text_scale, ui.scale)
    key = f"leaf/{name}"
    kept = ui.memory.get(key)
    tall = kept[1] if isinstance(kept, tuple) and kept[0] == look else rect.h
    outer = rect.split_top(min(rect.h, tall))[0]
    inside = ui.panel(outer, title, icon=icon)
    frame = outer.h - inside.h
    with (
        ui.scroll(name, inside.inset(-6, 0 if title else -6), label=label, padding=6) as area,
        fitted(ui, name, rect.h - frame - 4 if grows else 0.0) as done,
    ):
        flow = Flow(area, gap)
        yield flow
        used = flow.y - area.y
        done(used)
    wanted = used + frame + (16 if title else 4)
    if abs(wanted - tall) > 1:
        ui.memory[key] = (look, wanted)
        ui.state.relayout = True


def waiting(ui: Ui, rect: Rect, text: str, share: float | None = None) -> None:
    """Something is being computed: an hourglass, what it is, and how far it is if that is known."""
    size = 44.0
    place = rect.centred(min(rect.w, 460.0 * max(1.0, ui.text_scale)), size + ui.line_h() + 46)
    ui.icon(Rect(place.cx - size / 2, place.y, size, size), "hourglass", colour="accent_text")
    line = Rect(place.x, place.y + size + 10, place.w, ui.line_h())
    ui.label(line, text, colour="muted", align="center")
    if share is not None:
        ui.progress(Rect(place.x, line.bottom + 8, place.w, 14), share, label=text)


def action_width(ui: Ui, action: Action) -> float:
    """Width that a button needs to show everything on one line."""
    style = "strong" if action.kind in ("primary", "danger") else "body"
    width = ui.text_w(action.text, style) + 28
    width += ui.line_h(style) * 0.82 + 8 if action.icon else 0
    return width + (ui._keycap_width(action.hotkey) + 20 if action.hotkey else 0)


def bar_height(ui: Ui, width: float, actions: Sequence[Action], gap: float = 10.0) -> float:
    """Height of the bar that `button_bar` draws in that width."""
    rows = _bar_rows(ui, width, actions, gap)
    return sum(_bar_row_h(ui, row) for row in rows) + max(0, len(rows) - 1) * gap


def _bar_row_h(ui: Ui, row: Sequence[tuple[Action, float]]) -> float:
    """A text that is wider than the whole bar takes several lines."""
    return max((action_height(ui, action, width) for action, width in row), default=ui.control_h)


def action_height(ui: Ui, action: Action, width: float) -> float:
    """Height that a button needs at that width."""
    style = "strong" if action.kind in ("primary", "danger") else "body"
    return ui.button_h(action.text, width, icon=action.icon, style=style)


def button_bar(
    ui: Ui, rect: Rect, actions: Sequence[Action], *, align: str = "left", gap: float = 10.0
) -> str | None:
    """Buttons side by side, in as many rows as they need; the id of the one that was pressed."""
    pressed: str | None = None
    flow = Flow(rect, gap)
    for row in _bar_rows(ui, rect.w, actions, gap):
        strip = flow.next(_bar_row_h(ui, row))
        used = sum(width for _, width in row) + gap * (len(row) - 1)
        x = {"right": strip.right - used, "center": strip.cx - used / 2}.get(align, strip.x)
        for action, width in row:
            if ui.button(
                action.id,
                Rect(x, strip.y, width, strip.h),
                action.text,
                kind=action.kind,
                icon=action.icon,
                hotkey=action.hotkey,
                disabled=action.disabled or False,
                selected=action.selected,
                tip=action.tip or None,
            ):
                pressed = action.id
            x += width + gap
    return pressed


def _bar_rows(ui: Ui, room: float, actions: Sequence[Action], gap: float) -> list[list[tuple[Action, float]]]:
    rows: list[list[tuple[Action, float]]] = [[]]
    used = 0.0
    for action in actions:
        width = min(room, action_width(ui, action))
        if rows[-1] and used + gap + width > room:
            rows.append([])
            used = 0.0
        used += width + (gap if rows[-1] else 0.0)
        rows[-1].append((action, width))
    return rows


@contextmanager
def page(
    scene: GameScene,
    ui: Ui,
    title: str,
    *,
    icon: str = "",
    note: str = "",
    back: bool = True,
    width: float = 0,
    backdrop: bool = True,
) -> Iterator[Rect]:
    """The frame of a whole-screen page: way back, title, language and settings; yields the body.

    `width` limits the body, centred, so that lines of text do not grow too long on a wide screen.
    """
    w = words(ui)
    area = ui.screen.inset(MARGIN)
    if width and area.w > width:
        area = Rect(area.cx - width / 2, area.y, width, area.h)
    height = max(ui.control_h, ui.line_h("title"))
    head, body = area.split_top(height, gap=14)
    bar = Rect(head.x, head.cy - ui.control_h / 2, head.w, ui.control_h)
    if backdrop and ui.theme.name != "contrast":
        draw_backdrop(ui, FAINT, words_left=False)
    with ui.group(title, ui.screen):
        x = head.x
        if back:
            button = Action("back", w("scenes.back"), "arrow-left", "quiet")
            wide = action_width(ui, button)
            spot = Rect(x, bar.y, wide, bar.h)
            if ui.button("back", spot, button.text, icon=button.icon, kind="quiet", tip=w("kit.key.esc")):
                scene.app.pop()
            x += wide + 12
        right = corner(scene, ui, bar, w)
        room = Rect(x, head.y, max(0.0, right - 14 - x), head.h)
        if icon:
            size = ui.line_h("title") * 0.8
            ui.icon(Rect(room.x, room.cy - size / 2, size, size), icon, colour="accent_text")
            room = room.pad(left=size + 12)
        ui.label(room, title, "title", role="heading", ellipsis=True)
        if note:
            left = min(ui.text_w(title, "title") + 16, room.w)
            spot = room.pad(left=left)
            if spot.w > 60:
                ui.label(spot, note, "small", colour="muted", ellipsis=True)
        yield body


def corner(scene: GameScene, ui: Ui, bar: Rect, w: Words) -> float:
    """Language, settings and help in the upper right corner; returns their left edge."""
    side = bar.h
    x = bar.right
    for name, icon in (("help", "circle-question-mark"), ("settings", "settings")):
        x -= side
        spot = Rect(x, bar.y, side, side)
        label = f"{w(f'scenes.corner.{name}')} ({key_label(ui.key(name), ui.tr)})"
        if ui.button(f"corner-{name}", spot, "", icon=icon, kind="quiet", label=label):
            scene.app.push(scene.session.scene(name))
        x -= 4
    other = short_name(next_language(ui.language))
    wide = ui.text_w(other) + 20 + ui.line_h() * 0.82 + 8
    x -= wide
    key = key_label(ui.key("language"), ui.tr)
    if ui.button(
        "corner-language",
        Rect(x, bar.y, wide, side),
        other,
        icon="languages",
        kind="quiet",
        tip=f"{w('rooms.language')} ({key})",
    ):
        scene.switch_language()
    return x
