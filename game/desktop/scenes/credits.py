"""Credits: whose fonts, icons, flags and maps these are, and under which licence."""

from __future__ import annotations

from ..kit import Flow, Rect, Ui
from .base import GameScene, Words, leaf, page, rows_of, words

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
            halves = {"left": PARTS[: -(-len(PARTS) // 2)], "right": PARTS[-(-len(PARTS) // 2) :]}
            for row in rows_of(ui, flow, list(halves), 420):
                columns = [Flow(spot, 0) for spot in row.spots]
                for half, column in zip(row.items, columns, strict=False):
                    for part in halves[half]:
                        _title(ui, column, ICONS[part], w(f"scenes.credits.{part}"))
                        _plain(ui, column, w(f"scenes.credits.{part}_text"))
                        column.skip(flow.gap)
                flow.y = max(column.y for column in columns)
            _plain(ui, flow, w("scenes.credits.licences", folder=FOLDER), "small", "muted")


def _title(ui: Ui, flow: Flow, icon: str, text: str) -> None:
    """A heading behind its sign."""
    size = ui.line_h("strong") * 0.8
    strip = flow.next(ui.text_h(text, flow.area.w - size - 9, "strong"))
    ui.icon(Rect(strip.x, strip.y + (ui.line_h("strong") - size) / 2, size, size), icon, colour="accent_text")
    ui.label(strip.pad(left=size + 9), text, "strong", role="heading", wrap=True)


def _plain(ui: Ui, flow: Flow, text: str, style: str = "body", colour: str = "text") -> None:
    """A paragraph whose words mean what they say: these licences let nobody export anything."""
    ui.label(flow.next(ui.text_h(text, flow.area.w, style)), text, style, colour=colour, wrap=True)
