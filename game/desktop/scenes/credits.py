"""Credits: whose fonts, icons, flags and maps these are, and under which licence."""

from __future__ import annotations

from ..kit import Flow, Ui
from .base import GameScene, Words, leaf, page, paragraph, rows_of, words

__all__ = ["Credits"]

FOLDER = "assets/licences"
PARTS = ("game", "font", "icons", "flags", "map", "data", "libraries")
ICONS = {
    "game": "magnet",
    "font": "type",
    "icons": "sparkles",
    "flags": "flag",
    "map": "map",
    "data": "table",
    "libraries": "package",
}


class Credits(GameScene):
    """Short and true; the licences themselves lie beside the files."""

    def name(self, w: Words) -> str:
        return w("scenes.credits.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        wide = 1200 * max(1.0, ui.text_scale)
        with (
            page(self, ui, w("scenes.credits.title"), icon="scroll-text", width=wide) as body,
            leaf(ui, "credits", body, w("scenes.credits.title"), gap=14) as flow,
        ):
            for row in rows_of(ui, flow, PARTS, 420):
                columns = [Flow(spot, 0) for spot in row.spots]
                for part, column in zip(row.items, columns, strict=False):
                    title, text = w(f"scenes.credits.{part}"), w(f"scenes.credits.{part}_text")
                    paragraph(ui, column, f"[[{ICONS[part]}]] **{title}**\n{text}")
                flow.y = max(column.y for column in columns) + flow.gap
            where = w("scenes.credits.licences", folder=FOLDER)
            paragraph(ui, flow, where, "small", "muted")
