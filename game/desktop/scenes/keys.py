"""The player's own keys: choose an action, press the key that is to do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from ..keymap import ACTIONS, KeyAction, bindings, by_id, taken_by
from ..kit import Flow, Rect, Ui
from ..kit.keys import combination
from ..kit.keys import label as key_label
from .base import Action, GameScene, Words, button_bar, headline, leaf, page, paragraph, rows_of, words

if TYPE_CHECKING:
    from ..session import Session

__all__ = ["Keys"]


class Keys(GameScene):
    """Actions in two columns, each with its key; one of them may be waiting for a key."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.waiting = ""
        self.trouble = ""

    def name(self, w: Words) -> str:
        return w("scenes.keys.title")

    @property
    def grabs_keys(self) -> bool:  # type: ignore[override]
        return bool(self.waiting)

    # drawing -----------------------------------------------------------------------------------------------

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        title = w("scenes.keys.title")
        with page(self, ui, title, icon="keyboard", width=1240 * max(1.0, ui.text_scale)) as body:
            rest, foot = body.split_bottom(ui.control_h + 4, gap=12)
            with leaf(ui, "keys", rest, title, grows=False) as flow:
                paragraph(ui, flow, w("scenes.keys.intro"), "body", "muted")
                desk = [action for action in ACTIONS if action.desk]
                half = -(-len(desk) // 2)
                everywhere = [action for action in ACTIONS if not action.desk]
                parts = {"everywhere": everywhere, "desk": desk[:half], "desk_too": desk[half:]}
                names = {part: w(f"scenes.keys.{part}") for part in ("everywhere", "desk")}
                for row in rows_of(ui, flow, list(parts), 350):
                    columns = [Flow(spot, 8) for spot in row.spots]
                    for part, column in zip(row.items, columns, strict=False):
                        if part in names:
                            headline(ui, column, names[part])
                        elif len(row.items) > 1:  # it goes on beside
                            column.skip(ui.text_h(names["desk"], column.area.w, "heading") + column.gap)
                        for action in parts[part]:
                            self._line(ui, w, column, action)
                    flow.y = max(column.y for column in columns) + 4
            same = "" if self.session.preferences.keys else w("scenes.none")
            default = Action("default", w("scenes.keys.default"), "rotate-ccw", disabled=same)
            if button_bar(ui, foot, [default]):
                self._keep(ui, {})
            if self.trouble:
                ui.label(foot.pad(left=foot.w * 0.4), self.trouble, "small", colour="warn", wrap=True)

    def _line(self, ui: Ui, w: Words, column: Flow, action: KeyAction) -> None:
        """What the action does, its key, and a button that waits for another one."""
        said = w(action.text)
        text = said[:1].upper() + said[1:]
        wide = max(120.0 * max(1.0, ui.text_scale), ui.text_w(w("scenes.keys.press")) + 30)
        strip = column.next(max(ui.control_h, ui.text_h(text, column.area.w - wide - 12)))
        left, right = strip.split_right(min(wide, strip.w * 0.5), gap=12)
        ui.label(left.centred(left.w, ui.text_h(text, left.w)), text, wrap=True)
        spot = Rect(right.x, right.cy - ui.control_h / 2, right.w, ui.control_h)
        waits = self.waiting == action.id
        shown = w("scenes.keys.press") if waits else key_label(ui.key(action.id), ui.tr)
        label = f"{text}: {shown}. {w('scenes.keys.change')}"
        if ui.button(f"key-{action.id}", spot, shown, selected=waits, label=label):
            self.waiting, self.trouble = "" if waits else action.id, ""

    # choosing ----------------------------------------------------------------------------------------------

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type != pygame.KEYDOWN or not self.waiting:
            return super().handle(event)
        if event.key == pygame.K_ESCAPE:
            self.waiting = ""
        elif event.key not in MODIFIER_KEYS:
            self._choose(event)
        return True

    def _choose(self, event: pygame.event.Event) -> None:
        ui, w = self.app.ui, words(self.app.ui)
        key = combination(event.key, event.mod)
        if not key:
            self.trouble = w("scenes.keys.unknown")
            return
        shown, taken = key_label(key, ui.tr), taken_by(key, self.session.preferences.keys, self.waiting)
        if taken == "fixed":
            self.trouble = w("scenes.keys.fixed", key=shown)
        elif taken:
            self.trouble = w("scenes.keys.taken", key=shown, action=w(by_id(taken).text))
        else:
            self._keep(ui, {**self.session.preferences.keys, self.waiting: key})
            self.waiting = self.trouble = ""

    def _keep(self, ui: Ui, keys: dict[str, str]) -> None:
        """Keep the choice; a key that is the default again needs none."""
        kept = {name: key for name, key in keys.items() if by_id(name).default != key}
        self.session.prefer(keys=kept)
        ui.bindings = bindings(kept)
        self.trouble = ""


MODIFIER_KEYS = frozenset(
    getattr(pygame, f"K_{side}{name}")
    for side in "LR"
    for name in ("SHIFT", "CTRL", "ALT", "META", "SUPER")
    if hasattr(pygame, f"K_{side}{name}")
) | {pygame.K_CAPSLOCK, pygame.K_NUMLOCK}
