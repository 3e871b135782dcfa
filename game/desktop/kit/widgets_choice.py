"""Choosing among few: switch, checkbox, cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .geometry import Rect
from .overlays import Overlays
from .state import TipLike
from .theme import RADIUS, Colour, Tone, mix


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
        self,
        name: str,
        rect: Rect,
        text: str,
        on: bool,
        *,
        disabled: str = "",
        tip: TipLike | None = None,
        label: str = "",
    ) -> bool:
        """A switch with its text to the left; returns the new value. `label` names one without a text."""
        return self._two_state("toggle", name, rect, text, on, disabled, tip, label)

    def checkbox(
        self, name: str, rect: Rect, text: str, on: bool, *, disabled: str = "", tip: TipLike | None = None
    ) -> bool:
        """A tick box with its text to the right; returns the new value."""
        return self._two_state("checkbox", name, rect, text, on, disabled, tip)

    def _two_state(
        self,
        role: str,
        name: str,
        rect: Rect,
        text: str,
        on: bool,
        disabled: str,
        tip: TipLike | None,
        label: str = "",
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
            self._words_beside(rect.pad(right=track.w + 12), text, ink, wid)
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
            self._words_beside(rect.pad(left=size + 10), text, ink, wid)
        if glow:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(rect)
        states = ("on" if on else "off", *(("disabled",) if disabled else ()))
        self.note(role, text or label, state=states, hint=disabled or tip, wid=wid, rect=rect)
        return on

    def _words_beside(self, rect: Rect, text: str, ink: Colour, wid: str) -> None:
        """On one line, or on several where there is room for them."""
        if rect.h >= 2 * self.line_h() and self.text_w(text) > rect.w:
            self.put_lines(rect, text, "body", ink, wid=wid, valign="middle")
        else:
            self.put_text(rect, text, colour=ink, wid=wid)

    def two_state_h(self, text: str, width: float) -> float:
        """Height that a toggle or a checkbox of that width needs for its text."""
        beside = max(20.0, self.line_h() * 0.95) * 1.8 + 12
        return max(self.control_h, self.text_h(text, max(1.0, width - beside)))

    def two_state_w(self, text: str) -> float:
        """Width that a toggle or a checkbox takes with its text on one line."""
        return self.text_w(text) + max(20.0, self.line_h() * 0.95) * 1.8 + 14

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
