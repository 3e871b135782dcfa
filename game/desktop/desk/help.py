"""The list of keys over the desk."""

from __future__ import annotations

from game.desktop.kit import Flow, Ui
from game.desktop.kit.keys import label as key_label

from ..keymap import ACTIONS
from .words import Words

__all__ = ["OPENS", "help_dialog"]

OPENS = "?"
"""The key that opens the list."""


def help_dialog(ui: Ui, w: Words) -> bool:
    """Draw the dialog; False when it is closed."""
    rows = [(key_label(ui.key(action.id), ui.tr), w(action.text)) for action in ACTIONS]
    rows += [("1 – 5", w("desk.keys.lever"))]
    rows += [(key_label("tab", ui.tr), w("desk.keys.tab")), (key_label("enter", ui.tr), w("desk.keys.enter"))]
    rows += [(OPENS, w("desk.keys.title"))]
    row = ui.line_h("body") + 6
    size = (560 * max(1.0, ui.text_scale * 0.9), len(rows) * (row + 2) + 100)
    with ui.dialog("keys", w("desk.keys.title"), size, icon="keyboard", footer=False) as dialog:
        wide = max(ui.text_w(key, "strong") for key, _ in rows) + 8
        with ui.scroll("list", dialog.body) as area:
            flow = Flow(area, gap=2)
            for key, does in rows:
                left, right = flow.next(row).split_left(wide, gap=16)
                ui.label(left, key, "strong", colour="accent_text")
                ui.label(right, does, ellipsis=True)
    return not dialog.dismissed
