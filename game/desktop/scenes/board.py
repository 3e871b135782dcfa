"""The whole project board: a sortable table, and below it the chosen project with what can be ordered."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from game.desktop.desk.options import option_card, option_height
from game.desktop.desk.table import Table
from game.desktop.desk.tray import opened_words
from game.i18n import Text

from ..kit import Cell, Column, Flow, Rect, Row, Ui
from .base import (
    Action,
    GameScene,
    Words,
    action_width,
    button_bar,
    figure,
    headline,
    leaf,
    page,
    paragraph,
    words,
)
from .board_calendar import draw_calendar
from .cards import fact, source_lines

if TYPE_CHECKING:
    from game.play.match import Match
    from game.play.view import BoardRow, Option

    from ..session import Session

__all__ = ["Board", "draft_cards", "sorted_rows"]

NEVER = math.inf
CALENDAR_FROM = 1400.0  # units of width from which the calendar stands beside the table
Key = Callable[["BoardRow", Words], object]
KEYS: dict[str, Key] = {
    "name": lambda row, w: w.text(row.name),
    "status": lambda row, w: w.text(row.status_text),
    "clock": lambda row, w: row.clock or NEVER,
    "opens": lambda row, w: NEVER if row.opens is None else row.opens,
    "cost": lambda row, w: row.cost_musd,
    "odds": lambda row, w: -1.0 if row.odds is None else row.odds,
    "owner": lambda row, w: row.owner or "~",
}


def sorted_rows(rows: tuple[BoardRow, ...], sort: tuple[str, bool] | None, w: Words) -> list[BoardRow]:
    """The rows as a column's head asks; the view's own order without one."""
    if sort is None:
        return list(rows)
    key, descending = sort
    return sorted(rows, key=lambda row: KEYS[key](row, w), reverse=descending)  # type: ignore[arg-type,return-value]


class Board(GameScene):
    """Drafts made here are the desk's drafts."""

    def __init__(self, session: Session, match: Match, seat: str) -> None:
        super().__init__(session)
        self.table = Table(match, seat)
        self.sort: tuple[str, bool] | None = None
        rows = self.table.view.board
        with_options = [row.id for row in rows if row.options]
        self.row: str | None = next(iter([*with_options, *(row.id for row in rows)]), None)

    def name(self, w: Words) -> str:
        return w("scenes.board.title")

    def draw(self, ui: Ui) -> None:
        w = words(ui)
        view = self.table.view
        note = opened_words(view.agenda, w, "scenes.board.note")
        with page(self, ui, w("scenes.board.title"), icon="construction", note=note, width=1700) as body:
            if not view.board:
                ui.label(body, w("scenes.board.empty"), colour="muted", wrap=True)
                return
            rows = sorted_rows(view.board, self.sort, w)
            natural = ui.line_h("small") + 14 + ui.row_h * len(rows) + 28
            top, rest = body.split_top(min(natural, body.h * 0.46), gap=12)
            inside = ui.panel(top, padding=10)
            if inside.w > CALENDAR_FROM * max(1.0, ui.text_scale) and natural <= top.h:
                inside, side = inside.split_right(inside.w * 0.38, gap=14)
                draw_calendar(ui, w, side, self.table, rows, self.row)
            result = ui.table(
                "board",
                inside,
                self._columns(w),
                [self._row(w, row) for row in rows],
                selected=self.row,
                sort=self.sort,
                label=w("scenes.board.title"),
            )
            self.row, self.sort = result.selected or self.row, result.sort
            chosen = next((row for row in view.board if row.id == self.row), rows[0])
            self._detail(ui, w, rest, chosen)

    def _columns(self, w: Words) -> list[Column]:
        def column(key: str, align: Literal["left", "right"] = "left", grow: float = 0.0) -> Column:
            tip = w(f"scenes.board.{key}_tip") if key in ("odds", "cost", "opens") else None
            return Column(key, w(f"scenes.board.{key}"), align=align, grow=grow, sortable=True, tip=tip)

        return [
            column("name", grow=2.0),
            column("status", grow=0.5),
            column("clock", "right"),
            column("opens", "right"),
            column("cost", "right"),
            column("odds", "right"),
            column("owner", grow=0.5),
        ]

    def _row(self, w: Words, row: BoardRow) -> Row:
        left = w("scenes.board.quarters_left", n=row.clock) if row.clock else w("scenes.none")
        cells = (
            Cell(w.text(row.name), strong=row.yours),
            Cell(w.text(row.status_text), icon=row.icon),
            Cell(left),
            Cell(self._quarter(w, row.opens)),
            Cell(figure(w, row.cost_musd or None, "musd")),
            Cell(figure(w, row.odds, "share")),
            self._owner(w, row),
        )
        return Row(row.id, cells, tip=w.text(row.text))

    def _owner(self, w: Words, row: BoardRow) -> Cell:
        """Who holds it; the one with a contract or a guarantee where nobody owns it."""
        for seat, key in ((row.owner, "owned"), (row.offtaker, "contracted"), (row.guarantor, "guaranteed")):
            if seat:
                sheet = self.table.view.sheet(seat)
                name = w("scenes.board.you") if sheet.you else w.text(sheet.name)
                return Cell(w(f"scenes.board.{key}", seat=name), flag=sheet.nation, strong=sheet.you)
        return Cell(w("scenes.board.free"), icon="circle")

    def _quarter(self, w: Words, quarter: int | None) -> str:
        if quarter is None:
            return w("scenes.none")
        return w.translator.quarter(*self.table.calendar(quarter))

    # the chosen project ------------------------------------------------------------------------------------

    def _detail(self, ui: Ui, w: Words, rect: Rect, row: BoardRow) -> None:
        rest, foot = rect.split_bottom(ui.control_h, gap=10)
        wide = rest.w > CALENDAR_FROM * max(1.0, ui.text_scale)
        parts = rest.columns((1.0, 0.8, 1.2) if wide and row.sources else (1.0, 1.25), gap=14)
        name, orders = w.text(row.name), w("scenes.board.orders")
        with leaf(ui, f"project-{row.id}", parts[0], name, title=name, icon=row.icon, gap=7) as flow:
            self._facts(ui, w, flow, row)
            if len(parts) == 2 and row.sources:
                flow.skip(4)
                headline(ui, flow, w("scenes.sources"), "strong")
                source_lines(ui, flow, w, row.sources)
        if len(parts) == 3:
            title = w("scenes.sources")
            with leaf(ui, f"sources-{row.id}", parts[1], title, title=title, icon="bookmark", gap=7) as flow:
                source_lines(ui, flow, w, row.sources)
        with leaf(ui, f"options-{row.id}", parts[-1], orders, title=orders, icon="list", gap=7) as flow:
            if not row.options:
                paragraph(ui, flow, w("scenes.board.no_orders"), "body", "muted")
            flow.y = draft_cards(ui, w, flow.rest, self.table, row.options)
        self._drafts(ui, w, foot)

    def _facts(self, ui: Ui, w: Words, flow: Flow, row: BoardRow) -> None:
        paragraph(ui, flow, w.text(row.text))
        for plant, nation, tonnes in row.plants:
            key = "mine" if plant == "mine" else "plant"  # a mine's tonnes are what its ore holds
            said = w(f"scenes.board.{key}", plant=Text(f"plant.{plant}"), tonnes=tonnes)
            paragraph(ui, flow, f"[[flag:{nation}]] {said}")
        line = ui.line_h()
        figures: list[tuple[str, float | None, str]] = [
            ("paid", row.paid_musd or None, "musd"),
            ("overrun", row.overrun, "ratio"),
            ("stake", row.stake or None, "share"),
            ("call", row.call_t_year or None, "t"),
        ]
        for key, value, unit in figures:
            if value is not None:
                tip = w(f"scenes.board.{key}_tip")
                shown = figure(w, value, unit)  # type: ignore[arg-type]
                fact(ui, flow.next(line), w(f"scenes.board.{key}"), shown, tip=tip)

    def _drafts(self, ui: Ui, w: Words, foot: Rect) -> None:
        """Back to the desk, and undo for what was drafted here."""
        view = self.table.view
        actions = [
            Action(
                "undo",
                w("scenes.undo"),
                "undo-2",
                hotkey=ui.key("undo"),
                disabled="" if view.can_undo else w("scenes.undo_none"),
            )
        ]
        done = Action("done", w("scenes.board.done"), "check", "primary")
        left, right = foot.split_right(min(foot.w * 0.5, action_width(ui, done) + 16), gap=12)
        if button_bar(ui, left, actions) == "undo":
            self.table.undo()
        if button_bar(ui, right, [done], align="right"):
            self.app.pop()


def draft_cards(ui: Ui, w: Words, area: Rect, table: Table, options: tuple[Option, ...]) -> float:
    """Cards of options in one or two columns; a click drafts or takes back. Returns where they end."""
    columns = 2 if area.w > 560 * max(1.0, ui.text_scale) and len(options) > 1 else 1
    width = (area.w - 8 * (columns - 1)) / columns
    flow = Flow(area, gap=8)
    for start in range(0, len(options), columns):
        row = options[start : start + columns]
        tall = max(option_height(ui, option, width, table, w) for option in row)
        strip = flow.next(tall)
        for place, option in enumerate(row):
            spot = Rect(strip.x + place * (width + 8), strip.y, width, tall)
            if option_card(ui, f"{option.slot}={option.option}", spot, option, table, w):
                table.toggle(option)
    return flow.y
