"""The newspaper: a front page on paper, drawn from a FrontPage, with charts and tables beside its lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..kit import Flow, Rect, Ui, mix
from .base import Words
from .paper_print import Figure, Graph, draw_graph, draw_table, paper_ink, rule, table_height

if TYPE_CHECKING:
    from game.play.view import FrontPage, Headline

__all__ = ["draw_front_page", "draw_sheet"]

PAD = 22.0
GUTTER = 28.0
GROWTH = (1.3, 1.2, 1.1, 1.0)  # of the print, the largest that fits is taken
LEAD_GROWTH = (1.4, 1.3, 1.2, 1.1, 1.0)  # of the lead's own words
GRAPH_H = 140.0  # the least height of a chart
GRAPHS_H = 640.0  # the most that the lead grows to


def draw_sheet(ui: Ui, rect: Rect) -> Rect:
    """A sheet of paper with a soft shadow; returns the printed part."""
    ink = paper_ink(ui)
    if ui.theme.shadow_alpha:
        ui.painter.shadow(ui.box(rect), ui.px(3), ui.px(12), ui.theme.shadow_alpha)
    ui.painter.box(ui.box(rect), ui.px(3), ink.paper, mix(ink.paper, ink.rule, 0.6))
    return rect.inset(PAD, PAD * 0.7)


def draw_front_page(
    ui: Ui,
    rect: Rect,
    w: Words,
    page: FrontPage,
    *,
    line: str,
    graphs: Sequence[Graph] = (),
    figures: Sequence[Figure] = (),
) -> None:
    """The whole page in `rect`, scrolled when it is longer. `line` stands under the paper's name.

    `graphs` stand at the right of the lead, below each other; `figures` are printed as a table below its
    words, and below that what the treasury paid and received. The print is as large as the sheet allows;
    on a small one the tables give way first.
    """
    inside = draw_sheet(ui, rect)
    label = w("scenes.paper.name")
    graphs = [graph for graph in graphs if len(graph.series.values) > 1]
    tables = _tables(w, page, figures)
    growth, kept = _fit(ui, w, page, inside, line, graphs, tables)
    with (
        ui.group(f"{label}, {w.text(page.label)}", rect),
        ui.scroll("paper", inside.inset(-8, 0), label=label, padding=8) as area,
        ui.text_grown(growth),
    ):
        flow = Flow(area.pad(top=-6), gap=0)
        _masthead(ui, flow, w, page, line)
        lead, columns, brief = _parts(page)
        below = _below_height(ui, w, columns, brief, area.w)
        _lead(ui, flow, w, lead, graphs, tables[:kept], inside.bottom - 6 - below)
        if columns:
            _columns(ui, flow, w, columns)
        if brief:
            _brief(ui, flow, w, brief)


def _parts(page: FrontPage) -> tuple[Headline, list[Headline], list[Headline]]:
    """The lead, the stories in columns, and those in brief."""
    lead, *others = page.headlines
    return lead, [s for s in others if s.size == 2], [s for s in others if s.size == 1]


Printed = tuple[str, Sequence[Figure]]


def _tables(w: Words, page: FrontPage, figures: Sequence[Figure]) -> list[Printed]:
    """The quarter in figures, and the treasury's ledger; the more important one first."""
    ledger = [Figure(w.text(line.text), w.value(line.amount, "musd", signed=True)) for line in page.lines]
    parts = [(w("scenes.paper.figures"), figures), (w("scenes.paper.treasury"), ledger)]
    return [(title, rows) for title, rows in parts if rows]


def _fit(
    ui: Ui,
    w: Words,
    page: FrontPage,
    inside: Rect,
    line: str,
    graphs: Sequence[Graph],
    tables: Sequence[Printed],
) -> tuple[float, int]:
    """How large the print can be, and how many of the tables fit beside the charts; tried once for a page."""
    room = (inside.w, inside.h, ui.scale, ui.text_scale, ui.language, line, bool(graphs), tables)
    known = ui.memory.get("paper/fit")
    if isinstance(known, tuple) and known[0] is page and known[1] == room:
        found: tuple[float, int] = known[2]
        return found
    found = _tried(ui, w, page, inside, line, graphs, tables)
    ui.memory["paper/fit"] = (page, room, found)
    return found


