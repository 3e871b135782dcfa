"""The title: it asks the question, and the price of 2011 stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from ..kit import Flow, Rect, Ui
from .base import MARGIN, Action, GameScene, Words, action_height, action_width, corner, words
from .title_art import draw_backdrop, draw_spike

if TYPE_CHECKING:
    from game.play.record import Header

    from ..session import Session

__all__ = ["Title"]

DRAWING_SECONDS = 2.6


class Title(GameScene):
    """The first scene: the way into a game, and to everything beside it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.latest: Header | None = None
        self.drawn = 0.0

    def enter(self) -> None:
        super().enter()
        self.latest = self.session.latest_save()
        if self.app.ui.reduced_motion:
            self.drawn = 1.0

    def update(self, dt: float) -> bool | None:
        if self.drawn >= 1.0:
            return None
        self.drawn = min(1.0, self.drawn + dt / DRAWING_SECONDS)
        return True

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        draw_backdrop(ui)
        area = ui.screen.inset(MARGIN)
        bar, _ = area.split_top(ui.control_h)
        column = self._column(ui, w, area)
        with ui.group(w("scenes.title.name"), ui.screen):
            self._words(ui, w, column)
            corner(self, ui, bar, w)
        with ui.group(w("scenes.title.question").replace("\n", " "), ui.screen):
            self._spike(ui, w, column)

    # parts -------------------------------------------------------------------------------------------------

    def _column(self, ui: Ui, w: Words, area: Rect) -> Rect:
        wide = max(action_width(ui, action) for action in self._actions(w)) + 30
        return area.pad(left=34, top=20).split_left(min(area.w * 0.46, max(330.0, wide)))[0]

    def _spike(self, ui: Ui, w: Words, column: Rect) -> None:
        first = w("scenes.title.spike_start", price=27.56)
        caption = max(ui.text_w(line, "small") for line in first.split("\n"))
        left = column.right + max(40.0, caption - 24)
        axis = w("scenes.title.spike_axis")
        width = ui.screen.right - 70 - left
        top = ui.screen.h * 0.2
        foot = ui.line_h("caption") + ui.text_h(axis, width, "caption") + 24
        room = Rect(left, top, width, min(ui.screen.h * 0.62, ui.screen.bottom - foot - top))
        ease = 1 - (1 - self.drawn) ** 2
        captions = {
            27.56: w("scenes.title.spike_start", price=27.56),
            338.85: w("scenes.title.spike_peak", price=338.85),
            40.0: w("scenes.title.spike_end", price=40.0),
        }
        draw_spike(ui, room, ease, captions, axis)

    def _words(self, ui: Ui, w: Words, column: Rect) -> None:
        """Name, question and menu, scrolled together when the text is very large."""
        actions = self._actions(w)
        with ui.scroll("title", column.pad(left=-8), padding=8) as inside:
            flow = Flow(inside, gap=8)
            free = column.h - self._height(ui, w, inside.w, len(actions))
            flow.skip(max(0.0, free * 0.32))
            name = flow.next(ui.line_h("heading"))
            ui.label(name, w("scenes.title.name"), "heading", colour="accent_text", role="heading")
            self._question(ui, flow, w("scenes.title.question"))
            promise = w("scenes.title.promise")
            ui.label(
                flow.next(ui.text_h(promise, inside.w)), promise, colour="muted", wrap=True, name="promise"
            )
            flow.skip(max(14.0 if free > 0 else 6.0, free * 0.16))
            flow.gap = max(4.0, 8.0 + min(0.0, free - 8.0) / len(actions))  # a long menu moves together
            self._menu(ui, flow, w, actions)

    def _question_size(self, ui: Ui, text: str, width: float) -> int:
        """Pixels of the question: as large as its longest line allows."""
        size = round(46 * ui.text_scale * ui.scale)
        parts = text.split("\n")
        while size > 14 and max(ui.fonts.width(part, "bold", size) for part in parts) > ui.px(width):
            size -= 1
        return size

    def _question(self, ui: Ui, flow: Flow, text: str) -> None:
        size = self._question_size(ui, text, flow.area.w)
        for part in text.split("\n"):
            spot = flow.next(size * 1.16 / ui.scale - 8)
            image = ui.fonts.image(part, "bold", size, ui.theme.text)
            ui.surface.blit(image, (ui.px(spot.x), ui.px(spot.y)))
        flow.skip(18)
        ui.note("heading", text.replace("\n", " "), rect=flow.area)

    def _height(self, ui: Ui, w: Words, width: float, actions: int) -> float:
        size = self._question_size(ui, w("scenes.title.question"), width)
        lines = w("scenes.title.question").count("\n") + 1
        text = ui.line_h("heading") + lines * size * 1.16 / ui.scale
        text += ui.text_h(w("scenes.title.promise"), width) + 68
        extra = ui.line_h("small") if self.latest else 0
        return text + extra + actions * (ui.control_h + 8)

    def _actions(self, w: Words) -> list[Action]:
        found = [
            Action("first", w("scenes.title.first"), "graduation-cap", hotkey="f"),
            Action("campaign", w("scenes.title.campaign"), "route", hotkey="p"),
            Action("new", w("scenes.title.new"), "play", hotkey="n"),
            Action("load", w("scenes.title.load"), "folder-open", hotkey="l"),
            Action("settings", w("scenes.title.settings"), "settings", hotkey="s"),
            Action("help", w("scenes.title.help"), "book-open", hotkey="h"),
            Action("mods", w("mods.title"), "puzzle", hotkey="m"),
            Action("credits", w("scenes.title.credits"), "scroll-text"),
            Action("quit", w("scenes.title.quit"), "log-out"),
        ]
        if self.latest is None:
            found[0] = Action("first", w("scenes.title.first"), "graduation-cap", "primary", hotkey="f")
            return found
        found = [*found[1:3], found[0], *found[3:]]
        if self.latest.quarter >= self.latest.quarters:  # the last game is over: what comes next?
            found[0] = Action("campaign", w("scenes.title.campaign"), "route", "primary", hotkey="p")
            again = Action("continue", w("scenes.title.continue"), "play", hotkey="c")
            return [found[0], again, *found[1:]]
        return [Action("continue", w("scenes.title.continue"), "play", "primary", hotkey="c"), *found]

    def _menu(self, ui: Ui, flow: Flow, w: Words, actions: list[Action]) -> None:
        width = min(flow.area.w, max(action_width(ui, a) for a in actions) + 30)
        for action in actions:
            strip = flow.next(action_height(ui, action, width))
            spot = Rect(strip.x, strip.y, width, strip.h)
            kind = action.kind if action.kind == "primary" else "secondary"
            if ui.button(
                action.id,
                spot,
                action.text,
                icon=action.icon,
                kind=kind,
                hotkey=action.hotkey,
                align="left",
            ):
                self._choose(ui, action.id)
            if action.id == "continue" and self.latest is not None:
                said = w.text(self.session.describe_save(self.latest))
                spot = flow.next(ui.text_h(said, flow.area.w, "small", True))
                ui.rich(spot, said, "small", colour="muted", name="latest")

    def _choose(self, ui: Ui, action: str) -> None:
        if action == "continue" and self.latest is not None:
            trouble = self.session.open_save(self.app, self.latest.path)
            if trouble is not None:
                ui.toast(words(ui).text(trouble), "bad", 8)
        elif action == "first":
            trouble = self.session.begin_first(self.app)
            if trouble is not None:
                ui.toast(words(ui).text(trouble), "bad", 8)
        elif action == "quit":
            self.app.quit()
        else:
            self.app.push(self.session.scene(action))

    def handle(self, event: pygame.event.Event) -> bool:
        """A pack that is dragged onto the title is meant to be installed."""
        if event.type != pygame.DROPFILE:
            return super().handle(event)
        self.app.push(self.session.scene("mods"))
        pygame.event.post(event)
        return True

    def name(self, w: Words) -> str:
        return w("scenes.title.name")
