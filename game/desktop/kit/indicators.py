"""Figures at a glance: progress, gauge, lamp, badge, and the figure that explains itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .charts.lines import LineCharts
from .draw import Canvas
from .geometry import Rect
from .state import TipLike, with_title
from .theme import RADIUS_SMALL, Colour, Tone, mix

SWEEP = (math.radians(150), math.radians(390))
TONE_SHAPES: dict[Tone, str] = {
    "good": "check",
    "bad": "x",
    "warn": "triangle-alert",
    "info": "info",
    "accent": "star",
}


class Indicators(LineCharts):
    """Widgets that only show something; with a `tip` they can be pointed at and focused."""

    def progress(
        self,
        rect: Rect,
        share: float,
        *,
        label: str = "",
        text: str = "",
        tone: Tone = "accent",
        marks: Sequence[float] = (),
        tip: TipLike | None = None,
        name: str = "",
    ) -> None:
        """A bar filled to `share` (0 to 1), text at its right; `marks` are shares with a tick (gates)."""
        wid = self.full_id(name or label or "progress")
        self.touch(rect)
        text_w = self.text_w(text, "small") + 10 if text else 0.0
        track = Rect(rect.x, rect.cy - 4, max(8.0, rect.w - text_w), 8)
        theme = self.theme
        share = min(1.0, max(0.0, share))
        self.painter.box(self.box(track), self.px(4), theme.field, theme.border)
        colour = theme.accent if tone == "accent" else theme.tone(tone)
        if share > 0:
            self.painter.box(
                self.box(Rect(track.x, track.y, max(8.0, track.w * share), 8)), self.px(4), colour
            )
        for mark in marks:
            x = track.x + track.w * mark
            ink = theme.on_accent if mark < share else theme.border_strong
            self.painter.rect((self.px(x), self.px(track.y + 2), max(1, self.px(1.5)), self.px(4)), ink)
        if text:
            self.put_text(rect, text, "small", "muted", "right", wid=wid)
        if tip is not None:
            self._explained(wid, rect, tip)
        self.note(
            "progress", label, value=text or f"{share:.0%}", hint=tip, wid=wid if tip else "", rect=rect
        )

    def gauge(
        self,
        name: str,
        rect: Rect,
        value: float,
        low: float,
        high: float,
        *,
        label: str = "",
        text: str = "",
        bands: Sequence[tuple[float, Tone]] = (),
        tip: TipLike | None = None,
    ) -> None:
        """A dial from `low` to `high`. `bands` are (upper end, tone), rising; the dial takes its band's tone.

        The figure stands in the middle, the label below; a small sign repeats the tone for those who cannot
        tell the colours.
        """
        wid = self.full_id(name)
        self.touch(rect)
        line = self.line_h("small")
        radius = max(16.0, min(rect.w / 2 - 4, (rect.h - line - 8) / 1.5, 96.0))
        top = rect.cy - (radius * 1.5 + line + 6) / 2
        centre = (rect.cx, top + radius)
        share = min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.0
        tone: Tone = next((t for upper, t in bands if value <= upper), bands[-1][1] if bands else "accent")
        colour = self.theme.accent if tone == "accent" else self.theme.tone(tone)
        start = low
        self._arc(centre, radius, 7, 0.0, 1.0, mix(self.theme.field, self.theme.border, 0.7))
        for upper, band_tone in bands:
            a, b = (start - low) / (high - low), (min(upper, high) - low) / (high - low)
            self._arc(centre, radius - 9.5, 2, a + 0.006, b - 0.006, self.theme.tone(band_tone))
            start = upper
        glide = self.animate(f"{wid}/needle", share, 0.5)
        if glide > 0:
            self._arc(centre, radius, 7, 0.0, glide, colour)
        style = "title" if radius >= 44 else "strong"
        if radius >= 24:
            spot = Rect(rect.x, centre[1] - radius * 0.42, rect.w, radius * 0.84)
            self.put_text(spot, text or f"{value:g}", style, "text", "center", wid=wid)
        if tone in TONE_SHAPES and bands:
            size = min(16.0, radius * 0.34)
            self.icon(
                Rect(rect.cx - size / 2, centre[1] + radius * 0.36, size, size),
                TONE_SHAPES[tone],
                colour=colour,
            )
        spot = Rect(rect.x, top + radius * 1.5 + 6, rect.w, line)
        if self.put_text(spot, label, "small", "muted", "center", wid=wid, ellipsis=True):
            tip = with_title(tip, label)
        if tip is not None:
            self._explained(wid, rect, tip)
        self.note("gauge", label, value=text or f"{value:g}", hint=tip, wid=wid, rect=rect)

    def _arc(
        self, centre: tuple[float, float], radius: float, width: float, a: float, b: float, colour: Colour
    ) -> None:
        if b <= a:
            return
        x, y = round(centre[0] * self.scale), round(centre[1] * self.scale)
        r, thick = radius * self.scale, width * self.scale
        half = math.ceil(r) + 3
        start, end = (SWEEP[0] + (SWEEP[1] - SWEEP[0]) * s for s in (a, b))
        start, end = round(start, 3), round(end, 3)

        def draw(canvas: Canvas) -> None:
            canvas.arc((half, half), r, thick, start, end)

        image = self.painter.shape(("arc", r, thick, start, end), (2 * half, 2 * half), colour, draw)
        self.surface.blit(image, (x - half, y - half))

    def lamp(
        self,
        name: str,
        rect: Rect,
        level: float,
        *,
        label: str = "",
        text: str = "",
        tone: Tone = "accent",
        tip: TipLike | None = None,
    ) -> None:
        """A light that dims as `level` falls from 1 to 0, with halo and sign; the words say it again."""
        wid = self.full_id(name)
        self.touch(rect)
        level = self.animate(f"{wid}/level", min(1.0, max(0.0, level)), 0.6)
        step = round(level * 20) / 20
        words = self.line_h("small") if label else 0.0
        size = min(rect.w, rect.h - words)
        x, y = rect.cx * self.scale, (rect.y + size / 2) * self.scale
        full = self.theme.accent if tone == "accent" else self.theme.tone(tone)
        radius = size * 0.3 * self.scale
        self.painter.glow((x, y), round(radius * 1.75), full, round(150 * step))
        self.painter.disc((x, y), round(radius, 1), mix(self.theme.field, full, 0.12 + 0.88 * step))
        self.painter.ring(
            (x, y), round(radius, 1), max(1.0, self.px(1.5)), mix(self.theme.border_strong, full, step)
        )
        icon_size = size * 0.32
        ink = self.theme.on_accent if step > 0.5 else self.theme.muted
        self.icon(
            Rect(rect.cx - icon_size / 2, rect.y + size / 2 - icon_size / 2, icon_size, icon_size),
            "zap" if step > 0.05 else "x",
            colour=ink,
        )
        spot = Rect(rect.x, rect.y + size, rect.w, words)
        if label and self.put_text(spot, label, "small", "muted", "center", wid=wid, ellipsis=True):
            tip = with_title(tip, label)
        if tip is not None:
            self._explained(wid, rect, tip)
        self.note("lamp", label, value=text or f"{level:.0%}", hint=tip, wid=wid, rect=rect)

    def badge(
        self, rect: Rect, text: str, *, tone: Tone = "neutral", icon: str = "", align: str = "left"
    ) -> float:
        """A pill with a short text, as wide as it needs; returns its width. The icon repeats the tone."""
        self.touch(rect)
        height = min(rect.h, self.line_h("caption") + 5)
        size = height * 0.62
        lead = size + 5 if icon else 0.0
        width = self.text_w(text, "caption") + lead + 18
        x = {"left": rect.x, "right": rect.right - width}.get(align, rect.cx - width / 2)
        pill = Rect(x, rect.cy - height / 2, width, height)
        ink = self.theme.tone(tone)
        self.painter.box(
            self.box(pill),
            self.px(height / 2),
            mix(self.theme.panel, ink, 0.16),
            mix(self.theme.panel, ink, 0.45),
        )
        if icon:
            self.icon(Rect(pill.x + 8, pill.cy - size / 2, size, size), icon, colour=ink)
        self.put_text(pill.pad(left=9 + lead, right=8), text, "caption", ink, wid=text)
        self.note("badge", text, rect=pill)
        return width

    def delta(
        self, rect: Rect, text: str, direction: int, *, tone: Tone = "neutral", style: str = "small"
    ) -> float:
        """A change with an arrowhead up, down or none, right-aligned; returns its width."""
        colour = self.theme.tone(tone)
        words = self.text_w(text, style)
        self.put_text(rect, text, style, colour, "right", wid=text)
        if direction:
            r = self.arrow_w * 0.3
            x, y = (rect.right - words - self.arrow_w * 0.62) * self.scale, rect.cy * self.scale
            tip, base = (-r * self.scale, r * 0.7 * self.scale)
            up = 1 if direction > 0 else -1
            half = r * self.scale
            self.painter.polygon(
                [(x, y + up * tip), (x + half, y + up * base), (x - half, y + up * base)], colour
            )
        return words + (self.arrow_w if direction else 0.0)

    @property
    def arrow_w(self) -> float:
        """Room for the arrowhead of a change."""
        return 14.0 * self.text_scale**0.7

    def figure(
        self,
        name: str,
        rect: Rect,
        label: str,
        value: str,
        *,
        unit: str = "",
        change: str = "",
        direction: int = 0,
        tone: Tone = "neutral",
        icon: str = "",
        spark: Sequence[float] = (),
        tip: TipLike | None = None,
    ) -> bool:
        """A figure with its name, unit, last change and recent course; its `tip` tells the causes.

        True when it was clicked (to open what lies behind it).
        """
        wid = self.full_id(name)
        found = self.interact(wid, rect, tip=tip)
        theme = self.theme
        glow = round(self.animate(f"{wid}/glow", 1.0 if found.hovered else 0.0) * 10) / 10
        if glow:
            self.painter.box(self.box(rect), self.px(RADIUS_SMALL), mix(theme.panel, theme.hover, 0.6 * glow))
        inner = rect.inset(8, 4)
        head_h, value_h = self.line_h("small"), self.line_h("figure")
        top = inner.cy - (head_h + value_h) / 2
        head = Rect(inner.x, top, inner.w, head_h)
        row = Rect(inner.x, top + head_h, inner.w, value_h)
        if icon:
            size = head_h * 0.78
            self.icon(Rect(head.x, head.cy - size / 2, size, size), icon, colour="muted")
            head = head.pad(left=size + 6)
        self.put_text(head, label, "small", "muted", wid=wid, ellipsis=True)
        self.put_text(row, value, "figure", "text", wid=wid)
        x = row.x + self.text_w(value, "figure") + 5
        if unit:
            self.put_text(Rect(x, row.y, max(0.0, row.right - x), row.h + 3), unit, "small", "muted", wid=wid)
            x += self.text_w(unit, "small") + 8
        if change:
            need = self.text_w(change, "small") + self.arrow_w + 2
            self.delta(
                Rect(x, row.y, min(max(need, 0.0), max(0.0, row.right - x)), row.h + 3),
                change,
                direction,
                tone=tone,
            )
            x += need + 8
        if len(spark) > 1 and row.right - x > 30:
            width = min(90.0, row.right - x)
            self.sparkline(Rect(row.right - width, row.y + 2, width, row.h - 4), spark, tone="neutral")
        if found.focused:
            self.focus_ring(rect)
        said = " ".join(p for p in (value, unit, change) if p)
        self.note("figure", label, value=said, hint=tip, wid=wid, rect=rect)
        return found.clicked