def _tried(
    ui: Ui,
    w: Words,
    page: FrontPage,
    inside: Rect,
    line: str,
    graphs: Sequence[Graph],
    tables: Sequence[Printed],
) -> tuple[float, int]:
    lead, columns, brief = _parts(page)
    above: dict[float, float] = {}
    below: dict[float, float] = {}
    for kept in range(len(tables), 0, -1):
        for growth in GROWTH:
            with ui.text_grown(growth):
                if growth not in above:
                    above[growth] = _masthead_height(ui, w, page, line, inside.w)
                    below[growth] = _below_height(ui, w, columns, brief, inside.w)
                need = above[growth] + _lead_height(ui, w, lead, graphs, tables[:kept], inside.w)
            if need + below[growth] <= inside.h:
                return growth, kept
    return 1.0, 0


def _masthead(ui: Ui, flow: Flow, w: Words, page: FrontPage, line: str) -> None:
    ink = paper_ink(ui)
    name = w("scenes.paper.name")
    spot = flow.next(ui.text_h(name, flow.area.w, "title"))
    ui.put_lines(spot, name, "title", ink.text, "center", wid="paper-name")
    flow.skip(4)
    rule(ui, flow.next(3), 2)
    date = w.text(page.label)
    wide = ui.text_w(date, "small_strong") + 4
    room = max(ui.text_h(line, flow.area.w - wide - 20, "small"), ui.line_h("small"))
    strip = flow.next(room + 2)
    left, right = strip.split_right(wide, gap=16)
    ui.put_lines(left, line, "small", ink.soft, wid="paper-line")
    ui.put_text(Rect(right.x, right.y, right.w, ui.line_h("small")), date, "small_strong", ink.text, "right")
    ui.note("text", f"{date}. {line}", rect=strip)
    rule(ui, flow.next(3))
    flow.skip(10)


def _masthead_height(ui: Ui, w: Words, page: FrontPage, line: str, width: float) -> float:
    wide = ui.text_w(w.text(page.label), "small_strong") + 4
    room = max(ui.text_h(line, width - wide - 20, "small"), ui.line_h("small"))
    return ui.text_h(w("scenes.paper.name"), width, "title") + 4 + 3 + room + 2 + 3 + 10


# ------------------------------------------------------------------------------------------- stories


def _figure(w: Words, story: Headline) -> str:
    """The story's figure in large type, unless its title or its words tell it."""
    if not story.amount or story.unit == "points" or story.text is not None:
        return ""
    signed = story.unit == "musd" or story.id.startswith("price:")
    return w.value(story.amount, story.unit, signed=signed)


def _below_height(
    ui: Ui, w: Words, columns: Sequence[Headline], brief: Sequence[Headline], width: float
) -> float:
    """About how much room the smaller stories take, so that the lead can have what is left."""
    height = 14.0
    if columns:
        beside = _beside(ui, len(columns), width)
        each = (width - GUTTER * (beside - 1)) / beside
        tall = [_story_height(ui, w, story, each) for story in columns]
        height += 23 + (max(tall) if beside > 1 else sum(tall) + 12 * (len(tall) - 1))
    if brief:
        height += 10 + ui.line_h("small") + sum(tall + 5 for _, tall in _brief_rows(ui, w, brief, width))
    return height


def _beside(ui: Ui, count: int, width: float) -> int:
    """How many columns of stories fit."""
    return count if width / count > 250 * max(1.0, ui.text_scale * 0.9) else 1


def _graphs_width(ui: Ui, width: float, graphs: Sequence[Graph]) -> float:
    """What the charts take of the lead's width; nothing without charts, or where they stand below it."""
    return min(width * 0.54, 620.0) if graphs and width > 460 * ui.text_scale else 0.0


