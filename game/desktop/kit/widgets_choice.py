"""Choosing among few: switch, checkbox, cards, tabs, drop-down list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .geometry import Rect
from .overlays import Overlays
from .state import TipLike
from .theme import RADIUS, RADIUS_SMALL, Tone, mix


@dataclass(frozen=True)
class Tab:
    """One tab; `badge` is a short count or mark beside the text."""

    key: str
    text: str
    icon: str = ""
    badge: str = ""
    tip: TipLike | None = None
    disabled: str = ""


@dataclass(frozen=True)
class Choice:
    """One card: title, what it means (markup), and a line of costs; `disabled` is the reason why not."""

    key: str
    title: str
    text: str = ""
    cost: str = ""
    icon: str = ""
    disabled: str = ""
    tip: TipLike | None = None
    tone: Tone = "neutral"


class ChoiceWidgets(Overlays):
    """Widgets that hold one of several values; each returns the new value."""

    def toggle(
        self, name: str, rect: Rect, text: str, on: bool, *, disabled: str = "", tip: TipLike | None = None
    ) -> bool:
        """A switch with its text to the left; returns the new value."""
        return self._two_state("toggle", name, rect, text, on, disabled, tip)

    def checkbox(
        self, name: str, rect: Rect, text: str, on: bool, *, disabled: str = "", tip: TipLike | None = None
    ) -> bool:
        """A tick box with its text to the right; returns the new value."""
        return self._two_state("checkbox", name, rect, text, on, disabled, tip)

    def _two_state(
        self, role: str, name: str, rect: Rect, text: str, on: bool, disabled: str, tip: TipLike | None
    ) -> bool:
        wid = self.full_id(name)
        found = self.interact(wid, rect, enabled=not disabled, tip=disabled or tip)
        if found.clicked:
            on = not on
        theme = self.theme
        ink = theme.disabled if disabled else theme.text
        glow = found.hovered and not disabled
        if role == "toggle":
            knob_h = min(rect.h, max(20.0, self.line_h() * 0.95))
            track = Rect(rect.right - knob_h * 1.8, rect.cy - knob_h / 2, knob_h * 1.8, knob_h)
            self.put_text(rect.pad(right=track.w + 12), text, colour=ink, wid=wid)
            self._switch(wid, track, on, bool(disabled), glow)
        else:
            size = min(rect.h, max(18.0, self.line_h() * 0.86))
            box = Rect(rect.x, rect.cy - size / 2, size, size)
            fill = theme.field if not on else theme.disabled if disabled else theme.accent
            edge = theme.border_strong if not on or glow else mix(fill, (255, 255, 255), 0.25)
            self.painter.box(
                self.box(box), self.px(5), fill, theme.text if glow and not on else edge, max(1, self.px(1.2))
            )
            if on:
                self.icon(box.inset(2), "check", colour=theme.on_accent)
            self.put_text(rect.pad(left=size + 10), text, colour=ink, wid=wid)
        if glow:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(rect)
        states = ("on" if on else "off", *(("disabled",) if disabled else ()))
        self.note(role, text, state=states, hint=disabled or tip, wid=wid, rect=rect)
        return on

    def _switch(self, wid: str, track: Rect, on: bool, disabled: bool, glow: bool) -> None:
        theme = self.theme
        share = self.animate(f"{wid}/knob", 1.0 if on else 0.0)
        full = theme.disabled if disabled else theme.accent
        fill = mix(theme.field, full, round(share * 10) / 10)
        edge = mix(theme.border_strong, full, round(share * 10) / 10)
        self.painter.box(
            self.box(track), self.px(track.h / 2), fill, theme.text if glow else edge, max(1, self.px(1.2))
        )
        radius = track.h / 2 - 3.5
        x = track.x + track.h / 2 + (track.w - track.h) * share
        knob = mix(theme.muted, theme.on_accent, round(share * 10) / 10)
        self.painter.disc((x * self.scale, track.cy * self.scale), round(radius * self.scale * 2) / 2, knob)

    # cards -------------------------------------------------------------------------------------------------

    def card_height(self, choice: Choice, width: float) -> float:
        """Height that a card needs at that width."""
        inner = width - 28
        head = inner - (self.line_h("strong") + 12 if choice.icon else 0) - 26
        height = 24 + self.text_h(choice.title, head, "strong")
        if choice.text:
            height += 4 + self.text_h(choice.text, inner, "small", True)
        if choice.cost:
            height += 8 + self.text_h(choice.cost, inner, "small", True)
        return height

    def choice_cards(
        self,
        name: str,
        rect: Rect,
        choices: Sequence[Choice],
        selected: str | None,
        *,
        columns: int = 1,
        gap: float = 8,
    ) -> str | None:
        """Radio cards filling `rect`, stacked or in columns; returns the key of the chosen one."""
        wid = self.full_id(name)
        parts: list[Rect] = []
        if columns == 1:
            flow_y = rect.y
            for choice in choices:
                height = self.card_height(choice, rect.w)
                parts.append(Rect(rect.x, flow_y, rect.w, height))
                flow_y += height + gap
        else:
            lines = [choices[i : i + columns] for i in range(0, len(choices), columns)]
            flow_y = rect.y
            for line in lines:
                width = (rect.w - gap * (columns - 1)) / columns
                height = max(self.card_height(c, width) for c in line)
                parts += [Rect(rect.x + i * (width + gap), flow_y, width, height) for i in range(len(line))]
                flow_y += height + gap
        for choice, part in zip(choices, parts, strict=True):
            if self._card(f"{wid}/{choice.key}", part, choice, choice.key == selected):
                selected = choice.key
        return selected

    def _card(self, wid: str, rect: Rect, choice: Choice, selected: bool) -> bool:
        theme = self.theme
        found = self.interact(wid, rect, enabled=not choice.disabled, tip=choice.disabled or choice.tip)
        off = bool(choice.disabled)
        glow = round(self.animate(f"{wid}/glow", 1.0 if found.hovered and not off else 0.0) * 10) / 10
        fill = mix(theme.raised, theme.hover, glow)
        edge = mix(theme.border, theme.border_strong, glow)
        if off:
            fill, edge = mix(theme.panel, theme.raised, 0.4), theme.border
        if selected:
            fill, edge = mix(fill, theme.accent, 0.10), theme.accent
        self.painter.box(self.box(rect), self.px(RADIUS), fill, edge, max(1, self.px(1.6 if selected else 1)))
        inner = rect.inset(14, 12)
        ink = theme.disabled if off else theme.text
        size = self.line_h("strong")
        head, rest = inner.split_top(
            self.text_h(choice.title, self._card_head(inner.w, choice), "strong"), gap=4
        )
        if choice.icon:
            tone = theme.tone(choice.tone) if not off else theme.disabled
            self.icon(
                Rect(head.x, head.y + (size - size * 0.9) / 2, size * 0.9, size * 0.9),
                choice.icon,
                colour=tone,
            )
            head = head.pad(left=size + 12)
        self.put_lines(head.pad(right=26), choice.title, "strong", ink, wid=wid)
        self._radio_dot((inner.right - 9, inner.y + size / 2), selected, off, glow > 0)
        if choice.text:
            part, rest = rest.split_top(self.text_h(choice.text, rest.w, "small", True), gap=8)
            self.put_lines(
                part,
                choice.text,
                "small",
                theme.disabled if off else theme.muted,
                markup=True,
                wid=wid,
                strong_colour=ink,
            )
        if choice.cost:
            part = Rect(rest.x, rest.y, rest.w, self.text_h(choice.cost, rest.w, "small", True))
            self.put_lines(
                part, choice.cost, "small", theme.disabled if off else theme.accent_text, markup=True, wid=wid
            )
        if found.hovered and not off:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(rect, RADIUS)
        states = (*(("selected",) if selected else ()), *(("disabled",) if off else ()))
        value = "; ".join(p for p in (choice.text, choice.cost) if p)
        self.note(
            "choice",
            choice.title,
            value=value,
            state=states,
            hint=choice.disabled or choice.tip,
            wid=wid,
            rect=rect,
        )
        return found.clicked

    def _card_head(self, width: float, choice: Choice) -> float:
        return width - (self.line_h("strong") + 12 if choice.icon else 0) - 26

    def _radio_dot(self, centre: tuple[float, float], on: bool, off: bool, glow: bool) -> None:
        x, y = centre[0] * self.scale, centre[1] * self.scale
        colour = self.theme.disabled if off else self.theme.accent if on else self.theme.border_strong
        if glow and not on:
            colour = self.theme.text
        radius = self.px(min(13.0, self.line_h("strong") * 0.38))
        self.painter.ring((x, y), radius, max(1.0, round(1.6 * self.scale, 1)), colour)
        if on:
            self.painter.disc((x, y), max(2, radius // 2), colour)

    # tabs --------------------------------------------------------------------------------------------------

    def tabs(self, name: str, rect: Rect, tabs: Sequence[Tab], selected: str, *, fill: bool = False) -> str:
        """A row of tabs in one frame; arrows move between them once focused. Returns the selected key.

        With `fill` the tabs share the whole width equally. When the texts do not fit beside their icons, the
        icons are left out first.
        """
        wid = self.full_id(name)
        self.touch(rect)
        icons = any(t.icon for t in tabs)
        widths = [self._tab_width(t, icons) for t in tabs]
        if sum(widths) > rect.w and icons:
            icons = False
            widths = [self._tab_width(t, icons) for t in tabs]
        spare = rect.w - sum(widths)
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
    ) -> str:
        """A list that opens on a click, Enter or Space; arrows choose. `options` are (key, text); returns a
        key."""
        wid = self.full_id(name)
        memory = f"{wid}/open"
        found = self.interact(wid, rect, enabled=not disabled, tip=disabled or tip)
        is_open = bool(self.memory.get(memory, False)) and not disabled
        keys = [k for k, _ in options]
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
            self.defer(lambda: self._drop_list(wid, rect, options, selected))
        return selected

    def _drop_keys(
        self, wid: str, keys: list[str], at: int, selected: str, is_open: bool, tapped: bool
    ) -> tuple[str, bool]:
        cursor = self.memory.get(f"{wid}/cursor", at)
        row = cursor if isinstance(cursor, int) else at
        step = 1 if self.take_key("down") else -1 if self.take_key("up") else 0
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

    def _drop_list(self, wid: str, rect: Rect, options: Sequence[tuple[str, str]], selected: str) -> None:
        row_h = self.control_h - 2
        widest = max(self.text_w(text) for _, text in options) + 46
        height = row_h * len(options) + 10
        spot = Rect(rect.x, rect.bottom + 4, max(rect.w, widest), height)
        if spot.bottom > self.screen.bottom - 6:
            spot = Rect(rect.x, rect.y - 4 - height, spot.w, height)
        spot = spot.clamped_into(self.screen.inset(6))
        self.block(spot)
        self.floating(spot)
        cursor = self.memory.get(f"{wid}/cursor", -1) if self.focus_visible else -1
        for number, (key, text) in enumerate(options):
            row = Rect(spot.x + 5, spot.y + 5 + number * row_h, spot.w - 10, row_h)
            found = self.interact(f"{wid}/{key}", row, focusable=False)
            lit = found.hovered or number == cursor
            if lit:
                self.painter.box(self.box(row), self.px(RADIUS_SMALL - 1), self.theme.hover)
            ink = self.theme.accent_text if key == selected else self.theme.text
            if key == selected:
                size = self.line_h() * 0.75
                self.icon(Rect(row.x + 8, row.cy - size / 2, size, size), "check", colour=ink)
            self.put_text(row.pad(left=30, right=8), text, colour=ink, wid=f"{wid}/{key}")
            states = ("selected",) if key == selected else ()
            self.note("option", text, state=states, wid=f"{wid}/{key}", rect=row)
            if found.clicked:
                self.memory[f"{wid}/picked"] = key
        if self.input.pressed and not spot.contains(self.input.mouse) and not rect.contains(self.input.mouse):
            self.memory[f"{wid}/open"] = False
            self.request_frame()
