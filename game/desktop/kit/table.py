"""Tables: columns as wide as they need, figures right-aligned, rows to choose, cells that explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .geometry import Rect
from .indicators import Indicators
from .state import TipLike, Translate, with_title
from .theme import RADIUS_SMALL, Tone, mix


@dataclass(frozen=True)
class Column:
    """One column. `width` 0 takes what the content needs; `grow` shares out the room that is left.

    `flexible` columns give way first when there is too little room (their texts end in "…" then).
    """

    key: str
    title: str
    align: Literal["left", "right", "center"] = "left"
    width: float = 0.0
    grow: float = 0.0
    flexible: bool = True
    tip: TipLike | None = None
    sortable: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: text with an optional sign before it, a change after it, or a small line instead of text."""

    text: str = ""
    tone: Tone = "neutral"
    icon: str = ""
    flag: str = ""
    direction: int = 0
    strong: bool = False
    spark: tuple[float, ...] = ()
    tip: TipLike | None = None


@dataclass(frozen=True)
class Row:
    """One row by its key; a plain string is a cell without ornaments."""

    key: str
    cells: tuple[Cell | str, ...]
    tip: TipLike | None = None
    muted: bool = False


@dataclass(frozen=True)
class TableResult:
    """Selected row, row activated now (Enter, double click), and the sort order (column key, descending)."""

    selected: str | None
    activated: str | None
    sort: tuple[str, bool] | None


SPARK_W = 72.0