def _words_width(ui: Ui, width: float, graphs: Sequence[Graph]) -> float:
    taken = _graphs_width(ui, width, graphs)
    return width - taken - (GUTTER if taken else 0.0)


def _graph_below(ui: Ui, width: float, graphs: Sequence[Graph]) -> float:
    """Height of the one chart below the lead, where there is no room beside it."""
    return GRAPH_H * max(1.0, ui.text_scale) + 14 if graphs and not _graphs_width(ui, width, graphs) else 0.0


def _lead_height(
    ui: Ui, w: Words, story: Headline, graphs: Sequence[Graph], tables: Sequence[Printed], width: float
) -> float:
    """The least height of the lead with these tables."""
    words_w = _words_width(ui, width, graphs)
    column = _told_height(ui, w, story, words_w)
    column += sum(14 + table_height(ui, words_w, rows) for _, rows in tables)
    head = ui.text_h(w.text(story.title), width, "display") + 8
    beside = GRAPH_H if _graphs_width(ui, width, graphs) else 0.0
    return head + max(column, beside) + 14 + _graph_below(ui, width, graphs)


def _told_height(ui: Ui, w: Words, story: Headline, width: float) -> float:
    """Height of the lead's figure and words."""
    height = ui.text_h(w.text(story.text), width) if story.text else 0.0
    return height + (ui.line_h("display") + 4 if _figure(w, story) else 0.0)


