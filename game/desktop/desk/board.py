"""The project board: works of the world at their stages, what they cost now, and how to get in."""

from __future__ import annotations

from dataclasses import dataclass

from game.desktop.kit import Rect, Tip, TipRow, Ui, mix
from game.play.view import BoardRow

from .options import option_card, option_height
from .table import Table
from .words import Words

__all__ = ["BoardState", "board"]


@dataclass
class BoardState:
    """The project that lies open."""

    opened: str = ""


def board(ui: Ui, rect: Rect, table: Table, state: BoardState, w: Words, *, whole_board: bool) -> bool:
    """A row per project, your own first; True when the whole board is asked for."""
    rows = sorted(table.view.board, key=lambda row: not row.yours)
    asked = False
    if whole_board:
        rect, foot = rect.split_bottom(ui.control_h, gap=6)
        asked = ui.button("whole-board", foot, w("desk.whole_board"), icon="maximize", hotkey=ui.key("board"))
    if not rows:
        ui.label(rect, w("desk.board_empty"), "small", colour="muted", wrap=True)
        return asked
    with ui.scroll("board", rect, label=w("desk.tab.board"), padding=2) as area:
        y = area.y
        for row in rows:
            y += _row(ui, Rect(area.x, y, area.w, 0), row, table, state, w) + 5
    return asked


def _row(ui: Ui, at: Rect, row: BoardRow, table: Table, state: BoardState, w: Words) -> float:
    """Name, hosts, stage and cost of one project, and its options when it lies open; returns the height."""
    theme = ui.theme
    wid = f"project/{row.id}"
    is_open = state.opened == row.id
    inner_w = at.w - 20
    line = ui.line_h("small_strong")
    meta = _meta(row, table, w)
    meta_h = ui.text_h(meta, inner_w - 50, "caption", True)
    head_h = 20 + line + meta_h
    rect = Rect(at.x, at.y, at.w, head_h + (_open_height(ui, row, table, inner_w, w) if is_open else 0.0))
    tip = table.kept((wid, w.language), lambda: _tip(row, table, w))
    found = ui.interact(wid, Rect(rect.x, rect.y, rect.w, head_h), tip=tip)
    fill = mix(theme.panel, theme.raised, 0.75 if found.hovered else 0.4)
    drafted = any(option.drafted for option in row.options)
    edge = theme.accent if drafted or row.yours else theme.border_strong if is_open else theme.border
    ui.painter.box(ui.box(rect), ui.px(7), fill, edge, max(1, ui.px(1)))
    inner = rect.inset(10, 6)
    ui.icon(Rect(inner.x, inner.y + 2, 20, 20), row.icon, colour="accent_text" if row.yours else "muted")
    head = Rect(inner.x + 30, inner.y, inner.w - 52, line)
    flags = len(row.hosts) * (line * 1.25 + 3)
    ui.put_text(head.pad(right=flags + 4), w.text(row.name), "small_strong", wid=wid, ellipsis=True)
    for number, host in enumerate(row.hosts):
        x = head.right - flags + number * (line * 1.25 + 3)
        ui.flag(Rect(x, head.y + 3, line * 1.2, line * 0.8), host)
    sign = "check" if drafted else "chevron-up" if is_open else "chevron-down"
    ui.icon(Rect(inner.right - 16, inner.y + 3, 16, 16), sign, colour="accent_text" if drafted else "muted")
    words_area = Rect(head.x, head.y + line, inner_w - 50, meta_h)
    ui.put_lines(words_area, meta, "caption", "muted", wid=wid, markup=True)
    _progress(ui, Rect(inner.x, words_area.bottom + 3, inner.w, 3), row)
    if found.focused:
        ui.focus_ring(rect)
    if found.hovered:
        ui.state.cursor = "hand"
    said = table.kept((wid, "said", w.language), tip.spoken)
    states = ("open",) if is_open else ()
    ui.note("button", w.text(row.name), value=meta, state=states, hint=said, wid=wid, rect=rect)
    if found.clicked:
        state.opened = "" if is_open else row.id
    if is_open:
        with ui.scope(wid):
            _options(ui, Rect(inner.x, rect.y + head_h, inner_w, 0), row, table, w)
    return rect.h


