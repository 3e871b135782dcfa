"""Cards that one picks, and small parts that several scenes draw: sources, people, facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..kit import Flow, Rect, Tip, TipLike, Ui, mix
from .base import CONFIDENCE_SIGNS, Words, paragraph

if TYPE_CHECKING:
    from game.play.view import Source

__all__ = ["fact", "pick_card", "source_lines", "source_tip"]


def pick_card(
    ui: Ui,
    name: str,
    rect: Rect,
    label: str,
    chosen: bool,
    *,
    value: str = "",
    tip: TipLike | None = None,
    disabled: str = "",
    draw: Callable[[Rect], None],
) -> bool:
    """A card that can be chosen: `draw` fills its inside. True when it was picked now."""
    wid = ui.full_id(name)
    found = ui.interact(wid, rect, enabled=not disabled, tip=disabled or tip)
    glow = round(ui.animate(f"{wid}/glow", 1.0 if found.hovered and not disabled else 0.0) * 10) / 10
    theme = ui.theme
    fill = mix(theme.panel, theme.hover, 0.5 * glow)
    if chosen:
        fill = mix(fill, theme.accent, 0.07)
    edge = theme.accent if chosen else mix(theme.border, theme.border_strong, glow)
    ui.painter.box(ui.box(rect), ui.px(9), fill, edge, max(1, ui.px(2 if chosen else 1)))
    draw(rect.inset(14, 11))
    if chosen:
        size = 18.0
        x, y = (rect.right - 17) * ui.scale, (rect.y + 17) * ui.scale
        ui.painter.disc((x, y), round(size / 2 * ui.scale, 1), theme.accent)
        spot = Rect(rect.right - 17 - 6, rect.y + 17 - 6, 12, 12)
        ui.icon(spot, "check", colour=theme.on_accent)
    if found.hovered and not disabled:
        ui.state.cursor = "hand"
    if found.focused:
        ui.focus_ring(rect, 9)
    states = (*(("selected",) if chosen else ()), *(("disabled",) if disabled else ()))
    ui.note("choice", label, value=value, state=states, hint=disabled or tip, wid=wid, rect=rect)
    return found.clicked


def fact(ui: Ui, rect: Rect, label: str, value: str, *, tip: TipLike | None = None) -> None:
    """A name at the left and its figure at the right."""
    wide = ui.text_w(value, "strong") + 4
    left, right = rect.split_right(wide, gap=10)
    ui.put_text(left, label, colour="muted", ellipsis=True, wid=label)
    ui.put_text(right, value, "strong", "text", "right", wid=label)
    if tip is not None:
        found = ui.interact(ui.full_id(f"fact-{label}"), rect, activates=False, tip=tip)
        if found.focused:
            ui.focus_ring(rect, 4)
    ui.note("figure", label, value=value, hint=tip, rect=rect)


def source_tip(w: Words, sources: Sequence[Source]) -> Tip:
    """All sources of a statement in a tooltip."""
    lines = []
    for source in sources:
        mark = w(f"scenes.confidence.{source.confidence}") if source.confidence else ""
        lines.append(w.text(source.text) + (f" ({mark})" if mark else ""))
    return Tip("\n".join(lines), w("scenes.sources"))


def source_lines(ui: Ui, flow: Flow, w: Words, sources: Sequence[Source]) -> None:
    """Sources below each other, each with the sign and the word of its confidence."""
    for source in dict.fromkeys(sources):
        mark = source.confidence
        icon = CONFIDENCE_SIGNS[mark][1] if mark in CONFIDENCE_SIGNS else "bookmark"
        said = f"[[{icon}]] {w.text(source.text)}"
        if mark:
            said += f" **{w(f'scenes.confidence.{mark}')}**"
        paragraph(ui, flow, said, "small", "muted")
