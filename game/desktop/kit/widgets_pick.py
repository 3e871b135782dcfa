"""Choosing one of several: tabs side by side, and a list that drops down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .geometry import Rect
from .scroll import ScrollWidgets
from .state import TipLike
from .theme import RADIUS_SMALL, mix

TAB_SLACK = 14.0
"""By so much a tab may be narrower than it likes to be."""


@dataclass(frozen=True)
class Tab:
    """One tab; `badge` is a short count or mark beside the text."""

    key: str
    text: str
    icon: str = ""
    badge: str = ""
    tip: TipLike | None = None
    disabled: str = ""


class PickWidgets(ScrollWidgets):
    """Tabs and the drop-down list; each returns the new key."""

    # tabs --------------------------------------------------------------------------------------------------

    def tabs(self, name: str, rect: Rect, tabs: Sequence[Tab], selected: str, *, fill: bool = False) -> str:
        """A row of tabs in one frame; arrows move between them once focused. Returns the selected key.

        With `fill` the tabs share the whole width equally. When the texts do not fit beside their icons, the
        icons are left out first; when they do not fit without them, the row becomes a drop-down list.
        """
        wid = self.full_id(name)
        self.touch(rect)
        icons = any(t.icon for t in tabs)
        widths = [self._tab_width(t, icons) for t in tabs]
        if sum(widths) > rect.w and icons:
            icons = False
            widths = [self._tab_width(t, icons) for t in tabs]
        spare = rect.w - sum(widths)
        if spare < -TAB_SLACK * len(tabs):
            return self._folded_tabs(name, rect, tabs, selected)
        if fill or spare < 0:
            widths = [w + spare / len(tabs) for w in widths]
        frame = Rect(rect.x, rect.y, sum(widths), rect.h)
        self.painter.box(self.box(frame), self.px(RADIUS_SMALL + 1), self.theme.field, self.theme.border)
        chosen, x = selected, rect.x
        parts: list[Rect] = []
        for width in widths:
            parts.append(Rect(x, rect.y, width, rect.h))
            x += width
        for tab, part in zip(tabs, parts, strict=True):
            if self._tab(f"{wid}/{tab.key}", part.inset(3), tab, tab.key == selected, icons):
                chosen = tab.key
        chosen = self._tab_arrows(wid, tabs, selected) or chosen
        return chosen

    def tabs_w(self, tabs: Sequence[Tab]) -> float:
        """Width that tabs take by themselves, with their icons."""
        return sum(self._tab_width(tab, True) for tab in tabs)

    def _folded_tabs(self, name: str, rect: Rect, tabs: Sequence[Tab], selected: str) -> str:
        """The same choice as a list, named after what can be chosen."""
        texts = [f"{tab.text}  {tab.badge}".rstrip() for tab in tabs]
        options = [(tab.key, text) for tab, text in zip(tabs, texts, strict=True)]
        refusals = {tab.key: tab.disabled for tab in tabs if tab.disabled}
        tip = next((tab.tip for tab in tabs if tab.key == selected), None)
        width = max(self.text_w(text) for text in texts) + self.line_h() * 0.75 + 34
        spot = Rect(rect.x, rect.y, min(rect.w, width), rect.h)
        label = " / ".join(tab.text for tab in tabs)
        return self.drop_down(name, spot, options, selected, label=label, tip=tip, refusals=refusals)

    def _tab_width(self, tab: Tab, icons: bool) -> float:
        width = self.text_w(tab.text) + 30
        if tab.icon and icons:
            width += self.line_h() * 0.8 + 6
        if tab.badge:
            width += self.text_w(tab.badge, "caption") + 18
        return width

    def _tab(self, wid: str, rect: Rect, tab: Tab, selected: bool, icons: bool) -> bool:
        theme = self.theme
        found = self.interact(wid, rect, enabled=not tab.disabled, tip=tab.disabled or tab.tip)
        glow = (
            round(self.animate(f"{wid}/glow", 1.0 if found.hovered and not tab.disabled else 0.0) * 10) / 10
        )
        ink = (
            theme.on_selected
            if selected
            else theme.disabled
            if tab.disabled
            else mix(theme.muted, theme.text, glow)
        )
        if selected:
            self.painter.box(self.box(rect), self.px(RADIUS_SMALL - 1), theme.selected)
        elif glow:
            self.painter.box(self.box(rect), self.px(RADIUS_SMALL - 1), mix(theme.field, theme.hover, glow))
        size = self.line_h() * 0.8
        lead = size + 6 if tab.icon and icons else 0.0
        tail = self.text_w(tab.badge, "caption") + 18 if tab.badge else 0.0
        words = self.text_w(tab.text)
        x = max(rect.x + 4, rect.cx - (lead + words + tail) / 2)
        if lead:
            self.icon(Rect(x, rect.cy - size / 2, size, size), tab.icon, colour=ink)
        room = min(words + 2, rect.right - tail - 2 - x - lead)
        self.put_text(Rect(x + lead, rect.y, max(0.0, room), rect.h), tab.text, colour=ink, wid=wid)
        if tab.badge:
            height = self.line_h("caption") + 2
            pill = Rect(x + lead + words + 7, rect.cy - height / 2, tail - 7, height)
            back = mix(theme.selected, theme.on_selected, 0.18) if selected else theme.hover
            self.painter.box(self.box(pill), self.px(height / 2), back)
            self.put_text(pill, tab.badge, "caption", ink, "center", wid=wid)
        if found.hovered and not tab.disabled:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(rect, RADIUS_SMALL - 1)
        states = (*(("selected",) if selected else ()), *(("disabled",) if tab.disabled else ()))
        self.note(
            "tab", tab.text, value=tab.badge, state=states, hint=tab.disabled or tab.tip, wid=wid, rect=rect
        )
        return found.clicked

    def _tab_arrows(self, wid: str, tabs: Sequence[Tab], selected: str) -> str | None:
        """Left and right choose the neighbouring tab while one of them has the focus."""
        if not self.focus_visible or not self._keyboard_reaches():
            return None
        keys = [t.key for t in tabs]
        at = next((i for i, k in enumerate(keys) if self.focused == f"{wid}/{k}"), None)
        if at is None:
            return None
        step = 1 if self.take_key("right") else -1 if self.take_key("left") else 0
        if not step:
            return None
        for distance in range(1, len(tabs) + 1):
            other = tabs[(at + step * distance) % len(tabs)]
            if not other.disabled:
                self.focus(f"{wid}/{other.key}")
                return other.key
        return None

    # drop-down ---------------------------------------------------------------------------------------------

    def drop_down(
        self,
        name: str,
        rect: Rect,
        options: Sequence[tuple[str, str]],
        selected: str,
        *,
        label: str = "",
        disabled: str = "",
        tip: TipLike | None = None,
        refusals: Mapping[str, str] | None = None,
    ) -> str:
        """A list that opens on a click, Enter or Space; arrows, Home and End choose. `options` are
        (key, text), `refusals` the reasons why some of them cannot be chosen; returns a key.
        """
        wid = self.full_id(name)
        memory = f"{wid}/open"
        found = self.interact(wid, rect, enabled=not disabled, tip=disabled or tip)
        is_open = bool(self.memory.get(memory, False)) and not disabled
        barred = refusals or {}
        keys = [k for k, _ in options if k not in barred or k == selected]
        at = keys.index(selected) if selected in keys else 0
        if found.clicked:
            is_open = not is_open
            if is_open:
                self.memory[f"{wid}/cursor"] = at
        by_keys = self.focused == wid and (self.focus_visible or is_open)
        if by_keys and not disabled and self._keyboard_reaches():
            selected, is_open = self._drop_keys(wid, keys, at, selected, is_open, found.clicked)
        picked = self.memory.pop(f"{wid}/picked", None)
        if isinstance(picked, str):
            selected, is_open = picked, False
        self.memory[memory] = is_open
        text = dict(options).get(selected, "")
        cut = self._drop_face(wid, rect, text, bool(disabled), found.hovered, is_open)
        if cut and (found.hovered or found.focused) and self.state.tip is None:
            self.state.tip = (wid, text, rect, not found.hovered)
        if found.focused:
            self.focus_ring(rect)
        states = (*(("open",) if is_open else ()), *(("disabled",) if disabled else ()))
        self.note("dropdown", label, value=text, state=states, hint=disabled or tip, wid=wid, rect=rect)
        if is_open:
            self.defer(lambda: self._drop_list(wid, rect, options, selected, barred))
        return selected

    def _drop_keys(
        self, wid: str, keys: list[str], at: int, selected: str, is_open: bool, tapped: bool
    ) -> tuple[str, bool]:
        cursor = self.memory.get(f"{wid}/cursor", at)
        row = cursor if isinstance(cursor, int) else at
        step = 1 if self.take_key("down") else -1 if self.take_key("up") else 0
        ends = {"home": -len(keys), "end": len(keys)}
        step = next((far for hotkey, far in ends.items() if self.take_key(hotkey)), step)
        if is_open:
            self.memory[f"{wid}/cursor"] = row = max(0, min(len(keys) - 1, row + step))
            self.focus_visible = self.focus_visible or step != 0
            if not tapped and self.take_key("enter"):
                return keys[row], False
            if self.take_key("esc"):
                return selected, False
        elif tapped:
            return keys[max(0, min(len(keys) - 1, row))], False
        elif step:
            return keys[max(0, min(len(keys) - 1, at + step))], False
        return selected, is_open

    def _drop_face(self, wid: str, rect: Rect, text: str, off: bool, glow: bool, is_open: bool) -> bool:
        theme = self.theme
        edge = (
            theme.accent
            if is_open
            else theme.border_strong
            if glow
            else mix(theme.border, theme.border_strong, 0.35)
        )
        self.painter.box(self.box(rect), self.px(RADIUS_SMALL), theme.field if not off else theme.panel, edge)
        ink = theme.disabled if off else theme.text
        size = self.line_h() * 0.75
        cut = self.put_text(rect.pad(left=12, right=size + 18), text, colour=ink, wid=wid, ellipsis=True)
        self.icon(Rect(rect.right - size - 10, rect.cy - size / 2, size, size), "chevron-down", colour=ink)
        if glow and not off:
            self.state.cursor = "hand"
        return cut

    def _drop_list(
        self,
        wid: str,
        rect: Rect,
        options: Sequence[tuple[str, str]],
        selected: str,
        barred: Mapping[str, str],
    ) -> None:
        """The open list below its face, above it, or as high as the screen and scrolled."""
        row_h = self.control_h - 2
        widest = max(self.text_w(text) for _, text in options) + self.line_h() * 0.75 + 50
        full = row_h * len(options) + 10
        below, above = self.screen.bottom - 6 - rect.bottom - 4, rect.y - 4 - 6
        height = min(full, max(below, above))
        top = rect.bottom + 4 if height <= below else rect.y - 4 - height
        spot = Rect(rect.x, top, min(max(rect.w, widest), self.screen.w - 12), height)
        spot = spot.clamped_into(self.screen.inset(6))
        self.block(spot)
        self.floating(spot)
        keys = [key for key, _ in options if key not in barred or key == selected]
        cursor = self.memory.get(f"{wid}/cursor", -1)
        pointed = keys[cursor] if isinstance(cursor, int) and 0 <= cursor < len(keys) else selected
        inside = spot.inset(5)
        if self.memory.get(f"{wid}/followed") != pointed:
            self.memory[f"{wid}/followed"] = pointed
            row = next((n for n, (key, _) in enumerate(options) if key == pointed), 0) * row_h
            offset = self._number(f"{wid}/list/offset")
            if not offset <= row <= offset + inside.h - row_h:
                self.memory[f"{wid}/list/offset"] = max(0.0, row - (inside.h - row_h) / 2)
        with self.scroll(f"{wid}/list", inside, padding=0, focusable=False) as area:
            for number, (key, text) in enumerate(options):
                row_rect = Rect(area.x, area.y + number * row_h, area.w, row_h)
                lit = self.focus_visible and key == pointed
                if self._drop_row(f"{wid}/{key}", row_rect, text, key == selected, lit, barred.get(key, "")):
                    self.memory[f"{wid}/picked"] = key
        if self.input.pressed and not spot.contains(self.input.mouse) and not rect.contains(self.input.mouse):
            self.memory[f"{wid}/open"] = False
            self.request_frame()

    def _drop_row(self, wid: str, row: Rect, text: str, selected: bool, lit: bool, refusal: str) -> bool:
        """One option; True when it was clicked."""
        found = self.interact(wid, row, focusable=False, enabled=not refusal, tip=refusal or None)
        if (found.hovered or lit) and not refusal:
            self.painter.box(self.box(row), self.px(RADIUS_SMALL - 1), self.theme.hover)
        ink = self.theme.accent_text if selected else self.theme.disabled if refusal else self.theme.text
        if selected:
            size = self.line_h() * 0.75
            self.icon(Rect(row.x + 8, row.cy - size / 2, size, size), "check", colour=ink)
        room = row.pad(left=14 + self.line_h() * 0.75, right=8)
        if self.put_text(room, text, colour=ink, wid=wid, ellipsis=True) and found.hovered and not refusal:
            self.state.tip = (wid, text, row, False)
        states = (*(("selected",) if selected else ()), *(("disabled",) if refusal else ()))
        self.note("option", text, state=states, hint=refusal or None, wid=wid, rect=row)
        return found.clicked