def _columns(width: float, row: BoardRow) -> int:
    return min(len(row.options), 3 if width > 720 else 2 if width > 420 else 1) or 1


def _open_height(ui: Ui, row: BoardRow, table: Table, width: float, w: Words) -> float:
    text = ui.text_h(w.text(row.text), width, "small") + 6
    count = _columns(width, row)
    per = (width - 6 * (count - 1)) / count
    heights = [option_height(ui, option, per, table, w) for option in row.options]
    return text + sum(max(heights[i : i + count]) + 6 for i in range(0, len(heights), count)) + 4


def _options(ui: Ui, rect: Rect, row: BoardRow, table: Table, w: Words) -> None:
    """What the project is, and the ways into it side by side."""
    y = rect.y
    text = w.text(row.text)
    y += ui.label(Rect(rect.x, y, rect.w, ui.text_h(text, rect.w, "small")), text, "small", wrap=True) + 6
    count = _columns(rect.w, row)
    per = (rect.w - 6 * (count - 1)) / count
    for start in range(0, len(row.options), count):
        line = row.options[start : start + count]
        tall = max(option_height(ui, option, per, table, w) for option in line)
        for number, option in enumerate(line):
            part = Rect(rect.x + number * (per + 6), y, per, tall)
            if option_card(ui, f"{option.slot}/{option.option}", part, option, table, w):
                table.toggle(option)
                ui.cue("draft")
        y += tall + 6


def _meta(row: BoardRow, table: Table, w: Words) -> str:
    parts = [w.text(row.status_text)]
    if row.clock > 0:
        parts.append(w("desk.board.left", n=row.clock))
    if row.opens is not None:
        parts.append(w("desk.board.opens", quarter=w.quarter(table.calendar(row.opens))))
    if row.cost_musd:
        parts.append(f"[[coins]] {w.money(row.cost_musd)}")
    if row.odds is not None:
        parts.append(w("desk.board.odds", odds=row.odds))
    return "  ·  ".join(part for part in parts if part)


STAGES = {
    "permit": 0,
    "finance_gate": 1,
    "shelved": 1,
    "build": 1,
    "build_gate": 1,
    "stranded": 1,
    "commission_gate": 2,
    "ramp": 2,
    "open": 4,
}


def _progress(ui: Ui, rect: Rect, row: BoardRow) -> None:
    """Stages as three pieces: permit, build, ramp. The words above say the same."""
    theme = ui.theme
    reached = STAGES.get(row.status, -1)
    for number, part in enumerate(rect.columns([1, 2, 1], gap=3)):
        colour = theme.accent if number < reached else mix(theme.panel, theme.border_strong, 0.5)
        if number == reached:
            colour = theme.bad if row.status == "stranded" else mix(theme.accent, theme.panel, 0.4)
        ui.painter.box(ui.box(part), ui.px(2), colour)


def _tip(row: BoardRow, table: Table, w: Words) -> Tip:
    names = {n.id: w.text(n.name) for n in table.view.map.nations}
    seats = {s.seat: w.text(s.name) for s in table.view.seats}
    rows = [
        TipRow(
            w("desk.board.plant", plant=w(f"plant.{plant}"), nation=names.get(nation, nation)),
            w("desk.per_year", amount=w.value(tonnes, "t")),
        )
        for plant, nation, tonnes in row.plants
    ]
    for key, seat in (("owner", row.owner), ("offtaker", row.offtaker), ("guarantor", row.guarantor)):
        if seat:
            rows.append(TipRow(w(f"desk.board.{key}"), seats.get(seat, seat)))
    if row.paid_musd:
        rows.append(TipRow(w("desk.board.paid"), w.money(row.paid_musd)))
    if row.overrun is not None:
        rows.append(
            TipRow(
                w("desk.board.overrun"),
                w.value(row.overrun, "ratio"),
                "bad" if row.overrun > 1.3 else "neutral",
            )
        )
    if row.call_t_year:
        rows.append(TipRow(w("desk.board.call"), w("desk.per_year", amount=w.value(row.call_t_year, "t"))))
    return Tip(w.text(row.text), title=w.text(row.name), rows=tuple(rows))
