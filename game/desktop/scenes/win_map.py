"""The map of wins of a seat: a strip for each assumption, and a grid of the two that matter most."""

from __future__ import annotations

from game.insight.win_map import Cell, Grid, Row, WinMap
from game.play.assumptions import name_of, value_of

from ..kit import Flow, Rect, Tip, TipRow, Ui, mix
from .base import Words, paragraph

__all__ = ["draw_map"]

LOOKS = {"build": 1, "politics": 3, "open": 5}
ICONS = {"build": "factory", "politics": "handshake", "open": "minus"}


def draw_map(ui: Ui, w: Words, rect: Rect, found: WinMap, seat: str) -> None:
    """The strips and the grid of a seat, with what the marks mean and how the map was made."""
    with ui.scroll("map", rect, label=w("assumptions.side_map"), padding=4) as area:
        flow = Flow(area, gap=6)
        legend = "   ".join(f"[[{ICONS[key]}]] {w(f'assumptions.winner.{key}')}" for key in LOOKS)
        paragraph(ui, flow, legend, "small")
        for row in found.rows_of(seat):
            _strip(ui, w, flow, row)
        grid = found.grid_of(seat)
        if grid is not None:
            flow.skip(4)
            _grid(ui, w, flow, grid)
        flow.skip(4)
        note = w("assumptions.map_note", n=found.seeds, command=found.command)
        paragraph(ui, flow, note, "small", "muted")


def _strip(ui: Ui, w: Words, flow: Flow, row: Row) -> None:
    label_w = flow.area.w * 0.24
    line = flow.next(ui.line_h("caption") + ui.line_h("small") + 8)
    left, cells = line.split_left(label_w, gap=8)
    ui.label(left, w.text(name_of(row.assumption)), "small", wrap=True, valign="middle")
    parts = cells.columns(len(row.cells), gap=3)
    for value, known, cell, part in zip(row.values, row.evidenced, row.cells, parts, strict=True):
        shown = _short(w, row.assumption, value)
        head = shown if known else f"({shown})"
        _cell(ui, w, f"{row.assumption}-{value:g}", part, cell, head, faint=not known)
    for crossing in row.crossings:
        where = w.text(value_of(row.assumption, crossing))
        paragraph(ui, flow, w("assumptions.map.changes", where=where), "small", "accent_text")


def _short(w: Words, assumption: str, value: float) -> str:
    """A value without its unit, for a narrow cell."""
    if assumption in ("loyalty", "learning", "substitution"):
        digits = 1 if assumption == "substitution" else 0 if round(value * 100, 6) % 1 == 0 else 1
        return w.translator.percent(value, digits)
    return w.number(value, 0 if value == round(value) else 1)


def _grid(ui: Ui, w: Words, flow: Flow, grid: Grid) -> None:
    title = w("assumptions.map.grid", down=name_of(grid.down), across=name_of(grid.across))
    ui.label(flow.next(ui.line_h("strong")), title, "strong", ellipsis=True)
    label_w = flow.area.w * 0.24
    head = flow.next(ui.line_h("caption")).split_left(label_w, gap=8)[1]
    for value, part in zip(grid.across_values, head.columns(len(grid.across_values), gap=3), strict=True):
        ui.label(part, _short(w, grid.across, value), "caption", colour="muted", align="center")
    for number, (value, cells) in enumerate(zip(grid.down_values, grid.cells, strict=True)):
        line = flow.next(ui.line_h("small") + 6)
        left, rest = line.split_left(label_w, gap=8)
        ui.label(left, w.text(value_of(grid.down, value)), "caption", colour="muted", align="right")
        for place, (cell, part) in enumerate(zip(cells, rest.columns(len(cells), gap=3), strict=True)):
            _cell(ui, w, f"grid-{number}-{place}", part, cell, "", faint=False)


def _cell(ui: Ui, w: Words, name: str, rect: Rect, cell: Cell, head: str, *, faint: bool) -> None:
    """Colour and sign of the winner, and build-up's lead; more in the tooltip."""
    theme = ui.theme
    colour = theme.series_colour(LOOKS[cell.winner])
    fill = mix(theme.panel, colour, 0.16 if faint else 0.34)
    tip = Tip(
        w(f"assumptions.winner.{cell.winner}"),
        rows=(
            *(TipRow(w.text(name_of(one)), w.text(value_of(one, x))) for one, x in cell.assumptions.items()),
            TipRow(w("assumptions.lead"), w.value(cell.mean, "musd", signed=True)),
            TipRow(w("assumptions.error"), f"±{w.value(cell.error, 'musd')}"),
            TipRow(w("assumptions.share"), w.value(cell.share, "share")),
        ),
    )
    wid = f"map/{name}"
    ui.touch(rect)
    found = ui.interact(wid, rect, activates=False, tip=tip)
    edge = theme.text if found.hovered else mix(theme.panel, colour, 0.7)
    ui.painter.box(ui.box(rect), ui.px(4), fill, edge, max(1, ui.px(1)))
    inside = rect.inset(5, 3)
    if head:
        top, inside = inside.split_top(ui.line_h("caption"))
        ui.put_text(top, head, "caption", "muted", "center", wid=wid)
    lead = w.change(cell.mean, "musd")
    size = ui.line_h("small") * 0.8
    icon = Rect(inside.x, inside.cy - size / 2, size, size)
    if inside.w > ui.text_w(lead, "small_strong") + size + 4:
        ui.icon(icon, ICONS[cell.winner], colour=colour)
        inside = inside.pad(left=size)
    ui.put_text(inside, lead, "small_strong", "text", "center", wid=wid, ellipsis=True)
    if found.focused:
        ui.focus_ring(rect, 4)
    value = f"{w(f'assumptions.winner.{cell.winner}')}, {lead}"
    ui.note(
        "text", w("assumptions.comma").join(_settings(w, cell)), value=value, hint=tip, wid=wid, rect=rect
    )


def _settings(w: Words, cell: Cell) -> list[str]:
    return [
        w("assumptions.named", name=name_of(one), value=value_of(one, x))
        for one, x in cell.assumptions.items()
    ]
