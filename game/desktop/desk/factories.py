"""Three factories that give the figures a face: people at work, days of cover, and a lamp that dims."""

from __future__ import annotations

import re

from game.desktop.kit import Colour, Rect, Tip, TipRow, Ui, mix
from game.play.view import Factory

from .faces import SCARCE_DAYS, face, fare
from .table import Table
from .whys import explained_tip
from .words import Words

__all__ = ["factories", "factories_height", "lamp"]

NAME = re.compile(r", |（")  # what parts a factory's name from its town


def factories_height(ui: Ui) -> float:
    """Name, a line of figures, and margins."""
    return 18 + ui.line_h("small") + ui.line_h("caption")


def factories(ui: Ui, rect: Rect, table: Table, w: Words) -> None:
    """Draw the three side by side."""
    found = table.view.factories
    if not found:
        return
    with ui.group(w("desk.factories"), rect):
        for factory, cell in zip(found, rect.columns(len(found), gap=8), strict=True):
            _factory(ui, cell, factory, table, w)


def _factory(ui: Ui, rect: Rect, factory: Factory, table: Table, w: Words) -> None:
    theme = ui.theme
    wid = f"factory/{factory.id}"
    figure = f"{'magnets' if table.view.series('magnets').base else 'cover'}.{table.seat}"
    heading = w(f"desk.why.{figure.partition('.')[0]}")
    tip = explained_tip(ui, table.whys, wid, _tip(factory, w), figure, w, good_when=1, heading=heading)
    found = ui.interact(wid, rect, tip=tip)
    if found.clicked:
        table.whys.pin(figure)
    low = factory.days < SCARCE_DAYS
    ground = mix(theme.panel, theme.bad, 0.08) if low else theme.panel
    fill = mix(ground, theme.hover, 0.5) if found.hovered else ground
    edge = mix(theme.border, theme.bad, 0.55) if low else theme.border
    ui.painter.box(ui.box(rect), ui.px(7), fill, edge, max(1, ui.px(1)))
    size = min(rect.h - 14, 40.0)
    lamp_area = Rect(rect.x + 8, rect.cy - size / 2, size, size)
    lamp(ui, lamp_area, factory)
    area = Rect(rect.x + size + 16, rect.y + 6, rect.w - size - 24, rect.h - 16)
    top, below = area.split_top(ui.line_h("small"))
    name = w.text(factory.name)
    shown = name if ui.text_w(name, "small_strong") <= top.w else NAME.split(name)[0]  # without its town
    ui.put_text(top, shown, "small_strong", wid=wid, ellipsis=True)
    days = w.value(factory.days, "days")
    counts = {"at": w.number(factory.workers_at_work), "of": w.number(factory.workers)}
    at_work = w("desk.at_work_first" if factory.first else "desk.at_work", **counts)
    width = ui.text_w(days, "caption") + (16 if low else 0)
    left = below.pad(right=width + 8)
    if ui.text_w(at_work, "caption") <= left.w:
        ui.put_text(left, at_work, "caption", "muted", wid=wid)
    else:
        short = w("desk.at_work_first_short" if factory.first else "desk.at_work_short", **counts)
        if ui.text_w(short, "caption") <= left.w:
            ui.put_text(left, short, "caption", "muted", wid=wid)
    right = below.split_right(width + 4)[1]
    ui.put_text(right, days, "caption", "bad" if low else "muted", "right", wid=wid)
    if low:
        ui.icon(Rect(right.x, right.cy - 6, 12, 12), "triangle-alert", colour="bad")
    share = ui.animate(f"{wid}/work", factory.workers_at_work / max(1, factory.workers), 0.8)
    track = Rect(area.x, rect.bottom - 6, area.w, 2.5)
    ui.painter.rect(ui.box(track), mix(theme.panel, theme.border_strong, 0.45))
    ui.painter.rect(ui.box(Rect(track.x, track.y, track.w * share, track.h)), theme.accent)
    if share < 0.985:  # people sent home: the rest of the bar is what is missing
        gone = Rect(track.x + track.w * share + 2, track.y, track.w * (1 - share) - 2, track.h)
        ui.painter.rect(ui.box(gone), theme.bad)
    if found.focused:
        ui.focus_ring(rect)
    burns = w("desk.lamp", share=factory.lamp)
    manager = w(f"desk.factory.manager.{fare(factory)}")
    said = "; ".join((w.text(factory.use_label), at_work, days, burns, manager))
    ui.note("lamp", name, value=said, wid=wid, rect=rect)


def lamp(ui: Ui, rect: Rect, factory: Factory) -> None:
    """The manager in a lit window: gold at full work, dim with empty stores, crossed out
    when half of the line stands still.

    A sign says what the plant makes; the figures beside it say the same as lamp and face.
    """
    theme = ui.theme
    light = ui.animate(f"factory/{factory.id}/lamp", factory.lamp, 0.8)
    dark: Colour = mix(theme.panel, theme.background, 0.6)
    glow = mix(dark, theme.accent, 0.06 + 0.56 * round(light * light, 2))
    edge = mix(theme.border_strong, theme.accent, 0.8 * round(light, 2))
    ui.painter.box(ui.box(rect), ui.px(8), glow, edge, max(1, ui.px(1)))
    face(ui, rect.inset(1.5), factory, light, glow)
    mark = rect.h * 0.42
    badge = Rect(rect.right - mark * 0.7, rect.bottom - mark * 0.8, mark, mark)
    centre = (badge.cx * ui.scale, badge.cy * ui.scale)
    ui.painter.disc(centre, round(mark * 0.56 * ui.scale), theme.panel)
    if fare(factory) == "idle":
        ui.icon(badge.inset(mark * 0.06), "circle-x", colour="bad")
    else:
        ui.icon(badge.inset(mark * 0.1), factory.icon, colour="text")


def _tip(factory: Factory, w: Words) -> Tip:
    scarce = factory.days < SCARCE_DAYS
    rows = (
        TipRow(w("desk.factory.cover"), w.value(factory.days, "days"), "bad" if scarce else "neutral"),
        TipRow(
            w("desk.factory.workers"),
            w("desk.at_work", at=w.number(factory.workers_at_work), of=w.number(factory.workers)),
        ),
        TipRow(w("desk.factory.output"), w.value(factory.work, "share")),
    )
    text = f"{w.text(factory.use_label)}\n{w(f'desk.factory.manager.{fare(factory)}')}"
    if factory.first:
        text = f"{text}\n{w('desk.factory.first')}"
    return Tip(text, title=w.text(factory.name), rows=rows)
