"""The picture of the help: three kinds of orders on one axis of quarters, and when each of them lands."""

from __future__ import annotations

from dataclasses import dataclass

from ..kit import Colour, Rect, Ui, mix
from .base import Words

__all__ = ["draw_landing", "landing_height"]

QUARTERS = 20


@dataclass(frozen=True)
class Lane:
    """A kind of order: when it lands (quarters from now), whether it fades then, its sign and colour."""

    key: str
    icon: str
    lands: float
    fades: bool
    look: int


LANES = (
    Lane("fast", "package", 0.6, True, 0),
    Lane("middle", "flask-conical", 6, False, 1),
    Lane("slow", "factory", 12, False, 2),
)


def landing_height(ui: Ui, width: float, w: Words) -> float:
    """Three lanes and the axis below them."""
    names = [w(f"scenes.help.lane_{lane.key}") for lane in LANES]
    room = _names_width(ui, width, names) - ui.line_h("small") - 22
    tall = max(ui.text_h(name, room, "small") for name in names)
    return len(LANES) * (max(ui.line_h("small") + 4, tall) + 14) + ui.line_h("caption") + 8


def _names_width(ui: Ui, width: float, names: list[str]) -> float:
    return min(width * 0.4, max(ui.text_w(name, "small") for name in names) + ui.line_h("small") + 30)


def draw_landing(ui: Ui, rect: Rect, w: Words) -> None:
    """An arrow for the way to each kind of order's quarter, then a bar for as long as it works."""
    line = ui.line_h("caption")
    chart, foot = rect.split_bottom(line + 4)
    names = [w(f"scenes.help.lane_{lane.key}") for lane in LANES]
    left = _names_width(ui, rect.w, names)
    area = chart.pad(left=left, right=8)
    step = area.w / QUARTERS
    for quarter in range(0, QUARTERS + 1, 4):
        x = area.x + quarter * step
        ui.painter.rect(ui.box(Rect(x, area.y, 1, area.h)), ui.theme.grid)
        said = w("scenes.help.year", n=quarter // 4)
        width = ui.text_w(said, "caption") + 2
        spot = Rect(min(x - width / 2, area.right - width), foot.y + 4, width, line)
        ui.put_text(spot, said, "caption", "muted", "center", wid="landing")
    for lane, name, row in zip(LANES, names, area.rows(len(LANES)), strict=True):
        _lane(ui, Rect(rect.x, row.y, left, row.h), row, lane, name, step)
    ui.note("chart", w("scenes.help.landing"), value="; ".join(names), rect=rect)


def _lane(ui: Ui, head: Rect, row: Rect, lane: Lane, name: str, step: float) -> None:
    size = ui.line_h("small") * 0.9
    ui.icon(Rect(head.x, head.cy - size / 2, size, size), lane.icon, colour="muted")
    ui.put_lines(head.pad(left=size + 10, right=12), name, "small", wid=name, valign="middle")
    ink = ui.theme.series_colour(lane.look)
    x = row.x + lane.lands * step
    _arrow(ui, row.x, x, row.cy, ink)
    body = Rect(x, row.y + 7, (4 * step if lane.fades else row.right - x), row.h - 14)
    if not lane.fades:
        ui.hatched(body, ink, lane.look)
        return
    parts = 12
    for number in range(parts):
        part = Rect(body.x + body.w * number / parts, body.y, body.w / parts, body.h)
        ui.painter.rect(ui.box(part), mix(mix(ui.theme.panel, ink, 0.75), ui.theme.panel, number / parts))


def _arrow(ui: Ui, start: float, end: float, y: float, ink: Colour) -> None:
    """A shaft up to `end` with a head, unless there is no room for more than the head."""
    head = 7.0
    shaft = Rect(start, y - 1.5, max(0.0, end - start - head), 3)
    ui.painter.rect(ui.box(shaft), ink)
    tall = ui.px(head)
    for column in range(tall):
        half = round((tall - column) * 0.7)
        x = ui.px(end) - tall + column
        ui.painter.rect((x, ui.px(y) - half, 1, 2 * half + 1), ink)