def _lead(
    ui: Ui,
    flow: Flow,
    w: Words,
    story: Headline,
    graphs: Sequence[Graph],
    tables: Sequence[Printed],
    bottom: float,
) -> None:
    """The largest story with tables and charts; it grows down to `bottom`, within reason."""
    ink = paper_ink(ui)
    title, text = w.text(story.title), w.text(story.text)
    width = flow.area.w
    words_w = _words_width(ui, width, graphs)
    under = _graph_below(ui, width, graphs)
    least = _lead_height(ui, w, story, graphs, tables, width) - under
    big = flow.next(ui.text_h(title, width, "display"))
    ui.put_lines(big, title, "display", ink.text, wid=story.id)
    flow.skip(8)
    free = min(bottom - flow.y - under, GRAPHS_H) if graphs or tables else 0.0
    strip = flow.next(max(least - big.h - 22, free))
    said = "; ".join(part for part in (_figure(w, story), text) if part)
    ui.note("heading", title, value=said, rect=Rect(big.x, big.y, big.w, strip.bottom - big.y))
    below = sum(14 + table_height(ui, words_w, rows) for _, rows in tables)
    left = strip.split_left(words_w)[0]
    _told(ui, w, left.pad(bottom=below), story)
    foot = Flow(Rect(left.x, left.bottom - below, left.w, below), gap=0)
    for name, rows in tables:
        foot.skip(14)
        draw_table(ui, foot, name, rows)
    if under:
        flow.skip(14)
        draw_graph(ui, flow.next(under - 14), w, graphs[0])
    elif graphs:
        side = strip.split_right(_graphs_width(ui, width, graphs))[1]
        shown = graphs[: max(1, int((side.h + 14) // (GRAPH_H * ui.text_scale + 14)))]
        for part, graph in zip(side.rows(len(shown), gap=14), shown, strict=True):
            draw_graph(ui, part, w, graph)
    flow.skip(14)


def _told(ui: Ui, w: Words, rect: Rect, story: Headline) -> None:
    """The lead's figure and words, as large as their place allows."""
    ink = paper_ink(ui)
    for growth in LEAD_GROWTH:
        with ui.text_grown(growth):
            if growth > 1.0 and _told_height(ui, w, story, rect.w) > rect.h:
                continue
            column, figure, text = Flow(rect, gap=4), _figure(w, story), w.text(story.text)
            if figure:
                size = ui.line_h("title")
                spot = column.next(ui.line_h("display"))
                ui.icon(Rect(spot.x, spot.cy - size / 2, size, size), story.icon, colour=ink.accent)
                ui.put_text(spot.pad(left=size + 10), figure, "display", ink.accent, wid=story.id)
            if text:
                ui.put_lines(column.rest, text, "body", ink.text, wid=story.id)
            return


def _columns(ui: Ui, flow: Flow, w: Words, stories: Sequence[Headline]) -> None:
    """Stories beside each other with a line between them."""
    ink = paper_ink(ui)
    rule(ui, flow.next(1))
    flow.skip(10)
    beside = _beside(ui, len(stories), flow.area.w)
    for start in range(0, len(stories), beside):
        row = stories[start : start + beside]
        width = (flow.area.w - GUTTER * (beside - 1)) / beside
        tall = max(_story_height(ui, w, story, width) for story in row)
        strip = flow.next(tall)
        for place, story in enumerate(row):
            spot = Rect(strip.x + place * (width + GUTTER), strip.y, width, tall)
            _story(ui, w, spot, story)
            if place:
                x, y = ui.px(spot.x - GUTTER / 2), ui.px(spot.y)
                ui.painter.rect((x, y, max(1, ui.px(1)), ui.px(tall)), ink.rule)
        flow.skip(12)


def _story_height(ui: Ui, w: Words, story: Headline, width: float) -> float:
    lead = ui.line_h("heading")
    height = ui.text_h(w.text(story.title), width - lead - 2, "heading")
    return height + (4 + ui.text_h(w.text(story.text), width, "small") if story.text else 0)


def _story(ui: Ui, w: Words, rect: Rect, story: Headline) -> None:
    ink = paper_ink(ui)
    title, text = w.text(story.title), w.text(story.text)
    size = ui.line_h("heading") * 0.82
    ui.icon(Rect(rect.x, rect.y + 2, size, size), story.icon, colour=ink.accent)
    head = rect.pad(left=ui.line_h("heading") + 2)
    used = ui.put_lines(head, title, "heading", ink.text, wid=story.id)
    if text:
        ui.put_lines(rect.pad(top=used + 4), text, "small", ink.text, wid=story.id)
    ui.note("heading", title, value=text, rect=rect)


def _brief_rows(
    ui: Ui, w: Words, stories: Sequence[Headline], width: float
) -> list[tuple[Sequence[Headline], float]]:
    """The short notices in rows of one or two, each row with its height."""
    beside = 2 if width > 620 * max(1.0, ui.text_scale) else 1
    room = (width - GUTTER * (beside - 1)) / beside - ui.line_h("small") - 6
    rows = [stories[start : start + beside] for start in range(0, len(stories), beside)]
    return [(row, max(ui.text_h(w.text(story.title), room, "small") for story in row)) for row in rows]


def _brief(ui: Ui, flow: Flow, w: Words, stories: Sequence[Headline]) -> None:
    ink = paper_ink(ui)
    rule(ui, flow.next(1))
    flow.skip(6)
    name = w("scenes.paper.brief")
    ui.put_text(flow.next(ui.line_h("small")), name, "small_strong", ink.accent, wid="brief")
    ui.note("heading", name, rect=flow.area)
    flow.skip(3)
    rows = _brief_rows(ui, w, stories, flow.area.w)
    beside = len(rows[0][0])
    width = (flow.area.w - GUTTER * (beside - 1)) / beside
    lead = ui.line_h("small") + 6
    for row, tall in rows:
        strip = flow.next(tall + 5)
        for place, story in enumerate(row):
            spot = Rect(strip.x + place * (width + GUTTER), strip.y, width, tall)
            size = ui.line_h("small") * 0.8
            ui.icon(Rect(spot.x, spot.y + 2, size, size), story.icon, colour=ink.soft)
            ui.put_lines(spot.pad(left=lead), w.text(story.title), "small", ink.text, wid=story.id)
            ui.note("text", w.text(story.title), rect=spot)
