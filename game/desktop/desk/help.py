"""The list of keys."""

from __future__ import annotations

from game.desktop.kit import Flow, Ui
from game.desktop.kit.keys import label as key_label

from .words import Words

__all__ = ["help_dialog"]

KEYS = (
    ("e", "end"),
    ("r", "run"),
    ("ctrl+z", "undo"),
    ("ctrl+y", "redo"),
    ("t", "tray"),
    ("d", "levers"),
    ("1", "lever"),
    ("m", "map"),
    ("l", "timeline"),
    ("g", "gauges"),
    ("tab", "tab"),
    ("enter", "enter"),
    ("f9", "language"),
    ("f11", "fullscreen"),
)


def help_dialog(ui: Ui, w: Words) -> bool:
    """Draw the dialog; False when it is closed."""
    row = ui.line_h("body") + 6
    size = (480 * max(1.0, ui.text_scale * 0.9), len(KEYS) * (row + 2) + 100)
    with ui.dialog("keys", w("desk.keys.title"), size, icon="keyboard", footer=False) as dialog:
        wide = max(ui.text_w(_keys(key, ui), "strong") for key, _ in KEYS) + 8
        with ui.scroll("list", dialog.body) as area:
            flow = Flow(area, gap=2)
            for key, name in KEYS:
                left, right = flow.next(row).split_left(wide, gap=16)
                ui.label(left, _keys(key, ui), "strong", colour="accent_text")
                ui.label(right, w(f"desk.keys.{name}"), ellipsis=True)
    return not dialog.dismissed


def _keys(key: str, ui: Ui) -> str:
    return "1 – 5" if key == "1" else key_label(key, ui.tr)
