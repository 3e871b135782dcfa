"""The calendar beside the project board: for each row of the table, the way to its opening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..kit import Rect, Ui, mix
from .base import Words

if TYPE_CHECKING:
    from game.desktop.desk.table import Table
    from game.play.view import BoardRow

__all__ = ["draw_calendar"]

LEAST = 12  # quarters that are shown at least


def draw_calendar(
    ui: Ui, w: Words, rect: Rect, table: Table, rows: Sequence[BoardRow], chosen: str | None
) -> None:
    """`rect` is as high as the table beside it, head included; rows stand in the table's order."""
    view = table.view
    now = view.quarter.number
    opens = [row.opens for row in rows if row.opens is not None]
    last = max([now + LEAST, *(quarter + 5 for quarter in opens)])
    head, body = rect.split_top(ui.line_h("small") + 12)
    ui.painter.box(ui.box(head), ui.px(6), ui.theme.raised)
    area = body.pad(left=10, right=10)
    step = area.w / (last - now)
    tall = min(body.h, ui.row_h * len(rows))
    for quarter in range(now, last + 1):
        year, season = table.calendar(quarter)
        if season != 1 and quarter != now:
            continue
        x = area.x + (quarter - now) * step
        ui.painter.rect(
            ui.box(Rect(x, body.y, 1, tall)), ui.theme.accent if quarter == now else ui.theme.grid
        )
        said = w("scenes.board.now") if quarter == now else str(year)
        width = ui.text_w(said, "small") + 4
        if x + width / 2 > area.right or (quarter != now and x - width / 2 < area.x + 40):
            continue
        spot = Rect(max(area.x - 6, x - width / 2), head.y, width, head.h)
        ui.put_text(spot, said, "small", "muted", wid="calendar")
    for index, row in enumerate(rows):
        line = Rect(area.x, body.y + index * ui.row_h, area.w, ui.row_h)
        if line.bottom > rect.bottom + 1:
            break
        _row(ui, w, line, table, row, step, row.id == chosen)


def _row(ui: Ui, w: Words, line: Rect, table: Table, row: BoardRow, step: float, chosen: bool) -> None:
    """A bar up to the opening; hollow while nobody has decided it, with the odds of being on time."""
    theme = ui.theme
    if row.opens is None:
        ui.put_text(line.pad(left=6), w.text(row.status_text), "small", "muted", wid=row.id, ellipsis=True)
        return
    end = line.x + max(0.6, row.opens - table.view.quarter.number) * step
    ink = theme.accent if row.yours else theme.series_colour(1)
    bar = Rect(line.x, line.cy - 5, end - line.x, 10)
    held = bool(row.owner or row.offtaker or row.guarantor)
    fill = mix(theme.panel, ink, 0.7) if held else None
    ui.painter.box(ui.box(bar), ui.px(4), fill, ink, max(1, ui.px(2 if chosen else 1)))
    ui.painter.disc((end * ui.scale, line.cy * ui.scale), round(6 * ui.scale, 1), ink)
    said = w.quarter(table.calendar(row.opens))
    width = ui.text_w(said, "small") + 4
    x = end + 12 if end + 12 + width <= line.right + 8 else end - 14 - width
    ui.put_text(Rect(x, line.y, width, line.h), said, "small", wid=row.id)
    ui.note("series", w.text(row.name), value=said, rect=line)
