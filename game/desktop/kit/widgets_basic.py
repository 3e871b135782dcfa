"""Panels, labels, rich text, pictures and buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pygame

from .geometry import Rect
from .keys import label as key_label
from .state import Interaction, TipLike
from .text import parse_markup
from .theme import PADDING, RADIUS, RADIUS_SMALL, Colour, mix
from .writing import Align, VAlign, Writing

ButtonKind = Literal["primary", "secondary", "quiet", "danger"]


class BasicWidgets(Writing):
    """Widgets without a value of their own."""

    def focus_ring(self, rect: Rect, radius: float = RADIUS_SMALL) -> None:
        """The two-unit outline round the focused widget."""
        width = max(2, self.px(2))
        self.painter.box(self.box(rect.inset(-3)), self.px(radius + 3), None, self.theme.focus, width)

    def panel(
        self,
        rect: Rect,
        title: str = "",
        *,
        icon: str = "",
        fill: str | Colour = "panel",
        padding: float = PADDING,
        note: str = "",
    ) -> Rect:
        """A rounded surface with an optional heading (and a quiet note at its right); returns the inside."""
        self.touch(rect)
        thin = max(1, self.px(1))
        colour = self.theme.colour(fill)
        self.painter.box(self.box(rect), self.px(RADIUS), colour, self.theme.border, thin)
        inside = rect.inset(padding)
        if not title:
            return inside
        lead = self.line_h("heading") * 0.78 + 8 if icon else 0.0
        note_w = self.text_w(note, "small") + 12 if note else 0.0
        if note_w and self.text_w(title, "heading") + lead + note_w > inside.w:
            note_w = 0.0  # the title matters more; the note stays in the description
        room = inside.w - lead - note_w
        head, rest = inside.split_top(self.text_h(title, room, "heading"), gap=8)
        if icon:
            size = self.line_h("heading") * 0.78
            top = head.y + (self.line_h("heading") - size) / 2
            self.icon(Rect(head.x, top, size, size), icon, colour="muted")
        self.put_lines(Rect(head.x + lead, head.y, room, head.h), title, "heading", wid=title)
        self.note("heading", title, rect=head)
        if note_w:
            side = Rect(head.right - note_w, head.y, note_w, self.line_h("heading"))
            self.put_text(side, note, "small", "muted", "right", wid=note)
        if note:
            self.note("text", note, rect=head)
        return rest

    def label(
        self,
        rect: Rect,
        text: str,
        style: str = "body",
        *,
        colour: str | Colour = "text",
        align: Align = "left",
        valign: VAlign = "middle",
        wrap: bool = False,
        ellipsis: bool = False,
        tip: TipLike | None = None,
        name: str = "",
        role: str = "text",
    ) -> float:
        """Plain text, on one line or wrapped; returns the height used.

        With `ellipsis` a text that is too long ends in "…" and shows itself in full as a tooltip; without it,
        it is recorded as an overflow. A `tip` makes the label focusable, so that the keyboard reaches it too.
        """
        self.touch(rect)
        wid = self.full_id(name or text)
        if wrap:
            used = self.put_lines(rect, text, style, colour, align, wid, valign="top")
            self.touch(Rect(rect.x, rect.y, rect.w, used))
        else:
            used = self.line_h(style)
            if self.put_text(rect, text, style, colour, align, valign, wid, ellipsis) and tip is None:
                tip = text
        if tip is not None:
            self._explained(wid, rect, tip)
        self.note(role, text, hint=tip if tip != text else None, wid=wid if name or tip else "", rect=rect)
        return used

    def _explained(self, wid: str, rect: Rect, tip: TipLike) -> Interaction:
        """Make a picture or text that has an explanation answer to pointer and focus."""
        found = self.interact(wid, rect, activates=False, tip=tip)
        if found.focused:
            self.focus_ring(rect, 4)
        return found

    def heading(
        self, rect: Rect, text: str, style: str = "heading", *, colour: str | Colour = "text"
    ) -> None:
        """A heading: on one line, or wrapped where `rect` has room for more."""
        wrap = rect.h >= 1.5 * self.line_h(style)
        self.label(rect, text, style, colour=colour, role="heading", wrap=wrap)

    def rich(
        self,
        rect: Rect,
        text: str,
        style: str = "body",
        *,
        colour: str | Colour = "text",
        align: Align = "left",
        strong_colour: str | Colour | None = None,
        name: str = "",
        follow: Callable[[str], None] | None = None,
    ) -> float:
        """Wrapped text with `**bold**`, `[[icon]]`, `[[flag:nation]]` and links; returns its height.

        Words that the window's `linker` knows explain themselves under the pointer. With `follow` the links
        of the text itself, `[[name|words]]`, lead somewhere: each is a stop of the keyboard, and `follow` is
        called with the name of the one that was activated.
        """
        wid = self.full_id(name or text)
        links: dict[str, Interaction] = {}

        def linked(link: str, area: Rect, base: int) -> None:
            found = self._inline_link(f"{wid}/{link}", link, area, base, link not in links)
            links[link] = found if link not in links or found.clicked else links[link]

        said = self.linker(text) if follow is None else text
        on_link = None if follow is None else linked
        used = self.put_lines(
            rect,
            said,
            style,
            colour,
            align,
            wid,
            markup=True,
            strong_colour=strong_colour,
            on_link=on_link,
        )
        self.touch(Rect(rect.x, rect.y, rect.w, used))
        self.note("text", text, wid=wid if name else "", rect=rect)
        words = {run.link: run.text for run in parse_markup(text) if run.link}
        for link, found in links.items():
            self.note("link", words[link], hint=self.explain(link), wid=f"{wid}/{link}", rect=rect)
            if found.clicked and follow is not None:
                follow(link)
        return used

    def _inline_link(self, wid: str, link: str, area: Rect, base: int, first: bool) -> Interaction:
        """A link inside a text; what is left of it on a second line can be clicked, but is no second stop."""
        name = wid if first else f"{wid}/{round(area.y)}"
        found = self.interact(name, area, tip=self.explain(link), focusable=first)
        lit = found.hovered or found.focused
        ink = self.theme.accent_text if lit else self.theme.info
        x, _, wide, _ = self.box(area)
        self.painter.rect((x, base, wide, max(1, self.px(2 if lit else 1))), ink)
        if found.hovered:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(area, 4)
        return found

    def icon(
        self,
        rect: Rect,
        name: str,
        *,
        colour: str | Colour = "text",
        label: str = "",
        tip: TipLike | None = None,
    ) -> None:
        """An icon in the middle of `rect`; described only if it has a label of its own."""
        size = self.px(min(rect.w, rect.h))
        image = self.images.icon(name, size, self.theme.colour(colour))
        if image is not None:
            self.surface.blit(image, (self.px(rect.cx) - size // 2, self.px(rect.cy) - size // 2))
        self._picture(rect, label, tip)

    def flag(self, rect: Rect, nation: str, *, label: str = "", tip: TipLike | None = None) -> None:
        """A flag with a hair-line border, its proportions kept."""
        _, _, w, h = self.box(rect)
        image = self.images.flag(nation, w, h)
        if image is not None:
            left = self.px(rect.cx) - image.get_width() // 2
            top = self.px(rect.cy) - image.get_height() // 2
            self.surface.blit(image, (left, top))
            frame = (left, top, image.get_width(), image.get_height())
            self.painter.box(frame, self.px(2), None, mix(self.theme.border_strong, self.theme.panel, 0.4))
        self._picture(rect, label, tip)

    def _picture(self, rect: Rect, label: str, tip: TipLike | None) -> None:
        self.touch(rect)
        if tip is not None:
            self._explained(self.full_id(label or "picture"), rect, tip)
        if label:
            self.note("image", label, hint=tip, wid=self.full_id(label) if tip else "", rect=rect)

    def divider(self, rect: Rect) -> None:
        """A hair line across the middle of `rect`."""
        x, _, w, _ = self.box(rect)
        self.painter.rect((x, self.px(rect.cy), w, max(1, self.px(1))), self.theme.border)

    def painted(
        self, rect: Rect, key: tuple[object, ...], paint: Callable[[pygame.Surface, float], None]
    ) -> None:
        """A drawing of the caller's own, made once and reused while `key`, size, scale and theme stay.

        `paint(surface, scale)` gets a clear surface as large as `rect` in pixels.
        """
        x, y, w, h = self.box(rect)
        full = ("painted", *key, w, h, self.scale, self.theme.name)
        found = self.painter.inks.get(full)
        if found is None:
            surface = pygame.Surface((max(1, w), max(1, h)), pygame.SRCALPHA)
            paint(surface, self.scale)
            found = self.painter.inks.put(full, (surface, 0, 0))
        self.surface.blit(found[0], (x, y))
        self.touch(rect)

    # buttons -----------------------------------------------------------------------------------------------

    def button(
        self,
        name: str,
        rect: Rect,
        text: str,
        *,
        kind: ButtonKind = "secondary",
        icon: str = "",
        hotkey: str = "",
        disabled: bool | str = False,
        tip: TipLike | None = None,
        align: Align = "center",
        selected: bool = False,
        style: str = "",
        label: str = "",
    ) -> bool:
        """A push button; True when it was activated. A `disabled` text is the reason, shown as its tooltip.

        `text` may be empty if there is an icon; then `label` says what it does (description and tooltip).
        """
        wid = self.full_id(name)
        enabled = disabled is False
        hint = self._button_hint(disabled, tip, "" if text else label, hotkey)
        found = self.interact(
            wid, rect, enabled=enabled, focusable=enabled or isinstance(disabled, str), tip=hint
        )
        clicked = found.clicked or bool(enabled and hotkey and self.shortcut(hotkey))
        ink = self._button_face(rect, kind, found, enabled, selected, wid)
        self._button_content(rect, text, icon, ink, align, hotkey, style or _style_of(kind), wid, enabled)
        if found.hovered and enabled:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(rect)
        states = (*(() if enabled else ("disabled",)), *(("selected",) if selected else ()))
        self.note("button", text or label, state=states, hint=hint, wid=wid, rect=rect)
        return clicked

    def button_h(self, text: str, width: float, *, icon: str = "", style: str = "body") -> float:
        """Height of a button of that width: a control's, or more when its text takes several lines."""
        lead = self.line_h(style) * 0.82 + 8 if icon else 0.0
        if self.text_w(text, style) + lead <= width - 20:
            return self.control_h
        return max(self.control_h, self.text_h(text, max(1.0, width - 21 - lead), style) + 13)

    def _button_hint(
        self, disabled: bool | str, tip: TipLike | None, label: str, hotkey: str
    ) -> TipLike | None:
        if isinstance(disabled, str):
            return disabled
        if tip is None and label:
            tip = label
        if hotkey and isinstance(tip, str):
            return f"{tip}  ({key_label(hotkey, self.tr)})"
        if hotkey and tip is None:
            return key_label(hotkey, self.tr)
        return tip

    def _button_face(
        self, rect: Rect, kind: ButtonKind, found: Interaction, enabled: bool, selected: bool, wid: str
    ) -> Colour:
        """Draw the button's body; returns the colour of its text."""
        theme, box, radius = self.theme, self.box(rect), self.px(RADIUS_SMALL)
        glow = self.animate(f"{wid}/glow", 1.0 if found.hovered and enabled else 0.0)
        if not enabled:
            if kind != "quiet":
                self.painter.box(box, radius, mix(theme.panel, theme.raised, 0.5), theme.border)
            return theme.disabled
        if selected:
            self.painter.box(box, radius, theme.selected, mix(theme.selected, theme.on_selected, 0.25))
            return theme.on_selected
        if kind in ("primary", "danger"):
            top = theme.accent if kind == "primary" else mix(theme.danger, (255, 255, 255), 0.08)
            low = theme.accent_low if kind == "primary" else theme.danger
            lift = -0.12 if found.held else 0.16 * glow
            shade: Colour = (255, 255, 255) if lift >= 0 else (0, 0, 0)
            step = round(abs(lift) * 50) / 50
            edge = mix(top, (255, 255, 255), 0.25)
            self.painter.gradient_box(box, radius, mix(top, shade, step), mix(low, shade, step), edge)
            return theme.on_accent if kind == "primary" else theme.on_danger
        step = round(glow * 10) / 10
        rest = theme.raised if kind == "secondary" else theme.panel
        fill = theme.pressed if found.held else mix(rest, theme.hover, step)
        if kind == "secondary":
            self.painter.box(box, radius, fill, mix(theme.border, theme.border_strong, 0.35 + 0.65 * step))
        elif step > 0 or found.held:
            self.painter.box(box, radius, fill)
        return theme.text if kind == "secondary" else mix(theme.muted, theme.text, step)

    def _button_content(
        self,
        rect: Rect,
        text: str,
        icon: str,
        ink: Colour,
        align: Align,
        hotkey: str,
        style: str,
        wid: str,
        enabled: bool,
    ) -> None:
        side = 10.0 if text else 0.0
        inner = rect.inset(side, 0)
        size = min(self.line_h(style) * 0.82, rect.h)
        gap = 8.0 if text and icon else 0.0
        words = self.text_w(text, style) if text else 0.0
        lead = (size if icon else 0.0) + gap
        cap = self._keycap_width(hotkey) if hotkey and enabled else 0.0
        if cap and words + lead + cap + 12 > inner.w:
            cap = 0.0
        room = inner.w - (cap + 8 if cap else 0.0)
        two_lines = bool(text) and words + lead > room and rect.h >= 2 * self.line_h(style)
        start = inner.x
        if align == "center" and not two_lines:
            start = max(inner.x, inner.x + (room - words - lead) / 2)
        if icon:
            self.icon(Rect(start, rect.cy - size / 2, size, size), icon, colour=ink)
        area = Rect(start + lead, rect.y, max(0.0, inner.x + room - start - lead), rect.h)
        if two_lines:
            self.put_lines(area, text, style, ink, align, wid, valign="middle")
        elif text:
            self.put_text(area, text, style, ink, "left", wid=wid)
        if cap:
            self._keycap(Rect(inner.right - cap, rect.cy - 9, cap, 18), hotkey, ink)

    def _keycap_width(self, hotkey: str) -> float:
        return self.text_w(key_label(hotkey, self.tr), "caption") + 10

    def _keycap(self, rect: Rect, hotkey: str, ink: Colour) -> None:
        height = max(rect.h, self.line_h("caption"))
        rect = Rect(rect.x, rect.cy - height / 2, rect.w, height)
        self.painter.box(self.box(rect), self.px(4), None, ink)
        self.put_text(rect, key_label(hotkey, self.tr), "caption", ink, "center", wid=hotkey)

    def link(
        self, name: str, rect: Rect, text: str, *, style: str = "body", tip: TipLike | None = None
    ) -> bool:
        """Text that leads somewhere (a source, a sheet); True when activated."""
        wid = self.full_id(name)
        width = min(rect.w, self.text_w(text, style))
        area = Rect(rect.x, rect.y, width, rect.h)
        found = self.interact(wid, area, tip=tip)
        ink = self.theme.accent_text if found.hovered or found.focused else self.theme.info
        self.put_text(rect, text, style, ink, wid=wid)
        base = self.px(rect.cy) + self.font_px(style) // 2 + 1
        self.painter.rect(
            (self.px(area.x), base, self.px(width), max(1, self.px(1))), mix(ink, self.theme.panel, 0.45)
        )
        if found.hovered:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(area, 4)
        self.note("link", text, hint=tip, wid=wid, rect=area)
        return found.clicked


def _style_of(kind: ButtonKind) -> str:
    return "strong" if kind in ("primary", "danger") else "body"
