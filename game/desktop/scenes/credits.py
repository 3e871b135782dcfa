"""Credits: whose fonts, icons, flags and maps these are, and under which licence."""

from __future__ import annotations

from game.paths import assets_dir

from ..kit import Flow, Ui
from .base import GameScene, Words, page, paragraph, words

__all__ = ["Credits"]

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
        with page(self, ui, w("scenes.credits.title"), icon="scroll-text", width=900) as body:
            inside = ui.panel(body)
            with ui.scroll("credits", inside.inset(-6), label=w("scenes.credits.title"), padding=6) as area:
                flow = Flow(area, gap=10)
                for part in PARTS:
                    title, text = w(f"scenes.credits.{part}"), w(f"scenes.credits.{part}_text")
                    paragraph(ui, flow, f"[[{ICONS[part]}]] **{title}**\n{text}")
                where = w("scenes.credits.licences", folder=str(assets_dir() / "licences"))
                paragraph(ui, flow, where, "small", "muted")
