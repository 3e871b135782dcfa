"""The project board: works of the world at their stages, what they cost now, and how to get in."""

from __future__ import annotations

from game.desktop.kit import Rect, Tip, TipRow, Ui, mix
from game.play.view import BoardRow

from .options import option_card, option_height
from .table import Table
from .words import Words

__all__ = ["board"]


def board(ui: Ui, rect: Rect, table: Table, w: Words, *, whole_board: bool) -> bool:
    """A row per project, your own first; True when the whole board is asked for."""
    rows = sorted(table.view.board, key=lambda row: not row.yours)
    asked = False
    if whole_board:
        rect, foot = rect.split_bottom(ui.control_h, gap=6)
        asked = ui.button("whole-board", foot, w("desk.whole_board"), icon="maximize", hotkey="b")
    if not rows:
        ui.label(rect, w("desk.board_empty"), "small", colour="muted", wrap=True)
        return asked
    with ui.scroll("board", rect, label=w("desk.tab.board"), padding=2) as area:
        y = area.y
        columns = 2 if area.w / ui.text_scale > 880 else 1
        cells = area.columns(columns, gap=8)
        heights = [0.0] * columns
        for row in rows:
            at = min(range(columns), key=lambda i: heights[i])
            part = Rect(cells[at].x, y + heights[at], cells[at].w, 0)
            heights[at] += _row(ui, part, row, table, w) + 6
    return asked


def _row(ui: Ui, at: Rect, row: BoardRow, table: Table, w: Words) -> float:
    """Name, hosts, stage, cost and the options of one project; returns the height."""
    theme = ui.theme
    wid = f"project/{row.id}"
    inner_w = at.w - 20
    line, small = ui.line_h("small_strong"), ui.line_h("caption")
    options = row.options
    wide = len(options) > 1 and inner_w > 420
    per = (inner_w - 6) / 2 if wide else inner_w
    heights = [option_height(ui, o, per, table, w) for o in options]
    stacked = _stacked(heights, wide)
    meta = _meta(row, table, w)
    meta_h = ui.text_h(meta, inner_w - 30, "caption", True)
    height = 16 + line + meta_h + 10 + (stacked + 6 if options else 0)
    rect = Rect(at.x, at.y, at.w, height)
    found = ui.interact(
        wid, Rect(rect.x, rect.y, rect.w, 16 + line + meta_h), activates=False, tip=_tip(row, table, w)
    )
    fill = mix(theme.panel, theme.raised, 0.7 if found.hovered else 0.4)
    ui.painter.box(
        ui.box(rect), ui.px(7), fill, theme.accent if row.yours else theme.border, max(1, ui.px(1))
    )
    inner = rect.inset(10, 8)
    ui.icon(Rect(inner.x, inner.y + 1, 20, 20), row.icon, colour="accent_text" if row.yours else "muted")
    head = Rect(inner.x + 28, inner.y, inner.w - 28, line)
    flags = len(row.hosts) * (line * 1.25 + 3)
    ui.put_text(head.pad(right=flags + 4), w.text(row.name), "small_strong", wid=wid, ellipsis=True)
    for number, host in enumerate(row.hosts):
        spot = Rect(head.right - flags + number * (line * 1.25 + 3), head.y + 3, line * 1.2, line * 0.8)
        ui.flag(spot, host)
    ui.put_lines(
        Rect(head.x, head.y + line, inner.w - 30, meta_h), meta, "caption", "muted", wid=wid, markup=True
    )
    _progress(ui, Rect(inner.x, head.y + line + meta_h + 4, inner.w, 4), row)
    if found.focused:
        ui.focus_ring(rect)
    ui.note("row", w.text(row.name), value=meta, hint=_tip(row, table, w), wid=wid, rect=rect)
    y = head.y + line + meta_h + 14
    with ui.scope(wid):
        for number, (option, tall) in enumerate(zip(options, heights, strict=True)):
            x = inner.x + (number % 2) * (per + 6) if wide else inner.x
            if option_card(ui, f"{option.slot}/{option.option}", Rect(x, y, per, tall), option, table, w):
                table.toggle(option)
            if not wide:
                y += tall + 6
            elif number % 2 or number == len(options) - 1:
                y += max(heights[number - number % 2 : number + 1]) + 6
    return height


def _stacked(heights: list[float], wide: bool) -> float:
    if not wide:
        return sum(h + 6 for h in heights)
    return sum(max(heights[i : i + 2]) + 6 for i in range(0, len(heights), 2))


def _meta(row: BoardRow, table: Table, w: Words) -> str:
    parts = [w.text(row.status_text)]
    if row.clock > 0:
        parts.append(w("desk.board.left", n=row.clock))
    if row.opens is not None:
        parts.append(w("desk.board.opens", quarter=w.translator.quarter(*table.calendar(row.opens))))
    if row.cost_musd:
        parts.append(f"[[coins]] {w.money(row.cost_musd)}")
    if row.odds is not None:
        parts.append(w("desk.board.odds", odds=row.odds))
    return "  ·  ".join(part for part in parts if part)


def _progress(ui: Ui, rect: Rect, row: BoardRow) -> None:
    """Stages as four pieces: permit, finance and build, ramp, open."""
    stages = ("permit", "building", "ramp", "open")
    at = {"offered": -1, "hidden": -1, "stranded": 1, "gate": 1}.get(row.status)
    reached = at if at is not None else next((i for i, s in enumerate(stages) if s == row.status), 0)
    for number, part in enumerate(rect.columns(4, gap=3)):
        theme = ui.theme
        done = number < reached or row.status == "open"
        colour = theme.accent if done else mix(theme.panel, theme.border_strong, 0.5)
        if number == reached and not done:
            colour = mix(theme.accent, theme.panel, 0.4) if row.status != "stranded" else theme.bad
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
