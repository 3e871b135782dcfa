"""The pages before the first quarter of a guided level: a picture, a few words, figures with their source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.play.guide import opening_pages

from ..desk.factories import lamp
from ..desk.header import shown_gauges
from ..desk.table import Table
from ..kit import Flow, Rect, Ui
from .base import Action, GameScene, Words, action_width, button_bar, fitted, page, paragraph, words
from .cards import source_lines
from .opening_art import draw_car, draw_dots

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import Gauge, Opening
    from game.play.view_guide import Point

    from ..session import Session

__all__ = ["OpeningPages"]

Row = Callable[[Ui, Words, Rect], None]


class OpeningPages(GameScene):
    """One page after the other; Esc leads straight to the desk below."""

    def __init__(self, session: Session, match: Match, seat: str) -> None:
        super().__init__(session)
        self.table = Table(match, seat)
        self.pages: tuple[Opening, ...] = opening_pages(match)
        self.at = 0

    def name(self, w: Words) -> str:
        return w.text(self.table.view.level_title)

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        now = self.pages[self.at]
        note = w("guide.opening.page", n=self.at + 1, of=len(self.pages))
        with page(self, ui, self.name(w), icon="book-open", note=note, width=1240, back=False) as body:
            rest, foot = body.split_bottom(ui.control_h + 6, gap=16)
            with ui.scroll("page", rest, label=w.text(now.title), padding=4) as area:
                self._page(ui, w, Rect(area.x, area.y, area.w, rest.h - 8), now)
            self._footer(ui, w, foot)

    # a page ------------------------------------------------------------------------------------------------

    def _page(self, ui: Ui, w: Words, rect: Rect, now: Opening) -> None:
        flow = Flow(rect, gap=12)
        with fitted(ui, f"opening-{now.id}", rect.h) as done:
            paragraph(ui, flow, w.text(now.title), "display", "accent_text")
            wide = min(rect.w, 860 * max(1.0, ui.text_scale))
            text = Flow(Rect(rect.x, flow.y, wide, flow.rest.h), gap=8)
            paragraph(ui, text, w.text(now.text), "heading")
            self._terms(ui, w, text, now)
            flow.y = text.y + 8
            foot = self._foot(ui, w, flow, now)
            rows = self._rows(ui, w, flow.area.w, now)
            least = sum(height for height, _ in rows) + 18 * max(0, len(rows) - 1)
            room = flow.rest.h - foot - 12
            spare = max(0.0, room - least) / max(1, len(rows))
            for number, (height, draw_row) in enumerate(rows):
                flow.skip(6 if number else 0)
                stretched = height + (spare if now.points else min(spare, 0.45 * height))
                draw_row(ui, w, flow.next(stretched))
            if now.sources:
                source_lines(ui, flow, w, now.sources)
            done(rect.h - room + least)

    def _foot(self, ui: Ui, w: Words, flow: Flow, now: Opening) -> float:
        """Height of the sources."""
        lines = (f"{w.text(s.text)} {w(f'scenes.confidence.{s.confidence}')} ...." for s in now.sources)
        return sum(ui.text_h(line, flow.area.w, "small", True) + 12 for line in lines)

    def _terms(self, ui: Ui, w: Words, flow: Flow, now: Opening) -> None:
        """The words that the page uses, to point at."""
        if not now.terms:
            return
        line = flow.next(ui.line_h("body"))
        ui.icon(Rect(line.x, line.y + 1, line.h - 3, line.h - 3), "book-open", colour="muted")
        x = line.x + line.h + 6
        for term in now.terms:
            said = w(f"glossary.{term}")
            wide = ui.text_w(said)
            ui.link(f"term/{term}", Rect(x, line.y, wide, line.h), said, tip=ui.explain(term))
            x += wide + 20

    def _rows(self, ui: Ui, w: Words, width: float, now: Opening) -> list[tuple[float, Row]]:
        """The points with their pictures, the plants, the gauges: least height and drawing of each row."""
        found: list[tuple[float, Row]] = []
        if now.points:
            car = "magnet" in now.pictures
            found.append(
                (250 * ui.text_scale, lambda ui, w, row: self._points(ui, w, row, now.points, car=car))
            )
        if "factories" in now.pictures:
            found.append((36 + 92 * ui.text_scale, self._factories))
        if "gauges" in now.pictures:
            gauges = shown_gauges(self.table.view)
            inner = (width - 18 * (len(gauges) - 1)) / max(1, len(gauges)) - 36
            tall = max(ui.text_h(w.text(gauge.help), inner) for gauge in gauges)
            found.append((42 + ui.line_h("heading") + 48 * ui.text_scale + tall + 6, self._gauges))
        return found

    def _points(self, ui: Ui, w: Words, rect: Rect, points: tuple[Point, ...], *, car: bool) -> None:
        cells = rect.columns(len(points), gap=18)
        low = max(ui.text_h(w.text(point.text), cells[0].w - 36, "heading") for point in points)
        for number, (point, cell) in enumerate(zip(points, cells, strict=True)):
            self._point(ui, w, cell, point, low, car=car and number == 0)

    def _point(self, ui: Ui, w: Words, rect: Rect, point: Point, low: float, *, car: bool) -> None:
        """A picture, a figure in large letters, and what it means; `low` is the height of the words."""
        inside = ui.panel(rect, fill="panel", padding=18)
        text, figure = w.text(point.text), w.text(point.figure)
        above, below = inside.split_bottom(low + 64 * ui.text_scale, gap=10)
        if car:
            draw_car(ui, above)
        elif point.share is not None:
            draw_dots(ui, above.inset(6), point.share)
            ui.note("figure", w("guide.opening.dots", n=round(point.share * 100)), rect=above)
        size = round(46 * ui.text_scale * ui.scale)
        image = ui.fonts.image(figure, "bold", size, ui.theme.accent_text)
        ui.surface.blit(image, (ui.px(below.x), ui.px(below.y)))
        ui.note("figure", figure, value=text, rect=below)
        ui.put_lines(below.pad(top=64 * ui.text_scale), text, "heading", wid=figure)

    def _factories(self, ui: Ui, w: Words, rect: Rect) -> None:
        """Three plants as cards: the manager in the lamp's light, name, what they make, who works there."""
        found = self.table.view.factories
        for factory, cell in zip(found, rect.columns(len(found), gap=18), strict=True):
            inside = ui.panel(cell, padding=18)
            size = min(inside.h, inside.w * 0.3, 116.0 * ui.text_scale)
            spot = Rect(inside.x, inside.cy - size / 2, size, size)
            ui.painter.glow((spot.cx * ui.scale, spot.cy * ui.scale), ui.px(size * 0.9), ui.theme.accent, 60)
            lamp(ui, spot, factory)
            name, use = f"**{w.text(factory.name)}**", w.text(factory.use_label)
            at_work, of = w.number(factory.workers_at_work), w.number(factory.workers)
            people = f"[[users]] {w('desk.at_work', at=at_work, of=of)}"
            beside = inside.pad(left=size + 18)
            parts = ((name, "heading", "text"), (use, "body", "muted"), (people, "body", "text"))
            tall = sum(ui.text_h(text, beside.w, style, True) + 6 for text, style, _ in parts)
            column = Flow(beside.pad(top=max(0.0, (beside.h - tall) / 2)), gap=6)
            for text, style, colour in parts:
                paragraph(ui, column, text, style, colour)

    def _gauges(self, ui: Ui, w: Words, rect: Rect) -> None:
        """The gauges that are there from the start, each with its meaning."""
        shown = shown_gauges(self.table.view)
        for gauge, cell in zip(shown, rect.columns(max(1, len(shown)), gap=18), strict=True):
            self._gauge(ui, w, cell, gauge)

    def _gauge(self, ui: Ui, w: Words, cell: Rect, gauge: Gauge) -> None:
        label, value, meaning = w.text(gauge.label), w.value(gauge.value, gauge.unit), w.text(gauge.help)
        inside = ui.panel(cell, padding=18)
        head, rest = inside.split_top(ui.line_h("heading"), gap=6)
        size = head.h * 0.9
        ui.icon(Rect(head.x, head.y, size, size), gauge.icon, colour="accent_text")
        ui.put_text(head.pad(left=size + 10), label, "heading", "text", wid=gauge.id)
        pixels = round(34 * ui.text_scale * ui.scale)
        image = ui.fonts.image(value, "bold", pixels, ui.theme.accent_text)
        ui.surface.blit(image, (ui.px(rest.x), ui.px(rest.y)))
        ui.put_lines(rest.pad(top=pixels / ui.scale * 1.4), meaning, "body", "muted", wid=gauge.id)
        ui.note("gauge", label, value=value, hint=meaning, rect=inside)

    # footer ------------------------------------------------------------------------------------------------

    def _footer(self, ui: Ui, w: Words, foot: Rect) -> None:
        last = self.at == len(self.pages) - 1
        text = w("guide.opening.begin" if last else "guide.opening.next")
        main = Action("next", text, "arrow-right", "primary", hotkey="enter")
        earlier = Action("earlier", w("guide.opening.earlier"), "arrow-left")
        actions = [earlier] if self.at else []
        if not last:
            actions.append(Action("skip", w("guide.opening.skip"), "skip-forward", "quiet"))
        left, right = foot.split_right(min(foot.w * 0.5, action_width(ui, main) + 30), gap=16)
        pressed = button_bar(ui, left, actions) or button_bar(ui, right, [main], align="right")
        if pressed == "earlier":
            self._turn(-1)
        elif pressed == "skip" or (pressed == "next" and last):
            self.app.pop()
        elif pressed == "next":
            self._turn(1)

    def _turn(self, step: int) -> None:
        self.at += step
        self.app.ui.scroll_to("page")
