"""What a seat sheet says in figures: its market good by good, the trade with it, projects, money."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..desk.whys import Explainer, explained_tip, figure_here
from ..kit import Flow, Rect, Tip, Tone, Ui, mix
from ..map.arcs import GOOD_LOOKS
from .base import Words, paragraph
from .seat_map import draw_seat_map

if TYPE_CHECKING:
    from game.desktop.desk.table import Table
    from game.play.view import BoardRow, Gauge, NationOnMap, SeatSheet, View

__all__ = ["gauges", "mandate", "market", "projects", "under_way"]

BAR_H = 9.0
MOST_PROJECTS = 6
LEAST_T = 0.5  # tonnes a quarter that are worth a line


def _section(ui: Ui, flow: Flow, title: str) -> None:
    if flow.y > flow.area.y:
        flow.skip(6)
    strip = flow.next(ui.text_h(title, flow.area.w, "heading"))
    ui.label(strip, title, "heading", role="heading", wrap=True)


# -------------------------------------------------------------------------------------------- market


def market(ui: Ui, w: Words, flow: Flow, table: Table, sheet: SeatSheet, room: float) -> None:
    """Where it lies, and for each good its price, what is made and used there, and the trade with you.

    The map is left out where less than `room` units would remain below it.
    """
    view = table.view
    nation = next((n for n in view.map.nations if n.id == sheet.nation), None)
    if nation is None:
        return
    tall = min(flow.area.w * 0.5, 250.0)
    if room - tall > 430 * ui.text_scale:
        names = {sheet.nation: w.text(sheet.name), view.nation: w.text(view.seat_name)}
        draw_seat_map(ui, flow.next(tall), names, sheet.nation)
    _section(ui, flow, w("scenes.sheet.market_own" if sheet.you else "scenes.sheet.market"))
    if nation.cover_days is not None:
        said = w("scenes.sheet.cover", days=w.value(nation.cover_days, "days"))
        spot = paragraph(ui, flow, f"[[hourglass]] {said}", "small", "muted")
        title, value = w("desk.map.cover"), w.value(nation.cover_days, "days")
        name, figure = f"cover/{sheet.seat}", f"cover.{sheet.seat}"
        figure_here(ui, table.whys, name, spot, figure, w, title=title, value=value, good_when=1)
    for good in view.goods_shown:
        _good(ui, w, flow, table, nation, good)


def _good(ui: Ui, w: Words, flow: Flow, table: Table, nation: NationOnMap, good: str) -> None:
    """One good: its price against 2009, two bars, two lines of trade. Price and output explain themselves."""
    view = table.view
    price = nation.price_usd_kg.get(good, math.nan)
    made, used = nation.output_t.get(good, 0.0), nation.use_t.get(good, 0.0)
    traded = [] if nation.id == view.nation else _traded(w, view, nation, good)
    if not math.isfinite(price) and max(made, used) < LEAST_T and not traded:
        return
    flow.skip(2)
    strip = flow.next(ui.line_h("strong"))
    ratio = nation.price_ratio.get(good, math.nan)
    value = w.value(price, "usd_kg") if math.isfinite(price) else w("scenes.none")
    against = w("scenes.sheet.ratio", ratio=w.value(ratio, "ratio")) if math.isfinite(ratio) else ""
    tone: Tone = "bad" if ratio > 1.6 else "warn" if ratio > 1.15 else "neutral"
    side_w = ui.text_w(against, "small") + 4
    value_w = ui.text_w(value, "strong") + 4
    left, side = strip.split_right(side_w, gap=8)
    name, figure = left.split_right(value_w, gap=8)
    ui.put_text(name, w(f"good.{good}"), "strong", wid=good, ellipsis=True)
    ui.put_text(figure, value, "strong", "text", "right", wid=good)
    ui.put_text(side, against, "small", ui.theme.tone(tone), "right", wid=good)
    place = f"{good}.{nation.id}"
    figure_here(ui, table.whys, f"price/{place}", strip.inset(-3, -1), f"price.{place}", w)
    said = f"{value} {against}".strip()
    ui.note("figure", w(f"good.{good}"), value=said, wid=ui.full_id(f"price/{place}"), rect=strip)
    most = max(made, used, 1e-9)
    if max(made, used) >= LEAST_T:
        for key, tonnes in (("made", made), ("used", used)):
            explains = key == "made" and made >= LEAST_T
            wid = ui.full_id(f"output/{place}") if explains else ""
            spot = _bar(ui, w, flow, w(f"scenes.sheet.{key}"), tonnes, most, GOOD_LOOKS.get(good, 7), wid)
            if explains:
                figure_here(ui, table.whys, f"output/{place}", spot, f"output.{place}", w)
    for line in traded:
        paragraph(ui, flow, line, "small", "muted")
        flow.skip(-4)
    flow.skip(4)


def _bar(
    ui: Ui, w: Words, flow: Flow, label: str, tonnes: float, most: float, look: int, wid: str = ""
) -> Rect:
    """A lying bar with its tonnes a quarter; returns where it stands."""
    line = flow.next(ui.line_h("small"))
    flow.skip(-flow.gap + 1)
    value = w.value(tonnes, "t") if tonnes >= LEAST_T else w.translator.tonnes(0, 0)
    label_w = max(ui.text_w(w(f"scenes.sheet.{key}"), "small") for key in ("made", "used")) + 10
    value_w = max(ui.text_w(value, "small"), 64.0 * ui.text_scale) + 4
    name, rest = line.split_left(label_w)
    track, figure = rest.split_right(value_w, gap=6)
    ui.put_text(name, label, "small", "muted", wid=label)
    ui.put_text(figure, value, "small", "text", "right", wid=label)
    ground = Rect(track.x, track.cy - BAR_H / 2, track.w, BAR_H)
    ui.painter.box(ui.box(ground), ui.px(3), mix(ui.theme.panel, ui.theme.border_strong, 0.18))
    if tonnes >= LEAST_T:
        body = Rect(ground.x, ground.y, max(2.0, ground.w * tonnes / most), BAR_H)
        ui.hatched(body, ui.theme.series_colour(look), look)
    ui.note("figure", label, value=value, wid=wid, rect=line)
    return line


def _traded(w: Words, view: View, nation: NationOnMap, good: str) -> list[str]:
    """What comes from there to you, and what goes there from you, with the licence if it is not open."""
    found = []
    for key, origin, destination in (
        ("to_you", nation.id, view.nation),
        ("from_you", view.nation, nation.id),
    ):
        arc = next(
            (
                arc
                for arc in view.map.arcs
                if (arc.good, arc.origin, arc.destination) == (good, origin, destination)
            ),
            None,
        )
        if arc is None or arc.tonnes < LEAST_T:
            continue
        said = w(
            f"scenes.sheet.{key}",
            tonnes=w.value(arc.tonnes, "t"),
            change=w.value(arc.change, "share", signed=True),
        )
        if arc.licence != "open":
            said += f" · {w('desk.map.licence')}: {w(f'desk.licence.{arc.licence}')}"
        icon = "arrow-right" if key == "to_you" else "arrow-left"
        found.append(f"[[{icon}]] {said}")
    return found


# ------------------------------------------------------------------------------------------ projects


def projects(ui: Ui, w: Words, flow: Flow, table: Table, sheet: SeatSheet) -> None:
    """Sites on its land, and what it holds elsewhere."""
    rows = [
        row
        for row in table.view.board
        if row.owner == sheet.seat or row.offtaker == sheet.seat or sheet.nation in row.hosts
    ]
    if not rows:
        return
    _section(ui, flow, w("scenes.sheet.projects_own" if sheet.you else "scenes.sheet.projects"))
    for row in rows[:MOST_PROJECTS]:
        paragraph(ui, flow, _project(w, table, row), "small")


def _project(w: Words, table: Table, row: BoardRow) -> str:
    said = f"[[{row.icon}]] **{w.text(row.name)}**\n{w.text(row.status_text)}"
    if row.opens is not None:
        opens = w.translator.quarter(*table.calendar(row.opens))
        said += f" · {w('scenes.sheet.opens', date=opens)}"
    owner = next((s for s in table.view.seats if s.seat == row.owner), None)
    if owner is not None:
        said += f" · [[flag:{owner.nation}]] {w.text(owner.name)}"
    return said


# ------------------------------------------------------------------------------------------- yourself


def gauges(ui: Ui, w: Words, flow: Flow, shown: Sequence[Gauge], whys: Explainer | None = None) -> None:
    """Your own figures with their changes and the course so far, and where `whys` knows it why they moved."""
    _section(ui, flow, w("scenes.sheet.figures"))
    figures = [(w.value(g.value, g.unit), w.change(g.change or 0.0, g.unit)) for g in shown]
    needed = max(ui.text_w(value, "figure") + ui.text_w(change, "small") + 76 for value, change in figures)
    columns = 2 if (flow.area.w - 10) / 2 > needed else 1
    tall = ui.line_h("small") + ui.line_h("figure") + 24
    for start in range(0, len(shown), columns):
        strip = flow.next(tall)
        for gauge, spot in zip(shown[start : start + columns], strip.columns(columns, gap=10), strict=False):
            change = gauge.change or 0.0
            moved = 0 if round(change, 2) == 0 else 1 if change > 0 else -1
            tone: Tone = "neutral"
            if moved and gauge.good_when:
                tone = "good" if moved == gauge.good_when else "bad"
            name = f"own-{gauge.id}"
            tip = Tip(title=w.text(gauge.label))
            if whys is not None:
                good_when = gauge.good_when
                wid = ui.full_id(name)
                tip = explained_tip(ui, whys, wid, tip, gauge.figure, w, good_when=good_when)
            opened = ui.figure(
                name,
                spot,
                w.text(gauge.label),
                w.value(gauge.value, gauge.unit),
                change=w.change(change, gauge.unit) if gauge.change is not None else "",
                direction=moved,
                tone=tone,
                icon=gauge.icon,
                spark=gauge.history,
                tip=tip,
            )
            if opened and whys is not None:
                whys.pin(gauge.figure)


def mandate(ui: Ui, w: Words, flow: Flow, view: View) -> None:
    """What you were told to achieve, and how it stands."""
    _section(ui, flow, w("scenes.briefing.mandate"))
    for row in view.mandate:
        icon = {True: "circle-check", False: "circle-x", None: "circle"}[row.met]
        note = f" **{w.text(row.note)}**" if row.note is not None else ""
        paragraph(ui, flow, f"[[{icon}]] {w.text(row.text)}{note}")


def under_way(ui: Ui, w: Words, flow: Flow, table: Table) -> None:
    """Your orders that have not landed yet, or run on."""
    running = [landing for landing in table.view.timeline.landings if not landing.draft]
    if not running:
        return
    _section(ui, flow, w("scenes.sheet.under_way"))
    for landing in running:
        when = w.translator.quarter(*table.calendar(landing.quarter))
        said = f"[[{landing.icon}]] **{w.text(landing.title)}** · {w('scenes.sheet.lands', date=when)}"
        paragraph(ui, flow, said)