class TableWidgets(Indicators):
    """The table."""

    def table(
        self,
        name: str,
        rect: Rect,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        selected: str | None = None,
        sort: tuple[str, bool] | None = None,
        label: str = "",
        row_h: float = 0.0,
    ) -> TableResult:
        """A table with a fixed head that scrolls when needed. The caller sorts the rows as `sort` says.

        One keyboard stop: up and down choose a row, left and right a cell (its tooltip opens), Enter
        activates. Sortable heads are stops of their own.
        """
        wid = self.full_id(name)
        self.touch(rect)
        row_h = row_h or self.row_h
        cells = [[c if isinstance(c, Cell) else Cell(c) for c in row.cells] for row in rows]
        head, body = rect.split_top(self.line_h("small") + 12)
        bar = 14.0 if len(rows) * row_h > body.h - 2 else 0.0
        xs = self._column_places(columns, cells, rect.w - bar)
        self.note("table", label, value=str(len(rows)), wid=wid, rect=rect)
        self._depth += 1
        sort = self._table_head(wid, head, columns, xs, sort)
        found = self.interact(wid, body, tip=None, activates=False)
        keys = [row.key for row in rows]
        at = keys.index(selected) if selected in keys else -1
        activated: str | None = None
        reveal: int | None = None
        if found.focused:
            at, activated, reveal = self._table_keys(wid, keys, at, len(columns))
        if reveal is not None:
            self._reveal_row(wid, body, reveal * row_h, row_h)
        with self.scroll(f"{name}/body", body, padding=0, focusable=False) as area:
            for index, row in enumerate(rows):
                line = Rect(area.x, area.y + index * row_h, rect.w - bar, row_h)
                self.touch(line)
                over = (
                    found.hovered
                    and line.contains(self.input.mouse)
                    and self.visible.contains(self.input.mouse)
                )
                if over and found.clicked:
                    at = index
                    activated = row.key if found.double else activated
                if line.bottom >= body.y and line.y <= body.bottom:
                    self._table_row(wid, line, columns, xs, row, cells[index], index, index == at, over)
                parts = [
                    f"{c.title}: {_said(cell, self.tr)}"
                    for c, cell in zip(columns[1:], cells[index][1:], strict=False)
                    if _said(cell, self.tr)
                ]
                title = _said(cells[index][0], self.tr) if cells[index] else ""
                states = ("selected",) if index == at else ()
                self.note(
                    "row",
                    title,
                    value="; ".join(parts),
                    state=states,
                    hint=row.tip,
                    wid=f"{wid}/{row.key}",
                    rect=line,
                )
            self._cell_tip(wid, area, columns, xs, rows, cells, row_h, at, found.hovered, found.focused)
        self._depth -= 1
        if found.focused:
            self.focus_ring(body, 4)
        return TableResult(keys[at] if at >= 0 else None, activated, sort)

    # parts -------------------------------------------------------------------------------------------------

    @property
    def _sort_w(self) -> float:
        """Room for the sign of the sort order in a head."""
        return self.line_h("small") * 0.88

    def _natural(self, cell: Cell) -> float:
        if cell.spark:
            return SPARK_W
        width = self.text_w(cell.text, "strong" if cell.strong else "body")
        if cell.flag:
            width += self.line_h() * 1.15 + 8
        if cell.icon:
            width += self.line_h() * 0.75 + 7
        return width + (self.arrow_w if cell.direction else 0)

    def _column_places(
        self, columns: Sequence[Column], cells: Sequence[Sequence[Cell]], room: float
    ) -> list[tuple[float, float]]:
        """(left edge from the table's, width) of each column, gaps of 20 between texts."""
        gap = 20.0
        widths = []
        for number, column in enumerate(columns):
            width = column.width * self.text_scale
            if not width:
                texts = [self._natural(line[number]) for line in cells if number < len(line)]
                arrow = self._sort_w if column.sortable else 0
                width = max([self.text_w(column.title, "small") + arrow, *texts]) + 2
            widths.append(width)
        gaps = len(columns) - 1
        if gaps and sum(widths) + gap * gaps > room - 24:
            gap = max(10.0, (room - 24 - sum(widths)) / gaps)
        spare = room - 24 - sum(widths) - gap * gaps
        grow = sum(c.grow for c in columns)
        if spare > 0 and grow:
            widths = [w + spare * c.grow / grow for w, c in zip(widths, columns, strict=True)]
        elif spare < 0:
            soft = (
                sum(w for w, c in zip(widths, columns, strict=True) if c.flexible and c.align == "left")
                or 1e9
            )
            widths = [
                max(30.0, w + spare * w / soft) if c.flexible and c.align == "left" else w
                for w, c in zip(widths, columns, strict=True)
            ]
        places, x = [], 12.0
        for width in widths:
            places.append((x, width))
            x += width + gap
        return places

    def _table_head(
        self,
        wid: str,
        head: Rect,
        columns: Sequence[Column],
        xs: Sequence[tuple[float, float]],
        sort: tuple[str, bool] | None,
    ) -> tuple[str, bool] | None:
        self.painter.box(self.box(head), self.px(RADIUS_SMALL), self.theme.raised)
        for column, (x, width) in zip(columns, xs, strict=True):
            spot = Rect(head.x + x, head.y, width, head.h)
            ink = self.theme.muted
            name = f"{wid}/head/{column.key}"
            sorted_here = sort is not None and sort[0] == column.key
            cut = self.text_w(column.title, "small") > width - (self._sort_w if column.sortable else 0) + 1
            tip = with_title(column.tip, column.title) if cut else column.tip
            if column.sortable or tip is not None:
                found = self.interact(name, spot.inset(-6, 2), tip=tip, activates=column.sortable)
                if found.hovered or sorted_here:
                    ink = self.theme.text
                if found.clicked and column.sortable:
                    sort = (
                        (column.key, not sort[1]) if sort is not None and sorted_here else (column.key, False)
                    )
                if found.focused:
                    self.focus_ring(spot.inset(-3, 4), 3)
            if column.sortable:
                size = self._sort_w - 3
                arrow = "arrow-up-down"
                if sort is not None and sort[0] == column.key:
                    arrow = "arrow-down" if sort[1] else "arrow-up"
                words = min(self.text_w(column.title, "small"), width - self._sort_w)
                left = spot.x + words + 3 if column.align == "left" else spot.right - size
                self.icon(Rect(left, spot.cy - size / 2, size, size), arrow, colour=ink)
                spot = spot.pad(right=self._sort_w)
                self.note(
                    "button", column.title, state=("selected",) if sorted_here else (), wid=name, rect=spot
                )
            self.put_text(spot, column.title, "small", ink, column.align, wid=name, ellipsis=True)
        return sort

    def _table_keys(
        self, wid: str, keys: list[str], at: int, columns: int
    ) -> tuple[int, str | None, int | None]:
        """(selected row, activated row, row to bring into view) after this pass's key."""
        if not keys:
            return at, None, None
        page = 8
        last = len(keys) - 1
        moves = {
            "down": min(last, at + 1),
            "up": max(0, at - 1),
            "pagedown": min(last, at + page),
            "pageup": max(0, at - page),
            "home": 0,
            "end": last,
        }
        for hotkey, goal in moves.items():
            if goal != at and self.take_key(hotkey):
                return goal, None, goal
        column = self.memory.get(f"{wid}/column", 0)
        column = column if isinstance(column, int) else 0
        if self.take_key("right"):
            self.memory[f"{wid}/column"] = min(columns - 1, column + 1)
        elif self.take_key("left"):
            self.memory[f"{wid}/column"] = max(0, column - 1)
        if at >= 0 and (self.take_key("enter") or self.take_key("space")):
            return at, keys[at], None
        return at, None, None

    def _reveal_row(self, wid: str, body: Rect, top: float, row_h: float) -> None:
        """Scroll the body so that the row at `top` units from its beginning can be seen."""
        offset = self._number(f"{wid}/body/offset")
        if top < offset:
            self.scroll_to(f"{wid}/body", top)
        elif top + row_h > offset + body.h:
            self.scroll_to(f"{wid}/body", top + row_h - body.h)

    def _table_row(
        self,
        wid: str,
        line: Rect,
        columns: Sequence[Column],
        xs: Sequence[tuple[float, float]],
        row: Row,
        cells: Sequence[Cell],
        index: int,
        selected: bool,
        over: bool,
    ) -> None:
        theme = self.theme
        fill = None
        if selected:
            fill = mix(theme.panel, theme.selected, 0.45 if theme.name == "dark" else 0.16)
        elif over:
            fill = mix(theme.panel, theme.hover, 0.7)
        elif index % 2:
            fill = theme.stripe
        if fill:
            self.painter.box(self.box(line.pad(top=0.5, bottom=0.5)), self.px(RADIUS_SMALL - 1), fill)
        if selected:
            mark = Rect(line.x, line.y + 5, 3, line.h - 10)
            self.painter.box(self.box(mark), self.px(1.5), theme.accent)
        for column, cell, (x, width) in zip(columns, cells, xs, strict=False):
            spot = Rect(line.x + x, line.y, width, line.h)
            self._table_cell(f"{wid}/{row.key}/{column.key}", spot, column, cell, row.muted)

    def _table_cell(self, wid: str, spot: Rect, column: Column, cell: Cell, muted: bool) -> None:
        ink = self.theme.tone(cell.tone) if cell.tone != "neutral" else self.theme.text
        ink = self.theme.muted if muted and cell.tone == "neutral" else ink
        if cell.spark:
            self.sparkline(Rect(spot.x, spot.y + 5, spot.w, spot.h - 10), cell.spark, tone="neutral")
            return
        if cell.direction:
            self.delta(
                spot, cell.text, cell.direction, tone=cell.tone, style="strong" if cell.strong else "body"
            )
            return
        if cell.flag:
            size = self.line_h() * 1.15
            self.flag(Rect(spot.x, spot.cy - size * 0.375, size, size * 0.75), cell.flag)
            spot = spot.pad(left=size + 8)
        if cell.icon:
            size = self.line_h() * 0.75
            words = self.text_w(cell.text, "strong" if cell.strong else "body")
            x = spot.x if column.align == "left" else max(spot.x, spot.right - words - size - 7)
            self.icon(Rect(x, spot.cy - size / 2, size, size), cell.icon, colour=ink)
            spot = spot.pad(left=x - spot.x + size + 7)
        soft = column.flexible and column.align == "left"
        style = "strong" if cell.strong else "body"
        if cell.text and self.put_text(spot, cell.text, style, ink, column.align, wid=wid, ellipsis=soft):
            self.memory[f"{wid}/cut"] = True
        else:
            self.memory.pop(f"{wid}/cut", None)

    def _cell_tip(
        self,
        wid: str,
        area: Rect,
        columns: Sequence[Column],
        xs: Sequence[tuple[float, float]],
        rows: Sequence[Row],
        cells: Sequence[Sequence[Cell]],
        row_h: float,
        at: int,
        hovered: bool,
        focused: bool,
    ) -> None:
        """The explanation of the cell under the pointer, or of the chosen cell while the keyboard is used."""
        if hovered and self.visible.contains(self.input.mouse):
            index = int((self.input.mouse[1] - area.y) // row_h)
            left = self.input.mouse[0] - area.x
            column = next((i for i, (x, w) in enumerate(xs) if x - 10 <= left < x + w + 10), -1)
        elif focused and not self.pointing:
            index = at
            chosen = self.memory.get(f"{wid}/column", 0)
            column = chosen if isinstance(chosen, int) else 0
        else:
            return
        if not 0 <= index < len(rows):
            return
        row = rows[index]
        tip, spot = row.tip, Rect(area.x, area.y + index * row_h, xs[-1][0] + xs[-1][1], row_h)
        if 0 <= column < len(cells[index]):
            cell = cells[index][column]
            cut = self.memory.get(f"{wid}/{row.key}/{columns[column].key}/cut")
            own = cell.tip or (cell.text if cut else None)
            place = Rect(area.x + xs[column][0], spot.y, xs[column][1], row_h)
            if focused and not hovered:
                self.painter.box(self.box(place.inset(-5, 3)), self.px(4), None, self.theme.focus)
            if own is not None:
                tip, spot = own, place
        if tip is not None:
            self.state.tip = (f"{wid}/{row.key}/{column}", tip, spot, focused and not hovered)


def _said(cell: Cell, tr: Translate) -> str:
    """A cell in words; the arrow beside a figure as a word."""
    if cell.spark and not cell.text:
        return f"{cell.spark[0]:g} → {cell.spark[-1]:g}"
    if not cell.direction:
        return cell.text
    return f"{cell.text} {tr('kit.table.rising' if cell.direction > 0 else 'kit.table.falling')}"
