"""The guide's bubble: it points at a part of the desk, says what there is to see, and waits for the player.

It lies above the desk without stopping it: every key and every other button works as ever.
"""

from __future__ import annotations

from collections.abc import Mapping

from game.desktop.kit import Rect, Ui, mix
from game.desktop.kit.keys import label as key_label
from game.play.view import Bubble

from .table import Table
from .words import Words

__all__ = ["bubble_text", "guide_bubble", "later"]

WIDTH = 336.0
PAD = 14.0
ARROW = 13.0
GAP = 18.0  # between the bubble and what it points at
LARGE = 0.22  # of the screen: what is larger has the bubble inside
GUESS_ICONS = {"up": "arrow-up", "same": "minus", "down": "arrow-down"}
TODO_ICONS = {"answer": "mail-open", "order": "pencil", "end": "play"}
WIDGETS = {"gauge": "gauge/", "event": "dossier/event:", "rumour": "dossier/rumour:", "lever": "lever/"}
HOLDERS = {"event": "tray", "rumour": "tray", "lever": "levers", "end": "drafts"}


def later(ui: Ui, rect: Rect, text: str) -> None:
    """A part of the desk that is not open yet."""
    ui.painter.box(ui.box(rect), ui.px(8), mix(ui.theme.panel, ui.theme.background, 0.5), ui.theme.border, 1)
    line = ui.line_h("small")
    ui.icon(Rect(rect.cx - 9, rect.cy - 20, 18, 18), "lock", colour="disabled")
    ui.label(Rect(rect.x + 8, rect.cy + 4, rect.w - 16, line), text, "small", colour="muted", align="center")


def guide_bubble(ui: Ui, table: Table, places: Mapping[str, Rect], w: Words) -> None:
    """Draw the step of the moment above everything that the desk has drawn; acts on its buttons."""
    view = table.view.guide
    if view is None or view.bubble is None:
        return
    bubble = view.bubble
    target = _target(ui, bubble.look_at, places)
    ui.defer(lambda: _draw(ui, bubble, target, table, w))


def _target(ui: Ui, look_at: str, places: Mapping[str, Rect]) -> Rect | None:
    """What the step points at, as it stands on the screen now."""
    head, _, name = look_at.partition(":")
    wid = "end" if head == "end" else WIDGETS[head] + name if head in WIDGETS else ""
    if not wid:
        return places.get(head)
    parts = [node.rect for node in ui.nodes if node.id == wid or node.id.startswith(f"{wid}/")]
    if not parts:
        return places.get(HOLDERS.get(head, ""))
    x, y = min(part.x for part in parts), min(part.y for part in parts)
    whole = Rect(x, y, max(part.right for part in parts) - x, max(part.bottom for part in parts) - y)
    holder = places.get(HOLDERS.get(head, ""))
    return whole.intersect(holder) if holder is not None else whole


# ------------------------------------------------------------------------------------------- layout


def bubble_text(bubble: Bubble, w: Words) -> str:
    """What the bubble says, in marked-up words."""
    parts = [w.text(bubble.outcome)] if bubble.outcome is not None else []
    return "\n".join([*(f"**{part}**" for part in parts), w.text(bubble.text)])


def _todo(ui: Ui, bubble: Bubble, w: Words) -> str:
    """What is to be done now."""
    return w(f"guide.todo.{bubble.action}", key=key_label(ui.key("end"), ui.tr))


def _measure(ui: Ui, bubble: Bubble, w: Words) -> tuple[float, float]:
    """Width and height."""
    width = min(ui.screen.w - 40, WIDTH * max(1.0, ui.text_scale * 0.95))
    inner = width - 2 * PAD
    height = 2 * PAD + ui.text_h(bubble_text(bubble, w), inner, "body", True)
    if bubble.title is not None:
        height += ui.text_h(w.text(bubble.title), inner - 40, "heading") + 4
    if bubble.terms:
        height += ui.line_h("small") * len(_term_rows(ui, bubble, inner, w)) + 8
    if bubble.guesses:
        height += (ui.control_h + 6) * len(_guess_rows(ui, bubble, inner, w)) + 4
    elif bubble.action in TODO_ICONS:
        height += ui.text_h(_todo(ui, bubble, w), inner - 26, "small_strong") + 10
    return width, height + max(ui.control_h - 4, 26) + 8


