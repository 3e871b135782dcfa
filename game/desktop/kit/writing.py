"""Text on the screen: single lines, wrapped text, inline pictures, with every misfit recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from .core import UiCore
from .geometry import Rect
from .text import Span, picture_height
from .theme import STYLES, Colour, mix

Align = Literal["left", "center", "right"]
VAlign = Literal["top", "middle", "bottom"]

OPTICAL_LIFT = 0.06  # of the font size: Noto's line box has more room above the letters than below


class Writing(UiCore):
    """Adds `put_text` and `put_lines` to the core."""

    def put_text(
        self,
        rect: Rect,
        text: str,
        style: str = "body",
        colour: str | Colour = "text",
        align: Align = "left",
        valign: VAlign = "middle",
        wid: str = "",
        ellipsis: bool = False,
        weight: str | None = None,
    ) -> bool:
        """One line of plain text in `rect`; True if it had to be cut with an ellipsis."""
        face = weight or STYLES[style].weight
        size = self.font_px(style)
        room = self.px(rect.w)
        shown, cut = text, False
        width = self.fonts.width(text, face, size)
        if width > room + 1:
            if not ellipsis:
                self.overflow(wid, text, width / self.scale, rect.w)
            shown, cut = self.fonts.fit(text, face, size, room), True
            width = self.fonts.width(shown, face, size)
        if not shown:
            return cut
        image = self.fonts.image(shown, face, size, self.theme.colour(colour))
        x, y, w, h = self.box(rect)
        left = x + {"left": 0, "center": (w - width) // 2, "right": w - width}[align]
        height = image.get_height()
        line = round(size * STYLES[style].leading)
        lift = round(size * OPTICAL_LIFT)
        top = (
            y
            + {"top": (line - height) // 2, "middle": (h - height) // 2, "bottom": h - (line + height) // 2}[
                valign
            ]
        )
        if size * 1.15 > h + 1:
            self.overflow(wid, text, size * 1.15 / self.scale, rect.h)
        self.surface.blit(image, (left, top - lift))
        return cut

    def put_lines(
        self,
        rect: Rect,
        text: str,
        style: str = "body",
        colour: str | Colour = "text",
        align: Align = "left",
        wid: str = "",
        markup: bool = False,
        valign: VAlign = "top",
        strong_colour: str | Colour | None = None,
        on_link: Callable[[str, Rect, int], None] | None = None,
    ) -> float:
        """Wrapped text in `rect`; returns its height. Lines that do not fit are recorded and not drawn.

        `on_link` gets the name, the place and the base line in pixels of every linked stretch; without it
        links only explain themselves.
        """
        face, size = STYLES[style].weight, self.font_px(style)
        lines = self.fonts.wrap(text, face, size, self.px(rect.w), markup)
        step = self.line_h(style)
        needed = len(lines) * step
        slack = step - size * 1.15 / self.scale
        if needed - slack > rect.h + 1:
            self.overflow(wid, text, needed, rect.h)
        ink = self.theme.colour(colour)
        strong = self.theme.colour(strong_colour) if strong_colour else ink
        offset = {"top": 0.0, "middle": max(0.0, rect.h - needed) / 2, "bottom": max(0.0, rect.h - needed)}[
            valign
        ]
        lift = round(size * OPTICAL_LIFT)
        for number, line in enumerate(lines):
            top = rect.y + offset + number * step
            if top + step - slack > rect.bottom + 1 and number:
                break
            width = line.width / self.scale
            if width > rect.w + 2:
                self.overflow(wid, text, width, rect.w)
            left = self.px(rect.x) + {"left": 0, "center": (self.px(rect.w) - line.width) // 2}.get(
                align, self.px(rect.w) - line.width
            )
            middle = self.px(top) + round(step * self.scale) // 2
            for piece in line.pieces:
                if piece.icon:
                    self._inline_picture(piece.icon, left + piece.x, middle, size, ink)
                elif piece.text:
                    weight = "bold" if piece.bold else face
                    image = self.fonts.image(piece.text, weight, size, strong if piece.bold else ink)
                    self.surface.blit(image, (left + piece.x, middle - image.get_height() // 2 - lift))
            for span in line.links:
                if on_link is not None:
                    x, wide = (left + span.x) / self.scale, span.width / self.scale
                    on_link(span.link, Rect(x, top, wide, step), middle + round(size * 0.5))
                    continue
                self._link(span, left, middle + round(size * 0.5), Rect(rect.x, top, rect.w, step), ink, wid)
        return needed

    def _link(self, span: Span, left: int, base: int, line: Rect, ink: Colour, wid: str) -> None:
        """A dotted line under a word that explains itself; a click on it goes to what lies below."""
        area = Rect((left + span.x) / self.scale, line.y, span.width / self.scale, line.h)
        over = self._mouse_reaches(area)
        tip = self.explain(span.link) if over else None
        colour = self.theme.accent_text if tip is not None else mix(ink, self.theme.panel, 0.55)
        thick, x = max(1, self.px(1)), left + span.x
        for dot in range(0, span.width, 3 * thick):
            self.painter.rect((x + dot, base, min(2 * thick, span.width - dot), thick), colour)
        if tip is not None:
            self.state.tip = (f"{wid}/{span.link}", tip, area, False)

    def _inline_picture(self, name: str, x: int, middle: int, size: int, ink: Colour) -> None:
        height = picture_height(size)
        if name.startswith("flag:"):
            image = self.images.flag(name[5:], round(height * 4 / 3), height)
        else:
            image = self.images.icon(name, height, ink)
        if image is None:
            return
        top = middle - image.get_height() // 2
        self.surface.blit(image, (x, top))
        if name.startswith("flag:"):
            frame = (x, top, image.get_width(), image.get_height())
            self.painter.box(frame, 1, None, mix(self.theme.border_strong, self.theme.panel, 0.4))
