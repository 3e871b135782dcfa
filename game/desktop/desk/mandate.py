"""What the seat was told to achieve, and how it stands: below the in-tray."""

from __future__ import annotations

import math
from collections.abc import Sequence

from game.desktop.kit import Colour, Rect, Tip, TipRow, Tone, Ui, mix
from game.play.view import MandateRow

from .table import Table
from .words import Words

__all__ = ["mandate", "mandate_height", "pressing"]

PAD = 10.0


def mandate_height(ui: Ui, width: float, table: Table, room: float, w: Words) -> float:
    """All rows if they take no more than a quarter of the room, else a line of signs and the most pressing
    row, or the line alone."""
    full = _full_height(ui, width, table, w)
    if full <= room * 0.25:
        return full
    one = _short_height(ui, width, table, w)
    return one if one <= room * 0.2 else _line_height(ui)


def pressing(rows: Sequence[MandateRow]) -> MandateRow | None:
    """The objective nearest to failing: one that has failed, else the one with the least to spare."""
    return min(rows, key=_spare, default=None)


def _spare(row: MandateRow) -> float:
    """How far from failing, as a share of what is asked; what only the reckoning can tell comes last."""
    if row.met is not None:
        return math.inf if row.met else -math.inf
    if row.value is None or row.target is None:
        return 1e6
    if row.kind == "magnet_output":
        played = row.note.args.get("played", row.value) if row.note is not None else row.value
        return 1.0 / (1.0 + max(0.0, float(played) - row.value)) if played else 1.0
    gap = row.value - row.target if row.kind == "confidence" else row.target - row.value
    return gap / max(row.target, 1e-9)


def _line_height(ui: Ui) -> float:
    return ui.line_h("small") + 2 * PAD - 2


def _row_height(ui: Ui, width: float, row: MandateRow, w: Words) -> float:
    return ui.text_h(w.text(row.text), width - 2 * PAD - 24, "caption") + 9


def _short_height(ui: Ui, width: float, table: Table, w: Words) -> float:
    first = pressing(table.view.mandate)
    return _line_height(ui) + (_row_height(ui, width, first, w) - 3 if first is not None else 0.0)


def _full_height(ui: Ui, width: float, table: Table, w: Words) -> float:
    rows = sum(_row_height(ui, width, row, w) for row in table.view.mandate)
    return ui.line_h("small_strong") + 2 * PAD + 4 + rows


def mandate(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    """Draw it: every objective with its state, or a line of signs with the most pressing one below it."""
    with ui.group(w("desk.mandate"), rect):
        inside = ui.panel(rect, padding=PAD)
        if rect.h < _full_height(ui, rect.w, table, w) - 1:
            line, rest = rect.inset(PAD, PAD - 1).split_top(_line_height(ui) - 2 * PAD + 2, gap=4)
            _line(ui, line, table, w)
            first = pressing(table.view.mandate)
            if first is not None and rest.h >= _row_height(ui, rect.w, first, w) - 10:
                _row(ui, rest, first, w)
            return
        head, rest = inside.split_top(ui.line_h("small_strong"), gap=4)
        size = ui.line_h("small_strong") * 0.85
        ui.icon(Rect(head.x, head.cy - size / 2, size, size), "target", colour="muted")
        ui.heading(head.pad(left=size + 8), w("desk.mandate"), "small_strong")
        y = rest.y
        for row in table.view.mandate:
            height = _row_height(ui, rect.w, row, w)
            _row(ui, Rect(rest.x, y, rest.w, height), row, w)
            y += height


def _state(ui: Ui, row: MandateRow) -> tuple[str, Colour, str]:
    """Sign, colour and key of the word."""
    if row.met is None:
        return "circle-dot", ui.theme.muted, "desk.mandate.open"
    if row.met:
        return "circle-check", ui.theme.good, "desk.mandate.met"
    return "circle-x", ui.theme.bad, "desk.mandate.missed"


def _row(ui: Ui, rect: Rect, row: MandateRow, w: Words) -> None:
    icon, colour, word = _state(ui, row)
    text = w.text(row.text)
    wid = f"mandate/{row.kind}"
    found = ui.interact(wid, rect, activates=False, tip=_row_tip(row, w))
    size = ui.line_h("caption") * 0.95
    ui.icon(Rect(rect.x, rect.y + 2, size, size), icon, colour=colour)
    area = rect.pad(left=24)
    used = ui.put_lines(area.pad(bottom=4), text, "caption", "text" if found.hovered else "muted", wid=wid)
    if row.progress is not None:
        track = Rect(area.x, area.y + used + 2, area.w, 3)
        ui.painter.box(ui.box(track), ui.px(1.5), mix(ui.theme.panel, ui.theme.border_strong, 0.45))
        done = Rect(track.x, track.y, track.w * min(1.0, max(0.0, row.progress)), 3)
        if done.w > 2:
            ui.painter.box(ui.box(done), ui.px(1.5), colour if row.met is False else ui.theme.accent)
    if found.focused:
        ui.focus_ring(rect, 4)
    ui.note("row", text, value=w(word), hint=w.text(row.note), wid=wid, rect=rect)


def _row_tip(row: MandateRow, w: Words) -> Tip:
    rows = []
    if row.value is not None:
        rows.append(TipRow(w("desk.mandate.now"), w.value(row.value, row.unit)))
    if row.target is not None:
        rows.append(TipRow(w("desk.mandate.target"), w.value(row.target, row.unit)))
    return Tip(w.text(row.note), title=w.text(row.text), rows=tuple(rows))


def _line(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    """One sign an objective; the note under the pointer has the words."""
    rows = table.view.mandate
    wid = "mandate"
    tip = table.kept(("mandate", w.language, ui.theme.name), lambda: _all_tip(ui, rows, w))
    found = ui.interact(wid, rect, activates=False, tip=tip)
    size = ui.line_h("small") * 0.9
    ui.icon(Rect(rect.x, rect.cy - size / 2, size, size), "target", colour="muted")
    width = len(rows) * (size + 6)
    ui.put_text(rect.pad(left=size + 8, right=width + 4), w("desk.mandate"), "small", wid=wid, ellipsis=True)
    for number, row in enumerate(rows):
        icon, colour, _ = _state(ui, row)
        spot = Rect(rect.right - width + number * (size + 6) + 6, rect.cy - size / 2, size, size)
        ui.icon(spot, icon, colour=colour)
    if found.focused:
        ui.focus_ring(rect)
    said = "; ".join(_said(ui, row, w) for row in rows)
    ui.note("text", w("desk.mandate"), value=said, wid=wid, rect=rect)


def _said(ui: Ui, row: MandateRow, w: Words) -> str:
    state, note = w(_state(ui, row)[2]), w.text(row.note)
    return f"{w.text(row.text)}: {state}, {note}" if note else f"{w.text(row.text)}: {state}"


def _all_tip(ui: Ui, rows: tuple[MandateRow, ...], w: Words) -> Tip:
    tones: dict[bool | None, Tone] = {True: "good", False: "bad", None: "neutral"}
    lines = tuple(TipRow(w.text(row.text), w(_state(ui, row)[2]), tones[row.met]) for row in rows)
    return Tip("", title=w("desk.mandate"), rows=lines)