def _spot(ui: Ui, size: tuple[float, float], target: Rect | None) -> tuple[Rect, str]:
    """Where the bubble stands, and the side on which its target lies ('' = no arrow)."""
    width, height = size
    screen = ui.screen.inset(10)
    if target is None:
        return Rect(screen.cx - width / 2, screen.cy - height / 2, width, height), ""
    if target.w * target.h > LARGE * ui.screen.w * ui.screen.h:
        inside = Rect(target.cx - width * 0.85, target.bottom - height - 24, width, height)
        return inside.clamped_into(screen), ""
    beside = target.cy - height / 2
    below = target.cx - width / 2
    rooms = {
        "left": (screen.right - target.right - GAP - width, Rect(target.right + GAP, beside, width, height)),
        "right": (target.x - screen.x - GAP - width, Rect(target.x - GAP - width, beside, width, height)),
        "top": (
            screen.bottom - target.bottom - GAP - height,
            Rect(below, target.bottom + GAP, width, height),
        ),
        "bottom": (target.y - screen.y - GAP - height, Rect(below, target.y - GAP - height, width, height)),
    }
    wide = target.w > 1.6 * target.h  # of a strip the longer sides are nearer
    order = ("bottom", "top", "left", "right") if wide else ("left", "right", "bottom", "top")
    side = next((one for one in order if rooms[one][0] >= 0), max(rooms, key=lambda one: rooms[one][0]))
    return rooms[side][1].clamped_into(screen), side


def _guess_rows(ui: Ui, bubble: Bubble, width: float, w: Words) -> list[list[str]]:
    """The answers of a prediction beside each other, or below each other where that is too narrow."""
    widest = max(ui.text_w(w(f"guide.guess.{guess}")) for guess in bubble.guesses) + ui.line_h() + 34
    beside = widest * len(bubble.guesses) + 6 * (len(bubble.guesses) - 1) <= width
    return [list(bubble.guesses)] if beside else [[guess] for guess in bubble.guesses]


def _term_rows(ui: Ui, bubble: Bubble, width: float, w: Words) -> list[list[str]]:
    """The words that the step explains, as they fit beside each other."""
    rows: list[list[str]] = [[]]
    used = ui.line_h("small") + 4
    for term in bubble.terms:
        wide = ui.text_w(w(f"glossary.{term}"), "small") + 16
        if rows[-1] and used + wide > width:
            rows.append([])
            used = ui.line_h("small") + 4
        rows[-1].append(term)
        used += wide
    return rows


# ------------------------------------------------------------------------------------------ drawing


def _draw(ui: Ui, bubble: Bubble, target: Rect | None, table: Table, w: Words) -> None:
    if ui.state.modal:  # a dialog has come up and lies above
        return
    spot, side = _spot(ui, _measure(ui, bubble, w), target)
    rise = _rise(ui, bubble)
    if target is not None:
        _ring(ui, target, rise)
    ui.block(spot)
    theme = ui.theme
    ui.painter.shadow(ui.box(spot), ui.px(12), ui.px(18), theme.shadow_alpha)
    if side and target is not None:
        _arrow(ui, spot, target, side)
    fill = mix(theme.panel, theme.accent, 0.08)
    ui.painter.box(ui.box(spot), ui.px(12), fill, theme.accent, max(2, ui.px(2)))
    with ui.group(w("guide.name"), spot), ui.scope("guide"):
        _content(ui, spot.inset(PAD), bubble, table, w)


def _rise(ui: Ui, bubble: Bubble) -> float:
    """0 when a step has just come, soon 1."""
    key = f"guide/step/{bubble.step}"
    known = ui.memory.get("guide/known")
    if known != bubble.step:
        ui.memory["guide/known"] = bubble.step
        ui.animate(key, 0.0)
        ui.request_frame()
        return 1.0 if ui.reduced_motion else 0.0
    return ui.animate(key, 1.0, 0.5)


def _ring(ui: Ui, target: Rect, rise: float) -> None:
    """Round what is meant; it closes in when the step comes, and stays."""
    away = 4 + (1 - rise) * 16
    ring = target.inset(-away).intersect(ui.screen.inset(2))
    ui.painter.box(ui.box(ring), ui.px(8 + away), None, ui.theme.accent, max(2, ui.px(2.5)))


def _arrow(ui: Ui, spot: Rect, target: Rect, side: str) -> None:
    """From the bubble's edge to its target."""
    if side in ("left", "right"):
        y = min(max(target.cy, spot.y + 2 * ARROW), spot.bottom - 2 * ARROW)
        x, tip = (spot.x + 2, spot.x - ARROW) if side == "left" else (spot.right - 2, spot.right + ARROW)
        points = [(x, y - ARROW * 0.8), (tip, y), (x, y + ARROW * 0.8)]
    else:
        x = min(max(target.cx, spot.x + 2 * ARROW), spot.right - 2 * ARROW)
        y, tip = (spot.y + 2, spot.y - ARROW) if side == "top" else (spot.bottom - 2, spot.bottom + ARROW)
        points = [(x - ARROW * 0.8, y), (x, tip), (x + ARROW * 0.8, y)]
    ui.painter.polygon([(px * ui.scale, py * ui.scale) for px, py in points], ui.theme.accent)


def _content(ui: Ui, area: Rect, bubble: Bubble, table: Table, w: Words) -> None:
    if bubble.title is not None:
        title = w.text(bubble.title)
        head, area = area.split_top(ui.text_h(title, area.w - 40, "heading"), gap=4)
        ui.label(head.pad(right=40), title, "heading", role="heading", wrap=True)
        count = w("guide.count", n=bubble.number, of=bubble.of)
        ui.put_text(head.split_top(ui.line_h("heading"))[0], count, "caption", "muted", "right", wid="guide")
    text = bubble_text(bubble, w)
    body, area = area.split_top(ui.text_h(text, area.w, "body", True), gap=8)
    ui.rich(body, text, strong_colour="accent_text", name="text")
    if bubble.terms:
        area = _terms(ui, area, bubble, w)
    if bubble.guesses:
        for guesses in _guess_rows(ui, bubble, area.w, w):
            row, area = area.split_top(ui.control_h, gap=6)
            for guess, cell in zip(guesses, row.columns(len(guesses), gap=6), strict=True):
                if ui.button(guess, cell, w(f"guide.guess.{guess}"), icon=GUESS_ICONS[guess]):
                    table.guess(guess)
        area = area.pad(top=4)
    elif bubble.action in TODO_ICONS:
        said = _todo(ui, bubble, w)
        line, area = area.split_top(ui.text_h(said, area.w - 26, "small_strong"), gap=10)
        icon = Rect(line.x, line.y + 1, 16, 16)
        ui.icon(icon, TODO_ICONS[bubble.action], colour="accent_text")
        ui.label(line.pad(left=26), said, "small_strong", colour="accent_text", wrap=True)
    _buttons(ui, area, bubble, table, w)


def _terms(ui: Ui, area: Rect, bubble: Bubble, w: Words) -> Rect:
    """Words to point at; returns what is left of the area."""
    for number, row in enumerate(_term_rows(ui, bubble, area.w, w)):
        line, area = area.split_top(ui.line_h("small"))
        x = line.x + line.h + 4
        if number == 0:
            ui.icon(Rect(line.x, line.y + 1, line.h - 3, line.h - 3), "book-open", colour="muted")
        for term in row:
            said = w(f"glossary.{term}")
            wide = ui.text_w(said, "small")
            spot = Rect(x, line.y, wide, line.h)
            ui.link(f"term/{term}", spot, said, style="small", tip=ui.explain(term))
            x += wide + 16
    return area.pad(top=8)


def _buttons(ui: Ui, area: Rect, bubble: Bubble, table: Table, w: Words) -> None:
    row = area.split_top(max(ui.control_h - 4, 26))[0]
    if bubble.action == "next":
        text = w("guide.next")
        wide = ui.text_w(text, "strong") + 66
        row, spot = row.split_right(wide, gap=8)
        if ui.button("next", spot, text, kind="primary", hotkey=ui.key("guide")):
            table.guide_on()
    skip = w("guide.skip")
    line = ui.line_h("small")
    spot = Rect(row.x, row.cy - line / 2, row.w, line)
    if ui.link("skip", spot, skip, style="small", tip=w("guide.skip_tip")):
        table.skip_guide()
